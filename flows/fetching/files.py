"""Files that are whole or not there, and the one process that may write them."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from flows.errors import BusyError, UserError


def write_whole(path: Path, data: bytes, sync: bool = True) -> None:
    """Put the bytes in the file at once: whoever reads it finds the old ones or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)


def on_disk(path: Path) -> None:
    """Have the file on the disk, not only on its way."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def only_fetcher(folder: Path) -> Iterator[None]:
    """Nobody else fetches into the folder meanwhile; UserError when somebody does already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        raise UserError(f"cannot write {folder}: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"another run is fetching into {folder}; this one leaves it to that") from None
        yield
