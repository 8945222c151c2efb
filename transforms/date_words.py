"""The words that dates are made of, and how they stand in a sentence: bare, with clitics, with the article."""

from functools import cache, lru_cache

from transforms.seeds import load_rows
from transforms.text import fold
from transforms.tokens import Token, bare, readings
from transforms.word_sets import word_set


@cache
def weekdays() -> dict[str, int]:
    rows = load_rows("weekdays.csv", ["weekday", "name_ar"])
    return {bare(fold(row["name_ar"])): int(row["weekday"]) for row in rows}


@cache
def months() -> dict[tuple[str, ...], tuple[str, int]]:
    rows = load_rows("months.csv", ["calendar", "month", "name_ar"])
    return {tuple(bare(w) for w in fold(row["name_ar"]).split()): (row["calendar"], int(row["month"])) for row in rows}


@cache
def month_starts() -> frozenset[str]:
    return frozenset(words[0] for words in months())


PARTS = ("early", "mid", "late")


@cache
def units() -> dict[str, tuple[str, int]]:
    """Unit and count of the words for spans of time: يومين is two days; 0 where the number stands elsewhere."""
    rows = load_rows("time_units.csv", ["unit", "count", "name_ar"])
    return {fold(row["name_ar"]): (row["unit"], int(row["count"])) for row in rows}


TENS = {"عشرين": 20, "ثلاثين": 30}
ORDINALS = dict(
    zip(("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"), range(1, 11), strict=True)
) | {"حادي": 1}
SMALL = {"ثلاثه": 3, "اربعه": 4, "خمسه": 5, "سته": 6, "سبعه": 7, "عشره": 10, "اثنين": 2}
SMALL |= {"ثلاث": 3, "اربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "عشر": 10}
FRACTIONS = {"نصف": 2, "ربع": 4, "ثلث": 3, "اسبوع": 0}  # parts of a month or year; 0 for its weeks
HALVES = {"اول": 1, "اولي": 1, "ثاني": 2, "ثانيه": 2, "ثالث": 3, "رابع": 4, "اخير": -1}
SEASONS = {"ربيع": (3, 5), "صيف": (6, 8), "خريف": (9, 11)}  # first and last month
NEAR_DAYS = {"امس": -1, "بارحه": -1, "غدا": 1, "غد": 1}


@cache
def _known_starts() -> frozenset[str]:
    """The words that can open a date, bare."""
    own = {"يوم", "هذا", "هذه", "قبل", "منذ", "خلال", "ليله", "نفس", "شتاء", "بعد", "غداه", "عشيه", "ان", "اربع"}
    tables = (own, NEAR_DAYS, SEASONS, ORDINALS, FRACTIONS, TENS, month_starts(), weekdays(), units())
    parts = (word_set(f"date_{part}") for part in PARTS)
    return frozenset(word for words in (*tables, *parts) for word in words)


@lru_cache(maxsize=100_000)
def may_start(word: str) -> bool:
    """Whether a date can open with the word: cheap, as most words cannot."""
    return word[0].isdigit() or core(word) in _known_starts() or word in ("الان", "حاليا")


@lru_cache(maxsize=100_000)
def core(word: str) -> str:
    """The word without conjunction, preposition and article, as far as a date word remains."""
    if word in _known_starts():
        return word
    for cut in (1, 2):
        if len(word) > cut + 1 and word[0] in "وفبلك" and (cut == 1 or word[1] in "بلك"):
            rest = bare(word[cut:])
            if word[cut - 1 : cut + 1] == "لل":
                rest = word[cut + 1 :]
            if rest in _known_starts():
                return rest
    return bare(word)


def bare_at(tokens: list[Token], i: int) -> str:
    """The word at a position, conjunction and article off; empty outside the sentence."""
    if not 0 <= i < len(tokens):
        return ""
    text = tokens[i].text
    return bare(text[1:] if len(text) > 4 and text[0] in "وف" else text)


@lru_cache(maxsize=100_000)
def is_definite(word: str) -> bool:
    """Whether an article stands behind the word's clitics: والأسبوع, للأحد."""
    return any(reading.is_definite for reading in readings(word))
