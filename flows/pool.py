"""Work shared among processes, results in the order of the input, memory bounded."""

import itertools
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, size)):
        yield batch


def map_in_order(function: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[R]:
    """Like map(), on that many processes; a few items are in flight, whatever their number."""
    if workers <= 1:
        yield from map(function, items)
        return
    # spawn: a forked child of a threaded parent, such as Prefect's, may hang.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        flight: deque[Future[R]] = deque()
        for item in items:
            flight.append(pool.submit(function, item))
            if len(flight) > 2 * workers:
                yield flight.popleft().result()
        while flight:
            yield flight.popleft().result()
