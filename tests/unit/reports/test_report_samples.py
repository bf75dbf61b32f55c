"""Which cases count, and on which side of the border they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from aftersales.clock import SHANGHAI
from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.figures import CalendarSettings
from aftersales.policy.policy import Policy
from aftersales.reports.cases import Cases, FirstReply, Stars, Step, Talk, TalkStars, TicketCase, Word
from aftersales.reports.model import NONE, OTHERS, OWN, Measure, Period, Sample
from aftersales.reports.samples import Question, returned, samples
from aftersales.tickets.model import TicketStatus as S

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def at(text: str) -> datetime:
    """`02-28 10:00` of 2026 in Shanghai."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def path(*steps: tuple[str, S], who: str = "lan") -> list[Step]:
    """Opened by the bot, the rest by `who`."""
    origin: S | None = None
    made = []
    for moment, to in steps:
        made.append(Step(at(moment), who if origin else "bot", origin, to))
        origin = to
    return made


def ticket(*steps: tuple[str, S], **changes: Any) -> TicketCase:
    history = path(*steps)
    given: dict[str, Any] = {
        "id": "t1",
        "conversation_id": "c1",
        "channel": "widget",
        "merchant_id": None,
        "assignee": None,
        "type": "return_refund",
        "status": history[-1].to,
        "reason": "damaged",
        "remedy": "return_refund",
        "outcome": "approve",
        "created_at": history[0].at,
        "history": history,
        "categories": frozenset({"home"}),
    }
    return TicketCase(**given | changes)


@pytest.fixture
def asked(policy: Policy) -> Question:
    return Question(Period.of("2026-02-01", "2026-03-31"), at("03-31 23:00"), policy, timedelta(minutes=30))


def of(measure: Measure, cases: Cases, asked: Question) -> list[Sample]:
    return [sample for sample in samples(cases, asked) if sample.measure is measure]


def values(measure: Measure, cases: Cases, asked: Question) -> list[int]:
    return [sample.value for sample in of(measure, cases, asked)]


def with_ticket(case: TicketCase, **more: Any) -> Cases:
    return Cases(tickets={case.id: case}, **more)


class TestFirstReply:
    start = at("03-10 10:00")

    def replied(self, after: timedelta | None, *, void: bool = False, now: datetime | None = None) -> Any:
        stopped = None if after is None else self.start + after
        return Cases(first_replies=[FirstReply(None, "c1", "widget", self.start, stopped, void)])

    @pytest.mark.parametrize(
        ("after", "reached"), [(24 * HOUR - SECOND, 1), (24 * HOUR, 1), (24 * HOUR + SECOND, 0)]
    )
    def test_the_border_is_a_day(self, asked: Question, after: timedelta, reached: int) -> None:
        assert values(Measure.FIRST_REPLY, self.replied(after), asked) == [reached]

    def test_who_waits_is_unknown_until_the_day_is_over_and_then_missed(self, asked: Question) -> None:
        waiting = self.replied(None)
        assert values(Measure.FIRST_REPLY, waiting, replace(asked, now=self.start + 24 * HOUR)) == []
        assert values(Measure.FIRST_REPLY, waiting, replace(asked, now=self.start + 24 * HOUR + SECOND)) == [
            0
        ]

    @pytest.mark.parametrize(("after", "counted"), [(HOUR, []), (25 * HOUR, [0])])
    def test_who_left_in_time_was_not_kept_waiting(
        self, asked: Question, after: timedelta, counted: list[int]
    ) -> None:
        assert values(Measure.FIRST_REPLY, self.replied(after, void=True), asked) == counted

    def test_it_is_the_reply_of_whoever_spoke(self, asked: Question) -> None:
        words = {"c1": [Word("c1", "widget", self.start + MINUTE, "mei")]}
        cases = replace(self.replied(2 * MINUTE), words=words)
        [sample] = of(Measure.FIRST_REPLY, cases, asked)
        assert (sample.whose.agent, sample.whose.channel) == ("mei", "widget")

    def test_a_ticket_that_is_not_shown_has_no_reply(self, asked: Question) -> None:
        reply = FirstReply("another merchant's", None, NONE, self.start, self.start + HOUR, False)
        assert values(Measure.FIRST_REPLY, Cases(first_replies=[reply]), asked) == []


class TestMoney:
    # 2026-02-28 is a Saturday on which people work, for the spring festival.
    @pytest.mark.parametrize(
        ("paid", "reached"),
        [("03-02 20:59", 1), ("03-02 21:00", 1), ("03-02 21:01", 0)],
    )
    def test_three_working_days_over_a_make_up_day(self, asked: Question, paid: str, reached: int) -> None:
        case = ticket(("02-26 15:00", S.SUBMITTED), refunded_at=at(paid))
        assert asked.policy.calendar.is_working_day(at("02-28 10:00").date())
        assert values(Measure.MONEY, with_ticket(case), asked) == [reached]

    @pytest.mark.parametrize(("merchant", "reached"), [("early", 0), (None, 1)])
    def test_a_merchant_s_working_day_ends_with_his_own_hours(
        self, asked: Question, merchant: str | None, reached: int
    ) -> None:
        weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday")
        hours = CalendarSettings(
            official_through=asked.policy.calendar.official_through,
            overrides=(),
            rest_day_extension=False,
            service_hours=dict.fromkeys(weekdays, ("09:00-12:00",)),
        )
        policy = replace(asked.policy, merchant_calendars={"early": WorkCalendar(hours)})
        case = ticket(("03-02 15:00", S.SUBMITTED), refunded_at=at("03-05 12:01"), merchant_id=merchant)
        assert values(Measure.MONEY, with_ticket(case), replace(asked, policy=policy)) == [reached]

    def test_what_was_granted_and_is_overdue_is_missed(self, asked: Question) -> None:
        case = ticket(("03-02 15:00", S.SUBMITTED), ("03-02 16:00", S.APPROVED))
        assert values(Measure.MONEY, with_ticket(case), replace(asked, now=at("03-05 21:00"))) == []
        assert values(Measure.MONEY, with_ticket(case), replace(asked, now=at("03-05 21:01"))) == [0]

    @pytest.mark.parametrize(
        "changes",
        [{"remedy": "exchange"}, {"status": S.WITHDRAWN}, {"history": path(("03-02 15:00", S.SUBMITTED))}],
    )
    def test_where_no_money_is_owed_none_is_late(self, asked: Question, changes: dict[str, Any]) -> None:
        case = replace(ticket(("03-02 15:00", S.SUBMITTED), ("03-02 16:00", S.APPROVED)), **changes)
        assert values(Measure.MONEY, with_ticket(case), asked) == []

    def test_it_counts_when_it_was_applied_for(self, asked: Question) -> None:
        case = ticket(("01-31 15:00", S.SUBMITTED), refunded_at=at("02-02 10:00"))
        assert values(Measure.MONEY, with_ticket(case), asked) == []


class TestRepair:
    came = ("03-02 15:00", S.RETURNED)

    def repaired(self, *steps: tuple[str, S]) -> Cases:
        opened = (("03-01 10:00", S.SUBMITTED), ("03-01 11:00", S.AWAITING_RETURN))
        return with_ticket(ticket(*opened, self.came, *steps, remedy="repair", type="repair"))

    @pytest.mark.parametrize(("done", "reached"), [("03-11 21:00", 1), ("03-11 21:01", 0)])
    def test_seven_working_days_in_the_workshop(self, asked: Question, done: str, reached: int) -> None:
        cases = self.repaired(
            ("03-03 10:00", S.INSPECTING), ("03-03 11:00", S.REPAIRING), (done, S.COMPLETED)
        )
        assert values(Measure.REPAIR, cases, asked) == [reached]

    @pytest.mark.parametrize(("done", "reached"), [("03-13 21:00", 1), ("03-13 21:01", 0)])
    def test_her_thinking_about_the_quote_does_not_count(
        self, asked: Question, done: str, reached: int
    ) -> None:
        quoted = (("03-03 10:00", S.QUOTING), ("03-03 12:00", S.AWAITING_QUOTE), ("03-05 12:00", S.REPAIRING))
        assert values(Measure.REPAIR, self.repaired(*quoted, (done, S.COMPLETED)), asked) == [reached]

    def test_while_she_thinks_nothing_is_late(self, asked: Question) -> None:
        cases = self.repaired(("03-03 10:00", S.QUOTING), ("03-03 12:00", S.AWAITING_QUOTE))
        assert values(Measure.REPAIR, cases, asked) == []

    def test_what_lies_there_too_long_is_missed(self, asked: Question) -> None:
        cases = self.repaired(("03-03 11:00", S.REPAIRING))
        assert values(Measure.REPAIR, cases, replace(asked, now=at("03-11 21:00"))) == []
        assert values(Measure.REPAIR, cases, replace(asked, now=at("03-11 21:01"))) == [0]

    @pytest.mark.parametrize("to", [S.EXCHANGING, S.REFUNDING, S.INSPECTION_FAILED])
    def test_what_became_something_else_is_no_repair(self, asked: Question, to: S) -> None:
        cases = self.repaired(("03-03 11:00", S.REPAIRING), ("03-20 11:00", to), ("03-21 11:00", S.COMPLETED))
        assert values(Measure.REPAIR, cases, asked) == []


def words(*said: tuple[str, str | None]) -> dict[str, Sequence[Word]]:
    return {"c1": [Word("c1", "widget", at(moment), agent) for moment, agent in said]}


class TestHandling:
    def test_from_taking_to_leaving(self, asked: Question) -> None:
        held = words(("03-10 10:00", None), ("03-10 10:02", "lan"), ("03-10 10:12", None))
        [sample] = of(Measure.HANDLING, Cases(words=held), asked)
        assert (sample.value, sample.whose.agent) == (12 * 60, "lan")

    def test_each_who_held_it_has_a_time_of_her_own(self, asked: Question) -> None:
        held = words(
            *(("03-10 10:00", None), ("03-10 10:02", "lan"), ("03-10 10:05", None)),
            *(("03-10 10:06", "mei"), ("03-10 10:25", None)),
        )
        found = [
            (sample.value, sample.whose.agent) for sample in of(Measure.HANDLING, Cases(words=held), asked)
        ]
        assert found == [(5 * 60, "lan"), (20 * 60, "mei")]

    def test_waiting_for_the_next_agent_is_nobody_s_time(self, asked: Question) -> None:
        held = words(
            *(("03-10 10:00", None), ("03-10 10:02", "lan"), ("03-10 10:05", None)),
            *(("03-10 12:00", None), ("03-10 12:02", "mei"), ("03-10 12:03", None)),
        )
        assert values(Measure.HANDLING, Cases(words=held), asked) == [5 * 60, 3 * 60]

    def test_what_is_still_held_is_not_known(self, asked: Question) -> None:
        held = words(("03-10 10:00", None), ("03-10 10:02", "lan"))
        assert values(Measure.HANDLING, Cases(words=held), asked) == []


class TestSatisfaction:
    @pytest.mark.parametrize(("score", "pleased"), [(3, 0), (4, 1), (5, 1)])
    def test_four_stars_are_enough(self, asked: Question, score: int, pleased: int) -> None:
        case = ticket(("03-02 15:00", S.SUBMITTED), rated=Stars(at("03-09 10:00"), score))
        assert values(Measure.SATISFACTION, with_ticket(case), asked) == [pleased]

    def test_one_rating_of_a_ticket_and_its_talk_counts_once(self, asked: Question) -> None:
        stars = Stars(at("03-09 10:00"), 5)
        talk = TalkStars("c1", "widget", stars)
        rated = ticket(("03-02 15:00", S.SUBMITTED), rated=stars)
        assert values(Measure.SATISFACTION, with_ticket(rated, ratings=[talk]), asked) == [1]
        unrated = replace(rated, rated=None)
        assert values(Measure.SATISFACTION, with_ticket(unrated, ratings=[talk]), asked) == [1]


class TestBotResolved:
    talk = Talk("c1", "widget", at("03-10 10:00"), at("03-10 10:05"), with_people=False)

    def test_alone(self, asked: Question) -> None:
        assert values(Measure.BOT_RESOLVED, Cases(talks=[self.talk]), asked) == [1]

    def test_still_talking(self, asked: Question) -> None:
        now = replace(asked, now=self.talk.last + 29 * MINUTE)
        assert values(Measure.BOT_RESOLVED, Cases(talks=[self.talk]), now) == []
        later = replace(asked, now=self.talk.last + 30 * MINUTE)
        assert values(Measure.BOT_RESOLVED, Cases(talks=[self.talk]), later) == [1]

    def test_a_person_was_asked_for_or_spoke_or_must_decide(self, asked: Question) -> None:
        wanted = FirstReply(None, "c1", "widget", at("03-10 10:03"), at("03-10 10:04"), True)
        review = ticket(("03-10 10:03", S.SUBMITTED), outcome="review")
        for cases in (
            Cases(talks=[self.talk], first_replies=[wanted]),
            Cases(talks=[self.talk], words=words(("03-10 10:04", "lan"))),
            with_ticket(review, talks=[self.talk]),
            Cases(talks=[replace(self.talk, with_people=True)]),
        ):
            now = replace(asked, now=at("03-31 12:00"))
            assert values(Measure.BOT_RESOLVED, cases, now) == [0]

    def test_what_the_rules_refused_needed_nobody(self, asked: Question) -> None:
        refused = ticket(("03-10 10:03", S.SUBMITTED), ("03-10 10:03", S.REJECTED), outcome="reject")
        assert values(Measure.BOT_RESOLVED, with_ticket(refused, talks=[self.talk]), asked) == [1]


class TestReopened:
    @pytest.mark.parametrize(
        ("more", "again"),
        [
            ([], 0),
            ([("03-12 10:00", S.CLOSED)], 0),
            ([("03-12 10:00", S.CLOSED), ("03-13 10:00", S.UNDER_REVIEW)], 1),
            ([("03-06 10:00", S.DISPUTED)], 1),
        ],
    )
    def test_of_the_completed(self, asked: Question, more: list[tuple[str, S]], again: int) -> None:
        case = ticket(("03-02 15:00", S.SUBMITTED), ("03-05 10:00", S.COMPLETED), *more)
        assert values(Measure.REOPENED, with_ticket(case), asked) == [again]

    def test_what_never_was_completed_is_no_part_of_it(self, asked: Question) -> None:
        closed = (("03-02 15:00", S.SUBMITTED), ("03-09 10:00", S.CLOSED), ("03-10 10:00", S.UNDER_REVIEW))
        assert values(Measure.REOPENED, with_ticket(ticket(*closed)), asked) == []


def test_reasons_are_those_of_returns_applied_for_in_the_period(asked: Question) -> None:
    cases = [
        ticket(("03-02 15:00", S.SUBMITTED), id="1"),
        ticket(("03-02 15:00", S.SUBMITTED), id="2", type="repair"),
        ticket(("03-02 15:00", S.SUBMITTED), id="3", reason=None),
        ticket(("01-02 15:00", S.SUBMITTED), id="4"),
    ]
    found = list(returned(Cases(tickets={case.id: case for case in cases}), asked))
    assert [(one.reason, one.whose.merchants) for one in found] == [("damaged", {OWN})]


def test_a_ticket_is_its_holder_s_else_of_who_moved_it_last() -> None:
    case = ticket(("03-02 15:00", S.SUBMITTED), ("03-02 16:00", S.APPROVED))
    assert case.agent == "lan"
    assert replace(case, assignee="mei").agent == "mei"
    assert ticket(("03-02 15:00", S.SUBMITTED)).agent == NONE


def test_who_may_not_be_named_is_one_of_the_others(asked: Question) -> None:
    case = ticket(("03-02 15:00", S.SUBMITTED), ("03-05 10:00", S.COMPLETED))
    [unknown] = of(Measure.REOPENED, with_ticket(case), replace(asked, known={"shen"}))
    [known] = of(Measure.REOPENED, with_ticket(case), replace(asked, known={"lan"}))
    assert (unknown.whose.agent, known.whose.agent) == (OTHERS, "lan")
