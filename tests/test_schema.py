"""The declared tables: described, keyed, and the same in Arrow and DuckDB."""

import dataclasses
import datetime as dt

import duckdb
import pytest

from transforms.arrow import rows_of, schema_of, table_of
from transforms.ddl import table_ddl
from transforms.schema import TABLES, Reject, Revision, Table

ALL = list(TABLES.values())


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_column_is_described(table: Table) -> None:
    fields = dataclasses.fields(table.row)
    assert all(field.metadata["doc"].endswith(".") for field in fields)
    assert table.row.__doc__
    assert set(table.key) <= {field.name for field in fields}
    assert table.partition is None or table.partition in {field.name for field in fields}


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_duckdb_gives_back_the_arrow_schema(table: Table) -> None:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(table_ddl(table))
        told = connection.execute(
            "select column_name, comment from duckdb_columns() where table_name = ?", [table.name]
        ).fetchall()
        types = connection.table(table.name).to_arrow_table().schema.types
    schema = schema_of(table.row)
    assert told == [(field.name, field.metadata[b"description"].decode()) for field in schema]
    assert [str(kind).replace("<l:", "<element:") for kind in types] == [str(kind) for kind in schema.types]


def test_rows_survive_a_round_trip() -> None:
    rows = [
        Revision(
            event_id="a",
            table="attacks",
            valid_from=dt.datetime(2020, 1, 2, 3, tzinfo=dt.UTC),
            valid_to=None,
            field="event",
            old=None,
            new="{}",
            reason="new_report",
        )
    ]
    assert rows_of(Revision, table_of(Revision, rows)) == rows


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(TypeError):
        Reject(source="a", location="b", reason="c", first_bytes="d", more="e")  # type: ignore[call-arg]
