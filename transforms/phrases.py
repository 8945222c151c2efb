"""One matcher for all word lists: phrases found on bare words, clitics taken off.

The matcher walks the tokens once. A phrase is keyed by its words without
article, so القوات الأمريكية, قوات أمريكية and وللقوات الأمريكية meet one entry; an
entry may insist on the article (الباب the town, not باب a door).
"""

from dataclasses import dataclass
from typing import Any

from transforms.text import fold
from transforms.tokens import Reading, bare, readings, split_words


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: token indices [first, last), its list, its value, and the clitics before it."""

    first: int
    last: int
    list_name: str
    value: Any
    conjunction: str
    preposition: str
    is_definite: bool


@dataclass(slots=True)
class _Node:
    """A point in the phrase tree: the phrases that end here and the words that lead on."""

    children: dict[str, "_Node"]
    ends: list[tuple[str, Any, bool | None]]


class Matcher:
    """Phrases of several lists, found longest first within each list."""

    def __init__(self) -> None:
        self._root = _Node({}, [])
        self._cache: dict[str, tuple[tuple[Reading, _Node], ...]] = {}

    def add(self, list_name: str, phrase: str, value: Any, definite: bool | None = None) -> None:
        """Add a phrase; `definite` True or False insists on the first word with or without article."""
        words = [word for part in phrase.split() for word in _key_words(part)]
        if not words:
            return
        node = self._root
        for word in words:
            node = node.children.setdefault(word, _Node({}, []))
        node.ends.append((list_name, value, definite))

    def find(self, words: list[str]) -> list[Hit]:
        """All hits, in order of their first word; inside one list none overlaps another."""
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        known = self._cache
        for i, word in enumerate(words):
            starts = known.get(word)
            for reading, node in self._starts(word) if starts is None else starts:
                for list_name, (last, value) in _longest(words, i, reading, node).items():
                    if taken.get(list_name, -1) <= i:
                        taken[list_name] = last
                        hits.append(
                            Hit(
                                i, last, list_name, value, reading.conjunction, reading.preposition, reading.is_definite
                            )
                        )
        return hits

    def reading_in(self, word: str, list_names: tuple[str, ...]) -> Reading | None:
        """The reading under which a word starts a phrase of one of the lists."""
        for reading, node in self._starts(word):
            if _leads_to(node, list_names):
                return reading
        return None

    def _starts(self, word: str) -> tuple[tuple[Reading, _Node], ...]:
        cached = self._cache.get(word)
        if cached is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            first = self._root.children
            cached = tuple((reading, first[reading.core]) for reading in readings(word) if reading.core in first)
            self._cache[word] = cached
        return cached


def _longest(words: list[str], i: int, reading: Reading, node: _Node) -> dict[str, tuple[int, Any]]:
    """For each list the longest phrase that starts at word i: (word after, value)."""
    found: dict[str, tuple[int, Any]] = {}
    at = i + 1
    while True:
        for list_name, value, definite in node.ends:
            is_first = list_name not in found or found[list_name][0] < at  # of equal phrases the one added first counts
            if is_first and (definite is None or definite == reading.is_definite):
                found[list_name] = (at, value)
        if at >= len(words) or not node.children:
            return found
        word = words[at]
        child = node.children.get(word) or node.children.get(bare(word))
        if child is None:
            return found
        node, at = child, at + 1


def _leads_to(node: _Node, list_names: tuple[str, ...]) -> bool:
    return any(name in list_names for name, _, _ in node.ends) or any(
        _leads_to(n, list_names) for n in node.children.values()
    )


def _key_words(part: str) -> list[str]:
    """Bare words of one printed word; a root's own أل (ألغام) is no article."""
    folded = fold(part)
    words = split_words(folded, 0, len(folded))
    return words if part.startswith(("أل", "إل", "آل")) else [bare(w) for w in words]
