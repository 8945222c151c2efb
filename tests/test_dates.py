"""The date grammar on its phrase list, and what it does without a publication date."""

import datetime as dt

import pytest
from phrase_lists import Case, load, silent, yielding

from transforms.date_mention import DateMention
from transforms.dates import find_dates
from transforms.text import normalise
from transforms.tokens import tokenise

PUBLISHED = load("dates.toml")["published"]


def dates(phrase: str, published: dt.date | None = PUBLISHED) -> list[DateMention]:
    text = normalise(phrase).text
    return find_dates(tokenise(text, 0, len(text)), published)


def wanted(value: dict[str, object]) -> tuple[object, ...]:
    """Start, end and precision (one day unless said otherwise), then the three marks."""
    start = value["start"]
    marks = (value.get("is_since", False), value.get("is_until", False), value.get("is_future", False))
    return start, value.get("end", start), value.get("precision", "day"), *marks


def told(mention: DateMention) -> tuple[object, ...]:
    return mention.start, mention.end, mention.precision, mention.is_since, mention.is_until, mention.is_future


@pytest.mark.parametrize("case", yielding("dates.toml"))
def test_date(case: Case) -> None:
    found = dates(case.phrase)
    if case.value.get("last"):
        found = found[-1:]
    assert [told(m) for m in found] == [wanted(case.value)], case.phrase


@pytest.mark.parametrize("case", yielding("dates.toml"))
def test_date_within_a_sentence(case: Case) -> None:
    found = dates(f"وقع انفجار في السوق {case.phrase}، بحسب الشرطة.")
    assert wanted(case.value)[:3] in [told(m)[:3] for m in found], case.phrase


@pytest.mark.parametrize("case", silent("dates.toml"))
def test_no_date(case: Case) -> None:
    assert [(m.start, m.end, m.kind) for m in dates(case.phrase)] == [], case.phrase


@pytest.mark.parametrize(
    "phrase",
    ["أمس", "الأحد", "12 مايو", "في مارس", "العام الماضي", "قبل يومين", "هذا الشهر", "5 رجب", "الساعات الماضية"],
)
def test_only_absolute_dates_without_publication(phrase: str) -> None:
    assert dates(phrase, None) == []


@pytest.mark.parametrize(
    ("phrase", "day"),
    [("12 مايو 2017", dt.date(2017, 5, 12)), ("5 رجب 1439", dt.date(2018, 3, 22)), ("3/4/2016", dt.date(2016, 4, 3))],
)
def test_absolute_date_without_publication(phrase: str, day: dt.date) -> None:
    assert [(m.start, m.end) for m in dates(phrase, None)] == [(day, day)]


def test_tokens_of_a_mention_cover_the_words_of_the_date() -> None:
    text = normalise("قُتل جندي في 12 أيار/مايو 2017 شمالي المدينة").text
    tokens = tokenise(text, 0, len(text))
    (mention,) = find_dates(tokens, None)
    assert text[tokens[mention.first].start : tokens[mention.last - 1].end] == "12 ايار/مايو 2017"


@pytest.mark.parametrize("day", range(1, 29))
def test_every_weekday_is_the_latest_one(day: int) -> None:
    published = dt.date(2018, 2, day)
    names = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    for weekday, name in enumerate(names):
        (plain,), (past,) = dates(name, published), dates(f"{name} الماضي", published)
        assert plain.start.weekday() == past.start.weekday() == weekday
        assert 0 <= (published - plain.start).days <= 6
        assert 1 <= (published - past.start).days <= 7


def test_a_hijri_month_that_may_be_the_coming_one_is_left_open() -> None:
    april = dt.date(2018, 4, 27)
    assert dates("قبل قدوم شهر رمضان", april) == []
    assert [m.start for m in dates("في رمضان الماضي", april)] == [dt.date(2017, 5, 27)]
