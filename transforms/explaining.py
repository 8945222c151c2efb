"""An article's records made ready for the eye: field by field, the words and the rule, and what was refused."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transforms.coding import Coding
from transforms.explaining_spans import Span, sharp
from transforms.schema import Article, AttackReport, Evidence, MilestoneReport

# Fields that no words give directly, and the field whose words they follow from.
ORIGINS = {"date_precision": "date_start", "date_basis": "date_start", "places": "place", "place_id": "place"}
HIDDEN = frozenset({"report_id", "article_id", "published", "confidence", "extractor_version"})


class Field(NamedTuple):
    """One filled field of a record."""

    name: str
    values: tuple[str, ...]
    rule: str
    words: tuple[str, ...]  # none where the whole sentence gave it

    @property
    def value(self) -> str:
        """All values in one line."""
        return ", ".join(self.values)


class Quote(NamedTuple):
    """A sentence that asserts an event."""

    start: int  # in the article's text
    text: str


class Record(NamedTuple):
    """One attack or milestone that the article gave."""

    kind: str  # attack or milestone
    report_id: str
    type: str
    confidence: float
    fields: tuple[Field, ...]
    quotes: tuple[Quote, ...]
    spans: tuple[Span, ...]  # of the article's text: words that gave a field of this record


class Refused(NamedTuple):
    """A mention that gave no record."""

    section: str
    reason: str
    words: str


class Explanation(NamedTuple):
    """All there is to show of one article."""

    article: Article
    spans: tuple[Span, ...]  # of the text: words that gave a field
    records: tuple[Record, ...]
    refused: tuple[Refused, ...]


def explained(article: Article, coding: Coding) -> Explanation:
    """The article with its coding, for the eye."""
    refused = [Refused(item.section, item.reason, article.text[item.start : item.end]) for item in coding.refusals]
    return Explanation(article, telling_spans(coding.evidence), tuple(records_of(coding)), tuple(refused))


def telling_spans(evidence: Sequence[Evidence]) -> tuple[Span, ...]:
    """Where words stand that gave a field; what a whole sentence gave is not marked."""
    sentences = [(row.start, row.end) for row in evidence if row.field == "event"]
    return tuple(sharp((Span(row.start, row.end, row.field) for row in evidence), sentences))


def records_of(coding: Coding) -> Iterator[Record]:
    for kind, reports in (("attack", coding.attacks), ("milestone", coding.milestones)):
        for report in reports:
            own = [row for row in coding.evidence if row.report_id == report.report_id]
            fields = tuple(fields_of(report, own))
            quotes = sorted({Quote(row.start, row.quote) for row in own if row.field == "event"})
            yield Record(
                kind, report.report_id, report.type, report.confidence, fields, tuple(quotes), telling_spans(own)
            )


def fields_of(report: AttackReport | MilestoneReport, evidence: Sequence[Evidence]) -> Iterator[Field]:
    """The filled fields in the order of the schema."""
    for field in dataclasses.fields(report):
        value = getattr(report, field.name)
        if field.name not in HIDDEN and value not in (None, []):
            yield field_of(field.name, value, evidence)


def field_of(name: str, value: object, evidence: Sequence[Evidence]) -> Field:
    sentences = {(row.start, row.end) for row in evidence if row.field == "event"}
    own = [row for row in evidence if row.field == name] or [row for row in evidence if row.field == ORIGINS.get(name)]
    told = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
    rules = dict.fromkeys(row.rule for row in own)
    words = dict.fromkeys(" ".join(row.quote.split()) for row in own if (row.start, row.end) not in sentences)
    return Field(name, told, ", ".join(rules), tuple(words))
