"""Troop numbers of a milestone: from, to and change compete for each number of its sentences."""

from dataclasses import dataclass

from transforms.annotate import Sentence
from transforms.draft import Draft, distance_features, type_flags
from transforms.learned import load_forest

ROLES = ("from", "to", "change")
LEAVING = frozenset({"troop_reduction", "withdrawal", "site_handover", "embassy_drawdown"})
_WORDS_BEFORE = ("من", "الي", "نحو", "بنحو", "حوالي", "عدد", "عددهم", "عددها", "ب", "ارسال", "سحب", "انسحاب", "خفض", "لدي", "يبلغ", "قوامها", "قوامه", "نشر", "اكثر", "بقاء", "ابقاء")
_TROOPS = {"جندي", "جنديا", "جنود", "عسكري", "عسكريا", "عسكريين", "عنصر", "عنصرا", "عناصر", "مستشار", "مستشارا", "مستشارين", "مدرب", "مدربا", "مدربين", "فرد", "فردا", "افراد", "مقاتل", "مقاتلا", "مقاتلين", "شخص", "شخصا", "قوات", "متعاقد", "متعاقدا", "مرتزق", "خبير", "خبيرا", "رجل", "مجند", "مجندا"}  # fmt: skip
_MORE = {"اضافي", "اضافيا", "اضافيين", "اضافيه", "اخر", "اخرين", "جديد", "جدد", "زياده"}


@dataclass(frozen=True, slots=True)
class TroopChoice:
    """A number of troops (tokens [first, last) of a sentence)."""

    value: int
    sentence: Sentence
    first: int
    last: int


def troop_choices(draft: Draft) -> list[TroopChoice]:
    """Exact numbers of the milestone's sentences; vague ones stay null (codebook, section 5)."""
    return [
        TroopChoice(n.low if n.low is not None else n.high or 0, s, n.first, n.last)
        for s in draft.sentences for n in s.numbers if not n.is_vague and (n.low or n.high or 0) > 1
    ]  # fmt: skip


def choose_troops(draft: Draft, role: str, threshold: float) -> TroopChoice | None:
    """The number that fills a role, or None."""
    choices = troop_choices(draft)
    if not choices:
        return None
    scores = load_forest(f"milestone_troops_{role}").probabilities([troop_features(draft, c, choices) for c in choices])
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


def troop_features(draft: Draft, choice: TroopChoice, choices: list[TroopChoice]) -> list[float]:
    """Dense features of one number."""
    words = choice.sentence.tokens
    before = [t.text for t in words[max(0, choice.first - 4) : choice.first]]
    after = [t.text for t in words[choice.last : choice.last + 3]]
    rank = [c.first for c in choices if c.sentence is choice.sentence].index(choice.first)
    return [
        *(float(any(w in (b, b[1:]) for b in before)) for w in _WORDS_BEFORE),
        *(float(bool(before) and w in (before[-1], before[-1][1:])) for w in ("من", "الي", "ب", "نحو", "حوالي")),
        float(bool(_TROOPS.intersection(after))), float(bool(after) and after[0] in _TROOPS), float(bool(_MORE.intersection(after))),
        float(any(w in ("الي", "ليبلغ", "لتبلغ", "ليصل", "لتصل") for w in after)),
        float(rank), float(len(choices)), float(min(choice.value, 200_000)), float(choice.value >= 50),
        float(choice.value == max(c.value for c in choices)), float(choice.value == min(c.value for c in choices)),
        *distance_features(choice.sentence, choice.first, choice.last, draft.anchors[choice.sentence.index]), *type_flags(draft),
    ]  # fmt: skip
