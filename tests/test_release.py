"""A release: complete, checkable, immutable, compared with the one before."""

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import warehouses
from frictionless import Package, validate

from flows.errors import UserError
from flows.release import release
from transforms.releasing_changes import differences, summary

STOPPED = "1767225600"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return warehouses.small(tmp_path / "w")


def made(warehouse: Path, output: Path, version: str = "1", without_texts: bool = False) -> Path:
    assert release(warehouse, output, version, without_texts, quiet=True) == 0
    return output / version


def test_every_file_has_its_checksum(warehouse: Path, tmp_path: Path) -> None:
    folder = made(warehouse, tmp_path / "r")
    stated = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert stated.keys() == files - {"SHA256SUMS"}
    for name, digest in stated.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {"rasid.duckdb", "report.html", "codebook.md", "datapackage.json", "quality.json", "changes.csv"} <= files


def test_package_is_valid_frictionless(warehouse: Path, tmp_path: Path) -> None:
    folder = made(warehouse, tmp_path / "r")
    package = Package.from_descriptor(str(folder / "datapackage.json"))
    assert package.version == "1" and package.resource_names
    for name in ("attacks-csv", "milestones-csv"):
        report = validate(package.get_resource(name))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_database_and_parquet_hold_the_same(warehouse: Path, tmp_path: Path) -> None:
    folder = made(warehouse, tmp_path / "r")
    with duckdb.connect(str(folder / "rasid.duckdb"), read_only=True) as connection:
        held = connection.execute("select attack_id from attacks").fetchall()
    assert [(row,) for row in pq.read_table(folder / "parquet/attacks.parquet").column("attack_id").to_pylist()] == held


def test_texts_can_be_left_out(warehouse: Path, tmp_path: Path) -> None:
    folder = made(warehouse, tmp_path / "r", without_texts=True)
    texts = pq.read_table(folder / "parquet/articles.parquet").column("text").to_pylist()
    assert texts == ["", ""]
    with duckdb.connect(str(folder / "rasid.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from data_quality where severity = 'error'").fetchall() == [(0,)]
        assert connection.execute("select count(*) from evidence where quote = ''").fetchall() == [(0,)]


def test_a_release_never_changes(warehouse: Path, tmp_path: Path) -> None:
    folder = made(warehouse, tmp_path / "r")
    assert not any(path.stat().st_mode & 0o222 for path in folder.rglob("*"))
    with pytest.raises(UserError, match="never changes"):
        made(warehouse, tmp_path / "r")


def test_nothing_new_makes_no_release(warehouse: Path, tmp_path: Path) -> None:
    made(warehouse, tmp_path / "r")
    assert not made(warehouse, tmp_path / "r", "2").exists()
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["1"]


def test_changes_since_the_release_before(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STOPPED)
    first = made(warehouse, tmp_path / "r")
    events = pq.read_table(first / "parquet/attacks.parquet").to_pylist()
    event = warehouses.Attack(**(events[0] | {"killed_best": 9, "killed_high": 9}))
    new = warehouses.attack()
    articles = [warehouses.article(), warehouses.article()]
    folder = made(warehouses.warehouse(tmp_path / "w2", **warehouses.told([event, new], articles)), tmp_path / "r", "2")
    with (folder / "changes.csv").open() as file:
        found = {(row["event_id"], row["field"], row["old"], row["new"]) for row in csv.DictReader(file)}
    assert (event.attack_id, "killed_best", "1", "9") in found
    assert (new.attack_id, "event", "", "came") in found
    assert any(row[1:] == ("event", "there", "gone") for row in found)  # the milestone
    assert "since 1" in (folder / "CHANGES.md").read_text()


def test_versions_are_dates(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STOPPED)
    release(warehouse, tmp_path / "r", None, False, quiet=True)
    other = warehouses.small(tmp_path / "w2")
    release(other, tmp_path / "r", None, False, quiet=True)
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["2026.01.01", "2026.01.01.2"]
    assert json.loads((tmp_path / "r/2026.01.01/datapackage.json").read_text())["created"] == "2026-01-01T00:00:00Z"


def test_empty_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no dataset"):
        made(tmp_path / "w", tmp_path / "r")
    assert not list((tmp_path / "r").iterdir())


def test_differences_tell_what_came_went_and_changed() -> None:
    old = [{"id": "a", "x": 1, "n_reports": 1}, {"id": "b", "x": 1, "n_reports": 1}]
    new = [{"id": "b", "x": None, "n_reports": 1}, {"id": "c", "x": ["y", "z"], "n_reports": 1}]
    found = list(differences("attacks", "id", old, new))
    assert [tuple(row)[1:] for row in found] == [
        ("a", "event", "there", "gone"),
        ("b", "x", "1", ""),
        ("c", "event", "", "came"),
    ]
    assert "| attacks | 1 | 1 | 1 | 0 |" in summary(found, "2", "1")
