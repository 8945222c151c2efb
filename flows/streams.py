"""Files and standard input as plain bytes, and their lines within a bound."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from flows.errors import UserError

CHUNK = 1 << 18
LINE_LIMIT = 8 * 1024 * 1024
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
Line = tuple[int, bytes, bool]  # number from 1, bytes, whether whole


class DamagedError(UserError):
    """Compressed bytes that do not decompress, or a medium that does not read."""


class Rewound(io.RawIOBase):
    """A stream with the bytes already taken from it put back in front."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.head, self.stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.head or read_some(self.stream, len(buffer))
        data, self.head = data[: len(buffer)], self.head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def open_bytes(path: str) -> BinaryIO:
    """The file's bytes as they are; `-` is standard input."""
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None


def open_plain(path: str) -> BinaryIO:
    """The file's bytes, decompressed when they are gzip or zstd."""
    head, stream = peek(open_bytes(path), 4)
    return decompressed(head, stream) or stream


def peek(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of the stream, and the stream with them still in it."""
    head = b""
    while len(head) < size and (more := read_some(stream, size - len(head))):
        head += more
    if is_on_disk(stream):
        stream.seek(0)
        return head, stream
    return head, cast(BinaryIO, io.BufferedReader(Rewound(head, stream), CHUNK))


def is_on_disk(stream: BinaryIO) -> bool:
    """Whether the stream is a file that can be read in any order."""
    return isinstance(getattr(stream, "raw", None), io.FileIO) and stream.seekable()


def decompressed(head: bytes, stream: BinaryIO) -> BinaryIO | None:
    """The stream inside a gzip or zstd one; None when it is neither."""
    if head.startswith(GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if head.startswith(ZSTD):
        inside = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, inside), CHUNK))
    return None


def read_some(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of the stream, at most so many; none at its end."""
    try:
        return stream.read(size)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise DamagedError(f"damaged: {error}") from None


def read_lines(stream: BinaryIO, limit: int = LINE_LIMIT) -> Iterator[Line]:
    """Each line that is not blank; one over the limit comes cut, the rest of it never held."""
    number, held, size = 1, b"", 0
    while chunk := read_some(stream, CHUNK):
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            held, size = held + line, size + len(line)
            if held.strip():
                yield number, held[:limit], size <= limit
            number, held, size = number + 1, b"", 0
        size += len(rest)
        held = (held + rest)[: limit + 1] if len(held) <= limit else held
    if held.strip():
        yield number, held[:limit], size <= limit
