"""A report as others read it: JSON, and a table that no spreadsheet calculates."""

from __future__ import annotations

import csv
import io

import pytest

from aftersales.policy.policy import Policy
from aftersales.reports.model import NONE, OTHERS, OWN, By, Figure, Filters, Group, Measure, Period, reasons
from aftersales.reports.model import figures as figures_of
from aftersales.reports.service import Report
from aftersales.reports.wire import BOM, aim, group_name, safe, to_csv, to_json


def report(policy: Policy, by: By | None, *keys: str, names: dict[str, str] | None = None) -> Report:
    figures = figures_of([], policy.goals)
    made = [Group(key, figures) for key in keys]
    period = Period.of("2026-11-18", "2026-12-03")
    return Report(period, Filters(), by, figures, made, reasons([]), names or {})


@pytest.mark.parametrize(
    ("by", "key", "name"),
    [
        (By.CHANNEL, "widget", "网页"),
        (By.CHANNEL, "carrier_pigeon", "carrier_pigeon"),
        (By.CHANNEL, "caller", "代客登记"),
        (By.MERCHANT, OWN, "自营"),
        (By.MERCHANT, "shen", "沈记优选"),
        (By.AGENT, OTHERS, "平台客服"),
        (By.AGENT, NONE, "机器人或未分配"),
        (By.CATEGORY, "home", "家居用品"),
        (By.CATEGORY, "gone", "gone"),
        (By.DAY, "2026-11-18", "11月18日"),
        (By.WEEK, "2026-11-16", "11月18日–22日"),
        (By.WEEK, "2026-11-30", "11月30日–12月3日"),
        (By.MONTH, "2026-11", "2026年11月"),
    ],
)
def test_groups_have_names(policy: Policy, by: By, key: str, name: str) -> None:
    made = report(policy, by, key, names={"shen": "沈记优选"})
    assert group_name(made.groups[0], made, policy) == name


def test_a_figure_says_what_it_counts_and_where_its_goal_comes_from(policy: Policy) -> None:
    body = to_json(report(policy, None), policy)
    first = body["figures"][0]
    assert (first["id"], first["value"], first["denominator"], first["reached"]) == (
        "first_reply",
        None,
        0,
        None,
    )
    assert (first["aim"], first["goal"], first["better"]) == ("24 小时内", 95, "higher")
    assert (body["groups"], body["reasons"]) == ([], [])
    assert first["source"] == "《网上商城售后服务范本》 4(1)"
    assert [aim(getattr(policy.goals, measure)) for measure in (Measure.MONEY, Measure.SATISFACTION)] == [
        "3 个工作日内",
        "4 星及以上",
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(policy: Policy, begins: str) -> None:
    name = f"{begins}HYPERLINK(1)"
    made = report(policy, By.AGENT, "lan", names={"lan": name})
    cells = [row[0] for row in csv.reader(io.StringIO(to_csv(made, policy)))]
    assert f"'{name}" in cells
    assert name not in cells
    assert safe("小兰") == "小兰"


def test_excel_is_told_the_encoding_and_nothing_is_called_zero(policy: Policy) -> None:
    text = to_csv(report(policy, None), policy)
    assert text.startswith(BOM + "范围,指标")
    assert text.count("暂无数据") == len(Measure)


def test_a_table_says_whether_a_goal_is_reached(policy: Policy) -> None:
    goal = policy.goals.handling
    made = report(policy, None)
    slow = Report(made.period, made.filters, None, (Figure(Measure.HANDLING, goal, 1801, 2),), (), (), {})
    [_, row] = csv.reader(io.StringIO(to_csv(slow, policy)))
    assert row[1:] == ["平均处理时长", "", "15.1", "分钟", "", "2", "≤ 15", "未达标"]
