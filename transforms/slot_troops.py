"""Troop numbers of a milestone: from, to and change compete for each number of its sentences."""

from dataclasses import dataclass

from transforms.annotate import Sentence
from transforms.argument_words import Span, argument_score
from transforms.draft import Draft, distance_features, type_flags
from transforms.learned import likeliest
from transforms.word_sets import word_set

LEAVING = frozenset({"troop_reduction", "withdrawal", "site_handover", "embassy_drawdown"})
# One feature a word, in the order of the weights: whoever changes these trains anew.
_WORDS_NEAR = (
    *("من", "الي", "نحو", "بنحو", "حوالي", "عدد", "عددهم", "عددها", "ب", "ارسال", "سحب", "انسحاب", "خفض", "لدي"),
    *("يبلغ", "قوامها", "قوامه", "نشر", "اكثر", "بقاء", "ابقاء"),
)
_WORDS_JUST_BEFORE = ("من", "الي", "ب", "نحو", "حوالي")


@dataclass(frozen=True, slots=True)
class TroopChoice:
    """A number of troops (tokens [first, last) of a sentence)."""

    value: int
    sentence: Sentence
    first: int
    last: int


def troop_choices(draft: Draft) -> list[TroopChoice]:
    """Exact numbers of the sentences, those of kilometres or days aside; vague ones stay null (codebook, section 5)."""
    return [
        TroopChoice(n.low if n.low is not None else n.high or 0, s, n.first, n.last)
        for s in draft.sentences
        for n in s.numbers
        if not n.is_vague and (n.low or n.high or 0) > 1 and word_set("toll_measure").isdisjoint(s.after(n.last, 1))
    ]


def choose_troops(draft: Draft, role: str, threshold: float) -> TroopChoice | None:
    """The number that fills a role (from, to or change), or None."""
    choices = troop_choices(draft)
    rows = [troop_features(draft, c, choices, role) for c in choices]
    return likeliest(f"milestone_troops_{role}", choices, rows, threshold)


def troop_features(draft: Draft, choice: TroopChoice, choices: list[TroopChoice], role: str) -> list[float]:
    """Dense features of one number for a role: from, to or change."""
    sentence = choice.sentence
    before, after = sentence.before(choice.first, 4), sentence.after(choice.last, 3)
    values = [c.value for c in choices]
    return [
        *(any(w in (b, b[1:]) for b in before) for w in _WORDS_NEAR),
        *(any(w in (b, b[1:]) for b in before[-1:]) for w in _WORDS_JUST_BEFORE),
        not word_set("troops_noun").isdisjoint(after),
        not word_set("troops_noun").isdisjoint(after[:1]),
        not word_set("troops_more").isdisjoint(after),
        not word_set("troops_reached").isdisjoint(after),
        [c.first for c in choices if c.sentence is sentence].index(choice.first),
        len(choices),
        min(choice.value, 200_000),
        choice.value >= 50,
        choice.value == max(values),
        choice.value == min(values),
        *distance_features(sentence, choice.first, choice.last, draft.anchors[sentence.index]),
        *type_flags(draft),
        argument_score(draft, f"troops_{role}", troop_spans(choice)),
    ]


def troop_spans(choice: TroopChoice) -> list[Span]:
    """The words of the number."""
    return [(choice.sentence, choice.first, choice.last, "number")]
