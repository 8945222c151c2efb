"""منذ ذلك الحين, منذ ذلك التاريخ: a date that refers back to the one stated last."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.annotate import Sentence
from transforms.date_mention import DateMention
from transforms.date_words import bare_at, core

_TIMES = frozenset({"حين", "وقت", "تاريخ", "يوم"})
_WORDS = 3  # منذ ذلك التاريخ
_REACH = 2  # sentences back


def refer_back(sentences: Iterable[Sentence]) -> None:
    """Add to each sentence's dates its "since then"s, each with the days of the date stated last before it."""
    before: list[Sentence] = []
    for sentence in sentences:
        for at in _since_thens(sentence):
            near = [s for s in before if sentence.index - s.index <= _REACH]
            stated = [d for s in near for d in s.dates] + [d for d in sentence.dates if d.last <= at]
            known = [d for d in stated if not (d.is_future or d.is_until or d.precision == "unknown")]
            if known:
                sentence.dates = _with(sentence.dates, _since(known[-1], at))
        before.append(sentence)


def _since_thens(sentence: Sentence) -> Iterator[int]:
    read = {d.first for d in sentence.dates}
    for at, token in enumerate(sentence.tokens[: 1 - _WORDS]):
        is_reference = core(token.text) == "منذ" and sentence.tokens[at + 1].text in ("ذلك", "تلك")
        if is_reference and at not in read and bare_at(sentence.tokens, at + 2) in _TIMES:
            yield at


def _since(date: DateMention, at: int) -> DateMention:
    """From the date on; of unknown precision, since the words state no day at which something happened."""
    return replace(date, first=at, last=at + _WORDS, precision="unknown", is_since=True)


def _with(dates: list[DateMention], date: DateMention) -> list[DateMention]:
    return sorted((*dates, date), key=lambda d: d.first)
