"""Work shared among processes, results in the order of the input, memory bounded."""

import contextlib
import itertools
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
# spawn: a forked child of a threaded parent, such as Prefect's, may hang.
SPAWN = multiprocessing.get_context("spawn")
FEW = 2  # items that are not worth a process


class Pending(Protocol[R_co]):
    """A result to wait for."""

    def result(self) -> R_co: ...


class Submit(Protocol):
    """Hands a call to somebody else."""

    def __call__(self, function: Callable[[T], R], item: T, /) -> Pending[R]: ...


@dataclass(frozen=True, slots=True)
class Hands:
    """Processes that take calls: on this machine or on others."""

    submit: Submit
    number: int


Pool = Hands | None  # None: this process itself


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, size)):
        yield batch


@contextlib.contextmanager
def pool_of(workers: int) -> Iterator[Pool]:
    """That many processes; none for one worker, who is this process itself."""
    if workers <= 1:
        yield None
        return
    pool = ProcessPoolExecutor(workers, mp_context=SPAWN)
    try:
        yield Hands(pool.submit, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def isolated(function: Callable[..., R], *arguments: object) -> R:
    """Call the function in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        return pool.submit(function, *arguments).result()


def map_in_order(function: Callable[[T], R], items: Iterable[T], pool: Pool) -> Iterator[R]:
    """Like map(), on the pool's processes; a few items are in flight, whatever their number.

    One or two items are done here: a process takes longer to start than they do.
    """
    waiting = iter(items)
    first = list(itertools.islice(waiting, FEW + 1))
    items = itertools.chain(first, waiting)
    if pool is None or len(first) <= FEW:
        yield from map(function, items)
        return
    flight: deque[Pending[R]] = deque()
    most = 2 * (pool.number + 1)
    for item in items:
        flight.append(pool.submit(function, item))
        if len(flight) > most:
            yield flight.popleft().result()
    while flight:
        yield flight.popleft().result()
