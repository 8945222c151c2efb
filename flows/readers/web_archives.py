"""WARC and WET files, Common Crawl's and our own: streamed, Arabic records alone."""

import datetime as dt
import json
import os
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import zstandard

from flows.readers.archives import Entry
from flows.streams import CHUNK, DamagedError
from transforms.about import About, parse_about
from transforms.documents import Document
from transforms.language import may_be_arabic

RECORD_LIMIT = 16 * 1024 * 1024
ABOUT = "Rasid-About"
PAGES = ("text/html", "application/xhtml+xml")


class Forward:
    """A stream that fastwarc may skip ahead in: it takes any to be seekable, and ends the program when one is not."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        ahead = offset - (self.at if whence == os.SEEK_SET else 0)
        if whence == os.SEEK_END or ahead < 0:
            raise OSError("archives are read once, from their beginning")
        while ahead > 0 and (skipped := len(self.read(min(ahead, CHUNK)))):
            ahead -= skipped
        return self.at

    def close(self) -> None:
        pass


def warc_documents(entry: Entry) -> Iterator[Document]:
    """Each article of the archive, and one line on how many records were left out for what they are."""
    skipped = 0
    for record in records(entry):
        data = record.reader.read(RECORD_LIMIT + 1)
        try:
            about = about_of(record)
        except ValueError as error:
            reason = f"damaged line about a record: {error}"
            yield Document(
                source=entry.source, location=entry.member, format="unreadable", data=data[:200], reason=reason
            )
            continue
        form = "refused" if ABOUT in record.headers and is_refusal(record) else format_of(record, about)
        if form is None or (ABOUT not in record.headers and not may_be_arabic(data)):
            skipped += 1
        else:
            yield document(entry, form, data, about)
    if skipped:
        reason = f"other records: {skipped:,} of another language or kind left out"
        yield Document(source=entry.source, location=entry.member, format="unreadable", data=entry.head, reason=reason)


def records(entry: Entry) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.metadata
    try:
        yield from ArchiveIterator(Forward(entry.stream), record_types=wanted, auto_decode="all", fsspec_args=False)
    except (OSError, EOFError, ValueError, zlib.error, zstandard.ZstdError) as error:
        raise DamagedError(f"damaged archive: {error}") from None


def is_refusal(record: Any) -> bool:
    return bool(record.headers.get("WARC-Type") == "metadata")


def format_of(record: Any, about: About) -> str | None:
    """Which reader the record is for; none when it holds no article."""
    kind = about.content_type.partition(";")[0].strip().lower()
    match record.headers.get("WARC-Type"):
        case "conversion":
            return "text"
        case "response" if record.http_headers and record.http_headers.status_code == 200 and kind in PAGES:
            return "html"
        case "resource" if kind == "application/json":
            return "json line"
        case _:
            return None


def about_of(record: Any) -> About:
    """Our own line about the record where there is one, else what every archive says."""
    own = record.headers.get(ABOUT)
    if own:
        return parse_about(own)
    http = record.http_headers or {}
    return About(
        url=record.headers.get("WARC-Target-URI"),
        content_type=http.get("Content-Type") or record.headers.get("Content-Type") or "",
        fetched_at=moment(record.headers.get("WARC-Date")),
    )


def moment(stated: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(stated or "").astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def document(entry: Entry, form: str, data: bytes, about: About) -> Document:
    at = ", ".join(part for part in (entry.member, about.url or "") if part)
    known: dict[str, Any] = {"source": entry.source, "location": at, "about": about}
    if form == "refused":
        return Document(format="unreadable", data=b"", reason=refusal_of(data), **known)
    if len(data) > RECORD_LIMIT:
        reason = f"record of more than {RECORD_LIMIT >> 20} MB"
        return Document(format="unreadable", data=data[:200], reason=reason, **known)
    return Document(format=form, data=data, **known)


def refusal_of(data: bytes) -> str:
    """Why the fetcher could not have the article."""
    try:
        return str(json.loads(data)["reason"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "refused, and the reason is damaged"
