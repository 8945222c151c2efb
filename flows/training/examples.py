"""Labelled articles as examples to learn from.

Labels follow the codebook: the gold's format (evidence as exact quotes, every
field present) or the compact one of `seeds/training/` (evidence as character
offsets, empty fields left out). Articles come from any file that `rasid run`
reads; in JSON Lines an article with `"split": "held_out"` is left out.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from flows.readers.inputs import read_documents
from transforms.annotate import Annotated, annotate
from transforms.documents import articles_of
from transforms.mention import Mention
from transforms.schema import Article

FOLDS = 5
FAR = dt.date(9000, 1, 1)  # no publication date of a labelled article is refused as future
Row = dict[str, Any]
Rows = tuple[list[list[float]], list[bool]]  # dense rows and the answer to each


@dataclass(slots=True)
class Example:
    """A labelled article, annotated; `owners` maps a sentence to the records whose evidence it holds."""

    article: Annotated
    records: list[Row]
    owners: dict[int, list[int]]
    fold: int
    mentions: list[Mention] = field(default_factory=list)


def read_examples(pairs: list[str], section: str) -> list[Example]:
    """Articles with their labels (ARTICLES:LABELS), in the labels' order; an article's fold lies in its id."""
    found: list[Example] = []
    for pair in pairs:
        articles_path, labels_path = pair.split(":")
        labels = {row["article_id"]: row for row in read_jsonl(Path(labels_path))}
        articles = labelled_articles(articles_path, frozenset(labels))
        for article_id in labels:
            if article_id in articles:
                records = [whole(r, section) for r in labels[article_id][section]]
                found.append(_example(articles[article_id], records, crc32(article_id.encode()) % FOLDS))
    return found


@cache
def labelled_articles(path: str, wanted: frozenset[str]) -> dict[str, Article]:
    """The wanted articles of a file by id; read once for all models."""
    return {a.article_id: a for a in read_articles(path) if a.article_id in wanted}


def read_articles(path: str) -> Iterator[Article]:
    """The articles of a file, held-out ones left out."""
    held_out = (
        {r["article_id"] for r in read_jsonl(Path(path)) if r.get("split") == "held_out"}
        if path.endswith(".jsonl")
        else set()
    )
    for document in read_documents([path]):
        for outcome in articles_of(document, FAR):
            if isinstance(outcome, Article) and outcome.article_id not in held_out:
                yield outcome


def read_jsonl(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


_LISTS = {"attacks": ("weapons", "targets", "places"), "milestones": ()}
_FIELDS = {
    "attacks": (
        "incident_count",
        "date_start",
        "date_end",
        "country",
        "admin1",
        "place",
        "victims",
        "killed_min",
        "killed_max",
        "wounded_min",
        "wounded_max",
    ),
    "milestones": (
        "force",
        "country",
        "place",
        "troops_from",
        "troops_to",
        "troops_change",
        "date_start",
        "date_end",
        "deadline",
        "announced_by",
        "speaker",
    ),
}


def whole(record: Row, section: str) -> Row:
    """A record with every field, those left out filled with their empty or usual value."""
    empty: Row = dict.fromkeys(_FIELDS[section]) | {name: [] for name in _LISTS[section]}
    return empty | {"kind": "incident", "outcome": "hit"} | record


def _example(source: Article, records: list[Row], fold_number: int) -> Example:
    article = annotate(source.title, source.text, source.published)
    owners: dict[int, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        for index in _evidence_sentences(article, source.text, record["evidence"]):
            owners[index].append(number)
    return Example(article, records, dict(owners), fold_number)


def _evidence_sentences(article: Annotated, text: str, evidence: list[str] | list[list[int]]) -> set[int]:
    """Sentences that a piece of evidence covers by half; a quote counts wherever it occurs."""
    found = set()
    for start, end in (span for piece in evidence for span in _spans(text, piece)):
        for sentence in article.sentences:
            own_start, own_end = article.norm.raw_span(sentence.start, sentence.end)
            if min(end, own_end) - max(start, own_start) > 0.5 * min(end - start, own_end - own_start):
                found.add(sentence.index)
    return found


def _spans(text: str, piece: str | list[int]) -> Iterator[tuple[int, int]]:
    if not isinstance(piece, str):
        yield piece[0], piece[1]
        return
    at = text.find(piece)
    while at >= 0:
        yield at, at + len(piece)
        at = text.find(piece, at + 1)


def read_votes(path: str) -> list[tuple[Annotated, bool]]:
    """Single newspaper sentences that annotators voted on (arabic_event_gsr): text, and whether it tells an assault."""
    found = []
    for row in read_jsonl(Path(path)):
        if row["label"] != "ambiguous":
            article = annotate("", row["text"], dt.date.fromisoformat(row["published"]))
            found.append((article, row["label"] == "yes"))
    return found


def owned(example: Example, mention: Mention) -> set[int]:
    """Records that a mention tells: those of its sentence; with several types told, those of its own type.

    Records of a type that no mention of the sentence has go to the leading one.
    """
    records = example.owners.get(mention.sentence.index, [])
    if not mention.others:
        return set(records)
    types = {n: example.records[n]["type"] for n in records}
    return {n for n, name in types.items() if name == mention.type or (mention.leads and name not in mention.others)}
