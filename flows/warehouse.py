"""The tables as they will stand once a publication is made: what is staged over what is held."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.lake import (
    UNKNOWN,
    Month,
    by_month,
    concatenated,
    partition_path,
    partitions,
    read_file,
    read_partition,
    without,
)
from flows.publication import Publication, stage_partition
from transforms.schema import TABLES, Table

DESCRIBED = (
    "article_id",
    "outlet",
    "url",
    "published",
    "published_at",
    "published_basis",
    "text_sha256",
    "status",
    "note",
)


def current_files(publication: Publication, table: Table) -> list[Path]:
    """The table's files, staged ones in the place of those they replace, oldest month first."""
    held = {partition_path(table, month) for month in partitions(publication.warehouse, table)}
    staged = {path for path in publication.moves if path.parts[0] == table.name}
    return [publication.current(path) for path in sorted((held | staged) - set(publication.removals))]


def current_rows(publication: Publication, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a table as they will stand."""
    table = TABLES[name]
    parts = [read_file(path, columns) for path in current_files(publication, table)]
    return concatenated(table, parts, columns)


def replace_rows(
    publication: Publication,
    name: str,
    column: str,
    gone: Collection[str],
    rows: pa.Table,
    months: Iterable[Month],
) -> None:
    """Stage the table without the rows of which the column names one gone, and with these; `months` may hold them."""
    table = TABLES[name]
    fresh = by_month(table, rows)
    for month in sorted({*months, *fresh}):
        kept = without(read_partition(publication.warehouse, table, month), column, gone)
        stage_partition(
            publication, table, month, pa.concat_tables([kept, *([fresh[month]] if month in fresh else [])])
        )


def replace_table(publication: Publication, name: str, rows: pa.Table) -> None:
    """Stage these rows as all the table holds."""
    table = TABLES[name]
    fresh = by_month(table, rows)
    for month in sorted({*partitions(publication.warehouse, table), *fresh}):
        stage_partition(publication, table, month, fresh.get(month, rows.slice(0, 0)))


def months_of(rows: pa.Table) -> set[Month]:
    """The months in which the rows of a table by publication day lie."""
    days = rows.column("published")
    numbers = pc.add(pc.multiply(pc.year(days), 100), pc.month(days)).to_pylist()
    return {UNKNOWN if number is None else divmod(number, 100) for number in set(numbers)}
