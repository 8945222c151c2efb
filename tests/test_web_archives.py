"""WARC and WET files: Arabic records in, the rest counted; broken ones told."""

import gzip
from pathlib import Path

import outlets
import pytest

from flows.readers.inputs import read_documents
from transforms.documents import Document

ENGLISH = b"<html><body><article><p>" + b"Rockets hit the zone. " * 50 + b"</p></article></body></html>"


def record(
    kind: str,
    block: bytes,
    media: str = "application/http; msgtype=response",
    url: str = "https://m.example/1",
    more: str = "",
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-08-24T01:02:03Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes, kind: str = "text/html", status: str = "200 OK", more: str = "") -> bytes:
    return record("response", f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body)


ARABIC = response(outlets.page(outlets.BODY * 3).encode())


def documents(folder: Path, data: bytes) -> list[Document]:
    (folder / "news.warc.gz").write_bytes(data)
    return list(read_documents([str(folder / "news.warc.gz")]))


def told(found: list[Document]) -> list[tuple[str, str, str]]:
    return [(document.format, document.location, document.reason) for document in found]


@pytest.mark.parametrize("packed", [True, False], ids=["a member a record", "plain"])
def test_arabic_pages_are_read_and_the_rest_is_counted(tmp_path: Path, packed: bool) -> None:
    records = [
        record("warcinfo", b"software: x\r\n", "application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        ARABIC,
        response(ENGLISH),
        response(outlets.page(outlets.BODY * 3).encode(), status="404 Not Found"),
        response(b"\x89PNG", "image/png"),
    ]
    found = documents(tmp_path, b"".join(gzip.compress(one) if packed else one for one in records))
    assert told(found) == [
        ("html", "https://m.example/1", ""),
        ("unreadable", "", "other records: 3 of another language or kind left out"),
    ]
    about = found[0].about
    assert about and (about.url, str(about.fetched_at)) == ("https://m.example/1", "2020-08-24 01:02:03+00:00")


def test_wet_files_hold_plain_text(tmp_path: Path) -> None:
    text = ("صواريخ على المنطقة الخضراء\n\n" + outlets.BODY * 3).encode()
    (found,) = documents(tmp_path, record("conversion", text, "text/plain"))
    assert (found.format, found.data) == ("text", text)


def test_windows_1256_pages_are_arabic_too(tmp_path: Path) -> None:
    page = outlets.page(outlets.BODY * 5).encode("cp1256")
    assert [d.format for d in documents(tmp_path, response(page, "text/html; charset=windows-1256"))] == ["html"]


def test_packed_and_chunked_bodies_are_unpacked(tmp_path: Path) -> None:
    body = gzip.compress(outlets.page(outlets.BODY * 3).encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    (found,) = documents(tmp_path, response(chunked, more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"))
    assert found.data.decode() == outlets.page(outlets.BODY * 3)


@pytest.mark.parametrize("cut", [40, 400, 900])
def test_what_precedes_a_cut_is_read(tmp_path: Path, cut: int) -> None:
    *whole, last = documents(tmp_path, gzip.compress(ARABIC + ARABIC)[:-cut] if cut < 900 else (ARABIC + ARABIC)[:-cut])
    assert all(document.format == "html" for document in whole)
    assert last.format in {"unreadable", "html"}


def test_thousands_of_records_are_streamed(tmp_path: Path) -> None:
    found = documents(tmp_path, (ARABIC + response(ENGLISH) * 9) * 500)
    assert len(found) == 501
    assert found[-1].reason == "other records: 4,500 of another language or kind left out"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "broken JSON: Expecting property name enclosed in double quotes at character 1"),
        ("[]", "not a description"),
        ('{"url": 7}', "not a description"),
        ('{"content_type": null}', "not a description"),
        ('{"unheard_of": "x"}', "not a description: About.__init__() got an unexpected keyword argument 'unheard_of'"),
        ('{"fetched_at": "soon"}', "Invalid isoformat string: 'soon'"),
    ],
)
def test_a_damaged_line_of_ours_costs_its_record_alone(tmp_path: Path, line: str, reason: str) -> None:
    bad = record("conversion", outlets.BODY.encode(), "text/plain", more=f"Rasid-About: {line}\r\n")
    first, second = documents(tmp_path, bad + ARABIC)
    assert (first.format, first.reason, second.format) == (
        "unreadable",
        f"damaged line about a record: {reason}",
        "html",
    )


@pytest.mark.parametrize("block", [b"{", b"[]", b"{}", b"[" * 9999, b"\xff"])
def test_a_damaged_refusal_is_one_still(tmp_path: Path, block: bytes) -> None:
    (found,) = documents(tmp_path, record("metadata", block, "application/json", more="Rasid-About: {}\r\n"))
    assert (found.format, found.reason) == ("unreadable", "refused, and the reason is damaged")
