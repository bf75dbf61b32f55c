"""The reader of the measuring scripts: the assistant's own."""

from assistant.reader import Reader

__all__ = ["Reader"]
