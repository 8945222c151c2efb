"""Whether two reports can mean one time: intervals that overlap, with their precision."""

import datetime as dt
from dataclasses import dataclass

SAME_DAY, NEXT_DAY, INSIDE, OVERLAP, UNDATED, APART = (
    "same_day",
    "next_day",
    "inside_period",
    "same_period",
    "undated",
    "apart",
)
PRECISE = 3  # days that an interval may span and still name one event
OPEN_START = 30  # days that an interval without a first day is taken to span
WEEK, MONTH = 8, 32


@dataclass(frozen=True, slots=True)
class When:
    """A report's interval and publication as day numbers; None where unknown."""

    first: int | None
    last: int | None
    published: int | None

    @property
    def is_precise(self) -> bool:
        return self.first is not None and self.last is not None and self.last - self.first < PRECISE


def when(start: dt.date | None, end: dt.date | None, published: dt.date | None) -> When:
    first, last = day(start), day(end)
    if first is None and last is not None:
        first = last - OPEN_START
    if last is None and first is not None:
        last = max(first, day(published) or first)
    return When(first, last, day(published))


def day(date: dt.date | None) -> int | None:
    return date.toordinal() if date else None


def relation(one: When, two: When) -> str:
    if one.first is None or two.first is None:
        return APART if is_early(one, two) or is_early(two, one) else UNDATED
    gap = days_between(one, two)
    if one.is_precise and two.is_precise:
        return SAME_DAY if gap == 0 else NEXT_DAY if gap == 1 else APART
    if gap > 0:
        return APART
    return INSIDE if one.is_precise or two.is_precise else OVERLAP


def days_between(one: When, two: When) -> int:
    """0 when the intervals overlap."""
    if one.first is None or one.last is None or two.first is None or two.last is None:
        raise ValueError("an interval is unknown")
    return max(0, one.first - two.last, two.first - one.last)


def is_early(undated: When, dated: When) -> bool:
    """Whether an undated report was published before the dated one's event."""
    return earliness(undated, dated) > 1


def earliness(undated: When, dated: When) -> int:
    """Days from the undated report's publication to the dated one's event; events at midnight give 1."""
    if undated.first is not None or undated.published is None or dated.first is None:
        return 0
    return max(0, dated.first - undated.published)


def lag(one: When, two: When) -> int | None:
    """Days between an undated report's publication and the other's event, or publication; None when unknown."""
    if two.first is None:
        one, two = two, one
    anchor = two.last if two.last is not None else two.published
    return abs(one.published - anchor) if one.published is not None and anchor is not None else None


def width(one: When, two: When) -> int:
    """Days that the wider of two dated intervals spans."""
    return max((w.last - w.first + 1) for w in (one, two) if w.first is not None and w.last is not None)
