"""Which articles are new or changed, and what of the warehouse that touches."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from flows import lookup
from flows.extraction import EXTRACTION, REPORTS, Tables
from flows.ingest import Intake
from flows.lake import Month, partitions, read_partition, without
from flows.publication import Publication
from flows.state import held_state
from flows.warehouse import DESCRIBED, current_rows, months_of, replace_rows, replace_table
from transforms.arrow import table_of
from transforms.coding import extractor_version
from transforms.events import MERGING_VERSION
from transforms.schema import TABLES, Reject


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What a run has to do."""

    new: frozenset[str]
    changed: frozenset[str]
    months: frozenset[Month]  # where the held versions of changed articles lie
    everything: bool  # whether all held articles are coded anew
    remerges: bool  # whether all events are worked out anew

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
    everything = reextract or state is None or state.extractor != extractor_version()
    return Selection(
        new=frozenset(now.keys() - before.keys()),
        changed=changed,
        months=frozenset(months_of(with_ids(held, changed))),
        everything=everything,
        remerges=everything or state is None or state.merging != MERGING_VERSION,
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


def coded_articles(publication: Publication, selection: Selection) -> frozenset[str]:
    """Ids of the articles that this run read anew. One that could not be coded before may not be held, nor read."""
    held = current_rows(publication, "articles", ("article_id",)) if selection.everything else None
    return selection.fresh if held is None else selection.fresh | {*held.column("article_id").to_pylist()}


def stage_rejects(
    publication: Publication, sources: Sequence[str], selection: Selection, rejects: Sequence[pa.Table]
) -> None:
    """Put these rejects in the place of what the table holds of these sources and of the articles coded anew."""
    kept = without(current_rows(publication, "rejects"), "source", sources)
    is_of_article = pc.equal(kept.column("source"), EXTRACTION)
    is_coded = pc.is_in(kept.column("location"), pa.array(sorted(coded_articles(publication, selection)), pa.string()))
    kept = kept.filter(pc.invert(pc.and_(is_of_article, is_coded)))
    rows = {(row["source"], row["location"]): row for row in pa.concat_tables(rejects).to_pylist()}
    fresh = table_of(Reject, [Reject(**row) for row in rows.values()])
    replace_table(publication, "rejects", pa.concat_tables([kept, fresh]))
