"""Requests for one's own data: which one is meant, what is asked before, what is said after. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from aftersales.catalogue import Catalogue
from aftersales.clock import SHANGHAI
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, choice, human_choice, say
from aftersales.privacy.model import Kind
from aftersales.text import normalise

TEXTS = Catalogue(Path(__file__).with_name("privacy_talk.yml"))

_DATA = r"(?:信息|资料|数据|记录|隐私|照片|图片|手机号|号码|电话|姓名|名字|账号|账户|地址)"
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.WITHDRAW_CONSENT, re.compile(r"(?:撤回|撤销|收回|取消|不再)[^，。！？]{0,6}(?:授权|同意)")),
    (
        Kind.DELETE,
        re.compile(
            rf"(?:删|清除|清空|抹掉|销毁|注销)[^，。！？]{{0,12}}{_DATA}"
            rf"|{_DATA}[^，。！？]{{0,10}}(?:删|清除|清空|抹掉|销毁|注销)|别留|不要(?:再)?保(?:留|存)"
        ),
    ),
    (Kind.EXPORT, re.compile(r"导出|下载|打包|拷贝|副本|(?:发|给)我一份|备份")),
    (
        Kind.CORRECT,
        re.compile(
            rf"(?:更正|改正|修改|改一?下|改成|换成|更新)[^，。！？]{{0,12}}{_DATA}"
            rf"|{_DATA}[^，。！？]{{0,10}}(?:更正|改正|改成|换成|改一?下|不对|错了|有误)"
        ),
    ),
    (
        Kind.SHOW,
        re.compile(
            rf"(?:查看|看看|看一?下|查询|查一?下|知道|了解|告诉我|列出)[^，。！？]{{0,14}}{_DATA}"
            rf"|(?:收集|保存|存|留|记|掌握|有)了?[^，。！？]{{0,6}}(?:哪些|什么|多少)[^，。！？]{{0,8}}{_DATA}?"
        ),
    ),
)
_TAIL = re.compile(r"[0-9]{4}")
_LONE_TAIL = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_AMONG_THE_OFFERED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.WITHDRAW_CONSENT, re.compile(r"授权|同意")),
    (Kind.DELETE, re.compile(r"删|清")),
    (Kind.EXPORT, re.compile(r"导|下载")),
    (Kind.CORRECT, re.compile(r"改|更正")),
    (Kind.SHOW, re.compile(r"看|查")),
)
"""Enough where the kinds were just offered."""
_A_CHOICE = 10
"""Characters; in what is longer, 「看看」 may be about anything."""
_INSISTS = re.compile(
    r"(?:真的?|确定|确认|对|是的?|嗯|就|都|全部?|统统|给我|帮我|请|马上|立刻|要|好的?|行|赶紧|快)*"
    r"(?:删除?|删掉|删光|清空)[吧了啊呀的嘛,.!~]*"
)
_NOT_WANTED = re.compile(r"(?:不用|别|不要|不想|先不)(?:再)?(?:删|导出|查看|改)")


class WhatIsKept(Protocol):
    """`privacy.document.Document`, as far as it is told."""

    @property
    def groups(self) -> Sequence[GroupLike]: ...


class GroupLike(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def kept(self) -> str: ...
    @property
    def rows(self) -> Sequence[RowLike]: ...


class RowLike(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def value(self) -> str: ...


class Outlook(Protocol):
    """`privacy.service.Outlook`."""

    @property
    def messages(self) -> int: ...
    @property
    def photos(self) -> int: ...
    @property
    def locked(self) -> int: ...
    @property
    def running(self) -> Sequence[str]: ...


def kind_of(text: str, chosen: str | None = None) -> Kind | None:
    """Which request the words name, or the tapped choice (`reason:<kind>`); None when it must be asked.

    Two at once (「导出后删掉」) are asked too: a deletion is never guessed.
    """
    prefix, _, value = (chosen or "").partition(":")
    if prefix == "reason" and value in set(Kind):
        return Kind(value)
    plain = normalise(text).text
    if _NOT_WANTED.search(plain):
        return None
    named = [kind for kind, words in _WORDS if words.search(plain)]
    if Kind.WITHDRAW_CONSENT in named:
        named = [Kind.WITHDRAW_CONSENT]
    if named == [Kind.CORRECT, Kind.SHOW]:  # 「看看我的手机号，不对要改成…」: correcting shows it anyway
        named = [Kind.CORRECT]
    return named[0] if len(named) == 1 else None


def offered_kind(text: str) -> Kind | None:
    """The one that 「导出来行不」 takes of those that :func:`ask_kind` offered; None for none or several."""
    plain = normalise(text).text
    if _NOT_WANTED.search(plain) or len(plain) > _A_CHOICE:
        return None
    named = [kind for kind, words in _AMONG_THE_OFFERED if words.search(plain)]
    return named[0] if len(named) == 1 else None


def insists_on_deletion(text: str) -> bool:
    """「真的删」 to the question whether."""
    return bool(_INSISTS.fullmatch(normalise(text).text))


def ask_kind(seed: str, *, again: bool = False) -> Bubble:
    """Which one; the choices come back as a `privacy_request` with the choice's value."""
    choices = [
        choice(
            f"reason:{kind}",
            TEXTS.say(f"kind_{kind}"),
            "/privacy_request" + json.dumps({"choice": f"reason:{kind}"}),
        )
        for kind in Kind
    ]
    text = TEXTS.say("ask_kind_again" if again else "ask_kind", seed)
    return {"text": text, "choices": [*choices, human_choice()], "expects": "clarify"}


def identity_needed(seed: str) -> Bubble:
    return {"text": TEXTS.say("identity_needed", seed), "choices": [human_choice()], "expects": "order_id"}


def ask_phone_tail(seed: str) -> Bubble:
    return {"text": say("ask_phone_tail", seed), "choices": [human_choice()], "expects": "phone_tail"}


def not_proved(proof: str, seed: str) -> Bubble:
    """The same answer for no such order and for somebody else's; `proof` is `failed` or `too_many`."""
    told: Bubble = {"text": say(f"proof_{proof}", seed), "choices": [human_choice()]}
    return told | ({"expects": "order_id"} if proof == "failed" else {})


def phone_tail(heard: Heard) -> str | None:
    """The last four digits of a phone: said as such, or four digits that stand alone."""
    told = heard.first("phone_tail")
    if told is not None and _TAIL.fullmatch(str(told)):
        return str(told)
    alone = _LONE_TAIL.findall(normalise(heard.text).text)
    return alone[0] if len(alone) == 1 else None


def shown(seed: str, document: WhatIsKept) -> list[Bubble]:
    """What is kept, one card per group."""
    if not document.groups:
        return [{"text": TEXTS.say("show_nothing", seed)}]
    cards: list[Bubble] = [
        {
            "card": {
                "kind": "summary",
                "title": group.title,
                "rows": [
                    *({"label": row.label, "value": row.value} for row in group.rows),
                    {"label": "说明", "value": TEXTS.say("kept", kept=group.kept)},
                ],
            }
        }
        for group in document.groups
    ]
    return [{"text": TEXTS.say("show_intro", seed)}, *cards]


def exported(seed: str, token: str, minutes: int) -> Bubble:
    link = f"/api/privacy/exports/{token}"
    return {"text": TEXTS.say("export_ready", seed, minutes=minutes, link=link)}


def ask_correct(seed: str) -> Bubble:
    return {"text": TEXTS.say("ask_correct", seed), "expects": "phone"}


def corrected(seed: str) -> Bubble:
    return {"text": TEXTS.say("corrected", seed)}


def confirm_delete(seed: str, outlook: Outlook) -> Bubble:
    """The summary and the one question before what cannot be taken back."""
    numbers = "、".join(outlook.running)
    rows = [_row("delete_what", messages=outlook.messages, photos=outlook.photos)]
    if outlook.locked:
        rows.append(_row("delete_kept", locked=outlook.locked))
    if outlook.running:
        rows.append(_row("delete_running", numbers=numbers))
    rows.append(_row("delete_orders"))
    question = TEXTS.say("ask_delete_held" if outlook.running else "ask_delete", seed, numbers=numbers)
    return {
        "text": question,
        "card": {"kind": "summary", "title": TEXTS.say("delete_title"), "rows": rows},
        "choices": [
            choice("yes", TEXTS.say("choice_delete_yes")),
            choice("no", TEXTS.say("choice_delete_no")),
        ],
        "expects": "confirm",
    }


def delete_begun(seed: str, running: Sequence[str], due_at: datetime) -> Bubble:
    """`running` are the tickets that it waits for, `due_at` (aware) when she is answered at the latest."""
    if not running:
        return {"text": TEXTS.say("delete_begun", seed)}
    due = f"{due_at.astimezone(SHANGHAI):%-m 月 %-d 日}"
    return {"text": TEXTS.say("delete_held", seed, numbers="、".join(running), due=due)}


def delete_refrained(seed: str) -> Bubble:
    return {"text": TEXTS.say("delete_kept_as_is", seed), "expects": "anything_else"}


def deleted(seed: str, locked: int) -> Bubble:
    """The only message that is left afterwards; `locked` tickets are kept by law."""
    return {"text": TEXTS.say("deleted_locked" if locked else "deleted", seed, locked=locked)}


def consent_withdrawn(seed: str) -> Bubble:
    return {"text": TEXTS.say("consent_withdrawn", seed)}


def _row(key: str, **values: int | str) -> dict[str, str]:
    return {"label": TEXTS.say(key), "value": TEXTS.say(f"{key}_value", "", **values)}
