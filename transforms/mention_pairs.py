"""Whether two sentences tell one event: dense features of a pair, for the forest that judges it."""

import math
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence
from transforms.lexicon import PlaceEntry
from transforms.mention import Mention, Section
from transforms.sentence_features import groups
from transforms.word_sets import word_set


@dataclass(frozen=True, slots=True)
class Profile:
    """What lies nearest to the act in one sentence; None or 0 where nothing does."""

    place: PlaceEntry | None
    place_text: str
    before: str | None  # actor before the act
    after: str | None  # actor after it
    dead: frozenset[int]
    opening: str


_OPENINGS = ("continues", "adds", "turns", "recalls")  # sets opening_…


def profile(sentence: Sentence, list_name: str) -> Profile:
    """The sentence's nearest place, actors, dead and opening word."""
    anchors = [h.first for h in sentence.hits.get(list_name, [])] or [0]
    places = [p for p in sentence.places if p.country is None]
    place = min(places, key=lambda p: min(abs(p.first - a) for a in anchors), default=None)
    before = [a.code for a in sentence.actors if a.code and a.last <= anchors[0]]
    after = [a.code for a in sentence.actors if a.code and a.first > anchors[0]]
    kills = [h.first for h in sentence.hits.get("trigger", []) if h.value[0] == "kill"]
    counts = [n for n in sentence.numbers if n.low and n.low > 1]
    first = sentence.words[0] if sentence.words else ""
    return Profile(
        place=place.options[0] if place and place.options else None,
        place_text=place.text if place else "",
        before=before[-1] if before else None,
        after=after[0] if after else None,
        dead=frozenset(n.low for n in counts if n.low and any(abs(n.first - k) <= 4 for k in kills)),
        opening=next((name for name in _OPENINGS if first in word_set(f"opening_{name}")), ""),
    )


def _profile_features(a: Profile, b: Profile) -> list[float]:
    """Agreement of two profiles, each +1 agrees, -1 conflicts, 0 unknown; then the openings."""
    return [
        _place_agreement(a, b),
        _agreement(a.before, b.before),
        _agreement(a.after, b.after),
        _agreement(a.before, b.after),
        (1.0 if a.dead & b.dead else -1.0) if a.dead and b.dead else 0.0,
        len(b.dead),
        *(b.opening == name for name in _OPENINGS),
        a.opening == b.opening,
        bool(a.place or a.place_text),
        bool(b.place or b.place_text),
    ]


def _agreement(a: str | None, b: str | None) -> float:
    return 0.0 if a is None or b is None else 1.0 if a == b else -1.0


def _place_agreement(a: Profile, b: Profile) -> float:
    """1 the same place, 0.5 one division holds the other, -0.5 another place of the division, -1 elsewhere."""
    if not (a.place_text and b.place_text):
        return 0.0
    if a.place_text == b.place_text:
        return 1.0
    if a.place is None or b.place is None:
        return -0.25
    if a.place.country != b.place.country:
        return -1.5
    if a.place.admin1 != b.place.admin1:
        return -1.0
    return 0.5 if "admin1" in (a.place.kind, b.place.kind) else -0.5


def pair_features(article: Annotated, first: Mention, second: Mention, section: Section) -> list[float]:
    """Dense features of two mentions, `first` the earlier in the text."""
    a, b = first.sentence, second.sentence
    return [
        *_type_features(first, second),
        *_place_features(a, b),
        *_date_features(a, b),
        *_content_features(a, b),
        *_wording_features(article, a, b, section),
        *_profile_features(profile(a, section.list_name), profile(b, section.list_name)),
    ]


def _type_features(first: Mention, second: Mention) -> list[float]:
    a, b = first.sentence, second.sentence
    gap = b.index - a.index
    return [
        gap,
        gap == 1,
        a.index,
        b.index,
        first.type == second.type,
        sum(p * second.types.get(t, 0.0) for t, p in first.types.items()),
        first.probability * second.probability,
        second.probability,
        bool(first.others),
        bool(second.others),
        first.series,
        second.series,
        abs(first.series - second.series),
    ]


def _place_names(sentence: Sentence) -> set[str]:
    return {p.options[0].place_id if p.options else p.text for p in sentence.places if p.country is None}


def _place_features(a: Sentence, b: Sentence) -> list[float]:
    x, y = _place_names(a), _place_names(b)
    countries = {p.country for p in a.places if p.country} & {p.country for p in b.places if p.country}
    return [len(x & y), len(y - x), bool(x) and bool(y), bool(countries) and not (x & y)]


def _date_features(a: Sentence, b: Sentence) -> list[float]:
    x, y = {(d.start, d.end) for d in a.dates}, {(d.start, d.end) for d in b.dates}
    days_b = [d for d in b.dates if d.precision == "day"]
    conflict = bool(x) and bool(y) and not any(s1 <= e2 and s2 <= e1 for s1, e1 in x for s2, e2 in y)
    gap = min((math.log1p(abs((s1 - s2).days)) for s1, _ in x for s2, _ in y), default=-1.0)
    return [len(x & y), conflict, bool(y), len(days_b), gap]


def _content_features(a: Sentence, b: Sentence) -> list[float]:
    numbers = {n.low for n in a.numbers} & {n.low for n in b.numbers} - {None, 1}
    actors_a, actors_b = {m.code for m in a.actors}, {m.code for m in b.actors}
    words_a, words_b = {w for w in a.stems if len(w) > 2}, {w for w in b.stems if len(w) > 2}
    shared = len(words_a & words_b)
    return [
        len(numbers),
        bool(b.numbers),
        len(actors_a & actors_b),
        len(actors_a - actors_b),
        len(actors_b - actors_a),
        shared,
        shared / max(1, min(len(words_a), len(words_b))),
    ]


def _wording_features(article: Annotated, a: Sentence, b: Sentence, section: Section) -> list[float]:
    cues_a, cues_b = {h.value for h in a.hits.get("cue", [])}, {h.value for h in b.hits.get("cue", [])}
    nouns_b = [h for h in b.hits.get(section.list_name, []) if h.value[1] == "noun"]
    title = {w for w in article.title.stems if len(w) > 2}
    age_a, age_b = _age(a, article), _age(b, article)
    return [
        len(groups(a, section.list_name) & groups(b, section.list_name)),
        sum(h.is_definite for h in nouns_b),
        sum(not h.is_definite for h in nouns_b),
        len(title.intersection(a.stems)),
        len(title.intersection(b.stems)),
        "background" in cues_b,
        "recurring" in cues_b,
        "recurring" in cues_a,
        "report" in cues_b,
        age_b,
        age_a,
        abs(age_a - age_b),
        b.index - a.index > 3,
        a.index == 0,
    ]


def _age(sentence: Sentence, article: Annotated) -> float:
    """Log of days between publication and the latest date the sentence names; -1 without a date."""
    if article.published is None or not sentence.dates:
        return -1.0
    days = min((article.published - d.end).days for d in sentence.dates)
    return math.log1p(max(0, days))
