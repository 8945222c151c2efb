"""What was fetched, kept raw: WARC files, compressed, each named by the hash of what it holds."""

import datetime as dt
import gzip
import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.fetching.client import Fetched
from flows.fetching.files import on_disk, write_whole
from transforms.about import About, about_line, parse_about
from transforms.identity import short_hash

PAGES, FEEDS = "pages", "feeds"
MANY = 50  # files: from here on one by one takes longer than all of the machine's


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of everything fetched; `rasid run FOLDER/pages` codes it again without asking the web."""

    folder: Path
    fresh: list[Path] = field(default_factory=list)  # written, perhaps not yet on the disk

    def keep_page(self, fetched: Fetched, about: About) -> str:
        """Keep an article's page; where it lies."""
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {ascii_line(fetched.content_type)}\r\n\r\n".encode()
        return self.keep(PAGES, "response", "application/http; msgtype=response", http + fetched.body, about)

    def keep_item(self, text: str, about: About) -> str:
        """Keep an article that its feed holds whole, or alone."""
        told = {"url": about.url, "title": about.title, "text": text, "published": about.published}
        return self.keep(PAGES, "resource", "application/json", json.dumps(told).encode(), about)

    def keep_refusal(self, reason: str, about: About) -> str:
        """Keep that an article could not be had, and why."""
        return self.keep(PAGES, "metadata", "application/json", json.dumps({"reason": reason}).encode(), about)

    def keep_feed(self, fetched: Fetched, about: About) -> str:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {ascii_line(fetched.content_type)}\r\n\r\n".encode()
        return self.keep(FEEDS, "response", "application/http; msgtype=response", http + fetched.body, about)

    def keep(self, shelf: str, kind: str, media: str, block: bytes, about: About) -> str:
        """Write one record, unless the same stands there; its path within the folder."""
        digest = hashlib.sha256(block).hexdigest()
        name = short_hash(kind, about.url, about.status, digest) + digest[:16]
        path = self.folder / shelf / name[:2] / f"{name}.warc.gz"
        if not path.exists():
            record = warc_record(kind, media, block, about, name)
            write_whole(path, gzip.compress(record, compresslevel=6, mtime=0), sync=False)
            self.fresh.append(path)
        return path.relative_to(self.folder).as_posix()

    def mark_vanished(self, kept: str) -> str:
        """Keep once more what is kept there, as a page that its outlet took away; where that lies."""
        head, _, block = gzip.decompress(self.path(kept).read_bytes()).partition(b"\r\n\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode("ascii").split("\r\n")[1:])
        block = block[: int(lines["Content-Length"])]
        about = replace(parse_about(lines["Rasid-About"]), status="vanished")
        return self.keep(PAGES, lines["WARC-Type"], lines["Content-Type"], block, about)

    def settle(self) -> None:
        """Have all that was kept on the disk."""
        if len(self.fresh) > MANY:
            os.sync()
            self.fresh.clear()
        while self.fresh:
            on_disk(self.fresh.pop())

    def path(self, kept: str) -> Path:
        return self.folder / kept


def warc_record(kind: str, media: str, block: bytes, about: About, name: str) -> bytes:
    """A WARC 1.1 record with a line of ours in its head."""
    at = about.fetched_at or dt.datetime.fromtimestamp(0, dt.UTC)
    digest = hashlib.sha256(block).hexdigest()
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:rasid:{name}>",
        f"WARC-Date: {at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Target-URI: {ascii_line(about.url or 'urn:rasid:' + name)}",
        f"WARC-Block-Digest: sha256:{digest}",
        f"Content-Type: {media}",
        f"Content-Length: {len(block)}",
        f"Rasid-About: {about_line(about)}",
    ]
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + block + b"\r\n\r\n"


def ascii_line(value: str) -> str:
    """The value on one line of ASCII, as a header needs it."""
    return "".join(c for c in value.encode("ascii", "backslashreplace").decode() if c.isprintable())
