"""What stands behind `make`: set the checkout up, run it, test it. Standard library only, Python ≥ 3.9."""
