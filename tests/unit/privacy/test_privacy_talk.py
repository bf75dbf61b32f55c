"""Which request the words mean, and what she reads before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from aftersales.dialogue import privacy_talk
from aftersales.privacy.model import Kind

WORDS = {
    "删除我的个人信息": Kind.DELETE,
    "把我的聊天记录和照片都删了吧": Kind.DELETE,
    "帮我把手机号从你们系统里清除": Kind.DELETE,
    "注销我的账号": Kind.DELETE,
    "你们收集了我哪些信息": Kind.SHOW,
    "我想看看你们存了我什么资料": Kind.SHOW,
    "查一下我的个人数据": Kind.SHOW,
    "导出我的数据": Kind.EXPORT,
    "把我的信息打包发给我一份": Kind.EXPORT,
    "我的手机号错了，帮我改成新的": Kind.CORRECT,
    "更正一下我的姓名信息": Kind.CORRECT,
    "我要撤回之前的授权": Kind.WITHDRAW_CONSENT,
    "不再同意你们使用我的信息": Kind.WITHDRAW_CONSENT,
}
UNCLEAR = ["我的隐私怎么办", "个人信息保护", "先导出我的数据再把信息删掉", "别删我的信息", "你好"]


@dataclass(frozen=True)
class Outlook:
    messages: int = 12
    photos: int = 2
    locked: int = 0
    running: tuple[str, ...] = ()


@pytest.mark.parametrize(("text", "kind"), WORDS.items(), ids=list(WORDS))
def test_the_words_name_the_request(text: str, kind: Kind) -> None:
    assert privacy_talk.kind_of(text) is kind


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_asked_and_never_guessed(text: str) -> None:
    assert privacy_talk.kind_of(text) is None


def test_every_offered_choice_is_understood_by_tap_and_by_its_title() -> None:
    question = privacy_talk.ask_kind("m")
    assert question["expects"] == "clarify"
    offered = [choice for choice in question["choices"] if choice["value"] != "human"]
    assert {privacy_talk.kind_of("", choice["value"]) for choice in offered} == set(Kind)
    for choice in offered:
        assert privacy_talk.kind_of(choice["title"]) is privacy_talk.kind_of("", choice["value"])


def test_before_a_deletion_she_sees_what_goes_and_is_asked() -> None:
    bubble = privacy_talk.confirm_delete("m", Outlook(locked=1))
    assert [choice["value"] for choice in bubble["choices"]] == ["yes", "no"]
    assert bubble["expects"] == "confirm"
    said = str(bubble["card"]["rows"])
    assert "12 条聊天记录" in said
    assert "2 张图片" in said
    assert "封存 3 年" in said
    assert "无法恢复" in bubble["text"]


def test_a_running_ticket_is_named_before_and_after() -> None:
    waiting = Outlook(running=("AS0000000007",))
    assert "AS0000000007" in privacy_talk.confirm_delete("m", waiting)["text"]
    told = privacy_talk.delete_begun("m", waiting.running, datetime(2026, 12, 9, 13, tzinfo=UTC))
    assert "AS0000000007" in told["text"]
    assert "12 月 9 日" in told["text"]


def test_what_the_law_keeps_is_told_only_where_there_is_something() -> None:
    assert "封存" not in privacy_talk.deleted("m", 0)["text"]
    assert "2 张工单" in privacy_talk.deleted("m", 2)["text"]


def test_the_link_stands_in_the_message() -> None:
    text = privacy_talk.exported("m", "token", 15)["text"]
    assert "/api/privacy/exports/token" in text
    assert "15 分钟" in text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("导出来行不", Kind.EXPORT),
        ("看看就行", Kind.SHOW),
        ("都删掉", Kind.DELETE),
        ("改一下", Kind.CORRECT),
        ("先看看再删", None),
        ("不用删了", None),
        ("先帮我看看那件衣服还有没有大码", None),
        ("嗯", None),
    ],
)
def test_of_the_offered_kinds_a_word_is_enough(said: str, kind: Kind | None) -> None:
    assert privacy_talk.offered_kind(said) is kind


@pytest.mark.parametrize("said", ["真的删", "确定删除", "删吧", "全部删掉！", "嗯 删了吧"])
def test_who_insists_has_it_deleted(said: str) -> None:
    assert privacy_talk.insists_on_deletion(said)


@pytest.mark.parametrize("said", ["先不删", "别删", "删了会怎样", "导出再删", "删除前给我看看"])
def test_nobody_has_it_deleted_by_a_question(said: str) -> None:
    assert not privacy_talk.insists_on_deletion(said)
