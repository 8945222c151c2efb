"""Folding, and the way back from folded characters to raw ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import fold, normalise


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("أإآٱ", "اااا"),
        ("مستشفى", "مستشفي"),
        ("قاعدة", "قاعده"),
        ("قُتِلَ", "قتل"),
        ("كركــوك", "كركوك"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("٥٬٢٠٠", "5,200"),
        ("٣٫٥٪", "3.5%"),
        ("«داعش»", '"داعش"'),
        ("“داعش”", '"داعش"'),
        ("السبت–الأحد", "السبت-الاحد"),
        ("#الحشد_الشعبي", " الحشد الشعبي"),
        ("ایران", "ايران"),
        ("کرکوک", "كركوك"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("\u200fبغداد\u200e", "بغداد"),
        ("بغ\u00adداد", "بغداد"),
        ("مسؤول", "مسؤول"),
        ("شيء", "شيء"),
        ("Katyusha 107", "Katyusha 107"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize("raw", ["قصف", "Baghdad", "؟", "،", "ء", "ؤ", "ئ"])
def test_fold_leaves_alone(raw: str) -> None:
    assert fold(raw) == raw


@pytest.mark.parametrize(
    ("raw", "word", "quote"),
    [
        ("هُجُومٌ في كَرْكُوكَ أمس", "كركوك", "كَرْكُوكَ"),
        ("في كركــــوك أمس", "كركوك", "كركــــوك"),
        ("ﻋﻠﻰ بغداد", "بغداد", "بغداد"),
        ("ﷲ أعلم في بغداد", "بغداد", "بغداد"),
        ("ﻻ إصابات", "اصابات", "إصابات"),
        ("\u200fفي\u200f بغداد\u200f.", "بغداد", "بغداد\u200f"),
        ("عام ٢٠١٨ في حلب", "2018", "٢٠١٨"),
        ("بغداد", "بغداد", "بغداد"),
    ],
)
def test_raw_span_quotes_the_printed_word(raw: str, word: str, quote: str) -> None:
    norm = normalise(raw)
    start = norm.text.index(word)
    first, last = norm.raw_span(start, start + len(word))
    assert raw[first:last] == quote


def test_a_ligature_is_quoted_whole() -> None:
    norm = normalise("قال ﷲ")
    start = norm.text.index("الله")
    first, last = norm.raw_span(start + 1, start + 3)
    assert "قال ﷲ"[first:last] == "ﷲ"


ARABIC = st.text(st.sampled_from("قتل جندي ًٌٍَُِّْـﻻﷲﻋٱأإآىةگ٣۳\u200f\u200c#_«»–ﷺ \n"), max_size=60)


@given(ARABIC)
def test_offsets_are_in_order_and_inside(raw: str) -> None:
    norm = normalise(raw)
    offsets = norm.raw_offsets if norm.raw_offsets is not None else list(range(len(raw)))
    assert len(offsets) == len(norm.text)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(raw) for offset in offsets)


@given(ARABIC)
def test_both_ways_of_folding_agree(raw: str) -> None:
    assert normalise(raw).text == fold(raw)


@given(ARABIC)
def test_folding_twice_is_folding_once(raw: str) -> None:
    once = fold(raw)
    assert fold(once) == once


@given(ARABIC)
def test_every_folded_character_comes_from_its_raw_piece(raw: str) -> None:
    norm = normalise(raw)
    for i, character in enumerate(norm.text):
        start, end = norm.raw_span(i, i + 1)
        assert character in fold(raw[start:end])
