"""What changed between two beliefs, as revisions with the time each value was held and why it changed."""

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from transforms.merging_corrections import Correction
from transforms.schema import Attack, MergedReport, Milestone, Revision

Event = Attack | Milestone
WHOLE = "event"


def as_json(value: Any) -> str:
    """A value as JSON text; dates as ISO."""
    return json.dumps(value, ensure_ascii=False, default=str)


def whole(event: Event) -> str:
    """All fields of an event as one JSON object."""
    return as_json({field.name: getattr(event, field.name) for field in dataclasses.fields(event)})


class Causes:
    """Why an event differs from what it was, read off who belongs to whom before and after."""

    def __init__(
        self,
        before: Iterable[MergedReport],
        after: Iterable[MergedReport],
        corrections: Iterable[Correction],
        is_upgrade: bool,
    ) -> None:
        self.was = {member.report_id: member.event_id for member in before}
        self.now = {member.report_id: member.event_id for member in after}
        self.before = together(self.was)
        self.after = together(self.now)
        self.set_fields = {(c.event_id, c.field): c.value for c in corrections if c.action == "set"}
        self.is_upgrade = is_upgrade and bool(self.was)  # the first run upgrades nothing

    def of(self, event_id: str, field: str) -> str:
        """correction of a field by hand, merge, split, model_upgrade, new_report; else its source was corrected."""
        before, after = self.before.get(event_id, set()), self.after.get(event_id, set())
        joined = {self.was[report] for report in after if report in self.was} - {event_id}
        left = {self.now[report] for report in before if report in self.now} - {event_id}
        if (event_id, field) in self.set_fields:
            return "correction"
        if not before and after:
            return "split" if joined else self.otherwise("new_report")
        if not after:
            return "merge" if left else self.otherwise("correction")
        if joined or left:
            return "merge" if len(joined) >= len(left) else "split"
        return self.otherwise("new_report" if after - before else "correction")

    def otherwise(self, reason: str) -> str:
        return "model_upgrade" if self.is_upgrade else reason


def together(members: Mapping[str, str]) -> dict[str, set[str]]:
    """Report ids by event id."""
    held: dict[str, set[str]] = defaultdict(set)
    for report, event in members.items():
        held[event].add(report)
    return dict(held)


def revise(
    table: str, before: Mapping[str, Event], after: Mapping[str, Event], causes: Causes, now: dt.datetime
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
            reason=causes.of(event_id, field),
        )
        for event_id in sorted(before.keys() | after.keys())
        for field, old, new in changes(before.get(event_id), after.get(event_id))
    ]


def changes(old: Event | None, new: Event | None) -> Iterator[tuple[str, str | None, str | None]]:
    """Field, old and new value, as JSON; `event` with the whole row when it came or went."""
    if old is None or new is None:
        yield WHOLE, None if old is None else whole(old), None if new is None else whole(new)
        return
    if old == new:
        return
    for field in dataclasses.fields(new):
        was, is_now = getattr(old, field.name), getattr(new, field.name)
        if was != is_now:
            yield field.name, as_json(was), as_json(is_now)


def history(held: Iterable[Revision], fresh: Iterable[Revision]) -> list[Revision]:
    """All revisions, those that fresh ones supersede closed at the moment they did.

    An event that ends, or comes back, closes all that was open of it.
    """
    fresh = list(fresh)
    ends = {(revision.event_id, revision.field): revision.valid_from for revision in fresh}
    return [closed(revision, ends) for revision in held] + fresh


def closed(revision: Revision, ends: Mapping[tuple[str, str], dt.datetime]) -> Revision:
    if revision.valid_to is not None:
        return revision
    end = ends.get((revision.event_id, revision.field)) or ends.get((revision.event_id, WHOLE))
    return dataclasses.replace(revision, valid_to=end) if end else revision
