"""Stage 3: reports in, events and their history out."""

import datetime as dt

import pyarrow as pa

from flows.lake import read_table
from flows.publication import Publication
from flows.warehouse import current_rows, replace_table
from transforms.arrow import rows_of, table_of
from transforms.events import Belief, Source, merge
from transforms.reference import load_places
from transforms.revisions import history, revise
from transforms.schema import TABLES, Attack, AttackReport, MergedReport, Milestone, MilestoneReport, Revision

EVENTS = {"attacks": Attack, "milestones": Milestone}
MEMBERS = ("attack_reports_merged", "milestone_reports_merged")


def believe(publication: Publication, now: dt.datetime, is_upgrade: bool) -> None:
    """Merge all reports into events, and stage the events, their members and what changed."""
    previous = held_belief(publication)
    belief = merge(
        rows_of(AttackReport, current_rows(publication, "attack_reports")),
        rows_of(MilestoneReport, current_rows(publication, "milestone_reports")),
        sources(publication),
        {place.place_id: place for place in load_places()},
        previous,
    )
    for name in (*EVENTS, *MEMBERS):
        replace_table(publication, name, table_of(TABLES[name].row, getattr(belief, name)))
    stage_revisions(publication, previous, belief, now, is_upgrade)


def held_belief(publication: Publication) -> Belief:
    """The events as the warehouse holds them now."""

    def held(name: str, row: type) -> tuple[object, ...]:
        return tuple(rows_of(row, read_table(publication.warehouse, name)))

    return Belief(
        attacks=held("attacks", Attack),  # type: ignore[arg-type]
        milestones=held("milestones", Milestone),  # type: ignore[arg-type]
        attack_reports_merged=held("attack_reports_merged", MergedReport),  # type: ignore[arg-type]
        milestone_reports_merged=held("milestone_reports_merged", MergedReport),  # type: ignore[arg-type]
    )


def sources(publication: Publication) -> dict[str, Source]:
    """What merging needs of each article, by its id."""
    columns = ("article_id", "outlet", "wire_group", "published_at")
    table: pa.Table = current_rows(publication, "articles", columns)
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return {key: Source(outlet=outlet, wire_group=group, published_at=at) for key, outlet, group, at in rows}


def stage_revisions(
    publication: Publication, previous: Belief, belief: Belief, now: dt.datetime, is_upgrade: bool
) -> None:
    fresh = [
        *revise("attacks", by_id(previous.attacks), by_id(belief.attacks), now, is_upgrade),
        *revise("milestones", by_id(previous.milestones), by_id(belief.milestones), now, is_upgrade),
    ]
    held = rows_of(Revision, read_table(publication.warehouse, "revisions"))
    replace_table(publication, "revisions", table_of(Revision, history(held, fresh)))


def by_id(events: "tuple[Attack, ...] | tuple[Milestone, ...]") -> dict[str, Attack | Milestone]:
    return {event.attack_id if isinstance(event, Attack) else event.milestone_id: event for event in events}
