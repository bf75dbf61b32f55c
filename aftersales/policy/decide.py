"""The one way from facts to a decision. Pure: the same facts and policy always give the same decision."""

from collections.abc import Callable, Mapping

from aftersales.policy import precedence
from aftersales.policy.arrival import damaged, missing_item, wrong_item
from aftersales.policy.case import Case, Ruling, Verdict
from aftersales.policy.compensation import compensation
from aftersales.policy.deadlines import deadlines_for
from aftersales.policy.delivery import delay
from aftersales.policy.explanation import explain
from aftersales.policy.flips import find_flips
from aftersales.policy.model import Decision, Facts, RemedyOption
from aftersales.policy.names import FreightPayer, Outcome, Remedy, Request
from aftersales.policy.no_reason import exchange, no_reason_return
from aftersales.policy.order_change import cancel, modify
from aftersales.policy.policy import Policy
from aftersales.policy.quality import quality
from aftersales.policy.refund import ZERO
from aftersales.policy.standing import standing
from aftersales.policy.virtual import virtual

RULES: Mapping[Request, Callable[[Case], Ruling]] = {
    Request.NO_REASON_RETURN: no_reason_return,
    Request.EXCHANGE: exchange,
    Request.QUALITY: quality,
    Request.REPAIR: quality,
    Request.DAMAGED: damaged,
    Request.WRONG_ITEM: wrong_item,
    Request.MISSING_ITEM: missing_item,
    Request.DELAY: delay,
    Request.CANCEL: cancel,
    Request.MODIFY: modify,
    Request.VIRTUAL: virtual,
    Request.COMPENSATION: compensation,
    Request.DISPUTE: precedence.dispute,
}
ASKED_BY_REQUEST = {Request.EXCHANGE: Remedy.EXCHANGE, Request.REPAIR: Remedy.REPAIR}
FAULTLESS = {Request.NO_REASON_RETURN, Request.EXCHANGE}


def decide(facts: Facts, policy: Policy) -> Decision:
    """The decision on `facts` of the version in force, or of the purchase day's where that is better for her.

    Expects facts that `facts_json` lets pass: claimed lines exist, the status of the order fits the request.
    """
    running, purchase_days = policy.on(facts.now), policy.on(facts.order.paid_at)
    decision = decide_under(facts, running)
    if purchase_days is running:
        return decision
    return max(decision, decide_under(facts, purchase_days), key=standing)


def decide_under(facts: Facts, policy: Policy) -> Decision:
    """The decision of this one version of the policy, with the merchant's own figures."""
    policy = policy.for_merchant(facts.order.merchant_id)
    case = Case(facts, policy)
    verdict = _judge(case)
    deadlines = deadlines_for(verdict.outcome, verdict.remedy, verdict.rules, facts.now, policy)
    refused = verdict.outcome is not Outcome.APPROVE
    return Decision(
        outcome=verdict.outcome,
        rules=verdict.rules,
        remedy=verdict.remedy,
        remedies=verdict.options,
        freight_payer=verdict.chosen.freight_payer if verdict.chosen else FreightPayer.NONE,
        refund_amount=verdict.chosen.refund_amount if verdict.chosen else ZERO,
        evidence=verdict.ruling.evidence,
        deadlines=deadlines,
        alternatives=verdict.alternatives,
        explanation=explain(case, verdict, deadlines),
        facts=facts,
        flips=find_flips(case, _approves) if refused else (),
        policy_version=policy.version,
    )


def _judge(case: Case) -> Verdict:
    ruling, held = precedence.guarded(case, _ruling(case))
    asked = case.facts.remedy or ASKED_BY_REQUEST.get(case.facts.request)
    wanted = ruling.instead.get(asked, asked) if asked else None
    options = ruling.options
    if wanted is not None and all(option.id is not wanted for option in options):
        options = (*options, _not_offered(case, ruling, wanted))
    chosen = next((option for option in options if wanted in (None, option.id)), None)
    return Verdict(ruling=ruling, options=options, chosen=chosen, held=held)


def _ruling(case: Case) -> Ruling:
    first = precedence.before(case)
    if first is not None:
        return first
    request = case.facts.request
    if request in FAULTLESS and case.has_fault:
        request = Request.QUALITY
    return precedence.unproved(case, RULES[request](case))


def _not_offered(case: Case, ruling: Ruling, remedy: Remedy) -> RemedyOption:
    """A wish beyond the rule: refused where the rule refuses, else never promised but looked at by people."""
    if ruling.verdict is Outcome.REJECT:
        return case.refuse(remedy, case.payer(ruling.rule))
    return case.offer(ruling.rule, remedy, Outcome.REVIEW)


def _approves(facts: Facts, policy: Policy) -> bool:
    return _judge(Case(facts, policy)).outcome is Outcome.APPROVE
