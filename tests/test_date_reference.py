"""منذ ذلك الحين: since the date stated last."""

import datetime as dt

import pytest

from transforms.annotate import Annotated, annotate, complete
from transforms.date_reference import refer_back
from transforms.draft import Draft, make_draft
from transforms.mention import Mention
from transforms.slot_dates import choose_date, date_choices

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


def raid(kind: str, type_name: str) -> tuple[Annotated, Draft]:
    """An act told in one sentence with a series that goes on since the strike before it."""
    article = annotate("", f"{STRIKE} ولم تتوقف الغارات على محيطه منذ ذلك الحين.", PUBLISHED)
    sentences = [complete(s, article.norm.text, PUBLISHED) for s in article.sentences]
    refer_back(sentences)
    draft = make_draft([Mention(sentences[-1], set(), 1.0, {type_name: 1.0})], type_name, "trigger", {"air"})
    draft.kind = kind
    return article, draft


def test_a_series_goes_on_since_then() -> None:
    chosen = choose_date(*raid("recurring", "air_strike"))
    assert (chosen.start, chosen.end, chosen.form) == (dt.date(2021, 3, 3), PUBLISHED, "since")


@pytest.mark.parametrize(
    ("kind", "type_name", "may_last"),
    [("recurring", "air_strike", True), ("incident", "armed_clash", True), ("incident", "air_strike", False)],
)
def test_a_single_raid_cannot_have_gone_on_since_then(kind: str, type_name: str, may_last: bool) -> None:
    choices = date_choices(*raid(kind, type_name))
    assert any(c.mention is not None and c.mention.precision == "unknown" for c in choices) == may_last
