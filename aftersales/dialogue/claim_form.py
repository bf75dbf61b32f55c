"""One step of a request: read what was said, settle what follows, find what to ask next. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from aftersales.dialogue import faq, needs, negotiation, particulars, questions, reading, texts
from aftersales.dialogue.alarm import alarm
from aftersales.dialogue.case import Case
from aftersales.dialogue.digression import POINTLESS, SAYS_SOMETHING, SURE, is_digression
from aftersales.dialogue.facts import counterpart
from aftersales.dialogue.heard import Heard, Need
from aftersales.dialogue.listening import DEPENDENTS, about_other_goods, more_about, take_in
from aftersales.dialogue.missing import next_slot
from aftersales.dialogue.opening import slots_of_request
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.requests import SAME_TROUBLE, Matter, is_request, remedy_of, request_of
from aftersales.dialogue.settling import settled
from aftersales.dialogue.step import Step
from aftersales.dialogue.texts import Bubble, say
from aftersales.policy.names import FreightPayer, Outcome, Request

MAX_TRIES = 3
SURE_OF_SWITCH = 0.5
"""Below this, a request that names nothing is not worth the question whether she wants to change to it."""
_COMPLAINS = re.compile(
    r"投诉|举报|曝光|12315|12345|消协|消费者协会|工商|市监|律师|起诉|差评|态度|骂|骗|泄露|骚扰|推销|黑店|不理人"
)
"""What makes anger in the middle of a request a complaint of its own."""
_THREATENS = re.compile(r"报警|警察|派出所|告你|起诉|曝光|没完")
"""What is said in anger is no matter for somebody else."""
BESIDES = frozenset({"told", "description", "confirm"})
"""What may come along without answering the open question."""
_NOT_WANTED = {Request.CANCEL, Request.NO_REASON_RETURN}
"""What 「不想要了」 may mean."""
STOPS = ("stop", "withdraw_request")
"""Nothing was applied for yet, so 「不退了」 takes nothing back but this request."""
_ASKS_WHETHER = re.compile(r"[吗么嘛?？]|怎么|咋|如何|能不能|可不可以|能否")
_MADE_ANEW = re.compile(r"(?:重新?|再)(?:做|刻|定做|订做|定制|印|发|寄)")
"""Begins again with the goods, not with the talk."""
_GIVES_UP = re.compile(r"算了[,，。!！\s]*(?:我|就|先|那)?不(?:改|换|退|修|办|弄|搞)了[吧啊。!！\s]*$")
_UNCHANGED = re.compile(r"不变|没变|不用?改|不用?换|照旧|原来的|老地址")
_FORGOT = re.compile(
    r"(?:不晓得|不知道|不清楚|不记得|记不[清得住]|忘了?|没印象).{0,4}(?:订单|单号|编号|啥时|什么时|几时|哪[天个一笔单]|多久|号)"
    r"|(?:订单号?|单号)[我也都早]{0,2}(?:忘|不记得|记不|不知道|不晓得|没记|没存)"
)


def advance(case: Case, heard: Heard | None) -> Step:
    """`heard` is None when the message was read before (the form starts, or comes back from a digression)."""
    if heard is None:
        return settled(case, {}, [])
    step = _answered(case, heard)
    later = [] if step.digression else needs.kept_for_later(heard)
    return _with_needs(case, step, later) if later else step


def opening(request: str, seed: str, words: str = "") -> Bubble:
    """The first words of a request; a bare 「坏了」 in `words` does not say yet whose fault it was."""
    vague = request in (Request.DAMAGED, Request.QUALITY) and particulars.is_vague_fault(words)
    return {"text": say("opened_fault" if vague else f"opened_{request}", seed)}


def _answered(case: Case, heard: Heard) -> Step:
    asked = case.get("requested_slot")
    if ringing := alarm(heard):
        return Step({"quiet": heard.message_id}, next_slot=next_slot(case), alarm=ringing)
    if heard.text and particulars.tells_secret(heard.text):
        return Step({}, [texts.bubble("secret_told", case.seed)], next_slot=next_slot(case))
    if asked == "way_on":
        return _after_refusal(case, heard)
    if asked != "confirm_switch" and heard.choice is None and not _chooses(case, heard, asked):
        stops = heard.intent in STOPS or _GIVES_UP.search(heard.text)
        if stops and not heard.values("ticket_id") and not questions.about_way_back(heard):
            stopped, complaint = _stopped(case, heard), _complaint_in(heard)
            return _with_needs(case, stopped, [complaint]) if complaint else stopped
        if heard.intent == "go_back" and not _MADE_ANEW.search(heard.text):
            return _go_back(case)
    if heard.intent == "repeat" and heard.choice is None and not faq.asks_for_rule(heard.text):
        return Step({"tries": 0}, next_slot=next_slot(case))
    if meant := _other_reason(case, heard):
        return _reason_corrected(case, heard, meant)
    if asked == "remedy" and (held := negotiation.reply(case, heard)):
        return _held(case, held)
    if told := questions.answered(case, heard, asked):
        return told
    updates, bubbles = take_in(case, heard, asked)
    if not updates and asked == "order_id" and _FORGOT.search(heard.text):
        return _reassured(case, heard, "order_forgotten")
    if not updates and asked == "confirm_switch" and not is_digression(heard) and not heard.wants_human:
        return _offer_passed_over(case, heard)
    if not updates:
        return _not_an_answer(case, heard, asked)
    if updates.keys() <= BESIDES and asked not in updates:
        return _told_besides(case, heard, updates, bubbles)
    answered = list(case.get("answered") or ())
    if asked in updates:
        answered = [*(slot for slot in answered if slot != asked), asked]
    return settled(case, {"tries": 0, "answered": answered} | updates, bubbles)


def _stopped(case: Case, heard: Heard) -> Step:
    """「不办了」; 「能撤销吗」 only asks whether she could."""
    if heard.intent == "withdraw_request" and _ASKS_WHETHER.search(heard.text):
        return Step({}, [texts.bubble("how_to_stop", case.seed)], next_slot=next_slot(case))
    return Step({"exit": "stopped"})


def _complaint_in(heard: Heard) -> Need | None:
    """「我要投诉」 of 「那我不修了，我要投诉」."""
    said = [piece for piece in re.split(r"[\s，,。；;！!]+", heard.text) if _COMPLAINS.search(piece)]
    return Need("complain", "，".join(said)) if said else None


def _told_besides(case: Case, heard: Heard, updates: Updates, bubbles: list[Bubble]) -> Step:
    """Kept, and asked again; told for the third time instead of an answer, the question is left to people."""
    missed = _missed(case, heard)
    if missed.next_slot is None or any("effects" in bubble for bubble in missed.say):
        return replace(missed, changes=updates | missed.changes)
    return settled(case, updates | {"tries": missed.changes["tries"]}, bubbles)


def _chooses(case: Case, heard: Heard, asked: str | None) -> bool:
    """「不退，换」 or 「重新申请吧」 takes nothing back."""
    return asked in ("remedy", "resume") and reading.read(asked, case, heard) is not None


def _after_refusal(case: Case, heard: Heard) -> Step:
    """She pleads, asks why, takes another way, or lets it be."""
    quiet = {"quiet": heard.message_id}
    if meant := _other_reason(case, heard):
        return _reason_corrected(case, heard, meant)
    if heard.intent == "repeat" and not faq.asks_for_rule(heard.text):
        return Step({}, [negotiation.announcement(case)], next_slot="way_on")
    new = is_request(heard.intent) and (heard.confidence >= SURE or heard.choice is not None)
    if new and _another_matter(case, heard) and _concrete(heard):
        return Step({"switch_about": _about(case, heard), "exit": "switched"})
    if held := negotiation.reply(case, heard):
        return _held(case, held)
    if new and not heard.choice:
        return _held(case, negotiation.plead(case))
    if heard.intent in negotiation.ACCEPTS or heard.choice == "no":
        return Step({"exit": "accepted"})
    contests = heard.intent in ("inform", "nlu_fallback") and heard.text and not heard.photos
    if contests and not _concrete(heard):
        return _held(case, negotiation.plead(case))  # 「真没用过」「你们系统搞错了吧」
    return Step(quiet, digression=True)


def _concrete(heard: Heard) -> bool:
    """Whether a new wish is told, not only read into a sigh (「就差一天啊」)."""
    told = ("defect", "reason", "product", "order_id", "remedy", "virtual_kind", "address", "amount")
    return not heard.text or any(heard.values(entity) for entity in told)


def _another_matter(case: Case, heard: Heard) -> bool:
    request = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
    return heard.first("order_id") not in (None, case.get("order_id")) or (
        request != case.request or about_other_goods(case, heard)
    )


def _about(case: Case, heard: Heard) -> Updates:
    """The slots of the way she takes now: with the same order unless she names another."""
    about = slots_of_request(heard, {})
    if not about_other_goods(case, heard):
        about.setdefault("order_id", case.get("order_id"))
    return about


def _held(case: Case, held: negotiation.Reply) -> Step:
    if held.disputed:
        return Step({"exit": "disputed"})
    after = case.having({"pleas": held.pleas})
    changes: Updates = {"pleas": held.pleas, "explained": "refusal", "tries": 0}
    return Step(changes, list(held.bubbles), next_slot=next_slot(after))


def _other_reason(case: Case, heard: Heard) -> Request | None:
    if heard.choice is not None or about_other_goods(case, heard):
        return None
    return particulars.other_reason(heard.text, case.request)


def _reason_corrected(case: Case, heard: Heard, meant: Request) -> Step:
    """「不是质量问题，是我不想要了」: the same goods under another rule; who pays the freight is said."""
    cleared = dict.fromkeys(("remedy", "confirm", "refused", "pleas", "complete", "explained"))
    words = {"description": heard.text, "defect": None} if meant != Request.NO_REASON_RETURN else {}
    if meant == Request.NO_REASON_RETURN:
        words = {"description": None, "defect": None, "cause": None}
    corrected: Updates = {"request": meant.value, "answered": [], "tries": 0, **cleared, **words}
    after = case.having(corrected)
    text = say("reason_corrected", case.seed, new=after.spec.name)
    if case.decision and after.decision and after.decision.outcome != Outcome.REJECT:
        before_payer, payer = case.decision.freight_payer, after.decision.freight_payer
        if payer != before_payer and payer != FreightPayer.NONE:
            text += say(f"freight_now_{payer}", case.seed)
    return settled(case, corrected, [{"text": text}])


def _with_needs(case: Case, step: Step, later: list[Need]) -> Step:
    slot = needs.remembered(case.get("needs"), later)
    return replace(
        step,
        changes=step.changes | {"needs": slot},
        say=[*step.say, needs.noted(later, case.seed)],
    )


def _not_an_answer(case: Case, heard: Heard, asked: str | None) -> Step:
    mumbles = heard.intent in POINTLESS and len(heard.text) < SAYS_SOMETHING
    threatens = heard.intent == "out_of_scope" and _THREATENS.search(heard.text)
    harmless = heard.intent == "complain" and not _COMPLAINS.search(heard.text) and not heard.wants_human
    if threatens or harmless:
        return _reassured(case, heard, "impatient")  # no complaint to be registered
    leads_away = is_digression(heard, asked) and not mumbles
    if heard.wants_human or (leads_away and heard.intent not in POINTLESS):
        return Step(digression=True)
    if is_request(heard.intent) and heard.confidence >= SURE and not case.get("switch_to"):
        return _another_request(case, heard)
    if asked == "phone_tail" and heard.first("order_id"):
        return settled(case, {"order_id": heard.first("order_id")}, [])
    return _missed(case, heard, leads_away=leads_away)


def _reassured(case: Case, heard: Heard, key: str) -> Step:
    """A kind word before the question comes again; said for the third time, people help."""
    missed = _missed(case, heard)
    if any("effects" in bubble for bubble in missed.say):
        return missed
    return replace(missed, say=[texts.bubble(key, case.seed)], again=False)


def _missed(case: Case, heard: Heard, *, leads_away: bool = False) -> Step:
    """An answer that could not be read: asked again in other words, the third time by a person."""
    tries = int(case.get("tries") or 0) + 1
    if tries >= MAX_TRIES:
        help_bubble = texts.bubble("three_tries", case.seed) | {
            "effects": {"handover": {"reason": "three_tries"}}
        }
        return Step({"tries": 0, "quiet": heard.message_id}, [help_bubble], next_slot=next_slot(case))
    if leads_away:
        return Step({"tries": tries}, digression=True)
    return Step({"tries": tries}, next_slot=next_slot(case), again=True)


def _another_request(case: Case, heard: Heard) -> Step:
    new = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
    about = slots_of_request(heard, {}) if about_other_goods(case, heard) else None
    if not about and new in SAME_TROUBLE and case.request in (*SAME_TROUBLE, Matter.VISIT):
        return settled(case, {"tries": 0} | more_about(case, heard), [texts.bubble("noted", case.seed)])
    wants_money = heard.intent == "request_compensation"
    if case.spec.keeps_remedy and (remedy_of(heard.intent) or wants_money) and not about:
        # The remedy once more (「快退钱」), not another request; what else she wants by it, people shall see.
        again = remedy_of(heard.intent) in (None, case.get("remedy"))
        noted = {} if again else more_about(case, heard)
        return settled(case, {"tries": 0} | noted, [texts.bubble("noted", case.seed)] if noted else [])
    if case.order is None and {new, case.request} == _NOT_WANTED and not about:
        return settled(case, {"tries": 0}, [])  # which of the two it is, the order will show
    if case.order is not None and counterpart(new, case.order) == case.request and not about:
        return settled(case, {"tries": 0}, [])  # 「还没到」 of a recharge is this very request
    if new == Request.MODIFY and _UNCHANGED.search(heard.text):
        return settled(case, {"tries": 0}, [])
    if new != case.request and not _concrete(heard) and heard.confidence < SURE_OF_SWITCH:
        return _missed(case, heard)
    if new != case.request:
        return settled(case, {"switch_to": new.value, "switch_about": about, "tries": 0}, [])
    if not about:
        return settled(case, {"tries": 0}, [])
    later = [Need(heard.intent, heard.text)]
    return _with_needs(case, settled(case, {"tries": 0}, []), later)


def _offer_passed_over(case: Case, heard: Heard) -> Step:
    """Neither yes nor no to the offer of another request: she goes on with this one."""
    dropped: Updates = {"switch_to": None, "switch_about": None}
    before = case.having(dropped)
    step = _answered(before.having({"requested_slot": next_slot(before)}), heard)
    return replace(step, changes=dropped | step.changes)


def _go_back(case: Case) -> Step:
    answered = list(case.get("answered") or ())
    slot = answered.pop() if answered else None
    if slot is None or slot == "consent":
        return Step({"tries": 0}, [texts.bubble("nothing_to_go_back", case.seed)], next_slot=next_slot(case))
    cleared: Updates = {slot: None, "answered": answered, "tries": 0}
    cleared |= dict.fromkeys(DEPENDENTS.get(slot, ()))
    return settled(case, cleared, [texts.bubble("went_back", case.seed)])
