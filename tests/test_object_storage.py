"""Articles in object storage, on an S3-compatible server of this machine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from buckets import bucket_server
from commands import HANDOVER, ROCKETS, article

from flows.errors import UserError
from flows.readers.inputs import files_of, read_documents


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A bucket with two files of articles."""
    with bucket_server("news") as bucket:
        for name, text in (("2020/a.jsonl", ROCKETS), ("2020/b.jsonl", HANDOVER), ("notes.txt", "x")):
            bucket.put_object(Key=name, Body=json.dumps(article(name, text)).encode())
        yield bucket


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("s3://news/2020/a.jsonl", ["2020/a.jsonl"]),
        ("s3://news/2020", ["2020/a.jsonl", "2020/b.jsonl"]),
        ("s3://news/", ["2020/a.jsonl", "2020/b.jsonl", "notes.txt"]),
        ("s3://news/*/b.*", ["2020/b.jsonl"]),
    ],
)
def test_objects_folders_and_patterns(bucket: Any, named: str, found: list[str]) -> None:
    assert files_of([named]) == [f"s3://news/{name}" for name in found]


def test_objects_are_read_as_files_are(bucket: Any, tmp_path: Path) -> None:
    local = tmp_path / "a.jsonl"
    local.write_text(json.dumps(article("2020/a.jsonl", ROCKETS)))
    stored, same = list(read_documents(["s3://news/2020/a.jsonl"])), list(read_documents([str(local)]))
    assert [(d.data, d.format, d.location) for d in stored] == [(d.data, d.format, d.location) for d in same]


@pytest.mark.parametrize("named", ["s3://news/none.jsonl", "s3://nowhere/x", "s3://news/*.xml"])
def test_what_is_not_there_is_one_clear_line(bucket: Any, named: str) -> None:
    with pytest.raises(UserError, match=f"{named[:9]}.*: no such object or folder|cannot list") as raised:
        files_of([named])
    assert "\n" not in str(raised.value)


def test_an_object_that_goes_away_is_a_reject(bucket: Any) -> None:
    (document,) = read_documents(["s3://news/gone.jsonl"])
    assert document.reason.startswith("cannot read s3://news/gone.jsonl")
