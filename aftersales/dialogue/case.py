"""Everything the dialogue knows while it works on one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from aftersales.dialogue.facts import UNLISTED, facts_of, fits_status, unlisted_order
from aftersales.dialogue.requests import REQUESTS, Matter, RequestSpec, same_matter
from aftersales.orders.model import Order, OrderLine
from aftersales.orders.ranking import Ranking, Said, rank_orders
from aftersales.policy.decide import decide
from aftersales.policy.model import Decision, RemedyOption, ShopperFacts
from aftersales.policy.names import Outcome, Request
from aftersales.policy.policy import Policy
from aftersales.text import normalise
from aftersales.tickets.model import Ticket

Slots = Mapping[str, Any]

CLAIM_SLOTS = (
    "request", "order_id", "order_words",
    "product", "phone_tail", "items", "quantity", "proof", "photo_goods", "photo_parcel",
    "complete", "spec", "description", "defect", "cause", "repairs", "remedy", "confirm", "change",
    "arrived", "resume", "replaces",
    "wish", "address", "phone", "name", "date", "account", "amount", "fee", "told",
    "confirm_switch", "switch_to", "switch_about", "way_on", "refused", "pleas",
    "answered", "tries", "misses", "explained", "exit", "quiet",
)  # fmt: skip
"""What belongs to one request and is forgotten when it ends."""


@dataclass(frozen=True)
class Case:
    """`orders` are those this shopper may see; `open_tickets` maps (order_id, line_id) to a ticket number;
    `proof` is the result of a look-up made for the message being read."""

    slots: Slots
    orders: tuple[Order, ...]
    consent: bool | None
    now: datetime
    policy: Policy
    open_tickets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    refunded: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Pieces of a line already refunded by earlier tickets."""
    replaced: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When a line's piece was exchanged for a new one: the warranty runs from there (三包)."""
    rested: Mapping[tuple[str, str], Ticket] = field(default_factory=dict)
    """What her own clock closed and one message can still take up, by order and line."""
    reused_photos: frozenset[str] = frozenset()
    approved_claims_90d: int = 0
    proof: str | None = None
    seed: str = ""
    """The message id: chooses among wordings of equal meaning."""

    def having(self, changes: Slots) -> Case:
        return replace(self, slots={**self.slots, **changes})

    def get(self, slot: str) -> Any:
        return self.slots.get(slot)

    @property
    def request(self) -> Request | Matter:
        return self.spec.request

    @property
    def spec(self) -> RequestSpec:
        return REQUESTS[self.slots["request"]]

    @property
    def told(self) -> Slots:
        """Facts that she mentioned in passing (`particulars`)."""
        return self.slots.get("told") or {}

    @property
    def unlisted(self) -> bool:
        """Whether it is about goods that none of her orders shows."""
        return bool(self.get("order_id") == UNLISTED)

    @cached_property
    def order(self) -> Order | None:
        """The chosen order, if she may see it."""
        if self.unlisted:
            return unlisted_order(self.get("product") or self.ranking.asked_product, self.now)
        return next((order for order in self.orders if order.order_id == self.get("order_id")), None)

    @cached_property
    def ranking(self) -> Ranking:
        product = self.get("product")
        return self.rank(self.get("order_words") or "", (product,) if product else ())

    def rank(self, words: str, products: tuple[str, ...] = ()) -> Ranking:
        """Her orders by what was said; about goods in hand or still on their way as the request has it."""
        said = Said(normalise(words).text, products, received=self.spec.received)
        if self.request != Request.VIRTUAL:
            return rank_orders(self.orders, said, self.now)
        virtual = [order for order in self.orders if fits_status(self.request, order)]
        ranking = rank_orders(virtual or self.orders, said, self.now)
        if ranking.never_bought and virtual:  # 「拿我手机充了游戏」: the phone is not what was bought
            return rank_orders(virtual, Said("", (), received=None), self.now)
        return ranking

    def offered(self, most: int) -> list[Order]:
        """The orders to choose from: those she described; else all that the request can be about."""
        ranking = self.ranking
        if ranking.asked_product and ranking.fitting:
            return ranking.fitting[:most]
        every = ranking.fitting or ranking.others
        possible = [order for order in every if fits_status(self.request, order)]
        return (possible or every)[:most]

    @property
    def claimed(self) -> list[tuple[OrderLine, int]]:
        """The lines this request is about with the pieces affected; an undecided line counts whole."""
        order = self.order
        if order is None:
            return []
        items = self.get("items")
        if not items:
            return [(line, line.quantity) for line in order.lines]
        quantity = self.get("quantity")
        chosen = []
        for item in items:
            line = order.line(item["line_id"])
            if line is not None:
                pieces = quantity if quantity and len(items) == 1 else item.get("quantity") or line.quantity
                chosen.append((line, max(1, min(int(pieces), self.left(line)))))
        return chosen

    def left(self, line: OrderLine) -> int:
        """The pieces of a line that no earlier ticket refunded."""
        order_id = self.order.order_id if self.order else ""
        return line.quantity - self.refunded.get((order_id, line.line_id), 0)

    @property
    def product(self) -> str:
        """How the goods are called in a question."""
        names = [line.name for line, _ in self.claimed]
        return "、".join(names) if names else "商品"

    @property
    def received(self) -> bool:
        """Whether she has the goods in hand."""
        return self.order is not None and self.order.received

    @property
    def duplicate(self) -> str | None:
        """The ticket that is already open for a chosen line (R-DUP)."""
        order, items = self.order, self.get("items")
        if order is None or not items:
            return None
        found = (self.open_tickets.get((order.order_id, item["line_id"])) for item in items)
        return next((number for number in found if number), None)

    @property
    def resting(self) -> Ticket | None:
        """The application for a chosen line that her own clock closed, if it is about the same matter."""
        order = self.order
        if order is None or self.duplicate:
            return None
        lines = [(order.order_id, item["line_id"]) for item in self.get("items") or ()]
        found = [self.rested[line] for line in lines if line in self.rested]
        return next((t for t in found if same_matter(self.request, t.request)), None)

    @cached_property
    def decision(self) -> Decision | None:
        """What the policy says with what is known so far; None before there is an order."""
        facts = facts_of(self)
        return None if facts is None else decide(facts, self.policy)

    @property
    def remedies(self) -> list[RemedyOption]:
        """What she may choose from: all that the policy does not refuse."""
        options = self.decision.remedies if self.decision else ()
        return [option for option in options if option.outcome != Outcome.REJECT]

    @property
    def shopper_facts(self) -> ShopperFacts:
        photos = {*(self.get("photo_goods") or ()), *(self.get("photo_parcel") or ())}
        return ShopperFacts(
            approved_claims_90d=self.approved_claims_90d, photo_reused=bool(photos & self.reused_photos)
        )
