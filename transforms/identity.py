"""Ids that survive a second run: canonical addresses and hashes of content."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = ("utm_", "at_", "ns_")
TRACKING_KEYS = frozenset({"fbclid", "gclid", "ref", "ocid", "cmpid", "xtor", "share", "amp"})
PORTS = {"http": ":80", "https": ":443"}


def short_hash(*parts: str | None) -> str:
    """Sixteen hexadecimal digits over the parts, their borders and gaps included."""
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_sha256(title: str, text: str) -> str:
    return hashlib.sha256(f"{title}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest()


def canonical_url(url: str) -> str:
    """The address without what differs between two links to one page; ValueError when it is none."""
    parts = urlsplit(url.strip())
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"not a web address: {url[:80]!r}")
    host = parts.netloc.lower().removesuffix(PORTS[parts.scheme]).rpartition("@")[2]
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not is_tracking(k)])
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/") or "/", query, ""))


def is_tracking(key: str) -> bool:
    return key.lower().startswith(TRACKING) or key.lower() in TRACKING_KEYS


def article_id(url: str | None, title: str, text: str) -> str:
    """From the canonical address (http and https alike), else from the text."""
    if url:
        return "u" + short_hash(canonical_url(url).partition(":")[2])
    return "t" + text_sha256(title, text)[:16]


def report_id(article_id: str, section: str, kind: str, start: int) -> str:
    """Id of one record: its article, its section and type, where its evidence begins."""
    return short_hash(article_id, section, kind, str(start))
