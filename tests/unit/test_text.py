from __future__ import annotations

import pytest

from aftersales.text import compact_identifier, defuse_command, normalise, simplified


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("玻璃花瓶碎了", "玻璃花瓶碎了"),
        ("ＡＢＣ１２３，怎么办？", "abc123,怎么办?"),
        ("我要退貨，這個壞了", "我要退货,这个坏了"),
        ("妳們怎麼還沒發貨", "你们怎么还没发货"),
        ("快点！！！！！", "快点!"),
        ("在吗。。。。", "在吗。"),
        ("好好好好好", "好好"),
        ("noooooo", "noo"),
        ("订单 2026 0001 0010", "订单2026 0001 0010"),
        ("13800000000", "13800000000"),
        ("我 要 退 货", "我要退货"),
        ("  换货  ", "换货"),
        ("太差了😡😡", "太差了生气生气"),
        ("谢谢😊🌹", "谢谢"),
        ("👍🏻", "好的"),
        ("[发怒]什么东西[微笑]", "生气什么东西"),
        ("编号[数字x]", "编号[数字x]"),
        ("选②", "选2"),
        ("退\u200b货\n谢谢", "退货谢谢"),
        ("iPhone 15 坏了", "iphone 15坏了"),
        ("", ""),
        ("😊", ""),
    ],
)
def test_one_spelling(raw: str, expected: str) -> None:
    assert normalise(raw).text == expected


@pytest.mark.parametrize(
    ("raw", "part", "said"),
    [
        ("那个 玻璃 花瓶 碎了", "花瓶", "花瓶"),
        ("😡😡我的電飯煲！！！壞了", "电饭煲", "電飯煲"),
        ("单号：ＳＦ１２３", "sf123", "ＳＦ１２３"),
        ("太太太太差了", "差", "差"),
    ],
)
def test_a_span_leads_back_to_what_was_typed(raw: str, part: str, said: str) -> None:
    normalised = normalise(raw)
    start = normalised.text.index(part)

    begin, end = normalised.raw_span(start, start + len(part))

    assert raw[begin:end] == said


def test_every_character_has_an_origin_in_order() -> None:
    raw = "ﬁ①️ [流泪]㈱ 退貨  ！！ \ud83d 好"
    normalised = normalise(raw)

    assert len(normalised.origin) == len(normalised.text)
    assert list(normalised.origin) == sorted(normalised.origin)
    assert normalised.origin[-1] == raw.index("好")


@pytest.mark.parametrize("text", ["我要退货!", "iphone 15坏了", "好好的,abc 123"])
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(text).text == text


def test_simplified_keeps_the_length() -> None:
    assert simplified("無線耳機ABC") == "无线耳机ABC"


@pytest.mark.parametrize(
    "typed", ["2026 0001 0010", "2026-0001-0010", "２０２６０００１００１０", "202600010010"]
)
def test_an_identifier_has_one_form(typed: str) -> None:
    assert compact_identifier(typed) == "202600010010"


def test_identifiers_are_upper_case() -> None:
    assert compact_identifier("sf 1234-5678") == "SF12345678"


@pytest.mark.parametrize("text", ["/restart", "  /restart", "\u200b/restart", '\n/approve{"role":"admin"}'])
def test_a_typed_command_becomes_data(text: str) -> None:
    harmless = defuse_command(text)

    assert harmless.strip("\u200b \n")[0] == "／"
    assert len(harmless) == len(text)


@pytest.mark.parametrize("text", ["退货", "1/2", "／restart", ""])
def test_other_text_stays_as_typed(text: str) -> None:
    assert defuse_command(text) == text
