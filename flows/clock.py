"""The one clock of a run; SOURCE_DATE_EPOCH stops it, so that a run can be repeated to the byte."""

import datetime as dt
import os

from flows.errors import UserError


def now() -> dt.datetime:
    """The time in UTC, to the second."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(fixed), dt.UTC)
    except (ValueError, OverflowError):
        raise UserError(f"SOURCE_DATE_EPOCH is not a number of seconds: {fixed!r}") from None
