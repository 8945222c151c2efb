"""Killed and wounded: every number and counted noun of the event's sentences competes."""

from dataclasses import dataclass

from transforms.annotate import Sentence
from transforms.argument_words import Span, argument_score
from transforms.draft import Draft, distance_features, type_flags
from transforms.learned import likeliest
from transforms.numerals import Number
from transforms.word_sets import meets, word_set


@dataclass(frozen=True, slots=True)
class TollChoice:
    """A toll that an event may have: bounds, and the words that state it (tokens [first, last) of a sentence)."""

    low: int | None
    high: int | None
    sentence: Sentence
    first: int
    last: int
    form: str  # one of _FORMS


_FORMS = ("number", "vague", "dual", "dual_or_plural", "single", "named", "zero")
_NOUNS = ("killed", "wounded", "people", "others", "joint")  # sets toll_noun_…
_HARM = {"kill", "wound", "assault"}
_INCIDENTS = {"strike", "air", "launch", "explosion", "suicide", "clash", "offensive", "assault", "abduct"}
_FAR = 30  # tokens, where a sentence has no word of killing or wounding


def toll_choices(draft: Draft) -> list[TollChoice]:
    """Numbers, vague numbers, duals, counted singulars, named persons and stated zeros of the event's sentences."""
    found: list[TollChoice] = []
    for sentence in draft.sentences:
        numbered = {i for n in sentence.numbers for i in range(n.first, n.last + 1)}
        found += [_numbered(sentence, n) for n in sentence.numbers if _is_plausible(sentence, n)]
        for i, word in enumerate(sentence.words):
            choice = _counted(sentence, i, word) if i not in numbered else None
            if choice is not None:
                found.append(choice)
    return found


def _is_plausible(sentence: Sentence, number: Number) -> bool:
    """Measures, ages and shares are no tolls."""
    is_measure = not word_set("toll_measure").isdisjoint(sentence.after(number.last, 1))
    return not is_measure and (number.low or number.high or 0) < 20_000


def _numbered(sentence: Sentence, number: Number) -> TollChoice:
    form = "vague" if number.is_vague else "number"
    return TollChoice(number.low, number.high, sentence, number.first, number.last, form)


def _counted(sentence: Sentence, i: int, word: str) -> TollChoice | None:
    """What a single word counts: جنديان two, جندي one, مقتل القائد one, دون إصابات none."""
    bare_word = word[1:] if len(word) > 4 and word[0] in "وبل" else word
    for count, form in ((2, "dual"), (2, "dual_or_plural"), (1, "single")):
        if bare_word in word_set(f"toll_{form}"):
            return TollChoice(count, count, sentence, i, i + 1, form)
    if word in word_set("toll_zero") and meets(sentence.before(i, 8), "toll_none"):
        return TollChoice(0, 0, sentence, i, i + 1, "zero")
    if i and _is_harm(sentence, i - 1) and (word in word_set("toll_person_title") or _is_person(sentence, i)):
        return TollChoice(1, 1, sentence, i, i + 1, "named")
    return None


def _is_harm(sentence: Sentence, i: int) -> bool:
    return any(h.first <= i < h.last and h.value[0] in _HARM for h in sentence.hits.get("trigger", []))


def _is_person(sentence: Sentence, i: int) -> bool:
    return any(a.first == i and a.source == "person" for a in sentence.actors)


def choose_toll(draft: Draft, role: str, threshold: float) -> TollChoice | None:
    """The toll of an event (`role` is killed or wounded), or None when none is probable enough."""
    choices = toll_choices(draft)
    return likeliest(f"attack_{role}", choices, [toll_features(draft, c, choices, role) for c in choices], threshold)


def count_incidents(draft: Draft) -> TollChoice | None:
    """The number of incidents of a series: a number right before the word for the act (39 هجوما)."""
    if draft.kind != "recurring":
        return None
    for sentence in draft.sentences:
        hits = sentence.hits.get("trigger", [])
        acts = {h.first for h in hits if h.value[0] in _INCIDENTS and h.value[1] != "verb"}
        for number in sentence.numbers:
            if number.last in acts and not number.is_vague and number.low is not None and number.low > 1:
                return _numbered(sentence, number)
    return None


def toll_features(draft: Draft, choice: TollChoice, choices: list[TollChoice], role: str) -> list[float]:
    """Dense features of one toll for killed or wounded."""
    sentence = choice.sentence
    before, after = sentence.before(choice.first, 4), sentence.after(choice.last, 4)
    value = choice.low if choice.low is not None else choice.high or 0
    return [
        *(choice.form == f for f in _FORMS),
        min(value, 500),
        choice.high is None,
        choice.low is None,
        *_near_harm(sentence, choice),
        *distance_features(sentence, choice.first, choice.last, draft.anchors[sentence.index]),
        *(meets(after, f"toll_noun_{noun}") for noun in _NOUNS),
        *(meets(before, f"toll_noun_{noun}") for noun in _NOUNS),
        not word_set("toll_joint").isdisjoint(after + before),
        _is_among_others(before, after),
        sum(c.low == choice.low and c.high == choice.high for c in choices),
        sum((c.low or 0) > value and c.form == "number" for c in choices),
        len(choices),
        sentence.index == min(draft.indices),
        sentence.index,
        not word_set("toll_total").isdisjoint(before),
        *type_flags(draft),
        argument_score(draft, role, toll_spans(choice)),
    ]


def toll_spans(choice: TollChoice) -> list[Span]:
    """The words that state the toll."""
    return [(choice.sentence, choice.first, choice.last, choice.form)]


def _is_among_others(before: list[str], after: list[str]) -> bool:
    """بينهم طفلان: counted already; خمسة بينهم …: counts the rest too."""
    return not {"بينهم", "بينها", "منهم"}.isdisjoint(before) or after[:1] == ["بينهم"]


def _near_harm(sentence: Sentence, choice: TollChoice) -> list[float]:
    """For words of killing, then of wounding: tokens to the nearest before and after, whether the toll holds one."""
    found: list[float] = []
    for group in ("kill", "wound"):
        spans = [(h.first, h.last) for h in sentence.hits.get("trigger", []) if h.value[0] == group]
        found.append(min((choice.first - last for _, last in spans if last <= choice.first), default=_FAR))
        found.append(min((first - choice.last for first, _ in spans if first >= choice.last), default=_FAR))
        found.append(any(first < choice.last and last > choice.first for first, last in spans))
    return found
