"""Pictures as files. Blocking: call in a thread."""

from __future__ import annotations

import os
from pathlib import Path


class PhotoStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, photo_id: str) -> Path:
        return self._folder / photo_id[:2] / f"{photo_id}.jpg"

    def write(self, photo_id: str, content: bytes) -> None:
        """Whole and on the disk, or not there: a crash leaves at most a `.part` that nothing refers to."""
        path = self.path(photo_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def delete(self, photo_id: str) -> None:
        self.path(photo_id).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """All files, unfinished ones too: `<photo id>.jpg`, `<photo id>.part`."""
        return [file.name for file in self._folder.glob("??/*")]

    def delete_file(self, name: str) -> None:
        """One of `names`."""
        (self._folder / name[:2] / name).unlink(missing_ok=True)

    def clear(self) -> None:
        for file in self._folder.glob("??/*"):
            file.unlink(missing_ok=True)
