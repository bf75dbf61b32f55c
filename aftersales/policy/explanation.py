"""A decision in the words of a good human agent: what, why, who pays, by when, what else."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from aftersales.clock import SHANGHAI
from aftersales.policy.case import Case, Verdict
from aftersales.policy.model import Deadline, RemedyOption
from aftersales.policy.names import Alternative, OrderStatus, Outcome, Remedy

LAST_SECOND_OF_DAY = time(23, 59, 59)
TRAVELS_BACK = {Remedy.RETURN_REFUND, Remedy.INTERCEPT}
COMES_AGAIN = {Remedy.EXCHANGE, Remedy.REPAIR, Remedy.PAID_REPAIR}


def explain(case: Case, verdict: Verdict, deadlines: Sequence[Deadline]) -> str:
    """The decision for the shopper, in one paragraph; every figure comes from the policy or the facts."""
    sentences = [_reason(case, verdict)]
    if verdict.outcome is Outcome.APPROVE and verdict.chosen is not None:
        sentences += _terms(case, verdict.chosen)
    sentences += _dates(case, deadlines)
    sentences += _what_else(case, verdict)
    return "".join(sentences)


def moment_text(moment: datetime) -> str:
    """A moment as people write it: 11月24日（周二）21:00; the last second of a day is its 24:00."""
    local = moment.astimezone(SHANGHAI)
    hour = "24:00" if local.time() == LAST_SECOND_OF_DAY else f"{local:%H:%M}"
    return f"{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）{hour}"


def _reason(case: Case, verdict: Verdict) -> str:
    clause = case.policy.clauses[verdict.rules[0]]
    own = clause.say_of.get(verdict.remedy, {}) if verdict.remedy is not None else {}
    said = own.get(verdict.outcome) or clause.say.get(verdict.outcome, clause.plain)
    return case.policy.fill(said, _words(case, verdict))


def _words(case: Case, verdict: Verdict) -> dict[str, str]:
    wording = case.policy.wording
    end = case.days_end(case.figures.no_reason.days)
    own = {
        name: moment_text(word) if isinstance(word, datetime) else word
        for name, word in verdict.ruling.words.items()
    }
    defaults = {
        "remedy": wording.remedies[verdict.remedy] if verdict.remedy else wording.phrases.request,
        "window_end": moment_text(end - timedelta(seconds=1)) if end else "",
        "warranty_months": str(case.warranty_months),
        "until": wording.phrases.next_news,
    }
    return defaults | own


def _terms(case: Case, option: RemedyOption) -> Iterator[str]:
    wording = case.policy.wording
    if option.refund_amount:
        yield wording.phrases.money.format(amount=option.refund_amount)
    freight = wording.freight[option.freight_payer]
    if option.id in COMES_AGAIN:
        yield freight.both_ways
    elif option.id in TRAVELS_BACK:
        yield freight.back
    elif case.order.status is OrderStatus.SIGNED and case.claim.received:
        yield freight.nothing_back


def _dates(case: Case, deadlines: Sequence[Deadline]) -> Iterator[str]:
    wording = case.policy.wording
    for deadline in deadlines:
        target, limit = moment_text(deadline.target), moment_text(deadline.limit)
        yield wording.clocks[deadline.clock].format(target=target, limit=limit)
    if any(deadline.provisional for deadline in deadlines):
        yield wording.phrases.provisional


def _what_else(case: Case, verdict: Verdict) -> Iterator[str]:
    """What is still needed, what else she may choose, and after a refusal the ways left."""
    wording, phrases = case.policy.wording, case.policy.wording.phrases
    if verdict.outcome is not Outcome.REJECT:
        if verdict.ruling.evidence:
            kinds = "、".join(wording.evidence[kind] for kind in verdict.ruling.evidence)
            yield phrases.evidence.format(kinds=kinds)
        approved = (option.id for option in verdict.options if option.outcome is Outcome.APPROVE)
        others = [remedy for remedy in approved if remedy is not verdict.remedy]
        if others and case.facts.remedy is None:
            yield phrases.others.format(remedies="、".join(wording.remedies[remedy] for remedy in others))
    ways = [wording.alternatives[way] for way in verdict.alternatives if way is not Alternative.DISPUTE]
    if ways:
        yield phrases.alternatives.format(ways="；".join(ways))
    if Alternative.DISPUTE in verdict.alternatives:
        yield wording.alternatives[Alternative.DISPUTE]
