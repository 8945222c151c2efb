"""The error a user is meant to read: one clear line, no traceback."""


class UserError(Exception):
    """Something outside the program is wrong; the message says what and where."""


class BusyError(UserError):
    """Another run is at it."""
