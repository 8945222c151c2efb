"""Visits to the outlets that this machine plays, and what is kept of them."""

import asyncio
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import outlets
import pytest

from flows.fetching.client import Fetched, fetching
from flows.fetching.faults import FetchError
from flows.fetching.guard import places_named
from flows.fetching.manners import Manners
from flows.fetching.records import load_record, save_record
from flows.fetching.robots import RobotsFiles
from flows.fetching.visits import Report, visit_outlets
from flows.ingest import ingest
from flows.readers.inputs import read_documents
from transforms.documents import articles_of
from transforms.schema import Article, Reject
from transforms.sources import Source

QUICK = Manners(
    connect=1, read=0.5, deadline=1, attempts=2, backoff=0.02, longest_wait=0.2, size_limit=1024 * 1024, visit=20
)


TODAY = dt.date(2026, 11, 1)


RSS = "application/rss+xml"


def source(server: outlets.Outlet, *paths: str, **changes: object) -> Source:
    plain = Source(
        outlet="madar",
        name="مدار",
        ownership="private",
        timezone="Asia/Baghdad",
        feeds=tuple(server.url(path) for path in paths or ("/feed",)),
        articles_a_day=(1, 100),
        minutes=0,
        pause=0,
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def fetch(url: str, manners: Manners = QUICK, **conditions: str) -> Fetched:
    async def once() -> Fetched:
        async with fetching(places_named([url]), manners, RobotsFiles(Path("/nonexistent/robots"))) as fetcher:
            return await fetcher.fetch(url, 0, outlets.dashed(conditions))

    return asyncio.run(once())


def fault(url: str, manners: Manners = QUICK) -> str:
    with pytest.raises(FetchError) as raised:
        fetch(url, manners)
    return str(raised.value)


def visit(folder: Path, *sources: Source, manners: Manners = QUICK) -> list[Report]:
    return visit_outlets(sources, folder, manners)


def kept(folder: Path) -> list[Article | Reject]:
    """What the pipeline reads from all pages kept, each version of each article."""
    paths = sorted(str(path) for path in (folder / "pages").rglob("*.gz"))
    return [row for document in read_documents(paths) for row in articles_of(document, TODAY)]


def articles(folder: Path) -> list[Article]:
    return [row for row in kept(folder) if isinstance(row, Article)]


def latest(folder: Path) -> dict[str, Any]:
    """The one article that the pipeline takes of all versions kept."""
    (row,) = ingest([str(path) for path in (folder / "pages").rglob("*.gz")], TODAY, None).articles.to_pylist()
    return dict(row)


def make_due(folder: Path) -> None:
    """As if the time of the next look at each page had come."""
    record = load_record(folder, "madar")
    for item in record.items.values():
        item.next_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    save_record(folder, "madar", record)


FEED_TEXT = f"<description><![CDATA[<p>{outlets.BODY}</p>]]></description>"
