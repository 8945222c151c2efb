"""How likely two attack reports tell of one attack.

The score is a sum of weights of evidence (natural logarithms of odds): above 0
the reports speak for one event, below against. `None` is a veto: the reports
cannot mean one event, whatever else agrees.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import exp, log2

from transforms import merging_times as times
from transforms.merging_places import APART, NESTED, OPEN, PROVINCE, RENAMED, SAME, SHARED, Atlas, Where, where
from transforms.merging_times import When, when
from transforms.schema import Attack, AttackReport

PRIOR = -2.7
WIRE = 3.0
SAME_TYPE, LOOSE_TYPE = 0.6, -1.6
# Types that outlets give one event: a car bomb that was a suicide attack, a raid that became a clash.
KIN_TYPES = {
    frozenset(pair.split()): weight
    for pair, weight in {
        "explosive suicide_bombing": 0.1,
        "shelling air_strike": -0.2,
        "armed_clash armed_assault": -0.2,
        "armed_assault suicide_bombing": -0.4,
        "armed_assault explosive": -1.2,
        "armed_clash shelling": -1.6,
        "armed_clash air_strike": -2.0,
        "mob_violence protest_repression": -0.8,
        "mob_violence armed_assault": -1.2,
        "armed_clash mob_violence": -1.2,
        "protest_repression armed_assault": -1.2,
        "armed_clash suicide_bombing": -1.2,
        "armed_clash explosive": -1.6,
        "abduction armed_assault": -1.2,
        "shelling explosive": -1.4,
        "air_strike explosive": -1.6,
    }.items()
}
KIN_ACTORS = tuple(
    frozenset(group.split())
    for group in (
        "us coalition uk france nato",
        "syria_government russia iran hezbollah iran_aligned_militia",
        "saudi_coalition yemen_government",
        "turkey syria_opposition",
        "us sdf coalition",
        "iraq_government coalition iran_aligned_militia kurdistan_region",
        "palestinian_armed_group palestinian_authority protesters civilians",
        "islamic_state al_qaeda other_armed_group syria_opposition",
        "al_qaeda other_armed_group libya_gna",
        "other_state other other_armed_group",
        "afghanistan_government us nato",
        "iran iran_aligned_militia hezbollah",
    )
)
VAGUE_ACTORS = frozenset({"unidentified", "other", "other_armed_group"})
PLACES = {PROVINCE: 0.4, OPEN: -0.4, RENAMED: -1.4}
# A place weighs by how small it is (`merging_places.RANK`): a province sees many attacks a day.
SAME_PLACE = {None: 1.6, 0: 0.2, 1: 0.2, 2: 0.5, 3: 1.1, 4: 1.4, 5: 1.9, 6: 2.3, 7: 2.3}
NESTED_PLACE = {0: -0.2, 1: 0.0, 2: 0.2, 3: 0.6, 4: 1.0, 5: 1.4, 6: 1.6, 7: 1.6}  # by the larger of the two
# Acts of war that a front sees every day: that one of them has no date says little.
CAMPAIGN = frozenset({"air_strike", "shelling", "armed_clash"})
BEFORE = -1.4  # published the day before: the event was at midnight, or is another one
VAGUE_TOLLS = frozenset({10, 100, 1000})  # how عشرات، مئات، آلاف are coded
RARE_WEAPONS = {"chemical": 1.4, "cluster_munition": 0.4, "ballistic_missile": 0.3, "bladed": 0.3}


@dataclass(frozen=True, slots=True)
class Facts:
    """A report in comparable form."""

    report_id: str
    article_id: str
    wire_group: str | None
    type: str
    kind: str
    outcome: str
    when: When
    where: Where
    perpetrator: str
    victims: str | None
    weapons: frozenset[str]
    targets: frozenset[str]
    killed: tuple[int | None, int | None]
    wounded: tuple[int | None, int | None]


def facts_of(report: AttackReport, wire_group: str | None) -> Facts:
    return Facts(
        report.report_id,
        report.article_id,
        wire_group,
        report.type,
        report.kind,
        report.outcome,
        when(report.date_start, report.date_end, report.published),
        where(report.country, report.admin1, report.place_id, report.place, report.places),
        report.perpetrator,
        report.victims,
        frozenset(report.weapons),
        frozenset(report.targets),
        (report.killed_min, report.killed_max),
        (report.wounded_min, report.wounded_max),
    )


def facts_of_event(attack: Attack) -> Facts:
    """An event as if one article, of its last report's day, had told it."""
    return Facts(
        attack.attack_id,
        attack.attack_id,
        None,
        attack.type,
        attack.kind,
        attack.outcome,
        when(attack.date_start, attack.date_end, attack.last_reported),
        where(attack.country, attack.admin1, attack.place_id, attack.place, attack.places),
        attack.perpetrator,
        attack.victims,
        frozenset(attack.weapons),
        frozenset(attack.targets),
        (attack.killed_best, attack.killed_best),
        (attack.wounded_best, attack.wounded_best),
    )


def weigh(one: Facts, two: Facts, atlas: Atlas) -> float | None:
    """The weight of evidence that both mean one attack; None when they cannot."""
    if one.article_id == two.article_id or one.kind != two.kind:
        return None
    place = atlas.relation(one.where, two.where)
    time = times.relation(one.when, two.when)
    act = weigh_types(one.type, two.type)
    if place == APART or time == times.APART or act is None:
        return None
    weight = PRIOR + act + weigh_place(place, one, two, atlas)
    weight += weigh_series(time, one, two) if one.kind == "recurring" else weigh_time(time, one, two)
    weight += weigh_sides(one, two) + weigh_victims(one.victims, two.victims)
    weight += weigh_weapons(one.weapons, two.weapons) + weigh_overlap(one.targets, two.targets, 0.3, -0.3)
    if one.outcome != two.outcome:
        weight -= 0.7
    if one.kind == "incident":
        weight += weigh_tolls(one, two)
    if one.wire_group and one.wire_group == two.wire_group:
        weight += WIRE
    return weight


def weigh_types(one: str, two: str) -> float | None:
    if one == two:
        return SAME_TYPE
    return KIN_TYPES.get(frozenset((one, two)), LOOSE_TYPE if "other" in (one, two) else None)


def weigh_place(relation: str, one: Facts, two: Facts, atlas: Atlas) -> float:
    if relation == SAME:
        return SAME_PLACE[atlas.rank(one.where.place_id or two.where.place_id)]
    if relation == NESTED:
        ranks = (atlas.rank(one.where.place_id), atlas.rank(two.where.place_id))
        return NESTED_PLACE[min(rank for rank in ranks if rank is not None)]
    return weigh_shared(one.where.names, two.where.names) if relation == SHARED else PLACES[relation]


def weigh_shared(one: frozenset[str], two: frozenset[str]) -> float:
    """Two lists of the same places are one wave; one place out of a long list says little."""
    share = len(one & two) / max(len(one), len(two))
    return 1.4 if share >= 0.5 else 0.7 if share >= 0.3 else -0.4


def weigh_time(relation: str, one: Facts, two: Facts) -> float:
    if relation == times.SAME_DAY:
        return 2.0
    if relation == times.NEXT_DAY:
        return -1.6
    if relation == times.UNDATED:
        days = times.lag(one.when, two.when)
        weight = weigh_lag(days, (one.when.first is None) == (two.when.first is None))
        if times.earliness(one.when, two.when) or times.earliness(two.when, one.when):
            return weight + BEFORE
        if one.type in CAMPAIGN and two.type in CAMPAIGN and days is not None and days > 1:
            weight -= 0.7 if days <= 3 else 1.5
        return weight
    days = times.width(one.when, two.when)
    return 1.2 if days <= times.WEEK else 0.5 if days <= times.MONTH else 0.0


def weigh_lag(days: int | None, are_both_undated: bool) -> float:
    """News has no date when it is new, or when everybody knows the event."""
    if days is None:
        return -2.0
    if days <= 1:
        return 0.7
    if days <= 3:
        return 0.2
    if days <= 10:
        return -0.7
    return -2.0 if are_both_undated and days > 40 else -1.6


def weigh_series(relation: str, one: Facts, two: Facts) -> float:
    """A series is told as long as it lasts: what counts is that it is told in the same weeks."""
    if one.when.published is None or two.when.published is None:
        return -1.0
    days = abs(one.when.published - two.when.published)
    told = 0.9 if days <= 7 else 0.3 if days <= 21 else -0.8
    return told + (0.0 if relation == times.UNDATED else 0.4)


def weigh_sides(one: Facts, two: Facts) -> float:
    """Two sides that fire at each other are two attacks; whom to accuse is often disputed."""
    if one.perpetrator != two.perpetrator and (is_answer(one, two) or is_answer(two, one)):
        return -2.6
    return weigh_actors(one.perpetrator, two.perpetrator)


def is_answer(one: Facts, two: Facts) -> bool:
    """Whether one tells of the side that two hit as hitting back, or hitting nobody in particular."""
    return one.perpetrator == two.victims and one.victims in (two.perpetrator, "civilians", None)


def weigh_actors(one: str, two: str) -> float:
    if one == two:
        return 0.0 if one in VAGUE_ACTORS else 0.8
    if "unidentified" in (one, two):
        return 0.0
    if one in VAGUE_ACTORS or two in VAGUE_ACTORS:
        return -0.5
    return 0.2 if are_kin(one, two) else -1.4


def are_kin(one: str, two: str) -> bool:
    """Whether outlets use the one actor's name for the other's deeds."""
    return any(one in group and two in group for group in KIN_ACTORS)


def weigh_victims(one: str | None, two: str | None) -> float:
    if one is None or two is None:
        return 0.0
    if one == two:
        return 0.1 if one == "civilians" else 0.5
    return -0.2 if "civilians" in (one, two) or are_kin(one, two) else -0.9


def weigh_weapons(one: frozenset[str], two: frozenset[str]) -> float:
    return weigh_overlap(one, two, 0.5, -0.7) + max(
        (RARE_WEAPONS.get(weapon, 0.0) for weapon in one & two), default=0.0
    )


def weigh_overlap(one: Collection[str], two: Collection[str], shared: float, disjoint: float) -> float:
    if not one or not two:
        return 0.0
    return shared if not set(one).isdisjoint(two) else disjoint


def weigh_tolls(one: Facts, two: Facts) -> float:
    """In the order of publication; on one day, in the order that speaks more for one event."""
    before, after = one.when.published, two.when.published
    if before is None or after is None or before == after:
        return max(weigh_risen(one, two), weigh_risen(two, one))
    return weigh_risen(one, two) if before < after else weigh_risen(two, one)


def weigh_risen(earlier: Facts, later: Facts) -> float:
    return weigh_toll(earlier.killed, later.killed) + weigh_toll(earlier.wounded, later.wounded) * 0.6


def weigh_toll(earlier: tuple[int | None, int | None], later: tuple[int | None, int | None]) -> float:
    """Equal numbers speak for one event, the larger the more; tolls rise more often than they fall."""
    before, after = stated(earlier), stated(later)
    if before is None or after is None:
        return 0.0
    if before == after:
        is_vague = before in VAGUE_TOLLS and (earlier[1] is None or later[1] is None)
        return 0.3 if is_vague or not before else min(3.2, 0.8 + 0.55 * log2(before))
    if min(before, after) == 0:
        return -1.0 if max(before, after) <= 2 else -2.6
    ratio = (max(before, after) + 1) / (min(before, after) + 1)
    is_rise = after > before
    if is_within(earlier, after) or is_within(later, before) or ratio <= 1.3:
        return 0.5
    if ratio <= 2:
        return 0.0 if is_rise else -0.5
    if ratio <= 3.5:
        return -1.0 if is_rise else -1.6
    if ratio <= 6:
        return -2.0 if is_rise else -3.0
    return -2.6 if is_rise else -3.4


def stated(toll: tuple[int | None, int | None]) -> int | None:
    return toll[0] if toll[0] is not None else toll[1]


def is_within(toll: tuple[int | None, int | None], number: int) -> bool:
    """Whether a toll given as a range, or as "up to", allows the number."""
    least, most = toll
    return most is not None and least != most and (least or 0) <= number <= most


def rule_of(one: Facts, two: Facts, atlas: Atlas) -> str:
    """The name of what made two reports one event: how their times and places relate."""
    if one.wire_group and one.wire_group == two.wire_group:
        return "wire_copy"
    time, place = times.relation(one.when, two.when), atlas.relation(one.where, two.where)
    return f"series_{place}" if one.kind == "recurring" else f"{time}_{place}"


def probability(weight: float) -> float:
    """The weight of evidence as a score from 0 to 1."""
    return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, weight)))), 4)
