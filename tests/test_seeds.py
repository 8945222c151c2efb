"""The word lists: what they read in phrases, and what loading refuses."""

import re
from pathlib import Path

import pytest
from phrase_lists import Case, silent, yielding

from transforms import seeds
from transforms.annotate import annotate, complete
from transforms.seeds import SEEDS, SeedError, load_rows, seeds_sha256
from transforms.text import fold
from transforms.word_sets import word_set


def codes(phrase: str, list_name: str) -> list[object]:
    article = annotate("", phrase, None)
    sentences = [complete(s, article.norm.text, None) for s in article.sentences]
    found = [h.value for s in sentences for h in s.hits.get(list_name, [])]
    return [list(value) if isinstance(value, tuple) else value for value in found]


@pytest.mark.parametrize("case", yielding("words.toml"))
def test_word(case: Case) -> None:
    assert codes(case.phrase, case.value["list"]) == case.value["values"], case.phrase


@pytest.mark.parametrize("case", silent("words.toml"))
def test_no_word(case: Case) -> None:
    assert codes(case.phrase, case.value["list"]) == [], case.phrase


# --- the files ------------------------------------------------------------------

LISTS = sorted(path.name for path in SEEDS.glob("*.csv"))


def header(name: str) -> list[str]:
    with (SEEDS / name).open(encoding="utf-8") as file:
        return file.readline().rstrip("\n").split(",")


@pytest.mark.parametrize("name", LISTS)
def test_list_loads(name: str) -> None:
    columns = header(name)
    assert [list(row) for row in load_rows(name, columns)] == [columns] * len(load_rows(name, columns))


@pytest.mark.parametrize("name", [name for name in LISTS if header(name)[-1] == "name_ar"])
def test_names_are_arabic_and_trimmed(name: str) -> None:
    odd = [
        row["name_ar"]
        for row in load_rows(name, header(name))
        if row["name_ar"] != row["name_ar"].strip() or not fold(row["name_ar"]).strip()
    ]
    assert odd == []


SORTED = ["cues", "weapons", "targets", "triggers", "numerals", "months", "place_stops", "time_units", "word_sets"]


@pytest.mark.parametrize("name", [f"{name}.csv" for name in SORTED])
def test_list_is_sorted(name: str) -> None:
    rows = [tuple(int(v) if v.isdigit() else v for v in row.values()) for row in load_rows(name, header(name))]
    assert rows == sorted(rows)


def test_every_month_of_both_calendars_has_a_name() -> None:
    rows = load_rows("months.csv", ["calendar", "month", "name_ar"])
    assert {(row["calendar"], int(row["month"])) for row in rows} == {
        (c, m) for c in ("gregorian", "hijri") for m in range(1, 13)
    }


def test_weapons_and_targets_are_those_of_the_codebook() -> None:
    weapons = {row["code"] for row in load_rows("weapons.csv", ["code", "name_ar"])}
    targets = {row["code"] for row in load_rows("targets.csv", ["code", "name_ar"])}
    assert weapons == {
        "katyusha",
        "rocket",
        "ballistic_missile",
        "cruise_missile",
        "missile",
        "mortar",
        "artillery",
        "tank",
        "drone",
        "aircraft",
        "helicopter",
        "ied",
        "landmine",
        "car_bomb",
        "motorcycle_bomb",
        "explosive_belt",
        "grenade",
        "rpg",
        "small_arms",
        "sniper",
        "bladed",
        "chemical",
        "arson",
        "live_fire",
        "tear_gas",
        "barrel_bomb",
        "cluster_munition",
        "other",
    }
    assert targets == {
        "military_base",
        "security_forces",
        "foreign_forces",
        "convoy",
        "embassy",
        "airport",
        "government",
        "politician",
        "green_zone",
        "oil_energy",
        "infrastructure",
        "civilians",
        "protesters",
        "armed_group",
        "religious_site",
        "media",
        "medical",
        "school",
        "market",
        "aid",
        "ship",
        "other",
    }


def test_every_word_set_is_asked_for_by_its_name() -> None:
    """A set named through a list (opening_continues) stands in the code by its two halves."""
    code = "".join(path.read_text("utf-8") for path in (SEEDS.parent / "transforms").glob("*.py"))
    named = set(re.findall(r'"(\w+)"', code)) | {prefix + "_" for prefix in re.findall(r'f"(\w+)_\{', code)}
    sets = {row["set"] for row in load_rows("word_sets.csv", ["set", "name_ar"])}
    unused = {s for s in sets if s not in named and not any(s.startswith(p) and s[len(p) :] in named for p in named)}
    assert unused == set()


def test_a_word_set_that_the_file_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        word_set("not_there")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("code,name_ar\nied,عبوة\n", None),
        ("name_ar,code\nعبوة,ied\n", "header is"),
        ("code,name_ar\nied,\n", "seeds/list.csv:2: name_ar is blank"),
        ("code,name_ar\nied,عبوة\nied,عُبوة\n", "seeds/list.csv:3: repeats line 2"),
        ("code,name_ar\nied,أحمد\nied,احمد\n", "seeds/list.csv:3: repeats line 2"),
        ("code,name_ar\nied\n", "wrong number of columns"),
        ("code,name_ar\nied,عبوة,لغم\n", "wrong number of columns"),
        ("", "header is None"),
    ],
)
def test_loading_names_every_fault(
    content: str, fault: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_text(content, "utf-8")
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)
    if fault is None:
        assert load_rows("list.csv", ["code", "name_ar"]) == [{"code": "ied", "name_ar": "عبوة"}]
    else:
        with pytest.raises(SeedError, match=fault):
            load_rows("list.csv", ["code", "name_ar"])


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("code,name_ar\nied,\nied\n", "utf-8")
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)
    with pytest.raises(SeedError) as error:
        load_rows("list.csv", ["code", "name_ar"])
    assert str(error.value).count("seeds/list.csv:") == 2


def test_hash_of_the_lists_is_stable() -> None:
    assert len(seeds_sha256()) == 64
    assert seeds_sha256() == seeds_sha256()
