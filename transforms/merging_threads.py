"""Threads of milestones: one force in one country, and what happens to one site or to its presence as a whole.

The milestones of a thread, in the order of their days, are the states it went
through: announced, under way, completed. A deadline that is moved stays in its
thread, as a later state of it.
"""

from typing import Any

from transforms.identity import short_hash
from transforms.merging_places import plain_name
from transforms.schema import Attack, Milestone


def thread_of(force: str | None, country: str | None, place_id: str | None, place: str | None) -> str | None:
    """Id of the thread; None when force or country are unknown, for a thread of nobody knows whom joins strangers."""
    if force is None or country is None:
        return None
    site = place_id or (place and plain_name(place))
    return "h" + short_hash(force, country, site)


def thread_fields(event: Attack | Milestone) -> dict[str, Any]:
    """What a milestone's fields make of its thread; attacks have none."""
    if isinstance(event, Attack):
        return {}
    return {"thread_id": thread_of(event.force, event.country, event.place_id, event.place)}
