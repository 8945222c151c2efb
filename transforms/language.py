"""Whether a text is Arabic, by its letters."""

import re

SAMPLE = 1000
LETTERS = re.compile(r"[^\W\d_]+")
ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u0671-\u06d3\u06d5\ufb50-\ufdff\ufe70-\ufefc]+")
# Letters of Persian and Urdu (پ چ ژ گ ک ی ے ٹ ڈ), Kurdish (ێ ۆ ە ڕ ڵ) and Pashto (ښ ډ ړ). Some Arabic
# typists write ی and ک throughout, so their texts are told by the letters that those languages lack.
FOREIGN = re.compile("[پچژگکیےٹڈێۆەڕڵښډړ]")
ARABIC_ONLY = re.compile("[أإةىؤ]")
MOST_FOREIGN = 0.06
LEAST_ARABIC_ONLY = 0.015


LEAST_LETTERS = 150
HIGH = bytes(range(0xC0, 0x100))
ALEF, LAM = b"\xc7", b"\xe1"  # in windows-1256, where every fourth letter is one of them


def may_be_arabic(data: bytes) -> bool:
    """Whether the bytes of a page could hold an Arabic article: a test for archives, where one in thirty does."""
    if data.count(b"\xd8") + data.count(b"\xd9") > LEAST_LETTERS:  # lead bytes of Arabic in UTF-8
        return True
    high = len(data) - len(data.translate(None, HIGH))
    return high > LEAST_LETTERS and min(data.count(ALEF), data.count(LAM)) > 0.05 * high


def require_arabic(text: str) -> None:
    """ValueError when the text is not Arabic, naming what it seems to be."""
    sample = text[:SAMPLE]
    letters = sum(map(len, LETTERS.findall(sample)))
    if not letters:
        raise ValueError("not Arabic: no letters")
    arabic = sum(map(len, ARABIC_SCRIPT.findall(sample)))
    if arabic < 0.5 * letters:
        raise ValueError(f"not Arabic: {arabic / letters:.0%} of its letters are")
    is_foreign = len(FOREIGN.findall(sample)) > MOST_FOREIGN * letters
    if is_foreign and len(ARABIC_ONLY.findall(sample)) < LEAST_ARABIC_ONLY * letters:
        raise ValueError("not Arabic: letters of Persian, Urdu, Kurdish or Pashto")
