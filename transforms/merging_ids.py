"""Which event keeps which id.

An id is derived from the report that founded its event and is kept through the
memberships of the run before: it follows its founder, or, when that report is
gone, the earliest of the event's reports that is left. When events merge, the
id of the one with the earliest report survives. No id is ever
given to a second event.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from transforms.identity import short_hash
from transforms.schema import MergedReport

Group = Sequence[str]  # report ids, earliest first
Age = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry:
    """What is known of ids before naming: who was where, and which ids must not be given anew."""

    prefix: str
    previous: Mapping[str, str]  # event id by report id
    ages: Mapping[str, Age]  # by report id; sorts the earliest report first
    heirs: Mapping[int, str] = field(default_factory=dict)  # number of a group: the event whose reports are all gone
    anchored: frozenset[str] = frozenset()  # ids that corrections name
    taken: Collection[str] = ()  # ids of events outside these groups


def founder_id(prefix: str, report_id: str, attempt: int = 0) -> str:
    """The id of the event that the report founds; further attempts give further ids."""
    return prefix + (short_hash("event", report_id, str(attempt)) if attempt else short_hash("event", report_id))


def name_groups(groups: Sequence[Group], registry: Registry) -> list[str]:
    """An id for each group."""
    claims = claims_of(groups, registry)
    used = {*registry.previous.values(), *registry.taken}
    return [
        surviving(group, claims[number], registry) or registry.heirs.get(number) or new_id(group, registry, used)
        for number, group in enumerate(groups)
    ]


def claims_of(groups: Sequence[Group], registry: Registry) -> dict[int, list[str]]:
    """By number of the group, the earlier events that live on in it."""
    bids: dict[str, list[tuple[bool, Age, int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for report in group:
            if report in registry.previous:
                event = registry.previous[report]
                is_founder = founder_id(registry.prefix, report) == event
                bids[event].append((not is_founder, registry.ages[report], number))
    claims: dict[int, list[str]] = defaultdict(list)
    for event in sorted(bids):
        claims[min(bids[event])[-1]].append(event)
    return claims


def surviving(group: Group, claims: Sequence[str], registry: Registry) -> str | None:
    """The id that lives on: one that a correction names, else one whose founder is here, else the earliest report's."""
    if len(claims) < 2:
        return claims[0] if claims else None
    founded = {founder_id(registry.prefix, report) for report in group}
    members = [registry.previous[report] for report in group if report in registry.previous]
    return min(claims, key=lambda event: (event not in registry.anchored, event not in founded, members.index(event)))


def new_id(group: Group, registry: Registry, used: set[str]) -> str:
    """The id that a correction already knows the group by, else one of its earliest report's."""
    own = (founder_id(registry.prefix, report) for report in group) if registry.anchored else ()
    known = (event for event in own if event in registry.anchored)
    fresh = (founder_id(registry.prefix, group[0], attempt) for attempt in count())
    chosen = next(event for event in chain(known, fresh) if event not in used)
    used.add(chosen)
    return chosen


def spare_id(prefix: str, part: Sequence[str], previous: Mapping[str, MergedReport], used: Collection[str]) -> str:
    """The id of a part that a correction split off: the one it had, else a new one of its earliest report."""
    had = [previous[report].event_id for report in part if report in previous]
    fresh = (founder_id(prefix, part[0], attempt) for attempt in count())
    return next(event for event in chain(had, fresh) if event not in used)
