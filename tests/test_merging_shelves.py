"""Looked up on columns, no report that shares a block is missed, and few others are named."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from merging_rows import attack, gazetteer

from flows.evaluate_merging import read_clusters
from transforms.arrow import table_of
from transforms.merging_attacks import facts_of
from transforms.merging_blocks import Index
from transforms.merging_places import APART, Atlas
from transforms.merging_shelves import COLUMNS, Shelves
from transforms.schema import AttackReport

DAYS = st.none() | st.dates(dt.date(2019, 11, 20), dt.date(2021, 2, 10))
TOLLS = st.none() | st.sampled_from([0, 4, 30])


@st.composite
def reports(draw: st.DrawFn) -> list[AttackReport]:
    return [one_of(draw, f"r{number}") for number in range(draw(st.integers(2, 12)))]


def one_of(draw: st.DrawFn, name: str) -> AttackReport:
    start = draw(DAYS)
    end = draw(DAYS) if start is None else start + dt.timedelta(days=draw(st.sampled_from([0, 1, 2, 6, 30, 200])))
    fields: dict[str, Any] = {
        "published": draw(DAYS),
        "date_start": start,
        "date_end": draw(st.sampled_from([end, None])),
        "kind": draw(st.sampled_from(["incident", "recurring"])),
        "country": draw(st.sampled_from(["IQ", "SY", None])),
        "killed_min": draw(TOLLS),
        "killed_max": draw(TOLLS),
    }
    if draw(st.booleans()):
        fields |= {"place": draw(st.sampled_from(["عين الأسد", None])), "place_id": None}
    return dataclasses.replace(attack(name, "2020-08-23"), **fields)


def missed_and_more(held: list[AttackReport]) -> tuple[int, int, int]:
    """Pairs that share a block and are not named; those named; those of them that share none."""
    atlas = Atlas(gazetteer())
    facts = [facts_of(report, None) for report in held]
    index, shelves = Index(facts, atlas), Shelves(table_of(AttackReport, held).select(COLUMNS))
    missed = named = more = 0
    for number, fact in enumerate(facts):
        near = set(shelves.near(np.array([number])).tolist())
        shared = index.near(fact)
        missed += len(shared - near)
        named += len(near)
        more += sum(atlas.relation(fact.where, facts[other].where) != APART for other in near - shared)
    return missed, named, more


@settings(max_examples=60, deadline=None)
@given(reports())
def test_none_is_missed(held: list[AttackReport]) -> None:
    assert missed_and_more(held)[0] == 0


def test_written_reports() -> None:
    missed, named, more = missed_and_more(read_clusters().attack_reports)
    assert missed == 0
    assert more <= named / 100
