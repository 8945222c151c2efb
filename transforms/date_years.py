"""Years and seasons: عام 2017, مطلع العام الماضي, في 2014, صيف 2015."""

import datetime as dt
from dataclasses import replace

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_pieces import SHIFTS, direction_at, is_this_one, is_year_number, part_at, year_at
from transforms.date_words import SEASONS, core, is_definite
from transforms.tokens import Token
from transforms.word_sets import word_set


def year_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """عام 2017 · مطلع سنة 2018 · العام الماضي · في 2014"""
    part, at = part_at(tokens, i)
    word = core(tokens[at].text) if at < len(tokens) else ""
    if word in ("عام", "سنه"):
        return _named_year(tokens, i, at, part, published)
    if at == i and not _is_year_place(tokens, i):
        return None
    if at < len(tokens) and is_year_number(tokens[at].text):
        if at + 1 < len(tokens) and _counts_something(tokens[at + 1].text):
            return None
        if (
            at + 3 < len(tokens)
            and tokens[at + 1].text == "و"
            and tokens[at + 2].text.isdigit()
            and _counts_something(tokens[at + 3].text)
        ):
            return None
        return _whole_year(i, at + 1, int(tokens[at].text), part, "absolute")
    return None


def _is_year_place(tokens: list[Token], i: int) -> bool:
    """Whether a bare number at i stands where a year does: في 2014, بين 2014 و2016."""
    if i == 0:
        return False
    if tokens[i - 1].text in ("و", "-") and i > 2 and is_year_number(tokens[i - 2].text):
        return core(tokens[i - 3].text) in ("عام", "سنه") or _is_year_place(tokens, i - 2)
    return core(tokens[i - 1].text) in ("في", "منذ", "حتي", "عامي", "اعوام", "خلال", "بين", "(", "من", "الي")


def _counts_something(word: str) -> bool:
    """2018 جنديا counts soldiers; 2018 followed by punctuation or a function word is a year."""
    counted = word_set("date_counted")
    return word in counted or (word[-1] == "ا" and word[:-1] in counted)  # مدنيا


def _named_year(tokens: list[Token], i: int, at: int, part: str, published: dt.date | None) -> DateMention | None:
    stated = year_at(tokens, at + 1)
    if stated is not None:
        if stated[0] < 1500:
            return None
        return _whole_year(i, stated[1], stated[0], part, "absolute")
    direction, after = direction_at(tokens, at + 1)
    this = at > 0 and tokens[at - 1].text in ("هذا", "هذه") or direction == "this" or is_this_one(tokens, at, part)
    if published is None or not (direction or this) or not (is_definite(tokens[at].text) or this):
        return None
    shift = SHIFTS.get(direction, 0)
    found = _whole_year(i, after, published.year + shift, part, "relative")
    return replace(found, is_future=shift > 0)


def _whole_year(i: int, after: int, number: int, part: str, basis: str) -> DateMention:
    span = cal.part_of_year(number, part) if part else cal.year(number)
    return DateMention(i, after, span[0], span[1], "range" if part else "year", basis, "year")


def season_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """صيف 2015 · ربيع العام الماضي; a winter lies in two years and is left to its year."""
    months = SEASONS.get(core(tokens[i].text))
    if months is None or i + 1 >= len(tokens):
        return None
    year = _named_year(tokens, i, i + 1, "", published) if core(tokens[i + 1].text) in ("عام", "سنه") else None
    if year is None and is_year_number(tokens[i + 1].text):
        year = _whole_year(i, i + 2, int(tokens[i + 1].text), "", "absolute")
    if year is None:
        return None
    start, end = cal.month(year.start.year, months[0])[0], cal.month(year.start.year, months[1])[1]
    return replace(year, start=start, end=end, precision="range")
