"""Which articles are copies of one wire text, so that merging counts them once."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows import lookup
from flows.lake import Month, concatenated, month_at, month_of, partition_path, read_file
from flows.lookup import Lookup
from flows.publication import Publication, stage_partition
from flows.selection import Selection
from flows.warehouse import current_files
from transforms.merging_wire import WINDOW, Text, wire_groups
from transforms.schema import TABLES

ARTICLES = TABLES["articles"]
GROUPED = ("article_id", "published", "wire_group")
REPORTS = ("attack_reports", "milestone_reports")


def stage_wire_groups(publication: Publication, selection: Selection) -> frozenset[str]:
    """Group the articles that tell of an event and can be copies of new and changed ones; which changed their group."""
    held = lookup.current(publication)
    near = within(publication, None) if selection.everything else beside(publication, held, selection)
    telling = tellers(held, near.column("article_id").to_pylist())
    groups = wire_groups(texts(held.rows("articles", "article_id", telling, ("article_id", "published", "text"))))
    rows = zip(*(near.column(name).to_pylist() for name in GROUPED), strict=True)
    moved = {key: day for key, day, group in rows if groups.get(key) != group}
    for month in sorted({month_of(day) for day in moved.values()}):
        part = read_file(publication.current(partition_path(ARTICLES, month)))
        stage_partition(publication, ARTICLES, month, grouped(part, {key: groups.get(key) for key in moved}))
    return frozenset(moved)


def beside(publication: Publication, held: Lookup, selection: Selection) -> pa.Table:
    """The articles of days on which a copy of a new or changed one may lie, and all of their groups."""
    versions = (held, lookup.held(publication.warehouse))
    fresh = [version.rows("articles", "article_id", selection.fresh, GROUPED) for version in versions]
    days = {day for part in fresh for day in part.column("published").to_pylist()}
    near = within(publication, {around for day in days for around in window(day)})
    groups = {group for part in (near, *fresh) for group in part.column("wire_group").drop_null().to_pylist()}
    mates = held.rows("articles", "wire_group", groups, GROUPED)
    outside = mates.filter(pc.invert(pc.is_in(mates.column("article_id"), value_set=near.column("article_id"))))
    return pa.concat_tables([near, outside])


def window(day: dt.date | None) -> Iterator[dt.date | None]:
    yield from [day] if day is None else (day + dt.timedelta(days=step) for step in range(-WINDOW, WINDOW + 1))


def within(publication: Publication, days: Collection[dt.date | None] | None) -> pa.Table:
    """The articles of these days, or of all, without their texts."""
    months = None if days is None else {month_of(day) for day in days}
    parts = [read_file(path, GROUPED) for path in files_of(publication, months)]
    near = concatenated(ARTICLES, parts, GROUPED)
    if days is None:
        return near
    return near.filter(pc.is_in(near.column("published"), value_set=pa.array(list(days), pa.date32())))


def files_of(publication: Publication, months: Collection[Month] | None) -> Iterator[Path]:
    for path in current_files(publication, ARTICLES):
        if months is None or month_at(path) in months:
            yield path


def tellers(held: Lookup, article_ids: Collection[str]) -> set[str]:
    """Of these articles, those that gave a report."""
    return {
        str(key)
        for name in REPORTS
        for key in held.rows(name, "article_id", article_ids, ("article_id",)).column("article_id").to_pylist()
    }


def texts(articles: pa.Table) -> Iterable[Text]:
    columns = (articles.column(name).to_pylist() for name in ("article_id", "published", "text"))
    return (Text(*values) for values in zip(*columns, strict=True))


def grouped(articles: pa.Table, groups: Mapping[str, str | None]) -> pa.Table:
    """The articles, these of them in these wire groups."""
    rows = zip(*(articles.column(name).to_pylist() for name in ("article_id", "wire_group")), strict=True)
    values = [groups.get(key, held) for key, held in rows]
    place = articles.schema.get_field_index("wire_group")
    return articles.set_column(place, articles.schema.field(place), pa.array(values, pa.string()))
