"""Answers to 'how far is it'."""

from __future__ import annotations

from aftersales.dialogue import status
from aftersales.policy.policy import Policy

from .conftest import heard


def test_who_waits_for_money_without_an_application_hears_the_rule(policy: Policy) -> None:
    none, rule = status.progress(heard("退款什么时候能到账", "query_progress"), [], policy)
    assert "没有正在处理" in none["text"]
    assert "工作日" in rule["text"]


def test_who_asks_how_far_it_is_hears_no_rule(policy: Policy) -> None:
    assert len(status.progress(heard("审核好了没", "query_progress"), [], policy)) == 1
