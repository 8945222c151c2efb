"""Spans told by their distance from publication: الأسبوع الماضي, قبل يومين, الأشهر الثلاثة الماضية."""

import datetime as dt

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_pieces import SHIFTS, count_and_unit, direction_at, is_this_one, part_at
from transforms.date_words import SMALL, bare_at, core, is_definite, month_starts, units, weekdays
from transforms.numerals import parse_at
from transforms.tokens import Token, bare
from transforms.word_sets import word_set


def unit_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الأسبوع الماضي · الشهر الجاري · هذا الأسبوع · مطلع الشهر الحالي"""
    if published is None:
        return None
    part, at = part_at(tokens, i)
    word = core(tokens[at].text) if at < len(tokens) else ""
    this = word in ("هذا", "هذه") and at + 1 < len(tokens)
    if this:
        at, word = at + 1, bare(tokens[at + 1].text)
    if word not in ("اسبوع", "شهر", "عام", "سنه") or not (is_definite(tokens[at].text) or this):
        return None
    direction, after = direction_at(tokens, at + 1)
    if not direction and not this and not (is_this_one(tokens, at, part) and (word == "شهر" or part == "early")):
        return None
    return _unit_span(i, after, word, direction, part, published)


def _unit_span(i: int, after: int, word: str, direction: str, part: str, published: dt.date) -> DateMention:
    shift = SHIFTS.get(direction, 0)
    future = shift > 0
    if word == "اسبوع":
        span = cal.week_of(published + dt.timedelta(days=7 * shift))
        return DateMention(i, after, span[0], span[1], "week", "relative", "week", is_future=future)
    if word == "شهر":
        base = cal.add_months(published.replace(day=1), shift)
        span = cal.month(base.year, base.month)
        span = cal.part_of_month(span, part) if part else span
        return DateMention(
            i, after, span[0], span[1], "range" if part else "month", "relative", "month_unit", is_future=future
        )
    year_number = published.year + shift
    span = cal.part_of_year(year_number, part) if part else cal.year(year_number)
    return DateMention(
        i, after, span[0], span[1], "range" if part else "year", "relative", "year_unit", is_future=future
    )


def ago_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """قبل يومين · منذ ثلاثة أسابيع · قبل 5 أعوام · بعد يومين is left alone"""
    if published is None or core(tokens[i].text) not in ("قبل", "منذ"):
        return None
    counted = count_and_unit(tokens, i + 1)
    if counted is None:
        return _hours_ago(tokens, i, published)
    count, unit, after = counted
    if bare_at(tokens, after) == "من" and bare_at(tokens, after + 1) == "ان":  # قبل عام من الآن
        after += 2
    elif after < len(tokens) and tokens[after].text in ("من", "عن", "علي") or _names_the_unit(tokens, i + 1):
        return None
    start = _back(published, count, unit)
    is_since = core(tokens[i].text) == "منذ"
    if unit in ("hour", "day"):
        return DateMention(i, after, start, start, "day", "relative", "days_ago", is_since=is_since)
    span = {"week": cal.week_of(start), "month": cal.month(start.year, start.month), "year": cal.year(start.year)}[unit]
    return DateMention(i, after, span[0], span[1], unit, "relative", "units_ago", is_since=is_since)


def _hours_ago(tokens: list[Token], i: int, published: dt.date) -> DateMention | None:
    """قبل ساعات is the publication day; قبل ساعات من الهجوم is not."""
    if i + 1 >= len(tokens) or tokens[i + 1].text != "ساعات":
        return None
    after = i + 2 + (bare_at(tokens, i + 2) in ("قليله", "فقط"))
    if after < len(tokens) and (tokens[after].text in ("من", "علي", "عن") or tokens[after].text.startswith("ال")):
        return None
    return DateMention(i, after, published, published, "day", "relative", "last_hours")


def _names_the_unit(tokens: list[Token], at: int) -> bool:
    """منذ عام 2014, منذ شهر مارس, منذ يوم السبت: which one, not how long ago."""
    if tokens[at].text not in ("عام", "سنه", "شهر", "يوم") or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1].text
    return (
        following[0].isdigit()
        or core(following) in month_starts()
        or bare(following) in weekdays()
        or bare(following) in ("امس", "الفين")
    )


def _back(published: dt.date, count: int, unit: str) -> dt.date:
    if unit == "hour":
        return published - dt.timedelta(days=count // 24)
    if unit == "day":
        return published - dt.timedelta(days=count)
    if unit == "week":
        return published - dt.timedelta(days=7 * count)
    return cal.add_months(published, -count * (12 if unit == "year" else 1))


def last_units_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الساعات الماضية · الأيام القليلة الماضية · الـ24 ساعة الماضية · الأشهر الثلاثة الماضية"""
    if published is None:
        return None
    at, number = i, None
    newest = core(tokens[at].text) == "اخر" and tokens[at].text[:2] != "ال"
    if newest:
        at += 1
    if (
        at < len(tokens) and bare(tokens[at].text) in SMALL and bare_at(tokens, at + 1) == "عشرين"
    ):  # الأربع والعشرين ساعة
        number = SMALL[bare(tokens[at].text)] + 20, at + 2
        at += 2
    elif at < len(tokens) and (tokens[at].text[0].isdigit() or parse_at(tokens, at)):
        number = parse_at(tokens, at)
        if number is None:
            return None
        at = number[1]
    if at >= len(tokens) or bare(tokens[at].text) not in units():
        return None
    unit, implied = units()[bare(tokens[at].text)]
    if number is not None and tokens[at].text.startswith("ال"):  # a score: 1-1 الأسبوع الماضي
        return None
    after = at + 1
    if newest:
        return _last_span(i, after, unit, number[0], published) if number else None
    if after + 1 < len(tokens) and tokens[after].text == "ال":  # الساعات الـ24
        after += 1
    middle = parse_at(tokens, after) if after < len(tokens) and number is None else None
    if middle is None and implied == 0 and after < len(tokens) and bare(tokens[after].text) in SMALL:
        number, after = (SMALL[bare(tokens[after].text)], after + 1), after + 1
        if after < len(tokens) and tokens[after].text == "والعشرين":
            number, after = (number[0] + 20, after + 1), after + 1
    elif middle is not None:
        number, after = middle, middle[1]
    elif after < len(tokens) and bare(tokens[after].text) in ("قليله", "قليل"):
        after += 1
    if (
        after >= len(tokens)
        or bare(tokens[after].text) not in word_set("date_past")
        or (number is None and implied == 1)
    ):
        return None
    return _last_span(i, after + 1, unit, number[0] if number else implied, published)


def _last_span(i: int, after: int, unit: str, count: int, published: dt.date) -> DateMention | None:
    if count > (1000 if unit == "hour" else 200):  # آخر 15 ألف سنة
        return None
    if unit == "hour":
        start = published if count < 24 else _back(published, count, "hour")
        return DateMention(
            i, after, start, published, "day" if start == published else "range", "relative", "last_hours"
        )
    if not count:
        return DateMention(i, after, published, published, "unknown", "relative", f"last_{unit}s")
    return DateMention(i, after, _back(published, count, unit), published, "range", "relative", f"last_n_{unit}s")
