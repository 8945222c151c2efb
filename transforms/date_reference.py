"""منذ ذلك الحين, منذ ذلك التاريخ: a date that refers back to the one stated last."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.annotate import Sentence
from transforms.date_mention import DateMention
from transforms.date_words import core
from transforms.tokens import bare
from transforms.word_sets import word_set

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
                sentence.dates = sorted((*sentence.dates, _since(known[-1], at)), key=lambda d: d.first)
        before.append(sentence)


def _since_thens(sentence: Sentence) -> Iterator[int]:
    """The words at which منذ ذلك التاريخ begins and no date has been read."""
    words, read = sentence.words, {d.first for d in sentence.dates}
    for at in range(len(words) - _WORDS + 1):
        is_reference = words[at + 1] in ("ذلك", "تلك") and core(words[at]) == "منذ"
        if is_reference and at not in read and bare(words[at + 2]) in word_set("date_referred_to"):
            yield at


def _since(date: DateMention, at: int) -> DateMention:
    """From the date on; of unknown precision, since the words state no day at which something happened."""
    return replace(date, first=at, last=at + _WORDS, precision="unknown", is_since=True)
