"""Publication times as sources write them: ISO 8601 and the mail format of feeds."""

import datetime as dt
from email.utils import parsedate_to_datetime


def parse_timestamp(value: str) -> tuple[dt.date, dt.datetime | None]:
    """The day as printed, and the moment in UTC when time and zone are given; ValueError otherwise."""
    value = value.strip()
    try:
        return dt.date.fromisoformat(value), None
    except ValueError:
        moment = parse_moment(value)
    return moment.date(), None if moment.tzinfo is None else moment.astimezone(dt.UTC)


def parse_moment(value: str) -> dt.datetime:
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    raise ValueError(f"not a date: {value[:40]!r}")
