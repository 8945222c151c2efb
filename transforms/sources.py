"""The configured outlets of seeds/sources.toml: their feeds and what is normal for them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from transforms.seeds import SEEDS, SeedError

SOURCES = SEEDS / "sources.toml"
OWNERSHIP = ("state", "party", "private", "public_service", "international")
TEXT_FROM = ("page", "feed")
KEY = re.compile(r"[a-z][a-z0-9_]*")
COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One outlet as configured; seeds/sources.toml says what each field means."""

    outlet: str
    name: str
    ownership: str
    timezone: str
    feeds: tuple[str, ...]
    articles_a_day: tuple[int, int]
    country: str | None = None
    sitemaps: tuple[str, ...] = ()
    body: str | None = None
    text_from: str = "page"
    minutes: float = 15
    pause: float = 2


KINDS: dict[str, tuple[type, ...]] = {
    "feeds": (list,),
    "sitemaps": (list,),
    "articles_a_day": (list,),
    "minutes": (int, float),
    "pause": (int, float),
}
NAMES = tuple(field.name for field in fields(Source))
NEEDED = ("outlet", "name", "ownership", "timezone", "feeds", "articles_a_day")


def load_sources(path: Path = SOURCES) -> list[Source]:
    """Every configured outlet; SeedError lists all faults of the file."""
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    blocks = loaded.get("source")
    if loaded.keys() != {"source"} or not isinstance(blocks, list):
        raise SeedError(f"{path}: holds [[source]] blocks and nothing else")
    found = list(enumerate(blocks, 1))
    faults = [f"{path}: source {n}, {block.get('outlet')}: {fault}" for n, block in found for fault in faults_of(block)]
    faults = faults or [f"{path}: {fault}" for fault in repeats(blocks)]
    if faults:
        raise SeedError("\n".join(faults))
    return [Source(**{key: frozen(value) for key, value in block.items()}) for block in blocks]


def frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def faults_of(block: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one block: shape first, and values only of a block in shape."""
    misshapen = [*shape_faults(block)]
    yield from misshapen or value_faults(block)


def shape_faults(block: dict[str, Any]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in NEEDED if name not in block)
    yield from (f"{name} is not known" for name in block if name not in NAMES)
    for name, value in block.items():
        if not isinstance(value, KINDS.get(name, (str,))) or isinstance(value, bool):
            yield f"{name} is of the wrong kind: {value!r}"


def value_faults(block: dict[str, Any]) -> Iterator[str]:
    if not KEY.fullmatch(block["outlet"]):
        yield "outlet is not lower-case letters, digits and _"
    if not block["name"].strip():
        yield "name is blank"
    if block["ownership"] not in OWNERSHIP:
        yield f"ownership is none of {', '.join(OWNERSHIP)}: {block['ownership']}"
    if block.get("text_from", "page") not in TEXT_FROM:
        yield f"text_from is neither page nor feed: {block['text_from']}"
    if "country" in block and not COUNTRY.fullmatch(block["country"]):
        yield f"country is not two capitals: {block['country']}"
    if not is_zone(block["timezone"]):
        yield f"timezone is not in the IANA list: {block['timezone']}"
    if not block["feeds"]:
        yield "feeds is empty"
    yield from (f"not a web address: {url!r}" for url in addresses(block) if not is_address(url))
    if "body" in block and not is_selector(block["body"]):
        yield f"body is no CSS selector: {block['body']!r}"
    if not is_envelope(block["articles_a_day"]):
        yield f"articles_a_day is not [fewest, most]: {block['articles_a_day']}"
    yield from (f"{name} is negative" for name in ("minutes", "pause") if block.get(name, 0) < 0)


def addresses(block: dict[str, Any]) -> list[Any]:
    return [*block["feeds"], *block.get("sitemaps", ())]


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no name at all; a folder of names
        return False
    return True


def is_address(url: Any) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except (ValueError, AttributeError, TypeError):
        return False


def is_selector(value: str) -> bool:
    try:
        LexborHTMLParser("").css(value)
    except SelectolaxError:
        return False
    return True


def is_envelope(bounds: list[Any]) -> bool:
    return len(bounds) == 2 and all(type(bound) is int for bound in bounds) and 0 <= bounds[0] <= bounds[1] > 0


def repeats(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Outlets and feeds that stand in the file twice."""
    for kind, named in (
        ("outlet", [block["outlet"] for block in blocks]),
        ("feed", [feed for block in blocks for feed in block["feeds"]]),
    ):
        yield from (f"{kind} {name} stands here twice" for name in sorted({n for n in named if named.count(n) > 1}))
