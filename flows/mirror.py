"""A warehouse wherever it lies: on this machine, or in object storage by way of a copy on this machine."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from flows.database import DATABASE
from flows.errors import UserError
from flows.fetching.files import write_whole
from flows.object_storage import Place
from flows.publication import Publication, remove_empty, writing
from flows.publishing import mark
from flows.stored import Files, Held, Shelf, publish_stored, read_manifest, recover_stored
from flows.writers import only_writer, require_ticket
from transforms.identity import short_hash

KNOWN = ".known.json"
Known = tuple[int, int, str]  # of a file of the copy: size, when it was put there, hash


@contextlib.contextmanager
def writing_at(place: Place) -> Iterator[Publication]:
    """The only writer of the warehouse; what is in object storage is published there at the end."""
    if isinstance(place, Path):
        with writing(place) as publication:
            yield publication
        return
    copy = copy_of(place)
    shelf = Shelf(place)
    with writing(copy) as publication, only_writer(shelf, copy) as ticket:
        recover_stored(shelf)
        before = read_manifest(shelf)
        fetch(shelf, copy, before)
        if str(DATABASE) in before:
            mark(copy / DATABASE, publication)
        yield publication
        require_ticket(shelf, ticket)
        publish_stored(shelf, copy, before, scan(copy))


def readable(place: str) -> Path:
    """A folder with the database of a warehouse in object storage."""
    folder = copy_of(place).with_suffix(".read")
    folder.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(place)
    held = read_manifest(shelf).get(str(DATABASE))
    if held is None:
        raise UserError(f"no dataset in {place}; make one with `rasid run --warehouse {place}`")
    if scan(folder).get(str(DATABASE)) != held:
        download(shelf, folder, str(DATABASE), held)
    return folder


def copy_of(address: str) -> Path:
    """Where the copy of a warehouse in object storage lies; deleting it costs a download."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    where = f"{os.environ.get('AWS_ENDPOINT_URL', '')} {address.rstrip('/')}"
    return (cache / "rasid" / "warehouses" / short_hash(where)).absolute()


def fetch(shelf: Shelf, copy: Path, there: Files) -> None:
    """Make the copy hold what the warehouse holds, and nothing else."""
    here = scan(copy)
    for path in here.keys() - there.keys():
        (copy / path).unlink()
        remove_empty(copy, (copy / path).parent)
    for path, held in there.items():
        if here.get(path) != held:
            download(shelf, copy, path, held)


def download(shelf: Shelf, folder: Path, path: str, held: Held) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.new")
    shelf.download(path, fresh)
    if hash_of(fresh) != held.sha256:
        raise UserError(f"{shelf.address}/{path} is not what the manifest says it is; was it changed by hand?")
    fresh.replace(place)


def scan(folder: Path) -> dict[str, Held]:
    """What each file holds; those that look as they did at the last scan are not read again."""
    known = load_known(folder)
    seen: dict[str, Known] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            status = path.stat()
            looks, was = (status.st_size, status.st_ctime_ns), known.get(name)
            seen[name] = was if was and was[:2] == looks else (*looks, hash_of(path))
    if seen != known:
        write_whole(folder / KNOWN, json.dumps(seen).encode())
    return {name: Held(sha256=sha256, size=size) for name, (size, _, sha256) in seen.items()}


def load_known(folder: Path) -> dict[str, Known]:
    try:
        told = json.loads((folder / KNOWN).read_bytes())
        return {name: (size, at, digest) for name, (size, at, digest) in told.items()}
    except (FileNotFoundError, ValueError):
        return {}


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
