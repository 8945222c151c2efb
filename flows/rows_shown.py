"""Rows on standard output: a table for people, CSV and JSON for programs."""

import csv
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

Rows = Sequence[Sequence[Any]]
SHOWN = 1000  # rows on a terminal
NARROWEST = 20  # cells that a column is given at least, if what it holds is as long


def show(columns: Sequence[str], rows: Rows, form: str) -> None:
    """Print the rows as `csv`, `json` (an object a line) or `table`."""
    if form == "csv":
        write_csv(sys.stdout, columns, rows)
    elif form == "json":
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))
    else:
        print_rows(columns, rows)


def write_csv(file: TextIO, columns: Sequence[str], rows: Rows) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([as_text(value) if isinstance(value, list) else value for value in row] for row in rows)


def print_rows(columns: Sequence[str], rows: Rows) -> None:
    """A table; where that cannot be read for want of width, one block a row."""
    from rich.console import Console

    # What goes to a file or another program is not wrapped.
    console = Console() if sys.stdout.isatty() else Console(width=100_000)
    shown = [[as_text(value) for value in row] for row in rows[:SHOWN]]
    if fits(columns, shown, console.width):
        print_table(console, columns, shown)
    else:
        print_blocks(console, columns, shown)
    left = f", the first {SHOWN:,} shown: --csv gives all" if len(rows) > SHOWN else ""
    print(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}{left}", file=sys.stderr)


def as_text(value: Any) -> str:
    """A value as a person writes it; control characters, which could command the terminal, made visible."""
    from transforms.drawing_markup import harmless

    if value is None:
        return ""
    return harmless(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def fits(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether every column can have what it needs, long texts wrapped."""
    from rich.cells import cell_len

    needed = [
        max(cell_len(name), min(NARROWEST, max((cell_len(row[index]) for row in rows), default=0)))
        for index, name in enumerate(columns)
    ]
    return sum(needed) + 3 * len(needed) <= width


def print_table(console: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def print_blocks(console: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Each row by itself, a line a column that holds something."""
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(rows, start=1):
        block = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for name, value in zip(columns, row, strict=True):
            if value:
                block.add_row(Text(name, "bold"), Text(value))
        console.print(Rule(str(number), align="left"), block)
