"""Overlapping spans of a text as a row of pieces, each with all that is said of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WHOLE = frozenset({"event"})
# What kind of question a field answers; pages and terminals colour by it.
ASPECTS = {
    "what": ("type", "kind", "outcome", "status", "weapons", "targets"),
    "when": ("date_start", "date_end", "deadline"),
    "where": ("place", "country", "admin1", "places"),
    "who": ("perpetrator", "victims", "force", "announced_by", "speaker"),
    "much": ("killed_min", "killed_max", "wounded_min", "wounded_max")
    + ("troops_from", "troops_to", "troops_change", "incident_count"),
}  # fmt: skip
ASPECT = {field: aspect for aspect, fields in ASPECTS.items() for field in fields}


class Span(NamedTuple):
    """Characters of a text and what they gave: the name of a field."""

    start: int
    end: int
    field: str


class Piece(NamedTuple):
    """A stretch of text that the same fields cover."""

    text: str
    fields: tuple[str, ...]

    @property
    def aspect(self) -> str:
        """The kind of question that its words answer; empty for plain words."""
        return next((ASPECT.get(field, "what") for field in self.fields), "")


def pieces(text: str, spans: Iterable[Span], start: int = 0) -> list[Piece]:
    """The text cut where a span begins or ends; `start` is where the text itself begins."""
    inside = [span for span in spans if span.start < start + len(text) and span.end > start and span.end > span.start]
    edges = {start, start + len(text)}
    for span in inside:
        edges |= {max(span.start, start), min(span.end, start + len(text))}
    cuts = sorted(edges)
    return [
        Piece(text[left - start : right - start], fields_over(inside, left, right))
        for left, right in zip(cuts, cuts[1:], strict=False)
    ]


def fields_over(spans: Sequence[Span], left: int, right: int) -> tuple[str, ...]:
    """The fields whose spans cover the stretch, the shortest span's first."""
    over = sorted((span.end - span.start, span.field) for span in spans if span.start <= left and span.end >= right)
    return tuple(dict.fromkeys(field for _, field in over))


def sharp(spans: Iterable[Span], sentences: Sequence[tuple[int, int]]) -> list[Span]:
    """The spans that say more than their sentence does as a whole."""
    whole = set(sentences)
    return [span for span in spans if span.field not in WHOLE and (span.start, span.end) not in whole]
