"""What a run did, for the eye: what came in, why what was refused, what is new, where it lies."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pyarrow as pa

from flows.database import DATABASE
from flows.ingest import Intake
from flows.publication import Publication
from flows.publishing import Counts, row_count

HELD = ("articles", "attack_reports", "milestone_reports", "evidence", "attacks", "milestones", "rejects")
REASONS_SHOWN = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The figures of one run."""

    counts: Counts
    reasons: dict[str, int]
    notes: dict[str, int]
    held: dict[str, int]
    files_changed: int
    warehouse: str


def summary_of(publication: Publication, counts: Counts, intake: Intake, rejects: Sequence[pa.Table]) -> Summary:
    return Summary(
        counts=counts,
        reasons=tally([reason for table in rejects for reason in table.column("reason").to_pylist()]),
        notes=tally(intake.articles.column("note").drop_null().to_pylist()),
        held={name: row_count(publication, name) for name in HELD},
        files_changed=publication.files_changed,
        warehouse=str(publication.warehouse),
    )


def tally(reasons: Sequence[str]) -> dict[str, int]:
    """How often each kind of reason was given, its particulars left out, most often first."""
    return dict(Counter(reason.partition(":")[0].partition(" at byte")[0] for reason in reasons).most_common())


def tell(summary: Summary, form: str) -> None:
    """The summary on standard output: for people, as JSON for programs, or not at all."""
    if form == "json":
        print(json.dumps(asdict(summary), ensure_ascii=False, default=str))
    elif form == "table":
        print_summary(summary)


def print_summary(summary: Summary) -> None:
    """The summary as a table on standard output."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, number in lines(summary):
        table.add_row(name, f"{number:,}")
    console = Console()
    console.print(table)
    console.print(closing(summary), highlight=False, soft_wrap=True)


def lines(summary: Summary) -> list[tuple[str, int]]:
    counts = asdict(summary.counts)
    came_in = [("documents in", counts["inputs"])]
    came_in += [(f"  {name}", counts[name]) for name in ("articles", "duplicates", "rejects")]
    reasons = [(f"    {reason}", number) for reason, number in [*summary.reasons.items()][:REASONS_SHOWN]]
    notes = [(f"  note, {note}", number) for note, number in summary.notes.items()]
    changed = [("new articles", counts["new_articles"]), ("changed articles", counts["changed_articles"])]
    held = [(f"{name} held".replace("_", " "), number) for name, number in summary.held.items()]
    return [*came_in, *reasons, *notes, *changed, *held]


def closing(summary: Summary) -> str:
    if not summary.files_changed:
        return f"Nothing changed: {summary.warehouse}/{DATABASE} and the Parquet files stay as they were."
    where = f"{summary.warehouse}/{DATABASE}"
    return f"{summary.files_changed:,} files changed: {where} and the Parquet files beside it. To look: rasid report"
