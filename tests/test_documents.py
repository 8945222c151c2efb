"""Input bytes of every format, sound and broken: an article or a reason, nothing dropped."""

import datetime as dt
import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from flows.readers.inputs import files_of, read_documents
from transforms.documents import articles_of
from transforms.schema import Article, Reject

TODAY = dt.date(2026, 1, 1)
TEXT = "سقطت ثلاثة صواريخ على المنطقة الخضراء وسط بغداد، وقال المتحدث إن القصف لم يسفر عن إصابات بين الموظفين."
RECORD = {"article_id": "r1", "published": "2020-03-11", "outlet": "وكالة", "title": "قصف", "text": TEXT}
LINE = json.dumps(RECORD, ensure_ascii=False).encode()
TREC = f"""<DOC>
<DOCNO>d1</DOCNO>
<URL>https://example.org/1</URL>
<SRC>وكالة</SRC>
<TITLE>قصف</TITLE>
<TIME>Wed, 11 Mar 2020 23:30:00 +0300</TIME>
<TEXT>
{TEXT}
</TEXT>
</DOC>
""".encode()
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>موقع</title>
<meta property="og:title" content="قصف"><meta property="og:site_name" content="وكالة">
<link rel="canonical" href="https://example.org/1?utm_source=feed">
<meta property="article:published_time" content="2020-03-11T23:30:00+03:00"></head>
<body><nav><p>الرئيسية</p></nav><article><h1>قصف</h1><p>{TEXT}</p><p>والتحقيق <b>جار</b>.</p></article></body></html>"""
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>وكالة</title>
<item><title>قصف</title><link>https://example.org/1</link><pubDate>Wed, 11 Mar 2020 23:30:00 +0300</pubDate>
<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>
<item><title>Rockets</title><link>https://example.org/2</link><description>English only here.</description></item>
</channel></rss>""".encode()
UTC_MOMENT = dt.datetime(2020, 3, 11, 20, 30, tzinfo=dt.UTC)


def outcomes(tmp_path: Path, name: str, data: bytes) -> list[Article | Reject]:
    path = tmp_path / name
    path.write_bytes(data)
    return [row for document in read_documents([str(path)]) for row in articles_of(document, TODAY)]


def told(row: Article | Reject) -> tuple[object, ...]:
    """What the tests compare of an outcome."""
    if isinstance(row, Reject):
        return "reject", row.location, row.reason
    return "article", row.title, row.text, row.published, row.published_at, row.published_basis, row.outlet, row.note


def article(day: dt.date | None, basis: str, moment: dt.datetime | None = None, text: str = TEXT, title: str = "قصف",
            outlet: str | None = "وكالة", note: str | None = None) -> tuple[object, ...]:  # fmt: skip
    return "article", title, text, day, moment, basis, outlet, note


DAY = dt.date(2020, 3, 11)
SOUND = {
    "a.jsonl": (LINE + b"\n\n" + LINE, [article(DAY, "file")] * 2),
    "b.json": (b"[" + LINE + b", 3]", [article(DAY, "file"), ("reject", "entry 2", "not a JSON object")]),
    "c.sgml": (TREC + TREC, [article(DAY, "file", UTC_MOMENT)] * 2),
    "d.html": (PAGE.encode(), [article(DAY, "html", UTC_MOMENT, f"{TEXT}\nوالتحقيق جار.")]),
    "e.xml": (
        FEED,
        [article(DAY, "feed", UTC_MOMENT), ("reject", "entry 2", "not Arabic: 0% of its letters are")],
    ),
    "20200311.txt": (f"قصف\n\n{TEXT}\n".encode(), [article(DAY, "file", outlet=None)]),
    "f.txt": (f"title: قصف\noutlet: وكالة\npublished: 2020-03-11\n\n{TEXT}".encode(), [article(DAY, "file")]),
    "g.txt": (TEXT.encode("cp1256"), [article(None, "unknown", title="", outlet=None)]),
    "h.txt": (TEXT.encode("utf-16"), [article(None, "unknown", title="", outlet=None)]),
    "i.jsonl": (
        LINE.replace(b"2020-03-11", b"2031-01-01"),
        [article(None, "unknown", note="publication date ignored: 2031-01-01 is in the future")],
    ),
    "j.jsonl": (
        LINE.replace(b"2020-03-11", b"yesterday"),
        [article(None, "unknown", note="publication date ignored: not a date: 'yesterday'")],
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name: str, tmp_path: Path) -> None:
    data, expected = SOUND[name]
    assert [told(row) for row in outcomes(tmp_path, name, data)] == expected


BROKEN = {
    "empty.txt": (b"", ("", "empty file")),
    "blank.txt": (b" \n\n", ("", "empty file")),
    "broken.txt": ("خبر ".encode() + b"\xff\xfe" + TEXT.encode(), ("", "broken UTF-8 at byte 7")),
    "half.jsonl": (LINE[:40], ("line 1", "broken JSON: Unterminated string starting at at character 34")),
    "error.html": (
        b"<html><head><title>404 Not Found</title></head><body><p>nginx</p></body></html>",
        ("", "HTML error page: 404 Not Found"),
    ),
    "empty.html": (b"<html><body><p>x</p></body></html>", ("", "HTML page without an article")),
    "binary.bin": (b"\x7fELF\x02\x01\x01\0\0\0", ("", "binary file")),
    "report.pdf": (b"%PDF-1.7 text", ("", "binary file")),
    "english.txt": (b"Rockets hit Baghdad.", ("", "not Arabic: 0% of its letters are")),
    "persian.txt": (
        "نیروهای آمریکایی از پایگاه عین الاسد خارج می‌شوند و این گزارش را یک منبع گفت".encode(),
        ("", "not Arabic: letters of Persian, Urdu, Kurdish or Pashto"),
    ),
    "numbers.txt": (b"1 2 3", ("", "not Arabic: no letters")),
    "long.jsonl": (b"a" * 9_000_000, ("line 1", "line of more than 8 MB")),
    "long.txt": (b"a" * 17_000_000, ("", "document of more than 16 MB")),
    "cut.sgml": (TREC[:-9], ("document 1", "<DOC> without its end, or of more than 16 MB")),
    "list.jsonl": (b'{"text": ["a"]}', ("line 1", "text is not text: \"['a']\"")),
    "none.jsonl": (b'{"title": "a"}', ("line 1", "no text")),
    "deep.json": (b"[" * 100_000, ("", "broken JSON: nested too deeply")),
    "surrogate.jsonl": (b'{"text": "\\ud800"}', ("line 1", "text holds half a character")),
    "address.jsonl": (
        LINE.replace(b'"outlet"', b'"url": "javascript:x", "outlet"'),
        ("line 1", "not a web address: 'javascript:x'"),
    ),
    "cut.gz": (
        gzip.compress(LINE)[:-12],
        ("", "damaged: Compressed file ended before the end-of-stream marker was reached"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str, tmp_path: Path) -> None:
    data, (location, reason) = BROKEN[name]
    assert [told(row) for row in outcomes(tmp_path, name, data)] == [("reject", location, reason)]


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/one.jsonl", LINE)
        archive.writestr("two.txt", b"")
    return held.getvalue()


def tarred(mode: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in {"in.zip": zipped(), "doc.trec": TREC, "three.jsonl.gz": gzip.compress(LINE)}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


def test_zip(tmp_path: Path) -> None:
    assert [told(row) for row in outcomes(tmp_path, "a.zip", zipped())] == [
        article(DAY, "file"),
        ("reject", "two.txt", "empty file"),
    ]


@pytest.mark.parametrize("pack", [lambda: tarred("w:gz"), lambda: zstandard.compress(tarred("w")), lambda: tarred("w")])
def test_tar_of_archives(pack: object, tmp_path: Path) -> None:
    assert [told(row) for row in outcomes(tmp_path, "any.name", pack())] == [  # type: ignore[operator]
        article(DAY, "file"),
        ("reject", "in.zip/two.txt", "empty file"),
        article(DAY, "file", UTC_MOMENT),
        article(DAY, "file"),
    ]


def test_a_damaged_archive_says_after_what(tmp_path: Path) -> None:
    rows = outcomes(tmp_path, "cut.tar", tarred("w")[: 512 + 400])
    assert isinstance(rows[-1], Reject)
    assert rows[-1].reason.startswith("damaged")


def test_ids_do_not_depend_on_tracking(tmp_path: Path) -> None:
    plain = PAGE.replace("?utm_source=feed", "")
    first, second = (outcomes(tmp_path, "p.html", page.encode()) for page in (PAGE, plain))
    assert first == second


def test_files_of_folders_and_globs(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    folder = str(tmp_path)
    everything = [f"{folder}/a.txt", f"{folder}/b.txt", f"{folder}/sub/c.jsonl"]
    assert files_of([folder]) == everything
    assert files_of([f"{folder}/*.txt", folder, "-"]) == [*everything, "-"]
