"""The files of a release: one Parquet file a table, two tables as CSV, hashes, nothing writable."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import UserError
from flows.lake import conformed, partitions, read_file
from transforms.arrow import schema_of
from transforms.releasing_package import Part
from transforms.schema import TABLES, Table

AS_CSV = ("attacks", "milestones")
SUMS = "SHA256SUMS"


def copy_tables(warehouse: Path, folder: Path, without_texts: bool) -> list[Part]:
    """Every table of the warehouse as one Parquet file, events as CSV too."""
    if not partitions(warehouse, TABLES["runs"]):
        raise UserError(f"no dataset in {warehouse}; make one with `rasid run`")
    (folder / "parquet").mkdir()
    (folder / "csv").mkdir()
    parts = []
    for table in TABLES.values():
        path = folder / "parquet" / f"{table.name}.parquet"
        write_parquet(path, table, rows(warehouse, table, without_texts))
        parts.append(part_of(folder, path, table))
        if table.name in AS_CSV:
            written = folder / "csv" / f"{table.name}.csv"
            write_csv(written, pq.read_table(path))
            parts.append(part_of(folder, written, table))
    return parts


def rows(warehouse: Path, table: Table, without_texts: bool) -> Iterator[pa.Table]:
    """The partitions one after the other; of articles, without their texts where wanted."""
    schema = schema_of(table.row)
    for path in partitions(warehouse, table).values():
        part = conformed(read_file(path), schema)
        if without_texts and table.name == "articles":
            index = schema.get_field_index("text")
            part = part.set_column(index, schema.field(index), pa.array([""] * part.num_rows))
        yield part


def write_parquet(path: Path, table: Table, parts: Iterable[pa.Table]) -> None:
    schema = schema_of(table.row)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.cast(schema), row_group_size=1 << 16)


def write_csv(path: Path, table: pa.Table) -> None:
    """The table as CSV: lists as JSON, null as an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.schema.names)
        for row in table.to_pylist():
            writer.writerow(cell(value) for value in row.values())


def cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def part_of(folder: Path, path: Path, table: Table) -> Part:
    return Part(table, path.relative_to(folder).as_posix(), sha256(path), path.stat().st_size)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """The hash of every file, as `sha256sum -c` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def seal(folder: Path) -> None:
    """Take away the right to write: a release does not change."""
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
