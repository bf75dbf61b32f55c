"""A simulated shopper: wants one thing, answers whatever the bot asks for, in words of her own.

She knows only what a shopper knows: the question's `expects`, the choices on her screen, her goods and her
wish. What is right at the end stands in `scenarios.yml`, written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.dialogue.client import Shopper, Turn

HERE = Path(__file__).parent
MOST_TURNS = 16
TAIL = "1234"
TYPOS = {
    "的": "得", "在": "再", "吗": "嘛", "坏": "怀", "货": "或", "退": "腿", "换": "唤", "收": "手",
    "到": "道", "是": "事", "个": "各", "买": "卖", "修": "休", "没": "每", "款": "宽",
}  # fmt: skip
"""What thumbs and pinyin keyboards do; one character per sentence."""


@dataclass(frozen=True)
class Scenario:
    """One entry of `scenarios.yml` with one of its surprises; `name` seeds every choice of words."""

    wish: dict[str, Any]
    surprise: str

    @property
    def name(self) -> str:
        return f"{self.wish['id']}-{self.surprise}"

    @property
    def end(self) -> dict[str, Any]:
        end: dict[str, Any] = self.wish["end"]
        return end

    @property
    def order_id(self) -> str:
        return f"20260001{self.wish['order']}"

    @property
    def sub(self) -> str | None:
        """Who the shop says she is; a stranger is nobody to it."""
        who = self.wish.get("who", "lin")
        return None if who == "stranger" else str(who)


def scenarios() -> list[Scenario]:
    wishes = yaml.safe_load((HERE / "scenarios.yml").read_text(encoding="utf-8"))
    return [Scenario(wish, surprise) for wish in wishes for surprise in wish["runs"]]


def wording() -> dict[str, list[str]]:
    acts: dict[str, list[str]] = yaml.safe_load((HERE / "wording.yml").read_text(encoding="utf-8"))
    return acts


@dataclass
class Run:
    """What was said, turn by turn, and how it ended: `ticket`, `refused`, `information`, `wrong_status`,
    `people`, or `lost` (she gave up after MOST_TURNS, or nothing was asked any more)."""

    said: list[str] = field(default_factory=list)
    heard: list[Turn] = field(default_factory=list)
    ended: str = "lost"

    @property
    def turns(self) -> int:
        return len(self.said)

    @property
    def transcript(self) -> str:
        pairs = zip(self.said, self.heard, strict=False)
        return "\n".join(f"她：{said}\n    机器人：{_shown(turn)}" for said, turn in pairs)


class SimulatedShopper:
    def __init__(self, scenario: Scenario, acts: dict[str, list[str]]) -> None:
        self.scenario = scenario
        self.wish = scenario.wish
        self._acts = acts
        self._random = Random(scenario.name)
        self._surprised = False
        self._photos_sent = 0
        self._product = self._random.choice(self.wish["p"])

    async def talk(self, shopper: Shopper) -> Run:
        """Say what she wants and answer until there is an end."""
        run = Run()
        if self.scenario.surprise == "fragment":
            await self._exchange(run, shopper, self._words("chatter_hello"))
        await self._open(run, shopper)
        while run.turns < MOST_TURNS:
            if end := _end_of(run.heard[-1]):
                run.ended = end
                return run
            if not await self._answer(run, shopper, run.heard[-1]):
                return run
        return run

    @property
    def _opening(self) -> str:
        """The act that says what is the matter."""
        return str(self.wish.get("voice") or f"open_{self.wish['open']}")

    async def _open(self, run: Run, shopper: Shopper) -> None:
        opening = self._words(self._opening)
        goods, parcel = self.wish.get("photos", [0, 0])
        if self.scenario.surprise == "early":
            self._photos_sent = goods + parcel
            run.said.append(f"{opening}［照片 {self._photos_sent} 张］")
            run.heard.append(await shopper.send_photos(self._photos_sent, opening))
        else:
            await self._exchange(run, shopper, opening)

    async def _answer(self, run: Run, shopper: Shopper, turn: Turn) -> bool:
        """False when nothing on the screen tells her what to do next."""
        asked = turn.expects
        if asked is None:
            return False
        if self._springs(asked):
            self._surprised = True
            await self._exchange(run, shopper, self._surprise(asked))
            return True
        answer = _ANSWERS.get(asked)
        if answer is None:
            return False
        await answer(self, run, shopper, turn)
        return True

    def _springs(self, asked: str) -> bool:
        if self._surprised:
            return False
        surprise = self.scenario.surprise
        if surprise in ("digress", "chatter", "impatient"):
            return asked not in ("clarify", "consent")
        if surprise in ("number", "not_this"):
            return asked == "order_id"
        return surprise == "correct" and asked == "confirm"

    def _surprise(self, asked: str) -> str:
        surprise = self.scenario.surprise
        if surprise == "digress":
            return self._words("digress")
        if surprise == "number":
            return f"单号{self._random.randrange(10**11, 10**12)}"
        if surprise == "not_this":
            return self._words("not_this_one")
        if surprise == "correct":
            self.wish = {**self.wish, "remedy": self.wish["instead"]}
            return self._words(f"remedy_{self.wish['instead']}")
        return self._words(surprise)

    def _words(self, act: str) -> str:
        if act == "chatter_hello":
            return self._random.choice(["在不在", "喂", "客服在吗"])
        text = self._random.choice(self._acts[act]).format(
            p=self._product,
            o=self.scenario.order_id,
            n=self.wish.get("quantity", 1),
            s=self.wish.get("spec", ""),
            m=self.wish.get("price", ""),
        )
        return self._mistyped(text) if self.scenario.surprise == "typo" else text

    def _mistyped(self, text: str) -> str:
        spots = [n for n, character in enumerate(text) if character in TYPOS]
        text = text.replace("，", "").replace("。", "")
        if not spots:
            return text
        spot = self._random.choice(spots)
        character = text[spot] if spot < len(text) else ""
        return text[:spot] + TYPOS.get(character, character) + text[spot + 1 :]

    async def _exchange(self, run: Run, shopper: Shopper, text: str) -> None:
        run.said.append(text)
        run.heard.append(await shopper.say(text))

    async def _tap(self, run: Run, shopper: Shopper, value: str) -> None:
        run.said.append(f"［点 {value}］")
        run.heard.append(await shopper.tap(value))

    async def _tap_or_say(self, run: Run, shopper: Shopper, turn: Turn, value: str, act: str) -> None:
        """Half of them tap, half of them type."""
        if value in turn.choices and self._random.random() < 0.5:
            await self._tap(run, shopper, value)
        else:
            await self._exchange(run, shopper, self._words(act))

    async def order(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        value = f"order:{self.scenario.order_id}"
        if self.scenario.sub is None:
            await self._exchange(run, shopper, f"订单号 {self.scenario.order_id}")
        elif value in turn.choices:
            await self._tap_or_say(run, shopper, turn, value, "choose_order")
        else:
            await self._exchange(run, shopper, f"订单号{self.scenario.order_id}")

    async def tail(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, str(self.wish.get("tail", TAIL)))

    async def items(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        wanted = self.wish.get("line", self._product)
        values = [value for value, title in turn.choices.items() if wanted in title]
        if values and self._random.random() < 0.5:
            await self._tap(run, shopper, values[0])
        else:
            await self._exchange(run, shopper, wanted)

    async def quantity(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, self._words("quantity"))

    async def photo(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        goods, parcel = self.wish.get("photos", [0, 0])
        if self._photos_sent < goods + parcel and (turn.expects == "photo_goods" or parcel):
            self._photos_sent += 1
            run.said.append("［照片］")
            run.heard.append(await shopper.send_photos(1))
        else:
            await self._tap_or_say(run, shopper, turn, "skip", "no_photo")

    async def remedy(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        wanted = self.wish.get("remedy")
        value = f"remedy:{wanted}"
        if value not in turn.choices:
            value = next(v for v in turn.choices if v.startswith("remedy:"))
            await self._tap(run, shopper, value)
        elif f"remedy_{wanted}" in self._acts:
            await self._tap_or_say(run, shopper, turn, value, f"remedy_{wanted}")
        else:
            await self._tap(run, shopper, value)

    async def complete(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        await self._tap_or_say(run, shopper, turn, "yes", "goods_complete")

    async def spec(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, self._words("spec"))

    async def description(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        acts = {"wrong_item": "details_wrong", "missing_item": "details_missing", "modify": "details_change"}
        told = self.wish.get("details")
        await self._exchange(run, shopper, told or self._words(acts.get(self.wish["open"], "faults")))

    async def address(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, self._words("details_change"))

    async def amount(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, self._words("details_price"))

    async def phone(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, "13800001234")

    async def name(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, "林晓")

    async def date(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, "后天下午")

    async def agreed(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._tap(run, shopper, "yes")

    async def repairs(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._exchange(run, shopper, "没修过")

    async def cause(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        cause = self.wish.get("cause", "none")
        if cause == "none":
            value = next((v for v in turn.choices if v.endswith("none")), "")
            await self._tap_or_say(run, shopper, turn, value, "normal_use")
        else:
            await self._tap(run, shopper, next(v for v in turn.choices if v.endswith(cause)))

    async def confirm(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        if "no" in turn.choices and "继续" in turn.choices["no"]:
            await self.stay(run, shopper, turn)
        else:
            await self._tap_or_say(run, shopper, turn, "yes", "agree_confirm")

    async def stay(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        """Another request was read into her words: she goes on with hers."""
        await self._tap_or_say(run, shopper, turn, "no", "stay")

    async def consent(self, run: Run, shopper: Shopper, _turn: Turn) -> None:
        await self._tap(run, shopper, "agree")

    async def clarify(self, run: Run, shopper: Shopper, turn: Turn) -> None:
        """Not understood: she takes the reading that is hers, or says it again."""
        wanted = f"intent:{_INTENTS[self.wish['open']]}"
        if wanted in turn.choices:
            await self._tap(run, shopper, wanted)
        elif turn.choices.keys() == {"yes", "no"}:  # did it arrive broken?
            await self._tap(run, shopper, "yes" if self.wish["open"] == "damaged" else "no")
        else:
            await self._exchange(run, shopper, self._words(self._opening))


_INTENTS = {
    "damaged": "report_damaged_parcel",
    "no_reason_return": "request_refund",
    "exchange": "request_exchange",
    "quality": "report_quality_problem",
    "repair": "request_repair",
    "wrong_item": "report_wrong_item",
    "missing_item": "report_missing_item",
    "delay": "report_delivery_delay",
    "cancel": "cancel_order",
    "modify": "modify_order",
    "compensation": "request_compensation",
    "virtual": "report_virtual_goods_issue",
}
_S = SimulatedShopper
_ANSWERS: dict[str, Callable[..., Any]] = {
    "consent": _S.consent,
    "order_id": _S.order,
    "phone_tail": _S.tail,
    "items": _S.items,
    "quantity": _S.quantity,
    "photo_goods": _S.photo,
    "photo_parcel": _S.photo,
    "remedy": _S.remedy,
    "complete": _S.complete,
    "spec": _S.spec,
    "description": _S.description,
    "account": _S.description,
    "address": _S.address,
    "amount": _S.amount,
    "phone": _S.phone,
    "name": _S.name,
    "date": _S.date,
    "fee": _S.agreed,
    "repairs": _S.repairs,
    "cause": _S.cause,
    "confirm": _S.confirm,
    "clarify": _S.clarify,
    "anything_else": _S.clarify,
}


def _end_of(turn: Turn) -> str | None:
    if "ticket" in turn.cards:
        return "ticket"
    if "decision" in turn.cards and turn.card("decision")["outcome"] == "reject":
        return "refused"
    if turn.owner != "bot":
        return "people"
    offered = [value for value in turn.choices if value.startswith("intent:")]
    if "签收" in turn.text and offered and turn.expects is None:
        return "wrong_status"
    return "information" if "请先等到" in turn.text else None


def _shown(turn: Turn) -> str:
    parts: Iterator[str] = (
        (message.get("text") or "").replace("\n", " / ")
        + (f" ［{message['card']['kind']}］" if message.get("card") else "")
        + (f" ｛{'｜'.join(c['title'] for c in message['choices'])}｝" if message.get("choices") else "")
        for message in turn.messages
    )
    return " ⏎ ".join(parts)
