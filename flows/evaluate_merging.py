"""Scores merging on the written clusters of tests/data: `python -m flows.evaluate_merging`."""

import dataclasses
import datetime as dt
import json
import sys
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from transforms.events import Belief, Source, merge
from transforms.merging_quality import Agreement, b_cubed, pairwise_agreement
from transforms.merging_wire import Text, wire_groups
from transforms.reference import load_places
from transforms.schema import AttackReport, MergedReport, MilestoneReport

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
Row = TypeVar("Row", AttackReport, MilestoneReport)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clusters:
    """Reports of known events."""

    attack_reports: list[AttackReport]
    milestone_reports: list[MilestoneReport]
    sources: dict[str, Source]
    events: dict[str, str]  # true event by report id


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Agreement of the merged events with the true ones."""

    reports: int
    events: int
    b_cubed: Agreement
    pairwise: Agreement


def main() -> int:
    clusters = read_clusters()
    belief = merged(clusters)
    for name, members in (("attacks", belief.attack_reports_merged), ("milestones", belief.milestone_reports_merged)):
        figures = figures_of(members, clusters.events)
        print(f"{name}: {figures.reports} reports of {figures.events} events")
        for label, agreement in (("B-cubed", figures.b_cubed), ("pairwise", figures.pairwise)):
            print(f"  {label:9}P {agreement.precision:.3f}  R {agreement.recall:.3f}  F1 {agreement.f1:.3f}")
        for line in mistakes(members, clusters.events):
            print(f"  {line}")
    return 0


def read_clusters(folder: Path = DATA) -> Clusters:
    """The reports of clusters_attacks.jsonl and clusters_milestones.jsonl, with wire copies recognised."""
    attacks, milestones = read_rows(folder / "clusters_attacks.jsonl"), read_rows(folder / "clusters_milestones.jsonl")
    rows = [*attacks, *milestones]
    wire = wire_groups(text_of(row) for row in rows if "text" in row)
    sources = {
        row["report"]["article_id"]: Source(
            outlet=row["outlet"], wire_group=wire.get(row["report"]["article_id"]), published_at=None
        )
        for row in rows
    }
    return Clusters(
        attack_reports=[report_of(AttackReport, row["report"]) for row in attacks],
        milestone_reports=[report_of(MilestoneReport, row["report"]) for row in milestones],
        sources=sources,
        events={row["report"]["report_id"]: row["event"] for row in rows},
    )


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def text_of(row: dict[str, Any]) -> Text:
    published = dt.date.fromisoformat(row["report"]["published"])
    return Text(row["report"]["article_id"], published, f"{row['title']}\n{row['text']}")


def report_of(row: type[Row], values: dict[str, Any]) -> Row:
    """A report of the fields written; those left out are null or empty."""
    hints = typing.get_type_hints(row)
    filled = {**values, "extractor_version": "written"}
    return row(**{field.name: value_of(hints[field.name], filled.get(field.name)) for field in dataclasses.fields(row)})


def value_of(hint: Any, value: Any) -> Any:
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if value is None:
        return [] if hint == list[str] else None
    return dt.date.fromisoformat(value) if dt.date in kinds else value


def merged(clusters: Clusters) -> Belief:
    places = {place.place_id: place for place in load_places()}
    return merge(clusters.attack_reports, clusters.milestone_reports, clusters.sources, places, Belief())


def figures_of(members: tuple[MergedReport, ...], events: dict[str, str]) -> Figures:
    found = {member.report_id: member.event_id for member in members}
    true = {report: events[report] for report in found}
    return Figures(
        reports=len(found),
        events=len(set(true.values())),
        b_cubed=b_cubed(found, true),
        pairwise=pairwise_agreement(found, true),
    )


def mistakes(members: tuple[MergedReport, ...], events: dict[str, str]) -> list[str]:
    """Each event that was split, and each pair of events that was joined."""
    groups: dict[str, dict[str, list[str]]] = {}
    for member in members:
        groups.setdefault(member.event_id, {}).setdefault(events[member.report_id], []).append(member.report_id)
    joined = [f"joined: {' + '.join(sorted(parts))}" for parts in groups.values() if len(parts) > 1]
    homes: dict[str, list[list[str]]] = {}
    for parts in groups.values():
        for event, reports in parts.items():
            homes.setdefault(event, []).append(sorted(reports))
    split = [f"split:  {' | '.join(map(', '.join, sorted(parts)))}" for parts in homes.values() if len(parts) > 1]
    return sorted(joined) + sorted(split)


if __name__ == "__main__":
    sys.exit(main())
