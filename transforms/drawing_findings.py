"""All that the report shows, as rows of the SQL views: what flows gather and transforms draw."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the dataset learnt between two moments."""

    since: dt.datetime | None
    rows: Sequence[Row]  # changes_between


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Rows by view; those of the focus country unless said otherwise."""

    focus: str | None  # the country the page is about; None: all
    made: dt.datetime
    extractor: str
    first: dt.date | None  # first and last publication day
    last: dt.date | None
    drawn_from: dt.date | None  # where the timeline begins: a few old articles do not stretch it
    articles: int
    outlets: int
    rejects: int
    unit: str
    counts: Sequence[Row]
    months: Sequence[Row]  # attack_counts_monthly of every country
    casualties: Sequence[Row]  # of every country
    places: Sequence[Row]
    perpetrators: Sequence[Row]
    weapons: Sequence[Row]
    targets: Sequence[Row]
    recurring: int
    milestones: Sequence[Row]
    milestones_everywhere: Mapping[str | None, int]
    around: Mapping[str, Row]  # attacks_around_milestones by milestone_id
    status: Sequence[Row]
    levels: Sequence[Row]
    deadlines: Sequence[Row]
    handovers: Sequence[Row]
    presence: Sequence[Row]
    presence_all: int
    deadly: Sequence[Row]
    undated: int  # incidents without a day
    sources: Mapping[str, Sequence[Row]]  # report_sources by event_id
    evidence: Mapping[str, Sequence[Row]]  # evidence by report_id
    coverage: Sequence[Row]  # source_coverage
    broken: Sequence[Row]  # data_quality
    change: Change
    measured: Mapping[str, Any]  # quality figures of seeds/report/measured.toml


@dataclass(frozen=True, kw_only=True)
class History:
    """What the timeline shows: rows of the views, one country's."""

    first: dt.date
    last: dt.date
    unit: str  # day, week or month
    counts: Sequence[Row]  # attack_counts_*, periods renamed to `period`
    milestones: Sequence[Row]  # withdrawal_milestones
    levels: Sequence[Row]  # troop_levels
