"""The label format: one article's records as one JSON line, evidence as offsets."""

import dataclasses
import json
from collections import defaultdict
from typing import Any

from transforms.coding import Coding
from transforms.schema import AttackReport, MilestoneReport

INTERNAL = frozenset({"article_id", "published", "extractor_version"})
FIELDS = {
    row: tuple(field.name for field in dataclasses.fields(row) if field.name not in INTERNAL)
    for row in (AttackReport, MilestoneReport)
}


def label_line(article_id: str, coding: Coding) -> str:
    """The article's records as a line of a label file, without its newline."""
    spans = asserting_spans(coding)
    label = {
        "article_id": article_id,
        "attacks": [record(report, spans) for report in coding.attacks],
        "milestones": [record(report, spans) for report in coding.milestones],
    }
    return json.dumps(label, ensure_ascii=False, default=str)


def asserting_spans(coding: Coding) -> dict[str, list[dict[str, int]]]:
    """Of each report, where its sentences stand."""
    spans: dict[str, list[dict[str, int]]] = defaultdict(list)
    for evidence in coding.evidence:
        if evidence.field == "event":
            spans[evidence.report_id].append({"start": evidence.start, "end": evidence.end})
    return spans


def record(report: AttackReport | MilestoneReport, spans: dict[str, list[dict[str, int]]]) -> dict[str, Any]:
    fields = {name: getattr(report, name) for name in FIELDS[type(report)]}
    return fields | {"evidence": spans.get(report.report_id, [])}
