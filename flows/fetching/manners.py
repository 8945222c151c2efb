"""How we behave towards other people's servers."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

MB = 1024 * 1024
PRODUCT = "Rasid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manners:
    """Bounds on every request; times in seconds."""

    connect: float = 10
    read: float = 20  # longest silence
    deadline: float = 60  # for a whole answer
    attempts: int = 3
    backoff: float = 1  # before the second attempt, doubled before each further one
    longest_wait: float = 30  # a server that asks for more is left alone until then
    size_limit: int = 12 * MB  # of an answer, decompressed
    redirects: int = 5
    at_once: int = 16  # hosts asked at the same time; of each, one page at a time
    visit: float = 600  # for all that one visit to an outlet asks
    robots_age: float = 24 * 3600


def user_agent() -> str:
    """Who we are, and whom to write to when the operator says so in RASID_CONTACT."""
    contact = os.environ.get("RASID_CONTACT", "").strip()
    shown = "".join(c for c in contact if c.isascii() and c.isprintable())
    return f"{PRODUCT}/0.1 (Arabic news into open conflict data{'; ' + shown if shown else ''})"


@dataclass
class Hosts:
    """Whose turn it is: of each host one request at a time, and a pause after it."""

    at_once: int
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    free_at: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slots = asyncio.Semaphore(self.at_once)

    @contextlib.asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """Wait until the host may be asked; it rests for the pause when that is done."""
        async with self.locks.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(max(0.0, self.free_at.get(host, 0.0) - time.monotonic()))
            async with self.slots:
                try:
                    yield
                finally:
                    self.free_at[host] = time.monotonic() + pause
