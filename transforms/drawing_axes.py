"""Scales and ticks: from days and counts to places on a drawing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.drawing_words import Both, alike, texts

NICE = (1, 2, 5)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of numbers laid on a stretch of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = self.high - self.low or 1
        return self.start + (value - self.low) / span * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of time laid on a width."""

    first: dt.date
    last: dt.date
    start: float
    end: float

    def at(self, day: dt.date) -> float:
        span = (self.last - self.first).days or 1
        return self.start + (day - self.first).days / span * (self.end - self.start)

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    @property
    def width_of_day(self) -> float:
        return (self.end - self.start) / ((self.last - self.first).days or 1)


def ceiling(value: float) -> int:
    """The next number of 1, 2 or 5 times a power of ten that is a good step or top."""
    power = 1
    while power * 10 <= value:
        power *= 10
    return next((nice * power for nice in (*NICE, 10) if nice * power >= value), power * 10)


def counts(top: float, wanted: int = 4) -> list[int]:
    """Round numbers from nought to at least the top."""
    step = max(1, ceiling(top / wanted))
    return list(range(0, int(top) + step, step)) if top > 0 else [0, 1]


def month_ticks(days: Days, spacing: float) -> Iterator[tuple[dt.date, Both]]:
    """First days of months, far enough apart for their names."""
    months = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    room = max(1, (days.end - days.start) / spacing)
    step = next((step for step in MONTH_STEPS if months / step <= room), MONTH_STEPS[-1])
    starts = (
        dt.date(index // 12, index % 12 + 1, 1) for index in range(days.first.year * 12, days.last.year * 12 + 12, step)
    )
    for place, day in enumerate(day for day in starts if days.holds(day)):
        yield day, month_name(day, step, with_year=place == 0 or day.month == 1)


def month_name(day: dt.date, step: int, with_year: bool) -> Both:
    """The month, with its year where wanted; the year alone where steps are years."""
    if step >= 12:
        return alike(day.year)
    english, arabic = (texts()[f"months_{language}"][day.month - 1] for language in ("en", "ar"))
    return Both(f"{english} {day.year}", f"{arabic} {day.year}") if with_year else Both(english, arabic)


def week_ticks(days: Days, spacing: float) -> Iterator[tuple[dt.date, Both]]:
    """Every so many Mondays, for stretches of a few weeks."""
    step = WEEK
    while step * days.width_of_day < spacing:
        step += WEEK
    day = days.first + dt.timedelta(-days.first.weekday() % WEEK)
    while days.holds(day):
        months = texts()
        yield (
            day,
            Both(f"{day.day} {months['months_en'][day.month - 1]}", f"{day.day} {months['months_ar'][day.month - 1]}"),
        )
        day += dt.timedelta(step)


def ticks(days: Days, spacing: float) -> list[tuple[dt.date, Both]]:
    is_short = (days.last - days.first).days < 100
    return list((week_ticks if is_short else month_ticks)(days, spacing))


def beside(days: Days, top: float) -> tuple[float, float, str, str]:
    """Where the name of an upright axis stands: in the margin, or over the axis where there is none."""
    return (days.start - 12, top - 12, "axis", "end") if days.start > 100 else (2, top - 10, "axis", "start")
