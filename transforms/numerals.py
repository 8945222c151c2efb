"""Numbers in Arabic text: digits, number words, duals, bounds and vague words."""

from dataclasses import dataclass
from functools import cache, lru_cache

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
def _words() -> dict[str, dict[str, int]]:
    """Number words by role: plain values, multipliers, vague lower bounds, labels (their numbers count nothing)."""
    tables: dict[str, dict[str, int]] = {"value": {}, "multiplier": {}, "vague": {}, "label": {}}
    for row in load_rows("numerals.csv", ["role", "value", "name_ar"]):
        name = fold(row["name_ar"])
        tables[row["role"]][bare(name) if row["role"] == "label" else name] = int(row["value"])
    return tables


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
        if not _may_start(tokens[i].text):
            i += 1
            continue
        decimal = _decimal_at(tokens, i)
        if _is_label(tokens, i) or (decimal and parse_at(tokens, i) is None):
            i = decimal[1] if decimal else i + 1
            continue
        number = _range_at(tokens, i) or _plain_at(tokens, i)
        if number is None:
            i += 1
            continue
        found.append(with_bounds(tokens, number))
        i = number.last
    return found


@lru_cache(maxsize=100_000)
def _may_start(word: str) -> bool:
    """Whether a number or range can start with the word: cheap, as most words cannot."""
    if word[0].isdigit() or word in ("بين", "من", "ما", "مابين", "نصف"):
        return True
    words = _words()
    forms = {word, word[1:], word[2:]}
    return (
        not forms.isdisjoint(words["value"].keys() | words["multiplier"].keys()) or _bare_number(word) in words["vague"]
    )


def _is_label(tokens: list[Token], i: int) -> bool:
    """A number that names and does not count: إف-16, القرار 2254, الساعة 5, اللواء 12, 5+1, الثاني عشر."""
    if tokens[i].text in _TEN and i and bare(tokens[i - 1].text) in _ORDINALS:
        return True
    if not tokens[i].text[0].isdigit():
        return False
    if "+" in (tokens[i - 1].text if i else "", tokens[i + 1].text if i + 1 < len(tokens) else ""):
        return True
    before = i - 1 - (i > 0 and tokens[i - 1].text == "-")
    return before >= 0 and bare(tokens[before].text) in _words()["label"]


def _plain_at(tokens: list[Token], i: int) -> Number | None:
    parsed = parse_at(tokens, i) or _definite_at(tokens, i)
    if parsed is not None:
        return Number(i, parsed[1], parsed[0], parsed[0])
    vague = _words()["vague"].get(_bare_number(tokens[i].text))
    if vague is None:
        return None
    times = _words()["vague"].get(tokens[i + 1].text, 0) if i + 1 < len(tokens) else 0
    if times > vague:  # عشرات الآلاف
        return Number(i, i + 2, vague * times, None, is_vague=True)
    return Number(i, i + 1, vague, None, is_vague=True)


def _definite_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """القتلى الخمسة; the bare forms name places (بئر السبع) and fractions, مجموعة السبعة a body."""
    word = tokens[i].text
    value = _words()["value"].get(word[2:], 0) if word.startswith("ال") and word.endswith("ه") else 0
    follows_group = i > 0 and bare(tokens[i - 1].text) == "مجموعه"
    return (value, i + 1) if 3 <= value <= 10 and not follows_group else None


def _range_at(tokens: list[Token], i: int) -> Number | None:
    """بين 7 و9 · بين سبعة وتسعة · من 7 إلى 9 · 7 إلى 9 · 7-9"""
    start = i + 1 if tokens[i].text in ("بين", "من", "ما", "مابين") else i
    if tokens[i].text == "ما" and i + 1 < len(tokens) and tokens[i + 1].text == "بين":
        start = i + 2
    low = parse_at(tokens, start) if start < len(tokens) else None
    if low is None or low[1] >= len(tokens):
        return None
    joiner, at = tokens[low[1]].text, low[1] + 1
    if joiner[0] == "و" and start > i and tokens[start - 1].text in ("بين", "مابين"):
        at -= len(joiner) > 1
    elif joiner not in ("الي", "او", "-") or not (start == i or tokens[i].text in ("من", "بين") or joiner == "-"):
        return None
    high = parse_at(tokens, at) if at < len(tokens) else None
    if high is None or not low[0] < high[0] <= 20 * max(low[0], 1):
        return None
    return Number(i, high[1], low[0], high[0])


def parse_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(value, token after) of the number that starts at token i, or None."""
    first = _first_piece(tokens, i)
    if first is None:
        return None
    total, group, at, scale = 0, first[0], first[1], 0
    if group >= 1000 and not tokens[i].text[0].isdigit():
        total, group, scale = group, 0, first[2]
    while at < len(tokens):
        multiplier = _multiplier(tokens[at].text, group, scale)
        piece = None if multiplier else _next_piece(tokens, at, group, scale)
        if multiplier:
            total, group, at, scale = total + max(group, 1) * multiplier, 0, at + 1, multiplier
        elif piece:
            group, at = group + piece[0], piece[1]
        else:
            break
    return total + group, at


def _multiplier(text: str, group: int, scale: int) -> int:
    """ألف after خمسة, وألف after مليون; 0 when the word does not multiply here."""
    joined = text[0] == "و" and group == 0
    value = _words()["multiplier"].get(text[1:] if joined else text, 0)
    return value if (group or joined) and (not scale or value < scale) else 0


def _first_piece(tokens: list[Token], at: int) -> tuple[int, int, int] | None:
    """The piece that opens a number: (value, token after, 1000 or 1000000 where it already is one)."""
    values, multipliers = _words()["value"], _words()["multiplier"]
    text = tokens[at].text
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    decimal = _decimal_at(tokens, at)
    if decimal:
        times = multipliers.get(tokens[decimal[1]].text, 0) if decimal[1] < len(tokens) else 0
        return (round(decimal[0] * times), decimal[1] + 1, times) if times else None
    if _is_digits(text):
        return _digits(text), at + 1, 0
    if text.startswith("ال") and following in _TEN and text[2:] in values:  # القتلى الاثنا عشر
        return values[text[2:]], at + 1, 0
    word = text[1:] if text[0] in "وبلف" and text != "لست" and text not in values and text not in multipliers else text
    if word in ("احد", "احدي") and not _opens_compound(following):
        return None
    if word == "نصف" and following in multipliers:
        return multipliers[following] // 2, at + 2, multipliers[following]
    if word in multipliers and word not in ("الاف", "ملايين"):  # those alone are vague
        return multipliers[word], at + 1, multipliers[word]
    if word not in values:
        return None
    return values[word], at + 1, next((m for m in (1_000_000, 1000) if values[word] >= m), 0)


def _opens_compound(following: str) -> bool:
    """أحد عشر, إحدى وعشرون: otherwise أحد is one of many."""
    return following in _TEN or (following[:1] == "و" and 20 <= _words()["value"].get(following[1:], 0) <= 90)


_TEN = ("عشر", "عشره")
_ORDINALS = ("حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع")
_HUNDRED = ("مئه", "مائه")


def _next_piece(tokens: list[Token], at: int, group: int, scale: int) -> tuple[int, int] | None:
    """(value to add, token after) of what goes on with a number: عشر after خمسة, وعشرون after خمسة, و200 after آلاف."""
    text, rest = tokens[at].text, group % 100
    if text in _TEN and 1 <= rest <= 9:
        return 10, at + 1
    if text in _HUNDRED and 3 <= group <= 9:  # ثلاث مئة
        return group * 99, at + 1
    if tokens[at - 1].text[0].isdigit() or text[0] != "و":
        return None
    room = 1000 if group == 0 else 100 if rest == 0 else 0
    if text == "و" and at + 1 < len(tokens) and tokens[at + 1].text.isdigit():
        value, after = int(tokens[at + 1].text), at + 2
        times = _words()["multiplier"].get(tokens[after].text, 0) if after < len(tokens) else 0
        return (value, after) if value < room and not (times and times >= scale) else None
    value = _words()["value"].get(text[1:], 0)
    times = _words()["multiplier"].get(tokens[at + 1].text, 0) if at + 1 < len(tokens) else 0
    if times and scale and times >= scale:  # بين خمسة آلاف وستة آلاف
        return None
    return (value, at + 1) if 0 < value < room or (1 <= rest <= 9 and 20 <= value <= 90) else None


def _decimal_at(tokens: list[Token], i: int) -> tuple[float, int] | None:
    """1.5 and 1,5, written without spaces: (value, token after)."""
    parts = tokens[i : i + 3]
    if (
        len(parts) < 3
        or parts[1].text not in (".", ",")
        or parts[0].end != parts[1].start
        or parts[1].end != parts[2].start
    ):
        return None
    if not (parts[0].text.isdigit() and parts[2].text.isdigit()):
        return None
    return float(f"{parts[0].text}.{parts[2].text}"), i + 3


def _is_digits(text: str) -> bool:
    return text[0].isdigit() and text.replace(",", "").replace(".", "").isdigit()


def _digits(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def _bare_number(word: str) -> str:
    if word in _words()["vague"]:
        return word
    stripped = word[1:] if len(word) > 4 and word[0] in "وفبل" else word
    return bare(stripped)


_LONGEST_BOUND = 4  # words: ما لا يقل عن


def with_bounds(tokens: list[Token], number: Number) -> Number:
    """Apply the words before (ما لا يقل عن 7) or after (7 على الأقل، 7 أشخاص، على الأقل) a number."""
    before = [t.text for t in tokens[max(0, number.first - _LONGEST_BOUND) : number.first]]
    after = [t.text for t in tokens[number.last : number.last + _LONGEST_BOUND + 2] if t.text != "،"]
    near = {form for w in (*before, *after) for form in (bare(w), bare(w[1:]))}
    for bound, words in _bounds():
        if words[-1] not in near:
            continue
        n = len(words)
        stands_before = _same(before[-n:], words)
        if stands_before or (bound == "least_after" and (_same(after[:n], words) or _same(after[1 : n + 1], words))):
            return _bounded(number, bound, number.first - n if stands_before else number.first)
    return number


def states_least(words: list[str]) -> bool:
    """Whether words after a number say that it is the least: على الأقل."""
    phrases = [phrase for bound, phrase in _bounds() if bound == "least_after"]
    return any(_same(words[i : i + len(phrase)], phrase) for phrase in phrases for i in range(len(words)))


def _same(found: list[str], words: tuple[str, ...]) -> bool:
    """Whether the words are those of a phrase, the first with or without a clitic."""
    if len(found) != len(words) or words[0] not in (bare(found[0]), bare(found[0][1:])):
        return False
    return all(bare(a) == b for a, b in zip(found[1:], words[1:], strict=True))


def _bounded(number: Number, bound: str, first: int) -> Number:
    if bound in ("least", "least_after"):
        return Number(first, number.last, number.low, None, number.is_vague)
    if bound == "most":
        return Number(first, number.last, None, number.high, number.is_vague)
    return Number(first, number.last, number.low, number.high, number.is_vague)
