"""What robots.txt allows, which addresses are public, what a sitemap lists for some days."""

import datetime as dt

import pytest

from transforms.addresses import is_public
from transforms.robots import is_allowed, parse_robots
from transforms.sitemaps import Listed, listed_in, may_be_within

HOST = "https://m.example"
RULES = (
    ("", "/a", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow: /\nAllow: /a", "/a/b", True),
    ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b", False),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Rasid\nDisallow: /b", "/a", True),
    ("User-agent: x\nUser-agent: rasid\nDisallow: /a", "/a", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
    ("User-agent: *\nDisallow: /*?id=", "/x?id=3", False),
    ("User-agent: *\nDisallow: /%d8%a7", "/%D8%A7/x", False),
    ("user-AGENT : *  # all\r\ndisallow:/a # not this\r\n", "/a", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("<html>404</html>", "/a", True),
    ("Disallow: /a", "/a", True),
)


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert is_allowed(parse_robots(text.encode(), "Rasid"), HOST + path) == allowed


@pytest.mark.parametrize(("stated", "delay"), [("5", 5), ("0.5", 0.5), ("9999", 60), ("-1", 0), ("nan", 0), ("x", 0)])
def test_delays(stated: str, delay: float) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {stated}".encode(), "Rasid").delay == delay


def test_sitemaps_are_for_everyone() -> None:
    text = b"Sitemap: https://m.example/a.xml\nUser-agent: other\nDisallow: /\nSitemap: https://m.example/b.xml"
    assert parse_robots(text, "Rasid").sitemaps == ("https://m.example/a.xml", "https://m.example/b.xml")


def test_hostile_patterns_take_no_time() -> None:
    rules = parse_robots(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 5000 + b"$", "Rasid")
    assert is_allowed(rules, HOST + "/" + "a" * 4000 + "b")


PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 "
    "198.18.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fd00::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 "
    "64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 2001:0:4136:e378:8000:63bf:f5ff:fffe localhost"
)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "185.60.216.35", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


SITEMAP = b"""<?xml version="1.0"?><urlset xmlns:news="x"><url><loc>
https://m.example/1?a=1&amp;b=2 </loc><lastmod>2020-08-24</lastmod><image:loc>https://m.example/i.jpg</image:loc>
<news:news><news:publication_date>2020-08-23T22:30:00Z</news:publication_date>
<news:title><![CDATA[\xd8\xae\xd8\xa8\xd8\xb1]]></news:title></news:news></url><url><loc>ftp://x</loc></url></urlset>"""


def test_a_news_sitemap() -> None:
    assert listed_in(SITEMAP) == [
        Listed(
            url="https://m.example/1?a=1&b=2",
            is_sitemap=False,
            title="خبر",
            published="2020-08-23T22:30:00Z",
            modified="2020-08-24",
        )
    ]


def test_an_index_and_a_list() -> None:
    index = b"<sitemapindex><sitemap><loc>https://m.example/2020-08.xml</loc></sitemap></sitemapindex>"
    assert listed_in(index) == [Listed(url="https://m.example/2020-08.xml", is_sitemap=True)]
    assert listed_in(b"https://m.example/1\n\nhttps://m.example/2\n") == [
        Listed(url=f"https://m.example/{n}", is_sitemap=False) for n in (1, 2)
    ]
    assert listed_in(b"<urlset></urlset>") == []


def test_other_files_are_no_sitemaps() -> None:
    with pytest.raises(ValueError, match="not a sitemap"):
        listed_in(b"<html><body>404</body></html>")


def listed(url: str = "/1", **stated: str) -> Listed:
    return Listed(url=HOST + url, is_sitemap=False, **stated)  # type: ignore[arg-type]


WITHIN = (
    (listed(published="2020-08-23T22:30:00Z"), True),  # the 24th in Baghdad
    (listed(published="2020-08-24T22:30:00Z"), False),
    (listed("/2020/08/x"), True),
    (listed("/2020/09/x"), False),
    (listed("/sitemap-202008.xml"), True),
    (listed(modified="2020-08-23"), False),
    (listed(modified="2021-01-01"), True),
    (listed(modified="soon"), True),
    (listed(), True),
)


@pytest.mark.parametrize(("entry", "is_within"), WITHIN)
def test_the_days_of_an_entry(entry: Listed, is_within: bool) -> None:
    day = dt.date(2020, 8, 24)
    assert may_be_within(entry, day, day, "Asia/Baghdad") == is_within
