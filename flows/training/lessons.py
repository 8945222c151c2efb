"""Labelled articles as lessons for the network: what each sentence tells, and which words fill a field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flows.training.attack_slots import SLOTS
from flows.training.examples import Example
from flows.training.network_fitting import Lesson, Span
from flows.training.readings import gold_drafts
from transforms.annotate import Annotated, complete
from transforms.argument_words import Span as Words
from transforms.date_reference import refer_back
from transforms.draft import STEP_GROUPS, TYPE_GROUPS, Draft
from transforms.mention import ATTACKS, Mention
from transforms.network import (
    MOST_WORDS,
    NO_ACT,
    ROLES,
    Vocabulary,
    marks_of,
    nearest,
    position,
    readable,
    step_between,
)

MOST_ROWS = 60  # of an article: longer ones are cut
TYPES, STEP_TYPES = list(TYPE_GROUPS), list(STEP_GROUPS)


def words_in(articles: Iterable[Annotated], least: int, most: int) -> tuple[list[str], list[str]]:
    """The most frequent words of what the network reads, and all marks."""
    words: Counter[str] = Counter()
    marks: set[str] = set()
    for article in articles:
        for sentence in readable(article.title, article.sentences):
            words.update(sentence.words)
            marks.update(name for name, _, _ in marks_of(sentence))
    return [w for w, n in words.most_common(most) if n >= least], sorted(marks)


def lesson(attacks: Example, steps: Example, vocabulary: Vocabulary) -> Lesson:
    """One article; the two examples hold its attacks and its milestones."""
    sentences = readable(attacks.article.title, attacks.article.sentences)[:MOST_ROWS]
    rows = {s.index: row for row, s in enumerate(sentences)}
    found = Lesson(
        [vocabulary.encode(s) for s in sentences],
        [position(s) for s in sentences],
        _told(attacks, rows, TYPES),
        _told(steps, rows, STEP_TYPES),
        [*_pairs(attacks, rows, 0), *_pairs(steps, rows, 1)],
        _spans(attacks, rows),
        attacks.fold,
    )
    attacks.mentions = []
    return found


def _told(example: Example, rows: dict[int, int], types: list[str]) -> dict[int, set[int]]:
    return {
        rows[index]: {types.index(example.records[n]["type"]) for n in numbers}
        for index, numbers in example.owners.items()
        if index in rows
    }


def _pairs(example: Example, rows: dict[int, int], section: int) -> list[tuple[int, int, int, int, bool]]:
    told = sorted(index for index in example.owners if index in rows)
    owners = example.owners
    return [
        (rows[a], rows[b], b - a, section, not set(owners[a]).isdisjoint(owners[b]))
        for k, b in enumerate(told)
        for a in told[:k]
    ]


def _spans(example: Example, rows: dict[int, int]) -> list[Span]:
    """What competes for each field of each attack, on the sentences of its label."""
    found: list[Span] = []
    if example.records:
        example.mentions = _mentions(example.article)
        for draft, record in gold_drafts(example, ATTACKS, TYPE_GROUPS, None):
            event = _Event(draft, rows)
            for role, name in enumerate(ROLES if event.own else ()):
                choices, right = SLOTS[name].choices(example.article, draft, record)
                for choice, fills in zip(choices, right, strict=True):
                    spans = (span for span in SLOTS[name].spans(choice) if span[0].index in rows)
                    found += [event.span(span, role, fills) for span in spans]
    return found


def _mentions(article: Annotated) -> list[Mention]:
    """Every sentence that may tell an attack, unjudged."""
    sentences = [s for s in article.sentences if ATTACKS.list_name in s.hits]
    for sentence in (*sentences, article.title):
        complete(sentence, article.norm.text if sentence.index >= 0 else article.title_text, article.published)
    refer_back(sentences)
    return [Mention(s, set(), 1.0, {}) for s in sentences]


@dataclass(frozen=True, slots=True)
class _Event:
    draft: Draft
    rows: dict[int, int]

    @property
    def own(self) -> tuple[int, ...]:
        return tuple(sorted(self.rows[i] for i in self.draft.indices if i in self.rows))

    def span(self, span: Words, role: int, fills: bool) -> Span:
        sentence, first, last, _ = span
        length = max(1, min(len(sentence.words), MOST_WORDS))
        low, high = min(first, length - 1), min(last, length) - 1
        act = nearest(self.draft.anchors.get(sentence.index, ()), low, length)
        step = NO_ACT if act is None else step_between(low, act)
        return Span(
            self.rows[sentence.index], low, max(low, high), -1 if act is None else act, step, self.own, role, fills
        )
