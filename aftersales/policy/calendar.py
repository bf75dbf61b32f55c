"""Working days, service hours and windows of natural days, all in Shanghai time (R-CAL, R-HOURS, R-DAY)."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import holidays

from aftersales.clock import SHANGHAI
from aftersales.policy.figures import CalendarSettings

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ONE_DAY = timedelta(days=1)


class WorkCalendar:
    """China's working days with make-up days; the shop's hours on them.

    Raises `ValueError` if no weekday has service hours, or a span ends before it begins.
    """

    def __init__(self, settings: CalendarSettings) -> None:
        self.official_through = settings.official_through
        self._rest_day_extension = settings.rest_day_extension
        self._overrides = {day.date: day.working for day in settings.overrides}
        self._table = holidays.country_holidays("CN")
        self._hours = {
            WEEKDAYS.index(weekday): [_span(text) for text in spans]
            for weekday, spans in settings.service_hours.items()
        }
        if not any(self._hours.get(weekday) for weekday in range(5)):
            raise ValueError("no weekday has service hours")

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, corrected by holidays, make-up days and the shop's override file."""
        return self._overrides.get(day, self._table.is_working_day(day))

    def is_official(self, day: date) -> bool:
        """Whether the State Council's table covers `day`; beyond it, `is_working_day` is a guess."""
        return day <= self.official_through or day in self._overrides

    def service_spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The hours in which people work on `day`, ascending; empty on days of rest."""
        if not self.is_working_day(day):
            return []
        return [
            (datetime.combine(day, begin, SHANGHAI), datetime.combine(day, end, SHANGHAI))
            for begin, end in self._hours.get(day.weekday(), [])
        ]

    def in_service(self, moment: datetime) -> bool:
        """Whether people work at `moment` (aware)."""
        return any(begin <= moment < end for begin, end in self.service_spans(_day(moment)))

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Close of business on the `days`-th working day after the day of `start` (民法典 201, 203)."""
        open_days = (spans for spans in self._days_from(_day(start) + ONE_DAY) if spans)
        for _ in range(days - 1):
            next(open_days)
        return next(open_days)[-1][1]

    def add_service_hours(self, start: datetime, length: timedelta) -> datetime:
        """The moment when people have worked for `length` since `start`."""
        left = length
        for begin, end in (span for spans in self._days_from(_day(start)) for span in spans):
            begin = max(begin, start.astimezone(SHANGHAI))
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta(0))
        raise AssertionError("days never end")

    def window_end(self, start: datetime, days: int) -> datetime:
        """24:00 of the last of `days` natural days, counted from the day after `start` (⚖ 暂行办法 10)."""
        return _midnight_after(self._last_day(_day(start) + days * ONE_DAY))

    def due_day_end(self, start: datetime, days: int) -> datetime:
        """The same for what the shop owes: no day of rest moves it (⚖ 消法 25)."""
        return _midnight_after(_day(start) + days * ONE_DAY)

    def months_end(self, start: datetime, months: int, paused_days: int = 0) -> datetime:
        """24:00 of the day that corresponds to `start` after `months`; days in repair are added (R-PAUSE)."""
        day = _day(start)
        years, month = divmod(day.month - 1 + months, 12)
        year, month = day.year + years, month + 1
        last = calendar.monthrange(year, month)[1]
        ends = date(year, month, min(day.day, last)) + paused_days * ONE_DAY
        return _midnight_after(self._last_day(ends))

    def _last_day(self, day: date) -> date:
        while self._rest_day_extension and not self.is_working_day(day):
            day += ONE_DAY
        return day

    def _days_from(self, day: date) -> Iterator[list[tuple[datetime, datetime]]]:
        while True:
            yield self.service_spans(day)
            day += ONE_DAY


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _span(text: str) -> tuple[time, time]:
    begin, end = (time.fromisoformat(part) for part in text.split("-"))
    if end <= begin:
        raise ValueError(f"service hours {text} end before they begin")
    return begin, end
