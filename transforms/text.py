"""Normalised text with a way back to the raw characters.

Matching needs one spelling (أ إ آ → ا, ى → ي, ة → ه, no diacritics, ASCII
digits); evidence needs the raw characters. `normalise` gives both: the folded
string, and for each of its characters the raw offset it came from.
"""

import re
import unicodedata
from dataclasses import dataclass

from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar

_TATWEEL = "\u0640"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
_DIACRITICS = "".join(map(chr, (*range(0x0610, 0x061B), *range(0x064B, 0x0653), 0x0670)))
_DROPPED = frozenset(_DIACRITICS + _TATWEEL + _INVISIBLE)


def _one_spelling(letter: str) -> str:
    return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(letter))))


_FOLDS = {letter: _one_spelling(letter) for letter in "أإآٱىة"}
_FOLDS |= {"ی": "ي", "ک": "ك", "گ": "ك", "#": " ", "_": " "}
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
    """Fold `raw`; where no character moves the offsets are left out."""
    if not _SHIFTS.search(raw):
        return Normalised(raw.translate(_ONE_TO_ONE), None, len(raw))
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _SHIFTS.finditer(raw):
        i = match.start()
        pieces.append(raw[at:i].translate(_ONE_TO_ONE))
        offsets.extend(range(at, i))
        _add_shifting(raw, i, pieces, offsets)
        at = i + 1
    pieces.append(raw[at:].translate(_ONE_TO_ONE))
    offsets.extend(range(at, len(raw)))
    return Normalised("".join(pieces), offsets, len(raw))


def _add_shifting(raw: str, i: int, pieces: list[str], offsets: list[int]) -> None:
    """One character that is dropped, becomes several, or joins the one before it."""
    if not unicodedata.combining(raw[i]) or raw[i] in _DROPPED:
        folded = fold(raw[i])
        pieces.append(folded)
        offsets.extend([i] * len(folded))
        return
    start = offsets[-1] if offsets else i
    text = "".join(pieces)
    kept = next((k for k, offset in enumerate(offsets) if offset == start), len(offsets))
    joined = fold(raw[start : i + 1])
    pieces[:] = [text[:kept], joined]
    offsets[kept:] = [start] * len(joined)


def _is_shifting(character: str) -> bool:
    return (
        character in _DROPPED
        or unicodedata.combining(character) != 0
        or len(unicodedata.normalize("NFKC", character)) != 1
    )


_BASIC_PLANE = [chr(c) for c in range(0x10000) if not 0xD800 <= c < 0xE000]
_SHIFTS = re.compile("[" + re.escape("".join(c for c in _BASIC_PLANE if _is_shifting(c))) + "]")
_ONE_TO_ONE = {ord(c): fold(c) for c in _BASIC_PLANE if not _is_shifting(c) and fold(c) != c}
