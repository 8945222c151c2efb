"""The DuckDB file: every table materialised, every view of sql/, built whole beside the old one.

Imported only in a process of its own: a DuckDB that shares one with Prefect's
threads complains when the process ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.database import STORAGE, sql_files
from flows.errors import UserError, first_lines
from transforms.arrow import schema_of
from transforms.ddl import literal, table_ddl
from transforms.schema import TABLES

# One thread keeps the rows in the order of the files; memory stays bounded.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB"}
SHOWN = 5


def build_checked(path: Path, files: Mapping[str, Sequence[Path]]) -> None:
    """Write the database; UserError when that fails or its rows break an expectation."""
    try:
        build(path, files)
        refuse_errors(path)
    except duckdb.IOException as error:
        raise UserError(f"cannot write the database: {str(error).splitlines()[0]}") from None


def build(path: Path, files: Mapping[str, Sequence[Path]]) -> None:
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


def load(connection: duckdb.DuckDBPyConnection, name: str, paths: Iterable[Path]) -> None:
    listed = [str(path) for path in paths]
    if listed:
        rows = connection.read_parquet(listed, hive_partitioning=False)
        rows.project(", ".join(f'"{column}"' for column in schema_of(TABLES[name].row).names)).insert_into(name)


def rows_of_view(path: Path, view: str) -> list[dict[str, Any]]:
    """All rows of one view of a database file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.table(view)
        return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]


def refuse_errors(path: Path) -> None:
    broken = [row for row in rows_of_view(path, "data_quality") if row["severity"] == "error"]
    if broken:
        shown = "; ".join(f"{row['expectation']}: {row['subject']}: {row['detail']}" for row in broken[:SHOWN])
        raise UserError(f"not published, {len(broken):,} broken expectations in data_quality: {shown}")
