"""Near-identical texts: wire copies, recognised by MinHash.

A text is its set of three-word sequences. Its signature keeps the smallest of
each of 96 hashes of them; texts that agree in a band of three are compared in
full. So the work grows with the number of texts, not with the number of pairs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from transforms.identity import short_hash
from transforms.text import fold

SHINGLE = 3  # words
BANDS, ROWS = 32, 3
FEWEST = 8  # shingles; shorter texts are alike by chance
LIKENESS = 0.5  # Jaccard: half of all sequences shared, for outlets cut and add a paragraph
WINDOW = 3  # days between a wire text and its copies
_ODD = np.random.default_rng(20180207).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
Shingles = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Text:
    """What of an article is compared."""

    article_id: str
    published: dt.date | None
    text: str


def wire_groups(texts: Iterable[Text]) -> dict[str, str]:
    """A shared id for each article whose text has a copy; articles alone are left out."""
    held = sorted({text.article_id: text for text in texts}.values(), key=lambda text: (day_of(text), text.article_id))
    days = [day_of(text) for text in held]
    parts = [shingles(text.text) for text in held]
    leader = list(range(len(held)))
    for one, two in sorted(candidates(parts)):
        if abs(days[one] - days[two]) <= WINDOW and likeness(parts[one], parts[two]) >= LIKENESS:
            join(leader, one, two)
    members = defaultdict(list)
    for number in range(len(held)):
        members[root(leader, number)].append(held[number].article_id)
    return {id_: "w" + short_hash("wire", ids[0]) for ids in members.values() if len(ids) > 1 for id_ in ids}


def day_of(text: Text) -> int:
    return (text.published or dt.date.max).toordinal()


def shingles(text: str) -> Shingles:
    """The sorted hashes of the text's word sequences."""
    words = np.fromiter((crc32(word.encode()) for word in fold(text).split()), dtype=np.uint64)
    if len(words) < SHINGLE + FEWEST:
        return np.empty(0, np.uint64)
    hashes = words[: len(words) - SHINGLE + 1].copy()
    for step in range(1, SHINGLE):
        hashes = hashes * _MIX + words[step : len(words) - SHINGLE + 1 + step]
    return np.unique(hashes * _MIX ^ (hashes >> np.uint64(29)))


def signature(part: Shingles) -> Shingles:
    return np.asarray(((part[None, :] * _ODD[:, None]) >> np.uint64(20)).min(axis=1), dtype=np.uint64)


def candidates(parts: list[Shingles]) -> set[tuple[int, int]]:
    """Pairs of numbers whose signatures agree in a band, each with its nearest of the band."""
    bands: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, part in enumerate(parts):
        if len(part):
            for band, rows in enumerate(signature(part).reshape(BANDS, ROWS)):
                bands[band, rows.tobytes()].append(number)
    return {pair for numbers in bands.values() for pair in neighbours(numbers)}


def neighbours(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a few; of many, each with the next, which groups them all the same."""
    return combinations(numbers, 2) if len(numbers) <= 12 else pairwise(numbers)


def likeness(one: Shingles, two: Shingles) -> float:
    """Share of all sequences that both have."""
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / (len(one) + len(two) - shared)


def root(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number


def join(leader: list[int], one: int, two: int) -> None:
    """The lower number leads, so that the groups do not depend on the order of the pairs."""
    first, second = sorted((root(leader, one), root(leader, two)))
    leader[second] = first
