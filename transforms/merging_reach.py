"""What a few new reports can change of what is believed: the events that they can reach, and no others.

A report reaches those that more likely than not tell of its event, and those that
were in one event with it; a milestone's report, all of its block. Nothing beyond
can change. So the work grows with the change and not with what is held.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms import merging_attacks
from transforms.events import Belief, merge
from transforms.merging_attacks import Facts, facts_of
from transforms.merging_blocks import Index
from transforms.merging_corrections import Correction, anchors
from transforms.merging_holdings import Holdings
from transforms.merging_milestones import Block, block_of, step_of
from transforms.merging_places import Atlas
from transforms.schema import AttackReport, MilestoneReport, Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Touched:
    """Old and new versions of every report that came, went or changed since the previous belief."""

    attack_reports: Sequence[AttackReport] = ()
    milestone_reports: Sequence[MilestoneReport] = ()

    @property
    def report_ids(self) -> set[str]:
        return {r.report_id for r in self.attack_reports} | {r.report_id for r in self.milestone_reports}


def remerge(
    holdings: Holdings, touched: Touched, places: Mapping[str, Place], corrections: Sequence[Correction]
) -> tuple[Belief, Belief]:
    """Of the events that the touched reports can reach, those believed before and those believed now."""
    atlas = Atlas(places)
    start = holdings.companions(touched.report_ids) | holdings.members_of(anchors(corrections)) | touched.report_ids
    acts = AttackReach(holdings, atlas).from_(touched.attack_reports, start)
    steps = milestone_reach(holdings, touched.milestone_reports, start)
    reached = Touched(attack_reports=acts, milestone_reports=steps).report_ids
    before = holdings.belief(reached | start)
    sources = holdings.sources([*acts, *steps])
    return before, merge(acts, steps, sources, places, before, corrections, holdings.event_ids())


class AttackReach:
    """The attack reports known so far, comparable with each other."""

    def __init__(self, holdings: Holdings, atlas: Atlas) -> None:
        self.holdings, self.atlas = holdings, atlas
        self.reports: list[AttackReport] = []
        self.facts: list[Facts] = []
        self.numbers: dict[str, int] = {}
        self.index = Index([], atlas)

    def from_(self, touched: Sequence[AttackReport], start: Collection[str]) -> list[AttackReport]:
        """All reports that can be reached from those touched and from these others, by their ids."""
        asking, pending = self.facts_of(touched), set(start)
        reached: set[int] = set()
        while asking or pending:
            self.learn(pending | self.around(asking))
            fresh = sorted({self.numbers[id_] for id_ in pending & self.numbers.keys()} - reached)
            reached.update(fresh)
            for fact in asking:
                found = sorted(self.likely(fact, reached))
                reached.update(found)
                fresh += found
            asking = [self.facts[number] for number in fresh]
            pending = self.holdings.companions([fact.report_id for fact in asking])
            pending -= {self.facts[number].report_id for number in reached}
        return [self.reports[number] for number in sorted(reached)]

    def around(self, asking: Sequence[Facts]) -> set[str]:
        """Reports that share a block with one of these."""
        copies = self.holdings.copies({fact.wire_group for fact in asking if fact.wire_group})
        return copies | self.holdings.near({fact.report_id for fact in asking})

    def learn(self, report_ids: Collection[str]) -> None:
        """Make these reports comparable."""
        reports = self.holdings.attack_reports(set(report_ids) - self.numbers.keys())
        for report, fact in zip(reports, self.facts_of(reports), strict=True):
            number = len(self.facts)
            self.numbers[report.report_id] = number
            self.reports.append(report)
            self.facts.append(fact)
            self.index.add(number, fact)

    def facts_of(self, reports: Sequence[AttackReport]) -> list[Facts]:
        sources = self.holdings.sources(reports)
        wire = {article_id: source.wire_group for article_id, source in sources.items()}
        return [facts_of(report, wire.get(report.article_id)) for report in reports]

    def likely(self, fact: Facts, known: set[int]) -> Iterable[int]:
        """Reports that more likely than not tell of the same, those known aside: of a much told event most are."""
        for other in self.index.near(fact) - known:
            weight = merging_attacks.weigh(fact, self.facts[other], self.atlas)
            if weight is not None and weight > 0.0:
                yield other


def milestone_reach(
    holdings: Holdings, touched: Sequence[MilestoneReport], start: Collection[str]
) -> list[MilestoneReport]:
    """All milestone reports of the blocks of those touched, and of those that shared an event with one of them."""
    reached = {report.report_id: report for report in holdings.milestone_reports(start)}
    asking = {block_of(step_of(report, None)) for report in (*touched, *reached.values())}
    asked: set[Block] = set()
    while asking:
        ids = holdings.steps_of(asking)
        fresh = holdings.milestone_reports((ids | holdings.companions(ids)) - reached.keys())
        reached |= {report.report_id: report for report in fresh}
        asked |= asking
        asking = {block_of(step_of(report, None)) for report in fresh} - asked
    return list(reached.values())
