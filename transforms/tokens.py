"""Sentences and tokens of folded text.

A token knows its clitics: Arabic writes and, for, with, the … onto the word
(وللقوات = و + ل + ال + قوات), and every lexicon is matched on the bare word.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[\u0621-\u064a]+|[A-Za-z][A-Za-z0-9\-]*|\d+(?:[.,]\d{3})+(?!\d)|\d+|[^\s\w]")
_SENTENCE_END = re.compile(r"(?<=[.!؟?])[\"')]*\s+|\n+")
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بلك"


class Token(NamedTuple):
    """One token; `start` and `end` count characters of the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take clitics off a word: conjunction, preposition, article, and what remains."""

    core: str
    conjunction: str
    preposition: str
    is_definite: bool


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of folded text, white space trimmed, empty ones left out."""
    spans = []
    at = 0
    for match in _SENTENCE_END.finditer(text):
        spans.append((at, match.start()))
        at = match.end()
    spans.append((at, len(text)))
    return [trimmed for start, end in spans if (trimmed := _trim(text, start, end))[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_words(text: str, start: int, end: int) -> list[str]:
    """The texts of the tokens of text[start:end]."""
    return _TOKEN.findall(text, start, end)


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Words, numbers and punctuation marks of text[start:end]."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Ways to read a word, the one with fewest clitics first."""
    found = [Reading(word, "", "", False)]
    _add_article(found, word, "", "")
    if len(word) > 3 and word[0] in _CONJUNCTIONS:
        _add_reading(found, word[1:], word[0], "")
        _add_prepositions(found, word[1:], word[0])
    _add_prepositions(found, word, "")
    return tuple(found)


def _add_prepositions(found: list[Reading], word: str, conjunction: str) -> None:
    if len(word) > 4 and word.startswith("لل"):
        found.append(Reading(word[2:], conjunction, "ل", True))
    if len(word) > 3 and word[0] in _PREPOSITIONS:
        _add_reading(found, word[1:], conjunction, word[0])


def _add_reading(found: list[Reading], word: str, conjunction: str, preposition: str) -> None:
    found.append(Reading(word, conjunction, preposition, False))
    _add_article(found, word, conjunction, preposition)


def _add_article(found: list[Reading], word: str, conjunction: str, preposition: str) -> None:
    if len(word) > 3 and word.startswith("ال"):
        found.append(Reading(word[2:], conjunction, preposition, True))


@lru_cache(maxsize=200_000)
def bare(word: str) -> str:
    """The word without its article: what lexicon phrases are compared on."""
    return word[2:] if len(word) > 3 and word.startswith("ال") else word


_SUFFIXES = (
    *("تهما", "تهم", "تها", "هما", "كما", "ات", "ون", "ين", "ان", "وا", "تا", "ته", "ها", "هم", "نا", "يه"),
    *("ه", "ت", "ا", "ي"),
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A light stem (Larkey's light10 in spirit): clitics and one inflectional ending off."""
    if len(word) > 4 and (word[0] == "و" or (word[0] in _CONJUNCTIONS and word[1:3] in ("ال", "لل"))):
        word = word[1:]
    if len(word) > 4 and word[:2] in ("ال", "لل"):
        word = word[2:]
    elif len(word) > 5 and word[:3] in ("بال", "كال", "فال"):
        word = word[3:]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
