"""Feeds and pages that the user names, read once."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flows import clock
from flows.errors import UserError
from flows.fetching.client import Fetcher, fetching
from flows.fetching.faults import FetchError
from flows.fetching.files import only_fetcher
from flows.fetching.guard import places_named
from flows.fetching.manners import Manners
from flows.fetching.records import ItemRecord, OutletRecord
from flows.fetching.robots import RobotsFiles
from flows.fetching.store import Store
from flows.fetching.visits import Report, Visit
from transforms.about import site
from transforms.sources import Source, is_address, load_sources

Found = tuple[list[str], list[str]]  # files, faults


def fetch_named(urls: Sequence[str], folder: Path) -> Found:
    """Where the articles behind these addresses lie now, and what could not be read."""
    for url in urls:
        if not is_address(url):
            raise UserError(f"{url}: not a web address")
    with only_fetcher(folder):
        found = asyncio.run(read_all(urls, folder))
    files, faults = [path for paths, _ in found for path in paths], [fault for _, told in found for fault in told]
    if not files:
        raise UserError("; ".join(faults) or "nothing found there")
    return list(dict.fromkeys(files)), faults


async def read_all(urls: Sequence[str], folder: Path) -> list[Found]:
    robots, manners = RobotsFiles(folder / "robots.json"), Manners()
    async with fetching(places_named(urls), manners, robots) as fetcher:
        found = await asyncio.gather(*(read_named(url, Store(folder), fetcher) for url in urls))
    robots.save(manners.robots_age)
    return list(found)


async def read_named(url: str, store: Store, fetcher: Fetcher) -> Found:
    """Read the articles of a feed, or the one of a page."""
    source = source_for(url)
    record, report = OutletRecord(), Report(outlet=source.outlet)
    visit = Visit(source=source, record=record, store=store, fetcher=fetcher, report=report)
    try:
        fetched = await fetcher.fetch(url, source.pause)
    except FetchError as fault:
        return [], [f"{url}: {fault}"]
    try:
        await visit.list_items(fetched)
    except ValueError:
        record.items.clear()
    if record.items:
        await visit.read_items(None)
    else:
        page = record.items.setdefault(url, page_item(url))
        await visit.keep_page(page, fetched)
    store.settle()
    return [str(store.path(item.kept)) for item in record.items.values() if item.kept], report.faults


def page_item(url: str) -> ItemRecord:
    now = clock.now()
    return ItemRecord(url=url, title="", text="", published=None, seen_at=now, listed_at=now, next_at=now)


def source_for(url: str) -> Source:
    """The configured outlet of that host, else a stranger's."""
    host = urlsplit(url).hostname or ""
    for source in load_sources():
        if site(host) in {site(urlsplit(feed).hostname) for feed in source.feeds}:
            return source
    return Source(
        outlet=site(host),
        name=host,
        ownership="private",
        timezone="",
        feeds=(url,),
        articles_a_day=(0, 1),
        minutes=0,
        pause=1,
    )
