"""Stage 1: documents in, articles and rejects out, every input accounted for."""

import datetime as dt
from collections.abc import Sequence
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
# Of two versions the later is that fetched later, else published later; vanished comes after current.
VERSION = ("article_id", "fetched_at", "published", "published_at", "status", "text_sha256")


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
    outcomes = map_in_order(partial(sort_out, today=today), documents, pool)
    for some_articles, some_rejects in counted("read", outcomes, lambda pair: pair[0].num_rows + pair[1].num_rows):
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


def sort_out(documents: list[Document], today: dt.date) -> tuple[pa.Table, pa.Table]:
    """The articles and the rejects among the documents."""
    outcomes = [outcome for document in documents for outcome in articles_of(document, today)]
    articles = table_of(Article, [row for row in outcomes if isinstance(row, Article)])
    return articles, table_of(Reject, [row for row in outcomes if isinstance(row, Reject)])


def latest_versions(articles: pa.Table) -> pa.Table:
    """One row an article: of several versions the latest, whatever their order."""
    columns = [articles.column(name).to_pylist() for name in VERSION]
    chosen: dict[str, tuple[Any, int]] = {}
    for number, (article_id, *ages) in enumerate(zip(*columns, strict=True)):
        age = tuple(str(value or "") for value in ages)
        if article_id not in chosen or age > chosen[article_id][0]:
            chosen[article_id] = (age, number)
    return articles.take(pa.array(sorted(number for _, number in chosen.values()), pa.int64()))
