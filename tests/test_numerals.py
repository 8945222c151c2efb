"""The number grammar on its phrase list."""

import pytest
from phrase_lists import Case, silent, yielding

from transforms.numerals import Number, find_numbers, parse_at
from transforms.text import normalise
from transforms.tokens import Token, tokenise


def tokens_of(phrase: str) -> list[Token]:
    text = normalise(phrase).text
    return tokenise(text, 0, len(text))


def told(number: Number) -> tuple[int | None, int | None, bool]:
    return number.low, number.high, number.is_vague


def wanted(case: Case) -> tuple[int | None, int | None, bool]:
    return case.value.get("low"), case.value.get("high"), case.value.get("is_vague", False)


@pytest.mark.parametrize("case", yielding("numbers.toml"))
def test_number(case: Case) -> None:
    assert [told(n) for n in find_numbers(tokens_of(case.phrase))] == [wanted(case)], case.phrase


@pytest.mark.parametrize("case", yielding("numbers.toml"))
def test_number_within_a_sentence(case: Case) -> None:
    found = [told(n) for n in find_numbers(tokens_of(f"وأعلنت الشرطة سقوط {case.phrase} وفق بيان"))]
    assert wanted(case) in found, case.phrase


@pytest.mark.parametrize("case", silent("numbers.toml"))
def test_no_number(case: Case) -> None:
    assert [told(n) for n in find_numbers(tokens_of(case.phrase))] == [], case.phrase


@pytest.mark.parametrize(
    ("phrase", "values"),
    [
        ("مقتل ستة وإصابة عشرة", [6, 10]),
        ("مقتل 6 وإصابة 10", [6, 10]),
        ("مقتل 100 و50 جريحا", [100, 50]),
        ("مقتل عشرة وثلاثة جرحى", [10, 3]),
        ("12 قتيلا بينهم 3 أطفال وأربع نساء", [12, 3, 4]),
        ("قتل جنديان و5 مدنيين", [5]),
        ("سقط 3 قتلى، 20 جريحا", [3, 20]),
    ],
)
def test_numbers_side_by_side(phrase: str, values: list[int]) -> None:
    assert [n.low for n in find_numbers(tokens_of(phrase))] == values


@pytest.mark.parametrize("value", [1, 9, 10, 31, 99, 100, 999, 1000, 25_000, 1_000_000])
def test_digits_in_both_scripts(value: int) -> None:
    eastern = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert parse_at(tokens_of(str(value)), 0) == parse_at(tokens_of(eastern), 0) == (value, 1)


def test_number_covers_its_bound_and_its_words() -> None:
    tokens = tokens_of("قتل ما لا يقل عن خمسة وعشرين جنديا")
    (number,) = find_numbers(tokens)
    assert [t.text for t in tokens[number.first : number.last]] == ["ما", "لا", "يقل", "عن", "خمسه", "وعشرين"]
