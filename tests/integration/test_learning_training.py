"""`nlu learn`: what is better is deployed, what is worse is refused and changes nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aftersales.cli import migrate
from aftersales.clock import FixedClock
from aftersales.database import Database
from aftersales.errors import InvalidInput
from aftersales.learning import cli, repository
from aftersales.learning.examples import Example, read, write
from aftersales.learning.grouping import identity
from aftersales.learning.learnt import Learnt
from aftersales.learning.model import Label, Outcome, TooFewLabels, TrainingFailed, UnknownLabel
from aftersales.learning.programs import RasaPrograms
from aftersales.learning.training import Training
from aftersales.learning.verdict import Answered, Comparison
from aftersales.settings import ROOT, Settings
from tests.support.service import NOW

RIGHT = Answered("greet", "greet", "greet")
LOST = Answered("greet", "greet", "thank")
BETTER = Comparison([RIGHT] * 50, [Answered("greet", "thank", "greet")], {})
WORSE = Comparison([*[RIGHT] * 40, *[LOST] * 10], [RIGHT], {})
TEXTS = [f"第{n}种说法，{'退' * (n % 7)}货{n}" for n in range(20)]


@dataclass
class Stage:
    """Stands in for Rasa's programs: compares as it is told, and trains by writing a file."""

    found: Comparison
    fails: bool = False
    asked: list[tuple[set[Example], set[Example], set[Example]]] = field(default_factory=list)

    async def compare(self, running: Path, candidate: Path, held_out: Path) -> Comparison:
        self.asked.append((set(read(running)), set(read(candidate)), set(read(held_out))))
        return self.found

    async def train(self, learnt: Path) -> Path:
        if self.fails:
            raise TrainingFailed("训练没有完成")
        model = learnt / f"aftersales-{identity((learnt / 'nlu.yml').read_text())}.tar.gz"
        model.touch()
        return model


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data_dir=tmp_path)
    migrate(made)
    return made


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    opened = Database(settings.db_url)
    yield opened
    await opened.close()


@pytest.fixture
def learnt(settings: Settings) -> Learnt:
    """With a running model that knows one label of its own."""
    folder = Learnt(settings.learnt_dir)
    write(folder.labels, [Example("老标注", "greet")])
    (folder.folder / "aftersales-running.tar.gz").write_bytes(b"the running model")
    return folder


def labels(label: str = "request_refund", texts: list[str] = TEXTS) -> list[Label]:
    return [Label(identity(text), text, label, "zhou", NOW) for text in texts]


def contents(folder: Path) -> dict[str, bytes]:
    """Of what lasts; the lock does not count."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".lock"]
    return {file.name: file.read_bytes() for file in files}


async def stored(db: Database) -> set[str]:
    async with db.read() as session:
        return {label.text for label in await repository.labels(session)}


def training(db: Database, learnt: Learnt, stage: Stage) -> Training:
    return Training(db, FixedClock(NOW), learnt, stage)


async def test_a_better_model_is_deployed_with_its_labels(db: Database, learnt: Learnt) -> None:
    stage = Stage(BETTER)
    run = await training(db, learnt, stage).run(labels())
    assert (run.outcome, run.reasons) == (Outcome.DEPLOYED, [])
    taught = {Example(label.text, "request_refund") for label in labels() if not label.held_out}
    assert set(read(learnt.labels)) == taught
    assert (learnt.folder / run.figures["model"]).exists()
    assert await stored(db) == set(TEXTS)


async def test_held_out_labels_are_asked_and_never_taught(db: Database, learnt: Learnt) -> None:
    stage = Stage(BETTER)
    await training(db, learnt, stage).run(labels())
    ((running, candidate, held_out),) = stage.asked
    assert running == {Example("老标注", "greet")}
    assert held_out
    assert not candidate & held_out
    assert {example.text for example in candidate | held_out} == set(TEXTS)


@pytest.mark.parametrize("stage", [Stage(WORSE), Stage(BETTER, fails=True)], ids=["worse", "failed"])
async def test_what_is_not_deployed_changes_nothing(db: Database, learnt: Learnt, stage: Stage) -> None:
    before = contents(learnt.folder)
    if stage.fails:
        with pytest.raises(TrainingFailed):
            await training(db, learnt, stage).run(labels())
    else:
        run = await training(db, learnt, stage).run(labels())
        assert run.outcome is Outcome.REFUSED
        assert "50 条里，现有模型答对 50 条，新模型答对 40 条" in run.reasons[0]
        assert await stored(db) == set()
    assert contents(learnt.folder) == before


async def test_too_few_labels_are_told_with_their_number(db: Database, learnt: Learnt) -> None:
    with pytest.raises(TooFewLabels, match="9 条标注，至少要 10 条"):
        await training(db, learnt, Stage(BETTER)).run(labels()[:9])


async def test_two_trainings_do_not_meet(db: Database, learnt: Learnt) -> None:
    with learnt.workplace(), pytest.raises(TrainingFailed, match="在进行"):
        await training(db, learnt, Stage(BETTER)).run(labels())


async def learn(settings: Settings, db: Database, *arguments: str, stage: Stage | None = None) -> int:
    parser = cli.argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    chosen = parser.parse_args(["nlu", "learn", *arguments])
    return await cli.learn(chosen, settings, db, FixedClock(NOW), stage)


def csv_of(folder: Path, label: str) -> str:
    file = folder / "labels.csv"
    file.write_text("label,text\n" + "".join(f"{label},{text.replace(',', '，')}\n" for text in TEXTS), "gbk")
    return str(file)


async def test_labels_of_a_file_are_kept_without_a_training(
    settings: Settings, db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await learn(settings, db, "--labels", csv_of(tmp_path, "request_refund")) == 0
    assert len(await stored(db)) == len(TEXTS)
    assert "已收下 20 条标注" in capsys.readouterr().out


async def test_a_refused_training_tells_why_and_keeps_no_label_of_the_file(
    settings: Settings, db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--labels", csv_of(tmp_path, "request_refund"), "--train")
    assert await learn(settings, db, *arguments, stage=Stage(WORSE)) == 1
    told = capsys.readouterr().out
    for part in ("正在使用的模型没有变动", "“greet” 变差了", "文件里的标注没有保存"):
        assert part in told
    assert await stored(db) == set()
    assert await learn(settings, db, *arguments, stage=Stage(BETTER)) == 0
    assert "新模型已上线" in capsys.readouterr().out


async def test_an_unknown_label_is_refused_with_all_of_its_file(
    settings: Settings, db: Database, tmp_path: Path
) -> None:
    with pytest.raises(UnknownLabel, match="no_such_intent"):
        await learn(settings, db, "--labels", csv_of(tmp_path, "no_such_intent"))
    assert await stored(db) == set()


@pytest.mark.parametrize("line", ["not json", '["a list"]', '{"label": "greet"}'])
async def test_a_row_that_cannot_be_read_is_named(
    settings: Settings, db: Database, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('{"text": "你好呀", "label": "greet"}\n' + line, "utf-8")
    with pytest.raises(InvalidInput, match="第 2 行"):
        await learn(settings, db, "--labels", str(file))


async def test_poisoned_labels_are_refused_by_the_real_comparison(
    db: Database, learnt: Learnt, settings: Settings, tmp_path: Path
) -> None:
    """Rasa's own environment trains both models, on a part of the shop's data that is quickly learnt."""
    before = contents(learnt.folder)
    kinds = sorted({example.label for example in read(ROOT / "data")})[::4]
    of_kind = [[one for one in read(ROOT / "data") if one.label == kind] for kind in kinds]
    data = tmp_path / "data" / "nlu.yml"
    write(data, [one for examples in of_kind for one in examples[:60]])
    poisoned = [
        label
        for examples, wrong in zip(of_kind, [*kinds[1:], kinds[0]], strict=True)
        for label in labels(wrong, [one.text for one in examples[60:70]])
    ]
    programs = RasaPrograms(settings.rasa_python, data)
    run = await Training(db, FixedClock(NOW), learnt, programs).run(poisoned)
    assert run.outcome is Outcome.REFUSED
    assert "标错了" in run.reasons[-1]
    assert contents(learnt.folder) == before


async def test_a_program_that_fails_is_told_with_its_last_words(
    db: Database, learnt: Learnt, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "nlu.yml").write_text(json.dumps({"nlu": [{"intent": "greet", "examples": "- 你好\n"}]}))
    programs = RasaPrograms(settings.rasa_python, tmp_path)
    with pytest.raises(TrainingFailed, match="正在使用的模型没有变动"):
        await Training(db, FixedClock(NOW), learnt, programs).run(labels("greet"))
