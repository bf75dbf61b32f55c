"""Orders under way are changed or cancelled; visits are booked; data is read as data."""

from __future__ import annotations

from datetime import date

import pytest

from aftersales.dialogue.daywords import coming_day
from aftersales.dialogue.facts import change_of, description_of

from .conftest import Talk

COAT, BLOCKS, FRIDGE = "202600010013", "202600010012", "202600010009"


def test_the_new_address_in_the_first_message_leads_to_the_summary(talk: Talk) -> None:
    talk.open("羽绒服地址改成浙江省宁波市海曙区中山路8号", "modify_order", entities={"product": "羽绒服"})
    talk.tap(f"order:{COAT}")
    assert talk.asked == "confirm"
    assert talk.slots["address"] == "浙江省宁波市海曙区中山路8号"
    assert change_of(talk.case()) == {"address": "浙江省宁波市海曙区中山路8号"}


def test_what_to_change_is_asked_and_read_as_data(talk: Talk) -> None:
    talk.open("订单要改一下", "modify_order").tap(f"order:{COAT}")
    assert (talk.asked, talk.question()["expects"]) == ("wish", "clarify")
    talk.tap("slot:phone")
    assert talk.question()["expects"] == "phone"
    assert talk.say("就是那个").asked == "phone"
    talk.say("139 0000 2222")
    assert talk.slots["phone"] == "13900002222"
    assert talk.asked == "confirm"


def test_several_changes_at_once(talk: Talk) -> None:
    talk.open("电话和地址都要改", "modify_order").tap(f"order:{COAT}")
    assert talk.asked == "address"
    talk.say("上海市徐汇区漕溪北路88号")
    assert talk.asked == "phone"
    assert talk.say("13911112222").asked == "confirm"
    told = {"address": "上海市徐汇区漕溪北路88号", "phone": "13911112222"}
    assert change_of(talk.case()) == told
    assert not any(value in description_of(talk.case()) for value in told.values())


def test_another_receiver_and_another_day_are_told_as_such(talk: Talk) -> None:
    talk.open("收件人要改，晚点送", "modify_order").tap(f"order:{COAT}")
    talk.say("收件人改成王芳")
    assert talk.asked == "date"
    assert talk.say("周六").asked == "confirm"
    assert change_of(talk.case()) == {"name": "王芳", "deliver_on": "2026-11-21"}


def test_a_size_is_changed_before_shipping(talk: Talk) -> None:
    talk.open("羽绒服改成L码", "modify_order", entities={"product": "羽绒服"}).tap(f"order:{COAT}")
    assert talk.slots["spec"]
    assert talk.asked == "confirm"


def test_after_shipping_the_fee_is_told_first(talk: Talk) -> None:
    talk.open("积木改下地址", "modify_order", entities={"product": "积木"}).tap(f"order:{BLOCKS}")
    assert talk.question()["expects"] == "fee"
    assert "费用" in talk.question()["text"]
    assert talk.tap("yes").asked == "address"


def test_no_fee_no_change(talk: Talk) -> None:
    talk.open("积木改下地址", "modify_order", entities={"product": "积木"}).tap(f"order:{BLOCKS}")
    assert talk.tap("no").exit == "stopped"


def test_what_was_given_can_be_corrected_at_the_summary(talk: Talk) -> None:
    talk.open("羽绒服地址改成浙江省宁波市海曙区中山路8号", "modify_order", entities={"product": "羽绒服"})
    talk.tap(f"order:{COAT}").say("不对，地址改成上海市徐汇区漕溪北路88号", "modify_order")
    assert talk.slots["address"] == "上海市徐汇区漕溪北路88号"
    assert talk.asked == "confirm"
    assert talk.tap("no").asked == "change"
    assert "slot:address" in talk.choices()


def test_a_shipped_order_is_intercepted_and_may_be_refused_at_the_door(talk: Talk) -> None:
    talk.open("积木不要了", "cancel_order", entities={"product": "积木"}).tap(f"order:{BLOCKS}")
    decision = talk.case().decision
    assert decision is not None
    assert decision.remedy == "intercept"
    assert "拒收" in decision.explanation


def visiting(talk: Talk) -> Talk:
    talk.slots = {"request": "visit", "order_words": "冰箱", "product": "冰箱", "answered": []}
    return talk.say("", "choose", choice="none").tap(f"order:{FRIDGE}")


def test_a_visit_is_booked_with_fee_date_address_and_phone(talk: Talk) -> None:
    visiting(talk)
    talk.say("不会调温度，想请师傅看看", "ask_tech_support")
    assert talk.question()["expects"] == "fee"
    talk.tap("yes")
    assert talk.question()["expects"] == "date"
    talk.say("周六")
    assert talk.slots["date"] == "2026-11-21"
    assert "浙江省杭州市****" in talk.question()["text"]
    talk.tap("yes")
    assert "138****1234" in talk.question()["text"]
    talk.tap("yes")
    assert talk.asked == "confirm"
    rows = {row["label"]: row["value"] for row in talk.question()["card"]["rows"]}
    assert rows["日期"] == "11月21日（周六）"
    assert talk.say("确认", "affirm").exit == "confirmed"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天", date(2026, 11, 19)),
        ("大后天吧", date(2026, 11, 21)),
        ("周六", date(2026, 11, 21)),
        ("下周三", date(2026, 11, 25)),
        ("周三", date(2026, 11, 18)),
        ("12月1日", date(2026, 12, 1)),
        ("20号", date(2026, 11, 20)),
        ("1号", date(2026, 12, 1)),
        ("2月30日", None),
        ("随便", None),
    ],
)
def test_days_to_come(text: str, day: date | None) -> None:
    assert coming_day(text, date(2026, 11, 18)) == day
