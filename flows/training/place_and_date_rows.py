"""Training rows for the fields that attacks and milestones share: date, place, country."""

import datetime as dt
from collections.abc import Callable

from flows.training.examples import Example, Row, Rows
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.slot_places import country_choices, country_features, country_votes
from transforms.text import fold

Drafts = list[tuple[Example, Draft, Row]]


def rows_of_all(drafts: Drafts, rows_of: Callable[[Annotated, Draft, Row], Rows]) -> Rows:
    """The rows and answers of one field over all drafts."""
    rows: list[list[float]] = []
    labels: list[bool] = []
    for example, draft, record in drafts:
        new_rows, new_labels = rows_of(example.article, draft, record)
        rows += new_rows
        labels += new_labels
    return rows, labels


def iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def same_place(gold: str | None, found: str) -> bool:
    """Whether one name contains the other, articles aside."""
    if gold is None:
        return False
    a, b = (" " + " ".join(w[2:] if w.startswith("ال") else w for w in fold(s).split()) + " " for s in (gold, found))
    return a in b or b in a


def country_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    votes = country_votes(article)
    choices = country_choices(votes)
    return [country_features(article, draft, c, votes) for c in choices], [c == record["country"] for c in choices]
