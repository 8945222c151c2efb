"""`rasid attacks`: what is asked for is listed, and how much could not be placed in time is told."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
import warehouses

from flows.attack_list import lies_in, may_lie_in
from flows.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warehouses.small(tmp_path_factory.mktemp("attacks"))


def listed(folder: Path, capsys: pytest.CaptureFixture[str], *line: str) -> list[str]:
    assert main(["attacks", "--warehouse", str(folder), "--json", *line]) == 0
    return [json.loads(row)["attack_id"] for row in capsys.readouterr().out.splitlines()]


def test_conditions_narrow_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everything = listed(folder, capsys)
    assert len(everything) == 1
    assert listed(folder, capsys, "--on", "green", "--country", "iq") == everything
    assert listed(folder, capsys, "--country", "SY") == []


def test_a_file_opens_in_a_spreadsheet(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "attacks.csv"
    assert main(["attacks", "--warehouse", str(folder), "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        assert [row["targets"] for row in csv.DictReader(rows)] == ["green_zone"]


def test_an_unknown_target_names_those_there_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attacks", "--warehouse", str(folder), "--on", "castle"]) == 1
    assert "there are some on: green_zone" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("start", "end", "inside", "maybe"),
    [
        ("2022-01-03", "2022-01-03", True, True),
        ("2022-01-31", "2022-02-01", True, True),  # a night
        ("2022-01-29", "2022-02-04", False, True),
        ("2022-01-01", "2022-12-31", False, True),
        ("2021-12-31", "2021-12-31", False, False),
        (None, None, False, True),
    ],
)
def test_a_month_holds_what_surely_lies_in_it(start: str | None, end: str | None, inside: bool, maybe: bool) -> None:
    row = {
        "date_start": dt.date.fromisoformat(start) if start else None,
        "date_end": dt.date.fromisoformat(end) if end else None,
    }
    month = dt.date(2022, 1, 1), dt.date(2022, 1, 31)
    assert (lies_in(row, *month), may_lie_in(row, *month)) == (inside, maybe)


@pytest.mark.parametrize("value", ["2022-13", "soon", "2022-01-32", "2022-01-01-01"])
def test_a_wrong_date_is_wrong_usage(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["attacks", "--from", value])
    assert "not a day, month or year such as" in capsys.readouterr().err
