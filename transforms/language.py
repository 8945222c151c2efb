"""Whether a text is Arabic, by its letters."""

import re

SAMPLE = 1000
LETTER = re.compile(r"[^\W\d_]")
ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u0671-\u06d3\u06d5\ufb50-\ufdff\ufe70-\ufefc]")
# Letters that Arabic does not write, of Persian and Urdu (پ چ ژ گ ک ی ے ٹ ڈ), Kurdish (ێ ۆ ە ڕ ڵ) and
# Pashto (ښ ډ ړ).
# Newspapers' typists mix in some ی and ک, and names some گ and چ, so a few of them prove nothing.
FOREIGN = re.compile("[پچژگکیےٹڈێۆەڕڵښډړ]")
MOST_FOREIGN = 0.06


def require_arabic(text: str) -> None:
    """ValueError when the text is not Arabic, naming what it seems to be."""
    sample = text[:SAMPLE]
    letters = len(LETTER.findall(sample))
    if not letters:
        raise ValueError("not Arabic: no letters")
    arabic = len(ARABIC_SCRIPT.findall(sample))
    if arabic < 0.5 * letters:
        raise ValueError(f"not Arabic: {arabic / letters:.0%} of its letters are")
    if len(FOREIGN.findall(sample)) > MOST_FOREIGN * letters:
        raise ValueError("not Arabic: letters of Persian, Urdu, Kurdish or Pashto")
