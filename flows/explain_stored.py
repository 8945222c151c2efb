"""Articles of the warehouse by the id of an article, a report or an event."""

from pathlib import Path
from typing import Any

import duckdb

from flows.errors import UserError
from flows.opened import Row, among, open_database, rows_of, view
from transforms.schema import Article

REPORTS = ("attack_reports", "milestone_reports")
MERGED = ("attack_reports_merged", "milestone_reports_merged")


def stored(key: str, warehouse: Path, limit: int) -> tuple[list[Article], list[Row]]:
    """The articles behind an id, and of an event why its reports are one."""
    with open_database(warehouse) as database:
        found = rows_of(view(database, "articles", article_id=key))
        merged: list[Row] = []
        if not found:
            merged = memberships(database, key)
            found = among(view(database, "articles"), "article_id", articles_of(database, key, merged)[:limit])
    if not found:
        raise UserError(f"{key}: neither a file nor the id of an article, report, attack or milestone in {warehouse}")
    return [Article(**row) for row in found], merged


def memberships(database: duckdb.DuckDBPyConnection, event_id: str) -> list[Row]:
    """The reports of an event, each with the rule that joined it."""
    sources = {row["report_id"]: row for row in rows_of(view(database, "report_sources", event_id=event_id))}
    members = [row for table in MERGED for row in rows_of(view(database, table, event_id=event_id))]
    return [{**sources.get(row["report_id"], {}), **row} for row in members]


def articles_of(database: duckdb.DuckDBPyConnection, key: str, merged: list[Row]) -> list[Any]:
    """Ids of the articles of an event's reports, or of the report itself."""
    if merged:
        return list(dict.fromkeys(row["article_id"] for row in merged if "article_id" in row))
    return [row["article_id"] for table in REPORTS for row in rows_of(view(database, table, report_id=key))]
