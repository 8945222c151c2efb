"""Visits to an outlet: new, changed, vanished and unreadable pages, and what is kept of each."""

import contextlib
import datetime as dt
import time
from pathlib import Path
from threading import Thread

import outlets
import pytest
from visiting import FEED_TEXT, RSS, articles, kept, latest, make_due, source, visit

from flows.errors import UserError
from flows.fetching.files import only_fetcher
from flows.fetching.store import Store
from flows.fetching.visits import Report
from transforms.schema import Reject


def test_an_article_is_its_page_and_what_the_feed_says_of_it(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1?utm_source=rss"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    (report,) = visit(tmp_path, source(outlet))
    assert report == Report(outlet="madar", feeds_read=1, new=1, pages_read=1)
    (article,) = articles(tmp_path)
    assert (article.outlet, article.url) == ("madar", outlet.url("/news/1"))
    assert article.text == f"صواريخ على المنطقة الخضراء\n{outlets.BODY}\n{outlets.MORE}".partition("\n")[2]
    assert (article.published, article.published_basis) == (dt.date(2020, 8, 23), "feed")
    assert article.fetched_at is not None


def test_a_second_visit_asks_for_changes_and_finds_none(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.replies["/feed"] = outlets.with_etag(outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS, '"1"')
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    assert visit(tmp_path, source(outlet)) == [Report(outlet="madar", feeds_unchanged=1)]
    assert (outlet.times("/robots.txt"), outlet.times("/news/1")) == (1, 1)


def test_a_changed_page_is_a_new_version_of_its_article(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    make_due(tmp_path)
    outlet.plays("/news/1", outlets.page().replace("ثلاثة صواريخ", "أربعة صواريخ") + "<!-- an advertisement -->")
    assert visit(tmp_path, source(outlet))[0].changed == 1
    make_due(tmp_path)
    outlet.plays("/news/1", outlets.page().replace("ثلاثة صواريخ", "أربعة صواريخ") + "<!-- another -->")
    assert visit(tmp_path, source(outlet))[0].changed == 0
    assert len({article.article_id for article in articles(tmp_path)}) == 1
    assert len({article.text for article in articles(tmp_path)}) == 2
    assert "أربعة صواريخ" in latest(tmp_path)["text"]


def test_a_vanished_page_keeps_its_text(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    outlet.fails("/news/1", 404)
    for vanished in (0, 1):  # one 404 may be a mishap
        make_due(tmp_path)
        assert visit(tmp_path, source(outlet))[0].vanished == vanished
    texts = {article.status: article.text for article in articles(tmp_path)}
    assert texts.keys() == {"current", "vanished"}
    assert texts["current"] == texts["vanished"]
    assert latest(tmp_path)["status"] == "vanished"


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_article_without_its_page_keeps_the_text_of_the_feed(
    outlet: outlets.Outlet, tmp_path: Path, status: int
) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"), more=FEED_TEXT)]), RSS)
    outlet.fails("/news/1", status)
    visit(tmp_path, source(outlet))
    (article,) = articles(tmp_path)
    assert article.text == outlets.BODY
    assert article.note and article.note.startswith(f"page not read: HTTP {status}")


def test_an_article_without_page_and_text_is_refused_with_a_reason(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.fails("/news/1", 403)
    visit(tmp_path, source(outlet))
    (reject,) = kept(tmp_path)
    assert isinstance(reject, Reject)
    assert (reject.location, reject.reason) == (outlet.url("/news/1"), "page not read: HTTP 403 Forbidden")


def test_a_page_that_fails_for_now_is_tried_next_time(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.fails("/news/1", 500)
    assert visit(tmp_path, source(outlet))[0].waiting == 1
    make_due(tmp_path)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    assert len(articles(tmp_path)) == 1


def test_a_feed_may_hold_the_whole_text(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"), more=FEED_TEXT)]), RSS)
    visit(tmp_path, source(outlet, text_from="feed"))
    (article,) = articles(tmp_path)
    assert (article.text, article.note, outlet.times("/news/1")) == (outlets.BODY, None, 0)


def test_a_bad_outlet_holds_nobody_up(outlet: outlets.Outlet, other: outlets.Outlet, tmp_path: Path) -> None:
    other.replies["/robots.txt"] = outlets.silent(other)
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    started = time.monotonic()
    bad, good = visit(tmp_path, source(other, outlet="bad"), source(outlet))
    assert time.monotonic() - started < 3
    assert (good.pages_read, len(bad.faults)) == (1, 1)


def test_a_damaged_record_stops_its_outlet_alone(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([]), RSS)
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "bad.json").write_text("{")
    bad, good = visit(tmp_path, source(outlet, outlet="bad"), source(outlet))
    assert "delete it to begin the outlet anew" in bad.faults[0]
    assert good.feeds_read == 1


def test_what_is_kept_can_be_read_again_without_the_web(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    before = kept(tmp_path)
    store, path = Store(tmp_path), next((tmp_path / "pages").rglob("*.gz"))
    asked = len(outlet.asked)
    assert store.path(str(path.relative_to(tmp_path))) == path
    assert kept(tmp_path) == before and len(outlet.asked) == asked


def test_two_fetchers_of_one_folder(tmp_path: Path) -> None:
    caught: list[str] = []

    def second() -> None:
        try:
            with only_fetcher(tmp_path):
                caught.append("in")
        except UserError as error:
            caught.append(str(error))

    with only_fetcher(tmp_path):
        thread = Thread(target=second)
        thread.start()
        thread.join()
    assert caught == [f"another run is fetching into {tmp_path}; this one leaves it to that"]


def faulty(server: outlets.Outlet, good: outlets.Outlet) -> dict[str, outlets.Reply | str | int]:
    """Everything a feed may be instead of a feed."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return {
        "drip": outlets.dripping(server, 0.1),
        "endless": outlets.endless(server),
        "gzip bomb": outlets.gzip_bomb(50),
        "silent": outlets.silent(server),
        "entity bomb": f'<!DOCTYPE rss [<!ENTITY e0 "x">{bomb}]><rss version="2.0"><channel><title>&e9;</title>',
        "html": outlets.page(),
        "malformed": "<rss><channel",
        "empty": "",
        "403": 403,
        "404": 404,
        "429": 429,
        "500": 500,
        "loop": server.url("/feed"),
        "private": good.url("/secret").replace("127.0.0.1", "127.0.0.2"),
    }


def play(server: outlets.Outlet, fault: outlets.Reply | str | int) -> None:
    if isinstance(fault, int):
        server.fails("/feed", fault)
    elif isinstance(fault, str) and fault.startswith("http://"):
        server.redirects("/feed", fault)
    elif isinstance(fault, str):
        server.plays("/feed", fault, RSS)
    else:
        server.replies["/feed"] = fault


def test_all_faults_at_once_cost_a_good_outlet_nothing(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page())
    with contextlib.ExitStack() as stack:
        kinds = list(faulty(outlet, outlet))
        bad = [stack.enter_context(outlets.outlet_server()) for _ in kinds]
        for kind, server in zip(kinds, bad, strict=True):
            server.plays("/robots.txt", "")
            play(server, faulty(server, outlet)[kind])
        chosen = [source(server, outlet=kind) for kind, server in zip(kinds, bad, strict=True)]
        *faults, good = visit(tmp_path, *chosen, source(outlet))
    assert (good.pages_read, good.faults, len(articles(tmp_path))) == (1, [], 1)
    assert {report.outlet: len(report.faults) for report in faults} == dict.fromkeys(kinds, 1)
    assert not any("fault of the program" in report.faults[0] for report in faults)
    assert outlet.times("/secret") == 0
