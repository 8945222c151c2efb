"""Reads and checks the word lists of `seeds/`.

Every fault of a file is reported as `seeds/weapons.csv:14: …`, all of them at
once, before anything runs.
"""

import csv
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from transforms.text import fold

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
OUTSIDE = {"articles", "report"}  # sample input, and the dress of the report: neither changes what is coded


class SeedError(ValueError):
    """A seed file that cannot be used; the message lists every fault."""


def load_rows(name: str, header: Iterable[str]) -> list[dict[str, str]]:
    """Rows of seeds/<name>, after checking the exact header and that no row repeats.

    Every column but the last key columns may be empty only where the schema of
    the file says so; the Arabic name (last column) never is.
    """
    path = SEEDS / name
    wanted = list(header)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != wanted:
            raise SeedError(f"seeds/{name}:1: header is {reader.fieldnames}, expected {wanted}")
        rows = list(reader)
    faults = list(_faults(name, wanted, rows))
    if faults:
        raise SeedError("\n".join(faults))
    return rows


def _faults(name: str, header: list[str], rows: list[dict[str, str]]) -> Iterable[str]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, start=2):
        if None in row.values() or None in row:
            yield f"seeds/{name}:{line}: wrong number of columns"
            continue
        if not row[header[-1]].strip():
            yield f"seeds/{name}:{line}: {header[-1]} is blank"
        key = tuple(fold(row[column]) for column in header)
        if key in seen:
            yield f"seeds/{name}:{line}: repeats line {seen[key]} after normalisation"
        seen[key] = line


@cache
def seeds_sha256() -> str:
    """Hash over the word lists and weights, hex: changes whenever any of them does."""
    digest = hashlib.sha256()
    for path in sorted(SEEDS.rglob("*")):
        if path.suffix in {".csv", ".toml", ".npz"} and not OUTSIDE & {*path.relative_to(SEEDS).parts}:
            digest.update(path.relative_to(SEEDS).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
