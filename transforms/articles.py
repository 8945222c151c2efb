"""From what a reader found in a document to an article, or a clear reason why not."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from transforms.identity import article_id, canonical_url, text_sha256
from transforms.schema import Article
from transforms.timestamps import parse_timestamp

TEXT_LIMIT = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One document as found in its source, values as written there."""

    text: str
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_basis: str = "file"
    article_id: str | None = None
    zone: str | None = None  # of times that state none
    fetched_at: dt.datetime | None = None
    status: str = "current"
    note: str | None = None


def article_of(draft: Draft, today: dt.date | None = None) -> Article:
    """The article of a draft; ValueError says why there is none."""
    if not draft.text.strip():
        raise ValueError("no text")
    if len(draft.text) > TEXT_LIMIT:
        raise ValueError(f"text of {len(draft.text):,} characters, more than {TEXT_LIMIT:,}")
    url = canonical_url(draft.url) if draft.url else None
    published, published_at, note = publication(draft.published, today, draft.zone)
    return Article(
        article_id=draft.article_id or article_id(url, draft.title, draft.text),
        outlet=draft.outlet,
        url=url,
        title=draft.title,
        text=draft.text,
        published=published,
        published_at=published_at,
        published_basis=draft.published_basis if published else "unknown",
        fetched_at=draft.fetched_at,
        text_sha256=text_sha256(draft.title, draft.text),
        wire_group=None,
        status=draft.status,
        note="; ".join(said for said in (draft.note, note) if said) or None,
    )


def publication(
    stated: str | None, today: dt.date | None, zone: str | None = None
) -> tuple[dt.date | None, dt.datetime | None, str | None]:
    """Day, moment and what is wrong with them; an impossible date is none, never a guess."""
    if not stated:
        return None, None, None
    try:
        day, moment = parse_timestamp(stated, zone)
    except ValueError as error:
        return None, None, f"publication date ignored: {error}"
    if today and day > today + dt.timedelta(days=1):
        return None, None, f"publication date ignored: {day} is in the future"
    return day, moment, None


def draft_of_json(text: str) -> Draft:
    """The document of one JSON object; ValueError says what is wrong with it."""
    return draft_of_record(load_json(text))


def drafts_of_json(text: str) -> list[Draft | ValueError]:
    """Of a JSON text, an object or a list of them, each document or what is wrong with it."""
    loaded = load_json(text)
    return [draft_or_fault(record) for record in (loaded if isinstance(loaded, list) else [loaded])]


def draft_or_fault(record: Any) -> Draft | ValueError:
    try:
        return draft_of_record(record)
    except ValueError as fault:
        return fault


def load_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"broken JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise ValueError("broken JSON: nested too deeply") from None


def draft_of_record(record: Any) -> Draft:
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return Draft(
        article_id=optional_text(record, "article_id"),
        outlet=optional_text(record, "outlet"),
        url=optional_text(record, "url"),
        title=optional_text(record, "title") or "",
        text=optional_text(record, "text") or "",
        published=optional_text(record, "published"),
    )


def optional_text(record: dict[str, Any], name: str) -> str | None:
    """The named string; absent, null and empty are None."""
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text: {str(value)[:40]!r}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds half a character") from None
    return value
