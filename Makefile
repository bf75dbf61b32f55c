# Every target is `python3 scripts/dev.py <target>`; run that where there is no make.
PYTHON ?= python3

run test train lint clean bench chaos backup lock:
	@$(PYTHON) scripts/dev.py $@

.PHONY: run test train lint clean bench chaos backup lock
