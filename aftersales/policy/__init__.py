"""The shop's after-sales policy: facts in, decision out. Pure; the policy itself is data in `policy/`."""
