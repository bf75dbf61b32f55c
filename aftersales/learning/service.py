"""Proposing messages to supervisors and keeping what they label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from anyio import to_thread

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import NotFound
from aftersales.learning import examples, repository
from aftersales.learning.grouping import identity
from aftersales.learning.masking import masked
from aftersales.learning.model import FEWEST_LABELS, SKIP, Label, Proposal, UnknownLabel
from aftersales.learning.proposals import Known, proposed

SINCE = timedelta(days=30)
MOST_ON_THE_PAGE = 3000
"""Messages that the console's page looks at: half a second of computing."""


@dataclass(frozen=True)
class _Trained:
    known: Known
    labels: tuple[str, ...]


class LearningService:
    def __init__(self, db: Database, clock: Clock, training_dir: Path) -> None:
        self._db = db
        self._clock = clock
        self._training_dir = training_dir
        self._trained: _Trained | None = None
        self._shown: Mapping[str, Proposal] = {}

    async def proposals(
        self, limit: int, since: timedelta = SINCE, most: int = MOST_ON_THE_PAGE
    ) -> list[Proposal]:
        """The most useful first."""
        trained = await self._training_data()
        async with self._db.read() as session:
            heard = await repository.heard(session, self._clock.now() - since, most)
            labelled = [label.text for label in await repository.labels(session)]
        found = await to_thread.run_sync(proposed, heard, trained.known, labelled)
        self._shown = {proposal.id: proposal for proposal in found}
        return found[:limit]

    async def label(self, proposal_id: str, label: str, by: str) -> Label:
        """Label a proposal, or pass it over (`skip`); the same again changes nothing, another replaces it.

        Raises UnknownLabel; NotFound for a message that was never proposed or is deleted by now.
        """
        chosen = await self._checked(label)
        proposal = self._shown.get(proposal_id)
        if proposal is None:
            await self.proposals(0)
            proposal = self._shown.get(proposal_id)
        async with self._db.write() as session:
            before = {one.id: one for one in await repository.labels(session)}.get(proposal_id)
            origin = before or proposal
            if origin is None or not await repository.may_keep(session, origin.message_id):
                raise NotFound("这条消息已经不在了，请刷新页面。", field="id")
            if before is not None and before.label == chosen:
                return before
            now = self._clock.now()
            made = Label(proposal_id, origin.text, chosen, by, now, origin.message_id)
            await repository.put(session, made)
        return made

    async def take_back(self, label_id: str) -> None:
        """The message is proposed again; one that has no label stays without."""
        async with self._db.write() as session:
            await repository.take_back(session, label_id)

    async def labels(self) -> list[Label]:
        async with self._db.read() as session:
            return await repository.labels(session)

    async def status(self) -> dict[str, Any]:
        """`{labels, labelled, waiting, needed, last_run}`: what may be chosen, how many are labelled, how
        many since the last training, how many more the first one needs, and how the last one ended."""
        trained = await self._training_data()
        async with self._db.read() as session:
            made = [label for label in await repository.labels(session) if label.label]
            last = await repository.last_run(session)
        waiting = sum(last is None or label.labelled_at > last.started_at for label in made)
        return {
            "labels": list(trained.labels),
            "labelled": len(made),
            "waiting": waiting,
            "needed": max(0, FEWEST_LABELS - len(made)),
            "last_run": last and last.to_json(),
        }

    async def from_file(self, rows: Iterable[tuple[str, str]], by: str) -> list[Label]:
        """The (text, label) of a file as labels, masked and not stored yet; what was also logged hangs on
        its message. Raises UnknownLabel."""
        logged = self._shown
        now = self._clock.now()
        made = {}
        for raw, label in rows:
            chosen = await self._checked(label)
            text = masked(raw)
            key = identity(text)
            origin = logged[key].message_id if key in logged else None
            made[key] = Label(key, text, chosen, by, now, origin)
        return list(made.values())

    async def store(self, labels: Iterable[Label]) -> None:
        async with self._db.write() as session:
            await repository.put_all(session, labels)

    async def _checked(self, label: str) -> str | None:
        if label == SKIP:
            return None
        if label not in (await self._training_data()).labels:
            raise UnknownLabel(f"没有“{label}”这个意图。", field="label")
        return label

    async def _training_data(self) -> _Trained:
        if self._trained is None:
            self._trained = await to_thread.run_sync(_read, self._training_dir)
        return self._trained


def _read(folder: Path) -> _Trained:
    own = examples.read(folder)
    return _Trained(Known(one.text for one in own), tuple(sorted({one.label for one in own})))
