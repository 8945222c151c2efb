"""Ids, revisions, corrections and replays: what becomes of events as reports come, change and go."""

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merging_rows import (
    UNDATED,
    Report,
    attack,
    attacks_of,
    believed,
    day,
    event_of,
    gazetteer,
    groups,
    milestone,
    milestones_of,
    remerged,
    without_ids,
)

from flows.evaluate_merging import Clusters, read_clusters
from transforms.events import Belief, merge
from transforms.merging_corrections import Correction
from transforms.merging_threads import thread_of
from transforms.revisions import Causes, history, revise, whole
from transforms.schema import Revision

NOON = dt.datetime(2021, 7, 10, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=1)
BY_DAY = {"date_start": day("2021-07-07"), "date_end": day("2021-07-07")}


@pytest.fixture(scope="module")
def clusters() -> Clusters:
    return read_clusters()


def some_of(clusters: Clusters) -> list[Report]:
    """Every second attack event and milestone event, to keep the replays short."""
    reports = [*clusters.attack_reports, *clusters.milestone_reports]
    return [report for report in reports if int(clusters.events[report.report_id][1:]) % 2]


def replayed(clusters: Clusters, reports: Sequence[Report], size: int) -> Belief:
    """The belief after the reports came in batches of this size, each run merging only what it touches."""
    belief = Belief()
    for end in range(size, len(reports) + size, size):
        belief = believed_in(clusters, reports[:end], belief, reports[end - size : end])
    return belief


def believed_in(
    clusters: Clusters, reports: Sequence[Report], previous: Belief, fresh: Sequence[Report] | None
) -> Belief:
    if fresh is not None:
        return remerged(reports, fresh, clusters.sources, previous)
    return merge(attacks_of(reports), milestones_of(reports), clusters.sources, gazetteer(), previous)


@pytest.mark.parametrize("size", [7, 60])
@pytest.mark.parametrize("order", ["by day", "backwards", "shuffled"])
def test_replay_ends_in_the_same_events(clusters: Clusters, order: str, size: int) -> None:
    reports = sorted(some_of(clusters), key=lambda report: (str(report.published), report.report_id))
    arrival = {
        "by day": reports,
        "backwards": reports[::-1],
        "shuffled": random.Random(1).sample(reports, len(reports)),
    }[order]
    whole_belief = believed_in(clusters, reports, Belief(), None)
    belief = replayed(clusters, arrival, size)
    assert without_ids(belief) == without_ids(whole_belief)
    if order == "by day":
        assert belief == whole_belief


def test_repeated_run_changes_nothing(clusters: Clusters) -> None:
    first = believed_in(clusters, some_of(clusters), Belief(), None)
    assert believed_in(clusters, some_of(clusters), first, None) == first
    assert believed_in(clusters, some_of(clusters), first, ()) == first


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_order_and_departures_do_not_matter(clusters: Clusters, data: st.DataObject) -> None:
    """Any few reports, in any order, some of them gone again: the events are those of what is left."""
    pool = sorted([*clusters.attack_reports, *clusters.milestone_reports], key=lambda report: report.report_id)
    start = data.draw(st.integers(0, len(pool) - 30))
    drawn = data.draw(st.permutations(pool[start : start + 30]))
    gone = drawn[: data.draw(st.integers(0, 6))]
    left = [report for report in drawn if report not in gone]
    full = replayed(clusters, drawn, 10)
    assert without_ids(believed_in(clusters, left, full, gone)) == without_ids(
        believed_in(clusters, left, Belief(), None)
    )


def revisions(
    before: Belief, after: Belief, corrections: Sequence[Correction] = (), is_upgrade: bool = False
) -> list[Revision]:
    causes = Causes(before.attack_reports_merged, after.attack_reports_merged, corrections, is_upgrade)
    rows = [{row.attack_id: row for row in belief.attacks} for belief in (before, after)]
    return revise("attacks", rows[0], rows[1], causes, NOON)


def brief(found: Sequence[Revision]) -> list[tuple[str, str, str | None, str | None, str]]:
    return [(r.event_id, r.field, r.old, r.new, r.reason) for r in found]


def test_new_report_revises_the_fields_it_changes() -> None:
    first = attack("alpha", "2021-07-07", killed_min=1, killed_max=1)
    second = attack("beta", "2021-07-08", **BY_DAY, killed_min=2, killed_max=2)
    before = believed([first])
    after = believed([first, second], before)
    id_ = before.attacks[0].attack_id
    assert brief(revisions(before, after)) == [
        (id_, "killed_best", "1", "2", "new_report"),
        (id_, "killed_high", "1", "2", "new_report"),
        (id_, "n_reports", "1", "2", "new_report"),
        (id_, "n_outlets", "1", "2", "new_report"),
        (id_, "n_independent", "1", "2", "new_report"),
        (id_, "evidence_grade", '"fair"', '"confirmed"', "new_report"),
        (id_, "confidence", "0.8", "0.96", "new_report"),
        (id_, "last_reported", '"2021-07-07"', '"2021-07-08"', "new_report"),
    ]


@pytest.mark.parametrize("is_upgrade", [False, True])
def test_appearing_event_is_one_revision_with_its_whole_row(is_upgrade: bool) -> None:
    """Also in the very first run, which reads all articles but upgrades nothing."""
    after = believed([attack("alpha", "2021-07-07")])
    (event,) = after.attacks
    assert revisions(Belief(), after, is_upgrade=is_upgrade) == [
        Revision(
            event_id=event.attack_id,
            table="attacks",
            valid_from=NOON,
            valid_to=None,
            field="event",
            old=None,
            new=whole(event),
            reason="new_report",
        )
    ]


def merged_pair() -> tuple[Belief, Belief, Correction]:
    """Two events, and the same after somebody merged the second into the first."""
    before = believed([attack("alpha", "2021-07-07"), attack("beta", "2021-07-12")])
    first, second = event_of(before, "alpha"), event_of(before, "beta")
    correction = Correction(event_id=first, action="merge", field="", reason="one attack, misdated", value=second)
    after = believed([attack("alpha", "2021-07-07"), attack("beta", "2021-07-12")], before, corrections=[correction])
    return before, after, correction


def test_merge_by_hand() -> None:
    before, after, correction = merged_pair()
    assert groups(after) == [["alpha", "beta"]]
    assert [row.attack_id for row in after.attacks] == [correction.event_id]
    assert [member.rule for member in after.attack_reports_merged] == ["alone", "correction"]
    found = brief(revisions(before, after, [correction]))
    assert {reason for *_, reason in found} == {"merge"}
    assert [(id_, new) for id_, field, _, new, _ in found if field == "event"] == [(correction.value, None)]


def test_merge_by_hand_holds_in_later_runs_and_can_be_taken_back() -> None:
    before, after, correction = merged_pair()
    reports = [attack("alpha", "2021-07-07"), attack("beta", "2021-07-12")]
    assert believed(reports, after, corrections=[correction]) == after
    back = believed(reports, after)
    assert back == before
    assert {r.reason for r in revisions(after, back)} == {"split"}


def test_split_by_hand_holds_and_can_be_taken_back() -> None:
    reports = [attack("alpha", "2021-07-07"), attack("beta", "2021-07-08", **BY_DAY)]
    before = believed(reports)
    id_ = event_of(before, "alpha")
    for leaving in ("alpha", "beta"):
        correction = Correction(event_id=id_, action="split", field="", reason="two attacks", value=leaving)
        after = believed(reports, before, corrections=[correction])
        assert groups(after) == [["alpha"], ["beta"]]
        assert id_ in {row.attack_id for row in after.attacks}
        assert event_of(after, leaving) != id_
        assert believed(reports, after, corrections=[correction]) == after
        assert {r.reason for r in revisions(before, after, [correction])} == {"split"}
        assert believed(reports, after) == before
        assert {r.reason for r in revisions(after, before)} == {"merge"}


def test_field_corrected_by_hand() -> None:
    reports = [attack("alpha", "2021-07-07", killed_min=1, killed_max=1)]
    before = believed(reports)
    id_ = before.attacks[0].attack_id
    corrections = [
        Correction(event_id=id_, action="set", field="killed_best", reason="ministry of health", value="3"),
        Correction(event_id=id_, action="set", field="killed_high", reason="ministry of health", value="3"),
        Correction(event_id=id_, action="set", field="victims", reason="not stated", value="null"),
        Correction(event_id=id_, action="set", field="date_end", reason="past midnight", value="2021-07-08"),
        Correction(event_id=id_, action="set", field="weapons", reason="photograph", value="rocket drone"),
    ]
    after = believed(reports, before, corrections=corrections)
    assert after.attacks == (
        dataclasses.replace(
            before.attacks[0],
            killed_best=3,
            killed_high=3,
            victims=None,
            date_end=day("2021-07-08"),
            weapons=["rocket", "drone"],
        ),
    )
    assert {r.reason for r in revisions(before, after, corrections)} == {"correction"}


def test_force_corrected_by_hand_moves_the_milestone_to_another_thread() -> None:
    reports = [milestone("alpha", "2020-08-23")]
    (before,) = believed(reports).milestones
    line = Correction(event_id=before.milestone_id, action="set", field="force", reason="read wrong", value="us")
    (after,) = believed(reports, corrections=[line]).milestones
    assert after.thread_id == thread_of("us", "IQ", "iq-camp-taji", None) != before.thread_id


def test_correction_of_an_event_that_is_not_there_does_nothing() -> None:
    reports = [attack("alpha", "2021-07-07")]
    lost = [Correction(event_id="a0", action=action, field="", reason="?", value="a1") for action in ("merge", "split")]
    assert believed(reports, corrections=lost) == believed(reports)


def test_event_survives_a_report_that_was_read_anew() -> None:
    """A better extractor gives the record another id; the event is the same."""
    old = attack("alpha", "2021-07-07")
    new = dataclasses.replace(old, report_id="alpha-2", weapons=["katyusha"])
    before = believed([old])
    after = believed([new], before)
    assert after.attacks[0].attack_id == before.attacks[0].attack_id
    assert brief(revisions(before, after, is_upgrade=True)) == [
        (after.attacks[0].attack_id, "weapons", '["rocket"]', '["katyusha"]', "model_upgrade")
    ]


def test_event_survives_the_report_that_founded_it() -> None:
    founder, other = attack("alpha", "2021-07-07"), attack("beta", "2021-07-08", **BY_DAY)
    before = believed([founder, other])
    after = believed([other], before)
    assert after.attacks[0].attack_id == before.attacks[0].attack_id
    back = believed([founder, other], after)
    assert back == before


def test_id_of_a_gone_event_is_not_given_away() -> None:
    """Its only report moved to another day and place: another event, under another id."""
    before = believed([attack("alpha", "2021-07-07")])
    elsewhere = attack("beta", "2021-09-01", place="معسكر التاجي", place_id="iq-camp-taji", admin1="Baghdad")
    after = believed([elsewhere], before)
    assert after.attacks[0].attack_id != before.attacks[0].attack_id
    assert {(r.new is None, r.reason) for r in revisions(before, after)} == {
        (True, "correction"),
        (False, "new_report"),
    }


def test_corrected_source_is_a_correction() -> None:
    before = believed([attack("alpha", "2021-07-07", killed_min=1, killed_max=1)])
    after = believed([attack("alpha", "2021-07-07", killed_min=2, killed_max=2)], before)
    assert {(r.field, r.reason) for r in revisions(before, after)} == {
        (name, "correction") for name in ("killed_low", "killed_best", "killed_high")
    }


def test_late_report_merges_two_events() -> None:
    """Undated, a report of the base stands alone beside one of the province, until a third names both."""
    base = attack("alpha", "2021-07-07", **UNDATED, place="الرمادي", place_id="iq-ramadi", weapons=[], targets=[])
    vague = attack("beta", "2021-07-09", **UNDATED, place=None, place_id=None, weapons=[], targets=[])
    both = attack("gamma", "2021-07-08", **BY_DAY, place="الرمادي", place_id="iq-ramadi", killed_min=9, killed_max=9)
    base, vague = (dataclasses.replace(report, killed_min=9, killed_max=9) for report in (base, vague))
    vague = dataclasses.replace(vague, killed_min=9, victims=None, admin1=None)
    before = believed([base, vague])
    after = believed([base, vague, both], before, touched=[both])
    assert after.attacks[0].attack_id == event_of(before, "alpha")
    assert without_ids(after) == without_ids(believed([base, vague, both]))


def test_history_closes_what_is_no_longer_believed() -> None:
    def revision(at: dt.datetime, field: str, old: str | None, new: str | None) -> Revision:
        return Revision(
            event_id="a1",
            table="attacks",
            valid_from=at,
            valid_to=None,
            field=field,
            old=old,
            new=new,
            reason="new_report",
        )

    appeared, changed = revision(NOON, "event", None, "{}"), revision(NOON, "outcome", '"hit"', '"missed"')
    ended = revision(LATER, "event", "{}", None)
    assert history([appeared, changed], [ended]) == [
        dataclasses.replace(appeared, valid_to=LATER),
        dataclasses.replace(changed, valid_to=LATER),
        ended,
    ]
