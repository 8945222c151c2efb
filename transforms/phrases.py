"""One matcher for all word lists: phrases found on bare words, clitics taken off.

The matcher walks the tokens once. A phrase is keyed by its words without
article, so القوات الأمريكية, قوات أمريكية and وللقوات الأمريكية meet one entry; an
entry may insist on the article (الباب the town, not باب a door).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from transforms.text import fold
from transforms.tokens import Reading, Token, bare, readings, tokenise


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


class Matcher:
    """Phrases of several lists, found longest first within each list."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Any, bool | None]]] = defaultdict(list)
        self._cache: dict[str, tuple[tuple[Reading, Any], ...]] = {}

    def add(self, list_name: str, phrase: str, value: Any, definite: bool | None = None) -> None:
        """Add a phrase; `definite` True or False insists on the first word with or without article."""
        words = [bare(t.text) for t in tokenise(fold(phrase), 0, len(fold(phrase)))]
        if words:
            self._by_first[words[0]].append((tuple(words[1:]), list_name, value, definite))

    def find(self, tokens: list[Token]) -> list[Hit]:
        """All hits, in order of their first token; inside one list none overlaps another."""
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        for i, token in enumerate(tokens):
            for reading, entries in self._entries(token.text):
                hits.extend(self._hits_at(tokens, i, reading, entries, taken))
        return hits

    def _hits_at(
        self, tokens: list[Token], i: int, reading: Reading, entries: Any, taken: dict[str, int]
    ) -> Iterable[Hit]:
        for rest, list_name, value, definite in entries:
            if taken.get(list_name, -1) > i or (definite is not None and definite != reading.is_definite):
                continue
            last = i + 1 + len(rest)
            if not rest or _continues(tokens, i + 1, rest):
                taken[list_name] = last
                yield Hit(i, last, list_name, value, reading.conjunction, reading.preposition, reading.is_definite)

    def reading_in(self, word: str, list_names: tuple[str, ...]) -> Reading | None:
        """The reading under which a word starts a phrase of one of the lists."""
        for reading, entries in self._entries(word):
            if any(entry[1] in list_names for entry in entries):
                return reading
        return None

    def _entries(self, word: str) -> tuple[tuple[Reading, Any], ...]:
        cached = self._cache.get(word)
        if cached is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            cached = tuple(
                (reading, sorted(self._by_first[reading.core], key=lambda entry: -len(entry[0])))
                for reading in readings(word)
                if reading.core in self._by_first
            )
            self._cache[word] = cached
        return cached


def _continues(tokens: list[Token], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(tokens):
        return False
    return all(bare(tokens[at + k].text) == word for k, word in enumerate(rest))
