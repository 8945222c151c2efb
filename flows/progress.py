"""How far a long step has come, on standard error: a live line for a person, a line now and then for a log."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
LIVE, LOGGED = 0.2, 10.0  # seconds between two signs of life


def counted(step: str, items: Iterable[T], size: Callable[[T], int]) -> Iterator[T]:
    """The items as they are, their running number shown."""
    live = sys.stderr.isatty()
    done, started = 0, time.monotonic()
    shown = started
    for item in items:
        yield item
        done += size(item)
        if time.monotonic() - shown > (LIVE if live else LOGGED):
            shown = time.monotonic()
            show(step, done, shown - started, live, last=False)
    show(step, done, time.monotonic() - started, live, last=True)


def show(step: str, done: int, seconds: float, live: bool, last: bool) -> None:
    if os.environ.get("RASID_QUIET"):
        return
    line = f"{step}: {done:,} in {seconds:.1f} s"
    sys.stderr.write(f"\r{line:<40}" + ("\n" if last else "") if live else f"{line}\n")
    sys.stderr.flush()
