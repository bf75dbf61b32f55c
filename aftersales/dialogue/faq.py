"""Answers to questions about the rules; changing a figure of the policy changes the sentence.

A question inside a topic picks its answer by the words of `faq.yml`; her own request or order goes before the
rule; what only people know is said so, with a person offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from aftersales.dialogue.case import Case
from aftersales.dialogue.faq_catalogue import Entry, catalogue
from aftersales.dialogue.faq_own import Asked, from_case, own_answer, own_order
from aftersales.dialogue.faq_words import policy_words
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.matching import best, score
from aftersales.dialogue.texts import Bubble, human_choice, say
from aftersales.orders.model import Order
from aftersales.policy.policy import Policy
from aftersales.text import normalise

_ASKS_FOR_RULE = re.compile(
    r"哪[一]?条(?:的)?(?:规定|规则|条款|法|款)|(?:什么|啥|哪个|哪些|有没有|有)(?:规定|规则|条款|法律)?(?:的)?依据"
    r"|依据(?:是|在|呢|\?|$)|(?:规则|规定|条款|政策)(?:的)?原文|原文|出处"
    r"|(?:按|根据|依据|凭)(?:照|的)?(?:是)?(?:什么|啥|哪个|哪条)(?:规定|规则|条款|法律)"
    r"|(?:规定|规则|条款|法律|法规|消法|三包)(?:在哪|写在哪|怎么写|怎么规定|怎么说|咋规定|咋说)"
)

_ASKS_WHY = re.compile(
    r"(?:那|这|到底|可|可是|但|但是|那你说)*(?:为什么|为啥|凭什么|凭啥|咋就?|怎么就?)(?:会)?"
    r"(?:不行|不能|不可以|不给|不让|不能退|不给退|不能换|不给换|这样|要这样|这么规定|规定|这么算)?[了啊呀呢嘛吗的?!]*"
)

_ELLIPTIC = re.compile(
    r"(?:那|请问|那么|那要)?(?:怎么|咋|如何|什么时候|啥时候|多久|要多久|多少钱|在哪|去哪|到哪|哪里|要什么|需要什么|找谁|谁)[^,，。]{0,4}"
)
_GUESSES = frozenset({"ask_tech_support", "ask_presale", "out_of_scope", "chitchat", "nlu_fallback", "help"})
_TOPIC_LENGTH = 12

_IN_ANY_TOPIC = {
    "return_freight": re.compile(r"上门(?:来)?[取收拿]|取件|来(?:我?家里?)?[取收拿](?:货|件|走|吗|么|东西)"),
    "excluded_goods": re.compile(r"(?:定制|定做|订做|刻字).*[退换]|[退换].*(?:定制|定做|订做|刻字)"),
    "virtual_goods_rule": re.compile(r"未成年|(?:孩子|小孩|儿子|女儿).{0,8}(?:买|充|付|花)"),
}
"""Who fetches what goes back, what was made for her or bought by a child: asked anywhere, told in one."""


def reply(
    heard: Heard,
    policy: Policy,
    case: Case | None = None,
    orders: Sequence[Order] = (),
    now: datetime | None = None,
) -> Bubble:
    """The bubble for a question: its answer, and a person where people know better.

    `orders` are those she may see; `now` is aware and needed for answers from them and for 「人工在吗」.
    """
    entry = _entry(heard.topic, heard.text)
    text = answer(heard.topic, policy, case, said=heard.text, orders=orders, now=now)
    return {"text": text, "choices": [human_choice()]} if entry is None or entry.human else {"text": text}


def answer(
    topic: str | None,
    policy: Policy,
    case: Case | None = None,
    *,
    said: str = "",
    orders: Sequence[Order] = (),
    now: datetime | None = None,
) -> str:
    """The answer to a topic of docs/intents.md: from her own case or order first, then the rule.

    `said` chooses among the answers of the topic and names her goods.
    """
    entry = _entry(topic, said)
    if entry is None:
        return say("faq_unknown")
    own = own_order(said, policy, case, orders, now)
    shop = own.policy if own else policy
    rule = shop.fill(entry.say, policy_words(shop))
    if entry.own is None:
        return rule + entry.ask
    asked = Asked(policy=shop, case=case, own=own, now=case.now if case else now)
    hers = own_answer(entry.own, asked)
    if hers is None:
        return rule + entry.ask
    return hers if from_case(entry.own, asked) else f"{hers}\n{rule}"


def asks_for_rule(text: str) -> bool:
    """Whether she wants the clause itself: 「哪条规定」「依据是什么」「规则原文」."""
    return bool(_ASKS_FOR_RULE.search(normalise(text).text))


def asks_why(text: str) -> bool:
    """A bare 「为啥不行」 after an answer: it wants its ground, and objects to nothing that was decided."""
    return bool(_ASKS_WHY.fullmatch(normalise(text).text))


def goes_on(heard: Heard, before: str) -> str | None:
    """「发票」, then 「怎么开」: both together are the question; None when the words stand by themselves."""
    short = len(before) <= _TOPIC_LENGTH and _ELLIPTIC.fullmatch(normalise(heard.text).text)
    guessed = heard.intent in _GUESSES and not heard.values("product") and heard.choice is None
    return f"{before}{heard.text}" if short and guessed else None


def rule_behind(topic: str | None, policy: Policy, said: str = "", case: Case | None = None) -> str:
    """The clauses behind the last answer to `topic`, in full and with their sources.

    `said` is the question that was answered. Without a topic: the rules of the decision under way.
    """
    entry = _entry(topic, said)
    rules = catalogue().topics[topic][0].rules if topic and entry else None
    if entry is not None and entry.rules is not None:
        rules = entry.rules
    if entry is None and case is not None and case.decision is not None:
        rules = case.decision.rules
    phrases = catalogue().phrases
    if not rules:
        return phrases["no_clause"]
    return "\n".join((phrases["rule_behind"], *(policy.clause_text(rule) for rule in rules)))


def _asks(topic: str, plain: str) -> bool:
    return topic in _IN_ANY_TOPIC and bool(_IN_ANY_TOPIC[topic].search(plain))


def _entry(topic: str | None, said: str) -> Entry | None:
    """The answer that fits the words best, else the general one of the topic; None for an unknown topic."""
    entries = catalogue().topics.get(topic or "")
    if entries is None:
        return None
    plain = normalise(said).text
    fitting = best(entries, lambda entry: score(entry.words, plain))
    if fitting is None:
        elsewhere = (entries for topic, entries in catalogue().topics.items() if _asks(topic, plain))
        fitting = best(next(elsewhere, ()), lambda entry: score(entry.words, plain))
    return fitting or entries[0]
