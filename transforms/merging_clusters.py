"""Groups of things that belong together, from weights of evidence between pairs.

The best pair joins first; a join needs the consent of the two groups as wholes:
no pair across may be vetoed, and the better half of the pairs must speak for it. So
a chain of half-likenesses never ties two events. What comes out depends on the
set of things alone, not on the order in which they came: ties are broken by
their order, and nothing outside a connected component can change it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import TypeVar

Weigh = Callable[[int, int], float | None]
Edge = tuple[float, int, int]
Member = TypeVar("Member")
SPOKESMEN = 16  # things that speak for a large group, so that a join has a bounded cost


def clusters(things: Iterable[int], edges: Iterable[Edge], weigh: Weigh) -> list[list[int]]:
    """The groups, each sorted; `edges` are the pairs of positive weight, `weigh` knows all pairs.

    Things are numbers whose order does not depend on their arrival.
    """
    group = {thing: [thing] for thing in things}
    refused: set[tuple[int, int, int, int]] = set()  # pairs of groups; the first member and the size tell a group
    for _, one, two in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        first, second = group[one], group[two]
        pair = (first[0], len(first), second[0], len(second))
        if first is second or pair in refused:
            continue
        if (consent(first, second, weigh) or 0.0) > 0.0:
            joined = sorted(first + second)
            group.update(dict.fromkeys(joined, joined))
        else:
            refused |= {pair, (*pair[2:], *pair[:2])}
    distinct = {id(members): members for members in group.values()}
    return sorted(distinct.values())


def consent(first: Sequence[int], second: Sequence[int], weigh: Weigh) -> float | None:
    """The mean of the better half of the weights between two groups' spokesmen; None when a pair is vetoed.

    The better half, since a report that says little of its event is like no other.
    """
    weights = []
    for one, two in product(spokesmen(first), spokesmen(second)):
        weight = weigh(one, two)
        if weight is None:
            return None
        weights.append(weight)
    return better_half(weights)


def better_half(weights: Iterable[float]) -> float:
    """The mean of the larger half of the weights."""
    ordered = sorted(weights, reverse=True)
    half = ordered[: (len(ordered) + 1) // 2]
    return sum(half) / len(half)


def spokesmen(members: Sequence[Member]) -> Sequence[Member]:
    """All of a small group; of a large one, things spread evenly over its order."""
    if len(members) <= SPOKESMEN:
        return members
    step = (len(members) - 1) / (SPOKESMEN - 1)
    return [members[round(number * step)] for number in range(SPOKESMEN)]
