"""Reports to merge, made of the few fields that a test is about."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.arrow import table_of
from transforms.events import Belief, Source, merge
from transforms.merging_corrections import Correction
from transforms.merging_holdings import MERGED, STEP_COLUMNS, Holdings
from transforms.merging_reach import Touched, remerge
from transforms.merging_shelves import COLUMNS
from transforms.reference import load_places
from transforms.schema import TABLES, Article, AttackReport, MilestoneReport, Place

Report = AttackReport | MilestoneReport


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def attack(name: str, published: str, **fields: Any) -> AttackReport:
    """A rocket attack on the Ain al-Asad base on its publication day, but for the fields given."""
    values: dict[str, Any] = {
        "report_id": name,
        "article_id": f"article-{name}",
        "published": day(published),
        "type": "shelling",
        "kind": "incident",
        "incident_count": None,
        "outcome": "hit",
        "date_start": day(published),
        "date_end": day(published),
        "date_precision": "day",
        "date_basis": "weekday",
        "country": "IQ",
        "admin1": "Al Anbar",
        "place": "قاعدة عين الأسد",
        "place_id": "iq-ain-al-asad-airbase",
        "weapons": ["rocket"],
        "perpetrator": "unidentified",
        "targets": ["military_base"],
        "victims": "coalition",
        "killed_min": None,
        "killed_max": None,
        "wounded_min": None,
        "wounded_max": None,
        "confidence": 0.8,
        "extractor_version": "1",
    }
    values |= fields
    values.setdefault("places", [values["place"]] if values["place"] else [])
    return AttackReport(**values)


UNDATED = {"date_start": None, "date_end": None, "date_precision": "unknown", "date_basis": "none"}


def milestone(name: str, published: str, **fields: Any) -> MilestoneReport:
    """The coalition's handover of Camp Taji, done on the publication day, but for the fields given."""
    values: dict[str, Any] = {
        "report_id": name,
        "article_id": f"article-{name}",
        "published": day(published),
        "type": "site_handover",
        "status": "completed",
        "force": "coalition",
        "country": "IQ",
        "place": "معسكر التاجي",
        "place_id": "iq-camp-taji",
        "troops_from": None,
        "troops_to": None,
        "troops_change": None,
        "date_start": day(published),
        "date_end": day(published),
        "date_precision": "day",
        "date_basis": "weekday",
        "deadline": None,
        "announced_by": "coalition",
        "speaker": None,
        "confidence": 0.8,
        "extractor_version": "1",
    }
    return MilestoneReport(**(values | fields))


def believed(
    reports: Iterable[Report],
    previous: Belief | None = None,
    wire: dict[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    touched: Iterable[Report] | None = None,
) -> Belief:
    """The belief in these reports, each of an article of its own outlet; `wire` gives wire groups by report id."""
    held = list(reports)
    sources = {
        report.article_id: Source(
            outlet=report.report_id.partition("-")[0],
            wire_group=(wire or {}).get(report.report_id),
            published_at=None,
        )
        for report in held
    }
    if touched is None:
        return merge(attacks_of(held), milestones_of(held), sources, gazetteer(), previous or Belief(), corrections)
    return remerged(held, list(touched), sources, previous or Belief(), corrections)


def remerged(
    reports: Sequence[Report],
    touched: Sequence[Report],
    sources: Mapping[str, Source],
    previous: Belief,
    corrections: Sequence[Correction] = (),
) -> Belief:
    """The belief in these reports, worked out for the events alone that the touched ones can reach."""
    tables = Tables(
        {
            "attack_reports": attacks_of(reports),
            "milestone_reports": milestones_of(reports),
            "articles": [article_of(*pair) for pair in sources.items()],
            **{name: getattr(previous, name) for name in ("attacks", "milestones", *MERGED)},
        }
    )
    holdings = Holdings(
        reports=tables,
        events=tables,
        attacks=tables.tables["attack_reports"].select(COLUMNS),
        former=table_of(AttackReport, attacks_of(touched)).select(COLUMNS),
        steps=tables.tables["milestone_reports"].select(STEP_COLUMNS),
        members={name: tables.tables[name] for name in MERGED},
    )
    changed = Touched(attack_reports=attacks_of(touched), milestone_reports=milestones_of(touched))
    before, after = remerge(holdings, changed, gazetteer(), corrections)
    return Belief(**{field.name: over(previous, before, after, field.name) for field in dataclasses.fields(Belief)})


def over(previous: Belief, before: Belief, after: Belief, name: str) -> tuple[Any, ...]:
    """Some of the rows in the place of what they were, all by their key."""
    (key,) = TABLES[name].key
    gone = {getattr(row, key) for row in getattr(before, name)}
    kept = [row for row in getattr(previous, name) if getattr(row, key) not in gone]
    return tuple(sorted([*kept, *getattr(after, name)], key=lambda row: str(getattr(row, key))))


class Tables:
    """Rows by table, looked up by key."""

    def __init__(self, rows: Mapping[str, Sequence[Any]]) -> None:
        self.tables = {name: table_of(TABLES[name].row, held) for name, held in rows.items()}

    def rows(self, name: str, column: str, keys: Collection[str], columns: Sequence[str] | None = None) -> pa.Table:
        found = self.tables[name].filter(
            pc.is_in(self.tables[name].column(column), pa.array(sorted(keys), pa.string()))
        )
        return found if columns is None else found.select(list(columns))


def article_of(article_id: str, source: Source) -> Article:
    return Article(
        article_id=article_id,
        outlet=source.outlet,
        url=None,
        title="",
        text="",
        published=None,
        published_at=source.published_at,
        published_basis="unknown",
        fetched_at=None,
        text_sha256="",
        wire_group=source.wire_group,
    )


def attacks_of(reports: Iterable[Report]) -> list[AttackReport]:
    return [report for report in reports if isinstance(report, AttackReport)]


def milestones_of(reports: Iterable[Report]) -> list[MilestoneReport]:
    return [report for report in reports if isinstance(report, MilestoneReport)]


@cache
def gazetteer() -> dict[str, Place]:
    return {place.place_id: place for place in load_places()}


def groups(belief: Belief) -> list[list[str]]:
    """The report ids of each event."""
    found: dict[str, list[str]] = {}
    for member in (*belief.attack_reports_merged, *belief.milestone_reports_merged):
        found.setdefault(member.event_id, []).append(member.report_id)
    return sorted(sorted(reports) for reports in found.values())


def event_of(belief: Belief, report_id: str) -> str:
    members = (*belief.attack_reports_merged, *belief.milestone_reports_merged)
    return next(member.event_id for member in members if member.report_id == report_id)


def without_ids(belief: Belief) -> tuple[object, ...]:
    """All of a belief, each event named after the first of its reports: what must not depend on the order."""
    members = [*belief.attack_reports_merged, *belief.milestone_reports_merged]
    names: dict[str, str] = {}
    for member in sorted(members, key=lambda member: member.report_id):
        names.setdefault(member.event_id, member.report_id)
    return (
        sorted((dataclasses.replace(row, attack_id=names[row.attack_id]) for row in belief.attacks), key=repr),
        sorted((dataclasses.replace(row, milestone_id=names[row.milestone_id]) for row in belief.milestones), key=repr),
        sorted((dataclasses.replace(member, event_id=names[member.event_id]) for member in members), key=repr),
    )
