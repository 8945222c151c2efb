"""Which date is the event's: every reading of every date in the article competes.

Besides each mention as it stands, a series may run from a mention to the
publication day (منذ يناير), be under way with no known start, or have no date
at all; a forest ranks them (codebook, section 1 and rulings of section 5).
"""

import datetime as dt
import math
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence
from transforms.dates import DateMention
from transforms.draft import Draft, distance_features, sentence_gap, type_flags
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


_KINDS = ("weekday", "weekday_past", "day_month", "month", "year", "yesterday", "today", "now", "last_night", "week", "month_unit", "year_unit", "days_ago", "units_ago", "last_hours", "range", "night_pair", "numeric")  # fmt: skip
_PRECISIONS = ("day", "week", "month", "year", "range", "unknown")
_FORMS = ("plain", "since", "ongoing", "none")
_REPORTS = {"report", "claim"}


def date_choices(article: Annotated, draft: Draft) -> list[DateChoice]:
    """All dates that compete for one event."""
    choices = [DateChoice(None, None, "unknown", "none", None, None, "none")]
    if article.published is not None:
        choices.append(DateChoice(None, article.published, "range", "relative", None, None, "ongoing"))
    for sentence in (*article.sentences, article.title):
        for mention in sentence.dates:
            if mention.precision != "unknown":
                choices.append(DateChoice(mention.start, mention.end, mention.precision, mention.basis, sentence, mention, "plain"))
            if article.published is not None and mention.start < article.published and (mention.is_since or sentence.index in draft.indices):
                choices.append(DateChoice(mention.start, article.published, "range", mention.basis, sentence, mention, "since"))
    return choices


def choose_date(article: Annotated, draft: Draft, model: str = "attack_date") -> DateChoice:
    """The date of an event; the choice without a date where nothing fits better."""
    choices = date_choices(article, draft)
    scores = load_forest(model).probabilities([date_features(article, draft, c, choices) for c in choices])
    return choices[int(scores.argmax())]


def date_features(article: Annotated, draft: Draft, choice: DateChoice, choices: list[DateChoice]) -> list[float]:
    """Dense features of one choice."""
    own = [c for c in choices if c.form == "plain" and c.sentence is not None and c.sentence.index in draft.indices]
    return [
        *(float(choice.form == f) for f in _FORMS),
        float(len(own)),
        float(len(choices)),
        float(min(draft.indices)),
        float(len(draft.indices)),
        *_recurring_cues(draft),
        *type_flags(draft),
        *_mention_features(article, draft, choice, own, choices),
    ]


def _recurring_cues(draft: Draft) -> list[float]:
    cues = [h.value for s in draft.sentences for h in s.hits.get("cue", [])]
    return [float(cues.count("recurring")), float("background" in cues), float("past_time" in cues)]


def _mention_features(article: Annotated, draft: Draft, choice: DateChoice, own: list[DateChoice], choices: list[DateChoice]) -> list[float]:
    mention, sentence = choice.mention, choice.sentence
    if mention is None or sentence is None:
        return [-1.0] * _MENTION_WIDTH
    inside = sentence.index in draft.indices
    distance = distance_features(sentence, mention.first, mention.last, draft.anchors[sentence.index]) if inside else [99.0, 0.0, 9.0, 0.0, 5.0]
    age = (article.published - mention.end).days if article.published else 0
    same = sum(c.form == choice.form and (c.start, c.end) == (choice.start, choice.end) for c in choices)
    rank = sum(c.mention.first < mention.first for c in own if c.mention and c.sentence is sentence)
    alone = len({(c.start, c.end) for c in own})
    return [
        float(inside), float(sentence_gap(draft, sentence.index)) if sentence.index >= 0 else -9.0, float(sentence.index), float(sentence.index < 0),
        *distance,
        *(float(mention.kind == k) for k in _KINDS),
        *(float(choice.precision == p) for p in _PRECISIONS),
        math.log1p(max(0, age)), float(age == 0), float(age < 0),
        float(mention.is_since), float(mention.is_until), float(mention.is_future),
        math.log1p((mention.end - mention.start).days),
        float(same), float(rank), float(alone),
        *_near_report(sentence, mention),
        float(sentence.index in (0, 1)), float(_before(sentence, mention) in ("قبل", "بعد")),
    ]  # fmt: skip


_MENTION_WIDTH = 4 + 5 + len(_KINDS) + len(_PRECISIONS) + 3 + 3 + 1 + 3 + 3 + 2


def _near_report(sentence: Sentence, mention: DateMention) -> list[float]:
    """A report verb just before or after the date, and whether أن follows it (أعلن الجيش السبت أن …)."""
    reports = [h for h in sentence.hits.get("cue", []) if h.value in _REPORTS]
    before = any(0 <= mention.first - h.last <= 4 for h in reports)
    after = any(0 <= h.first - mention.last <= 2 for h in reports)
    following = [t.text for t in sentence.tokens[mention.last : mention.last + 4]]
    return [float(before), float(after), float(any(w in ("ان", "انه", "انها", "عن") for w in following))]


def _before(sentence: Sentence, mention: DateMention) -> str:
    return sentence.tokens[mention.first - 1].text if mention.first else ""
