"""Sitemaps: the articles of a stretch of days, and the further sitemaps that may list them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from transforms.encodings import declared_charset, decode_markup
from transforms.timestamps import parse_timestamp

ENTRY = re.compile(r"<(url|sitemap)[\s>]", re.IGNORECASE)
FIELD = re.compile(
    r"<((?:\w+:)?(?:loc|lastmod|publication_date|title))\s*>(<!\[CDATA\[[^\]]*\]\]>|[^<]*)<", re.IGNORECASE
)
CDATA = re.compile(r"^<!\[CDATA\[|\]\]>$")
MONTH_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0?[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One address of a sitemap."""

    url: str
    is_sitemap: bool
    title: str = ""
    published: str | None = None  # as written, of news sitemaps
    modified: str | None = None


def listed_in(data: bytes, content_type: str = "") -> list[Listed]:
    """All addresses of a sitemap, or of a text file that lists them; ValueError when it is neither."""
    text = decode_markup(data, declared_charset(data, content_type)).lstrip("\ufeff \t\r\n")
    if text.startswith(("http://", "https://")):
        return [Listed(url=line.strip(), is_sitemap=False) for line in text.splitlines() if line.strip()]
    found = list(entries(text))
    if not found and not re.search("<(urlset|sitemapindex)", text, re.IGNORECASE):
        raise ValueError("not a sitemap")
    return found


def entries(text: str) -> Iterator[Listed]:
    starts = list(ENTRY.finditer(text))
    ends = [*(match.start() for match in starts), len(text)][1:]
    for match, end in zip(starts, ends, strict=True):
        fields = {
            name.rpartition(":")[2].lower(): words(value) for name, value in reversed(fields_in(text, match.end(), end))
        }
        if fields.get("loc", "").startswith(("http://", "https://")):
            yield Listed(
                url=fields["loc"],
                is_sitemap=match[1].lower() == "sitemap",
                title=fields.get("title", ""),
                published=fields.get("publication_date"),
                modified=fields.get("lastmod"),
            )


def fields_in(text: str, start: int, end: int) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in FIELD.finditer(text, start, end)]


def words(value: str) -> str:
    return unescape(CDATA.sub("", value)).strip()


def may_be_within(listed: Listed, first: dt.date, last: dt.date, zone: str) -> bool:
    """Whether an article, or one of a sitemap's, may be of these days; what states no time may be."""
    published, modified = day(listed.published, zone), day(listed.modified, zone)
    if published:
        return first <= published <= last
    named = MONTH_IN_ADDRESS.search(listed.url)
    if named:
        month = int(named[1]) * 12 + int(named[2])
        return first.year * 12 + first.month <= month <= last.year * 12 + last.month
    return modified is None or modified >= first  # written before it was changed


def day(stated: str | None, zone: str) -> dt.date | None:
    try:
        return parse_timestamp(stated, zone)[0] if stated else None
    except ValueError:
        return None
