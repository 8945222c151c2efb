"""Everything the lexicons and grammars find in an article, sentence by sentence."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from transforms.date_mention import DateMention
from transforms.dates import find_dates
from transforms.lexicon import ActorEntry, PlaceEntry, government_codes, matcher, trigger_matcher
from transforms.numerals import Number, find_numbers
from transforms.phrases import Hit
from transforms.seeds import load_rows
from transforms.text import Normalised, fold, normalise
from transforms.tokens import Reading, Token, bare, readings, sentence_spans, split_words, stem, tokenise
from transforms.word_sets import word_set

if TYPE_CHECKING:
    from transforms.network import Overview


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place over tokens [first, last); `options` are the gazetteer's readings, empty when unknown."""

    first: int
    last: int
    start: int  # characters of the folded text, glued prepositions left out
    end: int
    text: str
    kind: str
    options: tuple[PlaceEntry, ...]
    country: str | None  # set when the mention itself is a country


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor over tokens [first, last). `code` is None for state forces whose country only the context tells."""

    first: int
    last: int
    code: str | None
    country: str | None
    kind: str
    source: str  # actor, person, metonym, composed, generic, country


@dataclass(slots=True)
class Sentence:
    """One sentence with its findings; token indices are local to the sentence."""

    index: int
    start: int
    end: int
    text: str = field(repr=False)  # of the whole article, folded
    words: list[str]
    hits: dict[str, list[Hit]]
    _tokens: list[Token] | None = None
    dates: list[DateMention] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """The words with their places in the text, made when first asked for: most sentences never are."""
        if self._tokens is None:
            self._tokens = tokenise(self.text, self.start, self.end)
        return self._tokens

    def before(self, first: int, count: int) -> list[str]:
        """Up to `count` words before token `first`."""
        return self.words[max(0, first - count) : first]

    def after(self, last: int, count: int) -> list[str]:
        """Up to `count` words from token `last` on."""
        return self.words[last : last + count]


@dataclass(slots=True)
class Annotated:
    """An article ready for coding: folded body with its way back, and its sentences."""

    norm: Normalised
    published: dt.date | None
    sentences: list[Sentence]
    title: Sentence
    title_norm: Normalised
    overview: "Overview | None" = field(default=None, repr=False)  # what the network makes of it: overviews.py

    @property
    def title_text(self) -> str:
        return self.title_norm.text


def annotate(title: str, text: str, published: dt.date | None) -> Annotated:
    """Tokens and triggers of an article; the other lexicons and the grammars run on demand (`complete`)."""
    norm = normalise(text)
    sentences = [_sentence(norm.text, i, s, e) for i, (s, e) in enumerate(sentence_spans(norm.text))]
    title_norm = normalise(title)
    return Annotated(norm, published, sentences, _sentence(title_norm.text, -1, 0, len(title_norm.text)), title_norm)


def _sentence(text: str, index: int, start: int, end: int) -> Sentence:
    words = split_words(text, start, end)
    hits: dict[str, list[Hit]] = {}
    for hit in trigger_matcher().find(words):
        hits.setdefault(hit.list_name, []).append(hit)
    return Sentence(index, start, end, text, words, hits)


def complete(sentence: Sentence, text: str, published: dt.date | None) -> Sentence:
    """Run the remaining lexicons and the date, number, place and actor grammars on a sentence, once."""
    if sentence.stems:
        return sentence
    for hit in matcher().find(sentence.words):
        sentence.hits.setdefault(hit.list_name, []).append(hit)
    sentence.dates = find_dates(sentence.tokens, published)
    dated = {i for d in sentence.dates for i in range(d.first, d.last)}
    sentence.numbers = [n for n in find_numbers(sentence.tokens) if not dated.intersection(range(n.first, n.last))]
    sentence.places = find_places(sentence, text)
    sentence.actors = find_actors(sentence)
    sentence.stems = [stem(w) for w in sentence.words]
    return sentence


# --- places -------------------------------------------------------------------


def find_places(sentence: Sentence, text: str) -> list[PlaceMention]:
    """Gazetteer places, places the gazetteer lacks but a cue word introduces, and countries."""
    tokens = sentence.tokens
    known = {hit.first: hit for hit in sentence.hits.get("place", [])}
    cued = {hit.first: hit for hit in sentence.hits.get("place_after_cue", [])}
    cues = {hit.last: hit for hit in sentence.hits.get("place_cue", [])}
    found = []
    for first, hit in known.items():
        cue = None if hit.preposition or hit.conjunction else cues.get(first)  # مطار ببغداد
        found.append(_place(tokens, text, first, hit.last, hit.value, cue))
    inside = {i for hit in known.values() for i in range(hit.first, hit.last)}
    for last, cue in cues.items():
        if last in inside or last >= len(tokens):
            continue
        hit_after = cued.get(last)
        if hit_after is not None and not (cue.value[1] and bare(tokens[last].text) in _not_names()):
            found.append(_place(tokens, text, last, hit_after.last, hit_after.value, cue))
        elif not cue.is_definite and (end := _unknown_name_end(sentence, last)) > last:  # المنطقة العربية names none
            found.append(_place(tokens, text, last, end, (), cue))
    found = [p for p in found if not _is_in_name(sentence, p)]
    taken = {i for p in found for i in range(p.first, p.last)}
    for hit in sentence.hits.get("country", []):
        if hit.first not in taken and not _is_no_country(sentence, hit):
            found.append(_country(tokens, text, hit))
    return sorted(found, key=lambda p: p.first)


_NAMING_KINDS = ("rebel", "terrorist", "militia", "organisation", "press")


def _is_in_name(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a longer name holds the place: سرايا القدس, فيلق القدس, سلطنة عمان."""
    length = place.last - place.first
    for hit in sentence.hits.get("country", []):
        if hit.first <= place.first and place.last <= hit.last and hit.last - hit.first > length:
            return True
    for hit in sentence.hits.get("actor", []):
        if hit.first <= place.first and place.last <= hit.last and hit.last - hit.first > 1:
            longer = hit.last - hit.first > length
            abroad = all(o.country != hit.value.country for o in place.options)
            if hit.value.kind in _NAMING_KINDS or not place.options or (longer and abroad):
                return True
    return False


def _is_no_country(sentence: Sentence, hit: Hit) -> bool:
    """نهر الأردن is a river; بقطر مترين and نصف قطر measure."""
    before = sentence.tokens[hit.first - 1].text if hit.first else ""
    after = sentence.tokens[hit.last].text if hit.last < len(sentence.tokens) else ""
    if hit.value == "QA" and (before in ("نصف", "بنصف") or (hit.preposition == "ب" and "متر" in after)):
        return True
    return any(cue.last == hit.first and cue.value[0] in ("river", "sea") for cue in sentence.hits.get("place_cue", []))


def _place(
    tokens: list[Token], text: str, first: int, last: int, options: tuple[PlaceEntry, ...], cue: Hit | None
) -> PlaceMention:
    """A place with the name tokens [first, last), and its cue word where that belongs to the name (مطار)."""
    kind = options[0].kind if options else ""
    start = first
    if cue is not None:
        cue_kind, in_string = cue.value
        if in_string:
            start, kind = cue.first, cue_kind
        kind = kind or cue_kind
    clitics = _clitics(tokens[first].text) if start == first and options else 0
    begin = tokens[start].start + (clitics if start == first else len(cue.conjunction + cue.preposition) if cue else 0)
    end = tokens[last - 1].end
    return PlaceMention(start, last, begin, end, text[begin:end], kind, options, None)


def _clitics(word: str) -> int:
    """Characters of conjunction and preposition glued before a name that the gazetteer knows."""
    reading = matcher().reading_in(word, ("place", "place_after_cue"))
    return len(reading.conjunction + reading.preposition) + _elided(reading) if reading else 0


def _elided(found: Hit | Reading) -> int:
    """The ل that is left of the article in للبصرة."""
    return int(found.preposition == "ل" and found.is_definite)


def _country(tokens: list[Token], text: str, hit: Hit) -> PlaceMention:
    begin = tokens[hit.first].start + len(hit.conjunction) + len(hit.preposition) + _elided(hit)
    end = tokens[hit.last - 1].end
    return PlaceMention(hit.first, hit.last, begin, end, text[begin:end], "country", (), hit.value)


@cache
def _not_names() -> frozenset[str]:
    """Bare words that follow a cue word without naming a place: مطار دولي, في بلدة قريبة."""
    return frozenset(bare(fold(row["name_ar"])) for row in load_rows("place_stops.csv", ["name_ar"]))


# What these lists hold is no unknown place's name.
_EXPLAINED = (
    *("nisba", "cue", "trigger", "country", "force_head", "generic_force", "actor", "target", "place_cue", "title"),
)


def _unknown_name_end(sentence: Sentence, at: int) -> int:
    """Token after an unlisted name that follows a cue word: one word, or two as in قرية أم الكروم."""
    word, *following = sentence.after(at, 2)
    if word in word_set("place_compound_head") and following and _may_name(following[0]):
        return at + 2
    starts = {hit.first for name in _EXPLAINED for hit in sentence.hits.get(name, [])}
    return at if at in starts or not _may_name(word) else at + 1


def _may_name(word: str) -> bool:
    """Whether a word could be a name: Arabic, and no function word or adjective, a glued و or ل aside."""
    if not "\u0621" <= word[0] <= "\u064a" or len(word) < 3 or word[:2] == "لل":
        return False
    stops = _not_names()
    return bare(word) not in stops and not (word[0] in "ول" and bare(word[1:]) in stops)


# --- actors -------------------------------------------------------------------


def find_actors(sentence: Sentence) -> list[ActorMention]:
    """Actors by name, by head noun and nisba (القوات التركية), persons, metonyms and generic forces."""
    found: list[ActorMention] = []
    taken = {i for p in sentence.places if p.last - p.first > 1 and p.country is None for i in range(p.first, p.last)}
    for mention in (*_named(sentence), *_composed(sentence), *_generic(sentence)):
        span = range(mention.first, mention.last)
        if not taken.intersection(span):
            found.append(mention)
            taken.update(span)
    return sorted(found, key=lambda m: m.first)


def _named(sentence: Sentence) -> list[ActorMention]:
    composed_heads = {m.first: m for m in _composed(sentence)}
    found = []
    for source in ("actor", "person"):
        for hit in sentence.hits.get(source, []):
            longer = composed_heads.get(hit.first)
            if (longer is not None and longer.last > hit.last) or _is_other_word(sentence, hit):
                continue
            entry: ActorEntry = hit.value
            found.append(ActorMention(hit.first, hit.last, entry.code, entry.country, entry.kind, source))
    return sorted(found, key=lambda m: (m.first - m.last, m.first))


def _is_other_word(sentence: Sentence, hit: Hit) -> bool:
    """بحماس شديد is zeal; طالبان من الجامعة are two students."""
    if hit.last - hit.first > 1:
        return False
    word, following, later = [*sentence.after(hit.first, 3), "", ""][:3]
    if word.endswith("حماس"):
        return hit.preposition == "ب" or following in word_set("not_hamas")
    if word.endswith("طالبان"):
        return following.endswith("يان") or (following in ("من", "في") and bare(later) in word_set("not_taliban"))
    return False


@cache
def _metonyms() -> frozenset[str]:
    return frozenset(fold(row["name_ar"]) for row in load_rows("metonyms.csv", ["code", "name_ar"]))


def _is_metonym(sentence: Sentence, hit: Hit) -> bool:
    """Whether the article belongs to the name: القاهرة does, السيول are floods and not Seoul."""
    first = sentence.tokens[hit.first].text[len(hit.conjunction + hit.preposition) :]
    name = "ال" + first[_elided(hit) :] if first[:1] == "ل" and hit.preposition == "ل" else first
    return hit.last - hit.first > 1 or name in _metonyms()


def _is_civil(sentence: Sentence, hit: Hit) -> bool:
    """نظام التعليم, تنظيم المرور, مقاومة الجفاف, التحالف الانتخابي: no forces."""
    if hit.last - hit.first > 1:
        return False
    is_head = any(reading.core in word_set("civil_head") for reading in readings(sentence.words[hit.first]))
    if not is_head or not hit.is_definite:
        return is_head
    return any(bare(word) in word_set("civil_adjective") for word in sentence.after(hit.last, 1))


def _composed(sentence: Sentence) -> list[ActorMention]:
    nisbas = {hit.first: hit for hit in sentence.hits.get("nisba", [])}
    countries = {hit.first: hit for hit in sentence.hits.get("country", [])}
    found = []
    for head in sentence.hits.get("force_head", []):
        hit = None
        for at in (head.last, head.last + 1):
            hit = nisbas.get(at) or (countries.get(at) if at == head.last else None)
            if hit is not None:
                break
        if hit is not None and hit.first <= head.last + 1:
            code = "civilians" if head.value == "people" else _government_code(hit.value)
            found.append(ActorMention(head.first, hit.last, code, hit.value, head.value, "composed"))
    return found


def _government_code(country: str) -> str:
    return government_codes().get(country, "other_state")


def _generic(sentence: Sentence) -> list[ActorMention]:
    found = []
    for hit in sentence.hits.get("metonym", []):
        if hit.is_definite and not _is_metonym(sentence, hit):
            continue
        found.append(ActorMention(hit.first, hit.last, hit.value.code, hit.value.country, "metonym", "metonym"))
    for hit in sentence.hits.get("generic_force", []):
        if _is_civil(sentence, hit):
            continue
        found.append(ActorMention(hit.first, hit.last, None, None, hit.value, "generic"))
    for source, kind in (("country", "state"), ("nisba", "nisba")):
        for hit in sentence.hits.get(source, []):
            found.append(ActorMention(hit.first, hit.last, _government_code(hit.value), hit.value, kind, source))
    return found
