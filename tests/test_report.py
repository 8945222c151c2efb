"""The report: self-contained, complete in both languages, hostile text as text, small however large the dataset."""

import re
import tomllib
from pathlib import Path

import pytest
import warehouses
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from flows.errors import UserError
from flows.report import report
from transforms.drawing_words import REPORT, names
from transforms.seeds import load_rows

LIMIT = 5_000_000
HOSTILE = (
    '<script>document.body.id = "hacked"</script>',
    '"><img src=x onerror=\'document.body.id="hacked"\'>',
    "javascript:document.body.id='hacked'",
    "\u202eكلمات معكوسة\u202d\u2066 بلا نهاية \x1b[31m",
    "ا" * 4000,
    "</style></template></svg><h1>عنوان</h1>",
)


def made(tmp_path: Path, folder: Path, country: str | None = None, since: str | None = None) -> str:
    page = tmp_path / "page.html"
    assert report(folder, page, country, "ar", since, quiet=True) == 0
    return page.read_text("utf-8")


@pytest.fixture
def small(tmp_path: Path) -> HTMLParser:
    return HTMLParser(made(tmp_path, warehouses.small(tmp_path / "w")))


def node(tree: HTMLParser, selector: str) -> Node:
    found = tree.css_first(selector)
    assert found is not None, selector
    return found


def test_each_event_opens_its_source(small: HTMLParser) -> None:
    for section in ("milestones", "presence"):
        sources = node(small, f"#{section} tr.event + tr.sources")
        assert node(small, f"#{section} tr.sources blockquote").text() == warehouses.SENTENCE
        assert [mark.text() for mark in sources.css("blockquote mark")] == [warehouses.SENTENCE[:12]]
        assert "وكالة" in sources.text() and sources.css_first("a[href^='https://outlet.example/']")


def test_figures_are_those_of_the_views(small: HTMLParser) -> None:
    figures = [item.text() for item in small.css("#figures strong")]
    assert figures == ["1", "1", "1", "1", "1"]


def test_every_link_within_the_page_leads_somewhere(small: HTMLParser) -> None:
    ids = {item.attributes["id"] for item in small.css("[id]")}
    targets = {str(link.attributes["href"])[1:] for link in small.css("a[href^='#']")}
    assert targets <= ids


def test_ids_are_unique(small: HTMLParser) -> None:
    ids = [item.attributes["id"] for item in small.css("[id]")]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched(small: HTMLParser) -> None:
    assert not small.css("[src], link, iframe, object, embed, form, base")
    style = node(small, "style").text()
    assert "url(" not in style and "@import" not in style
    policy = node(small, "meta[http-equiv='Content-Security-Policy']").attributes["content"]
    assert policy is not None and policy.startswith("default-src 'none'")


def test_the_milestone_is_on_the_timeline_and_the_map(small: HTMLParser) -> None:
    row = node(small, "#milestones tr.event").attributes["id"]
    assert small.css_first(f".timeline a.mark.done[href='#{row}']")
    assert small.css_first(f".map a[href='#{row}'] .site.done")


def test_empty_warehouse_gives_a_page(tmp_path: Path) -> None:
    tree = HTMLParser(made(tmp_path, warehouses.empty(tmp_path / "w")))
    assert tree.css_first("h1") and "rasid run" in node(tree, ".standfirst").text()


def test_hostile_text_is_text(tmp_path: Path) -> None:
    page = made(tmp_path, warehouses.hostile(tmp_path / "w", HOSTILE))
    tree = HTMLParser(page)
    assert len(tree.css("script")) == 1 and not tree.css("img") and len(tree.css("h1")) == 1
    assert not tree.css("[onerror], a[href^='javascript']")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", page)
    text = node(tree, "body").text()
    assert HOSTILE[0] in text and HOSTILE[1] in text and "U+202E" in text


def test_tens_of_thousands_of_events_fit(tmp_path: Path) -> None:
    page = made(tmp_path, warehouses.large(tmp_path / "w", 20_000))
    assert len(page.encode()) < LIMIT
    assert len(HTMLParser(page).css("#milestones tr.event")) == 300


def test_one_old_article_does_not_stretch_the_timeline(tmp_path: Path) -> None:
    events = [warehouses.attack() for _ in range(150)]
    sources = [warehouses.article() for _ in events]
    old = warehouses.article(published=warehouses.dt.date(1998, 1, 1))
    rows = warehouses.told(events, sources)
    folder = warehouses.warehouse(tmp_path / "w", **rows | {"articles": [*rows["articles"], old]})
    ticks = {tick.text() for tick in HTMLParser(made(tmp_path, folder)).css(".timeline .tick")}
    assert not any("1998" in tick or "2010" in tick for tick in ticks)


def test_country_can_be_chosen(tmp_path: Path) -> None:
    events = [warehouses.attack(), warehouses.attack(country="SY", admin1="Aleppo")]
    folder = warehouses.warehouse(tmp_path / "w", **warehouses.told(events, [warehouses.article() for _ in events]))
    assert "سوريا" in node(HTMLParser(made(tmp_path, folder, "sy")), "h1").text()
    both = node(HTMLParser(made(tmp_path, folder, "all")), "#figures strong").text()
    assert both == "2"
    with pytest.raises(UserError, match="no events in FR; countries with any: IQ, SY"):
        made(tmp_path, folder, "FR")


def test_what_changed_since_a_date(tmp_path: Path) -> None:
    folder = warehouses.hostile(tmp_path / "w", ["نص"])
    assert "&lt;b&gt;new" in made(tmp_path, folder, since="2025-12-01")
    with pytest.raises(UserError, match="not a date"):
        made(tmp_path, folder, since="yesterday")


def test_no_dataset_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no dataset in .*rasid run"):
        made(tmp_path, tmp_path / "nothing")


def test_every_text_is_in_both_languages_with_the_same_blanks() -> None:
    texts = tomllib.loads((REPORT / "texts.toml").read_text("utf-8"))
    for key, text in texts.items():
        if isinstance(text, dict):
            blanks = [sorted(re.findall(r"\{(\w+)\}", text[language])) for language in ("en", "ar")]
            assert blanks[0] == blanks[1], key


def test_every_text_is_used() -> None:
    texts = tomllib.loads((REPORT / "texts.toml").read_text("utf-8"))
    root = Path(__file__).resolve().parents[1]
    code = "".join(path.read_text("utf-8") for path in (root / "transforms").glob("*.py"))
    made_up = {"col_", "unit_", "months_"}  # keys put together in the code
    unused = [key for key in texts if f'"{key}"' not in code and not key.startswith(tuple(made_up))]
    assert [key for key in unused if key not in ("milestones_lead", "presence_lead", "deadly_lead")] == []


@pytest.mark.parametrize(
    ("group", "seed", "header"),
    [
        ("actor", "actor_codes.csv", ("code", "interaction", "name_en")),
        ("weapon", "weapons.csv", ("code", "name_ar")),
    ],
)
def test_every_code_has_a_name(group: str, seed: str, header: tuple[str, ...]) -> None:
    assert {row["code"] for row in load_rows(seed, header)} <= {code for own, code in names() if own == group}
