# Every target is `python3 scripts/dev.py <target>`; run that where there is no make.
# The first that runs: a pyenv shim does not when its version is not installed.
PYTHON ?= $(firstword $(foreach python,python3 /usr/bin/python3 python,$(shell $(python) -c "" 2>/dev/null && echo $(python))) python3)

run test train lint clean bench nlu-report chaos backup lock:
	@$(PYTHON) scripts/dev.py $@

.PHONY: run test train lint clean bench nlu-report chaos backup lock
