"""Actors on their phrase list: by name, composed of force and nationality, persons, generic forces."""

import pytest
from phrase_lists import Case, silent, yielding

from transforms.annotate import ActorMention, annotate, complete

WEAK = ("nisba", "country")  # a bare nationality or country, kept as evidence and not as a name


def actors(phrase: str) -> list[ActorMention]:
    article = annotate("", phrase, None)
    sentences = [complete(s, article.norm.text, None) for s in article.sentences]
    return [a for s in sentences for a in s.actors if a.source not in WEAK]


@pytest.mark.parametrize("case", yielding("actors.toml"))
def test_actor(case: Case) -> None:
    wanted = {"code": None} | case.value
    assert [{name: getattr(a, name) for name in wanted} for a in actors(case.phrase)] == [wanted], case.phrase


@pytest.mark.parametrize("case", yielding("actors.toml"))
def test_actor_within_a_sentence(case: Case) -> None:
    found = actors(f"وقال مصدر طبي إن {case.phrase} كانوا قرب الجسر")
    assert case.value.get("code") in [a.code for a in found], case.phrase


@pytest.mark.parametrize("case", silent("actors.toml"))
def test_no_actor(case: Case) -> None:
    assert [(a.code, a.source) for a in actors(case.phrase)] == [], case.phrase


def test_two_sides_side_by_side() -> None:
    assert [a.code for a in actors("معارك بين الجيش السوري وتنظيم الدولة الإسلامية")] == [
        "syria_government",
        "islamic_state",
    ]


def test_country_of_a_composed_force() -> None:
    assert [(a.code, a.country) for a in actors("سيطرت الشرطة الكينية على المبنى")] == [("other_state", "KE")]
