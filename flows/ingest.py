"""Stage 1: documents in, articles and rejects out, every input accounted for."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from flows.pool import Pool, batches, map_in_order
from flows.progress import counted
from flows.readers.inputs import read_documents
from transforms.arrow import table_of
from transforms.documents import Document, articles_of
from transforms.schema import Article, Reject

BATCH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """What came in: inputs = articles + duplicates + rejects."""

    inputs: int
    articles: pa.Table
    duplicates: int
    rejects: pa.Table
    sources: tuple[str, ...]


def ingest(files: Sequence[str], today: dt.date, pool: Pool) -> Intake:
    """Read every document of the files and sort them into articles, copies and rejects."""
    articles, rejects = [], []
    documents = batches(read_documents(files), BATCH)
    for some_articles, some_rejects in map_in_order(partial(sort_out, today=today), progress(documents), pool):
        articles.append(some_articles)
        rejects.append(some_rejects)
    read = pa.concat_tables([table_of(Article, []), *articles])
    refused = pa.concat_tables([table_of(Reject, []), *rejects])
    kept = latest_versions(read)
    return Intake(
        inputs=read.num_rows + refused.num_rows,
        articles=kept,
        duplicates=read.num_rows - kept.num_rows,
        rejects=refused,
        sources=tuple("standard input" if name == "-" else name for name in files),
    )


def progress(documents: Iterable[list[Document]]) -> Iterator[list[Document]]:
    return counted("read", documents, len)


def sort_out(documents: list[Document], today: dt.date) -> tuple[pa.Table, pa.Table]:
    """The articles and the rejects among the documents."""
    outcomes = [outcome for document in documents for outcome in articles_of(document, today)]
    articles = table_of(Article, [row for row in outcomes if isinstance(row, Article)])
    return articles, table_of(Reject, [row for row in outcomes if isinstance(row, Reject)])


def latest_versions(articles: pa.Table) -> pa.Table:
    """One row an article: of several versions the latest, whatever their order."""
    columns = [articles.column(name).to_pylist() for name in ("article_id", "published_at", "published", "text_sha256")]
    chosen: dict[str, tuple[Any, int]] = {}
    for number, (article_id, moment, day, digest) in enumerate(zip(*columns, strict=True)):
        age = (str(day or ""), str(moment or ""), digest)
        if article_id not in chosen or age > chosen[article_id][0]:
            chosen[article_id] = (age, number)
    return articles.take(sorted(number for _, number in chosen.values()))
