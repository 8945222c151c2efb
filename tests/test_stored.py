"""A warehouse in object storage: what is there after a run, after a kill, and with two writers."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from buckets import bucket_server, objects, taken
from commands import HANDOVER, ROCKETS, WEATHER, article, contents, rasid_here, write_jsonl

from flows import writers
from flows.errors import BusyError, UserError
from flows.mirror import fetch, scan
from flows.stored import MANIFEST, Files, Shelf, publish_stored, read_manifest, recover_stored
from flows.writers import only_writer, require_ticket

FIRST = [article("one", ROCKETS), article("two", HANDOVER, "2020-08-23"), article("three", WEATHER, "2020-09-01")]
SECOND = [article("two", ROCKETS, "2020-10-23"), article("four", ROCKETS, "2021-01-01")]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    with bucket_server("data") as bucket:
        yield bucket


def test_runs_of_two_machines_give_what_one_gives(bucket: Any, tmp_path: Path, prefect_server: dict[str, str]) -> None:
    for number, rows in enumerate((FIRST, SECOND)):
        source = write_jsonl(tmp_path / f"{number}.jsonl", rows)
        clock = {"SOURCE_DATE_EPOCH": str(1767225600 + number)}
        machine = {"XDG_CACHE_HOME": str(tmp_path / f"machine{number}"), **clock, **prefect_server}
        plain = rasid_here("run", source, "--warehouse", tmp_path / "plain", **clock, **prefect_server)
        stored = rasid_here("run", source, "--warehouse", "s3://data/set", **machine)
        assert (plain.returncode, stored.returncode) == (0, 0), stored.stderr
    assert "s3://data/set/rasid.duckdb" in stored.stdout
    there, here = contents(taken(bucket, "set", tmp_path / "there")), contents(tmp_path / "plain")
    manifest = json.loads(objects(bucket, "set")[MANIFEST])["files"]
    assert there.keys() - here.keys() == {MANIFEST}
    assert {name: there[name] for name in here if name != ".lock"} == {
        name: value for name, value in here.items() if name != ".lock"
    }
    assert {name: held["sha256"] for name, held in manifest.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in objects(bucket, "set").items() if name != MANIFEST
    }
    again = rasid_here("run", source, "--warehouse", "s3://data/set", **machine)
    assert "Nothing changed" in again.stdout
    asked = rasid_here("sql", "select count(*) as n from articles", "--json", "--warehouse", "s3://data/set", **machine)
    assert json.loads(asked.stdout) == {"n": 4}


class KilledError(BaseException):
    """The process is gone."""


class Mortal:
    """Arrow's file system of the storage, whose user is killed after so many calls."""

    def __init__(self, store: Any, calls: int) -> None:
        self.store, self.calls = store, calls

    def __getattr__(self, name: str) -> Any:
        if self.calls == 0:
            raise KilledError
        self.calls -= 1
        return getattr(self.store, name)


def files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        place = folder / name / "part-0.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder


def published(shelf: Shelf, local: Path) -> int:
    return publish_stored(shelf, local, read_manifest(shelf), scan(local))


def found_elsewhere(shelf: Shelf, folder: Path) -> Files:
    """What the next writer finds, on another machine: every file held against the manifest, nothing beside them."""
    recover_stored(shelf)
    there = read_manifest(shelf)
    fetch(shelf, folder, there)
    assert scan(folder) == there
    assert set(shelf.below()) == {*there, MANIFEST}
    return there


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(bucket: Any, tmp_path: Path) -> None:
    old = files(tmp_path / "old", kept="same", changed="before", removed="x")
    new = files(tmp_path / "new", kept="same", changed="after", added="y")
    is_new = []
    for calls in range(0, 99, 2):
        shelf = Shelf(f"s3://data/kill{calls}")
        published(shelf, old)
        store, died = shelf.store, False
        shelf.store = Mortal(store, calls)
        try:
            published(shelf, new)
        except KilledError:
            died = True
        shelf.store = store
        found = found_elsewhere(shelf, tmp_path / f"other{calls}")
        assert found in (scan(old), scan(new))
        is_new.append(found == scan(new))
        if not died:
            break
    assert is_new == sorted(is_new)  # from some moment on it takes place
    assert (is_new[0], is_new[-1], len(is_new) > 5, died) == (False, True, True, False)


def test_only_what_changed_is_written(bucket: Any, tmp_path: Path) -> None:
    shelf = Shelf("s3://data/few")
    published(shelf, files(tmp_path, kept="same", changed="before"))
    files(tmp_path, changed="after")
    assert (published(shelf, tmp_path), published(shelf, tmp_path)) == (1, 0)


def test_a_file_changed_in_place_is_noticed(bucket: Any, tmp_path: Path) -> None:
    shelf = Shelf("s3://data/touched")
    published(shelf, files(tmp_path / "one", kept="same"))
    bucket.put_object(Key="touched/kept/part-0.parquet", Body=b"other")
    with pytest.raises(UserError, match="is not what the manifest says it is"):
        fetch(shelf, tmp_path / "two", read_manifest(shelf))


def test_a_folder_of_other_things_is_left_alone(bucket: Any) -> None:
    bucket.put_object(Key="photos/1.jpg", Body=b"x")
    with pytest.raises(UserError, match=r"s3://data/photos holds files but no manifest\.json"):
        read_manifest(Shelf("s3://data/photos"))


def test_of_two_writers_one_leaves(bucket: Any, tmp_path: Path) -> None:
    shelf = Shelf("s3://data/both")
    with (
        only_writer(shelf, tmp_path / "one") as ticket,
        pytest.raises(BusyError, match="another run is writing to s3://data/both, on "),
        only_writer(shelf, tmp_path / "two"),
    ):
        pass
    assert shelf.below() == {}
    assert ticket.startswith(".writers/")


def test_a_writer_taken_for_dead_does_not_publish(bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf("s3://data/slow")
    with only_writer(shelf, tmp_path / "one") as ticket:
        require_ticket(shelf, ticket)
        monkeypatch.setattr(writers, "DEAD", dt.timedelta(0))
        with (
            only_writer(shelf, tmp_path / "two"),
            pytest.raises(UserError, match="took over s3://data/slow while this one stood still"),
        ):
            require_ticket(shelf, ticket)


def test_storage_that_cannot_be_used_is_one_line(bucket: Any) -> None:
    with pytest.raises(UserError, match="cannot use s3://nowhere/set: ") as raised:
        Shelf("s3://nowhere/set").write("x", b"")
    assert "\n" not in str(raised.value)
