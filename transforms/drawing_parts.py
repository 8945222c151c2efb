"""Pieces that several sections of the report share."""

from collections.abc import Iterable, Sequence

from transforms.drawing_findings import Findings, Row
from transforms.drawing_markup import Markup, element
from transforms.drawing_timeline import LANE
from transforms.drawing_words import called, told


def section(key: str, *children: object) -> Markup:
    return element(
        "section", element("h2", told(key), id=f"{key}-title"), *children, id=key, aria_labelledby=f"{key}-title"
    )


def lead(key: str, **values: object) -> Markup:
    return element("p", told(key, **values), class_="lead")


def added(rows: Iterable[Row], column: str) -> int:
    return int(sum(row[column] for row in rows))


def of_focus(findings: Findings, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if findings.focus is None or row["country"] == findings.focus]


def status(code: str) -> Markup:
    """A milestone's status as a small label, in the look of its lane of the timeline."""
    return element("span", called("status", code), class_=f"status {LANE.get(code, 'said')}")
