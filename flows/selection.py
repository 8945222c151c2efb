"""Which articles are new or changed, and what of the warehouse that touches."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from flows import lookup
from flows.extraction import REPORTS, Tables
from flows.ingest import Intake
from flows.lake import Month, partitions, read_partition, without
from flows.publication import Publication
from flows.state import held_state
from flows.warehouse import DESCRIBED, current_rows, months_of, replace_rows, replace_table
from transforms.arrow import table_of
from transforms.coding import extractor_version
from transforms.schema import TABLES, Reject


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What a run has to do."""

    new: frozenset[str]
    changed: frozenset[str]
    months: frozenset[Month]  # where the held versions of changed articles lie
    everything: bool  # whether all held articles are coded anew

    @property
    def fresh(self) -> frozenset[str]:
        return self.new | self.changed


def select(publication: Publication, intake: Intake, reextract: bool) -> Selection:
    """Compare what came in with what is held."""
    ids = intake.articles.column("article_id")
    held = lookup.held(publication.warehouse).rows("articles", "article_id", ids.unique().to_pylist(), DESCRIBED)
    before, now = descriptions(held), descriptions(intake.articles.select(DESCRIBED))
    changed = frozenset(key for key, row in before.items() if now[key] != row)
    state = held_state(publication.warehouse)
    return Selection(
        new=frozenset(now.keys() - before.keys()),
        changed=changed,
        months=frozenset(months_of(with_ids(held, changed))),
        everything=reextract or state is None or state.extractor != extractor_version(),
    )


def descriptions(articles: pa.Table) -> dict[str, tuple[object, ...]]:
    """By article id, all that would make the article another one."""
    columns = [column.to_pylist() for column in articles.columns]
    return {str(row[0]): row for row in zip(*columns, strict=True)}


def with_ids(articles: pa.Table, ids: Collection[str]) -> pa.Table:
    return articles.filter(pc.is_in(articles.column("article_id"), value_set=pa.array(sorted(ids), pa.string())))


def to_code(publication: Publication, intake: Intake, selection: Selection) -> Iterator[pa.Table]:
    """The articles that extraction has to read."""
    yield with_ids(intake.articles, selection.fresh)
    if selection.everything:
        table = TABLES["articles"]
        for month in partitions(publication.warehouse, table):
            yield without(read_partition(publication.warehouse, table, month), "article_id", selection.changed)


def stage_articles(publication: Publication, intake: Intake, selection: Selection, coded: Tables) -> frozenset[str]:
    """Put the new and changed articles in line for publishing, and their reports; which could not be coded."""
    failed = selection.fresh & frozenset(coded["rejects"].column("location").to_pylist())
    fresh = with_ids(intake.articles, selection.fresh - failed)
    gone = selection.changed - failed
    replace_rows(publication, "articles", "article_id", gone, fresh, selection.months)
    for name in REPORTS:
        if selection.everything:
            replace_table(publication, name, coded[name])
        else:
            replace_rows(publication, name, "article_id", gone, coded[name], selection.months)
    return failed


def stage_rejects(publication: Publication, sources: Sequence[str], rejects: Sequence[pa.Table]) -> None:
    """Put the rejects of these sources in the place of what the table holds of them."""
    kept = without(current_rows(publication, "rejects"), "source", [*sources, "extraction"])
    rows = {(row["source"], row["location"]): row for row in pa.concat_tables(rejects).to_pylist()}
    fresh = table_of(Reject, [Reject(**row) for row in rows.values()])
    replace_table(publication, "rejects", pa.concat_tables([kept, fresh]))
