"""`rasid run` through Prefect's engine, as a user runs it."""

import os
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from commands import HANDOVER, ROCKETS, WEATHER, article, fingerprints, rasid, rasid_here, write_jsonl

from flows.cli import main
from flows.lake import read_table
from transforms.arrow import schema_of
from transforms.schema import TABLES

FIRST = [
    article("one", ROCKETS),
    article("two", HANDOVER, "2020-08-23"),
    article("three", WEATHER, "2020-09-01"),
    article("one", ROCKETS),
]
FILES = {"empty.txt": b"", "english.txt": b"Rockets hit Baghdad.", "broken.jsonl": b'{"text": "'}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    write_jsonl(folder / "articles.jsonl", FIRST)
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def rows(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse / "rasid.duckdb"), read_only=True) as connection:
        return [tuple(row) for row in connection.execute(query).fetchall()]


def published(warehouse: Path, name: str) -> list[dict[str, object]]:
    return read_table(warehouse, name).to_pylist()


def test_first_run_repeat_change_and_upgrade(inputs: Path, warehouse: Path, prefect_server: dict[str, str]) -> None:
    arguments = ("run", inputs, "--warehouse", warehouse, "--workers", 2)
    first = rasid(*arguments, **prefect_server)
    assert first.returncode == 0, first.stderr
    (run,) = published(warehouse, "runs")
    assert {name: run[name] for name in ("inputs", "articles", "duplicates", "rejects", "new_articles")} == {
        "inputs": 7, "articles": 3, "duplicates": 1, "rejects": 3, "new_articles": 3,
    }  # fmt: skip
    assert sorted((Path(row["source"]).name, row["reason"]) for row in published(warehouse, "rejects")) == [  # type: ignore[arg-type]
        ("broken.jsonl", "broken JSON: Unterminated string starting at at character 9"),
        ("empty.txt", "empty file"),
        ("english.txt", "not Arabic: 0% of its letters are"),
    ]
    assert rows(warehouse, "select type, place_id from attacks") == [("shelling", "iq-green-zone")]
    assert rows(warehouse, "from data_quality where severity = 'error'") == []

    refuse_undeclared(warehouse)

    before = fingerprints(warehouse)
    again = rasid_here(*arguments, **prefect_server)
    assert again.returncode == 0, again.stderr
    assert "Nothing changed" in again.stdout
    assert fingerprints(warehouse) == before

    write_jsonl(inputs / "articles.jsonl", [article("two", ROCKETS, "2020-08-23"), *FIRST[2:]])
    changed = rasid_here(*arguments, SOURCE_DATE_EPOCH="1767232800", **prefect_server)
    assert changed.returncode == 0, changed.stderr
    after = fingerprints(warehouse)
    untouched = [name for name in before if name.startswith("articles/") and "month=09" in name]
    assert untouched
    assert all(after[name] == before[name] for name in untouched)
    latest = max(published(warehouse, "runs"), key=lambda row: str(row["started_at"]))
    assert (latest["new_articles"], latest["changed_articles"]) == (0, 1)
    assert rows(warehouse, "select count(*) from articles") == [(3,)]
    assert rows(warehouse, "from data_quality where severity = 'error'") == []
    assert rows(warehouse, "select count(*) from attacks_asof('2026-01-01 00:00:00+00')") == [(1,)]

    held = published(warehouse, "attacks")
    upgraded = rasid_here(*arguments, "--reextract", **prefect_server)
    assert upgraded.returncode == 0, upgraded.stderr
    assert published(warehouse, "attacks") == held


def refuse_undeclared(warehouse: Path) -> None:
    """Every file carries the declared schema, every column of the database its description."""
    for table in TABLES.values():
        for path in (warehouse / table.name).rglob("*.parquet"):
            assert pq.read_schema(path).equals(schema_of(table.row), check_metadata=True), path
    tables = ", ".join(f"'{name}'" for name in TABLES)
    missing = f"from duckdb_columns() where comment is null and table_name in ({tables})"
    assert rows(warehouse, missing) == []


def test_order_and_batches_do_not_matter(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    parts = [write_jsonl(tmp_path / f"{n}.jsonl", [row]) for n, row in enumerate(FIRST[:3])]
    together, apart = tmp_path / "together", tmp_path / "apart"
    assert rasid_here("run", *parts, "--warehouse", together, **prefect_server).returncode == 0
    piped = parts.pop().read_bytes()
    assert rasid("run", "-", "--warehouse", apart, input=piped, **prefect_server).returncode == 0
    assert rasid_here("run", *parts, "--warehouse", apart, **prefect_server).returncode == 0
    for name in ("articles", "attack_reports", "milestone_reports", "evidence", "attacks", "milestones"):
        assert read_table(apart, name).equals(read_table(together, name)), name


def test_no_such_input(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "nowhere/*.jsonl", "--warehouse", str(warehouse)]) == 1
    assert capsys.readouterr() == ("", "rasid: nowhere/*.jsonl: no such file or folder\n")


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["run", "--workers", "0"])
    assert "usage: rasid run" in capsys.readouterr().err


def test_warehouse_that_cannot_be_made(tmp_path: Path, inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["run", str(inputs), "--warehouse", str(tmp_path / "file")]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"rasid: cannot write the warehouse {tmp_path / 'file'}: ")
    assert told.count("\n") == 1


def test_full_disk(inputs: Path, warehouse: Path, prefect_server: dict[str, str]) -> None:
    done = rasid("run", inputs, "--warehouse", warehouse, largest_file=20_000, **prefect_server)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("rasid: cannot write the ")
    assert fingerprints(warehouse).keys() == {".lock"}


def test_full_disk_leaves_the_last_good_state(warehouse: Path, tmp_path: Path, prefect_server: dict[str, str]) -> None:
    first = write_jsonl(tmp_path / "first.jsonl", [article("one", ROCKETS)])
    more = write_jsonl(tmp_path / "more.jsonl", [article("two", HANDOVER)])
    assert rasid_here("run", first, "--warehouse", warehouse, **prefect_server).returncode == 0
    before = fingerprints(warehouse)
    done = rasid("run", more, "--warehouse", warehouse, largest_file=20_000, **prefect_server)
    assert (done.returncode, done.stderr.splitlines()[-1][:24]) == (1, "rasid: cannot write the ")
    assert fingerprints(warehouse) == before


def test_two_writers(inputs: Path, warehouse: Path) -> None:
    import fcntl

    warehouse.mkdir()
    with (warehouse / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = rasid("run", inputs, "--warehouse", warehouse)
    assert (done.returncode, done.stderr) == (
        1,
        f"rasid: another run is writing to {warehouse}; wait for it or name another --warehouse\n",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_warehouse(inputs: Path, warehouse: Path) -> None:
    warehouse.mkdir(mode=0o500)
    done = rasid("run", inputs, "--warehouse", warehouse)
    assert done.returncode == 1
    assert done.stderr.startswith(f"rasid: cannot write the warehouse {warehouse}: Permission denied")
