"""One visit to an outlet: its feeds, then the pages of the articles that they list."""

import asyncio
import datetime as dt
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flows import clock
from flows.errors import UserError
from flows.fetching.client import Fetched, Fetcher, fetching
from flows.fetching.faults import FetchError
from flows.fetching.guard import places_named
from flows.fetching.items import about_item, is_due, list_item, page_draft, schedule
from flows.fetching.manners import Manners
from flows.fetching.records import FeedRecord, ItemRecord, OutletRecord, load_record, save_record
from flows.fetching.robots import RobotsFiles
from flows.fetching.store import Store
from transforms.about import About, article_address
from transforms.feeds import feed_of
from transforms.identity import article_id, text_sha256
from transforms.sources import Source

SAVE_EVERY = 10  # seconds
GIVE_UP = 3  # failures in a row: the host has other worries
MOST_TRIES = 5  # visits in which a page failed for a passing reason
PATIENCE = dt.timedelta(minutes=5)


@dataclass(kw_only=True)
class Report:
    """What one visit gave; `faults` are for people."""

    outlet: str
    feeds_read: int = 0
    feeds_unchanged: int = 0
    new: int = 0
    pages_read: int = 0
    changed: int = 0
    vanished: int = 0
    refused: int = 0
    waiting: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Visit:
    """A visit under way."""

    source: Source
    record: OutletRecord
    store: Store
    fetcher: Fetcher
    report: Report
    failures: int = 0  # in a row

    async def read_feeds(self) -> None:
        for url in self.source.feeds:
            feed = self.record.feeds.setdefault(url, FeedRecord())
            if is_due(feed.next_at):
                await self.read_feed(url, feed)

    async def read_feed(self, url: str, feed: FeedRecord) -> None:
        """Read one feed and list its items; a fault is noted and the feed asked again later, and later still."""
        feed.checked_at = clock.now()
        try:
            fetched = await self.fetcher.fetch(url, self.source.pause, conditions(feed))
            if fetched.is_unchanged:
                self.report.feeds_unchanged += 1
            else:
                is_whole = await self.list_items(fetched)
                # Of one cut short, "not changed" would hide for good what came after the cut.
                feed.etag, feed.last_modified = (fetched.etag, fetched.last_modified) if is_whole else (None, None)
                self.report.feeds_read += 1
        except (FetchError, ValueError) as fault:
            self.note_feed_fault(url, feed, fault)
        else:
            feed.read_at, feed.failures, feed.fault = clock.now(), 0, None
            feed.next_at = clock.now() + dt.timedelta(minutes=self.source.minutes)

    def note_feed_fault(self, url: str, feed: FeedRecord, fault: Exception) -> None:
        feed.fault = str(fault)
        feed.failures += 1
        self.report.faults.append(f"{url}: {fault}")
        later = dt.timedelta(minutes=self.source.minutes * 2 ** min(feed.failures - 1, 6))
        asked = dt.timedelta(seconds=(fault.wait if isinstance(fault, FetchError) else None) or 0)
        feed.next_at = clock.now() + max(later, asked)

    async def list_items(self, fetched: Fetched) -> bool:
        """Note the items of the feed; whether it came to its end."""
        feed = await asyncio.to_thread(feed_of, fetched.body, fetched.content_type, fetched.url)
        new = sum(list_item(self.record, self.source, item) for item in feed.items)
        if new:
            self.report.new += new
            self.record.last_new_at = clock.now()
            about = About(url=fetched.url, outlet=self.source.outlet, fetched_at=clock.now())
            self.store.keep_feed(fetched, about)
        return feed.is_whole

    async def read_items(self, folder: Path | None) -> None:
        """Read every page that is due; stop when the host fails again and again."""
        due = sorted(
            (item for item in self.record.items.values() if item.next_at is not None and is_due(item.next_at)),
            key=lambda item: (item.status != "waiting", item.next_at),
        )
        saved = time.monotonic()
        for item in due:
            if self.failures >= GIVE_UP or not is_due(self.record.rest_until):
                break
            await self.read_item(item)
            if folder and time.monotonic() - saved > SAVE_EVERY:
                await asyncio.to_thread(self.save, folder)
                saved = time.monotonic()

    def save(self, folder: Path) -> None:
        """Put the record on the disk, and before it the pages that it speaks of."""
        self.store.settle()
        save_record(folder, self.source.outlet, self.record)

    async def read_item(self, item: ItemRecord) -> None:
        if item.url is None or self.source.text_from == "feed":
            self.keep_text(item)
            await asyncio.sleep(0)
            return
        try:
            held = {} if item.status == "waiting" else conditions(item)
            fetched = await self.fetcher.fetch(item.url, self.source.pause, held)
        except FetchError as fault:
            self.note_page_fault(item, fault)
        else:
            self.failures = 0
            self.report.pages_read += 1
            await self.keep_page(item, fetched)

    async def keep_page(self, item: ItemRecord, fetched: Fetched) -> None:
        """Keep the page when it is new or says something else than it did."""
        if not fetched.is_unchanged:
            about = about_item(self.source, item, fetched)
            try:
                draft = await asyncio.to_thread(page_draft, fetched, about)
            except ValueError as fault:
                self.do_without_page(item, str(fault))
                return
            digest = text_sha256(draft.title, draft.text)
            if digest != item.text_sha256:
                self.report.changed += item.text_sha256 is not None
                item.keep(self.store.keep_page(fetched, about), "held")
            item.article_id = article_id(article_address(draft.url, item.url), draft.title, draft.text)
            item.text_sha256, item.etag, item.last_modified = digest, fetched.etag, fetched.last_modified
        item.text, item.tries = "", 0
        schedule(item)

    def note_page_fault(self, item: ItemRecord, fault: FetchError) -> None:
        """A page that is gone, one that will never be read, or one to try again."""
        if fault.wait and fault.wait > self.fetcher.manners.longest_wait:
            self.record.rest_until = clock.now() + dt.timedelta(seconds=fault.wait)
            self.report.faults.append(f"{item.url}: {fault}; asked to wait {fault.wait:,.0f} s")
        self.failures += not fault.is_lasting
        item.tries += 1
        if item.kept and item.status == "held" and fault.is_gone and item.tries > 1:
            self.report.vanished += 1
            item.keep(self.store.mark_vanished(item.kept), "vanished")
            item.next_at = None
        elif item.status == "waiting" and (fault.is_lasting or item.tries >= MOST_TRIES):
            self.do_without_page(item, str(fault))
        else:
            item.next_at = clock.now() + max(PATIENCE * 2**item.tries, dt.timedelta(seconds=fault.wait or 0))
            if item.tries >= MOST_TRIES:
                schedule(item)

    def do_without_page(self, item: ItemRecord, fault: str) -> None:
        """Take the feed's own text for the article, or refuse it; a version already held stays."""
        if item.status == "waiting":
            self.report.faults.append(f"{item.url}: {fault}")
            self.keep_text(item, f"page not read: {fault}; text of the feed")
        else:
            schedule(item)

    def keep_text(self, item: ItemRecord, note: str | None = None) -> None:
        about = about_item(self.source, item, None, note)
        if item.text:
            item.keep(self.store.keep_item(item.text, about), "held")
        else:
            self.report.refused += 1
            reason = (note or "no text in the feed").removesuffix("; text of the feed")
            item.keep(self.store.keep_refusal(reason, about), "refused")
        item.next_at = None


def conditions(known: FeedRecord | ItemRecord) -> dict[str, str]:
    """What asks a server to send a page only when it changed."""
    stated = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in stated.items() if value}


async def visit_outlet(source: Source, folder: Path, fetcher: Fetcher, with_feeds: bool) -> Report:
    """Visit one outlet, its record saved whatever happens; a fault is reported and never raised."""
    report = Report(outlet=source.outlet)
    try:
        record = load_record(folder, source.outlet)
        record.since = record.since or clock.now()
        visit = Visit(source=source, record=record, store=Store(folder), fetcher=fetcher, report=report)
        try:
            async with asyncio.timeout(fetcher.manners.visit):
                if with_feeds and is_due(record.rest_until):
                    await visit.read_feeds()
                    visit.save(folder)
                await visit.read_items(folder)
        finally:
            record.forget(clock.now())
            report.waiting = sum(item.status == "waiting" for item in record.items.values())
            visit.save(folder)
    except TimeoutError:
        report.faults.append(f"stopped after {fetcher.manners.visit:,.0f} s, the rest next time")
    except UserError as error:
        report.faults.append(str(error))
    except Exception as error:  # whatever it is: one outlet must not stop the others
        report.faults.append(f"fault of the program: {type(error).__name__}: {error}")
    return report


def visit_outlets(sources: Iterable[Source], folder: Path, manners: Manners, with_feeds: bool = True) -> list[Report]:
    """Visit all of them at the same time, so that none waits for another."""
    chosen = list(sources)
    named = places_named(url for source in chosen for url in (*source.feeds, *source.sitemaps))
    return asyncio.run(visit_all(chosen, folder, manners, named, with_feeds))


async def visit_all(
    sources: Collection[Source], folder: Path, manners: Manners, named: Collection[tuple[str, int]], with_feeds: bool
) -> list[Report]:
    robots = RobotsFiles(folder / "robots.json")
    async with fetching(named, manners, robots) as fetcher:
        reports = await asyncio.gather(*(visit_outlet(source, folder, fetcher, with_feeds) for source in sources))
    robots.save(manners.robots_age)
    return list(reports)
