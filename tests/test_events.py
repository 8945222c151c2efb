"""Reports become events: what joins, what stays apart, what the row of an event says."""

import dataclasses
from typing import Any

import pytest
from merging_rows import UNDATED, attack, believed, day, event_of, groups, milestone

from transforms.merging_threads import thread_of
from transforms.schema import Attack, MergedReport, Milestone


def test_row_of_an_attack_told_by_three() -> None:
    belief = believed(
        [
            attack("alpha", "2021-07-07", wounded_min=2, wounded_max=2, perpetrator="iran_aligned_militia"),
            attack("beta", "2021-07-08", date_start=day("2021-07-07"), date_end=day("2021-07-07"), place="عين الأسد"),
            attack(
                "gamma",
                "2021-07-09",
                **UNDATED,
                wounded_min=3,
                wounded_max=None,
                weapons=["katyusha", "rocket"],
                targets=["foreign_forces"],
            ),
        ]
    )
    event_id = belief.attack_reports_merged[0].event_id
    assert belief.attacks == (
        Attack(
            attack_id=event_id,
            type="shelling",
            kind="incident",
            incident_count=None,
            outcome="hit",
            date_start=day("2021-07-07"),
            date_end=day("2021-07-07"),
            date_precision="day",
            date_basis="weekday",
            country="IQ",
            admin1="Al Anbar",
            place="قاعدة عين الأسد",
            places=["قاعدة عين الأسد", "عين الأسد"],
            place_id="iq-ain-al-asad-airbase",
            latitude=33.786,
            longitude=42.441,
            geo_precision=1,
            weapons=["rocket", "katyusha"],
            perpetrator="iran_aligned_militia",
            targets=["military_base", "foreign_forces"],
            victims="coalition",
            killed_low=None,
            killed_best=None,
            killed_high=None,
            wounded_low=2,
            wounded_best=2,
            wounded_high=3,
            n_reports=3,
            n_outlets=3,
            n_independent=3,
            evidence_grade="confirmed",
            confidence=0.992,
            first_reported=day("2021-07-07"),
            last_reported=day("2021-07-09"),
            acled_event_type="Explosions/Remote violence",
            acled_sub_event_type="Shelling/artillery/missile attack",
            plover_event="ASSAULT",
            plover_mode="heavy-weapons",
            cameo_code="194",
        ),
    )


def test_members_say_why() -> None:
    first, second = attack("alpha", "2021-07-07"), attack("beta", "2021-07-08", **UNDATED)
    alone = attack("gamma", "2021-07-20")
    belief = believed([first, second, alone])
    event, other = belief.attack_reports_merged[0].event_id, belief.attack_reports_merged[2].event_id
    score = belief.attack_reports_merged[0].score
    assert 0.5 < score < 1.0
    assert belief.attack_reports_merged == (
        MergedReport(report_id="alpha", event_id=event, rule="undated_same_place", score=score),
        MergedReport(report_id="beta", event_id=event, rule="undated_same_place", score=score),
        MergedReport(report_id="gamma", event_id=other, rule="alone", score=1.0),
    )


def test_row_of_a_milestone_told_by_two() -> None:
    belief = believed(
        [
            milestone("alpha", "2020-08-23"),
            milestone("beta", "2020-08-25", **UNDATED, announced_by="iraq_government", place="قاعدة التاجي"),
        ]
    )
    assert belief.milestones == (
        Milestone(
            milestone_id=belief.milestone_reports_merged[0].event_id,
            thread_id=thread_of("coalition", "IQ", "iq-camp-taji", None),
            type="site_handover",
            status="completed",
            force="coalition",
            country="IQ",
            place="قاعدة التاجي",
            place_id="iq-camp-taji",
            latitude=belief.milestones[0].latitude,
            longitude=belief.milestones[0].longitude,
            geo_precision=1,
            troops_from=None,
            troops_to=None,
            troops_change=None,
            date_start=day("2020-08-23"),
            date_end=day("2020-08-23"),
            date_precision="day",
            date_basis="weekday",
            deadline=None,
            announced_by="iraq_government",
            speaker=None,
            n_reports=2,
            n_outlets=2,
            n_independent=2,
            evidence_grade="confirmed",
            confidence=0.96,
            first_reported=day("2020-08-23"),
            last_reported=day("2020-08-25"),
            **{name: getattr(belief.milestones[0], name) for name in CODES},
        ),
    )


CODES = ("acled_event_type", "acled_sub_event_type", "plover_event", "plover_mode", "cameo_code")
TAJI = {"place": "معسكر التاجي", "place_id": "iq-camp-taji", "admin1": "Baghdad"}
MONTH = {"date_start": day("2021-07-01"), "date_end": day("2021-07-31"), "date_precision": "month"}
SERIES = {"kind": "recurring", "date_start": day("2021-05-01"), "date_precision": "range"}

JOIN = {
    "a base and the same base under another name": (
        attack("a", "2021-07-07", place="عين الأسد"),
        attack("b", "2021-07-07"),
    ),
    "a base and the province it lies in": (
        attack("a", "2021-07-07", killed_min=4, killed_max=4),
        attack("b", "2021-07-07", place="الأنبار", place_id="iq-al-anbar", killed_min=4, killed_max=4),
    ),
    "a toll that rises": (
        attack("a", "2021-07-07", killed_min=3, killed_max=3),
        attack("b", "2021-07-08", date_start=day("2021-07-07"), date_end=day("2021-07-07"), killed_min=5, killed_max=5),
    ),
    "a night over two days": (
        attack("a", "2021-07-07", date_end=day("2021-07-08")),
        attack("b", "2021-07-08"),
    ),
    "a mention years later by month": (
        attack("a", "2021-07-07", wounded_min=14, wounded_max=14),
        attack("b", "2023-01-09", **MONTH, wounded_min=14, wounded_max=14),
    ),
    "a series told on two days": (
        attack("a", "2021-07-07", **SERIES),
        attack("b", "2021-07-12", **SERIES),
    ),
    "a car bomb that was a suicide bombing": (
        attack("a", "2021-07-07", type="explosive", weapons=["car_bomb"], killed_min=9, killed_max=9),
        attack("b", "2021-07-07", type="suicide_bombing", weapons=["car_bomb"], killed_min=9, killed_max=9),
    ),
    "an announcement restated": (
        milestone("a", "2020-08-23", status="announced"),
        milestone("b", "2020-08-30", **UNDATED, status="announced"),
    ),
    "a handover recalled by its date": (
        milestone("a", "2020-08-23"),
        milestone("b", "2021-02-01", date_start=day("2020-08-23"), date_end=day("2020-08-23")),
    ),
}

APART = {
    "the next day": (attack("a", "2021-07-07"), attack("b", "2021-07-08")),
    "two bases one night": (attack("a", "2021-07-07"), attack("b", "2021-07-07", **TAJI)),
    "the same toll elsewhere": (
        attack("a", "2021-07-07", killed_min=7, killed_max=7),
        attack("b", "2021-07-07", **TAJI, killed_min=7, killed_max=7),
    ),
    "three dead and thirty": (
        attack("a", "2021-07-07", **UNDATED, killed_min=3, killed_max=3),
        attack("b", "2021-07-07", killed_min=30, killed_max=30),
    ),
    "two records of one article": (
        attack("a", "2021-07-07", article_id="one"),
        attack("b", "2021-07-07", article_id="one"),
    ),
    "a series and an incident of it": (
        attack("a", "2021-07-07", **SERIES),
        attack("b", "2021-07-07"),
    ),
    "two sides that shell each other": (
        attack("a", "2021-07-07", perpetrator="houthi", victims="yemen_government"),
        attack("b", "2021-07-07", perpetrator="yemen_government", victims="houthi"),
    ),
    "a report from before the event": (
        attack("a", "2021-07-05", **UNDATED),
        attack("b", "2021-07-07"),
    ),
    "a changed status": (
        milestone("a", "2020-08-20", status="planned"),
        milestone("b", "2020-08-23", status="completed"),
    ),
    "another site of the same force": (
        milestone("a", "2020-08-23"),
        milestone("b", "2020-08-23", place="قاعدة القيارة", place_id="iq-qayyarah-airbase"),
    ),
    "a moved deadline": (
        milestone("a", "2021-04-14", type="timetable", status="announced", place=None, deadline=day("2021-09-11")),
        milestone("b", "2021-04-20", type="timetable", status="announced", place=None, deadline=day("2021-08-31")),
    ),
    "demands of two sides": (
        milestone(
            "a", "2020-01-05", type="withdrawal", status="demanded", place=None, place_id=None, announced_by="iran"
        ),
        milestone(
            "b",
            "2020-01-05",
            type="withdrawal",
            status="demanded",
            place=None,
            place_id=None,
            announced_by="iraq_government",
        ),
    ),
    "another force": (milestone("a", "2020-08-23"), milestone("b", "2020-08-23", force="turkey")),
}


@pytest.mark.parametrize("pair", JOIN.values(), ids=JOIN)
def test_joins(pair: tuple[Any, Any]) -> None:
    assert groups(believed(pair)) == [["a", "b"]]


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_stays_apart(pair: tuple[Any, Any]) -> None:
    assert groups(believed(pair)) == [["a"], ["b"]]


def test_status_that_comes_back_is_a_new_state() -> None:
    """Announced, denied by the same side, announced again: three states, not two."""
    word = {"type": "withdrawal", "place": None, "place_id": None}
    reports = [
        milestone("a", "2020-01-05", status="announced", **word),
        milestone("b", "2020-01-06", status="denied", **word),
        milestone("c", "2020-01-07", status="announced", **word),
        milestone("d", "2020-01-08", status="announced", **word),
    ]
    assert groups(believed(reports)) == [["a"], ["b"], ["c", "d"]]


def test_thread_is_of_one_force_country_and_site() -> None:
    """Its states, its moved deadline and another spelling of its site stay in it; another site or force does not."""
    whole = {"type": "timetable", "status": "announced", "place": None, "place_id": None}
    reports = {
        "planned": milestone("planned", "2020-08-20", status="planned"),
        "done": milestone("done", "2020-08-23", status="completed"),
        "deadline": milestone("deadline", "2021-04-14", **whole, deadline=day("2021-09-11")),
        "moved": milestone("moved", "2021-04-20", **whole, deadline=day("2021-08-31")),
        "camp": milestone("camp", "2019-01-01", place_id=None, status="announced", place="معسكر أبو نايف"),
        "spelling": milestone("spelling", "2020-01-01", place_id=None, place="معسكر ابو النايف"),
        "turkey": milestone("turkey", "2020-08-23", force="turkey"),
        "unknown": milestone("unknown", "2019-05-05", force=None, place=None, place_id=None, type="negotiation"),
    }
    belief = believed(reports.values())
    assert len(belief.milestones) == len(reports)
    threads = {row.milestone_id: row.thread_id for row in belief.milestones}
    thread = {name: threads[event_of(belief, name)] for name in reports}
    assert thread["planned"] == thread["done"]
    assert thread["deadline"] == thread["moved"]
    assert thread["camp"] == thread["spelling"]
    assert len({thread[name] for name in ("done", "moved", "camp", "turkey", "unknown")}) == 5
    assert thread["unknown"] is None


def test_wire_copies_count_once() -> None:
    reports = [attack(name, "2021-07-07") for name in ("alpha", "beta", "gamma")]
    belief = believed(reports, wire={"alpha": "w1", "beta": "w1", "gamma": "w1"})
    (event,) = belief.attacks
    assert (event.n_reports, event.n_outlets, event.n_independent) == (3, 3, 1)
    assert (event.evidence_grade, event.confidence) == ("fair", 0.8)
    assert {member.rule for member in belief.attack_reports_merged} == {"wire_copy"}


@pytest.mark.parametrize(
    ("reports", "grade"),
    [
        ([attack("alpha", "2021-07-07", **UNDATED, place=None, place_id=None)], "weak"),
        ([attack("alpha", "2021-07-07")], "fair"),
        ([attack("alpha-1", "2021-07-07"), attack("alpha-2", "2021-07-07")], "fair"),
        ([attack("alpha", "2021-07-07"), attack("beta", "2021-07-07")], "confirmed"),
        (
            [attack("alpha", "2021-07-07"), attack("beta", "2021-07-07", outcome="intercepted")],
            "contested",
        ),
        (
            [
                attack("alpha", "2021-07-07", perpetrator="islamic_state", wounded_min=8, wounded_max=8),
                attack("beta", "2021-07-07", perpetrator="iran_aligned_militia", wounded_min=8, wounded_max=8),
            ],
            "contested",
        ),
    ],
)
def test_grade(reports: list[Any], grade: str) -> None:
    (event,) = believed(reports).attacks
    assert event.evidence_grade == grade


def test_best_toll_is_the_latest_of_the_best_grade() -> None:
    """A later report without a place does not overrule one with day and place."""
    reports = [
        attack("alpha", "2021-07-07", killed_min=10, killed_max=10),
        attack("beta", "2021-07-07", killed_min=12, killed_max=None),
        attack("gamma", "2021-07-08", **UNDATED, killed_min=11, killed_max=14),
    ]
    (event,) = believed(reports).attacks
    assert (event.killed_low, event.killed_best, event.killed_high) == (10, 12, 14)


def test_event_changes_when_its_only_report_does() -> None:
    before = attack("alpha", "2021-07-07", killed_min=3, killed_max=3)
    after = dataclasses.replace(before, killed_min=4, killed_max=4)
    first = believed([before])
    second = believed([after], first, touched=[before, after])
    assert second.attacks == (dataclasses.replace(first.attacks[0], killed_low=4, killed_best=4, killed_high=4),)
