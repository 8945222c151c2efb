"""Reports become events: what is believed now, out of what the articles say.

`merge` is the one entrance. It compares reports that share a block
(`merging_blocks`), weighs how likely two tell of one event (`merging_attacks`,
`merging_milestones`), groups them (`merging_groups`), gives each group the id
it had before (`merging_ids`), applies what people corrected
(`merging_corrections`) and makes one row of each group (`merging_rows`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from transforms.merging_corrections import Correction, anchors, corrected, regroup
from transforms.merging_groups import Group, Membership, attack_groups, milestone_groups
from transforms.merging_heirs import attack_heirs, milestone_heirs
from transforms.merging_ids import Registry, name_groups, spare_id
from transforms.merging_places import Atlas
from transforms.merging_rows import Account, attack_of, milestone_of
from transforms.schema import Attack, AttackReport, MergedReport, Milestone, MilestoneReport, Place

Report = TypeVar("Report", AttackReport, MilestoneReport)
Event = TypeVar("Event", Attack, Milestone)
MERGING_VERSION = 1  # raise when the code of merging changes what the same reports become
NO_DAY = "9999-12-31"  # sorts reports without a day behind all others


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What merging needs to know of a report's article."""

    outlet: str | None
    wire_group: str | None
    published_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """All events as believed at one moment, and which reports made each."""

    attacks: tuple[Attack, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    attack_reports_merged: tuple[MergedReport, ...] = ()
    milestone_reports_merged: tuple[MergedReport, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Held(Generic[Report, Event]):
    """One kind of report, and its events as they were before."""

    prefix: str
    reports: dict[str, Report]  # by report id, the earliest report first
    ages: dict[str, tuple[str, str]]
    events: dict[str, Event]  # by event id
    members: dict[str, MergedReport]  # by report id
    together: dict[str, list[str]]  # report ids by event id

    @property
    def orphans(self) -> list[Event]:
        """Events of which no report is left."""
        return [
            event
            for event_id, event in self.events.items()
            if not any(report_id in self.reports for report_id in self.together.get(event_id, ()))
        ]


def merge(
    attack_reports: Iterable[AttackReport],
    milestone_reports: Iterable[MilestoneReport],
    sources: Mapping[str, Source],
    places: Mapping[str, Place],
    previous: Belief,
    corrections: Sequence[Correction] = (),
    taken: frozenset[str] = frozenset(),
) -> Belief:
    """The events of all these reports; `sources` by article id, `places` by place id.

    Pure and free of order: the same reports give the same events. `previous`
    lends known events their ids; ids that are `taken` otherwise are given to none.
    """
    atlas = Atlas(places)
    wire = {article_id: source.wire_group for article_id, source in sources.items()}
    acts = held("a", attack_reports, sources, previous.attacks, previous.attack_reports_merged)
    steps = held("m", milestone_reports, sources, previous.milestones, previous.milestone_reports_merged)
    attacks, attack_members = settle(
        acts,
        attack_groups([*acts.reports.values()], wire, atlas),
        lambda groups: attack_heirs(acts.orphans, groups, acts.reports, atlas),
        lambda event_id, accounts: attack_of(event_id, accounts, places),
        sources,
        corrections,
        taken,
    )
    milestones, milestone_members = settle(
        steps,
        milestone_groups([*steps.reports.values()], wire, atlas),
        lambda groups: milestone_heirs(steps.orphans, groups, steps.reports, atlas),
        lambda event_id, accounts: milestone_of(event_id, accounts, places),
        sources,
        corrections,
        taken,
    )
    return Belief(
        attacks=attacks,
        milestones=milestones,
        attack_reports_merged=attack_members,
        milestone_reports_merged=milestone_members,
    )


def held(
    prefix: str,
    reports: Iterable[Report],
    sources: Mapping[str, Source],
    events: Iterable[Event],
    members: Iterable[MergedReport],
) -> Held[Report, Event]:
    ages = {report.report_id: (report, age(report, sources.get(report.article_id))) for report in reports}
    ordered = sorted(ages.values(), key=lambda pair: pair[1])
    by_report = {member.report_id: member for member in members}
    together = defaultdict(list)
    for member in by_report.values():
        together[member.event_id].append(member.report_id)
    return Held(
        prefix=prefix,
        reports={report.report_id: report for report, _ in ordered},
        ages={report.report_id: key for report, key in ordered},
        events={id_of(event): event for event in events},
        members=by_report,
        together=dict(together),
    )


def age(report: AttackReport | MilestoneReport, source: Source | None) -> tuple[str, str]:
    """Sorts by publication, to the moment where it is known."""
    if source is not None and source.published_at is not None:
        return source.published_at.astimezone(dt.UTC).isoformat(), report.report_id
    return (report.published.isoformat() if report.published else NO_DAY), report.report_id


def id_of(event: Attack | Milestone) -> str:
    return event.attack_id if isinstance(event, Attack) else event.milestone_id


def settle(
    before: Held[Report, Event],
    groups: Sequence[Group],
    heirs: Callable[[Mapping[int, Sequence[str]]], Mapping[int, str]],
    row_of: Callable[[str, Sequence[Account]], Event],
    sources: Mapping[str, Source],
    corrections: Sequence[Correction],
    taken: frozenset[str],
) -> tuple[tuple[Event, ...], tuple[MergedReport, ...]]:
    """Events and members: the groups under their ids, corrected."""
    why = {membership.report_id: membership for group in groups for membership in group}
    used = {*taken, *before.events}
    named: dict[str, list[str]] = identify(
        before, [[m.report_id for m in group] for group in groups], heirs, used, corrections
    )

    def part_id(part: Sequence[str]) -> str:
        return spare_id(before.prefix, part, before.members, {*named, *(taken - before.events.keys())})

    moved = regroup(named, corrections, part_id)
    fields = by_event(corrections)
    events = {
        event_id: corrected(row_of(event_id, accounts_of(ids, before, sources)), fields.get(event_id, ()))
        for event_id, ids in named.items()
    }
    members = [member_of(why[id_], event_id, id_ in moved) for event_id, ids in named.items() for id_ in ids]
    return (
        tuple(events[event_id] for event_id in sorted(events)),
        tuple(sorted(members, key=lambda member: member.report_id)),
    )


def identify(
    before: Held[Report, Event],
    groups: Sequence[Sequence[str]],
    heirs: Callable[[Mapping[int, Sequence[str]]], Mapping[int, str]],
    taken: Collection[str],
    corrections: Sequence[Correction],
) -> dict[str, list[str]]:
    """The groups by event id."""
    unclaimed = {n: group for n, group in enumerate(groups) if not any(id_ in before.members for id_ in group)}
    registry = Registry(
        prefix=before.prefix,
        previous={report_id: member.event_id for report_id, member in before.members.items()},
        ages=before.ages,
        heirs=heirs(unclaimed),
        anchored=anchors(corrections),
        taken=taken,
    )
    return {event_id: list(group) for event_id, group in zip(name_groups(groups, registry), groups, strict=True)}


def accounts_of(report_ids: Iterable[str], before: Held[Report, Event], sources: Mapping[str, Source]) -> list[Account]:
    """The reports with their sources, earliest first."""
    ordered = sorted(report_ids, key=before.ages.__getitem__)
    return [account_of(before.reports[report_id], sources) for report_id in ordered]


def account_of(report: AttackReport | MilestoneReport, sources: Mapping[str, Source]) -> Account:
    source = sources.get(report.article_id)
    outlet = source.outlet if source else None
    return Account(report, outlet or "", (source.wire_group if source else None) or report.article_id)


def member_of(membership: Membership, event_id: str, is_moved: bool) -> MergedReport:
    return MergedReport(
        report_id=membership.report_id,
        event_id=event_id,
        rule="correction" if is_moved else membership.rule,
        score=1.0 if is_moved else membership.score,
    )


def by_event(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    found = defaultdict(list)
    for correction in corrections:
        found[correction.event_id].append(correction)
    return dict(found)
