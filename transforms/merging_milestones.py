"""Milestone reports become states of threads, by a state machine.

A thread is one force in one country and what happens to it: its departure, one
site, its numbers. Its reports are read in the order of the statements' days.
A report that restates a state already held joins it; one that tells of another
status, another deadline, another number or another site opens a new state.
Once a newer state has overtaken an older one, a later report no longer joins
the older one, unless it dates itself to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transforms import merging_times as times
from transforms.merging_attacks import WIRE
from transforms.merging_places import APART, NESTED, OPEN, PROVINCE, RENAMED, SAME, SHARED, Atlas, Where, where
from transforms.merging_times import When, day, when
from transforms.schema import Milestone, MilestoneReport
from transforms.text import fold

Block = tuple[str | None, str]  # host country and kind of step
PRIOR = -1.6
EXIT = frozenset({"withdrawal", "timetable", "troop_reduction"})
WESTERN = frozenset({"us", "coalition", "nato", "uk", "france"})
# Statuses that two outlets give one statement of one day.
KIN_STATUSES = {
    frozenset(pair.split()): weight
    for pair, weight in {
        "planned announced": -0.6,
        "announced under_way": -1.0,
        "under_way completed": -1.0,
        "announced completed": -1.0,
        "demanded threatened": -1.2,
        "planned under_way": -1.4,
    }.items()
}
KIN_TYPES = {
    frozenset(pair.split()): weight
    for pair, weight in {
        "withdrawal troop_reduction": -0.8,
        "withdrawal timetable": -0.8,
        "troop_reduction timetable": -1.2,
    }.items()
}
VOICES = frozenset({"demanded", "threatened", "denied"})  # states that are somebody's word and nothing more
DATED_ACTS = frozenset({"agreement", "legislative_act", "negotiation"})  # each day a new one
SITES = {SAME: 1.6, SHARED: 1.2, NESTED: 0.2, PROVINCE: -0.2, OPEN: 0.2}
ONE_NAMED = -0.8  # one report names the site, the other speaks of the country
NUMBERS = ("troops_from", "troops_to", "troops_change")
SPOKESMEN = 8
MEMORY = 400  # days after which a state can be joined only by its site or deadline


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone report in comparable form."""

    report_id: str
    article_id: str
    wire_group: str | None
    type: str
    status: str
    force: str | None
    where: Where
    when: When
    deadline: int | None
    numbers: tuple[int | None, ...]
    announced_by: str | None
    speaker: str | None
    moment: int = field(init=False)  # the statement's day: its own where it is precise, else its publication's

    def __post_init__(self) -> None:
        when = self.when
        days = (when.last if when.is_precise else None, when.published, when.last)
        object.__setattr__(self, "moment", next((known for known in days if known is not None), 0))


@dataclass(slots=True)
class State:
    """A milestone as gathered so far."""

    steps: list[Step] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    @property
    def last(self) -> Step:
        return self.steps[-1]


def step_of(report: MilestoneReport, wire_group: str | None) -> Step:
    return Step(
        report.report_id,
        report.article_id,
        wire_group,
        report.type,
        report.status,
        report.force,
        where(report.country, None, report.place_id, report.place, []),
        when(report.date_start, report.date_end, report.published),
        day(report.deadline),
        (report.troops_from, report.troops_to, report.troops_change),
        report.announced_by,
        fold(report.speaker) if report.speaker else None,
    )


def step_of_event(milestone: Milestone) -> Step:
    """A milestone as if one article, of its last report's day, had told it."""
    return Step(
        milestone.milestone_id,
        milestone.milestone_id,
        None,
        milestone.type,
        milestone.status,
        milestone.force,
        where(milestone.country, None, milestone.place_id, milestone.place, []),
        when(milestone.date_start, milestone.date_end, milestone.last_reported),
        day(milestone.deadline),
        (milestone.troops_from, milestone.troops_to, milestone.troops_change),
        milestone.announced_by,
        fold(milestone.speaker) if milestone.speaker else None,
    )


def block_of(step: Step) -> Block:
    """Steps of different blocks never share a state."""
    return block_named(step.where.country, step.type)


def block_named(country: str | None, type_name: str) -> Block:
    return (country, "exit" if type_name in EXIT else type_name)


def blocks(steps: Iterable[Step]) -> dict[Block, list[Step]]:
    held: dict[Block, list[Step]] = defaultdict(list)
    for step in steps:
        held[block_of(step)].append(step)
    return dict(held)


def states_of(steps: Iterable[Step], atlas: Atlas) -> list[State]:
    """All states of one block's threads; the same whatever the order of the steps."""
    states: list[State] = []
    for step in sorted(steps, key=lambda step: (step.moment, step.when.published or 0, step.report_id)):
        weight, state = best_state(step, states, atlas)
        if state is None:
            states.append(State([step], [0.0]))
        else:
            state.steps.append(step)
            state.weights.append(weight)
    return states


def best_state(step: Step, states: Sequence[State], atlas: Atlas) -> tuple[float, State | None]:
    best: tuple[float, State | None] = (0.0, None)
    for number, state in enumerate(states):
        weight = weigh_state(step, state, atlas)
        if weight is not None and weight > best[0] and not is_overtaken(step, state, states[number + 1 :], atlas):
            best = (weight, state)
    return best


def weigh_state(step: Step, state: State, atlas: Atlas) -> float | None:
    if step.moment - state.last.moment > MEMORY and not (step.where.name or step.deadline):
        return None
    total = 0.0
    spokesmen = state.steps[-SPOKESMEN:]
    for held in spokesmen:
        weight = weigh(step, held, atlas)
        if weight is None:
            return None
        total += weight
    return total / len(spokesmen)


def is_overtaken(step: Step, state: State, later: Sequence[State], atlas: Atlas) -> bool:
    """Whether the thread has moved on between the state and this statement."""
    if step.when.is_precise and times.relation(step.when, state.last.when) == times.SAME_DAY:
        return False
    return any(overtakes(newer.steps[0], state.last, step, atlas) for newer in later)


def overtakes(newer: Step, old: Step, step: Step, atlas: Atlas) -> bool:
    """A deed, or a word of the same side, that gives the thread another status or deadline."""
    if not old.moment < newer.moment <= step.moment or newer.force != old.force:
        return False
    if atlas.relation(newer.where, old.where) not in (SAME, SHARED) and (newer.where.name or old.where.name):
        return False
    is_same_side = newer.announced_by is not None and newer.announced_by == old.announced_by
    if newer.status in VOICES or old.status in VOICES:
        return is_same_side and newer.status != old.status
    is_moved = newer.deadline is not None and old.deadline is not None and newer.deadline != old.deadline
    return newer.status != old.status or is_moved


def weigh(one: Step, two: Step, atlas: Atlas) -> float | None:
    """The weight of evidence that both report one state; None when they cannot."""
    if one.article_id == two.article_id:
        return None
    weight = PRIOR
    for part in PARTS:
        told = part(one, two)
        if told is None:
            return None
        weight += told
    relation = weigh_site(one, two, atlas)
    if relation is None:
        return None
    weight += relation + sum(map(weigh_number, one.numbers, two.numbers)) + weigh_side(one, two)
    weight += WIRE if one.wire_group and one.wire_group == two.wire_group else 0.0
    return round(weight, 6)  # whether it is above 0 must not hang on the order of a sum


def weigh_type(one: Step, two: Step) -> float | None:
    return weigh_kin(one.type, two.type, KIN_TYPES)


def weigh_kin(one: str, two: str, kin: dict[frozenset[str], float]) -> float | None:
    return 0.6 if one == two else kin.get(frozenset((one, two)))


def weigh_status(one: Step, two: Step) -> float | None:
    """A changed status is a new state; only of one day's statement do two outlets choose two words."""
    if one.status != two.status and abs(one.moment - two.moment) > 1:
        return None
    return weigh_kin(one.status, two.status, KIN_STATUSES)


def weigh_force(one: Step, two: Step) -> float | None:
    if one.force is None or two.force is None:
        return -0.4
    if one.force == two.force:
        return 0.4
    return -0.8 if {one.force, two.force} <= WESTERN else None


def weigh_site(one: Step, two: Step, atlas: Atlas) -> float | None:
    relation = atlas.relation(one.where, two.where)
    if relation in (APART, RENAMED):
        return None
    if (one.where.name is None) != (two.where.name is None):
        return ONE_NAMED
    return SITES[relation]


def weigh_deadline(one: Step, two: Step) -> float | None:
    """A moved deadline is a new state; a day or two are a matter of wording."""
    if one.deadline is None or two.deadline is None:
        return 0.0 if one.deadline == two.deadline else -0.2
    return 1.6 if one.deadline == two.deadline else -0.4 if abs(one.deadline - two.deadline) <= 2 else None


def weigh_number(one: int | None, two: int | None) -> float:
    if one is None or two is None:
        return 0.0
    if one == two:
        return 1.3
    return 0.5 if abs(one - two) <= 0.1 * max(abs(one), abs(two)) else -3.0


def weigh_side(one: Step, two: Step) -> float:
    """Whose word it is decides where there is nothing but the word."""
    is_word = one.status in VOICES
    weight = 0.0
    if one.announced_by and two.announced_by:
        weight += 0.5 if one.announced_by == two.announced_by else -3.0 if is_word else -0.4
    if one.speaker and two.speaker:
        is_same = set(one.speaker.split()) & set(two.speaker.split())
        weight += 0.6 if is_same else -1.0 if is_word else -0.3
    return weight


def weigh_time(one: Step, two: Step) -> float | None:
    are_precise = one.when.is_precise and two.when.is_precise
    days = times.days_between(one.when, two.when) if are_precise else abs(one.moment - two.moment)
    if are_precise and days > 1 and (one.type in DATED_ACTS or (one.status == "completed" and days > 3)):
        return None
    near = next(weight for limit, weight in LAGS if days <= limit)
    has_anchor = bool(one.deadline and one.deadline == two.deadline) or bool(one.where.name)
    return max(near, -0.6) if has_anchor else near


# Those that say no most often come first: most pairs are told apart by one of them.
PARTS = (weigh_status, weigh_force, weigh_type, weigh_deadline, weigh_time)
LAGS = ((1, 1.0), (4, 0.5), (14, 0.1), (45, -0.4), (120, -0.9), (10**9, -1.7))


def rule_of(one: Step, two: Step) -> str:
    """The name of what made two reports one state."""
    if one.wire_group and one.wire_group == two.wire_group:
        return "wire_copy"
    if one.deadline and one.deadline == two.deadline:
        return "same_deadline"
    if one.where.name and two.where.name:
        return "same_site"
    if any(number is not None and number == other for number, other in zip(one.numbers, two.numbers, strict=True)):
        return "same_number"
    return "same_statement" if abs(one.moment - two.moment) <= 1 else "restated"
