"""Articles of days gone by, found in an outlet's sitemaps."""

import asyncio
import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flows import clock
from flows.errors import UserError
from flows.fetching.bodies import ANY
from flows.fetching.client import Fetcher, fetching
from flows.fetching.faults import FetchError
from flows.fetching.guard import places_named
from flows.fetching.items import REVISITS
from flows.fetching.manners import Manners
from flows.fetching.records import ItemRecord, OutletRecord, load_record, save_record
from flows.fetching.robots import RobotsFiles
from flows.fetching.visits import Report
from transforms.identity import article_id, canonical_url
from transforms.sitemaps import Listed, listed_in, may_be_within
from transforms.sources import Source

MOST_SITEMAPS, MOST_ITEMS = 1000, 100_000
Days = tuple[dt.date, dt.date]


def list_days(sources: Sequence[Source], folder: Path, days: Days, manners: Manners) -> list[Report]:
    """Note every article that the outlets' sitemaps list for these days, to be read by visits."""
    return asyncio.run(list_all(sources, folder, days, manners))


async def list_all(sources: Sequence[Source], folder: Path, days: Days, manners: Manners) -> list[Report]:
    robots = RobotsFiles(folder / "robots.json")
    named = places_named(url for source in sources for url in (*source.feeds, *source.sitemaps))
    async with fetching(named, manners, robots) as fetcher:
        reports = await asyncio.gather(*(list_outlet(source, folder, days, fetcher) for source in sources))
    robots.save(manners.robots_age)
    return list(reports)


async def list_outlet(source: Source, folder: Path, days: Days, fetcher: Fetcher) -> Report:
    report = Report(outlet=source.outlet)
    try:
        record = load_record(folder, source.outlet)
        async with asyncio.timeout(fetcher.manners.visit):
            await list_sitemaps(source, record, days, fetcher, report)
    except TimeoutError:
        report.faults.append(f"sitemaps: stopped after {fetcher.manners.visit:,.0f} s")
    except (FetchError, UserError) as fault:
        report.faults.append(str(fault))
        return report
    save_record(folder, source.outlet, record)
    return report


async def list_sitemaps(source: Source, record: OutletRecord, days: Days, fetcher: Fetcher, report: Report) -> None:
    """Go through the outlet's sitemaps, and those that they list for these days."""
    waiting = list(source.sitemaps) or await sitemaps_of(source, fetcher)
    seen = set(waiting)
    while waiting and len(seen) < MOST_SITEMAPS and report.new < MOST_ITEMS:
        url = waiting.pop()
        try:
            fetched = await fetcher.fetch(url, source.pause)
            listed = await asyncio.to_thread(listed_in, inflated(fetched.body), fetched.content_type)
        except (FetchError, ValueError) as fault:
            report.faults.append(f"{url}: {fault}")
            continue
        wanted = [entry for entry in listed if may_be_within(entry, *days, source.timezone)]
        further = [entry.url for entry in wanted if entry.is_sitemap and entry.url not in seen]
        seen.update(further)
        waiting.extend(further)
        report.new += sum(note(record, entry) for entry in wanted if not entry.is_sitemap)


async def sitemaps_of(source: Source, fetcher: Fetcher) -> list[str]:
    """The sitemaps that the robots.txt of the outlet's hosts names."""
    found: list[str] = []
    for origin in dict.fromkeys(origins(source)):
        found += (await fetcher.rules_for(origin)).sitemaps
    if not found:
        raise FetchError("no sitemaps: none configured, and its robots.txt names none", lasting=True)
    return list(dict.fromkeys(found))


def origins(source: Source) -> Iterator[str]:
    for feed in source.feeds:
        parts = urlsplit(feed)
        yield f"{parts.scheme}://{parts.netloc}/"


def note(record: OutletRecord, listed: Listed) -> bool:
    """Put the article in line to be read; whether it is a new one. Old pages are read once."""
    try:
        key = article_id(canonical_url(listed.url), "", "")
    except ValueError:
        return False
    if key in record.items:
        return False
    now = clock.now()
    record.items[key] = ItemRecord(
        url=listed.url,
        title=listed.title,
        text="",
        published=listed.published,
        seen_at=now - max(REVISITS),
        listed_at=now,
        next_at=now,
        visits=len(REVISITS),
    )
    return True


def inflated(data: bytes, limit: int = 64 * 1024 * 1024) -> bytes:
    """The bytes, decompressed when they are a .gz file; ValueError when that goes wrong or over the limit."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflater = zlib.decompressobj(ANY)
    try:
        plain = inflater.decompress(data, limit)
    except zlib.error as error:
        raise ValueError(f"damaged gzip: {error}") from None
    if inflater.unconsumed_tail:
        raise ValueError(f"a sitemap of more than {limit >> 20} MB")
    return plain
