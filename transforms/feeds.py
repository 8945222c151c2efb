"""RSS and Atom feeds: each entry a draft."""

from typing import Any

from transforms.articles import Draft
from transforms.pages import text_of_fragment


def drafts_of_feed(data: bytes) -> list[Draft]:
    """The entries of a feed; ValueError when it has none."""
    import feedparser  # slow to import: for feeds only

    feed = feedparser.parse(data)
    if not feed.entries:
        raise ValueError(f"broken feed: {feed.bozo_exception}" if feed.bozo else "feed without entries")
    outlet = feed.feed.get("title")
    return [draft_of_entry(entry, outlet) for entry in feed.entries]


def draft_of_entry(entry: Any, outlet: str | None) -> Draft:
    contents = [content.value for content in entry.get("content", ())] or [entry.get("summary", "")]
    link = entry.get("link") or ""
    return Draft(
        text=text_of_fragment(max(contents, key=len)),
        title=text_of_fragment(entry.get("title", "")),
        url=link if link.startswith(("http://", "https://")) else None,
        outlet=outlet,
        published=entry.get("published") or entry.get("updated"),
        published_basis="feed",
    )
