"""`rasid sql`: rows as a table, CSV and JSON; read-only; faults as one line."""

from pathlib import Path

import pytest
import warehouses

from flows.errors import UserError
from flows.sql_shell import sql


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warehouses.small(tmp_path_factory.mktemp("sql"))


def test_forms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "select country, targets, null as nothing from attacks"
    told = [sql(folder, query, form) or capsys.readouterr().out for form in ("csv", "json", "table")]
    assert told[0] == "country,targets,nothing\nIQ,['green_zone'],\n"
    assert told[1] == '{"country": "IQ", "targets": ["green_zone"], "nothing": null}\n'
    assert "green_zone" in told[2]


def test_it_only_reads(folder: Path) -> None:
    with pytest.raises(UserError, match="read-only"):
        sql(folder, "drop table attacks", "table")


def test_faults_say_what_is_wrong(folder: Path) -> None:
    with pytest.raises(UserError, match="attakcs"):
        sql(folder, "from attakcs", "table")
