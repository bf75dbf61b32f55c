"""Dates and sums as the product writes them, and as agents say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.clock import SHANGHAI
from aftersales.dialogue.cards import minute, yuan
from aftersales.policy.explanation import moment_text
from aftersales.policy.policy import Policy
from aftersales.promises import agent_words
from aftersales.promises.reading import dates, sums, told

MONDAY = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
CENTS = st.integers(1, 10**7).map(lambda cents: Decimal(cents) / 100)


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def end(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=SHANGHAI)


@given(CENTS)
def test_every_sum_as_cards_write_it_is_found(amount: Decimal) -> None:
    assert [one.amount for one in sums(f"退款 {yuan(amount)}，原路退回")] == [amount]


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=180)))
def test_every_moment_to_come_is_found_as_it_is_written(ahead: timedelta) -> None:
    moment = (MONDAY + ahead).replace(second=0, microsecond=0)
    for written in (moment_text(moment), minute(moment)):
        [found] = dates(f"最晚不超过{written}。", MONDAY)
        assert found.due_at == moment


@given(st.timedeltas(timedelta(0), timedelta(days=180)))
def test_no_moment_that_has_passed_is_a_promise(ago: timedelta) -> None:
    assert list(dates(f"{moment_text(MONDAY - ago)}签收", MONDAY)) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("退您￥189.00", "189"),
        ("一共 1,299.50 元", "1299.50"),
        ("给您补２０元", "20"),
        ("补您 15 块", "15"),
    ],
)
def test_sums_in_other_spellings(text: str, amount: str) -> None:
    assert [one.amount for one in sums(text)] == [Decimal(amount)]


@pytest.mark.parametrize(
    "text", ["退款 ¥0.00", "「手机话费充值 100 元」到账了吗", "第 189 号柜台", "里面有 2 块电池"]
)
def test_what_is_no_sum_to_be_paid(text: str) -> None:
    assert list(sums(text)) == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("11月25日前", end(11, 25)),
        ("11月25日（周三）24:00前", end(11, 25)),
        ("2027年1月4日", end(1, 4, 2027)),
        ("1月4日前", end(1, 4, 2027)),
        ("11月23日 12:01", at(11, 23, 12, 1)),
    ],
)
def test_dates_written_out(text: str, due: datetime) -> None:
    assert [one.due_at for one in dates(text, MONDAY)] == [due]


@pytest.mark.parametrize("text", ["11月20日签收", "13月45日", "10月1日 25:00"])
def test_history_and_nonsense_are_no_promises(text: str) -> None:
    assert list(dates(text, MONDAY)) == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("明天下午给您答复", at(11, 24, 18)),
        ("明天下午3点前给您打电话", at(11, 24, 15)),
        ("明早给您回电", at(11, 24, 10)),
        ("后天上午寄出", at(11, 25, 12)),
        ("大后天发货", end(11, 26)),
        ("今天处理好", end(11, 23)),
        ("今晚给您回复", end(11, 23)),
        ("今天晚上8点半联系您", at(11, 23, 20, 30)),
        ("3天内退款", end(11, 26)),
        ("三天之内退款", end(11, 26)),
        ("24小时内答复", at(11, 24, 12)),
        ("两个小时内回电", at(11, 23, 14)),
        ("半小时内回电", at(11, 23, 12, 30)),
        ("30分钟内处理", at(11, 23, 12, 30)),
        ("十五分钟内处理", at(11, 23, 12, 15)),
        ("3个工作日内到账", at(11, 26, 21)),
        ("一周内修好", end(11, 30)),
        ("下周一前寄出", end(11, 30)),
        ("这周五之前寄出", end(11, 27)),
        ("周五下午", at(11, 27, 18)),
        ("周一前", end(11, 23)),
        ("月底前处理完", end(11, 30)),
        ("25号前发货", end(11, 25)),
        ("5号前发货", end(12, 5)),
        ("明天 15:30 上门", at(11, 24, 15, 30)),
    ],
)
def test_when_an_agent_means(text: str, due: datetime, policy: Policy) -> None:
    found = [one.due_at for one in agent_words.dates(text, MONDAY, policy.calendar)]
    assert found == [due]


@pytest.mark.parametrize(
    "text", ["您是3天内签收的吗？", "明天方便吗", "您今天签收了没有?", "请稍等", "31号柜"]
)
def test_what_an_agent_asks_is_no_promise(text: str, policy: Policy) -> None:
    assert list(agent_words.dates(text, MONDAY, policy.calendar)) == []


def test_cards_of_orders_tell_what_was() -> None:
    card = {"kind": "order_list", "orders": [{"total": "189.00", "lines": [{"paid": "189.00"}]}]}
    assert told("是下面这笔吗？", card, ["玻璃花瓶"], MONDAY) == []


def test_a_summary_tells_its_sum_and_dates_but_not_what_she_said() -> None:
    rows = [
        {"label": "商品", "value": "手机话费充值 100 元 × 1"},
        {"label": "问题", "value": "说好 11月30日 到的"},
        {"label": "退款金额", "value": "¥99.80"},
        {"label": "说明", "value": "退款预计11月24日（周二）21:00前发起。"},
    ]
    found = told(None, {"kind": "summary", "rows": rows}, [], MONDAY)
    assert [(one.amount, one.due_at) for one in found] == [
        (Decimal("99.80"), None),
        (None, at(11, 24, 21)),
    ]


def test_a_ticket_card_tells_its_deadlines_once() -> None:
    card = {
        "kind": "ticket",
        "explanation": "退款189.00元。退款预计11月24日（周二）21:00前发起。",
        "refund_amount": "189.00",
        "deadlines": [{"text": "发起退款", "target_text": "11月24日 21:00", "limit_text": "11月26日 21:00"}],
    }
    found = told("办好了", card, [], MONDAY)
    assert [(one.amount, one.due_at) for one in found] == [
        (Decimal("189.00"), None),
        (None, at(11, 24, 21)),
        (None, at(11, 26, 21)),
    ]


def test_offers_on_buttons_count() -> None:
    found = told("请选一种", None, ["仅退款 ¥189.00（不用寄回）", "折价补偿 ¥18.90（商品您留着）"], MONDAY)
    assert [one.amount for one in found] == [Decimal("189.00"), Decimal("18.90")]


def test_a_promised_arrival_counts_and_a_past_one_does_not() -> None:
    card = {"kind": "logistics", "promised_text": "11月25日 18:00", "steps": []}
    assert [one.due_at for one in told(None, card, [], MONDAY)] == [at(11, 25, 18)]
    assert told(None, card | {"promised_text": "11月20日 18:00"}, [], MONDAY) == []
