"""A report as JSON, and as a table for people who go on in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from aftersales.dialogue.cards import REASON_NAMES
from aftersales.dialogue.faq_words import span
from aftersales.policy.goals import Goal, RatedGoal, TimedGoal
from aftersales.policy.names import Category
from aftersales.policy.policy import Policy
from aftersales.reports.model import NONE, OTHERS, OWN, By, Figure, Group, Period
from aftersales.reports.repository import CALLER
from aftersales.reports.service import Report

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the system's own encoding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be calculated."""
UNITS = {"percent": "%", "minutes": "分钟"}

_CHANNELS = {
    "widget": "网页",
    "wechat": "微信",
    "rest": "接口",
    CALLER: "代客登记",
    NONE: "会话已删除",
}
_SPECIAL = {
    By.MERCHANT: {OWN: "自营", NONE: "没有关联工单"},
    By.AGENT: {OTHERS: "平台客服", NONE: "机器人或未分配"},
    By.CATEGORY: {NONE: "没有具体商品"},
}
_HEAD = ("范围", "指标", "口径", "数值", "单位", "达成", "样本", "目标", "是否达标")


def to_json(report: Report, policy: Policy) -> dict[str, Any]:
    """The body of `GET /api/reports`."""
    filters = report.filters
    return {
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "filters": {
            "channel": filters.channel,
            "merchant": filters.merchant,
            "agent": filters.agent,
            "category": filters.category,
        },
        "by": report.by,
        "figures": [_figure(figure) | _defined(figure.goal, policy) for figure in report.figures],
        "groups": [
            {
                "key": group.key,
                "name": group_name(group, report, policy),
                "figures": [_figure(figure) for figure in group.figures],
            }
            for group in report.groups
        ],
        "reasons": [
            {
                "reason": one.reason,
                "name": REASON_NAMES.get(one.reason, one.reason),
                "count": one.count,
                "share": float(one.share),
            }
            for one in report.reasons
        ],
    }


def to_csv(report: Report, policy: Policy) -> str:
    """One row per range and figure, then the reasons of returns."""
    text = io.StringIO()
    text.write(BOM)
    table = csv.writer(text)
    table.writerow(_HEAD)
    whole = f"{report.period.first} 至 {report.period.last}"
    parts = [(whole, report.figures)]
    parts += [(group_name(group, report, policy), group.figures) for group in report.groups]
    for name, figures in parts:
        table.writerows(_row(name, figure) for figure in figures)
    for one in report.reasons:
        reason = REASON_NAMES.get(one.reason, one.reason)
        table.writerow((whole, "退换货原因", safe(reason), one.share, "%", one.count, one.of, "", ""))
    return text.getvalue()


def safe(cell: str) -> str:
    """The text, so that no spreadsheet calculates it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def group_name(group: Group, report: Report, policy: Policy) -> str:
    by = report.by
    assert by is not None
    if by.of_time:
        return _time_name(group.key, by, report.period)
    special = _SPECIAL.get(by, {}).get(group.key)
    if special is not None:
        return special
    if by is By.CHANNEL:
        return _CHANNELS.get(group.key, group.key)
    if by is By.CATEGORY:
        return policy.categories[Category(group.key)].name if group.key in set(Category) else group.key
    return report.names.get(group.key, group.key)


def _time_name(key: str, by: By, period: Period) -> str:
    """「11月18日」, 「11月16日–22日」 as far as the week lies in the period, 「2026年11月」."""
    if by is By.MONTH:
        year, month = key.split("-")
        return f"{year}年{int(month)}月"
    begin = date.fromisoformat(key)
    if by is By.DAY:
        return f"{begin.month}月{begin.day}日"
    first, last = max(begin, period.first), min(begin + timedelta(days=6), period.last)
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日" + (f"–{end}" if last > first else "")


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.measure,
        "value": _number(figure.value),
        "numerator": figure.total if figure.goal.unit == "percent" else round(figure.total / 60, 1),
        "denominator": figure.count,
        "reached": figure.reached,
    }


def _defined(goal: Goal, policy: Policy) -> dict[str, Any]:
    return {
        "name": goal.name,
        "aim": aim(goal),
        "counted": goal.counted,
        "unit": goal.unit,
        "goal": goal.figure,
        "better": None if goal.figure is None else "lower" if goal.at_most is not None else "higher",
        "source": goal.source and policy.in_full(goal.source),
    }


def aim(goal: Goal) -> str | None:
    """When a case counts as reached: 「24 小时内」, 「4 星及以上」."""
    if isinstance(goal, TimedGoal):
        return f"{span(goal.within)}内"
    return f"{goal.stars} 星及以上" if isinstance(goal, RatedGoal) else None


def _row(name: str, figure: Figure) -> Sequence[object]:
    goal = figure.goal
    target = "" if goal.figure is None else f"{'≤' if goal.at_most is not None else '≥'} {goal.figure}"
    reached = {True: "达标", False: "未达标", None: ""}[figure.reached]
    value = "暂无数据" if figure.value is None else figure.value
    counts = (figure.total if goal.unit == "percent" else "", figure.count)
    return (safe(name), goal.name, aim(goal) or "", value, UNITS[goal.unit], *counts, target, reached)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
