"""Where the event happened: place, then country and first-level division."""

from collections import Counter
from dataclasses import dataclass

from transforms.annotate import Annotated, PlaceMention, Sentence
from transforms.draft import Draft, distance_features, is_dateline, sentence_gap, type_flags
from transforms.learned import load_forest
from transforms.lexicon import PlaceEntry
from transforms.tokens import readings


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
    "facility": ("military_base", "camp", "airport", "embassy", "facility", "port", "border_crossing", "checkpoint", "prison", "oil_field", "religious_site", "hospital", "university", "refugee_camp"),
    "nature": ("mountain", "river", "sea", "island"),
}  # fmt: skip
_PREPOSITIONS = ("في", "علي", "من", "الي", "قرب", "ب", "ل", "شمال", "جنوب", "شرق", "غرب", "وسط", "باتجاه", "داخل", "نحو", "عن", "بين", "حول", "ضد")


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
        found += [PlaceChoice(sentence, p, resolve(p, votes)) for p in sentence.places if p.country is None and p.kind != "country"]
    return found


def choose_place(article: Annotated, draft: Draft, votes: Counter[str], threshold: float, model: str = "attack_place") -> PlaceChoice | None:
    """The place of the event, or None when none is probable enough."""
    choices = place_choices(article, draft, votes)
    if not choices:
        return None
    scores = load_forest(model).probabilities([place_features(article, draft, c, choices, votes) for c in choices])
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


def place_features(article: Annotated, draft: Draft, choice: PlaceChoice, choices: list[PlaceChoice], votes: Counter[str]) -> list[float]:
    """Dense features of one choice."""
    sentence, mention = choice.sentence, choice.mention
    inside = sentence.index in draft.indices
    distance = distance_features(sentence, mention.first, mention.last, draft.anchors[sentence.index]) if inside else [99.0, 0.0, 9.0, 0.0, 5.0]
    own = [c for c in choices if c.sentence.index in draft.indices]
    same = sum(_same_place(choice, c) for c in choices)
    same_own = sum(_same_place(choice, c) for c in own)
    rank = sum(c.mention.first < mention.first for c in own if c.sentence is sentence)
    following = own and any(c.sentence is sentence and 0 <= c.mention.first - mention.last <= 2 for c in own)
    total = sum(votes.values()) or 1
    share = votes[choice.entry.country] / total if choice.entry else -1.0
    kind = mention.kind
    return [
        float(inside), float(sentence_gap(draft, sentence.index)) if sentence.index >= 0 else -9.0, float(sentence.index), *distance,
        *(float(kind in kinds) for kinds in _KIND_GROUPS.values()), float(choice.entry is not None),
        float(same), float(same_own), float(rank), float(len(own)), float(bool(following)), share,
        float(is_dateline(article, sentence, mention.first)),
        *_prepositions(sentence, mention), *type_flags(draft), *_around(sentence, mention),
        float(min(draft.indices)),
    ]  # fmt: skip


def _same_place(a: PlaceChoice, b: PlaceChoice) -> bool:
    if a.entry is not None and b.entry is not None:
        return a.entry.place_id == b.entry.place_id
    return a.mention.text == b.mention.text


def _prepositions(sentence: Sentence, mention: PlaceMention) -> list[float]:
    """The word before the place (a cue word passed over), and a clitic on it."""
    before = [t.text for t in sentence.tokens[max(0, mention.first - 2) : mention.first]]
    clitic = next((r.preposition for r in readings(sentence.tokens[mention.first].text) if r.preposition), "")
    words = {w[1:] if len(w) > 3 and w[0] == "و" else w for w in before} | {clitic}
    return [float(p in words) for p in _PREPOSITIONS]


def _around(sentence: Sentence, mention: PlaceMention) -> list[float]:
    """Inside an actor's name, right after a speaker or report verb, in brackets, after a comma."""
    in_actor = any(a.first <= mention.first < a.last for a in sentence.actors)
    report = any(h.value == "report" and 0 <= mention.first - h.last <= 3 for h in sentence.hits.get("cue", []))
    before = sentence.tokens[mention.first - 1].text if mention.first else ""
    return [float(in_actor), float(report), float(before == "("), float(before in "،,")]


# --- country and division ---------------------------------------------------


def country_choices(article: Annotated, draft: Draft, votes: Counter[str]) -> list[str]:
    return [iso for iso, _ in votes.most_common(12)]


def choose_country(article: Annotated, draft: Draft, votes: Counter[str], place: PlaceChoice | None, threshold: float, model: str = "attack_country") -> str | None:
    """The chosen place's country where the gazetteer knows it, else the most probable country of the context."""
    if place is not None and place.entry is not None:
        return place.entry.country
    choices = country_choices(article, draft, votes)
    if not choices:
        return None
    scores = load_forest(model).probabilities([country_features(article, draft, iso, votes) for iso in choices])
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


def country_features(article: Annotated, draft: Draft, iso: str, votes: Counter[str]) -> list[float]:
    """Dense features of one country for one event."""
    own = draft.sentences
    return [
        votes[iso] / (sum(votes.values()) or 1), float(votes[iso]), float(votes.most_common(1)[0][0] == iso),
        _named(own, iso), _placed(own, iso), _nisba(own, iso), _acting(own, iso),
        _named([article.title], iso), _placed([article.title], iso), _nisba([article.title], iso),
        _named(article.sentences[:2], iso), _placed(article.sentences[:2], iso),
        _nearest(draft, iso), *_country_preposition(draft, iso), float(iso in ("US", "GB", "FR", "RU", "IR", "IL", "TR", "SA")), float(iso in ("SY", "IQ", "YE", "PS", "LY", "AF")),
        *type_flags(draft), float(len(votes)),
    ]  # fmt: skip


def _named(sentences: list[Sentence], iso: str) -> float:
    return float(sum(p.country == iso for s in sentences for p in s.places))


def _placed(sentences: list[Sentence], iso: str) -> float:
    return float(sum(any(o.country == iso for o in p.options) for s in sentences for p in s.places))


def _nisba(sentences: list[Sentence], iso: str) -> float:
    return float(sum(h.value == iso for s in sentences for h in s.hits.get("nisba", [])))


def _acting(sentences: list[Sentence], iso: str) -> float:
    return float(sum(a.country == iso for s in sentences for a in s.actors))


def _nearest(draft: Draft, iso: str) -> float:
    gaps = [
        distance_features(s, p.first, p.last, draft.anchors[s.index])[0]
        for s in draft.sentences for p in s.places if p.country == iso or any(o.country == iso for o in p.options)
    ]  # fmt: skip
    return min(gaps, default=99.0)


def _country_preposition(draft: Draft, iso: str) -> list[float]:
    """Whether في, على or a compass word stands before the country's name in the event's sentences."""
    before = {
        s.tokens[p.first - 1].text
        for s in draft.sentences for p in s.places if p.first and (p.country == iso or any(o.country == iso for o in p.options))
    }  # fmt: skip
    return [float(bool(before & words)) for words in ({"في", "بـ"}, {"علي", "ضد"}, {"شمال", "جنوب", "شرق", "غرب", "شرقي", "غربي", "شمالي", "جنوبي", "وسط"}, {"من", "الي"})]


def choose_admin1(draft: Draft, country: str | None, place: PlaceChoice | None, votes: Counter[str]) -> str | None:
    """Division of the place; for a place the gazetteer lacks, of the nearest known place of that country in its sentence."""
    if place is not None and place.entry is not None:
        return place.entry.admin1
    sentences = [place.sentence] if place is not None else draft.sentences
    for sentence in sentences:
        known = [resolve(p, votes) for p in sentence.places if p.options]
        divisions = [e.admin1 for e in known if e is not None and e.country == country and e.admin1]
        if divisions and (place is not None or len(set(divisions)) == 1):
            return divisions[0]
    return None
