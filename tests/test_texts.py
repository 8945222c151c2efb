"""The small readers of text: encodings, dates, addresses, lines."""

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.streams import read_lines
from transforms.encodings import decode, printable
from transforms.identity import article_id, canonical_url
from transforms.language import require_arabic
from transforms.timestamps import parse_timestamp

ADDRESSES = {
    "https://example.org/a": (
        "https://example.org/a/",
        "https://EXAMPLE.org:443/a?utm_source=x&fbclid=1#top",
        " https://user@example.org/a?at_medium=RSS ",
    ),
    "https://example.org/a?id=1": ("https://example.org/a?id=1&utm_campaign=y",),
    "http://example.org/": ("http://example.org", "http://example.org:80/"),
}
NO_ADDRESSES = ("", "example.org/a", "ftp://example.org/a", "https://", "javascript:alert(1)")


@pytest.mark.parametrize(("canonical", "url"), [(c, url) for c, urls in ADDRESSES.items() for url in (c, *urls)])
def test_canonical_url(canonical: str, url: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        canonical_url(url)


def test_article_id_is_of_the_address_else_of_the_text() -> None:
    assert article_id("http://example.org/a", "t", "x") == article_id("https://example.org/a", "u", "y")
    assert article_id(None, "t", "x") != article_id(None, "tx", "")


DATES = {
    "2020-03-11": (dt.date(2020, 3, 11), None),
    "2020-03-11T01:30:00+03:00": (dt.date(2020, 3, 11), dt.datetime(2020, 3, 10, 22, 30, tzinfo=dt.UTC)),
    "2020-03-11T01:30:00Z": (dt.date(2020, 3, 11), dt.datetime(2020, 3, 11, 1, 30, tzinfo=dt.UTC)),
    "2020-03-11 01:30": (dt.date(2020, 3, 11), None),
    "Wed, 11 Mar 2020 01:30:00 GMT": (dt.date(2020, 3, 11), dt.datetime(2020, 3, 11, 1, 30, tzinfo=dt.UTC)),
}


@pytest.mark.parametrize("text", DATES)
def test_timestamp(text: str) -> None:
    assert parse_timestamp(text) == DATES[text]


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13-01", "11 مارس 2020", "Wed, 99 Mar 2020"])
def test_no_timestamp(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        parse_timestamp(text)


ARABIC = ("مقتل جندي أمريكي (U.S. Army) في العراق", "قال تشاک: إلی الأمام يا أبناء المدينة", "خبر عاجل")
FOREIGN = ("A soldier", "中文", "سربازان آمریکایی از پایگاه خارج می‌شوند", "هێزەکانی ئەمریکا لە بنکەکە دەکشێنەوە", "...")


@pytest.mark.parametrize("text", ARABIC)
def test_arabic(text: str) -> None:
    require_arabic(text)


@pytest.mark.parametrize("text", FOREIGN)
def test_not_arabic(text: str) -> None:
    with pytest.raises(ValueError, match="not Arabic"):
        require_arabic(text)


@given(st.text(min_size=1))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except ValueError as error:
        assert "broken" in str(error)
    assert printable(data).isprintable()


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=20), st.integers(1, 40))
def test_lines_are_whole_or_cut(lines: list[bytes], limit: int) -> None:
    read = list(read_lines(io.BytesIO(b"\n".join(lines)), limit))
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    assert [(number, whole) for number, _, whole in read] == [(number, len(line) <= limit) for number, line in kept]
    assert [line for _, line, _ in read] == [line[:limit] for _, line in kept]
