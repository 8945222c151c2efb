"""From what a reader found to an article, or a clear reason why not."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from transforms.identity import article_id, canonical_url, text_sha256
from transforms.schema import Article

TEXT_LIMIT = 1_000_000
BASES = ("feed", "html", "file", "unknown")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One document as found in a source, its values still as written there."""

    text: str
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    published_at: dt.datetime | None = None
    published_basis: str = "unknown"
    article_id: str | None = None
    fetched_at: dt.datetime | None = None


def article_of(draft: Draft) -> Article:
    """The article of a draft; ValueError says why there is none."""
    if not draft.text.strip():
        raise ValueError("no text")
    if len(draft.text) > TEXT_LIMIT:
        raise ValueError(f"text of {len(draft.text):,} characters, more than {TEXT_LIMIT:,}")
    url = canonical_url(draft.url) if draft.url else None
    return Article(
        article_id=draft.article_id or article_id(url, draft.title, draft.text),
        outlet=draft.outlet,
        url=url,
        title=draft.title,
        text=draft.text,
        published=draft.published,
        published_at=draft.published_at,
        published_basis=draft.published_basis if draft.published else "unknown",
        fetched_at=draft.fetched_at,
        text_sha256=text_sha256(draft.title, draft.text),
        wire_group=None,
    )


def draft_of_json(line: bytes) -> Draft:
    """The document of one JSON line; ValueError says what is wrong with it."""
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("broken UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"broken JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise ValueError("broken JSON: nested too deeply") from None
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return draft_of_record(record)


def draft_of_record(record: dict[str, Any]) -> Draft:
    day, moment = parse_published(optional_text(record, "published"))
    text = optional_text(record, "text")
    if text is None:
        raise ValueError("no text")
    return Draft(
        article_id=optional_text(record, "article_id"),
        outlet=optional_text(record, "outlet"),
        url=optional_text(record, "url"),
        title=optional_text(record, "title") or "",
        text=text,
        published=day,
        published_at=moment,
        published_basis="file" if day else "unknown",
    )


def optional_text(record: dict[str, Any], name: str) -> str | None:
    """The named string with lone surrogates refused; null and absent are None."""
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


def parse_published(value: str | None) -> tuple[dt.date | None, dt.datetime | None]:
    """An ISO date or time as the day its outlet printed and, with a time zone, the moment."""
    if value is None:
        return None, None
    try:
        if len(value) <= 10:
            return dt.date.fromisoformat(value), None
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"publication date is not an ISO date: {value[:40]!r}") from None
    return moment.date(), utc(moment)


def utc(moment: dt.datetime) -> dt.datetime | None:
    return None if moment.tzinfo is None else moment.astimezone(dt.UTC)
