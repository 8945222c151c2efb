"""`rasid label`: every line answered, in order, the output a label file."""

import gzip
import json
from pathlib import Path

import pytest
from commands import HANDOVER, ROCKETS, WEATHER, article, rasid, write_jsonl

ARTICLES = [article("one", ROCKETS), article("two", WEATHER), article("three", HANDOVER)]


def labels(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_labels_in_input_order_with_evidence(tmp_path: Path) -> None:
    source, target = write_jsonl(tmp_path / "in.jsonl", ARTICLES), tmp_path / "out.jsonl"
    done = rasid("label", source, "-o", target)
    assert done.returncode == 0, done.stderr
    found = labels(target.read_text("utf-8"))
    assert [label["article_id"] for label in found] == ["one", "two", "three"]
    (attack,) = found[0]["attacks"]  # type: ignore[misc]
    assert (attack["type"], attack["place"], attack["date_start"]) == ("shelling", "المنطقة الخضراء", "2020-08-23")
    assert [ROCKETS[span["start"] : span["end"]] for span in attack["evidence"]] == [ROCKETS]
    assert found[1] == {"article_id": "two", "attacks": [], "milestones": []}


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_and_pipes_give_the_same_lines(tmp_path: Path, workers: int) -> None:
    many = [article(f"{n}", ARTICLES[n % 3]["text"]) for n in range(300)]
    source = write_jsonl(tmp_path / "in.jsonl", many)
    packed = gzip.compress(source.read_bytes())
    plain, piped = rasid("label", source), rasid("label", "-", "--workers", workers, input=packed)
    assert piped.stdout == plain.stdout
    assert [label["article_id"] for label in labels(piped.stdout)] == [row["article_id"] for row in many]


def test_bad_lines_are_told_and_the_run_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    good = json.dumps(ARTICLES[1]).encode()
    source.write_bytes(b"\n".join([good, b'{"a"', b"[]", b'{"text": ""}', b"\xff\xff", b"", good]))
    done = rasid("label", source)
    assert done.returncode == 0
    assert len(labels(done.stdout)) == 2
    assert done.stderr.splitlines()[:-1] == [
        f"{source}:2: broken JSON: Expecting ':' delimiter at character 4",
        f"{source}:3: not a JSON object",
        f"{source}:4: no text",
        f"{source}:5: broken UTF-8 at byte 0",
    ]
    assert done.stderr.splitlines()[-1].startswith("2 articles, 0 records, 4 lines refused")


def test_faults_are_one_line(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    missing = rasid("label", tmp_path / "none.jsonl")
    assert (missing.returncode, missing.stderr) == (
        1,
        f"rasid: cannot read {tmp_path / 'none.jsonl'}: No such file or directory\n",
    )
    unwritable = rasid("label", source, "-o", tmp_path)
    assert (unwritable.returncode, unwritable.stderr) == (1, f"rasid: cannot write {tmp_path}: Is a directory\n")
    assert rasid("label").returncode == 2
