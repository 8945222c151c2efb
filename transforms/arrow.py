"""Arrow schemas, tables and rows, derived from the declarations in `schema.py`."""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa

from transforms.schema import Table

Row = TypeVar("Row")
# Parquet calls the members of a list element; Arrow by itself would say item.
STRINGS = pa.list_(pa.field("element", pa.string()))
ARROW: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
    list[str]: STRINGS,
}


@cache
def schema_of(row: type) -> pa.Schema:
    """The Arrow schema of a row type, each field with its description."""
    hints = typing.get_type_hints(row)
    return pa.schema([arrow_field(field, hints[field.name]) for field in dataclasses.fields(row)])


def arrow_field(field: "dataclasses.Field[Any]", hint: Any) -> pa.Field:
    members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    (kind,) = (member for member in members if member is not type(None))
    nullable = type(None) in members
    return pa.field(field.name, ARROW[kind], nullable, {"description": field.metadata["doc"]})


def table_of(row: type, rows: Iterable[Any]) -> pa.Table:
    """The rows as an Arrow table of their declared schema."""
    held = list(rows)
    schema = schema_of(row)
    columns = {name: [getattr(item, name) for item in held] for name in schema.names}
    return pa.table(columns, schema=schema)


def rows_of(row: type[Row], table: pa.Table) -> list[Row]:
    """The rows of an Arrow table as declared records."""
    names = table.schema.names
    columns = [column.to_pylist() for column in table.columns]
    return [row(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def sorted_by_key(table: pa.Table, key: Sequence[str]) -> pa.Table:
    """The table in the one order that its key gives: the same rows make the same file."""
    return table.sort_by([(name, "ascending") for name in key])


def check_key(table: Table, rows: pa.Table) -> None:
    """ValueError when two rows share the table's key."""
    distinct = rows.select(list(table.key)).group_by(list(table.key)).aggregate([]).num_rows
    if distinct != rows.num_rows:
        raise ValueError(f"{table.name}: {rows.num_rows - distinct} rows repeat a key {table.key}")
