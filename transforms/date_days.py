"""Weekdays and the days around publication: الأحد الماضي, أمس, أول من أمس, فجر اليوم, غدا."""

import datetime as dt
from dataclasses import replace

from transforms import calendar_spans as cal
from transforms.date_mention import DateMention
from transforms.date_months import day_month_rule, numeric_rule
from transforms.date_pieces import direction_at
from transforms.date_words import NEAR_DAYS, bare_at, core, is_definite, weekdays
from transforms.tokens import Token, bare
from transforms.word_sets import word_set


def weekday_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """الأحد · يوم الأحد الماضي · الجمعة المقبل · الأربعاء 12 مايو (the full date wins)"""
    if not is_definite(tokens[i].text):
        return None
    word = core(tokens[i].text)
    if word not in weekdays() or bare_at(tokens, i + 1) in ("عشر", "عشره"):  # الأحد عشر
        return None
    full = _full_date_after(tokens, i, published)
    if full is not None:
        return full
    if published is None:
        return None
    direction, after = direction_at(tokens, i + 1)
    weekday = weekdays()[word]
    if direction == "next":
        date = cal.latest_weekday(weekday, published) + dt.timedelta(days=7)
        return DateMention(i, after, date, date, "day", "weekday", "weekday_next", is_future=True)
    is_past = direction in ("past", "before_last")
    date = cal.latest_weekday(weekday, published, strictly_before=is_past) - dt.timedelta(
        days=7 if direction == "before_last" else 0
    )
    return DateMention(i, after, date, date, "day", "weekday", "weekday_past" if is_past else "weekday")


def _full_date_after(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    at = i + 1
    while (
        at < len(tokens)
        and at < i + 4
        and (tokens[at].text in "،,(" or core(tokens[at].text) in ("موافق", "مصادف", "في"))
    ):
        at += 1
    found = day_month_rule(tokens, at, published) or numeric_rule(tokens, at, published) if at < len(tokens) else None
    return None if found is None else _of_weekday(replace(found, first=i), weekdays()[core(tokens[i].text)], published)


def _of_weekday(found: DateMention, weekday: int, published: dt.date | None) -> DateMention:
    """الأربعاء 4 أبريل, said in March: the year in which that day is a Wednesday, where it is the coming one."""
    if (
        published is None
        or found.basis != "implied_year"
        or found.kind != "day_month"
        or found.start.weekday() == weekday
    ):
        return found
    coming = cal.valid_day(found.start.year + 1, found.start.month, found.start.day)
    if coming is None or coming.weekday() != weekday or (coming - published).days > 200:
        return found
    return replace(found, start=coming, end=coming + (found.end - found.start), is_future=coming > published)


def near_day_rule(tokens: list[Token], i: int, published: dt.date | None) -> DateMention | None:
    """أمس · أول من أمس · اليوم · فجر اليوم · الليلة الماضية · غدا · الآن"""
    if published is None:
        return None
    raw, word = tokens[i].text, core(tokens[i].text)
    if word == "اول" and (reading := _before_yesterday(tokens, i)) is not None:
        return DateMention(
            i, reading, published - dt.timedelta(2), published - dt.timedelta(2), "day", "relative", "before_yesterday"
        )
    if word == "امس" and (raw.endswith("لامس") or bare_at(tokens, i + 1) == "حاجه"):  # لامس, في أمس الحاجة
        return None
    if word == "امس" and bare_at(tokens, i + 1) == "اول":
        return DateMention(
            i, i + 2, published - dt.timedelta(2), published - dt.timedelta(2), "day", "relative", "before_yesterday"
        )
    if word in NEAR_DAYS and raw not in ("الغد",):
        after_that = word == "غد" and i > 0 and tokens[i - 1].text in ("بعد", "وبعد")
        date = published + dt.timedelta(days=NEAR_DAYS[word] + after_that)
        after = _skip_weekday(tokens, i + 1)
        date = _weekday_wins(tokens, i + 1, after, date, published)
        return DateMention(
            i,
            after,
            date,
            date,
            "day",
            "relative",
            "yesterday" if date < published else "tomorrow",
            is_future=date > published,
        )
    if raw.endswith("اليوم") and len(raw) <= 7 and word == "يوم":
        return _today(tokens, i, published)
    if raw in ("الان", "حاليا"):
        return DateMention(i, i + 1, published, published, "day", "relative", "now")
    if word == "ليله" and i + 1 < len(tokens) and bare(tokens[i + 1].text) in word_set("date_past") and raw != word:
        start = published - dt.timedelta(days=1)
        return DateMention(i, i + 2, start, start, "day", "relative", "last_night")
    return None


def _today(tokens: list[Token], i: int, published: dt.date) -> DateMention | None:
    following = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if bare(following) in word_set("date_past") | word_set("date_not_today"):
        return None
    if i > 0 and tokens[i - 1].text == "ذلك" or _is_outlet(tokens, i):
        return None
    after = _skip_weekday(tokens, i + 1)
    date = _weekday_wins(tokens, i + 1, after, published, published)
    return DateMention(i, after, date, date, "day", "relative", "today")


def _is_outlet(tokens: list[Token], i: int) -> bool:
    """صحيفة اليوم, المصري اليوم, قناة روسيا اليوم: names of media."""
    media = word_set("date_media")
    one, two = bare_at(tokens, i - 1).lstrip("بل"), bare_at(tokens, i - 2).lstrip("بل")
    return one in media or one == "مصري" or two in media


def _before_yesterday(tokens: list[Token], i: int) -> int | None:
    for k in (1, 2):
        if i + k < len(tokens) and bare(tokens[i + k].text) == "امس" and (k == 1 or tokens[i + 1].text == "من"):
            return i + k + 1
    return None


def _skip_weekday(tokens: list[Token], at: int) -> int:
    if (
        at < len(tokens)
        and tokens[at].text in "،,("
        and at + 1 < len(tokens)
        and bare(tokens[at + 1].text) in weekdays()
    ):
        return at + 2
    return (
        at + 1
        if at < len(tokens) and bare(tokens[at].text) in weekdays() and bare(tokens[at].text) != tokens[at].text
        else at
    )


def _weekday_wins(tokens: list[Token], at: int, after: int, date: dt.date, published: dt.date) -> dt.date:
    """Codebook section 5: a stated weekday that contradicts أمس wins."""
    if after == at:
        return date
    weekday = weekdays()[bare(tokens[after - 1].text)]
    if date > published:
        return published + dt.timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    return cal.latest_weekday(weekday, published)
