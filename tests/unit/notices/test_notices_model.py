"""What a shopper reads when something happens to her ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from aftersales.clock import SHANGHAI
from aftersales.clocks.model import OwnClock, started
from aftersales.dialogue.texts import Bubble
from aftersales.notices.model import TEXTS, due_sentence, notices, reason
from aftersales.policy.explanation import moment_text
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.model import BOT, SHOPPER, SYSTEM, HistoryEntry, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import Record, RecordKind
from tests.support.walking import AGENT, closed_by_program, decision, open_at, record, step

MONDAY = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(before: Ticket | None, after: Ticket, policy: Policy, due: str = "") -> list[Bubble]:
    return notices(before, after, due, policy)


def moved(status: S, to: S, policy: Policy, remedy: Remedy | None = Remedy.RETURN_REFUND, **how: Any) -> str:
    """The text of one step by an agent, whatever came before."""
    ticket = replace(open_at(MONDAY, remedy), status=status)
    entry = HistoryEntry(MONDAY, how.pop("who", "lan"), status, to, how.pop("why", "核实过了"))
    after = replace(ticket, status=to, history=(*ticket.history, entry), **how)
    return str(told(ticket, after, policy)[0]["text"])


@pytest.mark.parametrize("status", list(S))
def test_every_step_of_somebody_else_is_told_with_the_number(status: S, policy: Policy) -> None:
    text = moved(S.SUBMITTED, status, policy)
    assert "AS" in text
    assert "{" not in text


@pytest.mark.parametrize("who", ["shopper", "bot"])
def test_what_she_or_the_bot_did_is_not_told_again(who: str, policy: Policy) -> None:
    ticket = open_at(MONDAY)
    entry = HistoryEntry(MONDAY, who, S.SUBMITTED, S.UNDER_REVIEW, "…")
    after = replace(ticket, status=S.UNDER_REVIEW, history=(*ticket.history, entry))
    assert told(ticket, after, policy) == []


def test_an_opening_by_the_bot_is_silent_and_one_by_an_agent_is_told(policy: Policy) -> None:
    assert told(None, open_at(MONDAY, decision=decision("approve", "return_refund")), policy) == []
    ticket = open_at(MONDAY)
    by_agent = replace(ticket, history=(replace(ticket.history[0], who="lan"),))
    assert "已为您登记" in told(None, by_agent, policy)[0]["text"]


def test_the_way_back_names_the_shop_s_address_and_asks_for_the_waybill(policy: Policy) -> None:
    text = moved(S.APPROVED, S.AWAITING_RETURN, policy)
    returns = policy.figures.returns
    assert all(part in text for part in (returns.name, returns.phone, returns.address, "快递单号发给我"))


def test_what_is_missing_is_named(policy: Policy) -> None:
    assert "请补一张外包装照片。" in moved(S.UNDER_REVIEW, S.INFO_NEEDED, policy, why="请补一张外包装照片。")


def test_a_refusal_says_why_and_what_else_is_possible(policy: Policy) -> None:
    text = moved(S.UNDER_REVIEW, S.REJECTED, policy, why="超过了七天。")
    assert "原因：超过了七天。如果" in text
    assert "主管" in text


def test_an_approval_names_the_sum(policy: Policy) -> None:
    ticket = open_at(MONDAY, decision=decision("review", "return_refund", refund_amount="189.00"))
    text = told(ticket, step(ticket, S.APPROVED, MONDAY), policy)[0]["text"]
    assert "¥189.00" in text
    assert "退货退款" in text


def test_a_failed_inspection_tells_the_finding_and_the_way_to_dispute(policy: Policy) -> None:
    ticket = replace(open_at(MONDAY), status=S.INSPECTING)
    after = step(ticket, S.INSPECTION_FAILED, MONDAY, finding="主板有水渍", why="不通过")
    text = told(ticket, after, policy)[0]["text"]
    assert "主板有水渍" in text
    assert "异议" in text


def test_a_quote_names_its_sum_and_asks(policy: Policy) -> None:
    ticket = replace(open_at(MONDAY, Remedy.PAID_REPAIR), status=S.QUOTING)
    after = step(ticket, S.AWAITING_QUOTE, MONDAY, amount="120.00", why="要换主板")
    [asked] = told(ticket, after, policy)
    assert "¥120.00" in asked["text"]
    assert "要换主板" in asked["text"]
    assert [choice["value"] for choice in asked["choices"]] == ["yes", "no"]
    assert asked["expects"] == "fee"


def test_done_tells_the_reference_and_asks_for_a_rating(policy: Policy) -> None:
    agreed = decision("review", "refund_only", refund_amount="189.00")
    ticket = replace(open_at(MONDAY, Remedy.REFUND_ONLY, decision=agreed), status=S.REFUNDING)
    done, rating = told(ticket, step(ticket, S.COMPLETED, MONDAY, reference="R-77"), policy)
    assert "¥189.00" in done["text"]
    assert "R-77" in done["text"]
    assert done["card"]["kind"] == "progress"
    assert rating["card"] == {"kind": "rating", "ticket": ticket.number}
    assert rating["expects"] == "rating"


def test_new_goods_are_told_with_their_tracking_number(policy: Policy) -> None:
    ticket = replace(open_at(MONDAY, Remedy.RESHIP), status=S.RESHIPPING)
    after = record(ticket, RecordKind.SHIPMENT, MONDAY, carrier="顺丰", tracking_number="SF1234567890")
    [news] = told(ticket, after, policy)
    assert "顺丰单号 SF1234567890" in news["text"]
    assert "card" not in news


@pytest.mark.parametrize(
    ("status", "said"), [(S.INFO_NEEDED, "等到您的材料"), (S.AWAITING_RETURN, "已经寄出了")]
)
def test_ended_by_her_own_clock_she_is_told_how_to_go_on(status: S, said: str, policy: Policy) -> None:
    ticket = replace(open_at(MONDAY), status=status)
    [news] = told(ticket, closed_by_program(ticket, MONDAY), policy)
    assert said in news["text"]
    assert "发条消息" in news["text"]
    [go_on] = news["choices"]
    assert (go_on["title"], go_on["payload"]) == ("接着办", f'/inform{{"ticket_id": "{ticket.number}"}}')


@pytest.mark.parametrize("kind", [RecordKind.NOTE, RecordKind.ASSIGNMENT, RecordKind.ESCALATION])
def test_the_desk_s_own_affairs_are_not_hers(kind: RecordKind, policy: Policy) -> None:
    ticket = open_at(MONDAY)
    data = {"text": "难缠", "agent": "lan", "level": "supervisor", "previous": "agent"}
    after = replace(ticket, records=(Record(MONDAY, "lan", kind, data),))
    assert told(ticket, after, policy) == []


@pytest.mark.parametrize("actor", [SHOPPER, BOT])
def test_her_own_waybill_is_not_told_back(actor: Any, policy: Policy) -> None:
    ticket = replace(open_at(MONDAY), status=S.AWAITING_RETURN)
    after = record(ticket, RecordKind.WAYBILL, MONDAY, actor, number="SF1234567890")
    assert told(ticket, after, policy) == []


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (RecordKind.PART, {"name": "压缩机"}, "「压缩机」已经订了"),
        (RecordKind.PART, {"name": "压缩机", "state": "arrived"}, "「压缩机」到货了"),
        (RecordKind.PART, {"name": "压缩机", "state": "fitted"}, "「压缩机」已经换好了"),
        (RecordKind.PROGRESS, {"text": "正在烘干主板。"}, "新进展：正在烘干主板。"),
        (RecordKind.REPAIR, {"done": "换了压缩机"}, "修好了：换了压缩机"),
        (RecordKind.REPAIR, {"done": "换了压缩机", "warranty": "再保 12 个月"}, "再保 12 个月。"),
        (RecordKind.SHIPMENT, {}, "有单号了我再告诉您"),
        (RecordKind.REFUND, {"amount": "18.90"}, "退款 ¥18.90"),
        (RecordKind.REIMBURSEMENT, {"amount": "12.00", "reference": "R-2"}, "流水号 R-2"),
        (
            RecordKind.APPOINTMENT,
            {"what": "visit", "at": "2026-11-25T10:00:00+08:00", "fee": "30.00"},
            "11月25日（周三）10:00 师傅上门",
        ),
        (RecordKind.REMEDY_CHANGE, {"remedy": "exchange"}, "改为：换货"),
        (RecordKind.AMOUNT, {"amount": "18.90"}, "¥18.90"),
        (RecordKind.INSPECTION, {"passed": True}, "检测通过"),
    ],
)
def test_what_an_agent_puts_on_record_is_told(
    kind: RecordKind, data: dict[str, Any], said: str, policy: Policy
) -> None:
    ticket = open_at(MONDAY)
    after = replace(ticket, records=(Record(MONDAY, AGENT.who, kind, data),))
    [news] = told(ticket, after, policy)
    assert said in news["text"]


def test_a_fee_is_told_with_the_appointment(policy: Policy) -> None:
    ticket = open_at(MONDAY)
    data = {"what": "visit", "at": "2026-11-25T10:00:00+08:00", "fee": "30.00"}
    after = replace(ticket, records=(Record(MONDAY, "lan", RecordKind.APPOINTMENT, data),))
    assert "¥30.00" in told(ticket, after, policy)[0]["text"]


def test_dates_are_those_of_the_clocks(policy: Policy) -> None:
    clock = started(SlaClock.REFUND, MONDAY, policy)
    said = due_sentence([clock], MONDAY, policy)
    assert moment_text(clock.target) in said
    assert moment_text(clock.limit) in said


def test_a_target_that_has_passed_is_not_told(policy: Policy) -> None:
    clock = started(SlaClock.COURIER, MONDAY, policy)
    late = due_sentence([clock], MONDAY + 30 * HOUR, policy)
    assert moment_text(clock.target) not in late
    assert moment_text(clock.limit) in late
    assert due_sentence([clock], clock.limit, policy) == ""


def test_dates_of_a_guessed_calendar_are_told_as_such(policy: Policy) -> None:
    clock = started(SlaClock.REPAIR, datetime(2026, 12, 28, 12, tzinfo=SHANGHAI), policy)
    assert due_sentence([clock], clock.started_at, policy).endswith(policy.wording.phrases.provisional)


@pytest.mark.parametrize("clock", [SlaClock.VISIT, SlaClock.FIRST, OwnClock.CLOSE])
def test_the_shop_s_own_affairs_have_no_date_for_her(clock: Any, policy: Policy) -> None:
    assert due_sentence([started(clock, MONDAY, policy)], MONDAY, policy) == ""


@pytest.mark.parametrize("clock", [OwnClock.HER_INFO, OwnClock.HER_RETURN])
def test_her_own_time_is_told(clock: OwnClock, policy: Policy) -> None:
    assert "11月30日（周一）24:00前" in due_sentence([started(clock, MONDAY, policy)], MONDAY, policy)


def test_a_reason_carries_no_telephone_number() -> None:
    assert reason("已致电 13800001234 确认。") == "已致电 138****1234 确认"


def test_the_program_s_own_steps_are_told(policy: Policy) -> None:
    assert "已结束" in moved(S.COMPLETED, S.CLOSED, policy, who=SYSTEM.who)


def test_the_catalogue_varies_by_ticket_and_not_by_chance() -> None:
    wordings = {TEXTS.say("visit", str(n), number="AS") for n in range(20)}
    assert len(wordings) == 2
    assert TEXTS.say("visit", "x", number="AS") == TEXTS.say("visit", "x", number="AS")
