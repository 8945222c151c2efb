"""The database as a copy with what changed: the rows of one built whole, the same expectations."""

import dataclasses
from pathlib import Path
from typing import Any

import duckdb
import pytest
import warehouses
from commands import HANDOVER, ROCKETS, WEATHER, article, rasid_here, write_jsonl

from flows.database import DATABASE
from flows.errors import UserError
from flows.lake import partitions, read_table
from flows.materialise import build, refreshed
from transforms.schema import TABLES

Rows = dict[str, Any]


def files_of(folder: Path) -> dict[str, list[Path]]:
    return {name: [*partitions(folder, table).values()] for name, table in TABLES.items()}


def refresh(tmp_path: Path, before: Rows, after: Rows) -> Path:
    """The database of `before` with its rows become those of `after`."""
    old, new = warehouses.warehouse(tmp_path / "old", **before), warehouses.warehouse(tmp_path / "new", **after)
    place = tmp_path / "refreshed.duckdb"
    assert refreshed(place, old / DATABASE, files_of(old), files_of(new), files_of(new))
    return place


def sorted_rows(database: Path) -> dict[str, list[Any]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return {name: sorted(connection.execute(f"from {name}").fetchall(), key=repr) for name in TABLES}


@pytest.fixture
def before() -> Rows:
    return warehouses.told(
        [warehouses.attack(), warehouses.attack(), warehouses.milestone()], [warehouses.article() for _ in "abc"]
    )


def test_same_rows_as_built_whole(tmp_path: Path, before: Rows) -> None:
    added = warehouses.told([warehouses.attack()], [warehouses.article()])
    after = {name: [*held[1:], *added[name]] for name, held in before.items()}
    after["attack_reports_merged"] = [*before["attack_reports_merged"][1:], *added["attack_reports_merged"]]
    after |= {"evidence": [*before["evidence"][2:], *added["evidence"]], "milestones": before["milestones"]}
    after |= {name: before[name] for name in ("milestone_reports", "milestone_reports_merged")}
    place = refresh(tmp_path, before, after)
    assert sorted_rows(place) == sorted_rows(tmp_path / "new" / DATABASE)


BREAKS = {
    "evidence quotes the article exactly": lambda rows: edited(rows, "articles", 0, text="غير ذلك تماما"),
    "every report has a sentence that asserts it": lambda rows: rows | {"evidence": rows["evidence"][1:]},
    "every report has its article": lambda rows: rows | {"articles": rows["articles"][1:]},
    "every piece of evidence has its report": lambda rows: without_report(rows),
    "every report is in one event": lambda rows: rows | {"attack_reports_merged": rows["attack_reports_merged"][1:]},
    "every event has a report": lambda rows: rows | {"attacks": [*rows["attacks"], warehouses.attack()]},
    "ids are unique": lambda rows: rows | {"attacks": [*rows["attacks"], repeated(rows["attacks"][0])]},
    "tolls are ordered: low, best, high": lambda rows: edited(rows, "attacks", 1, killed_low=9),
}


def edited(rows: Rows, name: str, number: int, **fields: Any) -> Rows:
    held = list(rows[name])
    held[number] = dataclasses.replace(held[number], **fields)
    return rows | {name: held}


def repeated(attack: Any) -> Any:
    return dataclasses.replace(attack, outcome="missed")


def without_report(rows: Rows) -> Rows:
    return rows | {name: rows[name][1:] for name in ("attack_reports", "attack_reports_merged", "attacks")}


@pytest.mark.parametrize("expectation", BREAKS)
def test_what_a_change_breaks_is_refused(tmp_path: Path, before: Rows, expectation: str) -> None:
    with pytest.raises(UserError, match=f"not published, .*{expectation}"):
        refresh(tmp_path, before, BREAKS[expectation](before))


def test_base_of_other_rows_is_no_base(tmp_path: Path, before: Rows) -> None:
    folder = warehouses.warehouse(tmp_path / "w", **before)
    other = warehouses.warehouse(tmp_path / "other", **warehouses.told([warehouses.attack()], [warehouses.article()]))
    place = tmp_path / "refreshed.duckdb"
    assert not refreshed(place, other / DATABASE, {}, {}, files_of(folder))
    (tmp_path / "damaged").write_bytes((folder / DATABASE).read_bytes()[:9000])
    assert not refreshed(place, tmp_path / "damaged", {}, {}, files_of(folder))


def test_grown_warehouse(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    """Run by run, the database holds what the files hold; what others wrote into it goes."""
    warehouse = tmp_path / "warehouse"
    texts = (ROCKETS, HANDOVER, WEATHER, ROCKETS)
    for number, text in enumerate(texts):
        if number == 2:
            with duckdb.connect(str(warehouse / DATABASE)) as connection:
                connection.execute("create table own as select 1 as one")
        source = write_jsonl(tmp_path / "in.jsonl", [article(f"a{number}", text, outlet=f"o{number}")])
        done = rasid_here("run", source, "--warehouse", warehouse, **prefect_server)
        assert done.returncode == 0, done.stderr
        build(tmp_path / f"{number}.duckdb", files_of(warehouse))
        assert sorted_rows(warehouse / DATABASE) == sorted_rows(tmp_path / f"{number}.duckdb")
    with duckdb.connect(str(warehouse / DATABASE), read_only=True) as connection:
        assert connection.execute("select count(*) from duckdb_tables() where table_name = 'own'").fetchone() == (0,)
        assert connection.execute("select n_reports from attacks").fetchall() == [(2,)]
    assert read_table(warehouse, "runs").num_rows == len(texts)
