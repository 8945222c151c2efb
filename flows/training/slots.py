"""How a field is learnt: a model of the words that name a choice, then a forest over all that the choice shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.training.examples import FOLDS, Row
from flows.training.fitting import Arrays, fit_forest, fit_linear
from flows.training.mention_models import use
from flows.training.place_and_date_rows import Drafts
from transforms.annotate import Annotated
from transforms.argument_words import Span, argument_features
from transforms.draft import Draft

WORD_STRENGTH = 0.1
Choice = Any
Judged = tuple[list[Choice], list[bool]]  # what competes for a field, and whether each is right


@dataclass(frozen=True)
class Slot:
    """How a field is learnt: its choices, their rows, and the words that name each."""

    choices: Callable[[Annotated, Draft, Row], Judged]
    rows: Callable[[Annotated, Draft, Row, list[Choice]], list[list[float]]]
    spans: Callable[[Choice], list[Span]]


def fit_slots(drafts: Drafts, slots: Mapping[str, Slot], rounds: int = 60, leaves: int = 12) -> dict[str, Arrays]:
    """A forest a field, its word model's column as it comes out on unseen articles; `slots` by the model's name."""
    models: dict[str, Arrays] = {}
    for name, slot in slots.items():
        judged = [slot.choices(e.article, d, r) for e, d, r in drafts]
        words = _word_rows(drafts, judged, slot)
        rows: list[list[float]] = []
        labels: list[bool] = []
        for k in range(FOLDS):
            outside = [words[i] for i, (e, _, _) in enumerate(drafts) if e.fold != k]
            use({f"{name}_words": _fit_words(outside)})
            for (example, draft, record), (choices, right) in zip(drafts, judged, strict=True):
                if example.fold == k:
                    rows += slot.rows(example.article, draft, record, choices)
                    labels += right
        models[name] = fit_forest(rows, labels, rounds, leaves)
        models[f"{name}_words"] = _fit_words(words)
    return models


Words = list[tuple[set[str], str]]


def _word_rows(drafts: Drafts, judged: list[Judged], slot: Slot) -> list[Words]:
    """For each draft the words around every span of every choice, and whether the choice is right."""
    return [
        [
            (argument_features(draft, span), "yes" if is_right else "no")
            for choice, is_right in zip(choices, right, strict=True)
            for span in slot.spans(choice)
        ]
        for (_, draft, _), (choices, right) in zip(drafts, judged, strict=True)
    ]


def _fit_words(words: list[Words]) -> Arrays:
    flat = [pair for part in words for pair in part]
    return fit_linear([row for row, _ in flat], [label for _, label in flat], WORD_STRENGTH)
