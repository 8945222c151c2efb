"""Named places on their phrase list, and which of several the context means."""

import pytest
from phrase_lists import Case, load, params, silent, yielding

from transforms.annotate import Annotated, PlaceMention, annotate, complete
from transforms.slot_places import country_votes, resolve
from transforms.text import fold


def annotated(phrase: str) -> Annotated:
    article = annotate("", phrase, None)
    for sentence in article.sentences:
        complete(sentence, article.norm.text, None)
    return article


def places(phrase: str) -> list[PlaceMention]:
    return [p for s in annotated(phrase).sentences for p in s.places]


def told(mention: PlaceMention, value: dict[str, str]) -> dict[str, str | None]:
    """What the mention says of each field that the list states."""
    entry = mention.options[0] if mention.options else None
    found = {
        "place": mention.text,
        "country": mention.country or (entry.country if entry else None),
        "admin1": entry.admin1 if entry else None,
        "kind": mention.kind,
    }
    return {name: found[name] for name in value}


@pytest.mark.parametrize("case", yielding("places.toml"))
def test_place(case: Case) -> None:
    wanted = case.value | {"place": fold(case.value["place"])}
    assert [told(p, wanted) for p in places(case.phrase)] == [wanted], case.phrase


@pytest.mark.parametrize("case", yielding("places.toml"))
def test_place_is_a_piece_of_the_text(case: Case) -> None:
    article = annotated(case.phrase)
    (mention,) = [p for s in article.sentences for p in s.places]
    start, end = article.norm.raw_span(mention.start, mention.end)
    assert fold(case.phrase[start:end]) == fold(case.value["place"])


@pytest.mark.parametrize("case", params(load("places.toml")["context"]))
def test_place_by_context(case: Case) -> None:
    article = annotated(case.phrase)
    votes = country_votes(article)
    entries = [resolve(p, votes) for s in article.sentences for p in s.places]
    assert case.value["place_id"] in [e.place_id for e in entries if e], case.phrase


@pytest.mark.parametrize("case", silent("places.toml"))
def test_no_place(case: Case) -> None:
    assert [p.text for p in places(case.phrase)] == [], case.phrase


def test_elided_article_leaves_the_bare_name() -> None:
    assert [p.text for p in places("طريق للموصل وللبصرة")] == ["موصل", "بصره"]
