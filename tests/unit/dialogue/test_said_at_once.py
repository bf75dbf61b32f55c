"""What a message already says is not asked again, and what it says in passing is not lost."""

from __future__ import annotations

import pytest

from aftersales.dialogue import words
from aftersales.dialogue.alarm import SAFETY
from aftersales.dialogue.opening import slots_of_request

from .conftest import Talk, heard

VASE, SHIRTS, SHOES, FRYER = "202600010010", "202600010006", "202600010018", "202600010003"
RECHARGE, COAT = "202600010015", "202600010013"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("买了 5 件，想退 2 件", 2),
        ("退两件", 2),
        ("有两件破了", 2),
        ("少发了一件", 1),
        ("5 件衬衫都收到了", None),
        ("三天前买的想退", None),
    ],
)
def test_the_pieces_affected_are_not_the_pieces_bought(text: str, pieces: int | None) -> None:
    assert words.affected(text) == pieces


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("42 码小了，想换 43 码", "43码"), ("换个白色的", "白色"), ("想换 xl 码", "XL码"), ("换货", None)],
)
def test_the_size_she_wants_is_not_the_one_she_has(text: str, wanted: str | None) -> None:
    assert words.wanted_spec(text) == wanted


def test_the_number_of_pieces_in_the_first_message_is_not_asked(talk: Talk) -> None:
    talk.open("5 件衬衫想退 2 件", "request_refund", entities={"product": "衬衫"}).tap(f"order:{SHIRTS}")
    assert talk.asked == "complete"
    assert talk.slots["quantity"] == 2


def test_more_pieces_than_bought_are_asked_again(talk: Talk) -> None:
    talk.open("衬衫退 8 件", "request_refund", entities={"product": "衬衫"}).tap(f"order:{SHIRTS}")
    assert talk.asked == "quantity"


def test_the_size_in_the_first_message_is_not_asked(talk: Talk) -> None:
    talk.open("跑步鞋想换 43 码", "request_exchange", entities={"product": "跑步鞋"}).tap(f"order:{SHOES}")
    assert talk.asked == "complete"
    talk.tap("yes")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.remedy, decision.outcome) == ("exchange", "approve")


def test_a_size_that_the_shop_has_not_becomes_money_back(talk: Talk) -> None:
    talk.open("跑步鞋想换 44 码", "request_exchange", entities={"product": "跑步鞋"}).tap(f"order:{SHOES}")
    talk.tap("yes")
    decision = talk.case().decision
    assert decision is not None
    assert decision.remedy == "return_refund"


def test_an_answer_may_be_its_place(talk: Talk) -> None:
    talk.open("按摩枕想退", "request_refund", entities={"product": "按摩枕"}).say("第一个", "choose")
    assert talk.asked == "complete"
    assert talk.say("第二个", "choose").slots["complete"] is False


def test_money_back_means_the_kind_that_is_on_offer(talk: Talk) -> None:
    talk.open(
        "花瓶碎了想退款", "report_damaged_parcel", entities={"product": "花瓶", "remedy": "return_refund"}
    )
    talk.tap(f"order:{VASE}").photos("a", "b")
    assert talk.asked == "confirm"
    assert talk.slots["remedy"] == "refund_only"


def test_goods_of_another_order_are_another_request(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("我要退空气炸锅", "request_refund", entities={"product": "空气炸锅", "remedy": "return_refund"})
    assert talk.asked == "confirm_switch"
    assert talk.slots.get("remedy") is None
    assert talk.slots["switch_about"]["product"] == "空气炸锅"


def test_more_about_the_fault_is_noted(talk: Talk) -> None:
    talk.open("炸锅坏了", "report_quality_problem", entities={"product": "炸锅", "defect": "坏"})
    talk.tap(f"order:{FRYER}").say("不加热了", "report_quality_problem", entities={"defect": "不加热"})
    assert talk.asked == "photo_goods"
    assert talk.slots["description"] == "炸锅坏了；不加热了"


def test_to_take_back_what_was_not_sent_ends_the_request(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel").say("算了不退了", "withdraw_request")
    assert talk.exit == "stopped"


def test_talk_that_leads_nowhere_counts_as_a_try(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    for said in ("今天天气真好", "给我讲个笑话"):
        talk.say(said, "chitchat")
        assert talk.last is not None
        assert talk.last.digression
        talk.slots |= talk.last.changes
    talk.say("嘿嘿", "chitchat")
    assert "请同事来接着帮您" in talk.said


def test_danger_goes_to_people_whatever_is_asked(talk: Talk) -> None:
    talk.open("炸锅坏了", "report_quality_problem", entities={"product": "炸锅", "defect": "坏"})
    talk.tap(f"order:{FRYER}").say("刚才冒烟起火了", "inform")
    assert talk.last is not None
    assert talk.last.alarm is SAFETY
    assert talk.asked == "photo_goods"


def test_a_relabelled_photo_is_no_choice_of_a_remedy(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").say("第二张也是花瓶", entities={"product": "花瓶"})
    assert talk.asked == "photo_parcel"
    assert talk.slots.get("remedy") is None


def test_photos_and_parcel_can_be_swapped(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").say("第一张是面单，第二张才是花瓶", entities={"product": "花瓶"})
    assert (talk.slots["photo_goods"], talk.slots["photo_parcel"]) == (["b"], ["a"])
    assert talk.asked == "remedy"


def test_yes_describes_no_fault(talk: Talk) -> None:
    talk.open("", "report_quality_problem", choice="intent:report_quality_problem").tap(f"order:{FRYER}")
    assert talk.say("好的", "affirm").asked == "description"
    assert talk.slots.get("description") is None


def test_after_the_warranty_a_paid_repair_is_offered_with_the_reason(talk: Talk) -> None:
    fridge = "202600010009"
    talk.open("冰箱不制冷", "report_quality_problem", entities={"product": "冰箱", "defect": "不制冷"})
    talk.tap(f"order:{fridge}").photos("a")
    assert talk.asked == "remedy"
    assert talk.choices() == ["remedy:paid_repair", "human"]
    assert "保修期" in talk.question()["text"]
    talk.tap("remedy:paid_repair")
    assert talk.asked == "confirm"


@pytest.mark.parametrize(("said", "intent"), [("修吧", "request_repair"), ("可以", "affirm")])
def test_the_one_way_that_is_left_is_taken_by_a_yes(talk: Talk, said: str, intent: str) -> None:
    talk.open("冰箱不制冷", "report_quality_problem", entities={"product": "冰箱", "defect": "不制冷"})
    talk.tap("order:202600010009").photos("a")
    talk.say("多少钱", "ask_presale", confidence=0.95)
    assert talk.asked == "remedy"
    assert "报价" in talk.said
    assert talk.say(said, intent).asked == "confirm"
    assert talk.slots["remedy"] == "paid_repair"


def test_the_present_price_told_at_once_is_not_asked(talk: Talk) -> None:
    talk.open("卫衣降价了，现在249，补差价", "request_compensation", entities={"product": "卫衣"})
    assert talk.slots["amount"] == "249.00"
    assert talk.tap("order:202600010001").asked == "confirm"


def test_a_new_one_of_a_code_is_another_issue(talk: Talk) -> None:
    talk.open("激活码被人用过了", "report_virtual_goods_issue", entities={"product": "激活码"})
    talk.tap("order:202600010016").say("换一个", "request_exchange", entities={"remedy": "exchange"})
    assert talk.slots["remedy"] == "reissue"


def test_the_present_price_leaves_the_order_shown(talk: Talk) -> None:
    talk.open("白酒买贵了", "request_compensation", entities={"product": "白酒"})
    talk.say("今天599了", "inform", entities={"date": "2026-11-18"})
    assert talk.slots["amount"] == "599.00"
    assert talk.choices()[0] == "order:202600010019"


def test_the_present_price_of_other_goods_counts_too(talk: Talk) -> None:
    talk.open("羽绒服降价了", "request_compensation", entities={"product": "羽绒服"})
    talk.say("卫衣降了 现在249", "inform", entities={"product": "卫衣"})
    assert talk.slots["amount"] == "249.00"


def test_a_photo_before_the_matter_counts() -> None:
    before = {"early_photos": ["a"]}
    slots = slots_of_request(heard("花瓶碎了", "report_damaged_parcel"), before)
    assert slots["photo_goods"] == ["a"]
    assert slots["early_photos"] is None


def test_the_phone_she_recharged_is_no_order_number(talk: Talk) -> None:
    talk.open("话费没到", "report_virtual_goods_issue", entities={"product": "话费"})
    talk.say("13800138000", "inform", entities={"order_id": "13800138000"})
    assert talk.slots["order_id"] == RECHARGE
    assert talk.slots["account"] == "13800138000"


def test_where_an_order_shall_go_and_whom_to_ring_is_no_order_number(talk: Talk) -> None:
    talk.open("羽绒服改地址", "modify_order", entities={"product": "羽绒服"})
    told = "改到 北京市朝阳区建国路88号 王女士 13900139000"
    talk.say(told, "modify_order", entities={"order_id": "13900139000"})
    assert talk.slots["order_id"] == COAT
    assert talk.slots["address"].startswith("北京市朝阳区建国路88号")


def test_whose_orders_are_unknown_may_give_any_number(talk: Talk) -> None:
    talk.owner = None
    talk.open("话费没到", "report_virtual_goods_issue").say(
        "13800138000", entities={"order_id": "13800138000"}
    )
    assert talk.asked == "phone_tail"


def test_money_for_what_was_never_in_her_hands_is_not_sent_back(talk: Talk) -> None:
    talk.open("话费没到", "report_virtual_goods_issue").say("退给我吧", "request_refund")
    assert talk.slots["remedy"] == "refund_only"


@pytest.mark.parametrize("said", ["没穿出去过，就在家试了试", "想换44码"])
def test_who_goes_on_about_the_one_order_shown_means_it(talk: Talk, said: str) -> None:
    talk.open("鞋小了想换", "request_exchange", entities={"product": "鞋"}).say(said)
    assert talk.slots["order_id"] == SHOES


def test_so_does_who_twice_talks_of_anything_but_another(talk: Talk) -> None:
    talk.open("鞋小了想换", "request_exchange", entities={"product": "鞋"})
    assert talk.say("我就是跟你说一声啊").asked == "order_id"
    assert talk.say("你快一点嘛").slots["order_id"] == SHOES


def test_but_not_who_says_no_to_it(talk: Talk) -> None:
    talk.open("鞋小了想换", "request_exchange", entities={"product": "鞋"}).say("我就是跟你说一声啊")
    assert talk.say("不是这双", "deny").slots.get("order_id") is None


def test_to_make_it_anew_is_no_step_back(talk: Talk) -> None:
    talk.open("项链刻错了", "report_wrong_item", entities={"product": "项链"})
    talk.say("重新做一条", "go_back", entities={"remedy": "exchange"})
    assert talk.slots["order_id"] == "202600010004"
    assert talk.slots["remedy"] == "exchange"


def test_how_many_of_them_have_the_fault(talk: Talk) -> None:
    talk.open("五件衬衫有两件开线了", "report_quality_problem", entities={"product": "衬衫"})
    assert talk.tap(f"order:{SHIRTS}").slots["quantity"] == 2


def test_the_smell_of_wine_is_no_wine(talk: Talk) -> None:
    talk.open("榴莲坏的，一股酒味", "report_quality_problem", entities={"product": "榴莲"})
    assert [order.order_id for order in talk.case().ranking.fitting] == ["202600010005"]


def test_what_was_ordered_and_what_came_need_no_further_words(talk: Talk) -> None:
    talk.open("项链字刻错了，我刻的是LX你们给刻成IX", "report_wrong_item", entities={"product": "项链"})
    assert talk.tap("order:202600010004").asked == "photo_goods"


def test_no_fall_is_no_other_order(talk: Talk) -> None:
    talk.open("炸锅坏了", "report_quality_problem", entities={"product": "炸锅", "defect": "坏"})
    talk.say("没摔过", "deny")
    assert talk.case().ranking.asked_product


def test_not_wanted_before_the_order_is_known_asks_for_no_decision(talk: Talk) -> None:
    talk.open("我要退货", "request_refund").say("不想要了", "cancel_order")
    assert talk.asked == "order_id"


def test_a_second_choice_is_no_change_of_mind(talk: Talk) -> None:
    talk.open("少一只鞋", "report_missing_item", entities={"product": "鞋", "reason": "missing"})
    talk.tap(f"order:{SHOES}").photos("a").tap("remedy:reship")
    assert talk.asked == "confirm"
    talk.say("不行就退", "request_refund", entities={"remedy": "return_refund"})
    assert talk.slots["remedy"] == "reship"
    assert "不行就退" in talk.slots["description"]


def test_a_code_sent_anew_is_issued_again(talk: Talk) -> None:
    talk.open("激活码用不了", "report_virtual_goods_issue", entities={"product": "激活码"})
    talk.say("重新发一个", "request_exchange", entities={"remedy": "reship"})
    assert talk.slots["remedy"] == "reissue"


def test_neither_fall_nor_blow_is_no_to_the_summary(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.photos("a", "b").tap("remedy:refund_only")
    assert talk.say("没摔没碰", "deny").asked == "confirm"


def test_an_address_that_stays_is_no_change_of_the_order(talk: Talk) -> None:
    talk.open("少了一包", "report_missing_item").say("地址不变", "modify_order")
    assert talk.asked == "order_id"


def test_who_threatens_is_not_sent_away(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("不处理我就报警", "out_of_scope")
    assert talk.last is not None
    assert not talk.last.digression
    assert talk.asked == "photo_goods"


def test_who_stops_and_complains_is_asked_about_the_complaint(talk: Talk) -> None:
    talk.open("炸锅坏了", "report_quality_problem").say("不修了，我要投诉", "stop")
    assert talk.exit == "stopped"
    assert [(need["intent"], need["text"]) for need in talk.slots["needs"]] == [("complain", "我要投诉")]


@pytest.mark.parametrize("said", ["订单号忘了", "单号我不记得了", "忘了订单号"])
def test_a_forgotten_number_is_met_with_kindness(talk: Talk, said: str) -> None:
    talk.owner = None
    talk.open("东西坏了", "report_quality_problem").say(said)
    assert talk.said != ""


def test_of_what_spoils_nobody_is_asked_when_it_broke(talk: Talk) -> None:
    talk.open("榴莲坏了", "report_quality_problem", entities={"product": "榴莲", "defect": "坏"})
    talk.tap("order:202600010005")
    assert talk.asked == "photo_goods"


@pytest.mark.parametrize("said", ["行 快点", "好的谢谢", "可以，麻烦尽快", "嗯呢", "对的 辛苦了"])
def test_a_yes_in_a_hurry_is_a_yes(said: str) -> None:
    assert words.yes_no(said) is True


@pytest.mark.parametrize("said", ["快点", "谢谢", "好慢", "行不行"])
def test_hurry_alone_is_none(said: str) -> None:
    assert words.yes_no(said) is None


def test_all_five_are_five(talk: Talk) -> None:
    talk.open("我要退衬衫 五件都退", "request_refund", entities={"product": "衬衫"})
    talk.tap("order:202600010006")
    assert (talk.slots["quantity"], talk.asked) == (5, "complete")


@pytest.mark.parametrize(
    ("said", "complete"), [("穿出去过", False), ("穿了三天", False), ("没穿出去过", True), ("试了一下", None)]
)
def test_whether_it_was_worn(talk: Talk, said: str, complete: bool | None) -> None:
    talk.open("跑步鞋不想要了 退", "request_refund", entities={"product": "跑步鞋"})
    talk.tap("order:202600010018").say(said, "inform")
    assert talk.slots.get("complete") is complete


def test_a_wrong_number_recharged_is_what_is_wrong(talk: Talk) -> None:
    talk.open("充错号了 充到别人手机上了", "report_virtual_goods_issue")
    talk.tap("order:202600010015")
    assert talk.asked != "description"


def test_her_own_doing_told_later_is_no_damage_in_transit(talk: Talk) -> None:
    talk.open("手机屏幕裂了", "report_damaged_parcel", entities={"product": "手机", "defect": "裂"})
    talk.tap("order:202600010008").say("自己摔的", "inform")
    assert talk.slots["request"] == "quality"
    talk.say("要多少钱啊", "ask_presale")
    assert "报价" in talk.said


def test_cheaper_now_is_a_difference(talk: Talk) -> None:
    talk.open("卫衣我上周买的 现在便宜30", "request_compensation", entities={"product": "卫衣"})
    talk.tap("order:202600010001")
    assert (talk.slots["remedy"], talk.asked) == ("price_difference", "amount")


def test_goods_as_they_came_are_no_size(talk: Talk) -> None:
    talk.open("卫衣想换", "request_exchange", entities={"product": "卫衣"}).tap("order:202600010001")
    assert talk.asked == "spec"
    talk.say("完好", "inform")
    assert talk.slots.get("spec") is None
    assert talk.slots["complete"] is True


@pytest.mark.parametrize(
    ("said", "told"), [("衬衫扣子掉了一颗", True), ("衬衫有质量问题", False), ("买的衬衫坏了怎么办", False)]
)
def test_a_fault_told_in_any_words_is_told(talk: Talk, said: str, told: bool) -> None:
    talk.open(said, "report_quality_problem", entities={"product": "衬衫"})
    assert (talk.slots.get("description") == said) is told


def test_what_is_missing_is_told_by_its_name(talk: Talk) -> None:
    talk.open("买的时候送的收纳包呢 没看见", "report_missing_item", entities={"product": "收纳包"})
    assert talk.slots["description"]


def test_a_code_not_wanted_any_more_is_paid_back(talk: Talk) -> None:
    talk.open("激活码提示无效", "report_virtual_goods_issue", entities={"virtual_kind": "code"})
    talk.tap("order:202600010016").say("不是无效 就是不想要了", "inform", confidence=0.3)
    assert talk.slots["remedy"] == "refund_only"


def test_who_gives_up_in_other_words_is_let_go(talk: Talk) -> None:
    talk.open("羽绒服改成黑色", "modify_order", entities={"product": "羽绒服"}).tap(f"order:{COAT}")
    talk.say("没有黑色那算了 不改了", "modify_order", confidence=0.2)
    assert talk.exit == "stopped"


def test_a_repair_described_in_any_words_is_described(talk: Talk) -> None:
    talk.open("洗衣机排水有问题 修过两回了", "request_repair", entities={"product": "洗衣机"})
    assert talk.slots["description"]
