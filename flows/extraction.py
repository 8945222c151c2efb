"""Stage 2: articles in, reports and their evidence out."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from flows.attempt import UncodedError, coding_of
from flows.pool import Pool, map_in_order
from flows.progress import counted
from transforms.arrow import rows_of, schema_of, table_of
from transforms.schema import TABLES, Article, Reject

BATCH = 100
EXTRACTION = "extraction"  # the source of rejects of articles that could not be coded
REPORTS = ("attack_reports", "milestone_reports", "evidence")
Tables = dict[str, pa.Table]


def extract(articles: Iterable[pa.Table], pool: Pool, size: int = BATCH) -> Tables:
    """Reports, evidence and rejects of all the articles, by table name; `size` articles are one call."""
    coded = map_in_order(code_batch, slices(articles, size), pool)
    parts = [tables for _, tables in counted("coded", coded, lambda batch: batch[0])]
    return {name: pa.concat_tables([empty(name), *(part[name] for part in parts)]) for name in (*REPORTS, "rejects")}


def empty(name: str) -> pa.Table:
    return schema_of(TABLES[name].row).empty_table()


def slices(tables: Iterable[pa.Table], size: int) -> Iterator[list[Article]]:
    for table in tables:
        for start in range(0, table.num_rows, size):
            yield rows_of(Article, table.slice(start, size))


def code_batch(articles: list[Article]) -> tuple[int, Tables]:
    """How many articles these are, and the tables that they give."""
    codings, rejects = [], []
    for article in articles:
        try:
            codings.append(coding_of(article))
        except UncodedError as fault:
            rejects.append(Reject(source=EXTRACTION, location=article.article_id, reason=str(fault), first_bytes=""))
    rows: dict[str, list[Any]] = {
        "attack_reports": [report for coding in codings for report in coding.attacks],
        "milestone_reports": [report for coding in codings for report in coding.milestones],
        "evidence": [evidence for coding in codings for evidence in coding.evidence],
        "rejects": rejects,
    }
    return len(articles), {name: table_of(TABLES[name].row, held) for name, held in rows.items()}
