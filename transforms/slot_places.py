"""Where the event happened: place, then country and first-level division."""

from collections import Counter
from dataclasses import dataclass

from transforms.annotate import Annotated, PlaceMention, Sentence
from transforms.argument_words import Span, argument_score, role_score
from transforms.draft import (
    Draft,
    distance_features,
    distance_to_act,
    is_dateline,
    sentence_gap,
    signed_gap,
    type_flags,
)
from transforms.learned import likeliest
from transforms.lexicon import PlaceEntry
from transforms.tokens import readings
from transforms.word_sets import word_set


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A named place that an event may have, with the gazetteer reading the context prefers."""

    sentence: Sentence
    mention: PlaceMention
    entry: PlaceEntry | None


_KIND_GROUPS = {
    "admin1": ("admin1", "region"),
    "settlement": ("city", "town", "village", "district"),
    "part": ("neighbourhood", "zone", "road"),
    "facility": (
        *("military_base", "camp", "airport", "embassy", "facility", "port", "border_crossing", "checkpoint"),
        *("prison", "oil_field", "religious_site", "hospital", "university", "refugee_camp"),
    ),
    "nature": ("mountain", "river", "sea", "island"),
}
# One feature a word, in the order of the weights: whoever changes these trains anew.
_PREPOSITIONS = (
    *("في", "علي", "من", "الي", "قرب", "ب", "ل", "شمال", "جنوب", "شرق", "غرب", "وسط", "باتجاه", "داخل", "نحو"),
    *("عن", "بين", "حول", "ضد"),
)
_INTERVENING = ("US", "GB", "FR", "RU", "IR", "IL", "TR", "SA")
_AT_WAR = ("SY", "IQ", "YE", "PS", "LY", "AF")
_FAR = 99.0  # tokens, for a country that the event's sentences do not name


def country_votes(article: Annotated) -> Counter[str]:
    """How often the article names each country: by itself, a place in it, a nisba or an actor of it."""
    votes: Counter[str] = Counter()
    for sentence in (*article.sentences, article.title):
        weight = 3 if sentence.index < 0 else 1
        for place in sentence.places:
            countries = {place.country} if place.country else {o.country for o in place.options}
            if len(countries) == 1:
                votes[next(iter(countries))] += weight * 2
        for hit in sentence.hits.get("nisba", []):
            votes[hit.value] += weight
    return votes


def resolve(mention: PlaceMention, votes: Counter[str]) -> PlaceEntry | None:
    """The gazetteer reading whose country the article names most."""
    if not mention.options:
        return None
    return max(mention.options, key=lambda o: (votes[o.country], o.admin1 is not None, o.place_id))


def place_choices(article: Annotated, draft: Draft, votes: Counter[str]) -> list[PlaceChoice]:
    """Named places of the event's sentences, the title, and the sentences around."""
    found = []
    for sentence in (*article.sentences, article.title):
        if sentence.index >= 0 and abs(sentence_gap(draft, sentence.index)) > 3 and sentence.index > 1:
            continue
        named = [p for p in sentence.places if p.country is None and p.kind != "country"]
        found += [PlaceChoice(sentence, p, resolve(p, votes)) for p in named]
    return found


def choose_place(
    article: Annotated, draft: Draft, votes: Counter[str], threshold: float, model: str = "attack_place"
) -> PlaceChoice | None:
    """The place of the event, or None when none is probable enough."""
    choices = place_choices(article, draft, votes)
    rows = [place_features(draft, c, choices, votes) for c in choices]
    return likeliest(model, choices, rows, threshold)


def place_features(draft: Draft, choice: PlaceChoice, choices: list[PlaceChoice], votes: Counter[str]) -> list[float]:
    """Dense features of one choice."""
    sentence, mention = choice.sentence, choice.mention
    return [
        sentence.index in draft.indices,
        signed_gap(draft, sentence),
        sentence.index,
        *distance_to_act(draft, sentence, mention.first, mention.last),
        *(mention.kind in kinds for kinds in _KIND_GROUPS.values()),
        choice.entry is not None,
        *_rival_features(draft, choice, choices),
        votes[choice.entry.country] / (sum(votes.values()) or 1) if choice.entry else -1.0,
        is_dateline(sentence, mention.first),
        *_prepositions(sentence, mention),
        *type_flags(draft),
        *_around(sentence, mention),
        min(draft.indices),
        argument_score(draft, "place", place_spans(choice)),
        role_score(draft, "place", place_spans(choice)),
    ]


def place_spans(choice: PlaceChoice) -> list[Span]:
    """The words that name the place."""
    return [(choice.sentence, choice.mention.first, choice.mention.last, choice.mention.kind)]


def _rival_features(draft: Draft, choice: PlaceChoice, choices: list[PlaceChoice]) -> list[float]:
    """How often the place is named at all and in the event's sentences, its rank among the places there, whether one
    stands right after or before it, how many smaller and larger ones it may hold or lie in."""
    own = [c for c in choices if c.sentence.index in draft.indices]
    beside = [c for c in own if c.sentence is choice.sentence]
    level = _level(choice)
    levels = [_level(c) for c in own if not _same_place(choice, c) and _may_lie_together(choice, c)]
    return [
        sum(_same_place(choice, c) for c in choices),
        sum(_same_place(choice, c) for c in own),
        sum(c.mention.first < choice.mention.first for c in beside),
        len(own),
        any(0 <= c.mention.first - choice.mention.last <= 2 for c in beside),
        any(0 <= choice.mention.first - c.mention.last <= 2 for c in beside),
        sum(other > level for other in levels),
        sum(other < level for other in levels),
    ]


def _level(choice: PlaceChoice) -> int:
    """How small a place is: a province, a settlement (so is what is none of these), a part of one, a facility."""
    return next((n for n, group in enumerate(_SMALLER) if choice.mention.kind in _KIND_GROUPS[group]), 1)


_SMALLER = ("admin1", "settlement", "part", "facility")


def _may_lie_together(a: PlaceChoice, b: PlaceChoice) -> bool:
    """Whether one may hold the other: places that the gazetteer lacks may lie anywhere."""
    if a.entry is None or b.entry is None:
        return True
    divisions = {a.entry.admin1, b.entry.admin1} - {None}
    return a.entry.country == b.entry.country and len(divisions) < 2


def _same_place(a: PlaceChoice, b: PlaceChoice) -> bool:
    if a.entry is not None and b.entry is not None:
        return a.entry.place_id == b.entry.place_id
    return a.mention.text == b.mention.text


def _prepositions(sentence: Sentence, mention: PlaceMention) -> list[float]:
    """The word before the place (a cue word passed over), and a clitic on it."""
    before = sentence.before(mention.first, 2)
    clitic = next((r.preposition for r in readings(sentence.words[mention.first]) if r.preposition), "")
    words = {w[1:] if len(w) > 3 and w[0] == "و" else w for w in before} | {clitic}
    return [p in words for p in _PREPOSITIONS]


def _around(sentence: Sentence, mention: PlaceMention) -> list[float]:
    """Inside an actor's name, right after a speaker or report verb, in brackets, after a comma."""
    in_actor = any(a.first <= mention.first < a.last for a in sentence.actors)
    report = any(h.value == "report" and 0 <= mention.first - h.last <= 3 for h in sentence.hits.get("cue", []))
    before = sentence.words[mention.first - 1] if mention.first else ""
    return [in_actor, report, before == "(", before in "،,"]


# --- country and division ---------------------------------------------------


def country_choices(votes: Counter[str]) -> list[str]:
    """The countries that the article names most."""
    return [iso for iso, _ in votes.most_common(12)]


def choose_country(
    article: Annotated,
    draft: Draft,
    votes: Counter[str],
    place: PlaceChoice | None,
    threshold: float,
    model: str = "attack_country",
) -> str | None:
    """The chosen place's country where the gazetteer knows it, else the most probable country of the context."""
    if place is not None and place.entry is not None:
        return place.entry.country or None  # a sea lies in none
    choices = country_choices(votes)
    return likeliest(model, choices, [country_features(article, draft, iso, votes) for iso in choices], threshold)


def country_features(article: Annotated, draft: Draft, iso: str, votes: Counter[str]) -> list[float]:
    """Dense features of one country for one event."""
    own, title, opening = draft.sentences, [article.title], article.sentences[:2]
    return [
        votes[iso] / (sum(votes.values()) or 1),
        votes[iso],
        votes.most_common(1)[0][0] == iso,
        _named(own, iso),
        _placed(own, iso),
        _nisba(own, iso),
        sum(a.country == iso for s in own for a in s.actors),
        _named(title, iso),
        _placed(title, iso),
        _nisba(title, iso),
        _named(opening, iso),
        _placed(opening, iso),
        *_country_mentions(draft, iso),
        iso in _INTERVENING,
        iso in _AT_WAR,
        *type_flags(draft),
        len(votes),
    ]


def _named(sentences: list[Sentence], iso: str) -> int:
    return sum(p.country == iso for s in sentences for p in s.places)


def _placed(sentences: list[Sentence], iso: str) -> int:
    return sum(any(o.country == iso for o in p.options) for s in sentences for p in s.places)


def _nisba(sentences: list[Sentence], iso: str) -> int:
    return sum(h.value == iso for s in sentences for h in s.hits.get("nisba", []))


def _country_mentions(draft: Draft, iso: str) -> list[float]:
    """Of the country and its places in the event's sentences: tokens to the act; في, على, a compass word, من before."""
    mentions = [(s, p) for s in draft.sentences for p in s.places if _lies_in(p, iso)]
    gaps = [distance_features(s, p.first, p.last, draft.anchors[s.index])[0] for s, p in mentions]
    before = {s.words[p.first - 1] for s, p in mentions if p.first}
    return [
        min(gaps, default=_FAR),
        "في" in before,
        not before.isdisjoint(("علي", "ضد")),
        not before.isdisjoint(word_set("place_compass")),
        not before.isdisjoint(("من", "الي")),
    ]


def _lies_in(place: PlaceMention, iso: str) -> bool:
    return place.country == iso or any(o.country == iso for o in place.options)


def choose_admin1(draft: Draft, country: str | None, place: PlaceChoice | None, votes: Counter[str]) -> str | None:
    """Division of the place; for a place the gazetteer lacks, of the first known one of that country beside it."""
    if place is not None and place.entry is not None:
        return place.entry.admin1
    sentences = [place.sentence] if place is not None else draft.sentences
    for sentence in sentences:
        known = [resolve(p, votes) for p in sentence.places if p.options]
        divisions = [e.admin1 for e in known if e is not None and e.country == country and e.admin1]
        if divisions and (place is not None or len(set(divisions)) == 1):
            return divisions[0]
    return None
