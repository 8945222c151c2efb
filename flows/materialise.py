"""The DuckDB file: every table materialised, every view of sql/, built beside the old one.

It is built whole, or as a copy of the old one with the rows changed that changed:
the content is the same. Imported only in a process of its own: a DuckDB that
shares one with Prefect's threads complains when the process ends.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from flows.database import CHANGES, CHECKS, STORAGE, sql_files
from flows.errors import UserError, first_lines
from transforms.arrow import schema_of
from transforms.ddl import deletion, literal, table_ddl
from transforms.schema import TABLES

# One thread keeps the rows in the order of the files; memory stays bounded.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB"}
SHOWN = 5
Files = Mapping[str, Sequence[Path]]  # by table
Broken = list[dict[str, Any]]


def build_checked(path: Path, files: Files) -> None:
    """Write the database; UserError when that fails or its rows break an expectation."""
    try:
        build(path, files)
        refuse_errors(rows_of_view(path, "data_quality"))
    except duckdb.IOException as error:
        raise UserError(f"cannot write the database: {str(error).splitlines()[0]}") from None


def build(path: Path, files: Files) -> None:
    """Write the database: of each table, the rows of these Parquet files."""
    with duckdb.connect(config=SETTINGS) as connection:
        connection.execute(f"attach {literal(str(path))} as rasid (storage_version '{STORAGE}')")
        connection.execute("use rasid")
        define(connection)
        for name, paths in files.items():
            load(connection, name, paths)
        connection.execute("use memory")
        connection.execute("detach rasid")


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table, empty, and every view and macro over them."""
    for table in TABLES.values():
        connection.execute(table_ddl(table))
    for path in sql_files():
        try:
            connection.execute(path.read_text("utf-8"))
        except duckdb.Error as error:
            raise UserError(f"sql/{path.name}: {first_lines(error)}") from None


def load(connection: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path]) -> None:
    if paths:
        parquet(connection, name, paths).insert_into(name)


def parquet(connection: duckdb.DuckDBPyConnection, name: str, paths: Iterable[Path]) -> duckdb.DuckDBPyRelation:
    """The rows of these files of a table, its columns in their order; none of no file."""
    listed = [str(path) for path in paths]
    if not listed:
        return connection.table(name).limit(0)
    rows = connection.read_parquet(listed, hive_partitioning=False)
    return rows.project(", ".join(f'"{column}"' for column in schema_of(TABLES[name].row).names))


def refreshed(path: Path, base: Path, before: Files, after: Files, files: Files) -> bool:
    """Write the database as a copy of `base` with the rows of some files become those of others.

    False when that does not give the rows of all `files`: the base is another
    data's. UserError as for `build_checked`.
    """
    try:
        shutil.copyfile(base, path)
        with duckdb.connect(config=SETTINGS) as connection:
            connection.execute(f"attach {literal(str(path))} as rasid")
            connection.execute("use rasid")
            for name in TABLES:
                change(connection, name, before.get(name, ()), after.get(name, ()))
            is_whole = all(row_count(connection, name) == rows_in(paths) for name, paths in files.items())
            broken = broken_changes(connection)
            connection.execute("use memory")
            connection.execute("detach rasid")
    except duckdb.Error:
        return False
    if is_whole:
        refuse_errors(broken)
    return is_whole


def change(connection: duckdb.DuckDBPyConnection, name: str, before: Sequence[Path], after: Sequence[Path]) -> None:
    """Take out of the table the rows that only the old files hold, put in those that only the new ones do."""
    old, new = parquet(connection, name, before), parquet(connection, name, after)
    for place, rows in (("gone", old.except_(new)), ("fresh", new.except_(old))):
        connection.execute(f"create or replace temp table {place} as {rows.sql_query()}")
    connection.execute(f"create temp table changed_{name} as from gone union all from fresh")
    connection.execute(deletion(TABLES[name], "gone"))
    connection.execute(f"insert into {name} from fresh")


def row_count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return int(connection.table(name).count("*").fetchall()[0][0])


def rows_in(paths: Iterable[Path]) -> int:
    return sum(pq.read_metadata(path).num_rows for path in paths)


def broken_changes(connection: duckdb.DuckDBPyConnection) -> Broken:
    """The expectations that changed rows break, and those they refer to."""
    connection.execute("use memory")
    for path in (CHANGES, *CHECKS):
        connection.execute(path.read_text("utf-8"))
    return fetched(connection.table("data_quality"))


def rows_of_view(path: Path, view: str) -> Broken:
    """All rows of one view of a database file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return fetched(connection.table(view))


def fetched(rows: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]


def refuse_errors(found: Broken) -> None:
    broken = [row for row in found if row["severity"] == "error"]
    if broken:
        shown = "; ".join(f"{row['expectation']}: {row['subject']}: {row['detail']}" for row in broken[:SHOWN])
        raise UserError(f"not published, {len(broken):,} broken expectations in data_quality: {shown}")
