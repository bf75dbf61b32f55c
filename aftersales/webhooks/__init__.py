"""Telling other systems of tickets: signed, repeated until received, with a log of every delivery."""
