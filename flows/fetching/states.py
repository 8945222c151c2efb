"""What the records of all outlets say: their state, and the pages that the warehouse does not have yet."""

import datetime as dt
from collections.abc import Collection, Iterable
from pathlib import Path

from flows import clock
from flows.errors import UserError
from flows.fetching.records import OutletRecord, load_record, save_record
from transforms.schema import SourceState
from transforms.source_states import Watched, state_of
from transforms.sources import Source


def states(sources: Iterable[Source], folder: Path) -> list[SourceState]:
    return [state_of(source, watched(source, folder), clock.now()) for source in sources]


def watched(source: Source, folder: Path) -> Watched:
    try:
        record = load_record(folder, source.outlet)
    except UserError as error:
        return Watched(since=clock.now(), last_article_at=None, articles_last_day=0, fault=str(error))
    return Watched(
        since=record.since,
        last_article_at=record.last_new_at,
        articles_last_day=record.new_within(clock.now() - dt.timedelta(days=1)),
        fault=feeds_fault(record),
    )


def feeds_fault(record: OutletRecord) -> str | None:
    """Why no feed of the outlet could be read the last time; None when one could."""
    faults = [feed.fault for feed in record.feeds.values()]
    return faults[0] if faults and all(faults) else None


def waiting_pages(sources: Iterable[Source], folder: Path) -> dict[str, list[str]]:
    """Of each outlet, the pages that are not in the warehouse yet."""
    found = {source.outlet: undelivered(folder, source.outlet) for source in sources}
    return {outlet: pages for outlet, pages in found.items() if pages}


def undelivered(folder: Path, outlet: str) -> list[str]:
    try:
        record = load_record(folder, outlet)
    except UserError:
        return []  # told by its visit
    return [item.kept for item in record.items.values() if item.kept and not item.delivered]


def mark_delivered(folder: Path, outlet: str, pages: Collection[str], failed: Collection[str]) -> None:
    """Note that the warehouse has these pages, but for the articles that it could not take: they stay in line."""
    record, delivered = load_record(folder, outlet), set(pages)
    for key, item in record.items.items():
        is_taken = item.kept in delivered and (item.article_id or key) not in failed
        item.delivered = item.delivered or is_taken
    save_record(folder, outlet, record)
