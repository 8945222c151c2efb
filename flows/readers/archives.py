"""Files inside gzip, zstd, zip and tar, nested too, one after the other."""

import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from flows.streams import DamagedError, decompressed, is_on_disk, peek

HEAD = 4096
DEPTH = 4
SPOOL = 64 * 1024 * 1024
ZIP, EMPTY_ZIP, TAR, TAR_AT = b"PK\x03\x04", b"PK\x05\x06", b"ustar", 257


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One file that is no archive: where it lies, its first bytes, its stream."""

    source: str
    member: str
    head: bytes
    stream: BinaryIO


def entries(source: str, member: str, stream: BinaryIO, depth: int = 0) -> Iterator[Entry]:
    """The plain files of a stream: itself, or what its archive holds; DamagedError when it breaks off."""
    head, stream = peek(stream, HEAD)
    inside = decompressed(head, stream)
    if depth > DEPTH:
        raise DamagedError(f"archives nested deeper than {DEPTH}")
    if inside:
        yield from entries(source, member, inside, depth + 1)
    elif head.startswith((ZIP, EMPTY_ZIP)):
        yield from zip_entries(source, member, stream, depth + 1)
    elif head[TAR_AT : TAR_AT + len(TAR)] == TAR:
        yield from tar_entries(source, member, stream, depth + 1)
    else:
        yield Entry(source=source, member=member, head=head, stream=stream)


def zip_entries(source: str, member: str, stream: BinaryIO, depth: int) -> Iterator[Entry]:
    try:
        with zipfile.ZipFile(seekable(stream)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    with archive.open(info) as file:
                        yield from entries(source, inner(member, info.filename), cast(BinaryIO, file), depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedError(f"damaged zip: {error}") from None


def tar_entries(source: str, member: str, stream: BinaryIO, depth: int) -> Iterator[Entry]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                file = archive.extractfile(info) if info.isfile() else None
                if file:
                    yield from entries(source, inner(member, info.name), cast(BinaryIO, file), depth)
    except (tarfile.TarError, EOFError) as error:
        raise DamagedError(f"damaged tar: {error}") from None


def seekable(stream: BinaryIO) -> IO[bytes]:
    """The stream, copied aside when it cannot be read in any order."""
    if is_on_disk(stream):
        return stream
    copy = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - closed with the archive that reads it
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def inner(member: str, name: str) -> str:
    return f"{member}/{name}" if member else name
