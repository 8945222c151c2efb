"""Values of the command line, told in words where they are wrong."""

import argparse
import calendar
import datetime as dt
from pathlib import Path

from flows.object_storage import Place


def positive(value: str) -> int:
    """A whole number of at least one."""
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number of at least 1: {value}")
    return int(value)


def day(value: str) -> dt.date:
    """A day."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day such as 2024-01-31: {value}") from None


def first_day(value: str) -> dt.date:
    """The first day of a day, month or year."""
    return bound(value, end=False)


def last_day(value: str) -> dt.date:
    """The last day of a day, month or year."""
    return bound(value, end=True)


def bound(value: str, *, end: bool) -> dt.date:
    """One end of the time that the value names."""
    try:
        return period(value, end=end)
    except ValueError:
        expected = "a day, month or year such as 2022-01-31, 2022-01 or 2022"
        raise argparse.ArgumentTypeError(f"not {expected}: {value}") from None


def period(text: str, *, end: bool) -> dt.date:
    """The first or last day of a day, month or year such as 2022-01-31, 2022-01, 2022; ValueError for others."""
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return dt.date(year, *rest)
    if len(rest) > 2:
        raise ValueError(text)
    month = rest[0] if rest else (12 if end else 1)
    return dt.date(year, month, calendar.monthrange(year, month)[1] if end else 1)


def local(place: Place) -> Path:
    """A folder with the warehouse's database, fetched when the warehouse is in object storage."""
    if isinstance(place, Path):
        return place
    from flows.mirror import readable

    return readable(place)


def absolute(place: Place) -> str:
    """The same place from wherever a command is run."""
    return str(place.absolute()) if isinstance(place, Path) else place
