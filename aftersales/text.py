"""One spelling for what shoppers type, and the way back to what they typed.

Pure and without dependencies, because both programs import it (Python 3.10 and later).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("traditional.txt")

# Only signs that carry the meaning of a whole message become words; all others go.
_SIGNS = {
    **dict.fromkeys("😡😠🤬👿😤", "生气"),
    **dict.fromkeys("😭😢😿😥", "难过"),
    **dict.fromkeys("👍👌🆗", "好的"),
    **dict.fromkeys("👎", "不好"),
    **dict.fromkeys("❓❔", "?"),
    **dict.fromkeys("❗❕", "!"),
    **dict.fromkeys("✅✔☑", "对"),
    **dict.fromkeys("❌✖", "不"),
}
# What the input panels of the big chat apps write instead of an emoji.
_STICKERS = {
    **dict.fromkeys(["强", "赞", "ok", "好的"], "好的"),
    "弱": "不好",
    **dict.fromkeys(["发怒", "怒", "生气", "咒骂", "抓狂"], "生气"),
    **dict.fromkeys(["流泪", "大哭", "难过", "委屈"], "难过"),
}
_NO_SIGNS = dict.fromkeys(map(ord, _SIGNS))
_MUTE_STICKERS = re.compile(
    "微笑|撇嘴|色|发呆|得意|害羞|闭嘴|睡|尴尬|调皮|呲牙|惊讶|偷笑|愉快|白眼|傲慢|困|惊恐|憨笑|悠闲|疑问|嘘|晕|衰|骷髅|敲打"
    "|再见|擦汗|抠鼻|鼓掌|坏笑|右哼哼|左哼哼|鄙视|快哭了|阴险|亲亲|可怜|笑脸|破涕为笑|捂脸|奸笑|机智|皱眉|耶|吃瓜|加油|汗"
    "|天啊|社会社会|旺柴|打脸|哇|翻白眼|合十|玫瑰|凋谢|嘴唇|爱心|心碎|蛋糕|咖啡|拥抱|握手|胜利|抱拳|勾引|拳头|庆祝|礼物"
    "|红包|发|福|烟花|爆竹|猪头|太阳|月亮"
)
_BRACKET = re.compile(r"\[([^\[\]]{1,4})\]")
_COMMAND = re.compile(r"\A([\s\u200b-\u200f\u2060\ufeff]*)/")
_IDENTIFIER_FILLING = re.compile(r"[\s\-_.·—–]+")


@dataclass(frozen=True)
class Normalised:
    """A message in one spelling; ``origin[i]`` is where in the raw message character *i* comes from."""

    text: str
    origin: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw message for the span ``start:end`` (end exclusive, not empty) of ``text``."""
        return self.origin[start], self.origin[end - 1] + 1


def normalise(raw: str) -> Normalised:
    """Half width, lower case, simplified characters; emoji as words or gone; runs of marks and letters short.

    Digits and numerals are never shortened. Blanks stay only between two ASCII characters.
    """
    return _joined(_shortened(_spelled(raw)))


def without_signs(raw: str) -> str:
    """The message without the emoji and stickers that :func:`normalise` turns into words."""
    unsigned = _BRACKET.sub(lambda bracket: bracket[0] if _sticker(bracket[1]) is None else "", raw)
    return unsigned.translate(_NO_SIGNS)


def simplified(text: str) -> str:
    """Traditional characters replaced by simplified ones, one for one."""
    return text.translate(_traditional())


def compact_identifier(text: str) -> str:
    """A number as typed (blanks, hyphens, full width, any case) in the form it is stored in."""
    return _IDENTIFIER_FILLING.sub("", unicodedata.normalize("NFKC", text)).upper()


def defuse_command(text: str) -> str:
    """The text, as long as before, a leading ``/`` made full width: Rasa then reads data and no intent."""
    return _COMMAND.sub(r"\1／", text)


_Chars = list[tuple[str, int]]


def _spelled(raw: str) -> _Chars:
    chars: _Chars = []
    skip_until = 0
    for index, char in enumerate(raw):
        if index < skip_until:
            continue
        if (
            char == "["
            and (bracket := _BRACKET.match(raw, index))
            and (said := _sticker(bracket[1])) is not None
        ):
            skip_until = bracket.end()
            chars += [(sign, index) for sign in said]
            continue
        chars += [(sign, index) for sign in _plain(char)]
    return chars


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    """What is left of one character."""
    spelled = _SIGNS.get(char) or unicodedata.normalize("NFKC", char)
    return "".join(_kept(plain).lower() for plain in spelled).translate(_traditional())


def _sticker(name: str) -> str | None:
    """What a sticker says, "" if nothing; ``None`` if it is none."""
    return _STICKERS.get(name.lower(), "" if _MUTE_STICKERS.fullmatch(name) else None)


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" or category[0] == "Z":
        return " "
    # Emoji, the modifiers and joiners they are made of, private-use and lone surrogate code points.
    return "" if category in {"So", "Sk", "Cf", "Cs", "Co", "Cn", "Me", "Mn"} else char


def _shortened(chars: _Chars) -> _Chars:
    """Marks said many times are said once, letters and characters at most twice."""
    result: _Chars = []
    run = 0
    for char, index in chars:
        run = run + 1 if result and result[-1][0] == char else 1
        if char.isnumeric() or run == 1 or (run == 2 and char.isalpha()):
            result.append((char, index))
    return result


def _joined(chars: _Chars) -> Normalised:
    """Blanks at the borders and next to Chinese characters are dropped: they carry nothing in Chinese."""
    kept = [
        (char, index)
        for position, (char, index) in enumerate(chars)
        if char != " "
        or (
            0 < position < len(chars) - 1
            and chars[position - 1][0].isascii()
            and chars[position + 1][0].isascii()
        )
    ]
    return Normalised("".join(char for char, _ in kept), tuple(index for _, index in kept))


@lru_cache(maxsize=1)
def _traditional() -> dict[int, str]:
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    table = {ord("妳"): "你"}
    for traditional, simple in zip(lines[::2], lines[1::2], strict=True):
        table.update((ord(a), b) for a, b in zip(traditional, simple, strict=True))
    return table
