"""How the fields of attacks are learnt: a model of the words that name a choice, then a forest over all it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flows.training.examples import FOLDS, Row
from flows.training.fitting import Arrays, fit_forest, fit_linear
from flows.training.mention_models import use
from flows.training.place_and_date_rows import Drafts, country_rows, iso, rows_of_all, same_place
from transforms.annotate import Annotated
from transforms.argument_words import Span, argument_features
from transforms.draft import Draft
from transforms.slot_actors import actor_choices, actor_features, actor_spans
from transforms.slot_dates import date_choices, date_features, date_spans
from transforms.slot_places import country_votes, place_choices, place_features, place_spans
from transforms.slot_tolls import toll_features, toll_spans
from transforms.toll_choices import toll_choices

WORD_STRENGTH = 0.1
Choice = Any
Judged = tuple[list[Choice], list[bool]]  # what competes for a field, and whether each is right


@dataclass(frozen=True)
class Slot:
    """How a field is learnt: its choices, their rows, and the words that name each."""

    choices: Callable[[Annotated, Draft, Row], Judged]
    rows: Callable[[Annotated, Draft, Row, list[Choice]], list[list[float]]]
    spans: Callable[[Choice], list[Span]]


def fit_slots(drafts: Drafts) -> dict[str, Arrays]:
    """A forest a field, its word model's column as it comes out on unseen articles."""
    models: dict[str, Arrays] = {"attack_country": fit_forest(*rows_of_all(drafts, country_rows))}
    for name, slot in SLOTS.items():
        judged = [slot.choices(e.article, d, r) for e, d, r in drafts]
        words = _word_rows(drafts, judged, slot)
        rows: list[list[float]] = []
        labels: list[bool] = []
        for k in range(FOLDS):
            outside = [words[i] for i, (e, _, _) in enumerate(drafts) if e.fold != k]
            use({f"attack_{name}_words": _fit_words(outside)})
            for (example, draft, record), (choices, right) in zip(drafts, judged, strict=True):
                if example.fold == k:
                    rows += slot.rows(example.article, draft, record, choices)
                    labels += right
        models[f"attack_{name}"] = fit_forest(rows, labels)
        models[f"attack_{name}_words"] = _fit_words(words)
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


def _date_choices(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = date_choices(article, draft)
    wanted = (record["date_start"], record["date_end"])
    return choices, [(iso(c.start), iso(c.end)) == wanted for c in choices]


def _place_choices(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = place_choices(article, draft, country_votes(article))
    return choices, [same_place(record["place"], c.mention.text) for c in choices]


def _place_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    votes = country_votes(article)
    return [place_features(draft, c, choices, votes) for c in choices]


def _date_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    return [date_features(article, draft, c, choices) for c in choices]


def _actor_slot(role: str) -> Slot:
    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        found = actor_choices(article, draft, f"attack_{role}", record["country"])
        return found, [c.code == (record[role] or "") for c in found]

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        other = record["perpetrator"] if role == "victims" else None
        return [actor_features(draft, c, choices, record["country"], other, f"attack_{role}") for c in choices]

    return Slot(choices, rows, actor_spans)


def _toll_slot(role: str) -> Slot:
    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        found = toll_choices(article, draft)
        wanted = (record[f"{role}_min"], record[f"{role}_max"])
        right = [(c.low, c.high) == wanted for c in found]
        if not any(right):
            right = [c.low is not None and c.low == wanted[0] for c in found]
        return found, right

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        return [toll_features(draft, c, choices, role) for c in choices]

    return Slot(choices, rows, toll_spans)


SLOTS = {
    "date": Slot(_date_choices, _date_rows, date_spans),
    "place": Slot(_place_choices, _place_rows, place_spans),
    "perpetrator": _actor_slot("perpetrator"),
    "victims": _actor_slot("victims"),
    "killed": _toll_slot("killed"),
    "wounded": _toll_slot("wounded"),
}
