"""Several needs in one message: the first is opened, the others wait or are answered beside it."""

from __future__ import annotations

from aftersales.dialogue import ending, needs
from aftersales.dialogue.heard import Heard, Need

from .conftest import Talk, heard

VASE = "202600010010"
LOGISTICS, INVOICE = Need("query_logistics", "积木到哪了"), Need("faq", "发票怎么开")


def test_of_several_needs_the_first_is_heard() -> None:
    message = {
        "intent": {"name": "report_damaged_parcel", "confidence": 0.9},
        "entities": [
            {"entity": "product", "value": "花瓶", "text": "花瓶"},
            {"entity": "product", "value": "积木", "text": "积木"},
        ],
        "needs": [
            {"intent": "report_damaged_parcel", "text": "花瓶碎了"},
            {"intent": "query_logistics", "text": "积木到哪了"},
        ],
        "metadata": {"words": "花瓶碎了，还有积木到哪了"},
    }
    first = Heard.from_message(message)
    assert (first.text, first.values("product")) == ("花瓶碎了", ["花瓶"])
    assert first.further == (LOGISTICS,)


def test_a_question_about_the_rules_is_answered_now_and_the_rest_waits() -> None:
    message = heard("花瓶碎了", "report_damaged_parcel", further=(LOGISTICS, INVOICE))
    assert needs.answered_now(message) == INVOICE
    assert needs.kept_for_later(message) == [LOGISTICS]


def test_a_need_in_the_middle_of_a_form_is_noted(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("照片没有", "skip", further=(LOGISTICS,))
    assert talk.asked == "photo_parcel"
    assert "积木到哪了" in talk.said
    assert talk.slots["needs"] == [{"intent": "query_logistics", "text": "积木到哪了"}]


def test_the_same_trouble_with_other_goods_waits_too(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"}).tap(f"order:{VASE}")
    talk.say("榴莲也烂了", "report_damaged_parcel", entities={"product": "榴莲", "defect": "烂"})
    assert talk.asked == "photo_goods"
    assert talk.slots["needs"][0]["text"] == "榴莲也烂了"


def test_what_waits_is_offered_with_a_choice_when_the_first_is_done(talk: Talk) -> None:
    talk.open("花瓶碎了", "report_damaged_parcel")
    talk.slots["needs"] = needs.remembered(None, [LOGISTICS])
    said, offer = ending.ended(talk.case(), "stopped")
    assert said["effects"] == {"case": "closed"}
    assert "积木到哪了" in offer["text"]
    assert [choice["value"] for choice in offer["choices"]] == ["yes", "no"]
    assert offer["expects"] == "anything_else"


def test_each_need_waits_once_and_leaves_when_she_comes_to_it_herself() -> None:
    waiting = needs.remembered(needs.remembered(None, [LOGISTICS]), [LOGISTICS, INVOICE])
    assert [need["intent"] for need in waiting] == ["query_logistics", "faq"]
    assert needs.without(waiting, "faq") == [{"intent": "query_logistics", "text": "积木到哪了"}]
    assert needs.without(waiting, "urge") is None
