"""Files and standard input as plain bytes, and their lines within a bound."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

import zstandard

from flows.errors import UserError

LINE_LIMIT = 8 * 1024 * 1024
CHUNK = 1 << 18


class DamagedError(UserError):
    """Compressed bytes that do not decompress, or a medium that does not read."""


def open_bytes(path: str) -> BinaryIO:
    """The file's bytes, decompressed; `-` is standard input."""
    if path == "-":
        return sys.stdin.buffer
    try:
        return decompress(Path(path).open("rb"), path)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None


def decompress(stream: IO[bytes], name: str) -> BinaryIO:
    """The stream behind a .gz or .zst name; any other as it is."""
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if name.endswith(".zst"):
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    return stream  # type: ignore[return-value]


def read_lines(stream: BinaryIO, limit: int = LINE_LIMIT) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes and whether it is whole, of each line; one over the limit is cut, never held."""
    number, held, cut = 1, b"", False
    while chunk := read_some(stream, CHUNK):
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            yield number, b"" if cut else held + line, not cut
            number, held, cut = number + 1, b"", False
        held, cut = (b"", True) if cut or len(held) + len(rest) > limit else (held + rest, False)
    if held or cut:
        yield number, held, not cut


def read_some(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of the stream, at most so many."""
    try:
        return stream.read(size)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise DamagedError(f"cannot read on: {error}") from None
