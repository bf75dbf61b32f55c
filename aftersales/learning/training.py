"""One training: compare, and deploy only what is not worse."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.learning import repository
from aftersales.learning.examples import write
from aftersales.learning.learnt import Learnt, to_examples
from aftersales.learning.model import FEWEST_LABELS, Label, Outcome, Run, TooFewLabels
from aftersales.learning.programs import Programs
from aftersales.learning.verdict import objections


class Training:
    def __init__(self, db: Database, clock: Clock, learnt: Learnt, programs: Programs) -> None:
        self._db = db
        self._clock = clock
        self._learnt = learnt
        self._programs = programs

    async def run(self, more: Sequence[Label] = ()) -> Run:
        """Train on all labels and `more`, which are stored only if the new model is deployed.

        The running model stays as it is unless the new one is as good on messages that neither was trained
        on. Raises TooFewLabels, TrainingFailed; then, too, nothing has changed.
        """
        started = self._clock.now()
        async with self._db.read() as session:
            stored = await repository.labels(session)
        labels = [label for label in {one.id: one for one in [*stored, *more]}.values() if label.label]
        if len(labels) < FEWEST_LABELS:
            raise TooFewLabels(f"现在有 {len(labels)} 条标注，至少要 {FEWEST_LABELS} 条才能训练。")
        with self._learnt.workplace() as work:
            candidate, held_out = work / "nlu.yml", work / "held_out.yml"
            write(candidate, to_examples(label for label in labels if not label.held_out))
            write(held_out, to_examples(label for label in labels if label.held_out))
            found = await self._programs.compare(self._learnt.labels, candidate, held_out)
            reasons, figures = objections(found), found.figures()
            if not reasons:
                async with self._db.write() as session:
                    await repository.put_all(session, more)
                model = await self._programs.train(work)
                self._learnt.accept(candidate, model)
                await self._learnt.forget_deleted(self._db)  # while it was being trained
                figures["model"] = (await self._programs.train(self._learnt.folder)).name
        outcome = Outcome.REFUSED if reasons else Outcome.DEPLOYED
        run = Run(0, started, self._clock.now(), outcome, reasons, figures)
        async with self._db.write() as session:
            await repository.add_run(session, run)
        return run
