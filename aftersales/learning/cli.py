"""`python -m aftersales nlu learn`: propose, take labels, train, and deploy what is not worse."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.learning import files
from aftersales.learning.learnt import Learnt
from aftersales.learning.model import Outcome, Proposal, Run, Why
from aftersales.learning.programs import Programs, RasaPrograms
from aftersales.learning.service import SINCE, LearningService
from aftersales.learning.training import Training
from aftersales.policy.cli import days
from aftersales.settings import Settings

MOST = 50_000
"""Logged messages that are looked at: some ten seconds."""
FROM_FILE = "file"
_WHY = {Why.UNCERTAIN: "没把握", Why.FREQUENT: "问得多", Why.NEW: "新说法"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command `nlu` with its own commands."""
    nlu = commands.add_parser("nlu", help="the assistant's understanding: learn from the shop's own talks")
    what = nlu.add_subparsers(dest="what", required=True)
    learn = what.add_parser("learn", help="propose messages to label, take labels, train")
    learn.add_argument("--since", type=days, default=SINCE, help="how far back, such as 30d (default)")
    learn.add_argument("--limit", type=int, default=50, help="proposals (default 50)")
    learn.add_argument(
        "--export", type=Path, metavar="FILE", help="proposals to fill in: .csv, else JSON lines"
    )
    learn.add_argument("--labels", type=Path, metavar="FILE", help="take labels from such a file")
    learn.add_argument(
        "--train",
        action="store_true",
        help="train on all labels, compare with the running model, deploy unless it is worse (exit code 1)",
    )


async def learn(
    chosen: argparse.Namespace,
    settings: Settings,
    db: Database,
    clock: Clock,
    programs: Programs | None = None,
) -> int:
    """Do what was chosen; the exit code. Raises AppError, OSError."""
    service = LearningService(db, clock, settings.training_dir)
    proposals = await service.proposals(chosen.limit, chosen.since, MOST)
    rows = files.read(chosen.labels) if chosen.labels else []
    labels = await service.from_file(rows, FROM_FILE)
    if chosen.labels and not chosen.train:
        await service.store(labels)
        print(f"已收下 {len(labels)} 条标注。加上 --train 开始训练。")
    if chosen.export:
        files.write(chosen.export, proposals)
        print(f"{len(proposals)} 条待标注的消息写到了 {chosen.export}：填好 label 后用 --labels 交回。")
    if chosen.train:
        print("正在训练和比较，大约需要两分钟 …", file=sys.stderr)
        made = programs or RasaPrograms(settings.rasa_python, settings.training_dir)
        run = await Training(db, clock, Learnt(settings.learnt_dir), made).run(labels)
        print("\n".join(_told(run, from_file=len(labels))))
        return 0 if run.outcome is Outcome.DEPLOYED else 1
    if not chosen.labels and not chosen.export:
        print("\n".join(_listed(proposals, chosen.since)))
    return 0


def _listed(proposals: list[Proposal], since: timedelta) -> list[str]:
    if not proposals:
        return [f"最近 {since.days} 天没有值得标注的消息。"]
    return [
        f"{place:>3}. {one.text}\n     说过 {one.count} 次 · {'、'.join(_WHY[why] for why in one.why)} · "
        + "，".join(f"{reading.intent} {reading.confidence:.0%}" for reading in one.readings)
        for place, one in enumerate(proposals, 1)
    ]


def _told(run: Run, from_file: int) -> list[str]:
    guard, held_out = run.figures["guard"], run.figures["held_out"]
    figures = [
        f"{name} {part['messages']} 条：现有模型答对 {part['running']} 条，新模型 {part['candidate']} 条。"
        for name, part in (("店铺自己的留出语料", guard), ("留出的标注", held_out))
    ]
    if run.outcome is Outcome.DEPLOYED:
        return [*figures, "新模型已上线；没有在运行的话，下次 make run 时启用。"]
    kept = ["文件里的标注没有保存。"] if from_file else []
    return [*figures, "新模型没有上线，正在使用的模型没有变动：", *(f"· {why}" for why in run.reasons), *kept]
