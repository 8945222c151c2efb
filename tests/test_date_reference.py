"""منذ ذلك الحين: since the date stated last."""

import datetime as dt

import pytest

from transforms.annotate import annotate, complete
from transforms.date_reference import refer_back
from transforms.draft import make_draft
from transforms.mention import Mention
from transforms.slot_dates import choose_date

PUBLISHED = dt.date(2021, 5, 10)
STRIKE = "قصفت طائرة مسيرة مدرج المطار في 3 آذار 2021."


def since(text: str) -> list[tuple[dt.date, dt.date]]:
    """The days of each date that the last sentence refers back to."""
    article = annotate("", text, PUBLISHED)
    sentences = [complete(s, article.norm.text, PUBLISHED) for s in article.sentences]
    refer_back(sentences)
    refer_back(sentences)  # attacks and milestones both ask
    return [(d.start, d.end) for d in sentences[-1].dates if d.is_since]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (f"{STRIKE} ومنذ ذلك التاريخ تسقط القذائف على محيطه كل أسبوع.", dt.date(2021, 3, 3), dt.date(2021, 3, 3)),
        (f"{STRIKE} لم يعلق أحد. ولم تتوقف الهجمات منذ ذلك الحين.", dt.date(2021, 3, 3), dt.date(2021, 3, 3)),
        (f"{STRIKE} أغلق المطار في نيسان 2021، ومنذ ذلك الوقت لم يفتح.", dt.date(2021, 4, 1), dt.date(2021, 4, 30)),
    ],
)
def test_the_date_stated_last(text: str, start: dt.date, end: dt.date) -> None:
    assert since(text) == [(start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "ومنذ ذلك الحين لم تتوقف الهجمات.",  # no date before it
        f"{STRIKE} قال شاهد. قال آخر. قال ثالث. ولم تتوقف الهجمات منذ ذلك الحين.",  # too far back
        f"{STRIKE} وتراجعت الهجمات منذ ذلك الاتفاق.",  # since something else
    ],
)
def test_no_date_to_refer_to(text: str) -> None:
    assert since(text) == []


@pytest.mark.parametrize(("kind", "start"), [("recurring", dt.date(2021, 3, 3)), ("incident", None)])
def test_a_series_goes_on_since_then_and_a_single_raid_does_not(kind: str, start: dt.date | None) -> None:
    article = annotate("", f"{STRIKE} ولم تتوقف الغارات على محيطه منذ ذلك الحين.", PUBLISHED)
    sentences = [complete(s, article.norm.text, PUBLISHED) for s in article.sentences]
    refer_back(sentences)
    raid = make_draft([Mention(sentences[-1], set(), 1.0, {"air_strike": 1.0})], "air_strike", "trigger", {"air"})
    raid.kind = kind
    chosen = choose_date(article, raid)
    assert (chosen.form == "since", chosen.start if kind == "recurring" else None) == (kind == "recurring", start)
