"""The Parquet layer: one folder a table, one file a partition, read as Arrow tables."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.errors import UserError
from transforms.arrow import schema_of
from transforms.schema import TABLES, Table

Month = tuple[int, int]
UNKNOWN: Month = (0, 0)
PARTITION = re.compile(r"year=(\d+)/month=(\d+)/part-0\.parquet$")


def month_of(day: dt.date | None) -> Month:
    return UNKNOWN if day is None else (day.year, day.month)


def partition_path(table: Table, month: Month) -> Path:
    """Where a partition lies, relative to the warehouse."""
    if table.partition is None:
        return Path(table.name, "part-0.parquet")
    return Path(table.name, f"year={month[0]}", f"month={month[1]:02}", "part-0.parquet")


def month_at(path: Path) -> Month | None:
    """The month of a partition's file."""
    match = PARTITION.search(path.as_posix())
    return (int(match[1]), int(match[2])) if match else None


def partitions(warehouse: Path, table: Table) -> dict[Month, Path]:
    """The table's partitions that exist, by month."""
    if table.partition is None:
        path = warehouse / partition_path(table, UNKNOWN)
        return {UNKNOWN: path} if path.exists() else {}
    paths = (warehouse / table.name).glob("year=*/month=*/*")
    return dict(sorted((month, path) for path in paths if (month := month_at(path)) is not None))


def read_table(warehouse: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a table."""
    paths = partitions(warehouse, TABLES[name]).values()
    return concatenated(TABLES[name], [read_file(path, columns) for path in paths], columns)


def read_partition(warehouse: Path, table: Table, month: Month) -> pa.Table:
    """The rows of one partition; none when it does not exist."""
    path = warehouse / partition_path(table, month)
    return concatenated(table, [read_file(path)] if path.exists() else [])


def read_file(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    try:
        return pq.ParquetFile(path).read(columns=None if columns is None else list(columns))
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"cannot read {path}: {error}; delete the warehouse's content and run again") from None


def concatenated(table: Table, parts: Sequence[pa.Table], columns: Sequence[str] | None = None) -> pa.Table:
    """One table of the declared schema, columns that older files lack filled with nulls."""
    schema = schema_of(table.row)
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    return pa.concat_tables([wanted.empty_table(), *(conformed(part, wanted) for part in parts)])


def conformed(part: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        part.column(field.name) if field.name in part.schema.names else pa.nulls(part.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def without(table: pa.Table, column: str, values: Iterable[Any]) -> pa.Table:
    """The rows whose column holds none of these values."""
    gone = pa.array(list(values), table.schema.field(column).type)
    return table.filter(pc.invert(pc.is_in(table.column(column), value_set=gone)))


def by_month(table: Table, rows: pa.Table) -> dict[Month, pa.Table]:
    """The rows of each partition."""
    if table.partition is None:
        return {UNKNOWN: rows}
    days = rows.column(table.partition)
    numbers = pc.fill_null(pc.add(pc.multiply(pc.year(days), 100), pc.month(days)), 0)
    return {divmod(number.as_py(), 100): rows.filter(pc.equal(numbers, number)) for number in pc.unique(numbers)}
