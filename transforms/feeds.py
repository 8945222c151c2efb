"""RSS 0.9 to 2.0, Atom and JSON Feed: each item a draft."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from transforms.articles import Draft
from transforms.encodings import declared_charset, decode_markup
from transforms.identity import canonical_url
from transforms.pages import text_of_fragment

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CLOSED = re.compile(r"</(?:\w+:)?(rss|feed|rdf)\s*>", re.IGNORECASE)
ROOT = re.compile(r"<(?:\w+:)?(rss|feed|rdf)[\s>]", re.IGNORECASE)
HEAD = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One item of a feed, as it stands there, markup taken out."""

    url: str | None
    title: str
    text: str
    published: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed's own title and its items; whether it came to its end, or was cut short."""

    title: str | None
    items: tuple[Item, ...]
    is_whole: bool


def drafts_of_feed(data: bytes) -> list[Draft]:
    """The items of a feed; ValueError when it has none."""
    feed = feed_of(data)
    if not feed.items:
        raise ValueError("feed without entries")
    return [
        Draft(
            text=item.text,
            title=item.title,
            url=item.url,
            outlet=feed.title,
            published=item.published,
            published_basis="feed",
        )
        for item in feed.items
    ]


def feed_of(data: bytes, content_type: str = "", base: str = "") -> Feed:
    """The feed in these bytes, its links made whole by its address; ValueError when it is none."""
    text = decode_markup(data, declared_charset(data, content_type)).lstrip("\ufeff \t\r\n\0")
    if text.startswith("{"):
        return json_feed(text, base)
    if not ROOT.search(text[:HEAD]):
        raise ValueError("empty" if not text else "not a feed" + (": an HTML page" if "<html" in text.lower() else ""))
    return xml_feed(text, base)


def xml_feed(text: str, base: str) -> Feed:
    import feedparser  # slow to import: for feeds only

    plain = without_doctype(DECLARATION.sub("", text, count=1))
    # A stream: of bytes or text, feedparser would take an address or a file's name for one to open.
    stream = io.BytesIO(plain.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": base} if base else {})
    try:
        parsed = feedparser.parse(stream, response_headers=headers)
    except Exception as error:  # feedparser trips over some broken markup: a </link> that nothing opened
        raise ValueError(f"broken feed: {type(error).__name__}: {error}") from None
    if not parsed.entries and parsed.bozo:
        raise ValueError(f"broken feed: {str(parsed.bozo_exception)[:200]}")
    title = text_of_fragment(parsed.feed.get("title") or "")
    items = tuple(xml_item(entry, base) for entry in parsed.entries)
    return Feed(title=title or None, items=items, is_whole=CLOSED.search(plain[-HEAD:]) is not None)


def without_doctype(text: str) -> str:
    """The text without entities that it defines itself: a few of them can stand for gigabytes."""
    start = text[:HEAD].upper().find("<!DOCTYPE")
    if start < 0:
        return text
    subset, end = text.find("[", start), text.find(">", start)
    if 0 <= subset < end:
        close = text.find("]", subset)
        end = text.find(">", close) if close >= 0 else -1
    if end < 0:
        raise ValueError("broken feed: a DOCTYPE without its end")
    return text[:start] + text[end + 1 :]


def xml_item(entry: Any, base: str) -> Item:
    contents = [content.get("value") or "" for content in entry.get("content") or ()]
    written = max([*contents, entry.get("summary") or ""], key=len)
    return Item(
        url=web_address(entry.get("link") or entry.get("id"), base),
        title=text_of_fragment(entry.get("title") or ""),
        text=text_of_fragment(written),
        published=entry.get("published") or entry.get("updated") or None,
    )


def json_feed(text: str, base: str) -> Feed:
    try:
        loaded = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"broken JSON Feed: {str(error)[:200]}") from None
    items = loaded.get("items")
    if not isinstance(items, list):
        raise ValueError("not a feed: JSON without items")
    title = words(loaded.get("title"))
    return Feed(title=title or None, items=tuple(json_items(items, base)), is_whole=True)


def json_items(items: list[Any], base: str) -> Iterator[Item]:
    for item in items:
        if isinstance(item, dict):
            markup = words(item.get("content_html"))
            yield Item(
                url=web_address(words(item.get("url")) or words(item.get("id")), base),
                title=words(item.get("title")),
                text=text_of_fragment(markup) if markup else words(item.get("content_text") or item.get("summary")),
                published=words(item.get("date_published") or item.get("date_modified")) or None,
            )


def words(value: Any) -> str:
    """The value when it is text, half characters replaced; nothing of any other kind."""
    return value.strip().encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def web_address(link: str | None, base: str) -> str | None:
    """The link as a whole web address; None when it is none."""
    try:
        joined = urljoin(base, link.strip()) if link else ""
        canonical_url(joined)
    except ValueError:
        return None
    return joined
