"""How well shoppers are understood, measured and told on one page: ``python -m scripts.nlu_report``."""
