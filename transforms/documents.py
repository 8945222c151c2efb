"""From the bytes of one input document to its articles or its rejection."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.about import About, informed
from transforms.articles import Draft, article_of, draft_of_json, drafts_of_json
from transforms.encodings import declared_charset, decode, decode_markup, printable
from transforms.feeds import drafts_of_feed
from transforms.language import require_arabic
from transforms.pages import draft_of_page
from transforms.plain import draft_of_plain
from transforms.schema import Article, Reject
from transforms.trec import draft_of_trec


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document as read: its bytes and their format, or why it could not be read."""

    source: str
    location: str
    format: str  # json line, json, text, html, feed or trec; unreadable: see reason
    data: bytes
    reason: str = ""
    about: About | None = None


def articles_of(document: Document, today: dt.date) -> list[Article | Reject]:
    """One outcome for the document, or one for each entry of a feed or list."""
    try:
        drafts = drafts_of(document)
    except ValueError as error:
        return [rejection(document, str(error))]
    if document.about:
        drafts = [informed(draft, document.about, today) for draft in drafts]
    if len(drafts) == 1:
        return [outcome(document, drafts[0], today, "")]
    return [outcome(document, draft, today, f"entry {n}") for n, draft in enumerate(drafts, 1)]


def drafts_of(document: Document) -> Sequence[Draft | ValueError]:
    """The drafts in the document, or what is wrong with each; ValueError says why there are none."""
    match document.format:
        case "json line":
            return [draft_of_json(decode(document.data))]
        case "json":
            return drafts_of_json(decode(document.data))
        case "text":
            return [draft_of_plain(decode(document.data), document.location or document.source)]
        case "html":
            charset = declared_charset(document.data, document.about.content_type if document.about else "")
            selector = document.about.body if document.about else None
            return [draft_of_page(decode_markup(document.data, charset), selector)]
        case "feed":
            return drafts_of_feed(document.data)
        case "trec":
            return [draft_of_trec(decode(document.data))]
        case _:
            raise ValueError(document.reason)


def outcome(document: Document, draft: Draft | ValueError, today: dt.date, entry: str) -> Article | Reject:
    try:
        if isinstance(draft, ValueError):
            raise draft
        article = article_of(draft, today)
        require_arabic(article.text)
    except ValueError as error:
        return rejection(document, str(error), entry)
    return article


def rejection(document: Document, reason: str, entry: str = "") -> Reject:
    return Reject(
        source=document.source,
        location=", ".join(part for part in (document.location, entry) if part),
        reason=reason,
        first_bytes=printable(document.data),
    )
