"""Dates that name a month: 12 مايو, الخامس من رجب 1441, أوائل مارس, 12/5/2020."""

import datetime as dt

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_pieces import YEAR_SHIFTS, day_number_at, direction_at, month_at, ordinal_at, part_at, year_at
from transforms.date_words import bare_at, core, month_starts
from transforms.tokens import Token, bare
from transforms.word_sets import word_set

_BEFORE_RISKY_MONTH = {"في", "منذ", "خلال", "حتي", "وحتي", "الي", "بحلول"}


def day_month_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """12 مايو · 3 كانون الثاني/يناير 2020 · الخامس من مارس الماضي · 3 إلى 5 مايو · 5 رجب 1441 هـ"""
    day_number = day_number_at(tokens, i)
    if day_number is None:
        return None
    second, at = None, day_number[1]
    if (
        (
            at + 1 < len(tokens)
            and tokens[at].text in ("و", "-", "الي", "حتي", "وحتي")
            and (pair := day_number_at(tokens, at + 1))
        )
        or at < len(tokens)
        and tokens[at].text.startswith("وال")
        and (pair := ordinal_at(tokens, at))
    ):
        second, at = pair
    month = month_at(tokens, at) or (
        month_at(tokens, at + 1) if at < len(tokens) and core(tokens[at].text) in ("من", "شهر") else None
    )
    if month is None and at + 1 < len(tokens) and core(tokens[at].text) == "من" and core(tokens[at + 1].text) == "شهر":
        month = month_at(tokens, at + 2)
    if month is None:
        return _day_of_this_month(tokens, i, day_number, published)
    return _resolve_day_month(tokens, i, day_number[0], second, month, published)


def _day_of_this_month(
    tokens: list[Token], i: int, day_number: tuple[int, int], published: dt.date | None
) -> DateMention | None:
    """12 من الشهر الجاري · الخامس من الشهر الماضي"""
    at = day_number[1]
    if published is None or at + 2 >= len(tokens) or tokens[at].text != "من" or bare(tokens[at + 1].text) != "شهر":
        return None
    direction, after = direction_at(tokens, at + 2)
    shift = {"this": 0, "past": -1, "next": 1}.get(direction)
    if shift is None:
        return None
    base = cal.add_months(published.replace(day=1), shift)
    date = cal.valid_day(base.year, base.month, day_number[0])
    return (
        None
        if date is None
        else DateMention(i, after, date, date, "day", "relative", "day_of_month", is_future=shift > 0)
    )


def _resolve_day_month(
    tokens: list[Token],
    i: int,
    day_number: int,
    second: int | None,
    month: tuple[str, int, int, str],
    published: dt.date | None,
) -> DateMention | None:
    calendar_name, number, after, _ = month
    stated = year_at(tokens, after)
    direction, after_direction = direction_at(tokens, after)
    if calendar_name == "hijri":
        return _hijri_day_month(i, day_number, number, stated, after_direction, direction, published)
    if stated is not None:
        year_number, after, basis = stated[0], stated[1], "absolute"
    else:
        guessed = _implied_year(number, day_number, direction, published)
        if guessed is None:
            return None
        year_number, after, basis = guessed, after_direction, "implied_year"
    first = cal.valid_day(year_number, number, day_number)
    last = cal.valid_day(year_number, number, second) if second else first
    if first is None or last is None or last < first:
        return None
    precision = "day" if first == last else "range"
    future = direction.startswith("next") or (published is not None and first > published)
    return DateMention(i, after, first, last, precision, basis, "day_month", is_future=future)


def _hijri_day_month(
    i: int,
    day_number: int,
    number: int,
    stated: tuple[int, int] | None,
    after: int,
    direction: str,
    published: dt.date | None,
) -> DateMention | None:
    year_number, basis = (
        (stated[0], "absolute")
        if stated
        else (_implied_hijri_year(number, day_number, direction, published), "implied_year")
    )
    if year_number is None or year_number > 1500:
        return None
    date = cal.hijri_day(day_number, number, year_number)
    return (
        None if date is None else DateMention(i, stated[1] if stated else after, date, date, "day", basis, "hijri_day")
    )


def _implied_hijri_year(number: int, day_number: int, direction: str, published: dt.date | None) -> int | None:
    """The Hijri year of a day and month without one: the latest not after publication, unless it is to come."""
    if published is None or direction not in ("", "past", "this"):
        return None
    year_number = cal.latest_hijri_year(number, day_number, published)
    day = cal.hijri_day(day_number, number, year_number) if year_number else None
    is_old = day is None or (published - day).days > 180
    return None if is_old and direction != "past" else year_number


def _implied_year(number: int, day_number: int, direction: str, published: dt.date | None) -> int | None:
    """The year that a day and month without one mean: the latest not after publication."""
    if published is None:
        return None
    if direction in YEAR_SHIFTS:
        return published.year + YEAR_SHIFTS[direction]
    here = cal.valid_day(published.year, number, day_number)
    later = here is not None and here > published
    if direction == "next":
        return published.year if later else published.year + 1
    if direction == "this":
        return published.year
    if direction == "past" or later:
        return published.year - 1 if later else published.year
    return published.year


def month_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """مارس 2020 · أيار الماضي · شهر نيسان · في يوليو, with أوائل/منتصف/أواخر before."""
    part, at = part_at(tokens, i)
    has_month_word = at < len(tokens) and core(tokens[at].text) == "شهر"
    if has_month_word:
        at += 1
    month = month_at(tokens, at)
    if month is None:
        return None
    calendar_name, number, after, word = month
    stated = year_at(tokens, after)
    direction, after_direction = direction_at(tokens, after)
    if word in word_set("date_risky_month") and not (
        stated or direction or has_month_word or part or _is_month_place(tokens, at, calendar_name)
    ):
        return None
    if bare_at(tokens, after) == "اسود":
        return None
    if calendar_name == "hijri" and not (stated or direction or has_month_word):  # شعبان alone is a man
        return None
    if calendar_name == "hijri":
        return _hijri_month(i, number, stated, after_direction, direction, published)
    if stated is not None:
        span, after, basis = cal.month(stated[0], number), stated[1], "absolute"
    else:
        span_or_none = _implied_month(number, direction, published)
        if span_or_none is None:
            return None
        span, after, basis = span_or_none, after_direction, "implied_year"
    if part:
        span = cal.part_of_month(span, part)
    future = direction.startswith("next") or (published is not None and span[0] > published)
    return DateMention(i, after, span[0], span[1], "range" if part else "month", basis, "month", is_future=future)


def _hijri_month(
    i: int, number: int, stated: tuple[int, int] | None, after: int, direction: str, published: dt.date | None
) -> DateMention | None:
    year_number, basis = (
        (stated[0], "absolute") if stated else (_implied_hijri_year(number, 1, direction, published), "implied_year")
    )
    if year_number is None or year_number > 1500:
        return None
    span = cal.hijri_month(number, year_number)
    if span is None or (direction == "past" and published is not None and span[1] >= published):
        return None
    return DateMention(i, stated[1] if stated else after, span[0], span[1], "month", basis, "hijri_month")


def _is_month_place(tokens: list[Token], at: int, calendar_name: str) -> bool:
    """Whether a risky month name stands where only a month does: في مارس, بين يناير ومارس."""
    if calendar_name != "gregorian" or at == 0:
        return False
    before, word = tokens[at - 1].text, tokens[at].text
    if before in _BEFORE_RISKY_MONTH or (before[0] == "و" and before[1:] in _BEFORE_RISKY_MONTH):
        return core(word) == word
    return word[0] == "و" and core(before) in month_starts() and core(before) not in word_set("date_risky_month")


def _implied_month(number: int, direction: str, published: dt.date | None) -> cal.Span | None:
    if published is None:
        return None
    if direction in YEAR_SHIFTS:
        return cal.month(published.year + YEAR_SHIFTS[direction], number)
    if direction == "next":
        return cal.month(published.year + (number <= published.month), number)
    return cal.latest_month(number, published, before_this=direction == "past")


def numeric_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """12/5/2020 · 2020-05-12 · 12-5-2020"""
    parts = [t.text for t in tokens[i : i + 5]]
    if len(parts) < 5 or parts[1] != parts[3] or parts[1] not in "/-." or not all(p.isdigit() for p in parts[::2]):
        return None
    a, b, c = (int(p) for p in parts[::2])
    date = cal.valid_day(a, b, c) if a > 1900 else cal.valid_day(c, b, a) if 1900 < c < 2100 else None
    return None if date is None else DateMention(i, i + 5, date, date, "day", "absolute", "numeric")
