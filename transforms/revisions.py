"""What changed between two beliefs, as revisions with the time each value was held."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from transforms.schema import Attack, Milestone, Revision

Event = Attack | Milestone
WHOLE = "event"


def as_json(value: Any) -> str:
    """A value as JSON text; dates as ISO."""
    return json.dumps(value, ensure_ascii=False, default=str)


def whole(event: Event) -> str:
    """All fields of an event as one JSON object."""
    return as_json({field.name: getattr(event, field.name) for field in dataclasses.fields(event)})


def revise(
    table: str,
    before: Mapping[str, Event],
    after: Mapping[str, Event],
    now: dt.datetime,
    is_upgrade: bool,
) -> list[Revision]:
    """One revision for each event that came or went and each field that changed."""
    return [
        Revision(
            event_id=event_id,
            table=table,
            valid_from=now,
            valid_to=None,
            field=field,
            old=old,
            new=new,
            reason="model_upgrade" if is_upgrade else "correction" if event_id in before else "new_report",
        )
        for event_id in sorted(before.keys() | after.keys())
        for field, old, new in changes(before.get(event_id), after.get(event_id))
    ]


def changes(old: Event | None, new: Event | None) -> Iterator[tuple[str, str | None, str | None]]:
    """Field, old and new value, as JSON; `event` with the whole row when it came or went."""
    if old is None or new is None:
        yield WHOLE, whole(old) if old else None, whole(new) if new else None
        return
    for field in dataclasses.fields(new):
        was, is_now = getattr(old, field.name), getattr(new, field.name)
        if was != is_now:
            yield field.name, as_json(was), as_json(is_now)


def history(held: Iterable[Revision], fresh: Iterable[Revision]) -> list[Revision]:
    """All revisions, those that fresh ones supersede closed at the moment they did."""
    ends = {(revision.event_id, revision.field): revision.valid_from for revision in fresh}
    return [closed(revision, ends) for revision in held] + list(fresh)


def closed(revision: Revision, ends: Mapping[tuple[str, str], dt.datetime]) -> Revision:
    end = ends.get((revision.event_id, revision.field))
    return dataclasses.replace(revision, valid_to=end) if end and revision.valid_to is None else revision
