"""What follows a refusal, and what goes to a supervisor at once."""

from __future__ import annotations

import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

FRYER = "202600010003"


async def refused(shopper: Shopper) -> None:
    await shopper.say("空气炸锅不想要了，退货")
    turn = await shopper.tap(f"order:{FRYER}")
    assert turn.card("decision")["outcome"] == "reject"


async def test_one_day_three_times_is_answered_in_three_ways(lin: Shopper) -> None:
    await refused(lin)
    turns = [await lin.say("就差一天，通融一下吧") for _ in range(3)]
    assert len({turn.texts[0] for turn in turns}) == 3
    assert all(turn.owner == "bot" and turn.expects == "clarify" for turn in turns)
    assert {"intent:dispute_result", "human"} <= set(turns[-1].choices)


@pytest.mark.parametrize("said", ["凭什么不给退", "为什么不行啊", "哪条规定说的"])
async def test_the_reason_is_told_when_she_asks_for_it(lin: Shopper, said: str) -> None:
    await refused(lin)
    turn = await lin.say(said)
    assert "无理由" in turn.text
    assert turn.owner == "bot"


async def test_a_review_is_opened_for_the_supervisor(lin: Shopper, lan: Desk) -> None:
    await refused(lin)
    turn = await lin.tap("intent:dispute_result")
    assert turn.owner == "queued"
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert (ticket["type"], ticket["level"], ticket["order_id"]) == ("dispute", "supervisor", FRYER)
    assert ticket["decision"]["rules"][0] == "R-DISPUTE"
    assert ticket["number"] in turn.text


async def test_letting_it_be_is_fine(lin: Shopper) -> None:
    await refused(lin)
    turn = await lin.say("好吧，那算了")
    assert turn.owner == "bot"
    turn = await lin.say("卫衣不想要了，退货")
    assert turn.expects == "order_id"


@pytest.mark.parametrize(
    ("said", "rule"), [("空气炸锅冒烟起火了", "R-SAFETY"), ("你们卖假货，这手机是假的", "R-FRAUD")]
)
async def test_danger_and_fraud_become_a_supervisor_s_ticket(
    lin: Shopper, lan: Desk, said: str, rule: str
) -> None:
    turn = await lin.say(said)
    assert turn.owner == "queued"
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert (ticket["type"], ticket["level"]) == ("complaint", "supervisor")
    assert ticket["history"][-1]["rule"] == rule
    assert ticket["number"] in turn.text


async def test_a_bare_complaint_is_asked_what_about(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("我要投诉")
    assert turn.expects == "description"
    turn = await lin.say("快递员把包裹扔在门口就跑了，态度恶劣")
    assert turn.owner == "queued"
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert ticket["type"] == "complaint"
    assert ticket["number"] in turn.text


async def test_the_last_answer_is_said_again(lin: Shopper) -> None:
    first = await lin.say("运费谁出")
    again = await lin.say("没听清，再说一遍")
    assert again.texts == first.texts


async def test_a_visit_is_booked(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("能请师傅上门看看冰箱")
    assert turn.expects == "order_id"
    turn = await lin.tap("order:202600010009")
    turn = await lin.say("冷冻室结冰，想请人检查一下")
    assert turn.expects == "fee"
    turn = await lin.tap("yes")
    assert turn.expects == "date"
    turn = await lin.say("周六")
    assert turn.expects == "address"
    turn = await lin.tap("yes")
    assert turn.expects == "phone"
    await lin.tap("yes")
    turn = await lin.say("确认")
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert (ticket["type"], ticket["level"]) == ("consultation", "tech_support")
    assert turn.card("ticket")["number"] == ticket["number"]


async def test_what_knowledge_does_not_solve_goes_to_technical_support(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("洗衣机怎么除垢")
    assert "1." in turn.text
    assert {"yes", "no", "human", "intent:visit"} <= set(turn.choices)
    turn = await lin.tap("no")
    assert turn.owner == "queued"
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert (ticket["type"], ticket["level"]) == ("consultation", "tech_support")
    assert ticket["number"] in turn.text
