"""Better models where the shop has them, off by default (docs/better-models.md)."""
