"""Conversations: messages in order, who owns the talk, one turn at a time, and what must be told to whom."""
