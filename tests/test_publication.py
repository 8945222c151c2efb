"""Publishing: all of it or none, unchanged files untouched, a cut-short one finished by the next writer."""

import json
from pathlib import Path

import pytest
from commands import fingerprints

from flows.errors import UserError
from flows.lake import partitions, read_table
from flows.publication import JOURNAL, STAGING, Publication, publish, writing
from flows.warehouse import replace_rows, replace_table
from transforms.arrow import table_of
from transforms.schema import TABLES, Reject, Revision

REJECTS = TABLES["rejects"]


def reject(location: str, reason: str = "empty file") -> Reject:
    return Reject(source="s", location=location, reason=reason, first_bytes="")


def revision(event_id: str, month: int, new: str = "1") -> Revision:
    import datetime as dt

    return Revision(
        event_id=event_id,
        table="attacks",
        valid_from=dt.datetime(2020, month, 1, tzinfo=dt.UTC),
        valid_to=None,
        field="event",
        old=None,
        new=new,
        reason="new_report",
    )


def put(warehouse: Path, *rows: Revision) -> None:
    with writing(warehouse) as publication:
        replace_table(publication, "revisions", table_of(Revision, rows))
        publish(publication)


def test_partitions_by_month_and_emptied_ones_go(tmp_path: Path) -> None:
    put(tmp_path, revision("a", 1), revision("b", 2), revision("c", 2))
    assert list(partitions(tmp_path, TABLES["revisions"])) == [(2020, 1), (2020, 2)]
    put(tmp_path, revision("a", 1))
    assert list(partitions(tmp_path, TABLES["revisions"])) == [(2020, 1)]
    assert not (tmp_path / "revisions" / "year=2020" / "month=02").exists()


def test_unchanged_partition_is_not_rewritten(tmp_path: Path) -> None:
    put(tmp_path, revision("a", 1), revision("b", 2))
    path = partitions(tmp_path, TABLES["revisions"])[2020, 2]
    before = path.stat()
    put(tmp_path, revision("b", 2), revision("a", 1, new="2"))
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_rows_are_replaced_by_key(tmp_path: Path) -> None:
    with writing(tmp_path) as publication:
        replace_table(publication, "rejects", table_of(Reject, [reject("1"), reject("2")]))
        publish(publication)
    with writing(tmp_path) as publication:
        replace_rows(publication, "rejects", "location", ["2"], table_of(Reject, [reject("3")]), [(0, 0)])
        publish(publication)
    assert [row["location"] for row in read_table(tmp_path, "rejects").to_pylist()] == ["1", "3"]


def test_same_rows_in_another_order_are_the_same_bytes(tmp_path: Path) -> None:
    put(tmp_path / "one", revision("a", 1), revision("b", 1))
    put(tmp_path / "two", revision("b", 1), revision("a", 1))
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")


def test_repeated_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rejects: 1 rows repeat a key"):
        put_rejects(tmp_path, reject("1"), reject("1", "other"))
    assert fingerprints(tmp_path).keys() == {".lock"}


def put_rejects(warehouse: Path, *rows: Reject) -> None:
    with writing(warehouse) as publication:
        replace_table(publication, "rejects", table_of(Reject, rows))
        publish(publication)


def test_nothing_is_published_when_a_run_fails(tmp_path: Path) -> None:
    put_rejects(tmp_path, reject("1"))
    before = fingerprints(tmp_path)
    with pytest.raises(UserError), writing(tmp_path) as publication:
        replace_table(publication, "rejects", table_of(Reject, [reject("2")]))
        raise UserError("stop")
    assert fingerprints(tmp_path) == before


@pytest.mark.parametrize("done", [0, 1, 2])
def test_publication_cut_short_is_finished(tmp_path: Path, done: int) -> None:
    """The journal is written and `done` of two files are moved when the run is killed."""
    put(tmp_path / "calm", revision("a", 1), revision("b", 2))
    warehouse = tmp_path / "cut"
    put(warehouse, revision("c", 3))
    publication = Publication(warehouse)
    replace_table(publication, "revisions", table_of(Revision, [revision("a", 1), revision("b", 2)]))
    for path in publication.moves[:done]:
        (warehouse / path).parent.mkdir(parents=True, exist_ok=True)
    listed = {"moves": [str(p) for p in publication.moves], "removals": [str(p) for p in publication.removals]}
    (warehouse / STAGING / JOURNAL).write_text(json.dumps(listed))
    for path in publication.moves[:done]:
        (warehouse / STAGING / path).replace(warehouse / path)
    with writing(warehouse):
        pass
    assert fingerprints(warehouse) == fingerprints(tmp_path / "calm")


def test_staging_without_a_journal_is_thrown_away(tmp_path: Path) -> None:
    put_rejects(tmp_path, reject("1"))
    before = fingerprints(tmp_path)
    publication = Publication(tmp_path)
    replace_table(publication, "rejects", table_of(Reject, [reject("2")]))
    with writing(tmp_path):
        pass
    assert fingerprints(tmp_path) == before
