"""The folder of what was learnt: the labels that the running model knows, beside the model itself."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aftersales.database import Database
from aftersales.learning import repository
from aftersales.learning.examples import Example, read, write
from aftersales.learning.grouping import identity
from aftersales.learning.model import Label, TrainingFailed


class Learnt:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def labels(self) -> Path:
        """In Rasa's format; missing before the first training."""
        return self.folder / "nlu.yml"

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """An empty folder for one training, gone afterwards. Raises TrainingFailed while another runs."""
        work = self.folder / "candidate"
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "learning.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise TrainingFailed("已经有一次训练在进行，请等它结束。") from error
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def accept(self, labels: Path, model: Path) -> None:
        """A crash between the two leaves a model that nothing names, and the old labels with theirs."""
        model.replace(self.folder / model.name)
        labels.replace(self.labels)

    def keep(self, ids: Collection[str]) -> None:
        """Drop the sentences of all other labels."""
        known = read(self.labels)
        kept = [example for example in known if identity(example.text) in ids]
        if len(kept) < len(known):
            write(self.labels, kept)

    async def forget_deleted(self, db: Database) -> None:
        """What was deleted with somebody's data goes from here, too; the next start trains without it."""
        if self.labels.exists():
            async with db.read() as session:
                self.keep({label.id for label in await repository.labels(session)})


def to_examples(labels: Iterable[Label]) -> list[Example]:
    return [Example(label.text, label.label) for label in labels if label.label]
