"""The error a user is meant to read: one clear line, no traceback."""


class UserError(Exception):
    """Something outside the program is wrong; the message says what and where."""


class BusyError(UserError):
    """Another run is at it."""


def first_lines(error: Exception) -> str:
    """What DuckDB finds wrong, in one line, without its picture of where."""
    said, _, _ = str(error).partition("\n\nLINE ")
    return " ".join(said.split())
