"""Normalised text with a way back to the raw characters.

Matching needs one spelling (أ إ آ → ا, ى → ي, ة → ه, no diacritics, ASCII
digits); evidence needs the raw characters. `normalise` gives both: the folded
string, and for each of its characters the raw offset it came from.
"""

import unicodedata
from dataclasses import dataclass

from camel_tools.utils.charsets import AR_DIAC_CHARSET

_TATWEEL = "\u0640"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
_DROPPED = frozenset(AR_DIAC_CHARSET) | frozenset(_TATWEEL + _INVISIBLE) | frozenset(map(chr, range(0x0610, 0x061B)))
_FOLDS = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "گ": "ك", "#": " ", "_": " "}
_FOLDS |= dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‘’`´", "'") | dict.fromkeys("‐‑–—−", "-")
_FOLDS |= {chr(0x0660 + d): str(d) for d in range(10)} | {chr(0x06F0 + d): str(d) for d in range(10)}
_FOLDS |= {"٪": "%", "٬": ",", "٫": "."}
_TABLE = str.maketrans(_FOLDS)
_DROP_TABLE = dict.fromkeys(map(ord, _DROPPED))


@dataclass(frozen=True, slots=True)
class Normalised:
    """Folded text; `raw_offsets[i]` is the raw offset of character i, or None when nothing moved."""

    text: str
    raw_offsets: list[int] | None
    raw_length: int

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the folded span [start, end)."""
        if self.raw_offsets is None or start >= end:
            return start, end
        while end < len(self.raw_offsets) and self.raw_offsets[end] == self.raw_offsets[end - 1]:  # inside ﷲ
            end += 1
        after = self.raw_offsets[end] if end < len(self.raw_offsets) else self.raw_length
        return self.raw_offsets[start], after


def fold(text: str) -> str:
    """The folded spelling alone, for names and lexicon entries."""
    return unicodedata.normalize("NFKC", text).translate(_DROP_TABLE).translate(_TABLE)


def normalise(raw: str) -> Normalised:
    """Fold `raw`; most articles contain nothing that shifts offsets and take the short way."""
    folded = fold(raw)
    if len(folded) == len(raw) and unicodedata.is_normalized("NFKC", raw):
        return Normalised(folded, None, len(raw))
    return _normalise_slowly(raw)


def _normalise_slowly(raw: str) -> Normalised:
    """Character by character, a base character together with its combining marks (NFKC may join them)."""
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(raw):
        end = start + 1
        while end < len(raw) and unicodedata.combining(raw[end]) and raw[end] not in _DROPPED:
            end += 1
        folded = fold(raw[start:end])
        pieces.append(folded)
        offsets.extend([start] * len(folded))
        start = end
    return Normalised("".join(pieces), offsets, len(raw))
