"""`rasid sql`: rows as a table, CSV and JSON; read-only; faults as one line."""

import io
from pathlib import Path

import pytest
import warehouses
from rich.console import Console

from flows.errors import UserError
from flows.rows_shown import as_text, fits, print_blocks
from flows.sql_shell import sql


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warehouses.small(tmp_path_factory.mktemp("sql"))


def test_forms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "select country, targets, null as nothing from attacks"
    told = [sql(folder, query, form) or capsys.readouterr().out for form in ("csv", "json", "table")]
    assert told[0] == "country,targets,nothing\nIQ,green_zone,\n"
    assert told[1] == '{"country": "IQ", "targets": ["green_zone"], "nothing": null}\n'
    assert "green_zone" in told[2]


def test_it_only_reads(folder: Path) -> None:
    with pytest.raises(UserError, match="read-only"):
        sql(folder, "drop table attacks", "table")


def test_faults_say_what_is_wrong(folder: Path) -> None:
    with pytest.raises(UserError, match="attakcs"):
        sql(folder, "from attakcs", "table")


def test_a_fault_is_one_line(folder: Path) -> None:
    for query in ("selct 1", "select nosuch from attacks", "from attakcs"):
        with pytest.raises(UserError) as error:
            sql(folder, query, "table")
        assert "\n" not in str(error.value) and "LINE" not in str(error.value)


def test_without_a_question_the_views_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert sql(folder, None, "table") == 0
    assert "withdrawal_status " in capsys.readouterr().out


@pytest.mark.parametrize(("width", "has_blocks"), [(200, False), (40, True)])
def test_a_table_too_wide_becomes_blocks(width: int, has_blocks: bool, capsys: pytest.CaptureFixture[str]) -> None:
    columns, row = ["date_start", "place", "perpetrator", "source"], ["2020-01-03", "التاجي", None, ["a", "b"]]
    assert fits(columns, [[as_text(value) for value in row]], width) is not has_blocks
    print_blocks(Console(width=width), columns, [[as_text(value) for value in row]])
    told = capsys.readouterr().out
    assert "perpetrator" not in told and "a, b" in told
