"""What people correct by hand, from seeds/corrections.csv, applied after all rules.

| action | event_id | field | value |
|---|---|---|---|
| merge | the event that stays | | the event that joins it |
| split | the event that stays | | ids of the reports that leave it together |
| set | the event | a field of it | the right value; `null` for none, spaces between list members |

Each line gives its reason. A line whose event is not there does nothing.
"""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from transforms.merging_threads import thread_fields
from transforms.schema import Attack, Milestone
from transforms.seeds import SeedError, load_rows

Event = TypeVar("Event", Attack, Milestone)
HEADER = ("event_id", "action", "field", "reason", "value")
ACTIONS = ("merge", "split", "set")
TABLES: dict[str, type[Attack] | type[Milestone]] = {"a": Attack, "m": Milestone}
FIXED = frozenset({"attack_id", "milestone_id", "thread_id", "n_reports", "n_outlets", "n_independent"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """One line of seeds/corrections.csv."""

    event_id: str
    action: str
    field: str
    reason: str
    value: str


def load_corrections() -> list[Correction]:
    """All corrections in their order; SeedError lists every fault."""
    rows = [Correction(**row) for row in load_rows("corrections.csv", HEADER)]
    faults = [
        f"seeds/corrections.csv:{line}: {fault}" for line, row in enumerate(rows, start=2) for fault in faults_of(row)
    ]
    if faults:
        raise SeedError("\n".join(faults))
    return rows


def faults_of(correction: Correction) -> Iterable[str]:
    if not correction.reason.strip():
        yield "reason is blank"
    if correction.event_id[:1] not in TABLES:
        yield f"event_id {correction.event_id!r} is that of no attack or milestone"
    elif correction.action not in ACTIONS:
        yield f"action {correction.action!r} is none of {', '.join(ACTIONS)}"
    elif correction.action == "set":
        try:
            field_value(TABLES[correction.event_id[0]], correction.field, correction.value)
        except ValueError as error:
            yield str(error)


def anchors(corrections: Iterable[Correction]) -> frozenset[str]:
    """The event ids that corrections name, which must find their events again."""
    named = [{c.event_id, c.value} if c.action == "merge" else {c.event_id} for c in corrections]
    return frozenset().union(*named)


def regroup(
    groups: dict[str, list[str]], corrections: Iterable[Correction], part_id: typing.Callable[[Sequence[str]], str]
) -> set[str]:
    """Split and merge the groups of reports by event id; which reports that moved. `part_id` names a split part."""
    moved: set[str] = set()
    for correction in corrections:
        if correction.event_id not in groups:
            continue
        if correction.action == "merge" and correction.value in groups:
            joining = groups.pop(correction.value)
            groups[correction.event_id] += joining
            moved.update(joining)
        elif correction.action == "split":
            moved.update(split(groups, correction, part_id))
    return moved


def split(
    groups: dict[str, list[str]], correction: Correction, part_id: typing.Callable[[Sequence[str]], str]
) -> list[str]:
    """The reports that left; none when the event would be left without any."""
    named = set(correction.value.split())
    leaving = [report for report in groups[correction.event_id] if report in named]
    staying = [report for report in groups[correction.event_id] if report not in named]
    if not leaving or not staying:
        return []
    groups[correction.event_id] = staying
    groups[part_id(leaving)] = leaving
    return leaving


def corrected(event: Event, corrections: Iterable[Correction]) -> Event:
    """The event with the fields that corrections set."""
    values = {c.field: field_value(type(event), c.field, c.value) for c in corrections if c.action == "set"}
    if not values:
        return event
    changed = dataclasses.replace(event, **values)
    return dataclasses.replace(changed, **thread_fields(changed))


def field_value(row: type, field: str, value: str) -> Any:
    """The value as the field's type holds it; ValueError when it cannot."""
    hint = typing.get_type_hints(row).get(field)
    if hint is None or field in FIXED:
        raise ValueError(f"{field!r} is no field that a correction may set")
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if value == "null":
        if type(None) not in kinds:
            raise ValueError(f"{field} cannot be null")
        return None
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return parse_value(kind, value)


def parse_value(kind: Any, value: str) -> Any:
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    return value.split() if kind == list[str] else kind(value)
