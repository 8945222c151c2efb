"""Calendar arithmetic: spans of days, weeks, months, years and their parts."""

import calendar
import datetime as dt

from hijridate import Gregorian, Hijri

Span = tuple[dt.date, dt.date]

# Codebook section 1: early is the 1st–10th, mid the 11th–20th, late the 21st–last.
_PART_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
# Codebook section 5: early, mid and late of a year are its thirds.
_PART_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


def month(year: int, number: int) -> Span:
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def year(number: int) -> Span:
    return dt.date(number, 1, 1), dt.date(number, 12, 31)


def part_of_month(span: Span, part: str) -> Span:
    first, last = _PART_OF_MONTH[part]
    return span[0].replace(day=first), min(span[1], span[0].replace(day=min(last, span[1].day)))


def part_of_year(number: int, part: str) -> Span:
    first, last = _PART_OF_YEAR[part]
    return month(number, first)[0], month(number, last)[1]


def nth_part(span: Span, parts: int, nth: int) -> Span | None:
    """The nth of equal parts of a month or year (-1 the last); `parts` 0 means weeks of seven days."""
    if parts == 0:
        first = span[0].day + 7 * (nth - 1) if nth > 0 else span[1].day - 6
        return span[0].replace(day=first), span[0].replace(day=min(first + 6, span[1].day))
    number = nth if nth > 0 else parts
    if number > parts:
        return None
    if span[0].month == span[1].month:
        days = span[1].day
        return span[0].replace(day=days * (number - 1) // parts + 1), span[0].replace(day=days * number // parts)
    months = 12 // parts
    return month(span[0].year, months * (number - 1) + 1)[0], month(span[0].year, months * number)[1]


def week_of(date: dt.date) -> Span:
    """Monday to Sunday of the week that holds the date."""
    monday = date - dt.timedelta(days=date.weekday())
    return monday, monday + dt.timedelta(days=6)


def add_months(date: dt.date, count: int) -> dt.date:
    index = date.year * 12 + date.month - 1 + count
    y, m = divmod(index, 12)
    return dt.date(y, m + 1, min(date.day, calendar.monthrange(y, m + 1)[1]))


def latest_month(number: int, published: dt.date, *, before_this: bool = False) -> Span:
    """The latest month of that number that has begun by the publication date."""
    has_begun = number < published.month or (number == published.month and not before_this)
    return month(published.year if has_begun else published.year - 1, number)


def latest_weekday(weekday: int, published: dt.date, *, strictly_before: bool = False) -> dt.date:
    """The latest such weekday (Monday is 0) not after, or strictly before, the publication date."""
    back = (published.weekday() - weekday) % 7
    return published - dt.timedelta(days=7 if back == 0 and strictly_before else back)


def hijri_day(day_number: int, month_number: int, year_number: int) -> dt.date | None:
    """Gregorian date of a Hijri one (Umm al-Qura calendar, package hijridate)."""
    try:
        return Hijri(year_number, month_number, day_number).to_gregorian()
    except (ValueError, OverflowError):
        return None


def hijri_month(month_number: int, year_number: int) -> Span | None:
    first = hijri_day(1, month_number, year_number)
    if first is None:
        return None
    length = Hijri(year_number, month_number, 1).month_length()
    return first, first + dt.timedelta(days=length - 1)


def latest_hijri_year(month_number: int, day_number: int, published: dt.date) -> int | None:
    """The latest Hijri year in which that day is not after the publication date."""
    try:
        this = Gregorian.fromdate(published).to_hijri().year
    except (ValueError, OverflowError):
        return None
    day_of_this = hijri_day(day_number, month_number, this)
    return this if day_of_this is not None and day_of_this <= published else this - 1


def valid_day(year_number: int, month_number: int, day_number: int) -> dt.date | None:
    try:
        return dt.date(year_number, month_number, day_number)
    except (ValueError, OverflowError):
        return None
