"""One request and its answer: who we say we are, what is tried again, what is cut short, whose turn it is."""

import asyncio
import time
from pathlib import Path

import outlets
import pytest
from visiting import QUICK, fault, fetch

from flows.fetching.client import Fetched, fetching
from flows.fetching.guard import places_named
from flows.fetching.robots import RobotsFiles


def test_an_answer_is_what_the_server_sent(outlet: outlets.Outlet) -> None:
    outlet.plays("/a", "نص", "text/plain", etag='"1"', last_modified="Sun, 23 Aug 2020 19:30:00 GMT")
    assert fetch(outlet.url("/a")) == Fetched(
        url=outlet.url("/a"),
        status=200,
        body="نص".encode(),
        content_type="text/plain",
        etag='"1"',
        last_modified="Sun, 23 Aug 2020 19:30:00 GMT",
    )


def test_we_say_who_we_are(outlet: outlets.Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_CONTACT", "desk@madar.example\r\nX-Evil: 1")
    outlet.plays("/a", "x")
    fetch(outlet.url("/a"))
    assert {headers["user-agent"] for _, headers in outlet.asked} == {
        "Rasid/0.1 (Arabic news into open conflict data; desk@madar.exampleX-Evil: 1)"
    }


def test_a_page_we_have_is_asked_for_only_if_it_changed(outlet: outlets.Outlet) -> None:
    outlet.replies["/a"] = outlets.with_etag("x", "text/plain", '"1"')
    assert fetch(outlet.url("/a"), if_none_match='"1"').is_unchanged


@pytest.mark.parametrize(
    ("status", "asked"), [(403, 1), (404, 1), (410, 1), (451, 1), (304, 1), (429, 2), (500, 2), (503, 2)]
)
def test_only_passing_faults_are_tried_again(outlet: outlets.Outlet, status: int, asked: int) -> None:
    outlet.fails("/a", status)
    assert fault(outlet.url("/a")).startswith(f"HTTP {status}")
    assert outlet.times("/a") == asked


def test_a_server_that_asks_for_a_short_wait_gets_it(outlet: outlets.Outlet) -> None:
    outlet.fails("/a", 429, retry_after="0")
    fault(outlet.url("/a"))
    assert outlet.times("/a") == 2


@pytest.mark.parametrize("wait", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_server_that_asks_for_a_long_wait_is_left_alone(outlet: outlets.Outlet, wait: str) -> None:
    outlet.fails("/a", 503, retry_after=wait)
    fault(outlet.url("/a"))
    assert outlet.times("/a") == 1


def test_bodies_without_end_are_cut(outlet: outlets.Outlet) -> None:
    outlet.replies["/a"] = outlets.endless(outlet)
    assert fault(outlet.url("/a")) == "answer of more than 1 MB"


def test_bombs_are_not_inflated(outlet: outlets.Outlet) -> None:
    outlet.replies["/a"] = outlets.gzip_bomb(100)
    assert fault(outlet.url("/a")) == "answer of more than 1 MB"


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", b"no gzip", "damaged compression"),
        ("gzip", b"", ""),
        ("br", b"x", "compressed in a way not asked for: br"),
        ("deflate", b"\x4b\x04\x00", ""),
    ],
)
def test_compression(outlet: outlets.Outlet, coding: str, body: bytes, reason: str) -> None:
    outlet.plays("/a", body, content_encoding=coding)
    assert fault(outlet.url("/a")).startswith(reason) if reason else fetch(outlet.url("/a")).body in {b"", b"a"}


def test_drips_and_silence_end_at_the_time_out(outlet: outlets.Outlet) -> None:
    outlet.replies |= {"/drip": outlets.dripping(outlet, 0.1), "/silence": outlets.silent(outlet)}
    started = time.monotonic()
    assert fault(outlet.url("/drip")) == "no full answer within 1 s"
    assert fault(outlet.url("/silence")) == "no answer within 0.5 s"
    assert time.monotonic() - started < 5


def test_redirects_are_followed(outlet: outlets.Outlet) -> None:
    outlet.redirects("/a", "/b")
    outlet.plays("/b", "x")
    assert fetch(outlet.url("/a")).url == outlet.url("/b")


def test_redirect_loops_end(outlet: outlets.Outlet) -> None:
    outlet.redirects("/a", "/b")
    outlet.redirects("/b", "/a")
    for number in range(9):
        outlet.redirects(f"/{number}", f"/{number + 1}")
    assert fault(outlet.url("/a")) == "redirects in a circle"
    assert fault(outlet.url("/0")) == "more than 5 redirects"


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(outlet: outlets.Outlet) -> None:
    outlet.plays("/a", "x")

    async def many() -> float:
        async with fetching(places_named([outlet.url()]), QUICK, RobotsFiles(Path("/nonexistent/robots"))) as fetcher:
            await fetcher.fetch(outlet.url("/a"))
            started = time.monotonic()
            await asyncio.gather(*(fetcher.fetch(outlet.url("/a"), 0.1) for _ in range(4)))
            return time.monotonic() - started

    assert asyncio.run(many()) >= 0.3
