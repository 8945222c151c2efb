"""Whom we may ask: no private address that nobody named, nothing that robots.txt asks us to leave."""

import asyncio
import contextlib
import socket
from pathlib import Path

import outlets
import pytest
from visiting import QUICK, RSS, fault, fetch, kept, source, visit

from flows.fetching.client import fetching
from flows.fetching.faults import FetchError
from flows.fetching.guard import require_public
from flows.fetching.robots import RobotsFiles
from transforms.schema import Reject


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.1:{port}/secret", "leads to the private address 127.0.0.1"),
        ("http://localhost:{port}/secret", "leads to the private address"),
        ("http://[::ffff:127.0.0.1]:{port}/secret", "leads to the private address ::ffff:127.0.0.1"),
        ("http://2130706433:{port}/secret", ""),
        ("file:///etc/passwd", "redirects to no web address"),
        ("http://[", "redirects to no web address"),
    ],
)
def test_redirects_to_private_addresses_are_refused(
    outlet: outlets.Outlet, other: outlets.Outlet, target: str, reason: str
) -> None:
    outlet.redirects("/a", target.format(port=other.port))
    assert reason in fault(outlet.url("/a"))
    assert other.asked == []


def test_nothing_is_sent_to_a_refused_address() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        port = listening.getsockname()[1]

        async def once() -> None:
            async with fetching(frozenset(), QUICK, RobotsFiles(Path("/nonexistent/robots"))) as fetcher:
                await fetcher.fetch(f"http://127.0.0.1:{port}/")

        with pytest.raises(FetchError, match="refused: 127.0.0.1 leads to the private address"):
            asyncio.run(once())
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_name_may_not_lead_to_private_addresses_even_when_configured() -> None:
    with pytest.raises(FetchError, match="madar.example leads to the private address 10.0.0.1"):
        require_public("madar.example", 80, ["93.184.216.34", "10.0.0.1"], {("madar.example", 80)})


def test_robots_txt_is_obeyed(outlet: outlets.Outlet) -> None:
    outlet.plays("/robots.txt", "User-agent: *\nDisallow: /private\n")
    outlet.plays("/open", "x")
    outlet.redirects("/away", "/private/page")
    assert fetch(outlet.url("/open")).body == b"x"
    assert fault(outlet.url("/private/page")) == "robots.txt asks not to read it"
    assert fault(outlet.url("/away")) == "robots.txt asks not to read it"
    assert outlet.times("/private/page") == 0


@pytest.mark.parametrize(("status", "is_read"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_missing_robots_txt_allows_and_a_broken_one_does_not(
    outlet: outlets.Outlet, status: int, is_read: bool
) -> None:
    outlet.fails("/robots.txt", status)
    outlet.plays("/a", "x")
    with contextlib.nullcontext() if is_read else pytest.raises(FetchError, match=r"robots\.txt cannot be read"):
        fetch(outlet.url("/a"))
    assert outlet.times("/a") == is_read


def test_items_may_not_lead_to_private_addresses(outlet: outlets.Outlet, other: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(other.url("/admin"))]), RSS)
    visit(tmp_path, source(outlet))
    (reject,) = kept(tmp_path)
    assert isinstance(reject, Reject) and "refused: 127.0.0.1" in reject.reason
    assert other.asked == []
