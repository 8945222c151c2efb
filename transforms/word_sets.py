"""Sets of words that rules and features ask about by name: ranks, duals, measures, words for the past, …"""

from collections.abc import Iterable
from functools import cache

from transforms.seeds import load_rows
from transforms.text import fold


@cache
def word_set(name: str) -> frozenset[str]:
    """The folded words of one set of seeds/word_sets.csv; KeyError where the file has none of that name."""
    return _sets()[name]


@cache
def _sets() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for row in load_rows("word_sets.csv", ["set", "name_ar"]):
        words.setdefault(row["set"], set()).add(fold(row["name_ar"]))
    return {name: frozenset(found) for name, found in words.items()}


def meets(words: Iterable[str], name: str) -> bool:
    """Whether a word is in the set, as it stands or without a clitic of one letter."""
    wanted = word_set(name)
    return any(word in wanted or word[1:] in wanted for word in words)
