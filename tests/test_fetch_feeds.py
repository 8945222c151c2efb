"""Feeds and pages as outlets really send them: broken, mislabelled, misdated, too large."""

import dataclasses
import time
from pathlib import Path

import outlets
import pytest
from visiting import FEED_TEXT, QUICK, RSS, articles, source, visit

from flows.fetching.records import load_record
from flows.fetching.visits import Report


def test_an_item_is_one_article_under_all_its_addresses(outlet: outlets.Outlet, tmp_path: Path) -> None:
    tracked = [outlet.url(f"/news/1?utm_campaign={n}&fbclid={n}") for n in range(3)]
    guid = "<guid>same</guid>"
    links = [*tracked, outlet.url("/news/2"), outlet.url("/news/3")]
    outlet.plays("/feed", outlets.rss([outlets.item(link, more=guid) for link in links]), RSS)
    for number in (1, 2, 3):
        outlet.plays(f"/news/{number}", outlets.page(outlets.BODY + str(number)))
    visit(tmp_path, source(outlet))
    assert sorted(str(article.url) for article in articles(tmp_path)) == [outlet.url(f"/news/{n}") for n in (1, 2, 3)]


BAD_FEEDS = (
    ("", "empty"),
    ("<html><body>صيانة</body></html>", "an HTML page"),
    ("{}", "JSON without items"),
    ('{"items":', "broken JSON Feed"),
    ("<rss", "not a feed"),
    ("<rss <channel<item<link</item</link>", "broken feed: KeyError"),  # on which feedparser itself fails
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


def test_what_came_after_a_cut_is_read_next_time(outlet: outlets.Outlet, tmp_path: Path) -> None:
    items = [outlets.item(outlet.url(f"/news/{n}")) for n in (1, 2)]
    for number in (1, 2):
        outlet.plays(f"/news/{number}", outlets.page(outlets.BODY + str(number)))
    whole = outlets.rss(items)
    outlet.replies["/feed"] = outlets.with_etag(whole[: whole.index(items[1])], RSS, '"1"')
    visit(tmp_path, source(outlet))
    outlet.replies["/feed"] = outlets.with_etag(whole, RSS, '"1"')
    visit(tmp_path, source(outlet))
    assert len(articles(tmp_path)) == 2


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
