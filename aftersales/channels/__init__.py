"""The ways in for shoppers."""
