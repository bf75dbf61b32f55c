"""After a refusal: pleas, complaints and 「凭什么」 are about it, and are answered without a promise. Pure.

The form stays at the question `way_on`, so that what was refused and why is at hand for what she says next.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from aftersales.dialogue import cards, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice, say
from aftersales.policy.deadlines import deadlines_for
from aftersales.policy.names import Alternative, Outcome, Request, Rule
from aftersales.policy.policy import Policy

STANDS_FIRM = 3
"""The plea from which on the review by a supervisor is offered first."""
_INTENT_OF = {
    Alternative.QUALITY_CLAIM: "report_quality_problem",
    Alternative.WARRANTY_REPAIR: "request_repair",
    Alternative.PAID_REPAIR: "request_repair",
    Alternative.DISPUTE: "dispute_result",
}
_WHICH_RULE = re.compile(
    r"(?:哪|什么|啥|谁)(?:一)?(?:条|个|项|家|里)?(?:的)?(?:规定|规则|条款|条例|法律|法|依据|政策)|依据|出处|来源|写在哪|法律"
)
_WHY = re.compile(
    r"凭什么|凭啥|为什么|为啥|咋不|怎么(?:就)?不(?:能|行|可以|给)|什么原因|啥原因|什么理由|怎么回事"
)
_PLEA = re.compile(
    r"就差|才(?:过|超|晚|差)|刚(?:过|超)|只(?:差|超|过)|[一两几]天(?:而已|都不行)|一?(?:点|丢丢)(?:时间|儿)?都|"
    r"通融|通情|破个?例|照顾|宽限|网开一面|商量|行行好|求|拜托|帮帮|麻烦.{0,4}帮|可怜|体谅|理解一下|特殊|例外|想想办法|"
    r"老(?:顾客|客户|用户)|会员|经常买|不公平|不合理|霸王|坑人|太死板|死板|不讲理|没道理|过分|离谱|无语|欺负|推卸|推脱|"
    r"必须|一定要|就要|偏要|非要|不接受|不同意|不认|不服|不行|凭什么|差评|退不了|退给我|给我退|能不能退|就不能|难道|至少"
)
_DISPUTES = re.compile(
    r"复核|申诉|异议|重新(?:审|核|看)|找(?:你们)?(?:主管|领导|经理)|叫(?:你们)?(?:主管|领导|经理)|12315|仲裁"
)
_SURE_OF_OBJECTION = 0.6
"""Below this she argues; a review is opened when she asks for it."""
_PLEADING_INTENTS = frozenset({"ask_presale", "abuse", "request_compensation", "urge", "complain"})
ACCEPTS = frozenset(
    {"affirm", "thank", "goodbye", "done", "skip", "deny", "stop", "withdraw_request", "apologize"}
)


@dataclass(frozen=True)
class Reply:
    """`pleas` counts those heard so far; `disputed`: she wants the refusal looked at again."""

    bubbles: tuple[Bubble, ...] = ()
    pleas: int = 0
    disputed: bool = False


def refused(case: Case) -> bool:
    """Whether what she wants is refused, with nothing or only something else in its place."""
    return bool(case.get("items")) and case.decision is not None and case.decision.outcome == Outcome.REJECT


def announcement(case: Case) -> Bubble:
    """What was decided and why; 「not late yet」 is information rather than a refusal."""
    decision = case.decision
    assert decision is not None
    if Alternative.WAIT_UNTIL in decision.alternatives:
        return {"text": decision.explanation}
    intro = say("refused_intro", case.seed)
    return {"text": f"{intro}\n{decision.explanation}", "card": cards.decision_card(decision, case.policy)}


def reply(case: Case, heard: Heard) -> Reply | None:
    """The answer to a message about the refusal; None when it is about something else."""
    text = heard.text
    if heard.choice is not None or not refused(case) or "投诉" in text:
        return None
    pleas = int(case.get("pleas") or 0)
    objects = heard.intent == "dispute_result" and heard.confidence >= _SURE_OF_OBJECTION
    if objects and not _PLEA.search(text) and not _WHY.search(text):
        return Reply(pleas=pleas, disputed=True)
    if _DISPUTES.search(text):
        return Reply(pleas=pleas, disputed=True)
    if _WHICH_RULE.search(text):
        return Reply((rule_told(case),), pleas)
    if _WHY.search(text) and pleas == 0 and not case.get("explained"):
        return Reply((_why(case),), pleas)
    if _PLEA.search(text) or _WHY.search(text) or _vague(case, heard) or heard.intent == "dispute_result":
        return plead(case)
    return None


def plead(case: Case) -> Reply:
    """The refused wish once more (「我就要退」) is a plea."""
    pleas = int(case.get("pleas") or 0) + 1
    return Reply((_held(case, pleas),), pleas)


def rule_told(case: Case) -> Bubble:
    """The rule in full, with where it is written."""
    return {"text": _policy(case).clause_text(_rule(case))}


def ways_on(case: Case) -> list[Choice]:
    """What she can do now, each a tap that goes on with the order; after several pleas the review first."""
    alternatives = case.decision.alternatives if case.decision else ()
    offered: dict[str, Choice] = {}
    for alternative in alternatives:
        if alternative != Alternative.WAIT_UNTIL:
            way = _way(case, alternative)
            offered.setdefault(way["value"], way)
    if case.request == Request.DELAY and not case.received:
        offered["intent:cancel_order"] = choice(
            "intent:cancel_order", say("way_cancel"), go_on(case, "cancel_order")
        )
    offered.setdefault("human", human_choice())
    if int(case.get("pleas") or 0) >= STANDS_FIRM:
        offered.setdefault("intent:dispute_result", _way(case, Alternative.DISPUTE))
        return sorted(
            offered.values(), key=lambda way: way["value"] not in ("intent:dispute_result", "human")
        )
    return list(offered.values())


def _way(case: Case, alternative: Alternative) -> Choice:
    intent = _INTENT_OF.get(alternative)
    if intent is None:
        return human_choice()
    return choice(f"intent:{intent}", say(f"alternative_{alternative}"), go_on(case, intent))


def go_on(case: Case, intent: str) -> str:
    """The payload of a request about the same order."""
    known = case.get("order_id") if case.order is not None and not case.unlisted else None
    return f"/{intent}{json.dumps({'order_id': known} if known else {})}"


def _vague(case: Case, heard: Heard) -> bool:
    """A reading that would lead astray right after a refusal (「便宜点总行吧」 is no presale question)."""
    return case.get("requested_slot") == "way_on" and heard.intent in _PLEADING_INTENTS and bool(heard.text)


def _why(case: Case) -> Bubble:
    policy, rule = _policy(case), _rule(case)
    clause = policy.clauses[rule]
    return texts.bubble("why_refused", case.seed, title=clause.title, plain=policy.fill(clause.plain))


def _held(case: Case, pleas: int) -> Bubble:
    """The same answer is never given twice in a row; the third names the review and a person."""
    policy = _policy(case)
    alternatives = case.decision.alternatives if case.decision else ()
    named = (a for a in alternatives if a not in (Alternative.DISPUTE, Alternative.HUMAN))
    ways = "；".join(policy.wording.alternatives[a] for a in named)
    review = deadlines_for(Outcome.REVIEW, None, (Rule.DISPUTE,), case.now, policy)
    return texts.bubble(
        f"held_{pleas}" if pleas <= STANDS_FIRM else f"held_more_{pleas % 2}",
        case.seed,
        rule=policy.clauses[_rule(case)].title,
        ways=ways or say("held_no_ways"),
        by=cards.minute(review[0].limit) if review else "",
    )


def _rule(case: Case) -> Rule:
    assert case.decision is not None
    return case.decision.rules[0]


def _policy(case: Case) -> Policy:
    assert case.order is not None
    return case.policy.for_merchant(case.order.merchant_id)
