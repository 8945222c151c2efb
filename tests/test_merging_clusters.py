"""Merging on written clusters: how often it is right, and what it costs on many reports."""

import datetime as dt
from random import Random

import pytest
from merging_rows import attack, believed, gazetteer

from flows.evaluate_merging import figures_of, merged, read_clusters
from transforms import merging_attacks as attacks
from transforms import merging_milestones as milestones
from transforms.merging_attacks import facts_of
from transforms.merging_blocks import Index
from transforms.merging_milestones import step_of
from transforms.merging_places import Atlas
from transforms.merging_quality import Agreement, b_cubed, pairwise_agreement
from transforms.schema import AttackReport

REQUIRED = 0.90


def test_written_clusters_are_found() -> None:
    clusters = read_clusters()
    belief = merged(clusters)
    for members in (belief.attack_reports_merged, belief.milestone_reports_merged):
        figures = figures_of(members, clusters.events)
        assert figures.b_cubed.f1 >= REQUIRED
        assert figures.pairwise.f1 >= REQUIRED


def test_clusters_are_as_many_as_promised() -> None:
    clusters = read_clusters()
    told = list(clusters.events.values())
    several = {event for event in told if 2 <= told.count(event) <= 5}
    assert len(several) >= 60
    assert sum(event[0] in "nk" for event in set(told)) >= 60


def test_agreement() -> None:
    true = {"a": 1, "b": 1, "c": 2, "d": 2}
    found = {"a": 1, "b": 1, "c": 1, "d": 2}
    assert pairwise_agreement(found, true) == Agreement(1 / 3, 1 / 2)
    assert b_cubed(found, true) == Agreement((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, (1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert b_cubed(true, true).f1 == pairwise_agreement(true, true).f1 == 1.0


def test_likeness_has_no_direction() -> None:
    clusters = read_clusters()
    atlas = Atlas(gazetteer())
    facts = [facts_of(report, None) for report in clusters.attack_reports]
    for one in facts[::3]:
        for two in facts[::2]:
            assert attacks.weigh(one, two, atlas) == attacks.weigh(two, one, atlas)
    steps = [step_of(report, None) for report in clusters.milestone_reports]
    for first in steps:
        for second in steps:
            assert milestones.weigh(first, second, atlas) == milestones.weigh(second, first, atlas)


def synthetic(count: int) -> list[AttackReport]:
    """Reports of invented events, thirty events a day, each told one to four times, a third of them undated."""
    dice = Random(5)
    sites = sorted(place.place_id for place in gazetteer().values() if place.country in {"IQ", "SY", "YE", "AF"})
    reports: list[AttackReport] = []
    for event in range(count):
        site = gazetteer()[dice.choice(sites)]
        day = dt.date(2018, 1, 1) + dt.timedelta(days=event // 30)
        toll = dice.randrange(12)
        act = dice.choice(["shelling", "air_strike", "explosive", "armed_assault"])
        for telling in range(dice.randint(1, 4)):
            dates = {"date_start": day, "date_end": day}
            if dice.random() < 0.33:
                dates = {"date_start": None, "date_end": None, "date_precision": "unknown"}
            reports.append(
                attack(
                    f"o{telling}-{event}",
                    (day + dt.timedelta(days=dice.randint(0, 1))).isoformat(),
                    **dates,
                    type=act,
                    country=site.country,
                    admin1=site.admin1,
                    place=site.names_ar[0],
                    place_id=site.place_id,
                    killed_min=toll,
                    killed_max=toll,
                )
            )
    return reports[:count]


def comparisons(count: int) -> float:
    """How many others a report is compared with on average."""
    facts = [facts_of(report, None) for report in synthetic(count)]
    index = Index(facts, Atlas(gazetteer()))
    return sum(len(index.near(fact)) for fact in facts) / count


def test_cost_grows_with_the_reports_not_with_their_square() -> None:
    assert comparisons(16_000) <= 1.3 * comparisons(4_000) < 40


@pytest.mark.parametrize("touched", [0, 40])
def test_untouched_events_are_taken_over(touched: int) -> None:
    reports = synthetic(2_000)
    old, new = reports[touched:], reports[:touched]
    before = believed(old)
    assert believed(reports, before, touched=new) == believed(reports, before)
