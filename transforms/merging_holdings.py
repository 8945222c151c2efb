"""What is held of reports, sources and events, asked for by key as merging needs it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.arrow import rows_of
from transforms.events import Belief, Source
from transforms.merging_milestones import Block, block_named
from transforms.merging_shelves import Shelves
from transforms.schema import Attack, AttackReport, MergedReport, Milestone, MilestoneReport

Report = AttackReport | MilestoneReport
Row = TypeVar("Row")
STEP_COLUMNS = ("report_id", "country", "type")
SOURCE_COLUMNS = ("article_id", "outlet", "wire_group", "published_at")
MERGED = ("attack_reports_merged", "milestone_reports_merged")


class Lookup(Protocol):
    """Rows by key."""

    def rows(self, name: str, column: str, keys: Collection[str], columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a table whose column holds one of the keys."""


class Holdings:
    """All that merging may ask for.

    `reports` looks up reports and articles as they are, `events` what was made of
    them before. `attacks` are the Shelves' columns of all attack reports, `former`
    those of reports as they were; `steps` the STEP_COLUMNS of all milestone reports.
    """

    def __init__(
        self,
        *,
        reports: Lookup,
        events: Lookup,
        attacks: pa.Table,
        former: pa.Table,
        steps: pa.Table,
        members: Mapping[str, pa.Table],
    ) -> None:
        self.reports, self.events = reports, events
        self.attacks, self.steps, self.members = attacks, steps, members
        self.everything = pa.concat_tables([attacks, former])
        self.shelves = Shelves(self.everything)

    def near(self, report_ids: Collection[str]) -> set[str]:
        """Attack reports that may share a block with one of these, as it is or as it was."""
        asked = np.flatnonzero(np.asarray(is_in(self.everything, "report_id", report_ids)))
        near = self.shelves.near(asked)
        ids = self.attacks.column("report_id").take(pa.array(near[near < self.attacks.num_rows]))
        return set(ids.to_pylist())

    def copies(self, wire_groups: Collection[str]) -> set[str]:
        """Attack reports of these wire texts."""
        articles = self.reports.rows("articles", "wire_group", wire_groups, ("article_id", "wire_group"))
        copies = articles.column("article_id").to_pylist()
        return set(self.attacks.filter(is_in(self.attacks, "article_id", copies)).column("report_id").to_pylist())

    def attack_reports(self, report_ids: Collection[str]) -> list[AttackReport]:
        return of_ids(self.reports, AttackReport, "attack_reports", "report_id", report_ids)

    def milestone_reports(self, report_ids: Collection[str]) -> list[MilestoneReport]:
        return of_ids(self.reports, MilestoneReport, "milestone_reports", "report_id", report_ids)

    def steps_of(self, blocks: Collection[Block]) -> set[str]:
        """All milestone reports of these blocks."""
        rows = zip(*(self.steps.column(name).to_pylist() for name in STEP_COLUMNS), strict=True)
        return {report_id for report_id, country, type_name in rows if block_named(country, type_name) in blocks}

    def sources(self, reports: Iterable[Report]) -> dict[str, Source]:
        """Where the reports' articles come from, by article id."""
        articles = {report.article_id for report in reports}
        table = self.reports.rows("articles", "article_id", articles, SOURCE_COLUMNS)
        rows = zip(*(table.column(name).to_pylist() for name in SOURCE_COLUMNS), strict=True)
        return {key: Source(outlet=outlet, wire_group=group, published_at=at) for key, outlet, group, at in rows}

    def companions(self, report_ids: Collection[str]) -> set[str]:
        """All reports that were in an event with one of these, themselves among them."""
        return self.members_of(self.events_of(report_ids))

    def events_of(self, report_ids: Collection[str]) -> set[str]:
        return {id_ for name in MERGED for id_ in self.found(name, "report_id", report_ids, "event_id")}

    def members_of(self, event_ids: Collection[str]) -> set[str]:
        return {id_ for name in MERGED for id_ in self.found(name, "event_id", event_ids, "report_id")}

    def found(self, name: str, column: str, keys: Collection[str], wanted: str) -> list[str]:
        table = self.members[name]
        return [str(key) for key in table.filter(is_in(table, column, keys)).column(wanted).to_pylist()]

    def belief(self, report_ids: Collection[str]) -> Belief:
        """The events that one of these reports was in, all of whose reports are among them."""
        events = self.events_of(report_ids)
        return Belief(
            attacks=tuple(of_ids(self.events, Attack, "attacks", "attack_id", events)),
            milestones=tuple(of_ids(self.events, Milestone, "milestones", "milestone_id", events)),
            attack_reports_merged=self.merged("attack_reports_merged", events),
            milestone_reports_merged=self.merged("milestone_reports_merged", events),
        )

    def merged(self, name: str, events: Collection[str]) -> tuple[MergedReport, ...]:
        table = self.members[name]
        return tuple(rows_of(MergedReport, table.filter(is_in(table, "event_id", events))))

    def event_ids(self) -> frozenset[str]:
        """All ids that events have."""
        return frozenset(
            id_ for table in self.members.values() for id_ in table.column("event_id").unique().to_pylist()
        )


def is_in(table: pa.Table, column: str, keys: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(table.column(column), value_set=pa.array(sorted(keys), pa.string()))


def of_ids(lookup: Lookup, row: type[Row], name: str, column: str, keys: Collection[str]) -> list[Row]:
    return rows_of(row, lookup.rows(name, column, keys)) if keys else []
