"""Rows of a table by key: of each partition only the keys are read, unless it holds one of those asked for."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.lake import UNKNOWN, Month, concatenated, month_at, partitions, read_file
from flows.publication import Publication
from flows.warehouse import current_files
from transforms.schema import TABLES, Table

Columns = tuple[str, ...] | None


class Lookup:
    """Tables as one run finds them, each column of each file read once."""

    def __init__(self, files_of: Callable[[Table], Sequence[Path]]) -> None:
        self.files_of = files_of
        self.read: dict[tuple[Path, Columns], pa.Table] = {}

    def rows(self, name: str, column: str, keys: Collection[str], columns: Sequence[str] | None = None) -> pa.Table:
        """The rows whose column holds one of the keys."""
        chosen = None if columns is None else tuple(columns)
        parts = [part for part in self.parts(name, column, keys, chosen).values() if part.num_rows]
        return concatenated(TABLES[name], parts, columns)

    def months(self, name: str, column: str, keys: Collection[str]) -> set[Month]:
        """The partitions that hold one of the keys."""
        return {
            month_at(path) or UNKNOWN
            for path, part in self.parts(name, column, keys, (column,)).items()
            if part.num_rows
        }

    def parts(self, name: str, column: str, keys: Collection[str], columns: Columns) -> dict[Path, pa.Table]:
        wanted = pa.array(sorted(keys), pa.string())
        return {path: self.part(path, column, wanted, columns) for path in self.files_of(TABLES[name])}

    def part(self, path: Path, column: str, wanted: pa.Array, columns: Columns) -> pa.Table:
        held = self.file(path, (column,))
        is_wanted = pc.is_in(held.column(column), value_set=wanted)
        if columns == (column,) or not pc.any(is_wanted).as_py():
            return held.filter(is_wanted)
        return self.file(path, columns).filter(is_wanted)

    def file(self, path: Path, columns: Columns) -> pa.Table:
        if (path, columns) not in self.read:
            self.read[path, columns] = read_file(path, columns)
        return self.read[path, columns]


def held(warehouse: Path) -> Lookup:
    """The tables as they are published."""
    return Lookup(lambda table: [*partitions(warehouse, table).values()])


def current(publication: Publication) -> Lookup:
    """The tables as they will stand."""
    return Lookup(lambda table: current_files(publication, table))
