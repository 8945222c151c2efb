"""Reports in, groups of reports that tell of one event out, each membership with its rule and score.

Both kinds of report go the same way: what could belong together is compared,
what belongs together is a group, and each member says why it is in it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from transforms import merging_attacks, merging_milestones
from transforms.merging_attacks import Facts, facts_of, probability
from transforms.merging_blocks import Index
from transforms.merging_clusters import better_half, clusters, spokesmen
from transforms.merging_milestones import State, Step, blocks, states_of, step_of
from transforms.merging_places import Atlas
from transforms.schema import AttackReport, MilestoneReport

Item = TypeVar("Item", Facts, Step)


@dataclass(frozen=True, slots=True)
class Membership:
    """One report of a group, and why it is there."""

    report_id: str
    rule: str
    score: float


Group = tuple[Membership, ...]  # earliest report first


def attack_groups(reports: Sequence[AttackReport], wire: Mapping[str, str | None], atlas: Atlas) -> list[Group]:
    """Groups of attack reports (earliest first)."""
    facts = [facts_of(report, wire.get(report.article_id)) for report in reports]
    index = Index(facts, atlas)
    weigh = Weighing(facts, atlas)
    pairs = ((one, two) for one, fact in enumerate(facts) for two in index.near(fact) if one < two)
    weighed = ((weigh(one, two), one, two) for one, two in pairs)
    edges = [(weight, one, two) for weight, one, two in weighed if weight is not None and weight > 0.0]
    groups = clusters(range(len(facts)), edges, weigh)
    return [attack_group([facts[number] for number in group], atlas) for group in groups]


class Weighing:
    """Weights of pairs of reports by number, reports that say the same weighed once: much told events have many."""

    def __init__(self, facts: Sequence[Facts], atlas: Atlas) -> None:
        self._facts, self._atlas = facts, atlas
        contents = [replace(fact, report_id="", article_id="") for fact in facts]
        numbers: dict[Facts, int] = {}
        self._contents = [numbers.setdefault(content, len(numbers)) for content in contents]
        self._repeated = {number for number, times in Counter(self._contents).items() if times > 1}
        self._known: dict[tuple[int, int], float | None] = {}

    def __call__(self, one: int, two: int) -> float | None:
        first, second = self._facts[one], self._facts[two]
        pair = self._contents[one], self._contents[two]
        if first.article_id == second.article_id or self._repeated.isdisjoint(pair):
            return merging_attacks.weigh(first, second, self._atlas)
        if pair not in self._known:
            self._known[pair] = merging_attacks.weigh(first, second, self._atlas)
        return self._known[pair]


def attack_group(members: Sequence[Facts], atlas: Atlas) -> Group:
    def weigh(one: Facts, two: Facts) -> float:
        weight = merging_attacks.weigh(one, two, atlas)
        return -30.0 if weight is None else weight

    return group_of(members, weigh, lambda one, two: merging_attacks.rule_of(one, two, atlas))


def group_of(members: Sequence[Item], weigh: Callable[[Item, Item], float], rule: Callable[[Item, Item], str]) -> Group:
    """Each member with the rule that ties it to its closest companion, and its likeness to the closer half."""
    if len(members) == 1:
        return (Membership(members[0].report_id, "alone", 1.0),)
    found = []
    for member in members:
        weights = [(weigh(member, other), other) for other in spokesmen(members) if other is not member]
        _, closest = max(weights, key=lambda pair: (pair[0], pair[1].report_id))
        likeness = probability(better_half(weight for weight, _ in weights))
        found.append(Membership(member.report_id, rule(member, closest), likeness))
    return tuple(found)


def milestone_groups(reports: Sequence[MilestoneReport], wire: Mapping[str, str | None], atlas: Atlas) -> list[Group]:
    """Groups of milestone reports (earliest first)."""
    held = blocks(step_of(report, wire.get(report.article_id)) for report in reports)
    ages = {report.report_id: age for age, report in enumerate(reports)}
    return [milestone_group(state, ages, atlas) for steps in held.values() for state in states_of(steps, atlas)]


def milestone_group(state: State, ages: Mapping[str, int], atlas: Atlas) -> Group:
    def weigh(one: Step, two: Step) -> float:
        weight = merging_milestones.weigh(one, two, atlas)
        return -30.0 if weight is None else weight

    members = sorted(state.steps, key=lambda step: ages[step.report_id])
    return group_of(members, weigh, merging_milestones.rule_of)
