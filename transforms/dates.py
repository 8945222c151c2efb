"""Dates of newspaper Arabic, resolved against the publication date.

The grammar reads one token position at a time; each rule returns a mention or
None, and the first rule that reads wins. A mention is a span of days with its
precision and basis, never a guess: without a publication date only absolute
dates resolve (codebook, section 4).
"""

import datetime as dt
from dataclasses import replace

from transforms import calendar_spans as cal
from transforms.date_days import near_day_rule, weekday_rule
from transforms.date_mention import DateMention, Rule
from transforms.date_months import day_month_rule, month_rule, numeric_rule
from transforms.date_spans import joined_days, with_direction
from transforms.date_units import ago_rule, last_units_rule, running_rule, unit_rule
from transforms.date_words import FRACTIONS, HALVES, bare_at, may_start
from transforms.date_years import season_rule, year_rule
from transforms.tokens import Token, bare
from transforms.word_sets import word_set


def find_dates(tokens: list[Token], published: dt.date | None) -> list[DateMention]:
    """Date mentions of one sentence, left to right."""
    found: list[DateMention] = []
    i = 0
    while i < len(tokens):
        mention = _read(tokens, i, published) if may_start(tokens[i].text) else None
        if mention is None:
            i += 1
            continue
        if _is_september_2001(tokens, mention):
            mention = replace(mention, start=dt.date(2001, 9, 11), end=dt.date(2001, 9, 11), basis="absolute")
        if not _is_name(tokens, mention):
            found.append(with_direction(tokens, mention, published))
        i = mention.last
    return joined_days(tokens, found)


def _is_name(tokens: list[Token], mention: DateMention) -> bool:
    """Whether the words before make a name of the date: حزب السادس من أكتوبر, هجمات 11 سبتمبر."""
    before = bare_at(tokens, mention.first - 1)
    if mention.first == 0 or tokens[mention.first - 1].text.startswith("ال"):  # في السوق الأحد
        return False
    if mention.kind == "weekday":
        return before in word_set("weekday_name_head")
    if mention.kind not in ("day_month", "month") or mention.basis != "implied_year":
        return False
    return before in word_set("date_name_head")


def _is_september_2001(tokens: list[Token], mention: DateMention) -> bool:
    """هجمات 11 سبتمبر without a year is a name that tells its year."""
    is_day = mention.basis == "implied_year" and mention.precision == "day"
    is_eleventh = is_day and (mention.start.month, mention.start.day) == (9, 11)
    return is_eleventh and bare_at(tokens, mention.first - 1) in ("هجمات", "احداث", "اعتداءات", "هجوم")


def _read(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    for rule in _RULES:
        mention = rule(tokens, i, published)
        if mention is not None:
            return mention
    return None


def _fraction_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """النصف الثاني من مايو · الأسبوع الأول من أيار · الربع الأول من عام 2018"""
    word, nth = bare(tokens[i].text), HALVES.get(bare_at(tokens, i + 1))
    if word not in FRACTIONS or nth is None or bare_at(tokens, i + 2) != "من" or i + 3 >= len(tokens):
        return None
    whole = next((m for rule in (month_rule, year_rule, unit_rule) if (m := rule(tokens, i + 3, published))), None)
    if whole is None or whole.precision not in ("month", "year") or whole.kind.startswith("hijri"):
        return None
    span = cal.nth_part((whole.start, whole.end), FRACTIONS[word], nth)
    return None if span is None else replace(whole, first=i, start=span[0], end=span[1], precision="range")


_RULES: tuple[Rule, ...] = (
    numeric_rule,
    _fraction_rule,
    season_rule,
    day_month_rule,
    month_rule,
    year_rule,
    running_rule,
    weekday_rule,
    near_day_rule,
    unit_rule,
    ago_rule,
    last_units_rule,
)
