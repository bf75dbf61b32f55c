"""Questions about the request under way: answered, and the open question comes again."""

from __future__ import annotations

import pytest

from .conftest import Talk

VASE, PILLOW = "202600010010", "202600010002"


@pytest.mark.parametrize("said", ["多久", "要多久啊", "那大概几天能好", "什么时候有结果"])
def test_how_long_is_answered_by_the_clocks_of_the_request(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").tap("remedy:refund_only")
    assert talk.asked == "confirm"
    talk.say(said, "faq", confidence=0.35)
    assert "预计 11月19日" in talk.said
    assert talk.asked == "confirm"


def test_before_anything_is_decided_no_time_is_told(talk: Talk) -> None:
    talk.open("东西坏了", "report_quality_problem", entities={"defect": "坏"}).say(
        "多久能到", "query_progress", confidence=0.3
    )
    assert "定下来我马上告诉您" in talk.said
    assert talk.asked == "order_id"


def test_goods_that_come_back_first_have_their_terms_told(talk: Talk) -> None:
    talk.open("按摩枕想换", "request_exchange", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}")
    talk.slots |= {"complete": True, "spec": "灰色"}
    talk.say("多久", "faq", confidence=0.35)
    assert "寄出新的" in talk.said


@pytest.mark.parametrize("said", ["那不能退了？", "到底能不能退啊"])
def test_whether_it_is_possible_is_told_at_the_summary(talk: Talk, said: str) -> None:
    talk.open("按摩枕想退", "request_refund", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}").tap(
        "yes"
    )
    assert talk.asked == "confirm"
    talk.say(said, "deny", entities={"remedy": "return_refund"})
    assert "可以办的" in talk.said
    assert talk.asked == "confirm"


def test_what_the_law_says_is_told_in_the_middle_of_a_request(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").tap("remedy:refund_only").say("法律怎么规定的", "out_of_scope")
    assert "依据是这样写的" in talk.said
    assert talk.asked == "confirm"


@pytest.mark.parametrize("intent", ["withdraw_request", "faq", "request_refund", "stop"])
@pytest.mark.parametrize("said", ["不用退回去吧", "东西还要寄回给你们吗", "要不要寄回呢"])
def test_whether_the_goods_go_back_is_answered_and_gives_nothing_up(
    talk: Talk, said: str, intent: str
) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").say(said, intent)
    assert "「补发」「仅退款」" in talk.said.replace("、", "」「")
    assert "不用寄回" in talk.said
    assert talk.asked == "remedy"
    assert talk.exit is None


def test_of_the_way_she_chose_alone(talk: Talk) -> None:
    talk.open("跑鞋开胶了要换", "request_exchange", entities={"product": "跑步鞋", "defect": "开胶"})
    talk.tap("order:202600010018").photos("a").say("旧的要寄回吗", "faq")
    assert talk.said.startswith("「换货」要先把东西寄回来")
    assert "不用寄回" not in talk.said


def test_whether_a_repair_is_free(talk: Talk) -> None:
    talk.open("手机屏幕不亮了", "report_quality_problem", entities={"product": "手机", "defect": "失灵"})
    talk.tap("order:202600010008").say("收不收钱啊", "ask_presale", confidence=0.34)
    assert "保修" in talk.said
    assert talk.asked == "photo_goods"


def test_whether_worn_goods_go_back_is_not_known_before_they_are_seen(talk: Talk) -> None:
    talk.open("跑步鞋不想要了 退", "request_refund", entities={"product": "跑步鞋"})
    talk.tap("order:202600010018").say("那不能退了？", "deny")
    assert "看东西的样子" in talk.said
    assert talk.asked == "complete"


def test_what_happens_when_the_new_piece_is_sold_out(talk: Talk) -> None:
    talk.open("发错颜色了", "report_wrong_item", entities={"product": "卫衣", "reason": "wrong_item"})
    talk.tap("order:202600010001").photos("a").say("换灰色", "request_exchange")
    talk.say("没有灰的怎么办", "ask_tech_support", confidence=0.36)
    assert "改成退货退款" in talk.said
    assert talk.asked == "confirm"


def test_how_long_a_repair_takes_is_no_word_on_repairs(talk: Talk) -> None:
    talk.open("按摩枕坏了要修", "request_repair", entities={"product": "按摩枕", "defect": "坏"})
    talk.tap(f"order:{PILLOW}").tap("reason:none").say("要修几天", "inform", confidence=0.3)
    assert "days_in_repair" not in talk.slots.get("told", {})
    assert "预计" in talk.said or "工作日" in talk.said
