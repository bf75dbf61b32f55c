"""What comes before the rule of the request (R-SAFETY, R-FRAUD, R-DUP, R-TECH), in its place (R-DISPUTE), and
after it (R-POP, R-RISK)."""

from dataclasses import replace

from aftersales.policy.case import Case, Ruling
from aftersales.policy.model import RemedyOption
from aftersales.policy.names import Alternative, Evidence, Outcome, Proof, Remedy, Request, Rule

LEAVES_FIRST = {
    Remedy.RESHIP,
    Remedy.REISSUE,
    Remedy.REFUND_ONLY,
    Remedy.PRICE_REDUCTION,
    Remedy.PRICE_DIFFERENCE,
    Remedy.COMPENSATE,
}
SENDS_GOODS = {Remedy.RESHIP, Remedy.REISSUE}


def before(case: Case) -> Ruling | None:
    """The ruling that makes the rule of the request needless, if there is one."""
    known, disputed = case.facts.circumstances, case.facts.request is Request.DISPUTE
    if known.danger:
        return Ruling(rule=Rule.SAFETY, outcome=Outcome.REVIEW)
    if case.claim.counterfeit or known.unsafe_food:
        return Ruling(rule=Rule.FRAUD, outcome=Outcome.REVIEW)
    if case.claim.open_ticket and not disputed:
        alternatives = (Alternative.WAIT_UNTIL, Alternative.HUMAN)
        return Ruling(rule=Rule.DUP, outcome=Outcome.REJECT, alternatives=alternatives)
    if known.tech_support and not disputed:
        return Ruling(rule=Rule.TECH, outcome=Outcome.REVIEW)
    return None


def dispute(case: Case) -> Ruling:
    """R-DISPUTE: the supervisor, or tech support where the disputed rule is a technical one (R-TECH)."""
    technical = case.claim.disputed_rule in case.figures.dispute.technical_rules
    phrases = case.policy.wording.phrases
    return Ruling(
        rule=Rule.DISPUTE,
        outcome=Outcome.REVIEW,
        also=(Rule.TECH,) if technical else (),
        words={"desk": phrases.tech_support if technical else phrases.supervisor},
    )


def unproved(case: Case, ruling: Ruling) -> Ruling:
    """R-POP: without a proof of the purchase, what would be approved is looked at by people."""
    if case.claim.proof is not Proof.NONE or case.facts.request is Request.DISPUTE:
        return ruling
    if ruling.verdict is Outcome.REJECT:
        return ruling
    return replace(
        ruling,
        rule=Rule.POP,
        options=tuple(replace(option, outcome=Outcome.REVIEW) for option in ruling.options),
        evidence=(*ruling.evidence, Evidence.PROOF_OF_PURCHASE),
        also=(ruling.rule, *ruling.also),
    )


def guarded(case: Case, ruling: Ruling) -> tuple[Ruling, frozenset[Remedy]]:
    """R-RISK: remedies that people look at first go behind the safe ones. Returns these remedies, too."""
    risky = frozenset(
        option.id for option in ruling.options if option.outcome is Outcome.APPROVE and _risky(case, option)
    )
    safe = tuple(option for option in ruling.options if option.id not in risky)
    held = tuple(replace(option, outcome=Outcome.REVIEW) for option in ruling.options if option.id in risky)
    return replace(ruling, options=(*safe, *held)), risky


def _risky(case: Case, option: RemedyOption) -> bool:
    if option.id not in LEAVES_FIRST:
        return False
    risk, shopper = case.figures.risk, case.facts.shopper
    value = case.goods_value if option.id in SENDS_GOODS else option.refund_amount
    return value > risk.amount or shopper.approved_claims_90d > risk.approved_claims or shopper.photo_reused
