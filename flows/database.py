"""What defines the DuckDB file: its tables, the views and macros of sql/, its storage version."""

import hashlib
import re
from functools import cache
from pathlib import Path

from transforms.ddl import table_ddl
from transforms.schema import TABLES

DATABASE = Path("rasid.duckdb")
SQL = Path(__file__).resolve().parents[1] / "sql"
# What is checked when a few rows changed, and the views of it.
CHANGES, CHECKS = SQL / "changes.sql", (SQL / "80_filled_fields.sql", SQL / "90_data_quality.sql")
NUMBERED = re.compile(r"\d+_(\w+)\.sql$")
# Every client since DuckDB 1.0 opens this version; DuckDB 2's own is opened by 2.x alone.
STORAGE = "v1.0.0"


def sql_files() -> list[Path]:
    """The statements of sql/ in the order of their numbers, checks and queries of the flows left out."""
    return [path for path in sorted(SQL.glob("*.sql")) if NUMBERED.search(path.name)]


def object_of(path: Path) -> str:
    """The name of the view or macro that a file of sql/ defines."""
    match = NUMBERED.search(path.name)
    if not match:
        raise ValueError(f"{path} is not numbered")
    return match[1]


@cache
def definitions_sha256() -> str:
    """Hash over all that defines the database but its rows: table definitions and sql/."""
    digest = hashlib.sha256(STORAGE.encode())
    for table in TABLES.values():
        digest.update(table_ddl(table).encode())
    for path in sql_files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
