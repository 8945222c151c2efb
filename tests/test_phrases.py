"""The phrase lists: nothing twice, nothing claimed both ways, as much that gives nothing as that gives something."""

import pytest
from phrase_lists import FOLDER, load

FILES = sorted(path.name for path in FOLDER.glob("*.toml"))


def phrases(name: str, *kinds: str) -> list[str]:
    """Phrases of some blocks, told apart by the list that they are read with, where the block names one."""
    blocks = [block for kind in kinds for block in load(name).get(kind, [])]
    return [f"{block.get('list', '')}:{phrase}" for block in blocks for phrase in block["phrases"]]


@pytest.mark.parametrize("name", FILES)
def test_no_phrase_twice(name: str) -> None:
    found = phrases(name, "yields", "context", "nothing")
    assert sorted({phrase for phrase in found if found.count(phrase) > 1}) == []


@pytest.mark.parametrize("name", FILES)
def test_every_block_has_a_cause_and_phrases(name: str) -> None:
    blocks = [block for kind in ("yields", "context", "nothing") for block in load(name).get(kind, [])]
    assert all(block["cause"] and block["phrases"] for block in blocks)


@pytest.mark.parametrize("name", FILES)
def test_each_list_has_both_sides(name: str) -> None:
    assert len(phrases(name, "nothing")) >= 0.8 * len(phrases(name, "yields", "context"))


def test_as_many_phrases_give_nothing() -> None:
    yielding = sum(len(phrases(name, "yields", "context")) for name in FILES)
    silent = sum(len(phrases(name, "nothing")) for name in FILES)
    assert silent >= yielding >= 600
