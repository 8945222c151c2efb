"""The published database, open for reading."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from flows.database import DATABASE
from flows.errors import UserError

Row = dict[str, Any]


@contextlib.contextmanager
def open_database(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse's database, read-only."""
    path = warehouse / DATABASE
    if not path.exists():
        raise UserError(f"no dataset in {warehouse}: {path} does not exist; make one with `rasid run`")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection
    except duckdb.IOException as error:
        raise UserError(f"cannot read {path}: {str(error).splitlines()[0]}") from None


def rows_of(relation: duckdb.DuckDBPyRelation) -> list[Row]:
    """All rows, each by column."""
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def view(connection: duckdb.DuckDBPyConnection, name: str, **equal: object) -> duckdb.DuckDBPyRelation:
    """A table or view, where each of these columns holds this value; a value of None asks nothing."""
    found = connection.table(name)
    for column, value in equal.items():
        if value is not None:
            found = found.filter(duckdb.ColumnExpression(column) == duckdb.ConstantExpression(value))
    return found


def among(found: duckdb.DuckDBPyRelation, column: str, values: Iterable[object]) -> list[Row]:
    """The rows whose column holds one of the values."""
    listed = [duckdb.ConstantExpression(value) for value in dict.fromkeys(values)]
    return rows_of(found.filter(duckdb.ColumnExpression(column).isin(*listed))) if listed else []
