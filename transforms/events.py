"""Reports become events: what is believed now, out of what the articles say.

`merge` is the one entrance. For now each report is an event of its own; the
event keeps its id as long as its report lives.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from transforms.identity import short_hash
from transforms.schema import Attack, AttackReport, MergedReport, Milestone, MilestoneReport, Place
from transforms.seeds import load_rows

Report = TypeVar("Report", AttackReport, MilestoneReport)
CODES = ("acled_event_type", "acled_sub_event_type", "plover_event", "plover_mode", "cameo_code")
# ACLED's geo_precision by kind of place; towns, quarters and facilities are exact.
EXACT = 1
PRECISION = {"district": 2, "river": 2, "road": 2, "mountain": 2, "island": 2, "admin1": 3, "region": 3}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What merging needs to know of a report's article."""

    outlet: str | None
    wire_group: str | None
    published_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """All events as believed at one moment, and which reports made each."""

    attacks: tuple[Attack, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    attack_reports_merged: tuple[MergedReport, ...] = ()
    milestone_reports_merged: tuple[MergedReport, ...] = ()


def merge(
    attack_reports: Iterable[AttackReport],
    milestone_reports: Iterable[MilestoneReport],
    sources: Mapping[str, Source],
    places: Mapping[str, Place],
    previous: Belief,
) -> Belief:
    """The events of all these reports; `sources` by article id, `places` by place id.

    Pure and free of order: the same reports give the same events. `previous`
    lends known events their ids and nothing else.
    """
    attacks = [(report, alone(report, previous.attack_reports_merged)) for report in in_order(attack_reports)]
    milestones = [(report, alone(report, previous.milestone_reports_merged)) for report in in_order(milestone_reports)]
    return Belief(
        attacks=tuple(attack_of(report, member.event_id, places) for report, member in attacks),
        milestones=tuple(milestone_of(report, member.event_id, places) for report, member in milestones),
        attack_reports_merged=tuple(member for _, member in attacks),
        milestone_reports_merged=tuple(member for _, member in milestones),
    )


def in_order(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: report.report_id)


def alone(report: AttackReport | MilestoneReport, _previous: tuple[MergedReport, ...]) -> MergedReport:
    prefix = "a" if isinstance(report, AttackReport) else "m"
    event_id = prefix + short_hash("event", report.report_id)
    return MergedReport(report_id=report.report_id, event_id=event_id, rule="alone", score=1.0)


def attack_of(report: AttackReport, attack_id: str, places: Mapping[str, Place]) -> Attack:
    """The attack that one report alone tells of."""
    return Attack(
        attack_id=attack_id,
        **same(report, "type kind incident_count outcome country admin1 place places place_id weapons"),
        **same(report, "perpetrator targets victims date_start date_end date_precision date_basis"),
        **toll("killed", report.killed_min, report.killed_max),
        **toll("wounded", report.wounded_min, report.wounded_max),
        **position(report.place_id, places),
        **standing(report),
        **codes("attacks", report.type),
    )


def milestone_of(report: MilestoneReport, milestone_id: str, places: Mapping[str, Place]) -> Milestone:
    """The milestone that one report alone tells of."""
    return Milestone(
        milestone_id=milestone_id,
        **same(report, "type status force country place place_id troops_from troops_to troops_change"),
        **same(report, "date_start date_end date_precision date_basis deadline announced_by speaker"),
        **position(report.place_id, places),
        **standing(report),
        **codes("milestones", report.type),
    )


def same(report: AttackReport | MilestoneReport, names: str) -> dict[str, Any]:
    return {name: getattr(report, name) for name in names.split()}


def toll(name: str, least: int | None, most: int | None) -> dict[str, int | None]:
    """Low, best and high: the stated bound is the best guess, the open side stays unknown."""
    best = least if least is not None else most
    return {f"{name}_low": least, f"{name}_best": best, f"{name}_high": most}


def position(place_id: str | None, places: Mapping[str, Place]) -> dict[str, Any]:
    """Where a place lies, and how exactly that is known."""
    place = places.get(place_id) if place_id else None
    if place is None:
        return {"latitude": None, "longitude": None, "geo_precision": None}
    precision = PRECISION.get(place.kind, EXACT)
    return {"latitude": place.latitude, "longitude": place.longitude, "geo_precision": precision}


def standing(report: AttackReport | MilestoneReport) -> dict[str, Any]:
    """How well an event stands on one report."""
    return {
        "n_reports": 1,
        "n_outlets": 1,
        "n_independent": 1,
        "evidence_grade": "weak",
        "confidence": report.confidence,
        "first_reported": report.published,
        "last_reported": report.published,
    }


def codes(table: str, kind: str) -> dict[str, str | None]:
    return code_table()[table, kind]


@cache
def code_table() -> dict[tuple[str, str], dict[str, str | None]]:
    """The codes of other schemes for each type, from seeds/event_codes.csv."""
    rows = load_rows("event_codes.csv", ("table", "type", *CODES))
    return {(row["table"], row["type"]): {code: row[code] or None for code in CODES} for row in rows}
