"""Stage 4: the reference tables, the run's own row, the database and its checks, staged for publishing."""

import datetime as dt
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows import clock
from flows.database import DATABASE
from flows.ingest import Intake
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


def stage_database(publication: Publication) -> None:
    """Build the database from the files as they will stand, and refuse one with broken expectations."""
    place = publication.staged(DATABASE)
    isolated(build_checked, place, {name: current_files(publication, table) for name, table in TABLES.items()})
    publication.add(DATABASE)
    stage_state(publication)


def build_checked(place: Path, files: dict[str, list[Path]]) -> None:
    from flows.materialise import build_checked  # not in this process: see there

    build_checked(place, files)
