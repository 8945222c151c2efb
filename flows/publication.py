"""Changing the warehouse all at once: staged beside it, moved in by a journal that survives a kill."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import BusyError, UserError
from flows.lake import Month, partition_path
from transforms.arrow import check_key, sorted_by_key
from transforms.schema import Table

STAGING, JOURNAL, LOCK = ".staging", "commit.json", ".lock"


@dataclass
class Publication:
    """What one run is about to change, as paths relative to the warehouse."""

    warehouse: Path
    moves: list[Path] = field(default_factory=list)
    removals: list[Path] = field(default_factory=list)
    files_changed: int = 0

    @property
    def staging(self) -> Path:
        return self.warehouse / STAGING

    def staged(self, path: Path) -> Path:
        """The place for a new file, its folder made."""
        place = self.staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def add(self, path: Path) -> None:
        """Have the staged file moved in, in the place of the published one."""
        self.keep(path)
        self.moves.append(path)

    def remove(self, path: Path) -> None:
        """Have the published file removed."""
        self.keep(path)
        self.removals.append(path)

    def keep(self, path: Path) -> None:
        """Leave the published file as it is, whatever was staged for it before."""
        self.moves = [other for other in self.moves if other != path]
        self.removals = [other for other in self.removals if other != path]

    def current(self, path: Path) -> Path:
        """Where the file will be read from before it is published."""
        return self.staging / path if path in self.moves else self.warehouse / path


@contextlib.contextmanager
def writing(warehouse: Path) -> Iterator[Publication]:
    """The only writer of the warehouse, a killed run's publication finished first."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        with (warehouse / LOCK).open("a") as lock:
            take(lock.fileno(), warehouse)
            recover(warehouse)
            try:
                yield Publication(warehouse)
            finally:
                shutil.rmtree(warehouse / STAGING, ignore_errors=True)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise UserError(f"cannot write the warehouse {warehouse}: {error.strerror or error}{where}") from None


def take(descriptor: int, warehouse: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(f"another run is writing to {warehouse}; wait for it or name another --warehouse") from None


def stage_partition(publication: Publication, table: Table, month: Month, rows: pa.Table) -> None:
    """Put a partition's new rows in line for publishing, unless they are what it holds already."""
    path = partition_path(table, month)
    if rows.num_rows == 0:
        publication.keep(path)
        if (publication.warehouse / path).exists():
            publication.remove(path)
        return
    check_key(table, rows)
    place = publication.staged(path)
    pq.write_table(sorted_by_key(rows, table.key), place, compression="zstd", row_group_size=1 << 16)
    stage_if_changed(publication, path)


def stage_if_changed(publication: Publication, path: Path) -> None:
    """Keep the staged file only when its bytes differ from the published one's."""
    new, old = publication.staging / path, publication.warehouse / path
    if old.exists() and old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes():
        new.unlink()
        publication.keep(path)
    else:
        publication.add(path)


def publish(publication: Publication) -> None:
    """Make all staged changes take place: from the moment the journal exists, they will."""
    for path in publication.moves:
        sync(publication.staging / path)
    journal = publication.staging / JOURNAL
    listed = {
        "moves": [str(p) for p in publication.moves],
        "removals": [str(p) for p in publication.removals],
    }
    journal.with_suffix(".new").write_text(json.dumps(listed))
    sync(journal.with_suffix(".new"))
    journal.with_suffix(".new").replace(journal)
    sync(publication.staging)
    carry_out(publication.warehouse)
    publication.files_changed = len(publication.moves) + len(publication.removals)
    publication.moves, publication.removals = [], []


def carry_out(warehouse: Path) -> None:
    """Do what the journal says; done twice, it does nothing more."""
    journal = warehouse / STAGING / JOURNAL
    listed = json.loads(journal.read_text())
    for path in listed["moves"]:
        if (warehouse / STAGING / path).exists():
            (warehouse / path).parent.mkdir(parents=True, exist_ok=True)
            (warehouse / STAGING / path).replace(warehouse / path)
    for path in listed["removals"]:
        (warehouse / path).unlink(missing_ok=True)
        remove_empty(warehouse, (warehouse / path).parent)
    for folder in {(warehouse / path).parent for path in listed["moves"]}:
        sync(folder)
    journal.unlink()


def recover(warehouse: Path) -> None:
    """Finish a publication that was cut short; throw away one that had not begun."""
    if (warehouse / STAGING / JOURNAL).exists():
        carry_out(warehouse)
    shutil.rmtree(warehouse / STAGING, ignore_errors=True)


def remove_empty(warehouse: Path, folder: Path) -> None:
    while folder != warehouse and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def sync(path: Path) -> None:
    """Have the file or folder on the disk, not only on its way."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
