"""Which reports are worth comparing: a report meets only those that share one of its keys.

Reports dated to the day meet by country and day. Loose ones (undated, or dated
to a month or a year) meet all others by place and month and by toll and month.
Two precise reports never meet over a month, so a town with an attack a day
costs no more than its days: the cost grows with the number of reports.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from transforms.merging_attacks import Facts, stated
from transforms.merging_places import Atlas, Where

Key = tuple[str | int | None, ...]
TELLING_TOLL = 4  # dead; smaller numbers are too common to look for
SEASON = 92  # days; a longer period is looked for by its years
LOOK_BACK = 31  # days before publication in which an undated event is looked for


class Index:
    """Reports by key, and within a key by place, so that places apart never meet."""

    def __init__(self, facts: Sequence[Facts], atlas: Atlas) -> None:
        self.atlas = atlas
        self.blocks: dict[Key, dict[Where, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, fact in enumerate(facts):
            self.add(number, fact)

    def add(self, number: int, fact: Facts) -> None:
        for key in shelves(fact):
            self.blocks[key][fact.where].append(number)

    def near(self, fact: Facts) -> set[int]:
        """Numbers of the reports that may tell of the same attack; the relation is symmetric."""
        found: set[int] = set()
        for key in searches(fact):
            block = self.blocks.get(key, {})
            for where in self.atlas.together(fact.where, block):
                found.update(block[where])
        return found


def shelves(fact: Facts) -> Iterator[Key]:
    """Keys under which a report is found; the kind is in each, for a series never meets an incident."""
    yield from common_keys(fact)
    loose = is_loose(fact)
    yield from ((*key, loose) for key in period_keys(fact))


def searches(fact: Facts) -> Iterator[Key]:
    """Keys under which a report looks for others; precise ones need loose ones alone by period."""
    yield from common_keys(fact)
    loose = is_loose(fact)
    for key in period_keys(fact):
        yield (*key, True)
        if loose:
            yield (*key, False)


def is_loose(fact: Facts) -> bool:
    return fact.kind == "recurring" or fact.where.country is None or not fact.when.is_precise


def common_keys(fact: Facts) -> Iterator[Key]:
    if fact.wire_group:
        yield (fact.kind, "wire", fact.wire_group)
    if fact.kind == "incident" and fact.where.country:
        yield from ((fact.kind, "day", fact.where.country, day) for day in days(fact))


def days(fact: Facts) -> Iterable[int]:
    """A dated report's days and the next; an undated one's publication, the day before and the next."""
    when = fact.when
    if when.is_precise and when.first is not None and when.last is not None:
        return range(when.first, when.last + 2)
    if when.first is None and when.published is not None:
        return range(when.published - 1, when.published + 2)
    return ()


def period_keys(fact: Facts) -> Iterator[Key]:
    """Place and period, toll and period; for a series its country and period too."""
    names = {fact.where.place_id, fact.where.name} - {None}
    killed = stated(fact.killed)
    for period in periods(fact):
        yield from ((fact.kind, "place", name, period) for name in names)
        if fact.kind == "recurring":
            yield (fact.kind, "country", fact.where.country, period)
        elif killed is not None and killed >= TELLING_TOLL:
            yield (fact.kind, "toll", fact.where.country, killed, period)


def periods(fact: Facts) -> tuple[str, ...]:
    """Months and years of the event; of an undated one or a series, the months up to its publication."""
    when = fact.when
    if (fact.kind == "recurring" or when.first is None or when.last is None) and when.published is not None:
        return months(when.published - LOOK_BACK, when.published)
    if when.first is None or when.last is None:
        return ("unknown",)
    found = years(when.first, when.last)
    return found + months(when.first, when.last) if when.last - when.first <= SEASON else found


@lru_cache(1 << 16)
def years(first: int, last: int) -> tuple[str, ...]:
    return tuple(sorted({f"{dt.date.fromordinal(day).year}" for day in (first, last)}))


@lru_cache(1 << 16)
def months(first: int, last: int) -> tuple[str, ...]:
    return tuple(sorted({f"{dt.date.fromordinal(day):%Y-%m}" for day in (*range(first, last, 28), last)}))
