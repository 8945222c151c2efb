"""The report in headless Chromium: languages, phone, dark, print, hostile text, no scripts."""

from pathlib import Path

import pytest
import warehouses
from browser import asked, needs_browser, printed, screenshot
from test_report import HOSTILE

from flows.report import report

pytestmark = needs_browser
WIDE_TEXT = (
    "return [...inside.querySelectorAll('h1 .w')].filter(part => part.offsetWidth).map(part => part.lang).join()"
)
OVERFLOW = "return inside.documentElement.scrollWidth - inside.documentElement.clientWidth"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    report(warehouses.small(folder / "w"), folder / "page.html", None, "ar", None, quiet=True)
    return folder / "page.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    report(warehouses.hostile(folder / "w", HOSTILE), folder / "page.html", None, "ar", None, quiet=True)
    return folder / "page.html"


def test_one_language_shows_at_a_time(page: Path) -> None:
    assert asked(page, WIDE_TEXT) == "ar"
    assert asked(page, f"inside.getElementById('in-en').click(); {WIDE_TEXT}") == "en"


def test_language_turns_without_scripts(page: Path) -> None:
    bare = page.with_name("bare.html")
    text = page.read_text("utf-8")
    start = text.index("<script>")
    bare.write_text(text[:start] + text[text.index("</script>", start) :], "utf-8")
    assert asked(bare, f"inside.getElementById('in-en').checked = true; {WIDE_TEXT}") == "en"
    direction = "inside.getElementById('in-en').checked = true; return view.getComputedStyle(inside.body).direction"
    assert asked(bare, direction) == "ltr"


@pytest.mark.parametrize("width", [320, 390, 800, 1200])
def test_nothing_sticks_out(page: Path, hostile: Path, width: int) -> None:
    assert asked(page, OVERFLOW, width) == "0"
    assert asked(hostile, OVERFLOW, width) == "0"


def test_hostile_text_does_nothing(hostile: Path) -> None:
    assert asked(hostile, "return inside.body.id") == ""
    shown = asked(
        hostile, "for (const d of inside.querySelectorAll('details')) d.open = true; return inside.body.innerText"
    )
    assert HOSTILE[0] in shown


def test_sources_open_by_keyboard_and_filter_hides_rows(page: Path) -> None:
    opened = "const d = inside.querySelector('#milestones details'); d.firstElementChild.click(); return d.open"
    assert asked(page, opened) == "true"
    focus = "const s = inside.querySelector('#milestones summary'); s.focus(); return inside.activeElement === s"
    assert asked(page, focus) == "true"
    filtered = (
        "const f = inside.querySelector('#milestones input'); f.value = 'zzz'; f.dispatchEvent(new Event('input'));"
        "return [...inside.querySelectorAll('#milestones tr.event')].filter(row => row.offsetHeight).length"
    )
    assert asked(page, filtered) == "0"


def test_dark_and_light_differ(page: Path, tmp_path: Path) -> None:
    light = screenshot(page, tmp_path / "light.png", 800, 600)
    dark = screenshot(page, tmp_path / "dark.png", 800, 600, "--blink-settings=preferredColorScheme=0")
    assert light != dark and min(len(light), len(dark)) > 10_000


def test_it_prints(page: Path, tmp_path: Path) -> None:
    assert printed(page, tmp_path / "page.pdf").startswith(b"%PDF")
