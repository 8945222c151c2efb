"""Publication times as sources write them: ISO 8601 and the mail format of feeds."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

ARABIA = re.compile(r"\s+AST$")  # the mail format knows it as Atlantic time
OFFSET = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|Z)$)")


def parse_timestamp(value: str, zone: str | None = None) -> tuple[dt.date, dt.datetime | None]:
    """The day and, when time and zone are known, the moment in UTC; ValueError otherwise.

    With the outlet's zone a time without one is read in it, and the day is the
    outlet's: 22:30 GMT is the next day in Baghdad. Without, the day is as printed.
    """
    value = value.strip()
    try:
        return dt.date.fromisoformat(value), None
    except ValueError:
        moment = parse_moment(ARABIA.sub("", value) if zone else value)
    try:
        if zone:
            moment = moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return moment.date(), None if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError(f"not a date: {value[:40]!r}") from None


def parse_moment(value: str) -> dt.datetime:
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(OFFSET.sub("", value) if parse is dt.datetime.fromisoformat else value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    raise ValueError(f"not a date: {value[:40]!r}")
