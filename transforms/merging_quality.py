"""How well a grouping of reports agrees with the true one: B-cubed and pairwise precision, recall, F1."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations

Grouping = Mapping[str, Hashable]  # group by item


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(found: Grouping, true: Grouping) -> Agreement:
    """Mean over items: of the items grouped with one, how many belong with it; of those that belong, how many are."""
    by_found, by_true = members(found), members(true)
    shares = [(by_found[found[item]], by_true[true[item]]) for item in true]
    return Agreement(
        sum(len(one & two) / len(one) for one, two in shares) / len(shares),
        sum(len(one & two) / len(two) for one, two in shares) / len(shares),
    )


def pairwise_agreement(found: Grouping, true: Grouping) -> Agreement:
    """Over pairs of items that are grouped together."""
    joined, belong = pairs(found), pairs(true)
    right = len(joined & belong)
    return Agreement(right / len(joined) if joined else 1.0, right / len(belong) if belong else 1.0)


def pairs(grouping: Grouping) -> set[tuple[str, str]]:
    return {pair for group in members(grouping).values() for pair in combinations(sorted(group), 2)}


def members(grouping: Grouping) -> dict[Hashable, set[str]]:
    held: dict[Hashable, set[str]] = defaultdict(set)
    for item, group in grouping.items():
        held[group].add(item)
    return dict(held)
