"""`python -m aftersales policy …` on the real folder, the demo shop and a database of past tickets."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aftersales.cli import main
from aftersales.clock import SHANGHAI, FixedClock
from aftersales.database import Base, Database
from aftersales.errors import InvalidInput, NotFound
from aftersales.orders.demo import DemoShop
from aftersales.policy.cli import explain, print_progress, replay
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.names import Request
from aftersales.policy.policy import Policy
from aftersales.policy.replay import Comparison
from aftersales.policy.report import comparison_lines
from aftersales.settings import ROOT
from aftersales.tickets.tables import TicketRow

NOW = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
FOLDER = ROOT / "policy"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(FOLDER)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "policy.draft")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.write() as session:
        await (await session.connection()).run_sync(Base.metadata.create_all)
        await DemoShop(database, FixedClock(NOW)).reset(session)
    yield database
    await database.close()


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "policy.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def shell(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["aftersales", *map(str, arguments)])
    main()


def test_check_says_what_the_folder_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], policy: Policy
) -> None:
    shell(monkeypatch, "policy", "check", FOLDER)
    told = capsys.readouterr().out
    for part in ("可以使用", policy.version, f"条款 {len(policy.clauses)} 条", "2026-12-31"):
        assert part in told


def test_check_names_file_line_and_article(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    edit(draft, "no_reason:\n  days: 7", "no_reason:\n  days: 6")
    line = (draft / "policy.yml").read_text(encoding="utf-8").split("  days: 6")[0].count("\n") + 1
    with pytest.raises(SystemExit) as ended:
        shell(monkeypatch, "policy", "check", draft)

    assert str(ended.value).startswith(f"policy.yml:{line}: no_reason.days: below the legal floor")
    assert "消法 25" in str(ended.value)
    assert capsys.readouterr().out == ""


async def explained(
    db: Database, policy: Policy, order_id: str, request: Request, remedy: str | None = None
) -> None:
    await explain(DemoShop(db, FixedClock(NOW)), policy, NOW, order_id, request, remedy)


async def test_explain_tells_a_refusal_and_what_would_have_passed(
    db: Database, policy: Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    await explained(db, policy, "202600010003", Request.NO_REASON_RETURN)
    told = capsys.readouterr().out
    for part in (
        "结论：不能办理（11月23日（周一）12:00",
        "R-NR-LATE 【超过无理由退货期】",
        "来源：《电子商务平台商品售后服务承诺书》",
        "还在保修期内，出现故障可以免费维修",
        "申请时间：2026-11-22T23:59:59+08:00（now）",
        "商品有质量问题：是（claim.fault）",
    ):
        assert part in told


async def test_explain_tells_money_freight_and_deadlines(
    db: Database, policy: Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    await explained(db, policy, "202600010012", Request.DELAY, "refund_only")
    told = capsys.readouterr().out
    for part in (
        "结论：可以办理",
        "仅退款：可以办理，退款 129.00 元，运费承担：商家 ←",
        "SLA-REFUND 目标 11月24日（周二）21:00，最晚 11月26日（周四）21:00",
    ):
        assert part in told


async def test_explain_names_what_is_missing(
    db: Database, policy: Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    await explained(db, policy, "202600010010", Request.DAMAGED)
    told = capsys.readouterr().out
    assert "照片张数：商品照片张数 1、外包装照片张数 1（claim.photos）" in told


async def test_a_delay_of_a_signed_parcel_is_one_she_never_got(
    db: Database, policy: Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    await explained(db, policy, "202600010019", Request.DELAY)
    assert "R-LATE" in capsys.readouterr().out


async def test_explain_refuses_what_the_order_cannot_be_about(db: Database, policy: Policy) -> None:
    with pytest.raises(NotFound, match="999999999999"):
        await explained(db, policy, "999999999999", Request.QUALITY)
    with pytest.raises(InvalidInput, match="request: comes too late"):
        await explained(db, policy, "202600010001", Request.CANCEL)


def late_return(days: int, paid: str = "299.00") -> dict[str, Any]:
    """A no-reason return on that day after the signature, as the simulator takes it."""
    signed_at = (NOW - timedelta(days=days)).replace(hour=10)
    return {
        "now": NOW.isoformat(),
        "request": "no_reason_return",
        "order": {
            "paid_total": paid,
            "freight": "0.00",
            "status": "signed",
            "paid_at": (signed_at - timedelta(days=2)).isoformat(),
            "signed_at": signed_at.isoformat(),
            "lines": [
                {"line_id": "L1", "category": "clothes", "quantity": 1, "list_price": paid, "paid": paid}
            ],
        },
    }


async def keep(
    db: Database, policy: Policy, number: int, opened_at: datetime, body: dict[str, Any] | None
) -> None:
    """A ticket with the decision of `body`; without one, a ticket that was never decided."""
    document = None if body is None else decide(parse_facts(body), policy).to_json()
    async with db.write() as session:
        session.add(
            TicketRow(
                id=f"{number:032}",
                number=f"AS{number:010}",
                business_key=str(number),
                version=1,
                type="return_refund",
                status="closed",
                level="agent",
                decision=document,
                priority=0,
                skill_group="refund",
                created_at=opened_at,
                updated_at=opened_at,
            )
        )


async def replayed(db: Database, policy: Policy, draft: Path) -> Comparison:
    return await replay(db, policy, load_policy(draft), NOW - timedelta(days=30), lambda _done, _all: None)


async def test_a_longer_window_pays_more_and_a_shorter_one_less(
    db: Database, policy: Policy, draft: Path
) -> None:
    generous = shutil.copytree(draft, draft.parent / "generous")
    edit(generous, "no_reason:\n  days: 7", "no_reason:\n  days: 10")
    edit(generous, 'version: "2026.11"', 'version: "2027.01"')
    for number, (days, paid) in enumerate(
        [(6, "100.00"), (9, "299.00"), (10, "0.50"), (11, "500.00")], start=1
    ):
        await keep(db, policy, number, NOW - timedelta(days=1), late_return(days, paid))
    await keep(db, policy, 5, NOW - timedelta(days=31), late_return(9))
    await keep(db, policy, 6, NOW - timedelta(days=1), None)

    more = await replayed(db, policy, generous)
    document = more.to_json()
    assert (document["running"], document["draft"], document["cases"]) == ("2026.11", "2027.01", 4)
    assert document["better"] == {"cases": 2, "yuan": "299.50"}
    assert document["worse"] == document["other"] == {"cases": 0, "yuan": "0.00"}
    assert [change["number"] for change in document["changes"]] == ["AS0000000002", "AS0000000003"]
    assert document["changes"][0]["before"]["outcome"] == "reject"
    assert document["changes"][0]["after"] == {
        "outcome": "approve",
        "rules": ["R-NR"],
        "remedy": "return_refund",
        "freight_payer": "shopper",
        "refund_amount": "299.00",
    }

    less = await replay(db, load_policy(generous), policy, NOW - timedelta(days=30), lambda _done, _all: None)
    assert less.to_json()["worse"] == {"cases": 2, "yuan": "-299.50"}


async def test_the_same_policy_changes_nothing(db: Database, policy: Policy, draft: Path) -> None:
    await keep(db, policy, 1, NOW, late_return(3))
    document = (await replayed(db, policy, draft)).to_json()
    assert (document["cases"], document["changes"], document["unreadable"]) == (1, [], [])


async def test_freight_alone_is_a_change_without_yuan(db: Database, policy: Policy, draft: Path) -> None:
    edit(
        draft,
        "no_reason:\n  days: 7\n  seller_pays_freight: false",
        "no_reason:\n  days: 7\n  seller_pays_freight: true",
    )
    await keep(db, policy, 1, NOW, late_return(3))
    assert (await replayed(db, policy, draft)).to_json()["better"] == {"cases": 1, "yuan": "0.00"}


async def test_facts_of_another_program_are_named(db: Database, policy: Policy, draft: Path) -> None:
    await keep(db, policy, 1, NOW, late_return(3))
    async with db.write() as session:
        row = await session.get_one(TicketRow, f"{1:032}")
        row.decision = {"outcome": "approve", "facts": {"request": "barter"}}
    comparison = await replayed(db, policy, draft)
    assert comparison.unreadable == ["AS0000000001"]
    assert "没能重算的：AS0000000001" in "\n".join(comparison_lines(comparison))


async def test_the_report_counts_cases_and_yuan(db: Database, policy: Policy, draft: Path) -> None:
    edit(draft, "no_reason:\n  days: 7", "no_reason:\n  days: 10")
    await keep(db, policy, 1, NOW, late_return(9))
    lines = list(comparison_lines(await replayed(db, policy, draft)))
    assert lines == [
        "现行 2026.11 与草案 2026.11：1 件，其中 1 件会不同",
        "对顾客更好：1 件，直接退款相差 +299.00 元",
        "对顾客更差：0 件，直接退款相差 +0.00 元",
        "其他变化：0 件，直接退款相差 +0.00 元",
        "  AS0000000001 对顾客更好：不能办理 → 可以办理，0.00 → 299.00 元，R-NR-LATE → R-NR",
    ]


def test_long_replays_tell_how_far_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(1, 1201):
        print_progress(done, 1200)
    assert capsys.readouterr().err.splitlines() == ["已重算 500/1200", "已重算 1000/1200"]


def test_replay_from_the_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], migrated: Path, draft: Path
) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite+aiosqlite:///{migrated}")
    shell(monkeypatch, "policy", "replay", "--draft", draft, "--since", "7d", "--json")
    assert json.loads(capsys.readouterr().out)["cases"] == 0
    with pytest.raises(SystemExit):
        shell(monkeypatch, "policy", "replay", "--draft", draft, "--since", "a week")


def test_a_database_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'none' / 'no.db'}")
    with pytest.raises(SystemExit) as ended:
        shell(monkeypatch, "policy", "explain", "202600010001", "quality")
    assert "migrate" in str(ended.value)
