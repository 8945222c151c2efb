"""Which articles are copies of one wire text, so that merging counts them once."""

from collections.abc import Iterable

import pyarrow as pa

from flows.lake import Month, partition_path, partitions, read_file
from flows.publication import Publication, stage_partition
from flows.selection import Selection, with_ids
from flows.warehouse import current_files, current_rows, staged_months
from transforms.merging_wire import Text, wire_groups
from transforms.schema import TABLES

ARTICLES = TABLES["articles"]


def stage_wire_groups(publication: Publication, selection: Selection) -> None:
    """Group the articles of the months that changed, and of those beside them, that tell of an event."""
    files = set(current_files(publication, ARTICLES))
    months = months_to_group(publication, selection)
    parts = {m: read_file(at) for m in months if (at := publication.current(partition_path(ARTICLES, m))) in files}
    telling = {key for name in ("attack_reports", "milestone_reports") for key in reporting(publication, name)}
    groups = wire_groups(text for part in parts.values() for text in texts(with_ids(part, telling)))
    for month, part in parts.items():
        stage_partition(publication, ARTICLES, month, grouped(part, groups))


def months_to_group(publication: Publication, selection: Selection) -> list[Month]:
    """The months whose articles changed, and their neighbours; all of them when all was coded anew."""
    staged = staged_months(publication, ARTICLES)
    if selection.everything:
        return sorted({*staged, *partitions(publication.warehouse, ARTICLES)})
    return sorted({near for month in staged for near in neighbours(month)})


def neighbours(month: Month) -> tuple[Month, ...]:
    year, number = month
    if month == (0, 0):
        return (month,)
    before = (year - 1, 12) if number == 1 else (year, number - 1)
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    return before, month, after


def reporting(publication: Publication, name: str) -> list[str]:
    """The articles that gave a report."""
    return [
        str(key) for key in current_rows(publication, name, ("article_id",)).column("article_id").unique().to_pylist()
    ]


def texts(articles: pa.Table) -> Iterable[Text]:
    columns = (articles.column(name).to_pylist() for name in ("article_id", "published", "text"))
    return (Text(*values) for values in zip(*columns, strict=True))


def grouped(articles: pa.Table, groups: dict[str, str]) -> pa.Table:
    """The articles with these wire groups and no others."""
    values = [groups.get(key) for key in articles.column("article_id").to_pylist()]
    place = articles.schema.get_field_index("wire_group")
    return articles.set_column(place, articles.schema.field(place), pa.array(values, pa.string()))
