"""Prefect's settings for a run of ours: quiet, private, offline, no server needed."""

import os
from pathlib import Path


def prepare_engine() -> None:
    """Set what the user has not set; before the first import of prefect."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rasid" / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # A schedule makes tens of thousands of runs a year: those of more than 90 days are dropped.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # The command shows its own progress, and faults as one line.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
