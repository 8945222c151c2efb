"""Reading from outlets, good ones and bad ones: what is kept, what is refused, whom we ask and how often."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import outlets
import pytest

from flows.fetching.client import Fetched, fetching
from flows.fetching.faults import FetchError
from flows.fetching.guard import places_named, require_public
from flows.fetching.manners import Manners
from flows.fetching.records import load_record
from flows.fetching.robots import RobotsFiles
from flows.fetching.store import Store
from flows.fetching.visits import Report, visit_outlets
from flows.ingest import ingest
from flows.readers.inputs import read_documents
from transforms.documents import articles_of
from transforms.schema import Article, Reject
from transforms.sources import Source

QUICK = Manners(
    connect=1, read=0.5, deadline=1, attempts=2, backoff=0.02, longest_wait=0.2, size_limit=1024 * 1024, visit=20
)
TODAY = dt.date(2026, 11, 1)
RSS = "application/rss+xml"


@pytest.fixture
def outlet() -> Iterator[outlets.Outlet]:
    with outlets.outlet_server() as server:
        server.plays("/robots.txt", "")
        yield server


@pytest.fixture
def other() -> Iterator[outlets.Outlet]:
    """Another server of this machine, which nobody named."""
    with outlets.outlet_server() as server:
        yield server


def source(server: outlets.Outlet, *paths: str, **changes: object) -> Source:
    plain = Source(
        outlet="madar",
        name="مدار",
        ownership="private",
        timezone="Asia/Baghdad",
        feeds=tuple(server.url(path) for path in paths or ("/feed",)),
        articles_a_day=(1, 100),
        minutes=0,
        pause=0,
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def fetch(url: str, manners: Manners = QUICK, **conditions: str) -> Fetched:
    async def once() -> Fetched:
        async with fetching(places_named([url]), manners, RobotsFiles(Path("/nonexistent/robots"))) as fetcher:
            return await fetcher.fetch(url, 0, outlets.dashed(conditions))

    return asyncio.run(once())


def fault(url: str, manners: Manners = QUICK) -> str:
    with pytest.raises(FetchError) as raised:
        fetch(url, manners)
    return str(raised.value)


def visit(folder: Path, *sources: Source, manners: Manners = QUICK) -> list[Report]:
    return visit_outlets(sources, folder, manners)


def kept(folder: Path) -> list[Article | Reject]:
    """What the pipeline reads from all pages kept, each version of each article."""
    paths = sorted(str(path) for path in (folder / "pages").rglob("*.gz"))
    return [row for document in read_documents(paths) for row in articles_of(document, TODAY)]


def articles(folder: Path) -> list[Article]:
    return [row for row in kept(folder) if isinstance(row, Article)]


def latest(folder: Path) -> dict[str, Any]:
    """The one article that the pipeline takes of all versions kept."""
    (row,) = ingest([str(path) for path in (folder / "pages").rglob("*.gz")], TODAY, None).articles.to_pylist()
    return dict(row)


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


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(outlet: outlets.Outlet) -> None:
    outlet.plays("/a", "x")

    async def many() -> float:
        async with fetching(places_named([outlet.url()]), QUICK, RobotsFiles(Path("/nonexistent/robots"))) as fetcher:
            await fetcher.fetch(outlet.url("/a"))
            started = time.monotonic()
            await asyncio.gather(*(fetcher.fetch(outlet.url("/a"), 0.1) for _ in range(4)))
            return time.monotonic() - started

    assert asyncio.run(many()) >= 0.3


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


def make_due(folder: Path) -> None:
    """As if the time of the next look at each page had come."""
    from flows.fetching.records import save_record

    record = load_record(folder, "madar")
    for item in record.items.values():
        item.next_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    save_record(folder, "madar", record)


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


FEED_TEXT = f"<description><![CDATA[<p>{outlets.BODY}</p>]]></description>"


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


def test_an_item_is_one_article_under_all_its_addresses(outlet: outlets.Outlet, tmp_path: Path) -> None:
    tracked = [outlet.url(f"/news/1?utm_campaign={n}&fbclid={n}") for n in range(3)]
    guid = "<guid>same</guid>"
    links = [*tracked, outlet.url("/news/2"), outlet.url("/news/3")]
    outlet.plays("/feed", outlets.rss([outlets.item(link, more=guid) for link in links]), RSS)
    for number in (1, 2, 3):
        outlet.plays(f"/news/{number}", outlets.page(outlets.BODY + str(number)))
    visit(tmp_path, source(outlet))
    assert sorted(str(article.url) for article in articles(tmp_path)) == [outlet.url(f"/news/{n}") for n in (1, 2, 3)]


def test_items_may_not_lead_to_private_addresses(outlet: outlets.Outlet, other: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(other.url("/admin"))]), RSS)
    visit(tmp_path, source(outlet))
    (reject,) = kept(tmp_path)
    assert isinstance(reject, Reject) and "refused: 127.0.0.1" in reject.reason
    assert other.asked == []


BAD_FEEDS = (
    ("", "empty"),
    ("<html><body>صيانة</body></html>", "an HTML page"),
    ("{}", "JSON without items"),
    ('{"items":', "broken JSON Feed"),
    ("<rss", "not a feed"),
    ('<!DOCTYPE x [<!ENTITY a "b"', "not a feed"),
    ('<!DOCTYPE x [<!ENTITY a "b"><rss version="2.0">', "a DOCTYPE without its end"),
    (b"\x00\x01\x02\xff\xfe\xfd" * 50, "no known encoding"),
)


@pytest.mark.parametrize(("body", "reason"), BAD_FEEDS, ids=[reason for _, reason in BAD_FEEDS])
def test_what_is_no_feed_is_told(outlet: outlets.Outlet, tmp_path: Path, body: str | bytes, reason: str) -> None:
    outlet.plays("/feed", body, RSS)
    (report,) = visit(tmp_path, source(outlet))
    assert reason in report.faults[0]
    assert load_record(tmp_path, "madar").feeds[outlet.url()].fault in report.faults[0]


def test_a_cut_feed_gives_the_items_before_the_cut(outlet: outlets.Outlet, tmp_path: Path) -> None:
    whole = outlets.rss([outlets.item(outlet.url("/news/1"))])
    outlet.plays("/feed", whole.replace("</channel></rss>", "<item><title>مقطوع &"), RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    assert len(articles(tmp_path)) == 1


def test_an_empty_feed_is_no_fault(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([]), RSS)
    assert visit(tmp_path, source(outlet)) == [Report(outlet="madar", feeds_read=1)]


def test_entity_bombs_stay_small(outlet: outlets.Outlet, tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ahaha">{lines}]>'
    items = outlets.rss([outlets.item(outlet.url("/news/1"), title="&e9;")]).partition("\n")[2]
    outlet.plays("/feed", bomb + items, RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    assert len(articles(tmp_path)) == 1


@pytest.mark.parametrize("declared", ["windows-1256", "utf-8", "iso-8859-1", "windows-1252", "x-unknown"])
def test_charsets_and_lies_about_them(outlet: outlets.Outlet, tmp_path: Path, declared: str) -> None:
    kind = f"; charset={declared}"
    feed = outlets.rss([outlets.item(outlet.url("/news/1"), title="انفجار في بغداد")], declared)
    outlet.plays("/feed", feed.encode("cp1256"), "text/xml" + kind)
    outlet.plays("/news/1", outlets.page(title="").encode("cp1256"), "text/html" + kind)
    visit(tmp_path, source(outlet))
    (article,) = articles(tmp_path)
    assert article.title == "انفجار في بغداد"
    assert article.text.endswith(outlets.MORE)


def test_a_stray_byte_costs_no_article(outlet: outlets.Outlet, tmp_path: Path) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page().encode() + b"<!-- \xff\xfe -->" + b" " * 500)
    visit(tmp_path, source(outlet))
    assert len(articles(tmp_path)) == 1


DATES = (
    ("Sun, 23 Aug 2020 22:30:00 GMT", "2020-08-24", "2020-08-23T22:30:00"),
    ("2020-08-23 22:30:00", "2020-08-23", "2020-08-23T19:30:00"),
    ("2020-08-23 22:30:00 +0300", "2020-08-23", "2020-08-23T19:30:00"),
    ("Sun, 23 Aug 2020 22:30:00 AST", "2020-08-23", "2020-08-23T19:30:00"),
    ("2020-08-23", "2020-08-23", ""),
    ("Sun, 23 Aug 2099 22:30:00 GMT", "", ""),
    ("أمس", "", ""),
    ("0001-01-01T00:00:00+03:00", "", ""),
    ("99999999999999999999", "", ""),
)


@pytest.mark.parametrize(("stated", "day", "moment"), DATES, ids=[stated for stated, *_ in DATES])
def test_dates_and_zones(outlet: outlets.Outlet, tmp_path: Path, stated: str, day: str, moment: str) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"), date=stated)]), RSS)
    outlet.plays("/news/1", outlets.page())
    visit(tmp_path, source(outlet))
    (article,) = articles(tmp_path)
    assert str(article.published or "") == day
    assert (article.published_at.isoformat()[:19] if article.published_at else "") == moment
    assert bool(article.note) == (not day)


def test_the_date_of_the_page_wins_unless_it_lies_ahead(outlet: outlets.Outlet, tmp_path: Path) -> None:
    links = [outlet.url(f"/news/{n}") for n in (1, 2)]
    outlet.plays("/feed", outlets.rss([outlets.item(link) for link in links]), RSS)
    for number, day in ((1, "2020-08-22"), (2, "2099-08-22")):
        stated = f'<script type="application/ld+json">{{"datePublished": "{day}T10:00:00+03:00"}}</script>'
        outlet.plays(f"/news/{number}", outlets.page(outlets.BODY + str(number), head=stated))
    visit(tmp_path, source(outlet))
    assert {(str(a.url)[-1], str(a.published), a.published_basis) for a in articles(tmp_path)} == {
        ("1", "2020-08-22", "html"),
        ("2", "2020-08-23", "feed"),
    }


@pytest.mark.parametrize("canonical", ["/", "https://elsewhere.example/news/1", "http://["])
def test_a_page_that_names_a_wrong_address_for_itself_keeps_its_own(
    outlet: outlets.Outlet, tmp_path: Path, canonical: str
) -> None:
    whole = outlet.url("/") if canonical == "/" else canonical
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"))]), RSS)
    outlet.plays("/news/1", outlets.page(head=f'<link rel="canonical" href="{whole}">'))
    visit(tmp_path, source(outlet))
    assert [article.url for article in articles(tmp_path)] == [outlet.url("/news/1")]


FORMS = {
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel><item><title>عنوان</title>'
    "<link>{link}</link><dc:date>2020-08-23T22:30:00+03:00</dc:date></item></rdf:RDF>",
    "Atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>عنوان</title><id>{link}</id>'
    '<link href="{link}"/><published>2020-08-23T22:30:00+03:00</published></entry></feed>',
    "JSON Feed": '{{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{{"id": "1", "url": '
    '"{link}", "title": "عنوان", "date_published": "2020-08-23T22:30:00+03:00"}}]}}',
    "RSS with relative links": '<rss version="2.0"><channel><title>x</title><item><title>عنوان</title>'
    "<link>/news/1</link><pubDate>Sun, 23 Aug 2020 22:30:00 +0300</pubDate></item></channel></rss>",
}


@pytest.mark.parametrize("form", FORMS)
def test_feeds_of_every_kind(outlet: outlets.Outlet, tmp_path: Path, form: str) -> None:
    outlet.plays("/feed", FORMS[form].format(link=outlet.url("/news/1")), "application/octet-stream")
    outlet.plays("/news/1", outlets.page(title=""))
    visit(tmp_path, source(outlet))
    (article,) = articles(tmp_path)
    assert (article.title, str(article.published)) == ("عنوان", "2020-08-23")


def test_ten_thousand_items_at_once(outlet: outlets.Outlet, tmp_path: Path) -> None:
    items = [outlets.item(outlet.url(f"/news/{n}"), title=f"خبر {n}", more=FEED_TEXT) for n in range(10_000)]
    outlet.plays("/feed", outlets.rss(items), RSS)
    patient = dataclasses.replace(QUICK, size_limit=2**24, deadline=20, visit=60)
    (report,) = visit(tmp_path, source(outlet, text_from="feed"), manners=patient)
    assert (report.new, report.waiting, report.faults) == (10_000, 0, [])
    assert {item.status for item in load_record(tmp_path, "madar").items.values()} == {"held"}


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
    from flows.errors import UserError
    from flows.fetching.files import only_fetcher

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


ENDLESS = {
    "open": "<div>" * 200_000,
    "closed": "<div>" * 40_000 + "</div>" * 40_000,
    "many": "<br>" * 200_000,
    "linked data": f'<script type="application/ld+json">{"[" * 200_000}</script>',
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_pages_made_to_take_minutes_take_none(outlet: outlets.Outlet, tmp_path: Path, kind: str) -> None:
    outlet.plays("/feed", outlets.rss([outlets.item(outlet.url("/news/1"), more=FEED_TEXT)]), RSS)
    outlet.plays("/news/1", outlets.page(head=ENDLESS[kind]))
    started = time.monotonic()
    visit(tmp_path, source(outlet), manners=dataclasses.replace(QUICK, size_limit=2**23))
    assert len(articles(tmp_path)) == 1
    assert time.monotonic() - started < 10
