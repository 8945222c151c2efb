"""Gathers what the report shows from the views of the database."""

import datetime as dt
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from flows import clock
from flows.errors import UserError
from flows.opened import Row, among, rows_of, view
from transforms.coding import extractor_version
from transforms.drawing_findings import Change, Findings
from transforms.drawing_sections import DEADLY, MILESTONES, PRESENCE
from transforms.drawing_words import REPORT

Database = duckdb.DuckDBPyConnection
HOME = "IQ"
DAILY, WEEKLY = 92, 1200  # days that fit the page as such
STRAY = 0.01  # share of the articles that may lie before the timeline begins


def gather(database: Database, country: str | None, since: str | None) -> Findings:
    """All rows that the page needs, events limited to those it lists."""
    months = counted(database, "month")
    focus = focus_of(database, country, months)
    runs = rows_of(view(database, "runs").order("started_at"))
    return Findings(
        focus=focus,
        made=runs[-1]["started_at"] if runs else clock.now(),
        extractor=runs[-1]["extractor_version"] if runs else extractor_version(),
        months=months,
        **reading(database, focus),
        **attack_counts(database, focus),
        **withdrawal(database, focus),
        **listed_events(database, focus),
        broken=rows_of(view(database, "data_quality")),
        change=changes(database, since, runs),
        measured=measured(),
    )


def reading(database: Database, focus: str | None) -> dict[str, Any]:
    """What was read, from when to when, and the attacks through that time."""
    first, last = covered(database)
    coverage = rows_of(view(database, "source_coverage"))
    drawn_from = dense_from(coverage, first)
    unit = unit_of(drawn_from, last)
    return {
        "first": first,
        "last": last,
        "drawn_from": drawn_from,
        "unit": unit,
        "counts": counted(database, unit, focus),
        "undated": sum(row["attacks"] for row in counted(database, "day", focus) if row["period"] is None),
        "articles": count(view(database, "articles")),
        "outlets": len({row["outlet"] for row in coverage if row["outlet"]}),
        "rejects": count(view(database, "rejects")),
        "coverage": coverage,
    }


def attack_counts(database: Database, focus: str | None) -> dict[str, Any]:
    return {
        "casualties": rows_of(view(database, "casualties_monthly")),
        "places": rows_of(view(database, "attack_counts_by_place", country=focus)),
        "perpetrators": rows_of(view(database, "attack_counts_by_perpetrator", country=focus)),
        "weapons": rows_of(view(database, "attack_counts_by_weapon", country=focus)),
        "targets": rows_of(view(database, "attack_counts_by_target", country=focus)),
        "recurring": count(view(database, "recurring_attacks", country=focus)),
    }


def withdrawal(database: Database, focus: str | None) -> dict[str, Any]:
    """Where the forces stand."""
    around = rows_of(view(database, "attacks_around_milestones", country=focus))
    handovers = rows_of(view(database, "site_handovers", country=focus))
    return {
        "milestones_everywhere": Counter(row["country"] for row in rows_of(view(database, "milestones"))),
        "around": {row["milestone_id"]: row for row in around},
        "status": rows_of(view(database, "withdrawal_status", country=focus)),
        "levels": rows_of(view(database, "troop_levels", country=focus)),
        "deadlines": rows_of(view(database, "withdrawal_deadlines", country=focus)),
        "handovers": with_places(database, "milestones", "milestone_id", handovers),
    }


def listed_events(database: Database, focus: str | None) -> dict[str, Any]:
    """The events of the page's tables, with their sources."""
    steps = rows_of(view(database, "withdrawal_milestones", country=focus))
    presence = newest(rows_of(view(database, "attacks_on_foreign_presence", country=focus)))
    deadly = deadliest(database, focus)
    return {
        "milestones": with_places(database, "milestones", "milestone_id", steps),
        "presence": with_places(database, "attacks", "attack_id", presence),
        "presence_all": sum(row["kind"] == "incident" for row in presence),
        "deadly": with_places(database, "attacks", "attack_id", deadly),
        **evidence_of(database, [*latest(steps), *presence[:PRESENCE], *deadly]),
    }


def count(relation: duckdb.DuckDBPyRelation) -> int:
    return len(relation)


def measured() -> dict[str, Any]:
    """The accuracy that was measured, as the project states it."""
    path = REPORT / "measured.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def focus_of(database: Database, wanted: str | None, months: Sequence[Row]) -> str | None:
    """The country of the page: the one wanted, else Iraq where there is any, else the one with most attacks."""
    milestones = Counter(row["country"] for row in rows_of(view(database, "milestones")))
    attacks: Counter[str | None] = Counter()
    for row in months:
        attacks[row["country"]] += row["attacks"]
    known = {code for code in (*attacks, *milestones) if code is not None}
    if wanted == "all":
        return None
    if wanted is not None:
        if known and wanted.upper() not in known:
            raise UserError(f"no events in {wanted}; countries with any: {', '.join(sorted(known))}")
        return wanted.upper()
    if HOME in known or not known:
        return HOME
    return str(max(sorted(known), key=lambda code: (attacks[code], milestones[code])))


def covered(database: Database) -> tuple[dt.date | None, dt.date | None]:
    """First and last publication day."""
    days = [row["period"] for row in rows_of(view(database, "covered_periods", unit="day"))]
    return min(days, default=None), max(days, default=None)


def dense_from(coverage: Sequence[Row], first: dt.date | None) -> dt.date | None:
    """The first publication day, or the month before which hardly any article lies."""
    months: Counter[dt.date] = Counter()
    for row in coverage:
        if row["month"] is not None:
            months[row["month"]] += row["articles"]
    read, few = 0, months.total() * STRAY
    for month in sorted(months):
        read += months[month]
        if read > few:
            return max(month, first) if first else month
    return first


def unit_of(first: dt.date | None, last: dt.date | None) -> str:
    span = (last - first).days if first and last else 0
    return "day" if span <= DAILY else "week" if span <= WEEKLY else "month"


def counted(database: Database, unit: str, country: str | None = None) -> list[Row]:
    """Periods with attacks, by unit."""
    names = {"day": "daily", "week": "weekly", "month": "monthly"}
    found = view(database, f"attack_counts_{names[unit]}", country=country)
    some = found.filter(duckdb.ColumnExpression("attacks") > duckdb.ConstantExpression(0))
    return [{**row, "period": row[unit]} for row in rows_of(some)]


def newest(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["date_start"] or dt.date.min, row["attack_id"]), reverse=True)


def latest(milestones: Sequence[Row]) -> list[Row]:
    return sorted(milestones, key=lambda row: (row["day"] is not None, row["day"], row["step"]), reverse=True)[
        :MILESTONES
    ]


def deadliest(database: Database, country: str | None) -> list[Row]:
    found = view(database, "incidents", country=country)
    killed = found.filter(duckdb.ColumnExpression("killed_best") > duckdb.ConstantExpression(0))
    return rows_of(killed.order("killed_best desc, date_start desc, attack_id").limit(DEADLY))


def with_places(database: Database, table: str, key: str, rows: Sequence[Row]) -> list[Row]:
    """The rows with the English name of their place, where the gazetteer knows it."""
    keys = {row[key]: row["place_id"] for row in rows_of(view(database, table).project(f"{key}, place_id"))}
    names = {row["place_id"]: row["name_en"] for row in rows_of(view(database, "places"))}
    return [{**row, "name_en": names.get(keys.get(row[key]))} for row in rows]


def evidence_of(database: Database, events: Iterable[Row]) -> dict[str, dict[str, list[Row]]]:
    """The reports of these events, earliest first, and the evidence of each report."""
    ids = [row["milestone_id"] if "milestone_id" in row else row["attack_id"] for row in events]
    sources = grouped(among(view(database, "report_sources"), "event_id", ids), "event_id")
    for rows in sources.values():
        rows.sort(key=lambda row: (row["published"] or dt.date.max, row["report_id"]))
    reports = [row["report_id"] for rows in sources.values() for row in rows]
    return {
        "sources": sources,
        "evidence": grouped(among(view(database, "evidence"), "report_id", reports), "report_id"),
    }


def grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def changes(database: Database, since: str | None, runs: Sequence[Row]) -> Change:
    """What changed since a moment; by default, by the last run."""
    start = moment(since) if since else (runs[-2]["started_at"] if len(runs) > 1 else None)
    if start is None:
        return Change(since=None, rows=())
    relation = database.table_function("changes_between", [start, clock.now() + dt.timedelta(days=1)])
    return Change(since=start, rows=rows_of(relation))


def moment(text: str) -> dt.datetime:
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"--since {text}: not a date such as 2026-01-31") from None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)
