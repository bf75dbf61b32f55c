"""Short replies, readings to choose from, and the words that go before a person takes over."""

from __future__ import annotations

import json
import re
from typing import Any

from aftersales.dialogue import texts
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice
from aftersales.text import normalise

MAX_UNCLEAR = 2
MAX_READINGS = 3
WITH_HUMAN = {"out_of_scope", "ask_presale", "abuse", "bot_challenge"}
"""After these she may well want a person: offered, not imposed."""

INTENT_NAMES = {
    "request_refund": "退货 / 退款",
    "request_exchange": "换货",
    "request_repair": "维修",
    "report_quality_problem": "商品有质量问题",
    "report_damaged_parcel": "收到时就破损了",
    "report_wrong_item": "发错货 / 与描述不符",
    "report_missing_item": "少发、漏发了",
    "report_virtual_goods_issue": "充值、会员、卡券问题",
    "report_delivery_delay": "没收到 / 物流慢",
    "request_compensation": "补偿 / 退差价",
    "cancel_order": "取消订单",
    "modify_order": "改地址、电话或规格",
    "complain": "投诉",
    "dispute_result": "对处理结果有异议",
    "privacy_request": "我的个人信息",
    "query_progress": "查售后进度",
    "query_logistics": "查物流",
    "faq": "了解售后规则",
    "ask_tech_support": "使用、安装问题",
    "ask_presale": "购买前咨询",
    "urge": "催处理进度",
    "withdraw_request": "撤销售后申请",
    "request_human": "转人工",
}
_BARE_COMPLAINT = re.compile(
    r"(?:我|就|现在|马上|想|要|必须|得|去|来)*(?:投诉|举报|曝光)"
    r"(?:你们|一下|啊|了|吧|他们|商家|店家)*[!,.。\s]*"
)
_UNSOLVED = re.compile(r"(?:还是?|也|都|问题)*(?:没有?|未)(?:解决|搞定|弄好)[了啊呀呢吧。!！]*")
_UPSET = re.compile(
    r"[😭😢😡😠💔😤🤬😞☹🙁😩😫😔😖😣😟🥺]|难过|难受|郁闷|好烦|烦死|无语|呵呵|唉|伤心|崩溃|生气|气死|想哭|哭了|心累|倒霉"
)
_PAID_TWICE = re.compile(
    r"(?:付|支付|扣)(?:了|过)?(?:款|钱|我)?了?[两二2](?:次|遍|回|笔)|(?:重复|多)(?:付|支付|扣)(?:了|款|一次)|[两二2]次(?:付|支付|扣)款?"
)
_WAITS = re.compile(
    r"等等|等一[下等]|我(?:就|再|先)?等(?![了半好很得不着到])|等(?:通知|消息)|再来|再看看|回头再|晚点再"
)
_SENDS_FOR_PEOPLE = re.compile(r"(?:转|找|接|换|叫)(?:一?下|个|接)?(?:人工|真人|活人)")
_ASKS_ABOUT_PEOPLE = re.compile(
    r"[吗么嘛?？]|怎|咋|哪|几|多久|时候|电话|号码|上班|在线|[转找换叫]了|没|不|别"
)
_CLAUSE = re.compile(r"(?<=[?？])|[,，。.;；!！~\s]+")
_VISIT = re.compile(
    r"上门.{0,6}(?:看|修|装|检|调|服务|弄)|(?:师傅|派人|技术员|工程师).{0,6}(?:看|修|装|检|来|上门)|(?:约|叫|请).{0,4}上门"
)
_ASKS_ABOUT_VISITS = re.compile(
    r"吗|么|多少|收费|怎么收|包不包|免费|要钱|砸|弄坏|弄脏|[刮划][花坏]|赔|谁负责|态度|投诉|[没不]来|爽约|放鸽子"
)
USUAL = ("request_refund", "report_quality_problem", "query_progress")
"""Offered when nothing at all could be made of a message."""


def reply(heard: Heard) -> Bubble:
    key = heard.intent
    if key == "inform" and heard.photos:
        key = "inform_photos"
    if key in ("affirm", "inform") and _WAITS.search(heard.text) and not heard.photos:
        key = "waits"
    if key == "chitchat" and _UPSET.search(heard.text):
        key = "chitchat_upset"
    if key == "repeat":
        key = "nothing_to_repeat"
    if not texts.known(key):
        key = "help"
    bubble = texts.bubble(key, heard.message_id)
    return bubble | {"choices": [human_choice()]} if heard.intent in WITH_HUMAN else bubble


def wants_visit(heard: Heard) -> bool:
    """Whether somebody shall come to her house; a question about the rules of it is no wish."""
    asks = _ASKS_ABOUT_VISITS.search(heard.text)
    return heard.chosen("intent") == "visit" or (bool(_VISIT.search(heard.text)) and not asks)


def tech_help(heard: Heard) -> Bubble:
    """Help from people with goods that work but puzzle her: from afar, or at her house."""
    told = {e.entity: e.value for e in heard.entities if e.entity in ("product", "defect", "order_id")}
    fault = "report_quality_problem"
    payload = f"/{fault}{json.dumps(told, ensure_ascii=False)}"
    return texts.bubble("ask_tech_support", heard.message_id) | {
        "choices": [
            choice("human", texts.say("choice_remote_help"), "/request_human"),
            visit_choice(),
            choice(f"intent:{fault}", INTENT_NAMES[fault], payload),
        ],
        "expects": "clarify",
    }


def visit_choice() -> Choice:
    payload = json.dumps({"choice": "intent:visit"})
    return choice("intent:visit", texts.say("choice_visit"), f"/ask_tech_support{payload}")


def clarification(heard: Heard, *, again: bool) -> Bubble:
    """The best two or three readings as choices; whatever the message told goes with the chosen one."""
    likely = [name for name, confidence in heard.ranking if name in INTENT_NAMES and confidence > 0.03]
    readings = likely[:MAX_READINGS] if len(likely) > 1 else [*likely, *USUAL][:MAX_READINGS]
    told: dict[str, Any] = {}
    for entity in heard.entities:
        told.setdefault(entity.entity, entity.value)
    choices = [
        choice(f"intent:{name}", INTENT_NAMES[name], f"/{name}{json.dumps(told, ensure_ascii=False)}")
        for name in dict.fromkeys(readings)
        if name != "request_human"
    ]
    text = texts.say("clarify_again" if again else "clarify", heard.message_id)
    neither = choice("human", texts.say("not_among_these"), "/request_human")
    return {"text": text, "choices": [*choices, neither], "expects": "clarify"}


def handover(reason: str, **how: Any) -> Bubble:
    """The effect that puts the conversation into the queue; the service applies it with the turn's commit."""
    return {"effects": {"handover": {"reason": reason} | how}}


def for_people(heard: Heard) -> Bubble:
    """What is said before a person takes over, who is wanted, how urgent."""
    seed = heard.message_id
    if heard.intent == "dispute_result":
        return texts.bubble("dispute", seed) | handover(
            "dispute", skill_group="complaint", priority=1, level="supervisor"
        )
    return texts.bubble("human_coming", seed) | handover("asked")


def paid_twice(heard: Heard) -> bool:
    """「我付了两次款」: nothing to return; what was paid is for people to look up."""
    renewed = heard.intent == "report_virtual_goods_issue" or heard.values("virtual_kind")
    return heard.choice is None and not renewed and bool(_PAID_TWICE.search(normalise(heard.text).text))


def about_paying_twice(heard: Heard) -> Bubble:
    return texts.bubble("paid_twice", heard.message_id) | handover("asked", skill_group="refund")


def sends_for_people(heard: Heard) -> bool:
    """「转人工」 beside another matter; a question about the service (「怎么转人工」) is none."""
    clauses = _CLAUSE.split(heard.text) if heard.wants_human else []
    return any(_SENDS_FOR_PEOPLE.search(part) and not _ASKS_ABOUT_PEOPLE.search(part) for part in clauses)


def is_bare_complaint(text: str) -> bool:
    """「我要投诉」 and nothing about what."""
    return bool(_BARE_COMPLAINT.fullmatch(normalise(text).text))


def is_unsolved(text: str) -> bool:
    """「没解决」: help is wanted, nothing is complained of."""
    return bool(_UNSOLVED.fullmatch(normalise(text).text))
