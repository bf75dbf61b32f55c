"""A YAML file that remembers its lines, so that whatever is wrong in it is told with file and line."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class PolicyError(Exception):
    """The policy cannot be used as it stands in `file` at `line` (from 1)."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """The content of a file, and where in it each value stands."""

    file: str
    data: dict[str, Any]
    root: yaml.MappingNode

    @classmethod
    def read(cls, folder: Path, name: str) -> Self:
        """The file `name` in `folder`.

        Raises `PolicyError` for an absent file, bad YAML, a repeated key or anything but a mapping.
        """
        try:
            text = (folder / name).read_text(encoding="utf-8")
            loader = yaml.CSafeLoader(text)
            root = loader.get_single_node()
            _refuse_repeated_keys(name, root)
            data: Any = loader.construct_document(root) if root is not None else None
        except OSError as error:
            raise PolicyError(name, 1, error.strerror or "cannot be read") from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise PolicyError(name, line, error.problem or "is not YAML") from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise PolicyError(name, 1, "is not text in UTF-8") from error
        if not isinstance(root, yaml.MappingNode):
            raise PolicyError(name, 1, "must be a mapping")
        return cls(name, data, root)

    def line(self, where: Sequence[Hashable]) -> int:
        """The line (from 1) of the value at the path `where`, or of the nearest value that encloses it."""
        node: yaml.Node = self.root
        mark = node.start_mark
        for step in where:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
                if found is None:
                    break
                mark, node = found[0].start_mark, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return int(mark.line) + 1

    def validated(self, kind: type[T], data: object, where: tuple[str, ...] = ()) -> T:
        """`data`, which stands at `where`, as `kind`. Raises `PolicyError` for the first mistake in it."""
        try:
            return TypeAdapter(kind).validate_python(data)
        except ValidationError as error:
            # A mistyped key is both unknown and missing; the unknown one is the one to be mended.
            first = min(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
            raise self.error((*where, *first["loc"]), first["msg"]) from error

    def error(self, where: Sequence[Hashable], reason: str) -> PolicyError:
        name = ".".join(str(step) for step in where)
        return PolicyError(self.file, self.line(where), f"{name}: {reason}" if name else reason)


def _refuse_repeated_keys(file: str, node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise PolicyError(file, key.start_mark.line + 1, f"{key.value} stands here twice")
            seen.add(key.value)
            _refuse_repeated_keys(file, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(file, item)
