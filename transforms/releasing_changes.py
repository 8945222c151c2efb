"""What one release has that the one before it had not: events that came, went or changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Row = Mapping[str, Any]
# Fields that change with every further report of an unchanged event.
COUNTS = frozenset({"n_reports", "n_outlets", "n_independent", "confidence", "first_reported", "last_reported"})


class Difference(NamedTuple):
    """One field of one event in which two releases differ; `event` when it came or went."""

    table: str
    event_id: str
    field: str
    old: str
    new: str


def differences(table: str, key: str, old: Iterable[Row], new: Iterable[Row]) -> Iterator[Difference]:
    """Event by event in the order of their ids, the fields in which the releases differ."""
    before, after = ({row[key]: row for row in rows} for rows in (old, new))
    for event_id in sorted(before.keys() | after.keys()):
        if event_id not in before:
            yield Difference(table, event_id, "event", "", "came")
        elif event_id not in after:
            yield Difference(table, event_id, "event", "there", "gone")
        else:
            yield from field_differences(table, event_id, before[event_id], after[event_id])


def field_differences(table: str, event_id: str, before: Row, after: Row) -> Iterator[Difference]:
    for field, value in after.items():
        if field not in before or before[field] != value:
            yield Difference(table, event_id, field, told(before.get(field)), told(value))


def told(value: object) -> str:
    if value is None:
        return ""
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def summary(found: Iterable[Difference], version: str, previous: str | None) -> str:
    """The changes as a text for people."""
    if previous is None:
        return f"# Changes in {version}\n\nThe first release: there is none to compare it with.\n"
    rows = list(found)
    lines = [
        f"# Changes in {version} since {previous}",
        "",
        "| table | came | gone | changed | of these, only by further reports |",
        "|---|---|---|---|---|",
    ]
    for table in ("attacks", "milestones"):
        lines.append(
            f"| {table} | {' | '.join(str(number) for number in tally([row for row in rows if row.table == table]))} |"
        )
    fields = Counter((row.table, row.field) for row in rows if row.field != "event")
    lines += ["", "Fields that changed, most often first:", ""]
    lines += [f"- {table}.{field}: {count:,}" for (table, field), count in fields.most_common()] or ["- none"]
    return "\n".join([*lines, "", "Every change is a line of changes.csv.", ""])


def tally(rows: list[Difference]) -> tuple[int, int, int, int]:
    """Events that came, went, changed, and changed in nothing but the count of their reports."""
    fields: dict[str, set[str]] = {}
    for row in rows:
        fields.setdefault(row.event_id, set()).add(row.field)
    came = sum(row.new == "came" for row in rows if row.field == "event")
    gone = sum(row.new == "gone" for row in rows if row.field == "event")
    changed = [names for names in fields.values() if "event" not in names]
    return came, gone, len(changed), sum(names <= COUNTS for names in changed)
