"""What an event's sentences offer as a toll: each statement of a number of people, and what several of them make."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from transforms.annotate import Annotated, Sentence
from transforms.draft import Draft, sentence_gap
from transforms.numerals import Number, states_least, with_bounds
from transforms.word_sets import meets, word_set


@dataclass(frozen=True, slots=True)
class Part:
    """Words that state a number: tokens [first, last) of a sentence, and in which of FORMS."""

    sentence: Sentence
    first: int
    last: int
    form: str


@dataclass(frozen=True, slots=True)
class TollChoice:
    """A toll that an event may have: bounds, and the statements it is made of."""

    low: int | None
    high: int | None
    form: str
    parts: tuple[Part, ...]

    @property
    def sentence(self) -> Sentence:
        return self.parts[0].sentence

    @property
    def first(self) -> int:
        return self.parts[0].first

    @property
    def last(self) -> int:
        return self.parts[0].last

    @property
    def is_whole(self) -> bool:
        """Whether one statement gives it, not several together."""
        return len(self.parts) == 1


FORMS = (
    *("number", "vague", "dual", "dual_or_plural", "single", "pronoun", "named", "next", "zero"),
    *("least", "sum", "range"),  # made of the others
)
_ADDED = frozenset({"number", "vague", "dual", "single", "named"})  # what counts people that nothing else counts
_HARM = frozenset({"kill", "wound", "assault"})
_NOUNS = ("killed", "wounded", "people", "others")  # sets toll_noun_…
_NEAR = 4  # tokens from a number that counts people to a word of harm
_LEADING = 8  # tokens from it back to what it counts: عدد قتلى القوات الحكومية إلى 30
_LATE = 10  # tokens to an "at least" that belongs to several numbers
_SUM_GAP = 14  # tokens, at most, between two numbers that are added
_PAIR_GAP = 25  # the same where another number stands between
_MOST_ADDED = 6  # statements of a sentence that are added
_MOST_COUNTS = 20  # counts of an event that are compared with each other
_MOST_RANGES = 6  # ranges of an event
_MOST_CHOICES = 150  # of an event: a page of numbers is no report of an attack
_RANGE_RATIO = 2.5  # between what two sources count, at most
_CLOSE = 2  # sentences from the event's
_MOST = 2_000_000  # above it no toll of one event, but a sum of money or a population


def toll_choices(article: Annotated, draft: Draft) -> list[TollChoice]:
    """What the event's sentences state, also as "at least", as sums and as ranges; then what those close by state."""
    found: list[TollChoice] = []
    people: list[TollChoice] = []
    for sentence in draft.sentences:
        harm = _harmed(sentence)
        stated = _statements(sentence, harm)
        counted = [c for c in stated if _may_be_added(c) and _counts_people(c, harm)][:_MOST_ADDED]
        found += [*stated, *_at_least(counted), *_sums(counted)]
        people += counted
    found += _ranges(people)
    for sentence in _around(article, draft):
        harm = _harmed(sentence)
        found += (c for c in _statements(sentence, harm) if _counts_people(c, harm))
    return found[:_MOST_CHOICES]


def _around(article: Annotated, draft: Draft) -> list[Sentence]:
    """Sentences close to the event's that were read for events and do not tell it."""
    near = [s for s in article.sentences if s.stems and s.index not in draft.indices]
    return [s for s in near if abs(sentence_gap(draft, s.index)) <= _CLOSE]


Harm = dict[int, str]  # token → the group of harm that its trigger names


def _harmed(sentence: Sentence) -> Harm:
    hits = (h for h in sentence.hits.get("trigger", []) if h.value[0] in _HARM)
    return {i: h.value[0] for h in hits for i in range(h.first, h.last)}


def _statements(sentence: Sentence, harm: Harm) -> list[TollChoice]:
    """Each number, dual, singular, named person and zero by itself."""
    numbered = {i for n in sentence.numbers for i in range(n.first, n.last + 1)}
    found = [numbered_toll(sentence, n) for n in sentence.numbers if _is_plausible(sentence, n)]
    for i, word in enumerate(sentence.words):
        choice = _counted(sentence, i, word, harm) if i not in numbered else None
        if choice is not None:
            found.append(choice)
    return sorted(found, key=lambda c: c.first)


def _is_plausible(sentence: Sentence, number: Number) -> bool:
    """Measures, ages and shares are no tolls."""
    is_measure = not word_set("toll_measure").isdisjoint(sentence.after(number.last, 1))
    return not is_measure and (number.low or number.high or 0) < _MOST


def numbered_toll(sentence: Sentence, number: Number) -> TollChoice:
    """The toll that a number states, as it stands."""
    return _whole(
        number.low, number.high, "vague" if number.is_vague else "number", sentence, number.first, number.last
    )


def _whole(low: int | None, high: int | None, form: str, sentence: Sentence, first: int, last: int) -> TollChoice:
    return TollChoice(low, high, form, (Part(sentence, first, last, form),))


def _counted(sentence: Sentence, i: int, word: str, harm: Harm) -> TollChoice | None:
    """What a single word counts: جنديان two, جندي one, مصرعه one, مقتل القائد one, خسائر مادية فقط none."""
    if form := _dual_form(word):
        number = with_bounds(sentence.tokens, Number(i, i + 1, 2, 2))
        return _whole(number.low, number.high, form, sentence, number.first, i + 1)
    bare_word = _without_clitic(word)
    for form in ("single", "pronoun"):
        if bare_word in word_set(f"toll_{form}"):
            return _whole(1, 1, form, sentence, i, i + 1)
    if word in word_set("toll_zero") and _is_none(sentence, i):
        return _whole(0, 0, "zero", sentence, i, i + 1)
    if i - 1 in harm:
        if word in word_set("toll_person_title") or _is_person(sentence, i):
            return _whole(1, 1, "named", sentence, i, i + 1)
        if _may_be_one(word) and all(h.first != i for h in sentence.hits.get("trigger", [])):
            return _whole(1, 1, "next", sentence, i, i + 1)
    return None


def _dual_form(word: str) -> str:
    bare_word = _without_clitic(word)
    if not word_set("toll_dual").isdisjoint((bare_word, word.removeprefix("ال"))):
        return "dual"
    return "dual_or_plural" if bare_word in word_set("toll_dual_or_plural") else ""


def _without_clitic(word: str) -> str:
    return word[1:] if len(word) > 4 and word[0] in "وبل" else word


def _is_none(sentence: Sentence, i: int) -> bool:
    """دون إصابات · لم يسفر عن ضحايا · أضرار مادية فقط"""
    after = sentence.after(i + 1, 2)
    return meets(sentence.before(i, 8), "toll_none") or (meets(after[:1], "toll_material") and meets(after, "only"))


def _is_person(sentence: Sentence, i: int) -> bool:
    return any(a.first == i and a.source == "person" for a in sentence.actors)


_PLURALS = ("ين", "ون", "ات", "ان")


def _may_be_one(word: str) -> bool:
    """A word after one of harm that is not plainly several: مقتل البقال; which words name one the model has learnt."""
    if len(word) <= 3 or not word.isalpha() or word.startswith("وال") or word.endswith(_PLURALS):
        return False
    return word not in word_set("toll_not_one")


def _may_be_added(choice: TollChoice) -> bool:
    """Not the number one: in ضابط واحد the noun has counted already."""
    return choice.form in _ADDED and not (choice.form == "number" and choice.low == 1)


def _counts_people(choice: TollChoice, harm: Harm) -> bool:
    """Whether a noun of people or a word of harm stands close by."""
    if choice.form not in ("number", "vague"):
        return True
    sentence, first, last = choice.sentence, choice.first, choice.last
    after, before = sentence.after(last, 3), sentence.before(first, _LEADING)
    if any(meets(after, f"toll_noun_{n}") for n in _NOUNS) or meets(before, "toll_noun_killed"):
        return True
    return not word_set("toll_against").isdisjoint(before[-1:]) or any(
        i in harm for i in range(first - _NEAR, last + _NEAR)
    )


def _at_least(stated: list[TollChoice]) -> Iterator[TollChoice]:
    """35 قتيلا و23 مصابا على الأقل: the words hold for the first number too; قتل القائد وعدد من مرافقيه."""
    for choice in stated:
        if choice.low is None or choice.low != choice.high:
            continue
        after = choice.sentence.after(choice.last, _LATE)
        if states_least(after) or (choice.low == 1 and not word_set("toll_companions").isdisjoint(after)):
            yield TollChoice(choice.low, None, "least", choice.parts)


def _sums(stated: list[TollChoice]) -> Iterator[TollChoice]:
    """ثمانية جنود و14 مسلحا: numbers of one sentence that stand near each other, unless one counts some of another."""
    for one, two in combinations(stated, 2):
        if _adds(one, two, _PAIR_GAP):
            yield _sum([one, two])
    for length in (3, 4):
        for at in range(len(stated) - length + 1):
            run = stated[at : at + length]
            if all(_adds(one, two, _SUM_GAP) for one, two in pairwise(run)):
                yield _sum(run)


def _sum(run: list[TollChoice]) -> TollChoice:
    low = sum(c.low or 0 for c in run)
    high = None if any(c.high is None for c in run) else sum(c.high or 0 for c in run)
    return TollChoice(low, high, "sum", tuple(p for c in run for p in c.parts))


def _adds(one: TollChoice, two: TollChoice, gap: int) -> bool:
    """Not where the second counts some of the first, the wounded or captured, or is an adjective of the first."""
    if not one.low or not two.low or not 0 <= two.first - one.last <= gap:
        return False
    words = two.sentence.words
    if two.first == one.last and words[two.first][0] != "و":  # ضابط وجندي إسرائيليان
        return False
    between, reached = words[one.last : two.first], words[one.last : two.last + 1]
    return not meets(between, "toll_among") and not meets(reached, "toll_apart")


def _ranges(stated: list[TollChoice]) -> list[TollChoice]:
    """77 قتيلا · نحو 80 قتيلا: two sentences that count the same harm differently."""
    exact = [c for c in stated if c.form == "number" and c.low is not None and 1 < c.low == c.high]
    values = {c.low: c for c in reversed(exact[:_MOST_COUNTS]) if c.low is not None}
    pairs = [(values[a], values[b]) for a, b in combinations(sorted(values), 2) if b <= _RANGE_RATIO * a]
    apart = [(a, b) for a, b in pairs if a.sentence is not b.sentence and _nearest_harm(a) == _nearest_harm(b)]
    return [TollChoice(a.low, b.high, "range", a.parts + b.parts) for a, b in apart[:_MOST_RANGES]]


def _nearest_harm(choice: TollChoice) -> str | None:
    """The group of harm that stands nearest to a number."""
    harm = _harmed(choice.sentence)
    gaps = {i: choice.first - i if i < choice.first else i - choice.last + 1 for i in harm}
    return harm[min(gaps, key=lambda i: gaps[i])] if gaps else None
