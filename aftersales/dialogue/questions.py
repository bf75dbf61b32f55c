"""Questions about the request under way, answered from its decision; the open question comes again. Pure."""

from __future__ import annotations

import re

from aftersales.dialogue import faq, faq_own, photo_reading, reading, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.digression import SURE
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.listening import about_other_goods
from aftersales.dialogue.missing import next_slot
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.requests import SAME_TROUBLE
from aftersales.dialogue.settling import settled
from aftersales.dialogue.step import Step
from aftersales.dialogue.texts import say
from aftersales.policy.explanation import COMES_AGAIN, TRAVELS_BACK
from aftersales.policy.names import Remedy, Request, Rule
from aftersales.text import normalise

SHORT_QUESTION = 20
"""Characters; in what is longer, the same words tell a story."""
_ASKS_WHY = re.compile(
    r"凭什么|凭啥|为什么|为啥|干嘛|干吗|干什么用|有什么用|有啥用|做什么用|一定要|非得|非要|必须|怎么还要"
)
_ASKS_WHY_SO = re.compile(r"凭[什啥]|为[什啥]|怎么(?:才|就|只)")
_OTHER_WAYS = re.compile(r"(?:还有|有没有)(?:什么|啥|其他|其它|别的|另外)*的?(?:办法|方案|选择|方式|处理)")
_ABOUT_FREIGHT = re.compile(
    r"(?:运费|邮费|快递费).*(?:[吗谁呢?？]|凭[什啥]|为[什啥]|怎么)|(?:凭[什啥]|谁).*(?:运费|邮费|快递费)"
)
_ABOUT_FEE = re.compile(r"多少钱|怎么收费|收多少|贵不贵|要花多少")
_WHETHER_FREE = re.compile(
    r"收不收[钱费]|要不要[钱费]|[要收][钱费][吗么呀啊不]|免不免费|免费[的吗么]|花不花钱"
)
_WHETHER_POSSIBLE = re.compile(
    r"(?:能不能|可不可以|还能|那?就?不能|那?就?不可以|到底能)[退换修办赔补][^,。]{0,3}[了吗么呀啊?？]*$"
)
_WHETHER_SENT_BACK = re.compile(
    r"(?:不用|不需要|不必|要不要|需不需要|用不用|还?要|还?得|还?用|需要|是不是要?).{0,6}(?:退回|寄回|还回|退给|还给|寄给|寄过)[^,。]{0,5}"
    r"[吗吧么嘛呢?？]"
)
_IF_SOLD_OUT = re.compile(r"没有?(?:货|了|.{1,4}的)?(?:的话)?(?:呢|怎么办|咋办|咋整|怎么弄)|断货|缺货")
_HOW_LONG = re.compile(
    r"(?:那|请问|大概|大约|一般|这|还|仲|得|要|需要|等|总共|一共|修|审|寄)*"
    r"(?:多久|几耐|多长时间|几天|多少天|(?:什么|啥|几)时候?)(?:能|可以|会|才能|才)?"
    r"(?:到|好|完|行|退|退款|到账|[办弄做修换退]好|搞定|处理|处理好|解决|有结果|收到|[寄发]出来?)?[呀啊呢吗嘛的了?？]*"
)
_PHOTOS = ("photo_goods", "photo_parcel", "proof")
_NEW_PIECE = (Remedy.EXCHANGE, Remedy.RESHIP)
GOES_BACK = TRAVELS_BACK | COMES_AGAIN


def answered(case: Case, heard: Heard, asked: str | None) -> Step | None:
    """The answer to a question that the classifier alone would not place; None for any other message."""
    following = next_slot(case)
    if heard.choice is None and (topic := _about_money(case, heard)):
        told = faq.answer(topic, case.policy, case, said=heard.text, now=case.now)
        return Step({}, [{"text": told}], next_slot=following, again=asked == "remedy")
    if heard.choice is None and _asks_how_long(case, heard):
        asks = faq_own.Asked(policy=case.policy, case=case, now=case.now)
        text = faq_own.how_long(asks) or say("how_long_later", case.seed)
        return Step({}, [{"text": text}], next_slot=following, again=True)
    if case.remedies and heard.choice is None and about_way_back(heard):
        return Step({}, [{"text": _what_goes_back(case)}], next_slot=following, again=asked == "remedy")
    if asked == "complete" and heard.choice is None and _asks_whether_possible(case, heard):
        return Step({}, [texts.bubble("possible_depends", case.seed)], next_slot=following, again=True)
    if heard.choice is None and case.get("remedy") in _NEW_PIECE and _IF_SOLD_OUT.search(heard.text):
        told = faq.answer("exchange_rules", case.policy, case, said="没货", now=case.now)
        return Step({}, [{"text": told}], next_slot=following)
    if asked == "confirm" and case.decision and heard.choice is None and _asks_whether_possible(case, heard):
        possible = texts.bubble(f"possible_{case.decision.outcome}", case.seed)
        return Step({}, [possible], next_slot=following)
    if case.decision and heard.choice is None and heard.intent != "faq" and faq.asks_for_rule(heard.text):
        rule = faq.rule_behind(None, case.policy, case=case)
        return Step({}, [{"text": rule}], next_slot=following, again=True)
    if asked == "remedy" and heard.choice is None and _OTHER_WAYS.search(heard.text):
        return Step({}, [texts.bubble("no_other_ways", case.seed)], next_slot=following, again=True)
    return _explained(case, asked) if asked and _asks_why(case, heard, asked) else None


def about_way_back(heard: Heard) -> bool:
    """「不用退回去吧」 asks whether the goods must come back; it gives nothing up."""
    return bool(_WHETHER_SENT_BACK.search(normalise(heard.text).text))


def _asks_why(case: Case, heard: Heard, asked: str) -> bool:
    asks = _ASKS_WHY_SO if asked == "remedy" else _ASKS_WHY  # 「必须给我换」 is an answer there
    wondering = heard.choice is None and bool(asks.search(heard.text)) and not heard.photos
    return wondering and texts.known(f"why_{asked}") and not about_other_goods(case, heard)


def _about_money(case: Case, heard: Heard) -> str | None:
    """The rule that 「运费我出？凭什么」, or 「多少钱」 of a paid repair, asks for, however it is put."""
    if heard.intent in ("faq", "request_compensation"):
        return None
    if len(heard.text) <= SHORT_QUESTION and _ABOUT_FREIGHT.search(heard.text):
        return "return_freight"
    if case.request in SAME_TROUBLE and _WHETHER_FREE.search(normalise(heard.text).text):
        return "repair_fee"
    rules = case.decision.rules if case.decision else ()
    paid_repair = Rule.W_X in rules or any(option.id == Remedy.PAID_REPAIR for option in case.remedies)
    return "repair_fee" if paid_repair and _ABOUT_FEE.search(heard.text) else None


def _what_goes_back(case: Case) -> str:
    """Of each way she may choose, or of the one she chose, whether the goods come back to the shop first."""
    names = case.policy.wording.remedies
    ways = [option.id for option in case.remedies if case.get("remedy") in (None, option.id)]
    back, kept = ([names[way] for way in ways if (way in GOES_BACK) is goes] for goes in (True, False))
    told = [say("goes_back", case.seed, ways="、".join(back))] if back else []
    told += [say("stays_with_her", case.seed, ways="、".join(kept))] if kept else []
    return "".join(told)


def _asks_how_long(case: Case, heard: Heard) -> bool:
    """「多久」 is too short to be understood by itself; of a parcel it is asked about the parcel."""
    if case.request == Request.DELAY or len(heard.text) > SHORT_QUESTION:
        return False
    understood = heard.intent in ("faq", "query_logistics", "query_progress") and heard.confidence >= SURE
    return not understood and bool(_HOW_LONG.fullmatch(normalise(heard.text).text))


def _asks_whether_possible(case: Case, heard: Heard) -> bool:
    """「那不能退了？」 to the summary of a return; 「能不能换」 would be another remedy."""
    if not _WHETHER_POSSIBLE.search(heard.text):
        return False
    settled_on = case.get("remedy") or (case.decision.remedy if case.decision else None)
    return reading.named_remedy(case, heard) in (None, settled_on)


def _explained(case: Case, asked: str) -> Step:
    """Why a question is asked; asked again about a photo, it is done without."""
    if case.get("explained") == asked and asked in _PHOTOS:
        done_without: Updates = {asked: [], "tries": 0}
        return settled(case, done_without, [photo_reading.without(case, done_without)])
    return Step({"explained": asked}, [texts.bubble(f"why_{asked}", case.seed)], next_slot=next_slot(case))
