"""Which date is the event's: every reading of every date in the article competes.

Besides each mention as it stands, a series may run from a mention to the
publication day (منذ يناير), be under way with no known start, or have no date
at all; a forest ranks them (codebook, section 1 and rulings of section 5).
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence
from transforms.argument_words import Span, argument_score, role_score
from transforms.date_mention import DateMention
from transforms.draft import Draft, distance_to_act, signed_gap, type_flags
from transforms.learned import load_forest


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A date that an event may have; `mention` is None where no words state it."""

    start: dt.date | None
    end: dt.date | None
    precision: str
    basis: str
    sentence: Sentence | None
    mention: DateMention | None
    form: str  # plain, since, ongoing, none


_KINDS = (
    *("weekday", "weekday_past", "day_month", "month", "year", "yesterday", "today", "now", "last_night", "week"),
    *("month_unit", "year_unit", "days_ago", "units_ago", "last_hours", "range", "night_pair", "numeric"),
)
_PRECISIONS = ("day", "week", "month", "year", "range", "unknown")
_FORMS = ("plain", "since", "ongoing", "none")
_REPORTS = {"report", "claim"}
_LASTING = {"armed_clash"}  # an offensive is one incident however long it lasts


def date_choices(article: Annotated, draft: Draft) -> list[DateChoice]:
    """All dates that compete for one event; what goes on "since then" is no single raid's."""
    choices = [DateChoice(None, None, "unknown", "none", None, None, "none")]
    if article.published is not None:
        choices.append(DateChoice(None, article.published, "range", "relative", None, None, "ongoing"))
    is_single = draft.list_name == "trigger" and draft.kind == "incident" and draft.type not in _LASTING
    for sentence in (*article.sentences, article.title):
        for mention in sentence.dates:
            if not (is_single and _refers_back(mention)):
                choices += _readings(mention, sentence, sentence.index in draft.indices, article.published)
    return choices


def _readings(
    mention: DateMention, sentence: Sentence, is_own: bool, published: dt.date | None
) -> Iterator[DateChoice]:
    """The mention as it stands, and as the start of what goes on to the publication day."""
    if mention.precision != "unknown":
        yield DateChoice(mention.start, mention.end, mention.precision, mention.basis, sentence, mention, "plain")
    if published is not None and mention.start < published and (mention.is_since or is_own):
        yield DateChoice(mention.start, published, "range", mention.basis, sentence, mention, "since")


def choose_date(article: Annotated, draft: Draft, model: str = "attack_date") -> DateChoice:
    """The date of an event; the choice without a date where nothing fits better.

    A series told "since then" goes on since then.
    """
    choices = date_choices(article, draft)
    if draft.kind == "recurring" and (told := [c for c in choices if _is_since_then(c, draft)]):
        return told[0]
    rows = [date_features(article, draft, c, choices) for c in choices]
    return choices[int(load_forest(model).probabilities(rows).argmax())]


def _is_since_then(choice: DateChoice, draft: Draft) -> bool:
    """Whether the choice stands in the event's own words and refers back."""
    mention, sentence = choice.mention, choice.sentence
    is_own = sentence is not None and sentence.index in draft.indices
    return is_own and mention is not None and _refers_back(mention)


def _refers_back(mention: DateMention) -> bool:
    """منذ ذلك الحين: see date_reference."""
    return mention.is_since and mention.precision == "unknown"


def date_features(
    article: Annotated, draft: Draft, choice: DateChoice, choices: list[DateChoice], field: str = "date"
) -> list[float]:
    """Dense features of one choice for the event's date or its deadline."""
    own = [c for c in choices if c.form == "plain" and c.sentence is not None and c.sentence.index in draft.indices]
    return [
        *(choice.form == f for f in _FORMS),
        len(own),
        len(choices),
        min(draft.indices),
        len(draft.indices),
        *_recurring_cues(draft),
        *type_flags(draft),
        *_mention_features(article, draft, choice, own, choices),
        argument_score(draft, field, date_spans(choice)),
        role_score(draft, "date", date_spans(choice)),
    ]


def date_spans(choice: DateChoice) -> list[Span]:
    """The words that state the date, if any do."""
    if choice.sentence is None or choice.mention is None:
        return []
    return [(choice.sentence, choice.mention.first, choice.mention.last, f"{choice.form}:{choice.mention.kind}")]


def _recurring_cues(draft: Draft) -> list[float]:
    cues = [h.value for s in draft.sentences for h in s.hits.get("cue", [])]
    return [cues.count("recurring"), "background" in cues, "past_time" in cues]


def _mention_features(
    article: Annotated, draft: Draft, choice: DateChoice, own: list[DateChoice], choices: list[DateChoice]
) -> list[float]:
    """Features of the words that state the date; -1 where none do."""
    mention, sentence = choice.mention, choice.sentence
    if mention is None or sentence is None:
        return [-1.0] * _MENTION_WIDTH
    age = (article.published - mention.end).days if article.published else 0
    return [
        sentence.index in draft.indices,
        signed_gap(draft, sentence),
        sentence.index,
        sentence.index < 0,
        *distance_to_act(draft, sentence, mention.first, mention.last),
        *(mention.kind == k for k in _KINDS),
        *(choice.precision == p for p in _PRECISIONS),
        math.log1p(max(0, age)),
        age == 0,
        age < 0,
        mention.is_since,
        mention.is_until,
        mention.is_future,
        math.log1p((mention.end - mention.start).days),
        sum(c.form == choice.form and (c.start, c.end) == (choice.start, choice.end) for c in choices),
        sum(c.mention.first < mention.first for c in own if c.mention and c.sentence is sentence),
        len({(c.start, c.end) for c in own}),
        *_near_report(sentence, mention),
        sentence.index in (0, 1),
        sentence.before(mention.first, 1) in (["قبل"], ["بعد"]),
    ]


_MENTION_WIDTH = 4 + 6 + len(_KINDS) + len(_PRECISIONS) + 3 + 3 + 1 + 3 + 3 + 2


def _near_report(sentence: Sentence, mention: DateMention) -> list[float]:
    """A report verb just before or after the date, and whether أن follows it (أعلن الجيش السبت أن …)."""
    reports = [h for h in sentence.hits.get("cue", []) if h.value in _REPORTS]
    before = any(0 <= mention.first - h.last <= 4 for h in reports)
    after = any(0 <= h.first - mention.last <= 2 for h in reports)
    return [before, after, not {"ان", "انه", "انها", "عن"}.isdisjoint(sentence.after(mention.last, 4))]
