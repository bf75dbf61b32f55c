"""She puts right what she said: the reason, the evidence, the pieces, the line, the remedy."""

from __future__ import annotations

import pytest

from aftersales.dialogue import particulars

from .conftest import Talk

VASE, PILLOW, SHIRTS, HEADPHONES, HOODIE = (
    "202600010010",
    "202600010002",
    "202600010006",
    "202600010011",
    "202600010001",
)


def broken_pillow(talk: Talk) -> Talk:
    talk.open("按摩枕坏了", "report_quality_problem", entities={"product": "按摩枕", "defect": "坏了"})
    return talk.tap(f"order:{PILLOW}").photos("a").tap("remedy:return_refund")


def test_not_a_fault_but_a_change_of_mind_turns_the_freight_and_says_so(talk: Talk) -> None:
    broken_pillow(talk)
    decision = talk.case().decision
    assert decision is not None
    assert decision.freight_payer == "seller"
    talk.say("不是质量问题，是我不想要了", "request_refund", entities={"reason": "no_reason"})
    assert talk.slots["request"] == "no_reason_return"
    assert "运费按规则改由您承担" in talk.said
    assert talk.asked == "complete"
    talk.tap("yes")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.freight_payer) == ("R-NR", "shopper")


def test_and_the_other_way_round(talk: Talk) -> None:
    talk.open("按摩枕不想要了想退", "request_refund", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}")
    talk.say("其实是坏了，不加热", "report_quality_problem", entities={"defect": "不加热"})
    assert talk.slots["request"] == "quality"
    assert "运费改由我们承担" in talk.said


@pytest.mark.parametrize(
    ("text", "request_", "meant"),
    [
        ("不是质量问题，是我不想要了", "quality", "no_reason_return"),
        ("不是不想要，是发错了", "no_reason_return", "wrong_item"),
        ("说错了，是少发了一件", "damaged", "missing_item"),
        ("不是质量问题", "quality", None),
        ("坏了，不想要了", "quality", None),
        ("其实还是质量问题", "quality", None),
        ("不是我要的地址", "modify", None),
    ],
)
def test_a_reason_is_corrected_only_when_another_is_named(
    text: str, request_: str, meant: str | None
) -> None:
    assert particulars.other_reason(text, request_) == meant


def test_evidence_questioned_is_explained_once_and_then_let_be(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("凭什么要照片", "dispute_result")
    assert talk.asked == "photo_goods"
    assert "没有照片也能办" in talk.said
    talk.say("凭什么非要照片", "complain")
    assert talk.asked == "photo_parcel"
    assert talk.slots["photo_goods"] == []


@pytest.mark.parametrize(
    "said", ["拍不了", "手机坏了拍不了照", "我不会拍照片", "没有照片", "懒得拍", "无，给不了"]
)
def test_no_photo_is_no_obstacle(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say(said, "complain").asked == "photo_parcel"


@pytest.mark.parametrize("said", ["不好意思当时直接扔垃圾桶里了", "那个外面的箱子我早就没有了呀"])
def test_no_photo_told_at_length_is_no_obstacle(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say(said).asked == "photo_parcel"


@pytest.mark.parametrize("said", ["别的店里同样的瓶子都没有涨价呢", "过了一年是不是就没办法了"])
def test_another_thing_that_is_not_there_is_no_answer(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say(said).asked == "photo_goods"


def test_done_without_a_photo_means_people_only_where_they_must_look(talk: Talk) -> None:
    talk.open("按摩枕坏了", "report_quality_problem", entities={"product": "按摩枕", "defect": "坏"})
    assert talk.tap(f"order:{PILLOW}").asked == "photo_goods"
    talk.say("没有", "skip")
    assert "人工" not in talk.said
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("没有", "skip")
    assert "人工" in talk.said


def test_who_pays_the_freight_is_answered_however_it_is_put(talk: Talk) -> None:
    talk.open("不想要了想退货", "request_refund").tap(f"order:{PILLOW}")
    talk.say("运费我出？凭什么", "dispute_result")
    assert "运费" in talk.said
    assert talk.asked == "complete"


def test_another_number_of_pieces_is_a_correction_and_no_yes(talk: Talk) -> None:
    talk.open("衬衫退3件", "request_refund", entities={"product": "衬衫"}).tap(f"order:{SHIRTS}").tap("yes")
    assert talk.asked == "confirm"
    talk.say("改成退2件", "request_refund", entities={"remedy": "return_refund"})
    assert talk.exit is None
    assert talk.slots["quantity"] == 2
    assert talk.asked == "confirm"


def test_a_question_at_the_photo_is_no_refusal(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say("没有运费险吗", "faq").asked == "photo_goods"
    assert talk.last is not None
    assert talk.last.digression


@pytest.mark.parametrize(
    ("said", "pieces"), [("两件里坏了一件", 1), ("全部", 5), ("就退2件", 2), ("五件都退", 5)]
)
def test_pieces_are_read_in_many_ways(talk: Talk, said: str, pieces: int) -> None:
    talk.open("衬衫想退货", "request_refund", entities={"product": "衬衫"}).tap(f"order:{SHIRTS}")
    assert talk.say(said).slots["quantity"] == pieces


def test_the_line_is_picked_by_its_colour(talk: Talk) -> None:
    talk.open("退货", "request_refund").tap(f"order:{HEADPHONES}")
    assert talk.asked == "items"
    talk.say("就退那个灰色的")
    assert talk.slots["items"] == [{"line_id": f"{HEADPHONES}-2", "quantity": 1}]


def test_a_kept_gift_is_deducted_by_people(talk: Talk) -> None:
    talk.open("耳机想退", "request_refund", entities={"product": "耳机"}).tap(f"order:{HEADPHONES}")
    talk.say("耳机完好，赠品我想留着")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.outcome, str(decision.refund_amount)) == ("review", "570.00")


def test_back_and_back_again_and_forward(talk: Talk) -> None:
    broken_pillow(talk)
    for asked in ("remedy", "photo_goods", "order_id"):
        assert talk.say("上一步", "go_back").asked == asked
    talk.say("上一步", "go_back")
    assert "第一步" in talk.said
    assert talk.tap(f"order:{PILLOW}").asked == "photo_goods"


def test_the_summary_takes_another_remedy(talk: Talk) -> None:
    broken_pillow(talk).say("算了换一个吧", "request_exchange", entities={"remedy": "exchange"})
    assert talk.slots["remedy"] == "exchange"
    assert talk.asked == "confirm"


def test_a_presale_reading_in_the_middle_of_a_form_does_not_lead_astray(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("这个多少钱能修", "ask_presale", confidence=0.6)
    assert talk.last is not None
    assert not talk.last.digression
    assert talk.asked == "photo_goods"


def test_pieces_refunded_before_are_not_refunded_again(talk: Talk) -> None:
    talk.extra = {"refunded": {(SHIRTS, f"{SHIRTS}-1"): 3}}
    talk.open("衬衫想退货", "request_refund", entities={"product": "衬衫"}).tap(f"order:{SHIRTS}")
    assert "2 件" in talk.question()["text"]
    assert talk.say("3件").asked == "quantity"
    talk.say("全部")
    decision = talk.case().decision
    assert decision is not None
    assert str(decision.refund_amount) == "160.00"


def test_what_was_refunded_in_full_is_done(talk: Talk) -> None:
    talk.extra = {"refunded": {(PILLOW, f"{PILLOW}-1"): 1}}
    talk.open("按摩枕想退", "request_refund", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}")
    assert talk.exit == "refunded"


@pytest.mark.parametrize(
    ("said", "intent"),
    [("算了先办花瓶", "stop"), ("不用，先办花瓶", "report_damaged_parcel"), ("先把花瓶弄完", "inform")],
)
def test_never_mind_at_the_question_of_another_request_stays_with_the_first(
    talk: Talk, said: str, intent: str
) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("我要退空气炸锅", "request_refund", entities={"product": "空气炸锅"})
    assert talk.asked == "confirm_switch"
    assert talk.say(said, intent, entities={"product": "花瓶"}).asked == "photo_goods"


def offered_to_switch(talk: Talk) -> Talk:
    talk.open("按摩枕想退", "request_refund", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}")
    talk.say("就是不舒服", "report_quality_problem")
    assert talk.asked == "confirm_switch"
    return talk


def test_who_passes_over_the_offer_of_another_request_goes_on_with_hers(talk: Talk) -> None:
    offered_to_switch(talk).say("没用过，标签都在", "inform")
    assert (talk.slots["complete"], talk.slots["switch_to"]) == (True, None)
    assert talk.asked == "confirm"


def test_even_where_her_words_answer_nothing(talk: Talk) -> None:
    offered_to_switch(talk).say("嗯那个啥", "inform")
    assert (talk.asked, talk.slots["switch_to"], talk.slots["tries"]) == ("complete", None, 1)


@pytest.mark.parametrize(
    ("said", "intent", "entities", "exit_"),
    [
        ("用了脖子更疼", "report_quality_problem", {"defect": "脖子疼"}, "switched"),
        ("到底能不能退", "request_refund", {}, None),
    ],
)
def test_either_request_said_once_more_answers_the_offer(
    talk: Talk, said: str, intent: str, entities: dict[str, str], exit_: str | None
) -> None:
    offered_to_switch(talk).say(said, intent, entities=entities)
    assert talk.exit == exit_
    assert talk.asked == (None if exit_ else "complete")


@pytest.mark.parametrize("said", ["没穿出去过，就在家试了试", "就试了一下，没怎么穿", "只打开看了看"])
def test_what_was_only_tried_is_whole(talk: Talk, said: str) -> None:
    talk.open("按摩枕想退", "request_refund", entities={"product": "按摩枕"}).tap(f"order:{PILLOW}")
    assert talk.say(said).slots["complete"] is True


def test_money_asked_for_angrily_is_no_other_request(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say("赔我钱！", "request_compensation").asked == "photo_goods"


def test_more_faults_of_the_same_goods_are_no_other_request(talk: Talk) -> None:
    talk.open("洗衣机要修", "request_repair", entities={"product": "洗衣机", "defect": "坏"})
    talk.tap("order:202600010020").say("不转了", "report_quality_problem", entities={"defect": "不转"})
    assert talk.asked == "cause"
    assert "不转了" in talk.slots["description"]


def test_rotten_fruit_needs_no_photo_of_a_parcel(talk: Talk) -> None:
    talk.open("榴莲烂了", "report_damaged_parcel", entities={"product": "榴莲", "defect": "烂"})
    talk.tap("order:202600010005").photos("a")
    decision = talk.case().decision
    assert talk.asked == "remedy"
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-PERISH", "approve")


def test_crushed_fruit_is_damage_in_transit(talk: Talk) -> None:
    talk.open("榴莲被压烂了", "report_damaged_parcel", entities={"product": "榴莲", "defect": "压烂"})
    assert talk.tap("order:202600010005").photos("a").asked == "photo_parcel"


@pytest.mark.parametrize("said", ["就是花瓶", "花瓶的订单", "应该是那个花瓶"])
def test_the_goods_named_again_are_a_yes_to_the_one_order_shown(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"})
    assert talk.say(said, entities={"product": "花瓶"}).asked == "photo_goods"


def test_not_that_vase_is_no_yes(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"})
    assert talk.say("不是这个花瓶", entities={"product": "花瓶"}).asked == "order_id"


@pytest.mark.parametrize(("said", "sent"), [("是这样的", True), ("交上去吧", True), ("不对", False)])
def test_a_short_yes_is_one_whatever_else_it_looks_like(talk: Talk, said: str, sent: bool) -> None:
    broken_pillow(talk).say(said, "complain")
    assert (talk.exit == "confirmed") is sent


def test_besides_told_thrice_instead_of_an_answer_brings_a_person(talk: Talk) -> None:
    talk.open("电饭煲坏了", "report_quality_problem", entities={"product": "电饭煲", "defect": "坏"})
    talk.tap("order:202600010007")
    for said in ("不加热", "不通电", "跳闸"):
        talk.say(said, "report_quality_problem", entities={"defect": said})
    assert talk.last is not None
    assert talk.last.say[-1]["effects"]["handover"]["reason"] == "three_tries"
    assert "跳闸" in talk.slots["description"]


def test_a_weak_reading_of_another_request_is_no_question(talk: Talk) -> None:
    talk.open("洗衣机要修", "request_repair", entities={"product": "洗衣机", "defect": "坏"})
    talk.tap("order:202600010020").say("嗯就那样呗", "report_delivery_delay", confidence=0.45)
    assert talk.asked == "cause"


@pytest.mark.parametrize(
    ("said", "intent", "remedy"),
    [
        ("不退 换", "withdraw_request", "exchange"),
        ("不用修了，退吧", "stop", "return_refund"),
        ("修", "inform", "repair"),
    ],
)
def test_a_remedy_in_one_word(talk: Talk, said: str, intent: str, remedy: str) -> None:
    talk.open("按摩枕坏了", "report_quality_problem", entities={"product": "按摩枕", "defect": "坏了"})
    talk.tap(f"order:{PILLOW}").photos("a").say(said, intent)
    assert talk.slots["remedy"] == remedy


@pytest.mark.parametrize(
    ("said", "cause"),
    [("没进水 也没摔", "none"), ("进水了", "liquid"), ("没摔，进过水", "liquid"), ("自然坏的", "none")],
)
def test_a_denied_cause_is_none(talk: Talk, said: str, cause: str) -> None:
    talk.open("洗衣机要修", "request_repair", entities={"product": "洗衣机", "defect": "坏"})
    assert talk.tap("order:202600010020").say(said).slots["cause"] == cause


@pytest.mark.parametrize("said", ["真烦人", "服了你们"])
def test_impatience_is_no_complaint(talk: Talk, said: str) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    assert talk.say(said, "complain").asked == "photo_goods"
    assert talk.last is not None
    assert not talk.last.digression


def test_a_real_complaint_in_the_middle_is_one(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("你们客服态度太差了，我要投诉", "complain")
    assert talk.last is not None
    assert talk.last.digression


def test_what_broke_down_after_a_year_was_not_damaged_in_transit(talk: Talk) -> None:
    talk.open("洗衣机坏得莫名其妙", "report_damaged_parcel", entities={"product": "洗衣机", "defect": "坏"})
    talk.tap("order:202600010020")
    assert talk.slots["request"] == "quality"
