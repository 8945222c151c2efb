"""Dates of newspaper Arabic, resolved against the publication date.

The grammar reads one token position at a time; each rule returns a mention or
None, and the first rule that reads wins. A mention is a span of days with its
precision and basis, never a guess: without a publication date only absolute
dates resolve (codebook, section 4).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from transforms import calendar_spans as cal
from transforms.numerals import parse_at
from transforms.seeds import load_rows
from transforms.text import fold
from transforms.tokens import Token, bare, readings


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date over tokens [first, last) of a sentence.

    `kind` names the grammar rule; `is_since` marks منذ …, `is_until` حتى/بحلول …,
    `is_future` a date told as to come.
    """

    first: int
    last: int
    start: dt.date
    end: dt.date
    precision: str
    basis: str
    kind: str
    is_since: bool = False
    is_until: bool = False
    is_future: bool = False


Rule = Callable[[list[Token], int, dt.date | None], DateMention | None]

_PAST = {"ماضي", "ماضيه", "ماضيين", "ماضيتين", "اخيرين", "اخيرتين", "منصرمين", "فائت", "فائته", "منصرم", "منصرمه", "مقضي", "سابق", "اخير", "اخيره"}
_NEXT = {"مقبل", "مقبله", "قادم", "قادمه", "تالي"}
_THIS = {"جاري", "جاريه", "حالي", "حاليه"}
_PARTS = {
    "early": {"مطلع", "اوائل", "بدايه", "بدايات", "مستهل", "اول", "مطالع"},
    "mid": {"منتصف", "اواسط", "وسط", "نصف"},
    "late": {"اواخر", "نهايه", "اخر", "ختام", "نهايات"},
}
_DAY_PARTS = {"صباح", "مساء", "فجر", "ظهر", "عصر", "ليل", "ليله", "عشيه", "نهار", "يوم", "منتصف", "غروب", "ساعه", "وقت", "متاخر", "مبكر"}
_UNITS = {
    "ساعه": ("hour", 1), "ساعات": ("hour", 0), "ساعتين": ("hour", 2),
    "يوم": ("day", 1), "يوما": ("day", 1), "ايام": ("day", 0), "يومين": ("day", 2), "يومان": ("day", 2),
    "اسبوع": ("week", 1), "اسبوعا": ("week", 1), "اسابيع": ("week", 0), "اسبوعين": ("week", 2), "اسبوعان": ("week", 2),
    "شهر": ("month", 1), "شهرا": ("month", 1), "اشهر": ("month", 0), "شهور": ("month", 0), "شهرين": ("month", 2), "شهران": ("month", 2),
    "عام": ("year", 1), "عاما": ("year", 1), "سنه": ("year", 1), "اعوام": ("year", 0), "سنوات": ("year", 0), "عامين": ("year", 2), "سنتين": ("year", 2), "عقد": ("year", 10), "عقود": ("year", 0), "عقدين": ("year", 20),
}
# Names that are also words or persons: مارس practised, اب father, Theresa ماي.
_RISKY_MONTHS = {"اب", "مارس", "ماي", "جوان", "صفر", "رجب", "محرم", "شوال", "ايار", "اوت", "تموز", "يونيه", "رمضان"}
_BEFORE_RISKY_MONTH = {"في", "منذ", "خلال", "حتي", "وحتي", "الي", "بحلول"}
# A date after these is a name: جسر 6 أكتوبر, حرب تموز, سيارة نيسان, سوق الخميس. A stated year makes it a date again.
_NAME_HEADS = {
    "حزب", "حركه", "ثوره", "حرب", "حروب", "قوي", "تحالف", "ميدان", "ساحه", "شارع", "جسر", "حي", "مدينه", "جامعه", "استاد", "ملعب", "كتيبه", "مفاعل",
    "سياره", "سيارات", "شاحنه", "شاحنات", "مركبه", "شركه", "طراز", "ماركه",
}  # fmt: skip
_WEEKDAY_NAME_HEADS = {"سوق", "مسجد", "جامع", "مدينه", "ميدان", "ساحه", "قريه", "بلده"}
_SINCE = {"منذ", "مذ"}
_UNTIL = {"حتي", "بحلول", "لغايه", "قبل"}


@cache
def _weekdays() -> dict[str, int]:
    return {bare(fold(row["name_ar"])): int(row["weekday"]) for row in load_rows("weekdays.csv", ["weekday", "name_ar"])}


@cache
def _months() -> dict[tuple[str, ...], tuple[str, int]]:
    rows = load_rows("months.csv", ["calendar", "month", "name_ar"])
    return {tuple(bare(w) for w in fold(row["name_ar"]).split()): (row["calendar"], int(row["month"])) for row in rows}


@cache
def _month_starts() -> frozenset[str]:
    return frozenset(words[0] for words in _months())


def find_dates(tokens: list[Token], published: dt.date | None) -> list[DateMention]:
    """Date mentions of one sentence, left to right."""
    found: list[DateMention] = []
    i = 0
    while i < len(tokens):
        mention = _read(tokens, i, published) if _may_start(tokens[i].text) else None
        if mention is None:
            i += 1
            continue
        if _is_september_2001(tokens, mention):
            mention = replace(mention, start=dt.date(2001, 9, 11), end=dt.date(2001, 9, 11), basis="absolute")
        if not _is_name(tokens, mention):
            found.append(_with_direction(tokens, mention, published))
        i = mention.last
    return _joined_days(tokens, found)


def _is_name(tokens: list[Token], mention: DateMention) -> bool:
    """Whether the words before make a name of the date: حزب السادس من أكتوبر, هجمات 11 سبتمبر."""
    before = _bare_at(tokens, mention.first - 1)
    if mention.first == 0 or tokens[mention.first - 1].text.startswith("ال"):  # في السوق الأحد
        return False
    if mention.kind == "weekday":
        return before in _WEEKDAY_NAME_HEADS
    if mention.kind not in ("day_month", "month") or mention.basis != "implied_year":
        return False
    return before in _NAME_HEADS


def _is_september_2001(tokens: list[Token], mention: DateMention) -> bool:
    """هجمات 11 سبتمبر without a year is a name that tells its year."""
    is_day = mention.basis == "implied_year" and (mention.start.month, mention.start.day) == (9, 11) and mention.precision == "day"
    return is_day and _bare_at(tokens, mention.first - 1) in ("هجمات", "احداث", "اعتداءات", "هجوم")


def _bare_at(tokens: list[Token], i: int) -> str:
    """The word at a position, conjunction and article off; empty outside the sentence."""
    if not 0 <= i < len(tokens):
        return ""
    text = tokens[i].text
    return bare(text[1:] if len(text) > 4 and text[0] in "وف" else text)


@lru_cache(maxsize=100_000)
def _core(word: str) -> str:
    """The word without conjunction, preposition and article, as far as a date word remains."""
    if word in _known_starts():
        return word
    for cut in (1, 2):
        if len(word) > cut + 1 and word[0] in "وفبلك" and (cut == 1 or word[1] in "بلك"):
            rest = bare(word[cut:])
            if word[cut - 1 : cut + 1] == "لل":
                rest = word[cut + 1 :]
            if rest in _known_starts():
                return rest
    return bare(word)


@cache
def _known_starts() -> frozenset[str]:
    parts = frozenset().union(*_PARTS.values())
    own = {"امس", "يوم", "اول", "غدا", "غد", "هذا", "هذه", "عام", "سنه", "شهر", "اسبوع", "قبل", "منذ", "خلال", "ساعات", "ايام", "اسابيع", "اشهر", "بارحه", "ليله", "سنوات", "اعوام", "تاسوعاء", "نفس", "صيف", "شتاء", "ربيع", "خريف", "بعد", "غداه", "عشيه", "ان", "ربع", "ثلث", "اربع"} | set(_SEASONS)
    return frozenset(own) | parts | frozenset(_ORDINALS) | {"عشرين", "ثلاثين"} | _month_starts() | frozenset(_weekdays()) | frozenset(_UNITS)


@lru_cache(maxsize=100_000)
def _is_definite(word: str) -> bool:
    """Whether an article stands behind the word's clitics: والأسبوع, للأحد."""
    return any(reading.is_definite for reading in readings(word))


@lru_cache(maxsize=100_000)
def _may_start(word: str) -> bool:
    return word[0].isdigit() or _core(word) in _known_starts() or word in ("الان", "حاليا")


def _read(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    for rule in _RULES:
        mention = rule(tokens, i, published)
        if mention is not None:
            return mention
    return None


# --- months ---------------------------------------------------------------


def _month_at(tokens: list[Token], i: int) -> tuple[str, int, int, str] | None:
    """(calendar, month, token after, first word) of a month name; doubles read as one: أيار/مايو, أبريل نيسان."""
    single = _one_month_at(tokens, i)
    if single is None:
        return None
    after = single[2]
    start = after + (after < len(tokens) and tokens[after].text in "/(-")
    if (second := _one_month_at(tokens, start)) and second[:2] == single[:2]:
        after = second[2]
        if after < len(tokens) and tokens[after].text == ")":
            after += 1
        return single[0], single[1], after, ""
    return single


def _one_month_at(tokens: list[Token], i: int) -> tuple[str, int, int, str] | None:
    if i >= len(tokens):
        return None
    first = _core(tokens[i].text)
    if first not in _month_starts():
        return None
    for length in (2, 1):
        words = (first, *(bare(t.text) for t in tokens[i + 1 : i + length]))
        if len(words) == length and words in _months():
            calendar_name, number = _months()[words]
            return calendar_name, number, i + length, first
    return None


def _year_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(year, token after) of a year number, with the words that may stand before it."""
    at = i
    while at < len(tokens) and at < i + 2 and _core(tokens[at].text) in ("عام", "سنه", "من", "،", ","):
        at += 1
    if at < len(tokens) and tokens[at].text.isdigit() and len(tokens[at].text) == 4:
        value = int(tokens[at].text)
        if 1300 <= value <= 1500 or 1900 <= value <= 2100:
            return value, at + 1
    if at < len(tokens) and tokens[at].text in ("الفين", "الف") and (spelt := parse_at(tokens, at)) and 1900 <= spelt[0] <= 2100:
        return spelt
    return None


def _direction_at(tokens: list[Token], i: int) -> tuple[str, int]:
    """("past"|"before_last"|"next"|"this"|"", token after) of الماضي, قبل الماضي, المقبل, الجاري."""
    if i < len(tokens):
        word = bare(tokens[i].text)
        for name, words in (("past", _PAST), ("next", _NEXT), ("this", _THIS)):
            if word in words and (name == "past" or tokens[i].text != word):
                return name, i + 1
        if word == "قبل" and _bare_at(tokens, i + 1) in _PAST:
            return "before_last", i + 2
        if word == "من" and i + 2 < len(tokens) and bare(tokens[i + 1].text) in ("عام", "سنه"):
            direction, after = _direction_at(tokens, i + 2)
            return (f"{direction}_year", after) if direction else ("", i)
    return "", i


def _day_month(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """12 مايو · 3 كانون الثاني/يناير 2020 · الخامس من مارس الماضي · 3 إلى 5 مايو · 5 رجب 1441 هـ"""
    day_number = _day_number_at(tokens, i)
    if day_number is None:
        return None
    second, at = None, day_number[1]
    if at + 1 < len(tokens) and tokens[at].text in ("و", "-", "الي", "حتي", "وحتي") and (pair := _day_number_at(tokens, at + 1)):
        second, at = pair
    elif at < len(tokens) and tokens[at].text.startswith("وال") and (pair := _ordinal_at(tokens, at)):
        second, at = pair
    month = _month_at(tokens, at) or (_month_at(tokens, at + 1) if at < len(tokens) and _core(tokens[at].text) in ("من", "شهر") else None)
    if month is None and at + 1 < len(tokens) and _core(tokens[at].text) == "من" and _core(tokens[at + 1].text) == "شهر":
        month = _month_at(tokens, at + 2)
    if month is None:
        return _day_of_this_month(tokens, i, day_number, published)
    return _resolve_day_month(tokens, i, day_number[0], second, month, published)


def _day_number_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    if i >= len(tokens):
        return None
    text = tokens[i].text
    if text.isdigit() and 1 <= int(text) <= 31:
        return int(text), i + 1
    return _ordinal_at(tokens, i)


_FRACTIONS = {"نصف": 2, "ربع": 4, "ثلث": 3, "اسبوع": 0}
_ORDINALS = {"اول": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8, "تاسع": 9, "عاشر": 10, "حادي": 1}


def _ordinal_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """الخامس · الخامس عشر · الحادي والعشرين · العشرين, before من; not الأسبوع الثاني من."""
    if _bare_at(tokens, i - 1) in _FRACTIONS:
        return None
    word = bare(tokens[i].text.lstrip("وفبل")) if tokens[i].text[0] in "وفبل" and bare(tokens[i].text) == tokens[i].text else bare(tokens[i].text)
    if word in ("عشرين", "ثلاثين"):
        value, at = (20 if word == "عشرين" else 30), i + 1
    elif word in _ORDINALS:
        value, at = _ORDINALS[word], i + 1
        following = tokens[at].text if at < len(tokens) else ""
        if following == "عشر":
            value, at = value + 10, at + 1
        elif following in ("والعشرين", "والعشرون", "والثلاثين"):
            value, at = value + (30 if "ثلاث" in following else 20), at + 1
    else:
        return None
    if at < len(tokens) and _core(tokens[at].text) == "من" or _month_at(tokens, at):
        return value, at
    is_pair = at < len(tokens) and tokens[at].text.startswith("وال") and _ordinal_at(tokens, at) is not None
    return (value, at) if is_pair else None  # الثالث والرابع من مايو


def _day_of_this_month(tokens: list[Token], i: int, day_number: tuple[int, int], published: dt.date | None) -> DateMention | None:
    """12 من الشهر الجاري · الخامس من الشهر الماضي"""
    at = day_number[1]
    if published is None or at + 2 >= len(tokens) or tokens[at].text != "من" or bare(tokens[at + 1].text) != "شهر":
        return None
    direction, after = _direction_at(tokens, at + 2)
    shift = {"this": 0, "past": -1, "next": 1}.get(direction)
    if shift is None:
        return None
    base = cal.add_months(published.replace(day=1), shift)
    date = cal.valid_day(base.year, base.month, day_number[0])
    return None if date is None else DateMention(i, after, date, date, "day", "relative", "day_of_month", is_future=shift > 0)


def _resolve_day_month(
    tokens: list[Token], i: int, day_number: int, second: int | None, month: tuple[str, int, int, str], published: dt.date | None
) -> DateMention | None:
    calendar_name, number, after, _ = month
    stated = _year_at(tokens, after)
    direction, after_direction = _direction_at(tokens, after)
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
    i: int, day_number: int, number: int, stated: tuple[int, int] | None, after: int, direction: str, published: dt.date | None
) -> DateMention | None:
    year_number, basis = (stated[0], "absolute") if stated else (_implied_hijri_year(number, day_number, direction, published), "implied_year")
    if year_number is None or year_number > 1500:
        return None
    date = cal.hijri_day(day_number, number, year_number)
    return None if date is None else DateMention(i, stated[1] if stated else after, date, date, "day", basis, "hijri_day")


def _implied_hijri_year(number: int, day_number: int, direction: str, published: dt.date | None) -> int | None:
    """The Hijri year of a day and month without one: the latest not after publication, unless it may be the coming one."""
    if published is None or direction not in ("", "past", "this"):
        return None
    year_number = cal.latest_hijri_year(number, day_number, published)
    day = cal.hijri_day(day_number, number, year_number) if year_number else None
    is_old = day is None or (published - day).days > 180
    return None if is_old and direction != "past" else year_number


_YEAR_SHIFTS = {"past_year": -1, "this_year": 0, "next_year": 1}


def _implied_year(number: int, day_number: int, direction: str, published: dt.date | None) -> int | None:
    """The year that a day and month without one mean: the latest not after publication."""
    if published is None:
        return None
    if direction in _YEAR_SHIFTS:
        return published.year + _YEAR_SHIFTS[direction]
    here = cal.valid_day(published.year, number, day_number)
    later = here is not None and here > published
    if direction == "next":
        return published.year if later else published.year + 1
    if direction == "this":
        return published.year
    if direction == "past" or later:
        return published.year - 1 if later else published.year
    return published.year


def _month_alone(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """مارس 2020 · أيار الماضي · شهر نيسان · في يوليو, with أوائل/منتصف/أواخر before."""
    part, at = _part_at(tokens, i)
    has_month_word = at < len(tokens) and _core(tokens[at].text) == "شهر"
    if has_month_word:
        at += 1
    month = _month_at(tokens, at)
    if month is None:
        return None
    calendar_name, number, after, word = month
    stated = _year_at(tokens, after)
    direction, after_direction = _direction_at(tokens, after)
    if word in _RISKY_MONTHS and not (stated or direction or has_month_word or part or _is_month_place(tokens, at, calendar_name)):
        return None
    if _bare_at(tokens, after) == "اسود":
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
    year_number, basis = (stated[0], "absolute") if stated else (_implied_hijri_year(number, 1, direction, published), "implied_year")
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
        return _core(word) == word
    return word[0] == "و" and _core(before) in _month_starts() and _core(before) not in _RISKY_MONTHS


def _implied_month(number: int, direction: str, published: dt.date | None) -> cal.Span | None:
    if published is None:
        return None
    if direction in _YEAR_SHIFTS:
        return cal.month(published.year + _YEAR_SHIFTS[direction], number)
    if direction == "next":
        return cal.month(published.year + (number <= published.month), number)
    return cal.latest_month(number, published, before_this=direction == "past")


def _part_at(tokens: list[Token], i: int) -> tuple[str, int]:
    word = _core(tokens[i].text)
    for part, words in _PARTS.items():
        if word in words and not tokens[i].text.startswith("ال"):  # الأول عام 1988 is the first one
            return part, i + 1
    return "", i


# --- years ------------------------------------------------------------------


def _year_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """عام 2017 · مطلع سنة 2018 · العام الماضي · في 2014"""
    part, at = _part_at(tokens, i)
    word = _core(tokens[at].text) if at < len(tokens) else ""
    if word in ("عام", "سنه"):
        return _named_year(tokens, i, at, part, published)
    if at == i and not _is_year_place(tokens, i):
        return None
    if at < len(tokens) and _is_year_number(tokens[at].text):
        if at + 1 < len(tokens) and _counts_something(tokens[at + 1].text):
            return None
        if at + 3 < len(tokens) and tokens[at + 1].text == "و" and tokens[at + 2].text.isdigit() and _counts_something(tokens[at + 3].text):
            return None
        return _whole_year(i, at + 1, int(tokens[at].text), part, "absolute")
    return None


def _is_year_number(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100


def _is_year_place(tokens: list[Token], i: int) -> bool:
    """Whether a bare number at i stands where a year does: في 2014, بين 2014 و2016."""
    if i == 0:
        return False
    if tokens[i - 1].text in ("و", "-") and i > 2 and _is_year_number(tokens[i - 2].text):
        return _core(tokens[i - 3].text) in ("عام", "سنه") or _is_year_place(tokens, i - 2)
    return _core(tokens[i - 1].text) in ("في", "منذ", "حتي", "عامي", "اعوام", "خلال", "بين", "(", "من", "الي")


def _counts_something(word: str) -> bool:
    """2018 جنديا counts soldiers; 2018 followed by punctuation or a function word is a year."""
    if word in _COUNTED:
        return True
    return word[:-1] in _COUNTED and word[-1] == "ا"  # مدنيا


_COUNTED = {
    "جندي", "شخص", "قتيل", "جريح", "ضحيه", "مصاب", "عسكري", "مقاتل", "عنصر", "مدني", "مسلح", "ارهابي", "متطرف", "متظاهر", "معتقل", "اسير", "سجين",
    "لاجئ", "نازح", "مهاجر", "فلسطيني", "سوري", "عراقي", "موظف", "طالب", "طفل", "امراه", "رجل", "ضابط", "شرطي", "عامل", "عائله", "اسره", "نسمه", "من",
    "كلم", "كيلومتر", "كيلو", "ميل", "متر", "طن", "%", "برميل", "دولار", "دينار", "ليره", "منزل", "موقع", "هدف", "صاروخ", "قذيفه", "غاره", "طائره", "دبابه", "مركبه", "حاله",
}  # fmt: skip


def _named_year(tokens: list[Token], i: int, at: int, part: str, published: dt.date | None) -> DateMention | None:
    stated = _year_at(tokens, at + 1)
    if stated is not None:
        if stated[0] < 1500:
            return None
        return _whole_year(i, stated[1], stated[0], part, "absolute")
    direction, after = _direction_at(tokens, at + 1)
    this = at > 0 and tokens[at - 1].text in ("هذا", "هذه") or direction == "this" or _is_this_one(tokens, at, part)
    if published is None or not (direction or this) or not (_is_definite(tokens[at].text) or this):
        return None
    shift = _SHIFTS.get(direction, 0)
    found = _whole_year(i, after, published.year + shift, part, "relative")
    return replace(found, is_future=shift > 0)


_SHIFTS = {"before_last": -2, "past": -1, "next": 1}


def _is_this_one(tokens: list[Token], at: int, part: str) -> bool:
    """منذ بداية العام, منتصف الشهر: with nothing that says which, the current one."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    own = following.startswith("ال") or following in ("نفسه", "نفسها", "ذاته", "ذاتها") or following[:1].isdigit()
    return bool(part) and tokens[at].text.startswith("ال") and not own


def _whole_year(i: int, after: int, number: int, part: str, basis: str) -> DateMention:
    span = cal.part_of_year(number, part) if part else cal.year(number)
    return DateMention(i, after, span[0], span[1], "range" if part else "year", basis, "year")


_HALVES = {"اول": 1, "اولي": 1, "ثاني": 2, "ثانيه": 2, "ثالث": 3, "رابع": 4, "اخير": -1}


def _fraction(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """النصف الثاني من مايو · الأسبوع الأول من أيار · الربع الأول من عام 2018"""
    word, nth = bare(tokens[i].text), _HALVES.get(_bare_at(tokens, i + 1))
    if word not in _FRACTIONS or nth is None or _bare_at(tokens, i + 2) != "من" or i + 3 >= len(tokens):
        return None
    whole = next((m for rule in (_month_alone, _year_rule, _this_or_last_unit) if (m := rule(tokens, i + 3, published))), None)
    if whole is None or whole.precision not in ("month", "year") or whole.kind.startswith("hijri"):
        return None
    span = cal.nth_part((whole.start, whole.end), _FRACTIONS[word], nth)
    return None if span is None else replace(whole, first=i, start=span[0], end=span[1], precision="range")


_SEASONS = {"ربيع": (3, 5), "صيف": (6, 8), "خريف": (9, 11)}


def _season(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """صيف 2015 · ربيع العام الماضي; a winter lies in two years and is left to its year."""
    months = _SEASONS.get(_core(tokens[i].text))
    if months is None or i + 1 >= len(tokens):
        return None
    year = _named_year(tokens, i, i + 1, "", published) if _core(tokens[i + 1].text) in ("عام", "سنه") else None
    if year is None and _is_year_number(tokens[i + 1].text):
        year = _whole_year(i, i + 2, int(tokens[i + 1].text), "", "absolute")
    if year is None:
        return None
    start, end = cal.month(year.start.year, months[0])[0], cal.month(year.start.year, months[1])[1]
    return replace(year, start=start, end=end, precision="range")


# --- weekdays and near days ----------------------------------------------------


def _weekday(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الأحد · يوم الأحد الماضي · الجمعة المقبل · الأربعاء 12 مايو (the full date wins)"""
    if not _is_definite(tokens[i].text):
        return None
    word = _core(tokens[i].text)
    if word not in _weekdays() or _bare_at(tokens, i + 1) in ("عشر", "عشره"):  # الأحد عشر
        return None
    full = _full_date_after(tokens, i, published)
    if full is not None:
        return full
    if published is None:
        return None
    direction, after = _direction_at(tokens, i + 1)
    weekday = _weekdays()[word]
    if direction == "next":
        date = cal.latest_weekday(weekday, published) + dt.timedelta(days=7)
        return DateMention(i, after, date, date, "day", "weekday", "weekday_next", is_future=True)
    is_past = direction in ("past", "before_last")
    date = cal.latest_weekday(weekday, published, strictly_before=is_past) - dt.timedelta(days=7 if direction == "before_last" else 0)
    return DateMention(i, after, date, date, "day", "weekday", "weekday_past" if is_past else "weekday")


def _full_date_after(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    at = i + 1
    while at < len(tokens) and at < i + 4 and (tokens[at].text in "،,(" or _core(tokens[at].text) in ("موافق", "مصادف", "في")):
        at += 1
    found = _day_month(tokens, at, published) or _numeric(tokens, at, published) if at < len(tokens) else None
    return None if found is None else _of_weekday(replace(found, first=i), _weekdays()[_core(tokens[i].text)], published)


def _of_weekday(found: DateMention, weekday: int, published: dt.date | None) -> DateMention:
    """الأربعاء 4 أبريل, said in March: the year in which that day is a Wednesday, where it is the coming one."""
    if published is None or found.basis != "implied_year" or found.kind != "day_month" or found.start.weekday() == weekday:
        return found
    coming = cal.valid_day(found.start.year + 1, found.start.month, found.start.day)
    if coming is None or coming.weekday() != weekday or (coming - published).days > 200:
        return found
    return replace(found, start=coming, end=coming + (found.end - found.start), is_future=coming > published)


_NEAR_DAYS = {"امس": -1, "بارحه": -1, "غدا": 1, "غد": 1}


def _near_day(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """أمس · أول من أمس · اليوم · فجر اليوم · الليلة الماضية · غدا · الآن"""
    if published is None:
        return None
    raw, word = tokens[i].text, _core(tokens[i].text)
    if word == "اول" and (reading := _before_yesterday(tokens, i)) is not None:
        return DateMention(i, reading, published - dt.timedelta(2), published - dt.timedelta(2), "day", "relative", "before_yesterday")
    if word == "امس" and (raw.endswith("لامس") or _bare_at(tokens, i + 1) == "حاجه"):  # لامس, في أمس الحاجة
        return None
    if word == "امس" and _bare_at(tokens, i + 1) == "اول":
        return DateMention(i, i + 2, published - dt.timedelta(2), published - dt.timedelta(2), "day", "relative", "before_yesterday")
    if word in _NEAR_DAYS and raw not in ("الغد",):
        after_that = word == "غد" and i > 0 and tokens[i - 1].text in ("بعد", "وبعد")
        date = published + dt.timedelta(days=_NEAR_DAYS[word] + after_that)
        after = _skip_weekday(tokens, i + 1)
        date = _weekday_wins(tokens, i + 1, after, date, published)
        return DateMention(i, after, date, date, "day", "relative", "yesterday" if date < published else "tomorrow", is_future=date > published)
    if raw.endswith("اليوم") and len(raw) <= 7 and word == "يوم":
        return _today(tokens, i, published)
    if raw in ("الان", "حاليا"):
        return DateMention(i, i + 1, published, published, "day", "relative", "now")
    if word == "ليله" and i + 1 < len(tokens) and bare(tokens[i + 1].text) in _PAST and raw != word:
        start = published - dt.timedelta(days=1)
        return DateMention(i, i + 2, start, start, "day", "relative", "last_night")
    return None


def _today(tokens: list[Token], i: int, published: dt.date) -> DateMention | None:
    following = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if bare(following) in _PAST | {"عالمي", "دولي", "وطني", "موعود", "ذاته", "نفسه", "تالي", "سابع", "ثاني", "ثالث", "رابع", "خامس", "سادس", "اول"} or following in ("التالي",):
        return None
    if i > 0 and tokens[i - 1].text == "ذلك" or _is_outlet(tokens, i):
        return None
    after = _skip_weekday(tokens, i + 1)
    date = _weekday_wins(tokens, i + 1, after, published, published)
    return DateMention(i, after, date, date, "day", "relative", "today")


def _is_outlet(tokens: list[Token], i: int) -> bool:
    """صحيفة اليوم, المصري اليوم, قناة روسيا اليوم: names of media."""
    media = {"صحيفه", "جريده", "قناه", "موقع", "شبكه", "وكاله"}
    one, two = _bare_at(tokens, i - 1).lstrip("بل"), _bare_at(tokens, i - 2).lstrip("بل")
    return one in media or one == "مصري" or two in media


def _before_yesterday(tokens: list[Token], i: int) -> int | None:
    for k in (1, 2):
        if i + k < len(tokens) and bare(tokens[i + k].text) == "امس" and (k == 1 or tokens[i + 1].text == "من"):
            return i + k + 1
    return None


def _skip_weekday(tokens: list[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text in "،,(" and at + 1 < len(tokens) and bare(tokens[at + 1].text) in _weekdays():
        return at + 2
    return at + 1 if at < len(tokens) and bare(tokens[at].text) in _weekdays() and bare(tokens[at].text) != tokens[at].text else at


def _weekday_wins(tokens: list[Token], at: int, after: int, date: dt.date, published: dt.date) -> dt.date:
    """Codebook section 5: a stated weekday that contradicts أمس wins."""
    if after == at:
        return date
    weekday = _weekdays()[bare(tokens[after - 1].text)]
    if date > published:
        return published + dt.timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    return cal.latest_weekday(weekday, published)


# --- relative spans -------------------------------------------------------------


def _this_or_last_unit(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الأسبوع الماضي · الشهر الجاري · هذا الأسبوع · مطلع الشهر الحالي"""
    if published is None:
        return None
    part, at = _part_at(tokens, i)
    word = _core(tokens[at].text) if at < len(tokens) else ""
    this = word in ("هذا", "هذه") and at + 1 < len(tokens)
    if this:
        at, word = at + 1, bare(tokens[at + 1].text)
    if word not in ("اسبوع", "شهر", "عام", "سنه") or not (_is_definite(tokens[at].text) or this):
        return None
    direction, after = _direction_at(tokens, at + 1)
    if not direction and not this and not (_is_this_one(tokens, at, part) and (word == "شهر" or part == "early")):
        return None
    return _unit_span(i, after, word, direction, part, published)


def _unit_span(i: int, after: int, word: str, direction: str, part: str, published: dt.date) -> DateMention:
    shift = _SHIFTS.get(direction, 0)
    future = shift > 0
    if word == "اسبوع":
        span = cal.week_of(published + dt.timedelta(days=7 * shift))
        return DateMention(i, after, span[0], span[1], "week", "relative", "week", is_future=future)
    if word == "شهر":
        base = cal.add_months(published.replace(day=1), shift)
        span = cal.month(base.year, base.month)
        span = cal.part_of_month(span, part) if part else span
        return DateMention(i, after, span[0], span[1], "range" if part else "month", "relative", "month_unit", is_future=future)
    year_number = published.year + shift
    span = cal.part_of_year(year_number, part) if part else cal.year(year_number)
    return DateMention(i, after, span[0], span[1], "range" if part else "year", "relative", "year_unit", is_future=future)


def _ago(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """قبل يومين · منذ ثلاثة أسابيع · قبل 5 أعوام · بعد يومين is left alone"""
    if published is None or _core(tokens[i].text) not in ("قبل", "منذ"):
        return None
    counted = _count_and_unit(tokens, i + 1)
    if counted is None:
        return _hours_ago(tokens, i, published)
    count, unit, after = counted
    if _bare_at(tokens, after) == "من" and _bare_at(tokens, after + 1) == "ان":  # قبل عام من الآن
        after += 2
    elif after < len(tokens) and tokens[after].text in ("من", "عن", "علي") or _names_the_unit(tokens, i + 1):
        return None
    start = _back(published, count, unit)
    is_since = _core(tokens[i].text) == "منذ"
    if unit in ("hour", "day"):
        return DateMention(i, after, start, start, "day", "relative", "days_ago", is_since=is_since)
    span = {"week": cal.week_of(start), "month": cal.month(start.year, start.month), "year": cal.year(start.year)}[unit]
    return DateMention(i, after, span[0], span[1], unit, "relative", "units_ago", is_since=is_since)


def _hours_ago(tokens: list[Token], i: int, published: dt.date) -> DateMention | None:
    """قبل ساعات is the publication day; قبل ساعات من الهجوم is not."""
    if i + 1 >= len(tokens) or tokens[i + 1].text != "ساعات":
        return None
    after = i + 2 + (_bare_at(tokens, i + 2) in ("قليله", "فقط"))
    if after < len(tokens) and (tokens[after].text in ("من", "علي", "عن") or tokens[after].text.startswith("ال")):
        return None
    return DateMention(i, after, published, published, "day", "relative", "last_hours")


def _names_the_unit(tokens: list[Token], at: int) -> bool:
    """منذ عام 2014, منذ شهر مارس, منذ يوم السبت: which one, not how long ago."""
    if tokens[at].text not in ("عام", "سنه", "شهر", "يوم") or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1].text
    return following[0].isdigit() or _core(following) in _month_starts() or bare(following) in _weekdays() or bare(following) in ("امس", "الفين")


def _count_and_unit(tokens: list[Token], at: int) -> tuple[int, str, int] | None:
    if at < len(tokens) and bare(tokens[at].text) in ("نحو", "حوالي", "قرابه", "اكثر", "زهاء"):
        at += 2 if tokens[at].text == "اكثر" else 1
    number = parse_at(tokens, at) if at < len(tokens) else None
    count, at = number if number else (0, at)
    if at >= len(tokens) or bare(tokens[at].text) not in _UNITS or tokens[at].text.startswith("ال"):
        return None
    unit, implied = _UNITS[tokens[at].text]
    count = count or implied
    if not count or count > 200:
        return None
    return count, unit, at + 1


def _back(published: dt.date, count: int, unit: str) -> dt.date:
    if unit == "hour":
        return published - dt.timedelta(days=count // 24)
    if unit == "day":
        return published - dt.timedelta(days=count)
    if unit == "week":
        return published - dt.timedelta(days=7 * count)
    return cal.add_months(published, -count * (12 if unit == "year" else 1))


def _last_units(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الساعات الماضية · الأيام القليلة الماضية · الـ24 ساعة الماضية · الأشهر الثلاثة الماضية"""
    if published is None:
        return None
    at, number = i, None
    newest = _core(tokens[at].text) == "اخر" and tokens[at].text[:2] != "ال"
    if newest:
        at += 1
    if at < len(tokens) and bare(tokens[at].text) in _SMALL and _bare_at(tokens, at + 1) == "عشرين":  # الأربع والعشرين ساعة
        number = _SMALL[bare(tokens[at].text)] + 20, at + 2
        at += 2
    elif at < len(tokens) and (tokens[at].text[0].isdigit() or parse_at(tokens, at)):
        number = parse_at(tokens, at)
        if number is None:
            return None
        at = number[1]
    if at >= len(tokens) or bare(tokens[at].text) not in _UNITS:
        return None
    unit, implied = _UNITS[bare(tokens[at].text)]
    if number is not None and tokens[at].text.startswith("ال"):  # a score: 1-1 الأسبوع الماضي
        return None
    after = at + 1
    if newest:
        return _last_span(i, after, unit, number[0], published) if number else None
    if after + 1 < len(tokens) and tokens[after].text == "ال":  # الساعات الـ24
        after += 1
    middle = parse_at(tokens, after) if after < len(tokens) and number is None else None
    if middle is None and implied == 0 and after < len(tokens) and bare(tokens[after].text) in _SMALL:
        number, after = (_SMALL[bare(tokens[after].text)], after + 1), after + 1
        if after < len(tokens) and tokens[after].text == "والعشرين":
            number, after = (number[0] + 20, after + 1), after + 1
    elif middle is not None:
        number, after = middle, middle[1]
    elif after < len(tokens) and bare(tokens[after].text) in ("قليله", "قليل"):
        after += 1
    if after >= len(tokens) or bare(tokens[after].text) not in _PAST or (number is None and implied == 1):
        return None
    return _last_span(i, after + 1, unit, number[0] if number else implied, published)


_SMALL = {"ثلاثه": 3, "اربعه": 4, "خمسه": 5, "سته": 6, "سبعه": 7, "عشره": 10, "اثنين": 2, "ثلاث": 3, "اربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "عشر": 10}


def _last_span(i: int, after: int, unit: str, count: int, published: dt.date) -> DateMention | None:
    if count > (1000 if unit == "hour" else 200):  # آخر 15 ألف سنة
        return None
    if unit == "hour":
        start = published if count < 24 else _back(published, count, "hour")
        return DateMention(i, after, start, published, "day" if start == published else "range", "relative", "last_hours")
    if not count:
        return DateMention(i, after, published, published, "unknown", "relative", f"last_{unit}s")
    return DateMention(i, after, _back(published, count, unit), published, "range", "relative", f"last_n_{unit}s")


def _numeric(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """12/5/2020 · 2020-05-12 · 12-5-2020"""
    parts = [t.text for t in tokens[i : i + 5]]
    if len(parts) < 5 or parts[1] != parts[3] or parts[1] not in "/-." or not all(p.isdigit() for p in parts[::2]):
        return None
    a, b, c = (int(p) for p in parts[::2])
    date = cal.valid_day(a, b, c) if a > 1900 else cal.valid_day(c, b, a) if 1900 < c < 2100 else None
    return None if date is None else DateMention(i, i + 5, date, date, "day", "absolute", "numeric")


_RULES: tuple[Rule, ...] = (_numeric, _fraction, _season, _day_month, _month_alone, _year_rule, _weekday, _near_day, _this_or_last_unit, _ago, _last_units)


# --- around a mention --------------------------------------------------------------


def _with_direction(tokens: list[Token], mention: DateMention, published: dt.date | None) -> DateMention:
    """Mark منذ and حتى/بحلول before a mention."""
    before = [t.text for t in tokens[max(0, mention.first - 3) : mention.first]]
    cores = [w[1:] if len(w) > 3 and w[0] in "وف" else w for w in before]
    skip = {"يوم", "شهر", "عام", "صباح", "مساء", "فجر", "ليل", "مطلع"}
    while cores and cores[-1] in skip:
        cores.pop()
    last = cores[-1] if cores else ""
    if last in _SINCE or (last == "من" and cores[-2:-1] == ["اعتبارا"]) or mention.is_since:
        return replace(mention, is_since=True)
    if last in ("بحلول", "اقصاه"):
        return _to_come(replace(mention, is_until=True), published)
    if last in ("حتي", "لغايه", "قبل", "موعد") or cores[-2:] in (["قبل", "نهايه"],) or tokens[mention.first].text.startswith("بحلول"):
        return replace(mention, is_until=True)
    return mention


def _to_come(mention: DateMention, published: dt.date | None) -> DateMention:
    """بحلول أكتوبر, said in August, means the one to come."""
    if published is None or mention.basis != "implied_year" or mention.end >= published:
        return mention
    return replace(mention, start=cal.add_months(mention.start, 12), end=cal.add_months(mention.end, 12), is_future=True)


def _joined_days(tokens: list[Token], found: list[DateMention]) -> list[DateMention]:
    """Two mentions that tell one span: ليل السبت الأحد, من آب 2016 إلى آذار 2017."""
    joined: list[DateMention] = []
    for mention in found:
        if joined:
            joined[-1] = _with_year_of(tokens, joined[-1], mention)
        if joined and _is_night_pair(tokens, joined[-1], mention):
            first = joined.pop()
            mention = replace(mention, first=first.first, start=first.start, end=first.start + dt.timedelta(1), precision="range", kind="night_pair")
        elif joined and _is_range(tokens, joined[-1], mention):
            first = joined.pop()
            mention = replace(mention, first=first.first, start=first.start, precision="range", kind="range", is_since=False, is_until=False)
        joined.append(mention)
    return joined


def _with_year_of(tokens: list[Token], a: DateMention, b: DateMention) -> DateMention:
    """من يناير إلى مارس 2017: the year stated last serves both."""
    stated = b.basis == "absolute" or b.is_future
    if a.basis != "implied_year" or not stated or not _is_range_frame(tokens, a, b):
        return a
    months = 12 * (b.start.year - a.start.year)
    moved = replace(a, start=cal.add_months(a.start, months), end=cal.add_months(a.end, months), basis=b.basis)
    return moved if moved.start <= b.start else a


def _is_night_pair(tokens: list[Token], a: DateMention, b: DateMention) -> bool:
    """The second weekday follows the first; -6 days when the pair straddles the publication day."""
    if not (a.kind.startswith("weekday") and b.kind.startswith("weekday")) or (b.start - a.start).days not in (1, -6):
        return False
    between = [t.text for t in tokens[a.last : b.first]]
    before = [_core(t.text) for t in tokens[max(0, a.first - 2) : a.first]]
    allowed = {"-", "/", "الي", "و", "صباح", "فجر", "وفجر", "وصباح", "علي"}
    return len(between) <= 1 and all(w in allowed for w in between) and any(w in ("ليل", "ليله", "مساء", "ليلا", "بين") for w in before)


def _is_range(tokens: list[Token], a: DateMention, b: DateMention) -> bool:
    """من … إلى …, منذ … وحتى …, بين … و…, 2014-2016, يومي السبت والأحد"""
    if b.end <= a.end:
        return False
    return _is_range_frame(tokens, a, b)


def _is_range_frame(tokens: list[Token], a: DateMention, b: DateMention) -> bool:
    between = [t.text for t in tokens[a.last : b.first]]
    if a.kind == b.kind == "year" and between == ["-"]:
        return True
    if _bare_at(tokens, a.first - 1) == "عامي" and a.kind == b.kind == "year":
        return between == ["و"]
    if _bare_at(tokens, a.first - 1) == "يومي" and (b.start - a.start).days == 1:
        return not between and tokens[b.first].text.startswith("و")
    opener = next((t.text for t in reversed(tokens[max(0, a.first - 3) : a.first]) if t.text in ("من", "منذ", "بين")), "")
    if opener == "بين":
        return not between and tokens[b.first].text.startswith("و") or between == ["و"]
    return bool(opener) and bool(between) and between[0] in ("الي", "حتي", "وحتي") and len(between) <= 3
