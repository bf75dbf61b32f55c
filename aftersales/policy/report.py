"""The policy, a decision and a replay as a shop owner reads them in the shell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aftersales.policy.explanation import moment_text
from aftersales.policy.model import Decision, Flip
from aftersales.policy.policy import Policy
from aftersales.policy.replay import Comparison, Direction, total

DIRECTIONS = {Direction.BETTER: "对顾客更好", Direction.WORSE: "对顾客更差", Direction.OTHER: "其他变化"}


def policy_lines(policy: Policy) -> Iterator[str]:
    """What a folder that is in order holds."""
    yield f"版本 {policy.version}，{policy.effective_from} 起生效"
    for version in policy.earlier:
        yield f"更早的版本 {version.version}，{version.effective_from} 起，当时的订单有利于顾客的仍按它办"
    floors = sum(clause.legal_floor for clause in policy.clauses.values())
    yield f"条款 {len(policy.clauses)} 条，其中 {floors} 条有法定底线；商品类目 {len(policy.categories)} 个"
    own = sorted({*policy.merchants, *policy.merchant_calendars})
    yield f"有自己数字或服务时间的商家：{'、'.join(own) or '没有'}"
    yield f"放假调休按官方安排算到 {policy.calendar.official_through}，之后的日期会提示可能变化"


def decision_lines(decision: Decision, policy: Policy) -> Iterator[str]:
    """Outcome, words for the shopper, rules with source, remedies, alternatives, and what would change it."""
    policy = policy.behind(decision.policy_version, decision.facts.order.merchant_id)
    wording = policy.wording
    asked_at = moment_text(decision.facts.now)
    yield f"结论：{wording.outcomes[decision.outcome]}（{asked_at}，规则版本 {decision.policy_version}）"
    yield ""
    yield f"对顾客说：{decision.explanation}"
    yield ""
    yield "依据："
    for rule in decision.rules:
        yield f"  {rule} {policy.clause_text(rule)}"
    if decision.remedies:
        yield "办法："
    for option in decision.remedies:
        chosen = "←" if option.id is decision.remedy else ""
        money = f"退款 {option.refund_amount} 元，" if option.refund_amount else ""
        yield (
            f"  {wording.remedies[option.id]}：{wording.outcomes[option.outcome]}，"
            f"{money}运费承担：{wording.payers[option.freight_payer]} {chosen}".rstrip()
        )
    if decision.deadlines:
        yield "时限："
    for deadline in decision.deadlines:
        yield f"  {deadline.clock} 目标 {moment_text(deadline.target)}，最晚 {moment_text(deadline.limit)}"
    if decision.alternatives:
        yield "还可以："
    for way in decision.alternatives:
        yield f"  {wording.alternatives[way]}"
    if decision.flips:
        yield "只要其中一项不同，就可以办理："
    for flip in decision.flips:
        yield f"  {_flip_text(flip, policy)}"


def _flip_text(flip: Flip, policy: Policy) -> str:
    names = policy.wording.facts
    name = names.get(re.sub(r"\.\d+\.", ".n.", flip.fact), flip.fact)
    match flip.needed:
        case bool(needed):
            value = "是" if needed else "否"
        case dict(needed):
            value = "、".join(f"{names[f'{flip.fact}.{part}']} {count}" for part, count in needed.items())
        case needed:
            value = str(needed)
    return f"{name}：{value}（{flip.fact}）"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """How many cases change, in which direction and by how much, and each of them."""
    running, draft = comparison.running.version, comparison.draft.version
    yield f"现行 {running} 与草案 {draft}：{comparison.cases} 件，其中 {len(comparison.changes)} 件会不同"
    for direction, name in DIRECTIONS.items():
        changes = comparison.of(direction)
        yield f"{name}：{len(changes)} 件，直接退款相差 {total(changes):+} 元"
    outcomes = comparison.running.wording.outcomes
    for change in comparison.changes:
        before, after = change.before, change.after
        yield (
            f"  {change.number} {DIRECTIONS[change.direction]}："
            f"{outcomes[before.outcome]} → {outcomes[after.outcome]}，"
            f"{before.refund_amount} → {after.refund_amount} 元，{before.rules[0]} → {after.rules[0]}"
        )
    if comparison.unreadable:
        yield f"没能重算的：{'、'.join(comparison.unreadable)}"
