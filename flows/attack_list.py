"""`rasid attacks`: the attacks that somebody is after as a table, without SQL."""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.errors import UserError
from flows.opened import Row, open_database, rows_of, view
from flows.rows_shown import show, write_csv

# What a terminal shows of a row; files hold all columns.
TOLD = (
    "date_start", "place", "admin1", "type", "targets", "weapons", "perpetrator",
    "killed_best", "wounded_best", "evidence_grade", "source", "source_quote",
)  # fmt: skip
ONE_DAY = dt.timedelta(1)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for; None asks nothing."""

    on: str | None
    country: str | None
    province: str | None
    first: dt.date | None
    last: dt.date | None
    days: int | None  # so many days up to the newest article


def attacks(warehouse: Path, wanted: Wanted, form: str, output: Path | None) -> int:
    """Print the list, or write it as a CSV file; the exit status."""
    with open_database(warehouse) as database:
        columns = view(database, "attack_list").columns
        rows, unsure = selected(database, wanted)
    if output:
        write_file(output, columns, rows)
    else:
        named = columns if form in ("csv", "json") else TOLD
        show(named, [[row[name] for name in named] for row in rows], form)
    if unsure:
        print(f"{unsure:,} more have no date that exact: leave the dates out to see them", file=sys.stderr)
    return 0


def selected(database: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[list[Row], int]:
    """The incidents asked for, and how many more would be if their date were known exactly enough."""
    country = wanted.country.upper() if wanted.country else None
    rows = rows_of(view(database, "attack_list", country=country, admin1=wanted.province, kind="incident"))
    if wanted.on:
        rows = on_target(rows_of(view(database, "attack_list")), rows, wanted.on)
    first, last = wanted.first, wanted.last
    if wanted.days:
        last = newest_article(database)
        first = last - dt.timedelta(wanted.days - 1)
    if first is None and last is None:
        return rows, 0
    first, last = first or dt.date.min, last or dt.date.max
    inside = [row for row in rows if lies_in(row, first, last)]
    return inside, sum(may_lie_in(row, first, last) for row in rows) - len(inside)


def on_target(everything: Sequence[Row], rows: Sequence[Row], word: str) -> list[Row]:
    """Those with the word in the code of what they hit: `base` finds military_base."""
    known = {code for row in everything for code in hit(row)}
    if known and not any(word in code for code in known):
        raise UserError(f"no attack on {word!r}; there are some on: {', '.join(sorted(known))}")
    return [row for row in rows if any(word in code for code in hit(row))]


def hit(row: Row) -> list[str]:
    """The codes of its targets, and of the foreign presence that it hit."""
    targets = row["targets"].split(", ") if row["targets"] else []
    return [*targets, row["presence"]] if row["presence"] else targets


def newest_article(database: duckdb.DuckDBPyConnection) -> dt.date:
    days = [row["period"] for row in rows_of(view(database, "covered_periods", unit="day"))]
    if not days:
        raise UserError("--last: no article has a date")
    return dt.date.fromisoformat(str(max(days)))


def lies_in(row: Mapping[str, dt.date | None], first: dt.date, last: dt.date) -> bool:
    """Whether the attack began and ended in that time; a night may end the day after."""
    start = row["date_start"]
    end = row["date_end"] or start
    return start is not None and end is not None and first <= start <= last and (end <= last or end - start <= ONE_DAY)


def may_lie_in(row: Mapping[str, dt.date | None], first: dt.date, last: dt.date) -> bool:
    return (row["date_start"] or first) <= last and (row["date_end"] or row["date_start"] or last) >= first


def write_file(output: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """As CSV with the mark that makes spreadsheets read it as UTF-8."""
    try:
        with output.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(file, columns, [[row[name] for name in columns] for row in rows])
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror}") from None
    print(f"{output}: {len(rows):,} attacks; open it in any spreadsheet", file=sys.stderr)
