"""Stage 4: the reference tables, the run's own row, the database and its checks, staged for publishing."""

import datetime as dt
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows import clock
from flows.database import DATABASE
from flows.ingest import Intake
from flows.lake import read_table
from flows.pool import isolated
from flows.publication import Publication
from flows.selection import Selection
from flows.state import current_state, held_state, stage_state
from flows.warehouse import current_files, current_rows, replace_table
from transforms.arrow import table_of
from transforms.coding import extractor_version
from transforms.identity import short_hash
from transforms.reference import REFERENCES
from transforms.schema import TABLES, Run
from transforms.seeds import seeds_sha256

Files = Mapping[str, Sequence[Path]]  # by table


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What one run did with its inputs: inputs = articles + duplicates + rejects."""

    inputs: int
    articles: int
    duplicates: int
    rejects: int
    new_articles: int
    changed_articles: int


def counts_of(intake: Intake, selection: Selection, failed: frozenset[str]) -> Counts:
    return Counts(
        inputs=intake.inputs,
        articles=intake.articles.num_rows - len(failed),
        duplicates=intake.duplicates,
        rejects=intake.rejects.num_rows + len(failed),
        new_articles=len(selection.new - failed),
        changed_articles=len(selection.changed - failed),
    )


def stage_references(publication: Publication) -> None:
    """The seeds as tables."""
    for name, load in REFERENCES.items():
        replace_table(publication, name, table_of(TABLES[name].row, load()))


def is_up_to_date(publication: Publication) -> bool:
    """Whether nothing is staged, and the database is of this data and this program."""
    return (
        not publication.moves
        and not publication.removals
        and held_state(publication.warehouse) == current_state()
        and (publication.warehouse / DATABASE).exists()
    )


def stage_run(publication: Publication, counts: Counts, started: dt.datetime) -> None:
    """Add this run to the table of runs."""
    held = current_rows(publication, "runs")
    run = Run(
        run_id=short_hash(started.isoformat(), str(held.num_rows)),
        started_at=started,
        seconds=(clock.now() - started).total_seconds(),
        **asdict(counts),
        **{
            name: row_count(publication, name)
            for name in ("attack_reports", "milestone_reports", "attacks", "milestones")
        },
        extractor_version=extractor_version(),
        lexicon_sha256=seeds_sha256(),
        python_version=platform.python_version(),
    )
    replace_table(publication, "runs", pa.concat_tables([held, table_of(Run, [run])]))


def row_count(publication: Publication, name: str) -> int:
    """Rows of a table as it will stand."""
    return sum(pq.read_metadata(path).num_rows for path in current_files(publication, TABLES[name]))


def stage_database(publication: Publication, is_anew: bool) -> None:
    """Put the database in line as the files will stand, and refuse one with broken expectations.

    It is the old one with what changed, unless all was coded anew, or the old
    one is of another program or was written to by others since.
    """
    place, base = publication.staged(DATABASE), publication.warehouse / DATABASE
    files = {name: current_files(publication, table) for name, table in TABLES.items()}
    is_known = held_state(publication.warehouse) == current_state() and is_as_published(base, publication)
    if is_anew or not is_known or not isolated(refreshed, place, base, *changed_files(publication), files):
        for left in publication.staging.glob(f"{DATABASE}*"):
            left.unlink()
        isolated(build_checked, place, files)
    mark(place, publication)
    publication.add(DATABASE)
    stage_state(publication)


def changed_files(publication: Publication) -> tuple[Files, Files]:
    """By table, the published files that will change or go, and the staged ones that come."""
    before: dict[str, list[Path]] = {}
    after: dict[str, list[Path]] = {}
    for path in sorted({*publication.moves, *publication.removals}):
        name = path.parts[0]
        if name in TABLES and (publication.warehouse / path).exists():
            before.setdefault(name, []).append(publication.warehouse / path)
        if name in TABLES and path in publication.moves:
            after.setdefault(name, []).append(publication.staging / path)
    return before, after


def mark(database: Path, publication: Publication) -> None:
    """Give the file the time of the last run it holds: whoever writes to it gives it another."""
    second = latest_run(current_rows(publication, "runs", ("started_at",)))
    if database.stat().st_mtime != second:
        os.utime(database, (second, second))


def is_as_published(database: Path, publication: Publication) -> bool:
    held = read_table(publication.warehouse, "runs", ("started_at",))
    return database.exists() and held.num_rows > 0 and database.stat().st_mtime == latest_run(held)


def latest_run(runs: pa.Table) -> int:
    """The last run's start, in whole seconds since 1970."""
    return int(pc.max(runs.column("started_at")).as_py().timestamp())


def refreshed(place: Path, base: Path, before: Files, after: Files, files: Files) -> bool:
    from flows.materialise import refreshed  # not in this process: see there

    return refreshed(place, base, before, after, files)


def build_checked(place: Path, files: Files) -> None:
    from flows.materialise import build_checked  # not in this process: see there

    build_checked(place, files)
