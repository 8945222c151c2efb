"""Spans told by their distance from publication: الأسبوع الماضي, قبل يومين, الأشهر الثلاثة الماضية."""

import datetime as dt

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_pieces import SHIFTS, count_and_unit, direction_at, is_this_one, ordinal_number_at, part_at
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


def running_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """لليوم الخامس (على التوالي): since the day that made publication the fifth."""
    if published is None or tokens[i].text.removeprefix("و") != "لليوم":
        return None
    nth = ordinal_number_at(tokens, i + 1) if i + 1 < len(tokens) else None
    if nth is None:
        return None
    start = _back(published, nth[0] - 1, "day")
    return DateMention(i, nth[1], start, start, "day", "relative", "days_ago", is_since=True)


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
    is_newest = core(tokens[i].text) == "اخر" and not tokens[i].text.startswith("ال")
    counted = _count_before_unit(tokens, i + is_newest)
    if counted is None:
        return None
    count, at = counted
    if at >= len(tokens) or bare(tokens[at].text) not in units():
        return None
    if count is not None and tokens[at].text.startswith("ال"):  # a score: 1-1 الأسبوع الماضي
        return None
    unit, implied = units()[bare(tokens[at].text)]
    after = at + 1
    if is_newest:
        return _last_span(i, after, unit, count, published) if count is not None else None
    if after + 1 < len(tokens) and tokens[after].text == "ال":  # الساعات الـ24
        after += 1
    count, after = _count_after_unit(tokens, after, count, implied)
    if after >= len(tokens) or bare(tokens[after].text) not in word_set("date_past"):
        return None
    if count is None and implied == 1:
        return None
    return _last_span(i, after + 1, unit, implied if count is None else count, published)


def _count_before_unit(tokens: list[Token], at: int) -> tuple[int | None, int] | None:
    """(count, token after) of 24 in 24 ساعة; (None, at) without a number, None for half a number."""
    if at >= len(tokens):
        return None, at
    word = bare(tokens[at].text)
    if word in SMALL and bare_at(tokens, at + 1) == "عشرين":  # الأربع والعشرين ساعة
        return SMALL[word] + 20, at + 2
    number = parse_at(tokens, at)
    if number is None and tokens[at].text[0].isdigit():
        return None
    return number or (None, at)


def _count_after_unit(tokens: list[Token], at: int, count: int | None, implied: int) -> tuple[int | None, int]:
    """(count, token after) of الثلاثة in الأشهر الثلاثة, passing over القليلة."""
    if at >= len(tokens):
        return count, at
    word = bare(tokens[at].text)
    middle = parse_at(tokens, at) if count is None else None
    if middle is not None:
        return middle
    if implied == 0 and word in SMALL:
        is_over_twenty = at + 1 < len(tokens) and tokens[at + 1].text == "والعشرين"
        return (SMALL[word] + 20, at + 2) if is_over_twenty else (SMALL[word], at + 1)
    return count, at + (word in ("قليله", "قليل"))


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
