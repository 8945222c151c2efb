"""Which of all reports may share a block with some of them, answered on columns.

The blocks are those of `merging_blocks`, but no object is made of a report: each
key becomes a number, and a number is looked up in a field of bits. Two keys may
share a bit, so more may be named than share a block, never fewer.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.merging_blocks import LOOK_BACK, SEASON, TELLING_TOLL
from transforms.merging_places import plain_name
from transforms.merging_times import OPEN_START, PRECISE

COLUMNS = (
    "report_id",
    "article_id",
    "published",
    "kind",
    "country",
    "place",
    "place_id",
    "date_start",
    "date_end",
    "killed_min",
    "killed_max",
)
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = tuple[Numbers, Numbers]  # row and key, one pair for each key of a row
NONE = np.iinfo(np.int64).min
EPOCH = 719163  # 1970-01-01 as an ordinal day
BITS = 22
MIX = np.uint64(0x9E3779B97F4A7C15)
DAY, PLACE, TOLL, COUNTRY = 1, 2, 3, 4
YEAR, UNKNOWN = 100_000, 200_000  # periods: months as numbers, years beyond them, none


class Shelves:
    """All reports by what they can be found under; rows are numbers into the table they came in."""

    def __init__(self, reports: pa.Table) -> None:
        self.rows: Numbers = np.arange(reports.num_rows)
        self.recurring: Flags = np.asarray(pc.equal(reports.column("kind"), "recurring"))
        self.country = coded(reports.column("country"))
        self.names = [coded(reports.column("place_id")), coded(plain_names(reports.column("place")))]
        self.killed = numbers(pc.coalesce(reports.column("killed_min"), reports.column("killed_max")))
        self.published = days(reports.column("published"))
        start, end = days(reports.column("date_start")), days(reports.column("date_end"))
        self.first = np.where((start == NONE) & (end != NONE), end - OPEN_START, start)
        self.last = np.where((end == NONE) & (start != NONE), np.maximum(start, self.published), end)

    def near(self, rows: Numbers) -> Numbers:
        """Rows that may share a block with one of these."""
        wanted = np.zeros(len(self.rows), bool)
        wanted[rows] = True
        asked, keys = self.searches
        bits = np.zeros(1 << BITS, bool)
        bits[keys[wanted[asked]]] = True
        held, shelves = self.shelves
        found: Numbers = np.unique(held[bits[shelves]])
        return found

    @cached_property
    def shelves(self) -> Keys:
        """Keys under which a row is found."""
        periods = ((rows, mixed(keys, self.loose[rows])) for rows, keys in self.period_keys)
        return together([*self.day_keys(), *periods])

    @cached_property
    def searches(self) -> Keys:
        """Keys under which a row looks for others; a precise one needs loose ones alone by period."""
        loose = ((rows, mixed(keys, 1)) for rows, keys in self.period_keys)
        precise = ((rows[self.loose[rows]], mixed(keys[self.loose[rows]], 0)) for rows, keys in self.period_keys)
        return together([*self.day_keys(), *loose, *precise])

    @cached_property
    def period_keys(self) -> list[Keys]:
        subjects = list(self.subjects())
        return [
            (rows[has[rows]], mixed(subject[rows[has[rows]]], period[has[rows]]))
            for rows, period in self.periods()
            for subject, has in subjects
        ]

    @cached_property
    def loose(self) -> Flags:
        return self.recurring | (self.country < 0) | ~self.precise

    @cached_property
    def dated(self) -> Flags:
        return np.asarray((self.first != NONE) & (self.last != NONE))

    @cached_property
    def precise(self) -> Flags:
        return np.asarray(self.dated & (self.last - self.first < PRECISE))

    def day_keys(self) -> Iterator[Keys]:
        """Country and day of an incident: a dated one's days and the next; else those about its report."""
        of_a_day = ~self.recurring & (self.country >= 0)
        undated = of_a_day & (self.first == NONE) & (self.published != NONE)
        for step in range(PRECISE + 1):
            rows = self.rows[of_a_day & self.precise & (self.first + step <= self.last + 1)]
            yield rows, mixed(DAY, self.country[rows], self.first[rows] + step)
        for step in (-1, 0, 1):
            rows = self.rows[undated]
            yield rows, mixed(DAY, self.country[rows], self.published[rows] + step)

    def subjects(self) -> Iterator[tuple[Numbers, Flags]]:
        """What is looked for in a period, as a number for each row, and which rows have it."""
        for name in self.names:
            yield mixed(PLACE, self.recurring, name), name >= 0
        is_telling = ~self.recurring & (self.killed >= TELLING_TOLL)
        yield mixed(TOLL, self.country, self.killed), is_telling
        yield mixed(COUNTRY, self.country), self.recurring

    def periods(self) -> Iterator[Keys]:
        """Months and years of an event; of an undated one or a series, the months up to its publication."""
        told = (self.recurring | ~self.dated) & (self.published != NONE)
        timed = self.dated & ~told
        short = timed & (self.last - self.first <= SEASON)
        rows = self.rows[~told & ~timed]
        yield rows, np.full(len(rows), UNKNOWN)
        for end in (self.first, self.last):
            yield self.rows[timed], months(end[timed]) // 12 + YEAR
        yield from spread(self.rows[told], self.published[told] - LOOK_BACK, self.published[told])
        yield from spread(self.rows[short], self.first[short], self.last[short])


def spread(rows: Numbers, first: Numbers, last: Numbers) -> Iterator[Keys]:
    """Each month from the first day's to the last day's."""
    end = months(last)
    start = np.minimum(months(first), end)
    for step in range(int((end - start).max(initial=-1)) + 1):
        inside = start + step <= end
        yield rows[inside], start[inside] + step


def months(ordinals: Numbers) -> Numbers:
    """Months since 1970 of ordinal days."""
    return (ordinals - EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def days(column: pa.ChunkedArray) -> Numbers:
    ordinals = numbers(column.cast(pa.int32()))
    return np.where(ordinals == NONE, NONE, ordinals + EPOCH)


def numbers(column: pa.ChunkedArray) -> Numbers:
    return np.asarray(column.cast(pa.int64()).fill_null(NONE))


def coded(column: pa.ChunkedArray) -> Numbers:
    """A number for each text, the same in every column; -1 where there is none."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    values = np.array([crc32(text.encode()) for text in encoded.dictionary.to_pylist()] + [-1], np.int64)
    return np.asarray(values[np.asarray(encoded.indices.fill_null(len(encoded.dictionary)))])


def plain_names(column: pa.ChunkedArray) -> pa.ChunkedArray:
    encoded = pc.dictionary_encode(column.combine_chunks())
    plain = pa.array([plain_name(name) for name in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([plain.take(encoded.indices)], pa.string())


def mixed(*parts: "Numbers | Flags | int") -> Numbers:
    """The parts as one number of BITS bits."""
    total = np.zeros(1, np.uint64)
    for part in parts:
        total = (total ^ np.atleast_1d(part).astype(np.int64).astype(np.uint64)) * MIX
        total = total ^ (total >> np.uint64(29))
    return (total >> np.uint64(64 - BITS)).astype(np.int64)


def together(parts: Sequence[Keys]) -> Keys:
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([keys for _, keys in parts])
