"""Graph components: what a message says."""
