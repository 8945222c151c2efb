"""What an input file is, by its first bytes, and its documents."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from flows.readers.archives import Entry
from flows.readers.web_archives import warc_documents
from flows.streams import CHUNK, LINE_LIMIT, read_lines, read_some
from transforms.documents import Document
from transforms.encodings import is_binary

DOCUMENT_LIMIT = 16 * 1024 * 1024
FEED = re.compile(rb"<(rss|feed|rdf:rdf)[\s>]|^\s*\{[^{}]*jsonfeed\.org/version", re.IGNORECASE)
PAGE = re.compile(rb"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
DOC_END = re.compile(rb"</DOC>\s*", re.IGNORECASE)


def documents_of(entry: Entry) -> Iterator[Document]:
    """The documents of a file; a reason in place of those that cannot be read."""
    match format_of(entry.head, entry.member or entry.source):
        case "empty":
            yield refused(entry, "empty file")
        case "binary":
            yield refused(entry, "binary file")
        case "json lines":
            yield from line_documents(entry)
        case "trec":
            yield from trec_documents(entry)
        case "warc":
            yield from warc_documents(entry)
        case whole:
            yield whole_document(entry, whole)


def format_of(head: bytes, name: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    name = name.lower()
    if not start:
        return "empty"
    if start.startswith(b"WARC/"):
        return "warc"
    if is_binary(head):
        return "binary"
    if start[:5].upper() == b"<DOC>":
        return "trec"
    if FEED.search(head):
        return "feed"
    if PAGE.search(head) or name.endswith((".html", ".htm")):
        return "html"
    if start.startswith(b"[") or name.endswith(".json"):
        return "json"
    if start.startswith(b"{") or re.search(r"\.(jsonl|ndjson)(\.\w+)?$", name):
        return "json lines"
    return "text"


def line_documents(entry: Entry) -> Iterator[Document]:
    for number, line, whole in read_lines(entry.stream):
        at = f"line {number}"
        if whole:
            yield document(entry, "json line", line, at)
        else:
            yield refused(entry, f"line of more than {LINE_LIMIT >> 20} MB", at, line)


def trec_documents(entry: Entry) -> Iterator[Document]:
    """Each <DOC> of the file; what follows the last one, or never ends, is refused."""
    for number, data, whole in read_trec(entry.stream):
        at = f"document {number}"
        if whole:
            yield document(entry, "trec", data, at)
        else:
            yield refused(entry, f"<DOC> without its end, or of more than {DOCUMENT_LIMIT >> 20} MB", at, data)


def read_trec(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes and whether whole, of each document; the search never goes over read bytes twice."""
    number, held, searched = 1, b"", 0
    while chunk := read_some(stream, CHUNK):
        held += chunk
        start = 0
        while end := DOC_END.search(held, max(start, searched)):
            yield number, held[start : end.end()], True
            number, start, searched = number + 1, end.end(), 0
        held = held[start:]
        searched = max(0, len(held) - len(b"</DOC>"))
        if len(held) > DOCUMENT_LIMIT:
            break
    if held.strip():
        yield number, held, False


def whole_document(entry: Entry, form: str) -> Document:
    data = bytearray()
    while len(data) <= DOCUMENT_LIMIT and (chunk := read_some(entry.stream, CHUNK)):
        data += chunk
    if len(data) > DOCUMENT_LIMIT:
        return refused(entry, f"document of more than {DOCUMENT_LIMIT >> 20} MB")
    return document(entry, form, bytes(data))


def document(entry: Entry, form: str, data: bytes, at: str = "") -> Document:
    return Document(source=entry.source, location=place(entry, at), format=form, data=data)


def refused(entry: Entry, reason: str, at: str = "", data: bytes | None = None) -> Document:
    head = entry.head if data is None else data
    return Document(source=entry.source, location=place(entry, at), format="unreadable", data=head[:200], reason=reason)


def place(entry: Entry, at: str) -> str:
    """Where in the source; a file's only document stands at the file itself."""
    if entry.member and at == "document 1":
        return entry.member
    return ", ".join(part for part in (entry.member, at) if part)
