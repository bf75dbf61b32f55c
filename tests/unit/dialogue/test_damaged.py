"""R-DMG as a conversation."""

from __future__ import annotations

from .conftest import Talk

VASE = "202600010010"


def opened(talk: Talk, text: str = "昨天收到的玻璃花瓶碎了怎么办呀") -> Talk:
    return talk.open(text, "report_damaged_parcel", entities={"product": "花瓶", "defect": "碎"})


def with_photos(talk: Talk) -> Talk:
    return opened(talk).tap(f"order:{VASE}").photos("a").photos("b")


def test_the_fitting_order_is_offered_first_as_a_card(talk: Talk) -> None:
    opened(talk)
    question = talk.question()
    assert talk.asked == "order_id"
    assert question["expects"] == "order_id"
    assert question["card"]["orders"][0]["order_id"] == VASE
    assert talk.choices() == [f"order:{VASE}", "no"]


def test_consent_comes_before_anything_personal(talk: Talk) -> None:
    talk.extra = {"consent": None}
    assert opened(talk).asked == "consent"
    talk.tap("agree")
    talk.extra = {"consent": True}
    assert talk.asked == "order_id"


def test_refused_consent_ends_the_request(talk: Talk) -> None:
    talk.extra = {"consent": None}
    assert opened(talk).tap("decline").exit == "consent_declined"


def test_one_photo_of_each_is_asked_for_in_turn(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}")
    assert talk.asked == "photo_goods"
    assert talk.photos("a").asked == "photo_parcel"
    assert talk.photos("b").asked == "remedy"
    assert (talk.slots["photo_goods"], talk.slots["photo_parcel"]) == (["a"], ["b"])


def test_two_photos_at_once_are_goods_then_parcel(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").photos("a", "b")
    assert (talk.slots["photo_goods"], talk.slots["photo_parcel"]) == (["a"], ["b"])
    assert "第 1 张" in talk.said


def test_two_photos_of_the_goods_lead_to_the_question_for_the_parcel(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").photos("a", "b", text="这两张都是花瓶")
    assert talk.asked == "photo_parcel"
    assert talk.slots["photo_goods"] == ["a", "b"]


def test_a_photo_can_be_relabelled_afterwards(talk: Talk) -> None:
    with_photos(talk).say("第二张也是花瓶", entities={"product": "花瓶"})
    assert talk.asked == "photo_parcel"
    assert talk.slots["photo_goods"] == ["a", "b"]


def test_the_three_remedies_of_the_rule_are_offered(talk: Talk) -> None:
    assert set(with_photos(talk).choices()) == {
        "remedy:reship",
        "remedy:refund_only",
        "remedy:price_reduction",
    }


def test_without_a_photo_of_the_parcel_people_decide(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").photos("a").tap("skip")
    decision = talk.case().decision
    assert decision is not None
    assert decision.outcome == "review"
    assert "人工" in talk.said


def test_the_summary_is_confirmed_before_anything_happens(talk: Talk) -> None:
    with_photos(talk).tap("remedy:reship")
    assert talk.asked == "confirm"
    rows = {row["label"]: row["value"] for row in talk.question()["card"]["rows"]}
    assert rows["订单号"] == VASE
    assert rows["处理方式"] == "补发"
    assert rows["照片"] == "商品 1 张，包装 1 张"
    assert talk.say("确认", "affirm").exit == "confirmed"


def test_the_remedy_can_be_corrected_at_the_summary(talk: Talk) -> None:
    with_photos(talk).tap("remedy:reship").say(
        "还是退款吧", "request_refund", entities={"remedy": "refund_only"}
    )
    assert talk.slots["remedy"] == "refund_only"
    assert talk.asked == "confirm"
    assert "改为" in talk.said


def test_a_refund_with_return_is_read_as_the_refund_on_offer(talk: Talk) -> None:
    with_photos(talk).say("退款", "request_refund", entities={"remedy": "return_refund"})
    assert talk.slots["remedy"] == "refund_only"


def test_what_is_wrong_in_the_summary_can_be_changed(talk: Talk) -> None:
    with_photos(talk).tap("remedy:reship").tap("no")
    assert talk.asked == "change"
    assert "slot:remedy" in talk.choices()
    assert talk.tap("slot:remedy").asked == "remedy"


def test_another_order_makes_the_earlier_answers_void(talk: Talk) -> None:
    with_photos(talk).tap("remedy:reship")
    talk.say("订单号弄错了，是202600010007", entities={"order_id": "202600010007"})
    assert talk.slots["order_id"] == "202600010007"
    assert talk.slots["remedy"] is None


def test_a_product_named_as_a_correction_asks_for_the_order_again(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}")
    talk.say("不对，坏的是那个电饭煲", "report_damaged_parcel", entities={"product": "电饭煲"})
    assert talk.asked == "order_id"
    assert talk.choices() == ["order:202600010007", "no"]


def test_the_second_is_read_from_the_order_of_the_choices(talk: Talk) -> None:
    with_photos(talk)
    second = talk.choices()[1].removeprefix("remedy:")
    assert talk.say("第二个", "choose").slots["remedy"] == second


def test_a_question_about_the_rules_is_left_to_the_rules(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").say("运费谁出", "faq", topic="return_freight")
    assert talk.last is not None
    assert talk.last.digression


def test_going_back_asks_the_last_question_again(talk: Talk) -> None:
    with_photos(talk).tap("remedy:reship").say("填错了，上一步", "go_back")
    assert talk.asked == "remedy"


def test_a_new_wish_is_confirmed_before_the_request_is_switched(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").say("这单我要取消掉", "cancel_order")
    assert talk.asked == "confirm_switch"
    assert talk.choices() == ["yes", "no"]
    assert talk.tap("no").asked == "photo_goods"


def test_a_confirmed_switch_ends_this_request(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").say("这单我要取消掉", "cancel_order").tap("yes")
    assert talk.exit == "switched"


def test_three_answers_that_cannot_be_read_bring_a_person(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}")
    for _ in range(3):
        talk.say("嗯嗯嗯", "nlu_fallback", confidence=0.1)
    assert talk.last is not None
    assert talk.last.say[-1]["effects"]["handover"]["reason"] == "three_tries"
    assert talk.asked == "photo_goods"


def test_the_same_line_is_not_claimed_twice(talk: Talk) -> None:
    talk.extra = {"open_tickets": {(VASE, f"{VASE}-1"): "AS0000000001"}}
    assert opened(talk).tap(f"order:{VASE}").exit == "duplicate"


def test_a_product_she_never_bought_is_said_kindly(talk: Talk) -> None:
    talk.open("我的拖拉机坏了", "report_quality_problem", entities={"product": "拖拉机"})
    assert "拖拉机" in talk.question()["text"]
    assert len(talk.choices()) > 1


def test_none_of_the_fitting_orders_shows_all_of_them(talk: Talk) -> None:
    opened(talk).tap("no")
    assert talk.asked == "order_id"
    assert len(talk.choices()) > 2


def test_the_wish_for_money_said_again_is_no_other_request(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").photos("a").say(
        "快退钱", "request_refund", entities={"remedy": "refund_only"}
    )
    talk.say("退钱", "request_refund", entities={"remedy": "refund_only"})
    assert talk.asked == "photo_parcel"
    assert talk.slots["remedy"] == "refund_only"


def test_without_goods_photo_the_parcel_is_asked_for_by_itself(talk: Talk) -> None:
    opened(talk).tap(f"order:{VASE}").tap("skip")
    assert "收到了" not in talk.question()["text"]


def test_how_it_is_made_good_is_a_question_and_no_choice(talk: Talk) -> None:
    talk.open(
        "花瓶寄过来破了怎么赔", "report_damaged_parcel", entities={"product": "花瓶", "remedy": "compensate"}
    )
    talk.tap("order:202600010010").photos("a", "b")
    assert talk.asked == "remedy"
    assert "remedy:reship" in talk.choices()


def test_why_so_little_is_no_choice(talk: Talk) -> None:
    with_photos(talk).say("凭什么只退这点")
    assert (talk.slots.get("remedy"), talk.asked) == (None, "remedy")
    assert "实际付的钱" in talk.said


def test_other_ways_are_asked_for(talk: Talk) -> None:
    with_photos(talk).say("还有别的办法吗", "ask_presale")
    assert talk.asked == "remedy"
    assert "转人工" in talk.said


def test_insisting_on_a_remedy_chooses_it(talk: Talk) -> None:
    with_photos(talk).say("必须给我补发", "inform", entities={"remedy": "reship"})
    assert talk.slots["remedy"] == "reship"
