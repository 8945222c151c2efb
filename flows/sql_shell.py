"""`rasid sql`: one query's rows, or an existing client on the database, read-only."""

import csv
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.database import DATABASE
from flows.errors import UserError
from flows.opened import Row, open_database, rows_of

CLIENTS = {"duckdb": ["-readonly"], "harlequin": ["--read-only"]}
ROWS = 1000  # of a table on a terminal


def sql(warehouse: Path, query: str | None, form: str) -> int:
    """Answer the query, or list the views and open a client; the exit status."""
    with open_database(warehouse) as database:
        if query is None and sys.stdin.isatty():
            print_views(database)
        else:
            show(answer(database, query or sys.stdin.read()), form)
            return 0
    return open_client(warehouse / DATABASE)


def answer(database: duckdb.DuckDBPyConnection, query: str) -> tuple[Sequence[str], list[Any]]:
    """Columns and rows of a query."""
    try:
        cursor = database.execute(query)
        return [column[0] for column in cursor.description or []], cursor.fetchall()
    except duckdb.Error as error:
        raise UserError(str(error)) from None


def show(found: tuple[Sequence[str], list[Any]], form: str) -> None:
    columns, rows = found
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == "json":
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))
    else:
        print_table(columns, rows)


def print_table(columns: Sequence[str], rows: list[Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from transforms.drawing_markup import harmless

    table = Table(*columns, pad_edge=False)
    for row in rows[:ROWS]:
        table.add_row(*(Text("" if value is None else harmless(str(value))) for value in row))
    Console().print(table)
    print(
        f"{len(rows):,} rows" + (f", the first {ROWS:,} shown: --csv gives all" if len(rows) > ROWS else ""),
        file=sys.stderr,
    )


def print_views(database: duckdb.DuckDBPyConnection) -> None:
    """What there is to ask."""
    views: list[Row] = rows_of(
        database.table_function("duckdb_views").filter("not internal").project("view_name, comment")
    )
    for row in views:
        print(f"{row['view_name']:<28} {row['comment']}")


def open_client(path: Path) -> int:
    """Give the terminal to the first client that is installed."""
    for name, options in CLIENTS.items():
        if shutil.which(name):
            os.execvp(name, [name, *options, str(path)])
    raise UserError(f'no duckdb or harlequin to open {path} with; ask at once: rasid sql "from withdrawal_status"')
