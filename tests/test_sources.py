"""The configured outlets: what the file may say, and what it does say."""

from pathlib import Path

import pytest

from transforms.reference import load_outlets
from transforms.seeds import SeedError
from transforms.sources import Source, load_sources

MADAR = """
[[source]]
outlet = "madar"
ownership = "private"
timezone = "Asia/Baghdad"
feeds = ["https://madar.example/rss"]
articles_a_day = [10, 90]
name = "مدار"
"""
FAULTS = (
    ("country is not two capitals", 'country = "Irak"'),
    ("body is of the wrong kind", "body = 3"),
    ("body is no CSS selector: '['", 'body = "["'),
    ("minutes is of the wrong kind", "minutes = true"),
    ("minutes is negative", "minutes = -1"),
    ("text_from is neither page nor feed", 'text_from = "air"'),
    ("not a web address: 'ftp://madar.example'", 'sitemaps = ["ftp://madar.example"]'),
    ("not a web address: 'http://[::1'", 'sitemaps = ["http://[::1"]'),
    ("not a web address: 7", "sitemaps = [7]"),
    ("colour is not known", 'colour = "red"'),
)
CHANGES = (
    ("ownership is none of", "private", "mine"),
    ("timezone is not in the IANA list", "Asia/Baghdad", "Asia/Bagdad"),
    ("timezone is not in the IANA list", "Asia/Baghdad", "Asia"),
    ("feeds is empty", '["https://madar.example/rss"]', "[]"),
    ("articles_a_day is not [fewest, most]", "[10, 90]", "[90, 10]"),
    ("articles_a_day is not [fewest, most]", "[10, 90]", "[0, 0]"),
    ("outlet is not lower-case letters", '"madar"', '"Madar!"'),
    ("name is blank", "مدار", " "),
    ("name is missing", 'name = "مدار"', ""),
)


def load(folder: Path, text: str) -> list[Source]:
    (folder / "sources.toml").write_text(text, "utf-8")
    return load_sources(folder / "sources.toml")


def test_what_a_block_leaves_out_has_a_default(tmp_path: Path) -> None:
    assert load(tmp_path, MADAR) == [
        Source(
            outlet="madar",
            name="مدار",
            ownership="private",
            timezone="Asia/Baghdad",
            feeds=("https://madar.example/rss",),
            articles_a_day=(10, 90),
            country=None,
            sitemaps=(),
            body=None,
            text_from="page",
            minutes=15,
            pause=2,
        )
    ]


@pytest.mark.parametrize(("fault", "line"), FAULTS, ids=[line for _, line in FAULTS])
def test_added_faults_are_named(tmp_path: Path, fault: str, line: str) -> None:
    with pytest.raises(SeedError, match="source 1, madar: ") as raised:
        load(tmp_path, MADAR + line + "\n")
    assert fault in str(raised.value)


@pytest.mark.parametrize(("fault", "old", "new"), CHANGES, ids=[f"{old} {new}" for _, old, new in CHANGES])
def test_changed_values_are_named(tmp_path: Path, fault: str, old: str, new: str) -> None:
    with pytest.raises(SeedError) as raised:
        load(tmp_path, MADAR.replace(old, new))
    assert fault in str(raised.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SeedError) as raised:
        load(tmp_path, MADAR.replace("private", "mine").replace("Baghdad", "Bagdad"))
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize("text", ["[[source", "", "source = 3", "[[source]]\n[other]\n"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SeedError):
        load(tmp_path, text)


def test_an_outlet_stands_there_once(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="outlet madar stands here twice"):
        load(tmp_path, MADAR + MADAR)


def test_the_shipped_file_is_sound() -> None:
    sources = load_sources()
    assert len(sources) >= 25
    assert {"IQ", "SA", "LB", "EG", "MA", "GB"} <= {source.country for source in sources}


def test_outlets_are_a_table() -> None:
    assert [outlet.outlet for outlet in load_outlets()] == [source.outlet for source in load_sources()]
