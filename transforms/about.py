"""What is known of a document beside its bytes: how it was found and fetched, and by whom it was published."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from transforms.articles import Draft, load_json
from transforms.timestamps import parse_timestamp

ALIASES = ("www.", "m.", "amp.", "mobile.")


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """The fetcher's knowledge of one document; nothing known is None."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    zone: str | None = None
    body: str | None = None
    content_type: str = ""
    fetched_at: dt.datetime | None = None
    status: str = "current"
    note: str | None = None


def informed(draft: Draft | ValueError, about: About, today: dt.date) -> Draft | ValueError:
    """The draft with what is known about its document filled in."""
    if isinstance(draft, ValueError):
        return draft
    is_own = is_usable(draft.published, about.zone, today)
    return replace(
        draft,
        url=article_address(draft.url, about.url),
        outlet=about.outlet or draft.outlet,
        title=draft.title or about.title or "",
        published=draft.published if is_own or not about.published else about.published,
        published_basis=draft.published_basis if is_own or not about.published else "feed",
        zone=about.zone,
        fetched_at=about.fetched_at,
        status=about.status,
        note=about.note,
    )


def article_address(stated: str | None, fetched: str | None) -> str | None:
    """The page's own canonical address where it can be believed: on the same site, and not the front page."""
    if not stated or not fetched:
        return stated or fetched
    try:
        own, asked = urlsplit(stated), urlsplit(fetched)
        is_same = site(own.hostname) == site(asked.hostname) and own.port == asked.port
    except ValueError:
        return fetched
    return stated if is_same and own.path.strip("/").count("/") >= min(1, asked.path.strip("/").count("/")) else fetched


def site(host: str | None) -> str:
    name = (host or "").lower()
    return next((name.removeprefix(alias) for alias in ALIASES if name.startswith(alias)), name)


def is_usable(published: str | None, zone: str | None, today: dt.date) -> bool:
    """Whether the publication time can be read and has come."""
    try:
        return bool(published) and parse_timestamp(published or "", zone)[0] <= today + dt.timedelta(days=1)
    except ValueError:
        return False


def about_line(about: About) -> str:
    """One line of ASCII that says it all."""
    told = asdict(about) | {"fetched_at": about.fetched_at and about.fetched_at.isoformat()}
    return json.dumps({name: value for name, value in told.items() if value})


def parse_about(line: str) -> About:
    """What about_line() wrote; ValueError for anything else."""
    told = load_json(line)
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise ValueError("not a description")
    whole = {name: value.encode("utf-8", "replace").decode() for name, value in told.items()}
    moment = whole.pop("fetched_at", None)
    try:
        return About(**whole, fetched_at=dt.datetime.fromisoformat(moment) if moment else None)
    except TypeError as error:
        raise ValueError(f"not a description: {error}") from None
