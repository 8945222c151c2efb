"""Pieces of a date at a token: month name, year, day number, الماضي and المقبل, مطلع and نهاية, a count of days."""

from transforms.date_words import FRACTIONS, ORDINALS, PARTS, TENS, bare_at, core, month_starts, months, units
from transforms.numerals import parse_at
from transforms.tokens import Token, bare
from transforms.word_sets import word_set


def month_at(tokens: list[Token], i: int) -> tuple[str, int, int, str] | None:
    """(calendar, month, token after, first word) of a month name; doubles read as one: أيار/مايو, أبريل نيسان."""
    single = _one_month_at(tokens, i)
    if single is None:
        return None
    after = single[2]
    start = after + (after < len(tokens) and tokens[after].text in "/(-")
    if (second := _one_month_at(tokens, start)) and second[:2] == single[:2]:
        after = second[2]
        if after < len(tokens) and tokens[after].text == ")":
            after += 1
        return single[0], single[1], after, ""
    return single


def _one_month_at(tokens: list[Token], i: int) -> tuple[str, int, int, str] | None:
    if i >= len(tokens):
        return None
    first = core(tokens[i].text)
    if first not in month_starts():
        return None
    for length in (2, 1):
        words = (first, *(bare(t.text) for t in tokens[i + 1 : i + length]))
        if len(words) == length and words in months():
            calendar_name, number = months()[words]
            return calendar_name, number, i + length, first
    return None


def year_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(year, token after) of a year number, with the words that may stand before it."""
    at = i
    while at < len(tokens) and at < i + 2 and core(tokens[at].text) in ("عام", "سنه", "من", "،", ","):
        at += 1
    if at < len(tokens) and tokens[at].text.isdigit() and len(tokens[at].text) == 4:
        value = int(tokens[at].text)
        if 1300 <= value <= 1500 or 1900 <= value <= 2100:
            return value, at + 1
    spelt = parse_at(tokens, at) if at < len(tokens) and tokens[at].text in ("الفين", "الف") else None
    return spelt if spelt and 1900 <= spelt[0] <= 2100 else None


def direction_at(tokens: list[Token], i: int) -> tuple[str, int]:
    """("past"|"before_last"|"next"|"this"|"", token after) of الماضي, قبل الماضي, المقبل, الجاري."""
    if i < len(tokens):
        word = bare(tokens[i].text)
        for name in ("past", "next", "this"):
            if word in word_set(f"date_{name}") and (name == "past" or tokens[i].text != word):
                return name, i + 1
        if word == "قبل" and bare_at(tokens, i + 1) in word_set("date_past"):
            return "before_last", i + 2
        if word == "من" and i + 2 < len(tokens) and bare(tokens[i + 1].text) in ("عام", "سنه"):
            direction, after = direction_at(tokens, i + 2)
            return (f"{direction}_year", after) if direction else ("", i)
    return "", i


def day_number_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(day of a month, token after) of a number or ordinal."""
    if i >= len(tokens):
        return None
    text = tokens[i].text
    if text.isdigit() and 1 <= int(text) <= 31:
        return int(text), i + 1
    return ordinal_at(tokens, i)


def ordinal_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """الخامس · الخامس عشر · الحادي والعشرين · العشرين, before من; not الأسبوع الثاني من."""
    number = None if bare_at(tokens, i - 1) in FRACTIONS else ordinal_number_at(tokens, i)
    if number is None:
        return None
    value, at = number
    if at < len(tokens) and core(tokens[at].text) == "من" or month_at(tokens, at):
        return value, at
    is_pair = at < len(tokens) and tokens[at].text.startswith("وال") and ordinal_at(tokens, at) is not None
    return (value, at) if is_pair else None  # الثالث والرابع من مايو


def ordinal_number_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """(value, token after) of الخامس · الخامس عشر · الحادي والعشرين · العشرين, whatever follows."""
    word = bare(tokens[i].text)
    if word == tokens[i].text:
        word = bare(word.lstrip("وفبل"))
    if word in TENS:
        value, at = TENS[word], i + 1
    elif word in ORDINALS:
        value, at = ORDINALS[word], i + 1
        following = tokens[at].text if at < len(tokens) else ""
        if following == "عشر":
            value, at = value + 10, at + 1
        elif following in ("والعشرين", "والعشرون", "والثلاثين"):
            value, at = value + (30 if "ثلاث" in following else 20), at + 1
    else:
        return None
    return value, at


def part_at(tokens: list[Token], i: int) -> tuple[str, int]:
    """("early"|"mid"|"late"|"", token after) of مطلع, منتصف, نهاية."""
    word = core(tokens[i].text)
    if not tokens[i].text.startswith("ال"):  # الأول عام 1988 is the first one
        for part in PARTS:
            if word in word_set(f"date_{part}"):
                return part, i + 1
    return "", i


def is_year_number(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100


SHIFTS = {"before_last": -2, "past": -1, "next": 1}
YEAR_SHIFTS = {"past_year": -1, "this_year": 0, "next_year": 1}


def is_this_one(tokens: list[Token], at: int, part: str) -> bool:
    """منذ بداية العام, منتصف الشهر: with nothing that says which, the current one."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    own = following.startswith("ال") or following in ("نفسه", "نفسها", "ذاته", "ذاتها") or following[:1].isdigit()
    return bool(part) and tokens[at].text.startswith("ال") and not own


def count_and_unit(tokens: list[Token], at: int) -> tuple[int, str, int] | None:
    """(count, unit, token after) of ثلاثة أسابيع, يومين, نحو 5 أعوام."""
    if at < len(tokens) and bare(tokens[at].text) in ("نحو", "حوالي", "قرابه", "اكثر", "زهاء"):
        at += 2 if tokens[at].text == "اكثر" else 1
    number = parse_at(tokens, at) if at < len(tokens) else None
    count, at = number if number else (0, at)
    if at >= len(tokens) or bare(tokens[at].text) not in units() or tokens[at].text.startswith("ال"):
        return None
    unit, implied = units()[tokens[at].text]
    count = count or implied
    if not count or count > 200:
        return None
    return count, unit, at + 1
