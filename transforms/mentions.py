"""Sentences that assert an event, and which of them tell the same one.

A linear model gives each candidate sentence its probability of asserting an
event of each type; a forest judges for each pair of such sentences whether
they tell one event; agglomeration by average link makes the events.
"""

import math
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence, complete
from transforms.learned import Floats, load_forest, load_linear
from transforms.lexicon import PlaceEntry
from transforms.sentence_features import groups, quick_features, sentence_features
from transforms.word_sets import word_set

NONE = "none"


@dataclass(slots=True)
class Mention:
    """A sentence taken to assert an event; `types` maps each type to its probability given an event."""

    sentence: Sentence
    probability: float
    types: dict[str, float]


@dataclass(frozen=True, slots=True)
class Section:
    """What differs between attacks and milestones at this stage."""

    name: str
    list_name: str
    threshold: float
    link_threshold: float
    worth_reading: float  # chance, told from words alone, below which hardly an asserting sentence is lost


ATTACKS = Section("attack", "trigger", 0.3, 0.55, 0.04)
MILESTONES = Section("milestone", "step", 0.3, 0.5, 0.008)


def score_mentions(article: Annotated, section: Section) -> list[Mention]:
    """All candidate sentences with their probabilities."""
    model = load_linear(f"{section.name}_sentence")
    features = [(s, sentence_features(article, s, section.list_name)) for s in prepare(article, section)]
    return [to_mention(sentence, model.probabilities(found), model.classes) for sentence, found in features]


def prepare(article: Annotated, section: Section) -> list[Sentence]:
    """Run the grammars on title and candidate sentences; returns the candidates."""
    candidates = [s for s in article.sentences if section.list_name in s.hits and is_worth_reading(article, s, section)]
    if candidates:
        for sentence in (*candidates, article.title):
            complete(sentence, article.norm.text if sentence.index >= 0 else article.title_text, article.published)
    return candidates


def is_worth_reading(article: Annotated, sentence: Sentence, section: Section) -> bool:
    """Whether a sentence that holds a trigger could assert an event at all; the grammars run only on these."""
    model = load_linear(f"{section.name}_quick")
    chances = model.probabilities(quick_features(article, sentence, section.list_name))
    return float(chances[model.classes.index("yes")]) >= section.worth_reading


def to_mention(sentence: Sentence, probabilities: Floats, classes: list[str]) -> Mention:
    none = float(probabilities[classes.index(NONE)])
    rest = max(1 - none, 1e-9)
    types = {c: float(p) / rest for c, p in zip(classes, probabilities, strict=True) if c != NONE}
    return Mention(sentence, 1 - none, types)


def cluster(article: Annotated, mentions: list[Mention], section: Section) -> list[list[Mention]]:
    """Mentions grouped into events, in order of first mention."""
    if len(mentions) < 2:
        return [[m] for m in mentions]
    pairs = [(i, j) for j in range(len(mentions)) for i in range(j)]
    rows = [pair_features(article, mentions[i], mentions[j], section) for i, j in pairs]
    probabilities = load_forest(f"{section.name}_link").probabilities(rows)
    return agglomerate(mentions, dict(zip(pairs, map(float, probabilities), strict=True)), section.link_threshold)


def agglomerate(mentions: list[Mention], links: dict[tuple[int, int], float], threshold: float) -> list[list[Mention]]:
    """Join the closest clusters (mean link probability) until none reaches the threshold."""
    clusters = [[i] for i in range(len(mentions))]
    while len(clusters) > 1:
        best, a, b = max(
            (_mean_link(x, y, links), -i, -j) for i, x in enumerate(clusters) for j, y in enumerate(clusters) if i < j
        )
        if best < threshold:
            break
        clusters[-a] = sorted(clusters[-a] + clusters[-b])
        del clusters[-b]
    return [[mentions[i] for i in group] for group in sorted(clusters)]


def _mean_link(x: list[int], y: list[int], links: dict[tuple[int, int], float]) -> float:
    return sum(links[min(i, j), max(i, j)] for i in x for j in y) / (len(x) * len(y))


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
    best_a, best_b = max(first.types, key=first.types.__getitem__), max(second.types, key=second.types.__getitem__)
    gap = b.index - a.index
    return [
        gap,
        gap == 1,
        a.index,
        b.index,
        best_a == best_b,
        sum(p * second.types[t] for t, p in first.types.items()),
        first.probability * second.probability,
        second.probability,
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
