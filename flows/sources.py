"""`rasid sources`: the configured outlets and how each is doing."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from flows import clock
from flows.fetching.states import states, watched
from transforms.schema import SourceState
from transforms.sources import Source, load_sources

COLUMNS = ("outlet", "country", "ownership", "state", "last article", "last day", "normal", "feed", "fault")


def list_sources(path: Path, fetched: Path, as_json: bool = False) -> int:
    """Print a table of the outlets; tabs between columns where it goes to a file; or a JSON list."""
    sources = load_sources(path)
    pairs = list(zip(sources, states(sources, fetched), strict=True))
    rows = [row(source, state, fetched) for source, state in pairs]
    if as_json:
        json.dump([record(*pair, fetched) for pair in pairs], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif sys.stdout.isatty():
        print_table(rows)
    else:
        sys.stdout.writelines("\t".join(cells) + "\n" for cells in [list(COLUMNS), *rows])
    return 0


def row(source: Source, state: SourceState, fetched: Path) -> list[str]:
    return [
        source.outlet,
        source.country or "",
        source.ownership,
        state.state,
        age(state.last_article_at),
        str(watched(source, fetched).articles_last_day),
        f"{state.fewest_a_day}-{state.most_a_day}",
        ", ".join(source.feeds),
        " ".join((state.fault or "").split()),
    ]


def record(source: Source, state: SourceState, fetched: Path) -> dict[str, Any]:
    """The same for programs: times as ISO 8601 in UTC, null for what is not known."""
    return {
        "outlet": source.outlet,
        "country": source.country,
        "ownership": source.ownership,
        "state": state.state,
        "last_article_at": state.last_article_at and state.last_article_at.isoformat(),
        "articles_last_day": watched(source, fetched).articles_last_day,
        "articles_a_day": [state.fewest_a_day, state.most_a_day],
        "feeds": list(source.feeds),
        "fault": state.fault,
    }


def age(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    hours = (clock.now() - moment).total_seconds() / 3600
    return f"{hours / 24:.0f} days ago" if hours >= 48 else f"{hours:.0f} h ago"


def print_table(rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*COLUMNS, box=None, pad_edge=False)
    for cells in rows:
        table.add_row(*cells)
    Console().print(table)
