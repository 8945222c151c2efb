"""One writer at a time of a warehouse in object storage, which knows no locks.

Each writer puts a ticket there, then looks whether there is another. The storage shows
what was put before, so that of two at once at least one sees the other and leaves. A
ticket is renewed while its writer lives; one that was not for ten minutes counts no more.
"""

import contextlib
import datetime as dt
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from flows.errors import BusyError, UserError
from flows.stored import Shelf
from transforms.identity import short_hash

WRITERS = ".writers"
BEAT = 60.0  # seconds between two renewals
DEAD = dt.timedelta(minutes=10)


@contextlib.contextmanager
def only_writer(shelf: Shelf, copy: Path) -> Iterator[str]:
    """Our ticket, while nobody else writes there; BusyError when somebody does.

    The copy on this machine is ours alone already: a ticket of its name is one of ours that was left behind.
    """
    ticket = f"{WRITERS}/{socket.gethostname()}-{short_hash(str(copy))}"
    shelf.write(ticket, str(os.getpid()).encode())
    stop = Event()
    beating = Thread(target=renew, args=(shelf, ticket, stop), daemon=True)
    try:
        leave_to_others(shelf, ticket)
        beating.start()
        yield ticket
    finally:
        stop.set()
        if beating.is_alive():
            beating.join()
        shelf.delete(ticket)


def leave_to_others(shelf: Shelf, ticket: str) -> None:
    """BusyError when another ticket is there and its writer lives; by the clock of the storage."""
    tickets = shelf.below(WRITERS)
    now = tickets[ticket].mtime
    for name, info in tickets.items():
        if name == ticket:
            continue
        if now - info.mtime < DEAD:
            host = name.removeprefix(f"{WRITERS}/").rpartition("-")[0]
            raise BusyError(f"another run is writing to {shelf.address}, on {host}; wait for it")
        shelf.delete(name)


def renew(shelf: Shelf, ticket: str, stop: Event) -> None:
    while not stop.wait(BEAT):
        with contextlib.suppress(UserError):  # tried again; a ticket that was lost is noticed before publishing
            if shelf.read(ticket) is not None:
                shelf.write(ticket, str(os.getpid()).encode())


def require_ticket(shelf: Shelf, ticket: str) -> None:
    """UserError when another writer took us for dead."""
    if shelf.read(ticket) is None:
        raise UserError(f"another run took over {shelf.address} while this one stood still; nothing was published")
