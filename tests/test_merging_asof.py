"""What was believed at a moment can be had back from the revisions, row for row."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest
from merging_rows import attack, believed, day, milestone

from flows.believing import by_id
from flows.materialise import define
from transforms.arrow import table_of
from transforms.events import Belief
from transforms.merging_corrections import Correction
from transforms.revisions import Causes, history, revise
from transforms.schema import Attack, Milestone, Revision

START = dt.datetime(2021, 7, 10, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
BY_DAY = {"date_start": day("2021-07-07"), "date_end": day("2021-07-07")}


def beliefs() -> Iterator[tuple[Belief, list[Correction]]]:
    """Runs in which events appear, change, merge, split, end and come back."""
    first = attack("alpha", "2021-07-07", killed_min=1, killed_max=1)
    more = attack("beta", "2021-07-08", **BY_DAY, killed_min=3, killed_max=3, wounded_min=4, wounded_max=4)
    other = attack("gamma", "2021-07-12", victims=None)
    step = milestone("delta", "2020-08-23", speaker="الناطق")
    held = Belief()
    for reports in ([first], [first, other, step], [first, more, other, step], [first, more], [first, more, other]):
        held = believed(reports, held)
        yield held, []
    ids = [row.attack_id for row in held.attacks]
    merge = Correction(event_id=ids[0], action="merge", field="", reason="misdated", value=ids[1])
    for corrections in ([merge], []):
        held = believed([first, more, other], held, corrections=corrections)
        yield held, corrections


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[duckdb.DuckDBPyConnection, list[Belief]]]:
    """A database of all revisions of those runs, an hour apart, and the beliefs."""
    found: list[Revision] = []
    kept, previous = [], Belief()
    for number, (belief, corrections) in enumerate(beliefs()):
        fresh = []
        for name, members in (("attacks", "attack_reports_merged"), ("milestones", "milestone_reports_merged")):
            causes = Causes(getattr(previous, members), getattr(belief, members), corrections, is_upgrade=False)
            rows = by_id(getattr(previous, name)), by_id(getattr(belief, name))
            fresh += revise(name, *rows, causes, START + number * HOUR)
        found = history(found, fresh)
        kept.append(belief)
        previous = belief
    with duckdb.connect() as connection:
        define(connection)
        connection.register("fresh_revisions", table_of(Revision, found))
        connection.execute("insert into revisions select * from fresh_revisions")
        yield connection, kept


@pytest.mark.parametrize("number", range(7))
def test_asof_gives_back_each_belief(told: tuple[duckdb.DuckDBPyConnection, list[Belief]], number: int) -> None:
    connection, kept = told
    moment = START + number * HOUR + HOUR / 2
    for macro, row, events in (
        ("attacks_asof", Attack, kept[number].attacks),
        ("milestones_asof", Milestone, kept[number].milestones),
    ):
        names = [field.name for field in dataclasses.fields(row)]
        rows = connection.execute(f"select {', '.join(names)} from {macro}(?::timestamptz)", [moment]).fetchall()
        found = [row(**dict(zip(names, values, strict=True))) for values in rows]
        assert sorted(found, key=repr) == sorted(events, key=repr)


def test_reasons(told: tuple[duckdb.DuckDBPyConnection, list[Belief]]) -> None:
    connection, _ = told
    found = connection.execute(
        "select distinct epoch_ms(valid_from - ?)::bigint // 3600000 as run, reason from revisions order by all",
        [START],
    ).fetchall()
    assert found == [
        (0, "new_report"),
        (1, "new_report"),
        (2, "new_report"),
        (3, "correction"),
        (4, "new_report"),
        (5, "merge"),
        (6, "split"),
    ]


def test_open_revisions_are_the_present(told: tuple[duckdb.DuckDBPyConnection, list[Belief]]) -> None:
    connection, kept = told
    open_events = connection.execute(
        "select event_id from revisions where valid_to is null and field = 'event' and new is not null"
    ).fetchall()
    assert {event for (event,) in open_events} == {row.attack_id for row in kept[-1].attacks}
