"""`rasid sql`: one query's rows, or an existing client on the database, read-only."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import duckdb

from flows.database import DATABASE
from flows.errors import UserError, first_lines
from flows.opened import Row, open_database, rows_of
from flows.rows_shown import Rows, show

CLIENTS = {"duckdb": ["-readonly"], "harlequin": ["--read-only"]}


def sql(warehouse: Path, query: str | None, form: str) -> int:
    """Answer the query; without one, list the views and open a client. The exit status."""
    with open_database(warehouse) as database:
        asked = query or ("" if sys.stdin.isatty() else sys.stdin.read())
        if asked.strip():
            show(*answer(database, asked), form)
            return 0
        print_views(database)
    if sys.stdin.isatty():
        open_client(warehouse / DATABASE)
    return 0


def answer(database: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], Rows]:
    """Columns and rows of a query; none of a query that is only a comment."""
    try:
        cursor: Any = database.execute(query)
        return ([column[0] for column in cursor.description or []], cursor.fetchall()) if cursor else ([], [])
    except duckdb.Error as error:
        raise UserError(first_lines(error)) from None


def print_views(database: duckdb.DuckDBPyConnection) -> None:
    """What there is to ask."""
    views: list[Row] = rows_of(
        database.table_function("duckdb_views").filter("not internal").project("view_name, comment")
    )
    for row in views:
        print(f"{row['view_name']:<28} {row['comment']}")
    print('Ask at once: rasid sql "from withdrawal_status"', file=sys.stderr)


def open_client(path: Path) -> None:
    """Give the terminal to the first client that is installed."""
    for name, options in CLIENTS.items():
        if shutil.which(name):
            os.execvp(name, [name, *options, str(path)])
