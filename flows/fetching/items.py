"""An article on its way from a feed's list to the store."""

import datetime as dt

from flows import clock
from flows.fetching.client import Fetched
from flows.fetching.records import ItemRecord, OutletRecord
from transforms.about import About
from transforms.articles import Draft
from transforms.encodings import declared_charset, decode_markup
from transforms.feeds import Item
from transforms.identity import article_id
from transforms.pages import draft_of_page
from transforms.sources import Source

# A page is looked at again this long after it was first read: outlets correct and withdraw.
REVISITS = (dt.timedelta(hours=6), dt.timedelta(days=1), dt.timedelta(days=7))
OTHER_MEDIA = ("image/", "audio/", "video/", "application/pdf", "application/zip", "application/octet-stream")


def is_due(moment: dt.datetime | None) -> bool:
    return moment is None or moment <= clock.now()


def item_key(item: Item) -> str:
    """The same for all addresses of one article."""
    return article_id(item.url, item.title, item.text)


def list_item(record: OutletRecord, source: Source, item: Item) -> bool:
    """Note that the feed lists the article; whether it is a new one."""
    now = clock.now()
    held = record.items.get(item_key(item))
    if held is None:
        record.items[item_key(item)] = ItemRecord(
            url=item.url,
            title=item.title,
            text=item.text,
            published=item.published,
            seen_at=now,
            listed_at=now,
            next_at=now,
        )
        return True
    held.listed_at = now
    if (item.published != held.published) or (source.text_from == "feed" and item.text != held.text):
        held.published, held.next_at = item.published, now
        held.text = item.text if source.text_from == "feed" or held.status != "held" else ""
        held.title = item.title
    return False


def about_item(source: Source, item: ItemRecord, fetched: Fetched | None, note: str | None = None) -> About:
    """All that is known of the article beside its page."""
    return About(
        url=item.url,
        outlet=source.outlet,
        title=item.title or None,
        published=item.published,
        zone=source.timezone or None,
        body=source.body,
        content_type=fetched.content_type if fetched else "application/json",
        fetched_at=clock.now(),
        note=note,
    )


def page_draft(fetched: Fetched, about: About) -> Draft:
    """The article on the page; ValueError says why there is none."""
    kind = fetched.content_type.lower()
    if kind.startswith(OTHER_MEDIA):
        raise ValueError(f"not a page: {kind[:60]}")
    return draft_of_page(decode_markup(fetched.body, declared_charset(fetched.body, kind)), about.body)


def schedule(item: ItemRecord) -> None:
    """When to look at the page again; never when it has been looked at often enough."""
    item.visits += 1
    left = [item.seen_at + wait for wait in REVISITS if item.seen_at + wait > clock.now()]
    item.next_at = left[0] if left and item.visits <= len(REVISITS) else None
