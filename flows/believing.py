"""Stage 3: reports in, events and their history out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pyarrow as pa

from flows.lake import read_table
from flows.publication import Publication
from flows.selection import Selection, with_ids
from flows.warehouse import current_rows, replace_table
from transforms.arrow import rows_of, table_of
from transforms.events import Belief, Source, Touched, merge
from transforms.merging_corrections import Correction, load_corrections
from transforms.reference import load_places
from transforms.revisions import Causes, history, revise
from transforms.schema import TABLES, Attack, AttackReport, MergedReport, Milestone, MilestoneReport, Revision

EVENTS = {"attacks": "attack_reports_merged", "milestones": "milestone_reports_merged"}
Row = TypeVar("Row")
Report = TypeVar("Report", AttackReport, MilestoneReport)


def believe(publication: Publication, now: dt.datetime, selection: Selection) -> None:
    """Merge all reports into events, and stage the events, their members and what changed."""
    previous, corrections = held_belief(publication), load_corrections()
    belief = merge(
        rows_of(AttackReport, current_rows(publication, "attack_reports")),
        rows_of(MilestoneReport, current_rows(publication, "milestone_reports")),
        sources(publication),
        {place.place_id: place for place in load_places()},
        previous,
        corrections,
        touched_reports(publication, selection),
    )
    for name in (*EVENTS, *EVENTS.values()):
        replace_table(publication, name, table_of(TABLES[name].row, getattr(belief, name)))
    stage_revisions(publication, previous, belief, corrections, now, selection.everything)


def touched_reports(publication: Publication, selection: Selection) -> Touched | None:
    """The reports of new and changed articles, as they were and as they are; None when that is all of them."""
    if selection.everything:
        return None

    def both(name: str, row: type[Report]) -> list[Report]:
        versions = (read_table(publication.warehouse, name), current_rows(publication, name))
        return [report for version in versions for report in rows_of(row, with_ids(version, selection.fresh))]

    return Touched(
        attack_reports=both("attack_reports", AttackReport),
        milestone_reports=both("milestone_reports", MilestoneReport),
    )


def held_belief(publication: Publication) -> Belief:
    """The events as the warehouse holds them now."""

    def held(name: str, row: type[Row]) -> tuple[Row, ...]:
        return tuple(rows_of(row, read_table(publication.warehouse, name)))

    return Belief(
        attacks=held("attacks", Attack),
        milestones=held("milestones", Milestone),
        attack_reports_merged=held("attack_reports_merged", MergedReport),
        milestone_reports_merged=held("milestone_reports_merged", MergedReport),
    )


def sources(publication: Publication) -> dict[str, Source]:
    """What merging needs of each article, by its id."""
    columns = ("article_id", "outlet", "wire_group", "published_at")
    table: pa.Table = current_rows(publication, "articles", columns)
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return {key: Source(outlet=outlet, wire_group=group, published_at=at) for key, outlet, group, at in rows}


def stage_revisions(
    publication: Publication,
    previous: Belief,
    belief: Belief,
    corrections: Sequence[Correction],
    now: dt.datetime,
    is_upgrade: bool,
) -> None:
    fresh = []
    for name, members in EVENTS.items():
        causes = Causes(getattr(previous, members), getattr(belief, members), corrections, is_upgrade)
        fresh += revise(name, by_id(getattr(previous, name)), by_id(getattr(belief, name)), causes, now)
    held = rows_of(Revision, read_table(publication.warehouse, "revisions"))
    replace_table(publication, "revisions", table_of(Revision, history(held, fresh)))


def by_id(events: Iterable[Attack | Milestone]) -> dict[str, Attack | Milestone]:
    return {event.attack_id if isinstance(event, Attack) else event.milestone_id: event for event in events}
