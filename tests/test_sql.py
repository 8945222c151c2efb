"""Every view and macro of sql/ on small tables: rows in, rows out.

A case is a folder tests/sql_cases/<object>/<case>/ with a CSV file for each table
that has rows, and expected.csv: the columns and rows to get, in order. A macro's
case says how it is called in call.sql. Input columns that are left out hold
null, or where null is not allowed an empty value.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from flows.database import CHANGES, SQL, object_of, sql_files
from transforms.arrow import STRINGS, schema_of
from transforms.ddl import table_ddl
from transforms.schema import TABLES, Table

CASES = Path(__file__).parent / "sql_cases"
EMPTY = {pa.string(): "", pa.int64(): 0, pa.float64(): 0.0, STRINGS: []}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def value_of(field: pa.Field, text: str) -> object:
    if field.type == STRINGS:
        return text.split("|") if text else []
    if text == "":
        return None if field.nullable else EMPTY[field.type]
    return text


def input_rows(table: Table, path: Path) -> Iterator[list[object]]:
    schema = schema_of(table.row)
    for row in read_csv(path):
        assert row.keys() <= set(schema.names), f"{path}: unknown columns {row.keys() - set(schema.names)}"
        yield [value_of(field, row.get(field.name, "")) for field in schema]


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for table in TABLES.values():
            connection.execute(table_ddl(table))
        for path in sql_files():
            connection.execute(path.read_text("utf-8"))
        yield connection


def shown(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*")), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path, database: duckdb.DuckDBPyConnection) -> None:
    for path in sorted(case.glob("*.csv")):
        if path.name != "expected.csv":
            table = TABLES[path.stem]
            marks = ", ".join("?" * len(schema_of(table.row).names))
            database.executemany(f"insert into {table.name} values ({marks})", list(input_rows(table, path)))
    expected = read_csv(case / "expected.csv")
    with (case / "expected.csv").open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    call = case / "call.sql"
    source = call.read_text("utf-8").strip() if call.exists() else case.parent.name
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = database.execute(f"select {listed} from {source}").fetchall()
    assert [dict(zip(columns, map(shown, row), strict=True)) for row in rows] == expected


@pytest.mark.parametrize("path", sql_files(), ids=lambda path: path.stem)
def test_file_defines_what_its_name_says(path: Path, database: duckdb.DuckDBPyConnection) -> None:
    name = object_of(path)
    text = path.read_text("utf-8")
    assert text.startswith("-- One row: "), "the head comment says what one row is"
    assert f"create view {name} as" in text or f"create macro {name}(" in text
    assert (CASES / name).is_dir(), f"no case in {CASES / name}"


def test_every_view_and_macro_has_a_comment(database: duckdb.DuckDBPyConnection) -> None:
    views = "select view_name from duckdb_views() where not internal and comment is null"
    macros = "select function_name from duckdb_functions() where not internal and comment is null"
    assert database.execute(f"{views} union all {macros}").fetchall() == []


def test_sql_folder_holds_numbered_files_and_what_checks_changes() -> None:
    assert sorted(SQL.iterdir()) == [*sql_files(), CHANGES]


@pytest.mark.parametrize("name", ["attacks", "milestones"])
def test_asof_has_the_columns_of_its_table(name: str, database: duckdb.DuckDBPyConnection) -> None:
    def columns(query: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in database.execute(f"describe {query}").fetchall()]

    assert columns(f"from {name}_asof(now())") == columns(f"from {name}")
