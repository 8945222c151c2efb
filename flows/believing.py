"""Stage 3: reports in, events and their history out."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import pyarrow as pa

from flows import lookup
from flows.lake import read_table
from flows.publication import Publication
from flows.selection import Selection
from flows.warehouse import current_rows, replace_rows, replace_table
from transforms.arrow import rows_of, table_of
from transforms.events import Belief, Source, merge
from transforms.merging_corrections import Correction, load_corrections
from transforms.merging_holdings import MERGED, STEP_COLUMNS, Holdings
from transforms.merging_reach import Touched, remerge
from transforms.merging_shelves import COLUMNS
from transforms.reference import load_places
from transforms.revisions import Causes, history, revise
from transforms.schema import TABLES, Attack, AttackReport, MergedReport, Milestone, MilestoneReport, Revision

EVENTS = {"attacks": "attack_reports_merged", "milestones": "milestone_reports_merged"}
Row = TypeVar("Row")


def believe(publication: Publication, now: dt.datetime, selection: Selection, regrouped: frozenset[str]) -> None:
    """Merge reports into events, and stage the events, their members and what changed.

    `regrouped` are articles whose wire group changed. Only the events that these
    or new and changed articles can reach are worked out, unless rules changed.
    """
    corrections = load_corrections()
    if selection.remerges:
        previous, belief = believed_anew(publication, corrections)
        for name in (*EVENTS, *EVENTS.values()):
            replace_table(publication, name, table_of(TABLES[name].row, getattr(belief, name)))
    else:
        previous, belief = believed_of(publication, selection.fresh | regrouped, corrections)
        for name in (*EVENTS, *EVENTS.values()):
            stage_change(publication, name, getattr(previous, name), getattr(belief, name))
    fresh = revisions(previous, belief, corrections, now, selection.remerges)
    stage_revisions(publication, fresh)


def believed_anew(publication: Publication, corrections: Sequence[Correction]) -> tuple[Belief, Belief]:
    """All events as they were, and as all reports tell them."""
    previous = held_belief(publication)
    belief = merge(
        rows_of(AttackReport, current_rows(publication, "attack_reports")),
        rows_of(MilestoneReport, current_rows(publication, "milestone_reports")),
        sources(publication),
        {place.place_id: place for place in load_places()},
        previous,
        corrections,
    )
    return previous, belief


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


def believed_of(
    publication: Publication, articles: Collection[str], corrections: Sequence[Correction]
) -> tuple[Belief, Belief]:
    """Of the events that these articles can reach, those held and those that all reports tell now."""
    before, now = lookup.held(publication.warehouse), lookup.current(publication)
    former = before.rows("attack_reports", "article_id", articles)
    touched = Touched(
        attack_reports=[
            *rows_of(AttackReport, former),
            *rows_of(AttackReport, now.rows("attack_reports", "article_id", articles)),
        ],
        milestone_reports=[
            *rows_of(MilestoneReport, before.rows("milestone_reports", "article_id", articles)),
            *rows_of(MilestoneReport, now.rows("milestone_reports", "article_id", articles)),
        ],
    )
    holdings = Holdings(
        reports=now,
        events=before,
        attacks=current_rows(publication, "attack_reports", COLUMNS),
        former=former.select(COLUMNS),
        steps=current_rows(publication, "milestone_reports", STEP_COLUMNS),
        members={name: read_table(publication.warehouse, name) for name in MERGED},
    )
    return remerge(holdings, touched, {place.place_id: place for place in load_places()}, corrections)


def stage_change(publication: Publication, name: str, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Stage a table with some of its rows become others; those that stay as they are move nothing."""
    (key,) = TABLES[name].key
    old, new = ({getattr(row, key): row for row in rows} for rows in (before, after))
    gone = {str(id_) for id_, row in old.items() if new.get(id_) != row}
    fresh = [row for id_, row in new.items() if old.get(id_) != row]
    months = lookup.held(publication.warehouse).months(name, key, gone)
    replace_rows(publication, name, key, gone, table_of(TABLES[name].row, fresh), months)


def revisions(
    previous: Belief, belief: Belief, corrections: Sequence[Correction], now: dt.datetime, is_upgrade: bool
) -> list[Revision]:
    """What changed from one belief to the other."""
    fresh = []
    for name, members in EVENTS.items():
        causes = Causes(getattr(previous, members), getattr(belief, members), corrections, is_upgrade)
        fresh += revise(name, by_id(getattr(previous, name)), by_id(getattr(belief, name)), causes, now)
    return fresh


def stage_revisions(publication: Publication, fresh: Sequence[Revision]) -> None:
    """Stage these revisions, and those of the same events that they may close."""
    events = {revision.event_id for revision in fresh}
    held = lookup.held(publication.warehouse)
    months = held.months("revisions", "event_id", events)
    older = rows_of(Revision, held.rows("revisions", "event_id", events))
    replace_rows(publication, "revisions", "event_id", events, table_of(Revision, history(older, fresh)), months)


def by_id(events: Iterable[Attack | Milestone]) -> dict[str, Attack | Milestone]:
    return {event.attack_id if isinstance(event, Attack) else event.milestone_id: event for event in events}
