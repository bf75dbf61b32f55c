"""Modules that stand for those which are imported by name and used by nobody here."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
from collections.abc import Collection, Sequence
from types import ModuleType


class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for ``modules`` once it is first in ``sys.meta_path``.

    Each name taken from one of them is a class: ``isinstance`` and type hints work, and whoever makes an
    object of it gets an ImportError that ends in ``why_not``.
    """

    def __init__(self, modules: Collection[str], why_not: str) -> None:
        self._modules = frozenset(modules)
        self._why_not = why_not

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A stub for a module of ours, nothing for any other."""
        return importlib.machinery.ModuleSpec(fullname, self) if fullname in self._modules else None

    def exec_module(self, module: ModuleType) -> None:
        """Make classes as they are asked for."""
        made: dict[str, type] = {}
        parts = {"__module__": module.__name__, "why_not": self._why_not}

        def __getattr__(name: str) -> type:  # noqa: N807 (PEP 562)
            if name.startswith("__"):
                raise AttributeError(name)
            return made.setdefault(name, type(name, (_Unused,), parts))

        module.__getattr__ = __getattr__  # type: ignore[method-assign]  # PEP 562


class _Unused:
    why_not = ""

    def __init__(self, *args: object, **kwargs: object) -> None:
        raise ImportError(f"{type(self).__name__} {self.why_not}")

    @classmethod
    def name(cls) -> str:
        """Rasa asks its channels for theirs as it lists them."""
        return f"{cls.__module__}.{cls.__name__}"
