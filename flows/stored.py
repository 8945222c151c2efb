"""A warehouse in object storage: published as a whole by a journal there, as one on disk is.

What a run changed lies in `.staging/` until all of it is there; then the journal is
written, and from that moment the change will take place: whoever writes next, on
whatever machine, completes it. `manifest.json` names every file with its hash and is
the last to be written.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.errors import UserError
from flows.object_storage import SCHEME, storage, told

STAGING, JOURNAL, MANIFEST = ".staging", ".staging/commit.json", "manifest.json"
PIECE = 8 * 1024 * 1024  # bytes held of a file on its way


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds."""

    sha256: str
    size: int


Files = Mapping[str, Held]  # by path within the warehouse


class Shelf:
    """A folder of object storage, files named within it; UserError when the storage cannot be used."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.root = self.address.removeprefix(SCHEME)
        self.store: Any = storage()

    def at(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Faults of the storage as one line."""
        try:
            yield
        except OSError as error:
            raise UserError(f"cannot use {self.address}: {told(error)}") from None

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None when there is no such file."""
        with self.told():
            try:
                with self.store.open_input_stream(self.at(name), compression=None) as stream:
                    return bytes(stream.read())
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        with self.told(), self.store.open_output_stream(self.at(name), compression=None) as stream:
            stream.write(data)

    def upload(self, file: Path, name: str) -> None:
        with (
            file.open("rb") as source,
            self.told(),
            self.store.open_output_stream(self.at(name), compression=None) as stream,
        ):
            while piece := source.read(PIECE):
                stream.write(piece)

    def download(self, name: str, file: Path) -> None:
        with (
            file.open("wb") as target,
            self.told(),
            self.store.open_input_stream(self.at(name), compression=None) as stream,
        ):
            while piece := stream.read(PIECE):
                target.write(piece)

    def copy(self, name: str, target: str) -> None:
        with self.told():
            self.store.copy_file(self.at(name), self.at(target))

    def delete(self, name: str) -> None:
        """Remove the file, if it is there."""
        with self.told():
            (info,) = self.store.get_file_info([self.at(name)])
            if info.is_file:
                self.store.delete_file(self.at(name))

    def below(self, name: str = "") -> dict[str, Any]:
        """Every file in that folder and below, by its name."""
        from pyarrow import fs

        folder = fs.FileSelector(self.at(name).rstrip("/"), recursive=True, allow_not_found=True)
        with self.told():
            found = self.store.get_file_info(folder)
        return {info.path.removeprefix(f"{self.root}/"): info for info in found if info.is_file}


def read_manifest(shelf: Shelf) -> Files:
    """What the warehouse holds; nothing when there is none yet. UserError when other files lie in its place."""
    told = shelf.read(MANIFEST)
    if told is not None:
        return {path: Held(**held) for path, held in json.loads(told)["files"].items()}
    if any(not name.startswith(".") for name in shelf.below()):
        raise UserError(f"{shelf.address} holds files but no {MANIFEST}: not a warehouse; name another folder")
    return {}


def publish_stored(shelf: Shelf, local: Path, before: Files, after: Files) -> int:
    """Make the folder there hold what the local one holds; how many files that changed."""
    moves = sorted(path for path, held in after.items() if before.get(path) != held)
    removals = sorted(before.keys() - after.keys())
    if not moves and not removals:
        return 0
    for path in moves:
        shelf.upload(local / path, f"{STAGING}/{path}")
    files = {path: asdict(held) for path, held in sorted(after.items())}
    journal = {"moves": moves, "removals": removals, "manifest": {"files": files}}
    shelf.write(JOURNAL, json.dumps(journal).encode())
    carry_out(shelf)
    return len(moves) + len(removals)


def carry_out(shelf: Shelf) -> None:
    """Do what the journal says; done twice, it does nothing more."""
    journal = json.loads(shelf.read(JOURNAL) or b"")
    for path in journal["moves"]:
        shelf.copy(f"{STAGING}/{path}", path)
    for path in journal["removals"]:
        shelf.delete(path)
    shelf.write(MANIFEST, json.dumps(journal["manifest"], indent=1).encode())
    shelf.delete(JOURNAL)
    clear_staging(shelf)


def recover_stored(shelf: Shelf) -> None:
    """Finish a publication that was cut short; throw away one that had not begun."""
    if shelf.read(JOURNAL) is not None:
        carry_out(shelf)
    clear_staging(shelf)


def clear_staging(shelf: Shelf) -> None:
    for name in shelf.below(STAGING):
        shelf.delete(name)
