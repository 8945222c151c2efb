"""What is known of each outlet: when its feeds were read, and where every article of late stands."""

import datetime as dt
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from flows.errors import UserError
from flows.fetching.files import write_whole

FOLDER = "outlets"
REMEMBERED = dt.timedelta(days=30)  # after the feed last listed an article with which nothing is left to do


@dataclass(kw_only=True)
class FeedRecord:
    """One feed: when it was last asked, and what to tell its server next time."""

    checked_at: dt.datetime | None = None
    read_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    fault: str | None = None


@dataclass(kw_only=True)
class ItemRecord:
    """One article: as its feed or sitemap lists it, and what became of it."""

    url: str | None
    title: str
    text: str
    published: str | None
    seen_at: dt.datetime
    listed_at: dt.datetime
    next_at: dt.datetime | None  # when there is something to do with it; None: nothing is left
    status: str = "waiting"  # waiting, held, refused or vanished
    tries: int = 0
    visits: int = 0
    kept: str | None = None  # where its latest version lies in the store
    text_sha256: str | None = None
    article_id: str | None = None  # of the version kept, as its page names itself
    etag: str | None = None
    last_modified: str | None = None
    delivered: bool = True  # whether the warehouse has the version kept

    def keep(self, path: str, status: str) -> None:
        """Note a new version, to be delivered to the warehouse."""
        self.delivered = self.delivered and path == self.kept and status == self.status
        self.kept, self.status = path, status


@dataclass(kw_only=True)
class OutletRecord:
    """All that is remembered of one outlet."""

    since: dt.datetime | None = None  # of its first visit
    last_new_at: dt.datetime | None = None
    rest_until: dt.datetime | None = None  # as the server asked
    feeds: dict[str, FeedRecord] = field(default_factory=dict)
    items: dict[str, ItemRecord] = field(default_factory=dict)

    def new_within(self, start: dt.datetime) -> int:
        """Articles first seen since then."""
        return sum(item.seen_at >= start for item in self.items.values())

    def undelivered(self) -> Iterator[ItemRecord]:
        return (item for item in self.items.values() if item.kept and not item.delivered)

    def forget(self, now: dt.datetime) -> None:
        """Drop what is long over: years of it would slow every visit."""
        done = [
            key
            for key, item in self.items.items()
            if item.delivered and item.next_at is None and now - item.listed_at > REMEMBERED
        ]
        for key in done:
            del self.items[key]


def record_path(folder: Path, outlet: str) -> Path:
    return folder / FOLDER / f"{outlet}.json"


def load_record(folder: Path, outlet: str) -> OutletRecord:
    """The outlet's record, an empty one before its first visit."""
    path = record_path(folder, outlet)
    try:
        told = json.loads(path.read_text("utf-8"))
        feeds = {url: read(FeedRecord, feed) for url, feed in told.pop("feeds").items()}
        items = {key: read(ItemRecord, item) for key, item in told.pop("items").items()}
        record: OutletRecord = read(OutletRecord, told | {"feeds": feeds, "items": items})
        return record
    except FileNotFoundError:
        return OutletRecord()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(f"cannot read {path}: {error}; delete it to begin the outlet anew") from None


def save_record(folder: Path, outlet: str, record: OutletRecord) -> None:
    told = told_of(record) | {
        "feeds": {url: told_of(feed) for url, feed in record.feeds.items()},
        "items": {key: told_of(item) for key, item in record.items.items()},
    }
    write_whole(record_path(folder, outlet), json.dumps(told, default=written, ensure_ascii=False).encode())


def told_of(record: Any) -> dict[str, Any]:
    """The record's values, defaults left out."""
    values = ((field.name, getattr(record, field.name), field.default) for field in fields(record))
    return {name: value for name, value, default in values if value != default}


def written(value: dt.datetime) -> str:
    return value.isoformat()


def read(kind: Any, told: dict[str, Any]) -> Any:
    """The record in these values, its times as times."""
    times = times_of(kind)
    return kind(
        **{name: dt.datetime.fromisoformat(v) if name in times and v is not None else v for name, v in told.items()}
    )


@cache
def times_of(kind: type) -> set[str]:
    hints = typing.get_type_hints(kind)
    return {name for name, hint in hints.items() if dt.datetime in members(hint)}


def members(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
