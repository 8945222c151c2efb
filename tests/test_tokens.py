"""Sentences, tokens and the clitics taken off a word."""

import pytest

from transforms.phrases import Matcher
from transforms.text import fold, normalise
from transforms.tokens import Reading, bare, readings, sentence_spans, stem, tokenise


def words(phrase: str) -> list[str]:
    text = normalise(phrase).text
    return [t.text for t in tokenise(text, 0, len(text))]


def sentences(raw: str) -> list[str]:
    text = normalise(raw).text
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("phrase", "tokens"),
    [
        ("قتل 12 جنديا.", ["قتل", "12", "جنديا", "."]),
        ("5,200 جندي", ["5,200", "جندي"]),
        ("الـ24 ساعة", ["ال", "24", "ساعه"]),
        ("و7 جرحى", ["و", "7", "جرحي"]),
        ("السبت/الأحد", ["السبت", "/", "الاحد"]),
        ("إف-16", ["اف", "-", "16"]),
        ("3/5/2018م", ["3", "/", "5", "/", "2018", "م"]),
        ("قاعدة K-1 الجوية", ["قاعده", "K-1", "الجويه"]),
        ("«داعش»", ['"', "داعش", '"']),
        ("كركـوك", ["كركوك"]),
        ("", []),
        ("\n \t", []),
    ],
)
def test_tokenise(phrase: str, tokens: list[str]) -> None:
    assert words(phrase) == tokens


def test_tokens_know_their_place() -> None:
    text = "قتل 12 جنديا"
    assert [text[t.start : t.end] for t in tokenise(text, 4, len(text))] == ["12", "جنديا"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("وقع انفجار. قتل شخصان.", 2),
        ("وقع انفجار؟ نعم!", 2),
        ("سطر أول\nسطر ثان", 2),
        ("سطر أول\n\n\nسطر ثان", 2),
        ("بنسبة 3.5 في المئة", 1),
        ('قال: "انتهت المعركة." وأضاف', 2),
        ("جملة بلا نقطة", 1),
        ("...", 1),
        ("  \n ", 0),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_sentences_are_trimmed() -> None:
    assert sentences("  وقع انفجار.  \n  قتل شخصان.  ") == ["وقع انفجار.", "قتل شخصان."]


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("القوات", Reading("قوات", "", "", True)),
        ("والقوات", Reading("قوات", "و", "", True)),
        ("بالقوات", Reading("قوات", "", "ب", True)),
        ("للقوات", Reading("قوات", "", "ل", True)),
        ("وللقوات", Reading("قوات", "و", "ل", True)),
        ("وبغداد", Reading("بغداد", "و", "", False)),
        ("ببغداد", Reading("بغداد", "", "ب", False)),
        ("كالقوات", Reading("قوات", "", "ك", True)),
        ("فقوات", Reading("قوات", "ف", "", False)),
    ],
)
def test_readings_hold(word: str, reading: Reading) -> None:
    assert reading in readings(word)


@pytest.mark.parametrize("word", ["بغداد", "القوات", "وليد", "كركوك", "لبنان", "بابل", "فرنسا"])
def test_first_reading_takes_nothing_off(word: str) -> None:
    assert readings(word)[0] == Reading(word, "", "", False)


@pytest.mark.parametrize("word", ["وا", "ال", "لل", "من", "و", "بل"])
def test_short_words_are_left_whole(word: str) -> None:
    assert readings(word) == (Reading(word, "", "", False),)


@pytest.mark.parametrize(
    ("word", "without"), [("القوات", "قوات"), ("قوات", "قوات"), ("الى", "الى"), ("ال", "ال"), ("اله", "اله")]
)
def test_bare(word: str, without: str) -> None:
    assert bare(word) == without


@pytest.mark.parametrize(
    ("words_of_one_stem",),
    [
        (["صاروخ", "الصاروخ", "صاروخين", "وصاروخ", "صاروخان"],),
        (["هجوم", "هجوما", "الهجوم", "هجومين", "بالهجوم"],),
        (["متظاهر", "متظاهرون", "متظاهرين", "المتظاهرين"],),
    ],
)
def test_inflections_share_a_stem(words_of_one_stem: list[str]) -> None:
    assert len({stem(fold(word)) for word in words_of_one_stem}) == 1


# --- the matcher of all lists ---------------------------------------------------


def hits(matcher: Matcher, phrase: str) -> list[tuple[str, str]]:
    found = words(phrase)
    return [(h.value, " ".join(found[h.first : h.last])) for h in matcher.find(found)]


@pytest.fixture
def small() -> Matcher:
    matcher = Matcher()
    matcher.add("actor", "القوات الأمريكية", "us")
    matcher.add("actor", "القوات الأمريكية الخاصة", "special")
    matcher.add("place", "الباب", "bab", definite=True)
    matcher.add("place", "حلب", "aleppo", definite=False)
    return matcher


@pytest.mark.parametrize(
    "phrase",
    ["القوات الأمريكية", "قوات أمريكية", "وللقوات الأمريكية", "بالقوات الأمريكية"],
)
def test_one_entry_meets_all_spellings(small: Matcher, phrase: str) -> None:
    assert [value for value, _ in hits(small, phrase)] == ["us"]


def test_longest_phrase_of_a_list_wins(small: Matcher) -> None:
    assert [value for value, _ in hits(small, "القوات الأمريكية الخاصة")] == ["special"]


@pytest.mark.parametrize(
    ("phrase", "values"), [("في الباب", ["bab"]), ("باب", []), ("حلب", ["aleppo"]), ("الحلب", []), ("بحلب", ["aleppo"])]
)
def test_article_can_be_part_of_the_name(small: Matcher, phrase: str, values: list[str]) -> None:
    assert [value for value, _ in hits(small, phrase)] == values


@pytest.mark.parametrize("phrase", ["القوات العراقية", "القوات", "الأمريكية القوات", "قوات، أمريكية", ""])
def test_no_hit(small: Matcher, phrase: str) -> None:
    assert hits(small, phrase) == []


def test_lists_do_not_hide_each_other() -> None:
    matcher = Matcher()
    matcher.add("weapon", "سيارة مفخخة", "car_bomb")
    matcher.add("target", "سيارة", "civilians")
    assert {value for value, _ in hits(matcher, "سيارة مفخخة")} == {"car_bomb", "civilians"}


def test_of_equal_phrases_the_one_added_first_counts() -> None:
    matcher = Matcher()
    matcher.add("trigger", "قصف", "noun")
    matcher.add("trigger", "قصف", "verb")
    assert hits(matcher, "القصف") == [("noun", "القصف")]
