"""Reports in, groups of reports that tell of one event out, each membership with its rule and score.

Both kinds of report go the same way: what could belong together is reached
from what changed, and only that is grouped anew.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from transforms import merging_attacks, merging_milestones
from transforms.merging_attacks import Facts, facts_of, probability
from transforms.merging_blocks import Index
from transforms.merging_clusters import better_half, clusters, spokesmen
from transforms.merging_milestones import State, Step, block_of, blocks, states_of, step_of
from transforms.merging_places import Atlas
from transforms.schema import AttackReport, MilestoneReport

Item = TypeVar("Item", Facts, Step)
Companions = Callable[[str], Iterable[str]]  # reports that shared an event with this one before


@dataclass(frozen=True, slots=True)
class Membership:
    """One report of a group, and why it is there."""

    report_id: str
    rule: str
    score: float


Group = tuple[Membership, ...]  # earliest report first


def attack_groups(
    reports: Sequence[AttackReport],
    wire: Mapping[str, str | None],
    atlas: Atlas,
    touched: Iterable[AttackReport] | None,
    companions: Companions,
) -> list[Group]:
    """Groups of attack reports (earliest first); with `touched`, those alone that its reports can reach."""
    facts = [facts_of(report, wire.get(report.article_id)) for report in reports]
    index = Index(facts, atlas)
    numbers = {fact.report_id: number for number, fact in enumerate(facts)}

    def weigh(one: int, two: int) -> float | None:
        return merging_attacks.weigh(facts[one], facts[two], atlas)

    def likely(fact: Facts, beyond: int = -1) -> list[tuple[float, int]]:
        """Reports of a number beyond this one that more likely than not tell of the same."""
        near = (other for other in index.near(fact) if other > beyond)
        weights = [(merging_attacks.weigh(fact, facts[other], atlas), other) for other in near]
        return [(weight, other) for weight, other in weights if weight is not None and weight > 0.0]

    seeds: Iterable[int] = range(len(facts))
    if touched is not None:
        changed = [facts_of(report, wire.get(report.article_id)) for report in touched]
        ids = {id_ for fact in changed for id_ in (fact.report_id, *companions(fact.report_id))}
        seeds = {other for fact in changed for _, other in likely(fact)} | {
            numbers[id_] for id_ in ids & numbers.keys()
        }
    edges: list[tuple[float, int, int]] = []
    reached = set(seeds)
    queue = deque(sorted(reached))
    while queue:
        one = queue.popleft()
        found = likely(facts[one], one if touched is None else -1)
        edges += [(weight, one, two) for weight, two in found if one < two]
        near = {two for _, two in found} | {numbers[id_] for id_ in companions(facts[one].report_id) if id_ in numbers}
        queue.extend(sorted(near - reached))
        reached |= near
    groups = clusters(reached, edges, weigh)
    return [attack_group([facts[number] for number in group], atlas) for group in groups]


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


def milestone_groups(
    reports: Sequence[MilestoneReport],
    wire: Mapping[str, str | None],
    atlas: Atlas,
    touched: Iterable[MilestoneReport] | None,
    companions: Companions,
) -> list[Group]:
    """Groups of milestone reports; with `touched`, those of the blocks that its reports belong to."""
    steps = {report.report_id: step_of(report, wire.get(report.article_id)) for report in reports}
    held = blocks(steps.values())
    chosen: Collection[object] = held
    if touched is not None:
        changed = [step_of(report, None) for report in touched]
        chosen = {block_of(step) for step in changed}
        queue = deque([*(step.report_id for step in changed), *(s.report_id for b in chosen for s in held.get(b, ()))])
        seen: set[str] = set(queue)
        while queue:
            fresh = [steps[id_] for id_ in companions(queue.popleft()) if id_ in steps and id_ not in seen]
            new = {block_of(step) for step in fresh} - chosen
            chosen |= new
            more = [*(step.report_id for step in fresh), *(s.report_id for block in new for s in held[block])]
            queue.extend(more)
            seen.update(more)
    ages = {report.report_id: age for age, report in enumerate(reports)}
    states = [state for block in held if block in chosen for state in states_of(held[block], atlas)]
    return [milestone_group(state, ages, atlas) for state in states]


def milestone_group(state: State, ages: Mapping[str, int], atlas: Atlas) -> Group:
    def weigh(one: Step, two: Step) -> float:
        weight = merging_milestones.weigh(one, two, atlas)
        return -30.0 if weight is None else weight

    members = sorted(state.steps, key=lambda step: ages[step.report_id])
    return group_of(members, weigh, merging_milestones.rule_of)
