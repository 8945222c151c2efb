"""Events whose reports are all gone, and the new groups that tell of the same.

A report's id changes when its article is edited or a better extractor reads
other words as its evidence. The event is the same: its id passes to the group
that, going by the event's own fields, tells of it.
"""

from collections.abc import Iterable, Mapping, Sequence

from transforms import merging_attacks, merging_milestones
from transforms.merging_attacks import facts_of, facts_of_event
from transforms.merging_blocks import Index
from transforms.merging_milestones import step_of, step_of_event
from transforms.merging_places import Atlas
from transforms.schema import Attack, AttackReport, Milestone, MilestoneReport

Groups = Mapping[int, Sequence[str]]  # report ids by number of the group
Match = tuple[float, str, int]  # weight, event, group


def attack_heirs(
    orphans: Sequence[Attack], groups: Groups, reports: Mapping[str, AttackReport], atlas: Atlas
) -> dict[int, str]:
    if not orphans:
        return {}
    facts = [(facts_of(reports[id_], None), number) for number, ids in groups.items() for id_ in ids]
    index = Index([fact for fact, _ in facts], atlas)
    matches = []
    for orphan in orphans:
        fact = facts_of_event(orphan)
        for near in index.near(fact):
            weight = merging_attacks.weigh(fact, facts[near][0], atlas)
            if weight is not None:
                matches.append((weight, orphan.attack_id, facts[near][1]))
    return best_matches(matches)


def milestone_heirs(
    orphans: Sequence[Milestone], groups: Groups, reports: Mapping[str, MilestoneReport], atlas: Atlas
) -> dict[int, str]:
    if not orphans:
        return {}
    steps = [(step_of(reports[id_], None), number) for number, ids in groups.items() for id_ in ids]
    held = merging_milestones.blocks(step for step, _ in steps)
    numbers = {step.report_id: number for step, number in steps}
    matches = []
    for orphan in orphans:
        step = step_of_event(orphan)
        for near in held.get(merging_milestones.block_of(step), ()):
            weight = merging_milestones.weigh(step, near, atlas)
            if weight is not None:
                matches.append((weight, orphan.milestone_id, numbers[near.report_id]))
    return best_matches(matches)


def best_matches(matches: Iterable[Match]) -> dict[int, str]:
    """One event a group and one group an event, the best match first."""
    found: dict[int, str] = {}
    given: set[str] = set()
    for weight, event, number in sorted(matches, key=lambda match: (-match[0], match[1], match[2])):
        if weight > 0.0 and number not in found and event not in given:
            found[number] = event
            given.add(event)
    return found
