"""Numbers in Arabic text: digits, number words, duals, bounds and vague words."""

from dataclasses import dataclass
from functools import cache

from transforms.seeds import load_rows
from transforms.text import fold
from transforms.tokens import Token, bare


@dataclass(frozen=True, slots=True)
class Number:
    """A number over tokens [first, last); `low` or `high` is None where the text leaves that side open."""

    first: int
    last: int
    low: int | None
    high: int | None
    is_vague: bool = False


@cache
def _words() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Number words by role: (plain values, multipliers, vague lower bounds)."""
    tables: dict[str, dict[str, int]] = {"value": {}, "multiplier": {}, "vague": {}}
    for row in load_rows("numerals.csv", ["role", "value", "name_ar"]):
        tables[row["role"]][fold(row["name_ar"])] = int(row["value"])
    return tables["value"], tables["multiplier"], tables["vague"]


@cache
def _bounds() -> list[tuple[str, tuple[str, ...]]]:
    """(bound, words) of phrases before a number: least, most, about."""
    rows = load_rows("number_bounds.csv", ["bound", "name_ar"])
    phrases = [(row["bound"], tuple(bare(w) for w in fold(row["name_ar"]).split())) for row in rows]
    return sorted(phrases, key=lambda item: -len(item[1]))


def find_numbers(tokens: list[Token]) -> list[Number]:
    """Numbers of a sentence, left to right, with the bounds stated around them."""
    found: list[Number] = []
    i = 0
    while i < len(tokens):
        number = _range_at(tokens, i) or _plain_at(tokens, i)
        if number is None:
            i += 1
            continue
        found.append(_with_bounds(tokens, number))
        i = number.last
    return found


def _plain_at(tokens: list[Token], i: int) -> Number | None:
    parsed = parse_at(tokens, i)
    if parsed is not None:
        return Number(i, parsed[1], parsed[0], parsed[0])
    vague = _words()[2].get(_bare_number(tokens[i].text))
    return Number(i, i + 1, vague, None, is_vague=True) if vague is not None else None


def _range_at(tokens: list[Token], i: int) -> Number | None:
    """بين 7 و9 · من 7 إلى 9 · 7 إلى 9 · 7-9"""
    start = i + 1 if tokens[i].text in ("بين", "من", "ما", "مابين") else i
    if tokens[i].text == "ما" and i + 1 < len(tokens) and tokens[i + 1].text == "بين":
        start = i + 2
    low = parse_at(tokens, start) if start < len(tokens) else None
    if low is None or low[1] >= len(tokens):
        return None
    joiner, at = tokens[low[1]].text, low[1] + 1
    if joiner == "و" and start > i and tokens[start - 1].text == "بين":
        high = parse_at(tokens, at) if at < len(tokens) else None
    elif joiner in ("الي", "او", "-") and (start == i or tokens[i].text == "من" or joiner == "-"):
        high = parse_at(tokens, at) if at < len(tokens) else None
    else:
        return None
    if high is None or not low[0] < high[0] <= 20 * max(low[0], 1):
        return None
    return Number(i, high[1], low[0], high[0])


def parse_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(value, token after) of the number that starts at token i, or None."""
    total, group, at, seen = 0, 0, i, False
    while at < len(tokens):
        step = _step(tokens, at, group, seen)
        if step is None:
            break
        value, multiplies, after = step
        if multiplies:
            total += max(group, 1) * value
            group = 0
        else:
            group += value
        at, seen = after, True
    return (total + group, at) if seen else None


def _step(tokens: list[Token], at: int, group: int, seen: bool) -> tuple[int, bool, int] | None:
    """The next piece of a number: (value, whether it multiplies, token after)."""
    values, multipliers, _ = _words()
    text = tokens[at].text
    joined = seen and text == "و" and at + 1 < len(tokens) and tokens[at + 1].text.isdigit()
    if joined:
        return int(tokens[at + 1].text), False, at + 2
    if not seen and _is_digits(text):
        return _digits(text), False, at + 1
    if seen and text[0] == "و":
        word = text[1:]
    elif not seen:
        word = text[1:] if len(text) > 3 and text[0] in "وبلف" and text[1:] in values else text
    else:
        word = text if text in multipliers or text in ("عشر", "عشره") else ""
    if word in multipliers:
        return multipliers[word], True, at + 1
    if word in values:
        if seen and word in ("عشر", "عشره") and not 1 <= group <= 9:
            return None
        return values[word], False, at + 1
    return None


def _is_digits(text: str) -> bool:
    return text[0].isdigit() and text.replace(",", "").replace(".", "").isdigit()


def _digits(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def _bare_number(word: str) -> str:
    if word in _words()[2]:
        return word
    stripped = word[1:] if len(word) > 4 and word[0] in "وفبل" else word
    return bare(stripped)


def _with_bounds(tokens: list[Token], number: Number) -> Number:
    """Apply the words before (ما لا يقل عن 7) or after (7 على الأقل) a number."""
    for bound, words in _bounds():
        n = len(words)
        before = tokens[max(0, number.first - n) : number.first]
        after = tokens[number.last : number.last + n]
        later = tokens[number.last + 1 : number.last + 1 + n]
        if any(len(part) == n and _same(part, words) for part in (before, *((after, later) if bound == "least_after" else ()))):
            return _bounded(number, bound, number.first - n if len(before) == n and _same(before, words) else number.first)
    return number


def _same(tokens: list[Token], words: tuple[str, ...]) -> bool:
    return all(bare(t.text) == w or (k == 0 and bare(t.text[1:]) == w) for k, (t, w) in enumerate(zip(tokens, words, strict=True)))


def _bounded(number: Number, bound: str, first: int) -> Number:
    if bound in ("least", "least_after"):
        return Number(first, number.last, number.low, None, number.is_vague)
    if bound == "most":
        return Number(first, number.last, None, number.high, number.is_vague)
    return Number(first, number.last, number.low, number.high, number.is_vague)
