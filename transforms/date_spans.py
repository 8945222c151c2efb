"""What stands around dates: منذ and حتى before one, and two that tell one span (من … إلى …, ليل السبت الأحد)."""

import datetime as dt
from dataclasses import replace

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_words import bare_at, core
from transforms.tokens import Token

_SINCE = {"منذ", "مذ"}


def with_direction(tokens: list[Token], mention: DateMention, published: dt.date | None) -> DateMention:
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
    if (
        last in ("حتي", "لغايه", "قبل", "موعد")
        or cores[-2:] in (["قبل", "نهايه"],)
        or tokens[mention.first].text.startswith("بحلول")
    ):
        return replace(mention, is_until=True)
    return mention


def _to_come(mention: DateMention, published: dt.date | None) -> DateMention:
    """بحلول أكتوبر, said in August, means the one to come."""
    if published is None or mention.basis != "implied_year" or mention.end >= published:
        return mention
    return replace(
        mention, start=cal.add_months(mention.start, 12), end=cal.add_months(mention.end, 12), is_future=True
    )


def joined_days(tokens: list[Token], found: list[DateMention]) -> list[DateMention]:
    """Two mentions that tell one span: ليل السبت الأحد, من آب 2016 إلى آذار 2017."""
    joined: list[DateMention] = []
    for mention in found:
        if joined:
            joined[-1] = _with_year_of(tokens, joined[-1], mention)
        if joined and _is_night_pair(tokens, joined[-1], mention):
            first = joined.pop()
            mention = replace(
                mention,
                first=first.first,
                start=first.start,
                end=first.start + dt.timedelta(1),
                precision="range",
                kind="night_pair",
            )
        elif joined and _is_range(tokens, joined[-1], mention):
            first = joined.pop()
            mention = replace(
                mention,
                first=first.first,
                start=first.start,
                precision="range",
                kind="range",
                is_since=False,
                is_until=False,
            )
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
    before = [core(t.text) for t in tokens[max(0, a.first - 2) : a.first]]
    allowed = {"-", "/", "الي", "و", "صباح", "فجر", "وفجر", "وصباح", "علي"}
    return (
        len(between) <= 1
        and all(w in allowed for w in between)
        and any(w in ("ليل", "ليله", "مساء", "ليلا", "بين") for w in before)
    )


def _is_range(tokens: list[Token], a: DateMention, b: DateMention) -> bool:
    """من … إلى …, منذ … وحتى …, بين … و…, 2014-2016, يومي السبت والأحد"""
    if b.end <= a.end:
        return False
    return _is_range_frame(tokens, a, b)


def _is_range_frame(tokens: list[Token], a: DateMention, b: DateMention) -> bool:
    between = [t.text for t in tokens[a.last : b.first]]
    if a.kind == b.kind == "year" and between == ["-"]:
        return True
    if bare_at(tokens, a.first - 1) == "عامي" and a.kind == b.kind == "year":
        return between == ["و"]
    if bare_at(tokens, a.first - 1) == "يومي" and (b.start - a.start).days == 1:
        return not between and tokens[b.first].text.startswith("و")
    opener = next(
        (t.text for t in reversed(tokens[max(0, a.first - 3) : a.first]) if t.text in ("من", "منذ", "بين")), ""
    )
    if opener == "بين":
        return not between and tokens[b.first].text.startswith("و") or between == ["و"]
    return bool(opener) and bool(between) and between[0] in ("الي", "حتي", "وحتي") and len(between) <= 3
