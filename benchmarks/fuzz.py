"""Hostile inputs for every reader and for the coder: `python -m benchmarks.fuzz 100000`.

None may end in anything but articles, or a refusal with a reason; and no record may
lack its evidence. Inputs are made by hypothesis: pieces of real formats and of
Arabic news, broken, repeated and put together wrongly. Prints how many were tried.
"""

import contextlib
import datetime as dt
import gzip
import io
import itertools
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.errors import UserError
from flows.readers.archives import entries
from flows.readers.formats import documents_of
from transforms.about import parse_about
from transforms.articles import Draft, article_of
from transforms.coding import code_article
from transforms.documents import articles_of
from transforms.encodings import decode_markup
from transforms.feeds import feed_of
from transforms.robots import is_allowed, parse_robots
from transforms.schema import Article
from transforms.sitemaps import listed_in, may_be_within
from transforms.timestamps import parse_timestamp

TODAY = dt.date(2026, 1, 1)
NEWS = (
    "قتل ثلاثة جنود وأصيب 12 آخرون بانفجار عبوة ناسفة في بغداد يوم الأحد 23 آب 2020. ",
    "سقطت صواريخ كاتيوشا على المنطقة الخضراء مساء أمس من دون وقوع إصابات. ",
    "أعلن البنتاغون خفض عدد القوات الأميركية في العراق من 5200 إلى 3000 جندي بحلول نهاية أيلول. ",
    "سلم التحالف الدولي معسكر التاجي إلى القوات العراقية. ",
    "وقال المتحدث يحيى رسول: «لم يسقط ضحايا». ",
)
ODD = (
    "\u200f",
    "\u0640" * 9,
    "٣٤٥",
    "\x00",
    "\ufeff",
    "\ud7ff",
    "🚀",
    "\u202e",
    "1" * 400,
    "(" * 300,
    "ألف " * 60,
    "\n\n\n",
)
MARKUP = (
    '<?xml version="1.0" encoding="windows-1256"?>',
    "<rss version='2.0'><channel>",
    "<item><title>",
    "</title><link>http://x.example/1</link>",
    "<pubDate>Sun, 23 Aug 2020 25:61:00 +9999</pubDate>",
    "<description><![CDATA[<p>",
    "</p>]]></description></item>",
    "</channel></rss>",
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="http://[::1"/><content type="xhtml"><div>',
    "<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]>",
    "&c;&#xD800;&#99999999;&amp",
    "<!doctype html><html><body><article><p>",
    "</p></article></body></html>",
    '<script type="application/ld+json">{"@graph": [[[[{"datePublished": 7, "articleBody": ["x"]}',
    "</script>",
    "<meta property='article:published_time' content='0000-99-99T99:99'>",
    "<link rel='canonical' href='http://x.example:99999/'>",
    "<time datetime=''>",
    "<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>",
    "</TEXT>\n</DOC>",
    '{"title": "x", "text": "',
    '", "published": "2020-13-45"}',
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "content_html": "',
    '"}]}',
    "[" * 500,
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: 300\r\n\r\n",
    "WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Target-URI: x\r\nRasid-About: {}\r\nContent-Length: 99\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
    "<urlset><url><loc>http://x.example/2020/08/1</loc><lastmod>2020-08</lastmod></url>",
    "User-agent: *\nDisallow: /*a*a*a*$\nCrawl-delay: nan\nSitemap: x\n",
    "title: x\npublished: 1\n\n",
)
PIECES = st.one_of(st.sampled_from(MARKUP), st.sampled_from(NEWS), st.sampled_from(ODD), st.text(max_size=12))
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)
ENCODINGS = ("utf-8", "utf-8", "cp1256", "utf-16", "latin-1")


def encoded(text: str, encoding: str, noise: bytes, at: int, packed: int) -> bytes:
    """The text as damaged bytes: noise in it, compressed, cut short."""
    data = text.encode(encoding, "replace")
    at %= len(data) + 1
    data = data[:at] + noise + data[at:]
    packings: tuple[Callable[[bytes], bytes], ...] = (
        bytes,
        bytes,
        bytes,
        gzip.compress,
        lambda d: gzip.compress(d)[:-9],
    )
    return packings[packed](data)


BYTES = st.builds(
    encoded, TEXTS, st.sampled_from(ENCODINGS), st.binary(max_size=8), st.integers(0, 5000), st.integers(0, 4)
)


def read(data: bytes) -> None:
    """Any file: its documents, their articles, their records."""
    with contextlib.suppress(UserError):
        for entry in entries("fuzz", "", io.BytesIO(data)):
            for document in documents_of(entry):
                for row in articles_of(document, TODAY):
                    if isinstance(row, Article):
                        check(row)


def parse(data: bytes) -> None:
    """What the fetcher does with an answer."""
    for parser in (feed_of, listed_in, decode_markup):
        with contextlib.suppress(ValueError):
            parser(data)
    robots = parse_robots(data, "rasid")
    text = data.decode("utf-8", "replace")
    is_allowed(robots, "http://x.example/" + text[:200].replace("[", "").replace("]", ""))
    for value in (text[:60], text[-60:]):
        with contextlib.suppress(ValueError):
            parse_timestamp(value, "Asia/Baghdad")
        with contextlib.suppress(ValueError):
            parse_about(value)
    with contextlib.suppress(ValueError):
        for listed in listed_in(data):
            may_be_within(listed, TODAY, TODAY, "Asia/Baghdad")


def code(text: str) -> None:
    with contextlib.suppress(ValueError):
        check(article_of(Draft(text=text, title=text[:80], published="2020-08-24"), TODAY))


def check(article: Article) -> None:
    """Code the article; AssertionError when a record has no evidence, or evidence is not in the text."""
    coding = code_article(article)
    proven = {evidence.report_id for evidence in coding.evidence}
    for report in (*coding.attacks, *coding.milestones):
        assert report.report_id in proven, f"no evidence: {report}"
    for evidence in coding.evidence:
        assert article.text[evidence.start : evidence.end] == evidence.quote != "", f"not in the text: {evidence}"
    TALLY["articles coded"] += 1
    TALLY["records"] += len(coding.attacks) + len(coding.milestones)


TALLY: Counter[str] = Counter()
TARGETS: tuple[tuple[Callable[[Any], None], Any], ...] = ((read, BYTES), (parse, BYTES), (code, TEXTS))


def attempt(target: Callable[[Any], None], inputs: Any, count: int) -> None:
    """Try so many inputs; hypothesis shows the smallest that fails."""

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(inputs)
    def each(value: Any) -> None:
        TALLY[target.__name__] += 1
        started = time.perf_counter()
        target(value)
        TALLY["slowest ms"] = max(TALLY["slowest ms"], round(1000 * (time.perf_counter() - started)))

    each()


def slices(total: int) -> Iterator[int]:
    """Hypothesis keeps what it has tried: many small sessions need less memory than one long one."""
    return itertools.chain(itertools.repeat(2000, total // 2000), [total % 2000] if total % 2000 else [])


def main(total: int) -> None:
    started = time.perf_counter()
    for target, inputs in TARGETS:
        for count in slices(total // len(TARGETS)):
            attempt(target, inputs, count)
    seconds = time.perf_counter() - started
    print(
        f"{sum(TALLY[target.__name__] for target, _ in TARGETS):,} inputs in {seconds:,.0f} s, no crash: {dict(TALLY)}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
