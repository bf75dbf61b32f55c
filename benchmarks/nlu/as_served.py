"""Starts a process of the benchmark as ``make run`` starts the assistant: its imports, logging, patches."""

from __future__ import annotations

from assistant import lean_imports, without_tensorflow


def install() -> None:
    """Before Rasa is imported."""
    without_tensorflow.install()
    lean_imports.install()
    from assistant import patches
    from assistant.__main__ import configure_logging

    configure_logging()
    patches.install(patches.SERVING)
