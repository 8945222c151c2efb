"""Extraction on a Dask cluster: its batches are tasks of the run, carried out by the cluster's workers."""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.task_runners import ThreadPoolTaskRunner

from flows.errors import UserError
from flows.pool import Hands
from transforms.coding import extractor_version

T = TypeVar("T")
R = TypeVar("R")
BATCH = 500  # articles a task: each costs Prefect and Dask tens of milliseconds
PATIENCE = 15  # seconds until a cluster must answer


def runner_on(address: str) -> Any:
    """What hands a flow's tasks to the cluster; UserError when it cannot be used."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise UserError("--dask needs the extra `dask`: uv sync --extra dask") from None
    require_same_program(address)
    return DaskTaskRunner(address=address)


def require_same_program(address: str) -> None:
    """UserError unless the cluster has workers, and all of them code articles as this machine does."""
    from distributed import Client

    try:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            versions: dict[str, str] = client.run(extractor_version)
    except (OSError, ValueError, ImportError) as error:
        raise UserError(f"the Dask cluster {address} cannot be used: {first_line(error)}") from None
    if not versions:
        raise UserError(f"the Dask cluster {address} has no workers")
    others = sorted(worker for worker, version in versions.items() if version != extractor_version())
    if others:
        raise UserError(f"these workers have another version of Rasid: {', '.join(others)}")


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def cluster_of_run() -> Hands | None:
    """The workers of the cluster that the run under way is on; None when it is on this machine alone."""
    context = FlowRunContext.get()
    if context is None or isinstance(context.task_runner, ThreadPoolTaskRunner):
        return None
    return Hands(submit, sum(context.task_runner.client.nthreads().values()))  # type: ignore[attr-defined]


def submit(function: Callable[[T], R], item: T, /) -> Any:
    # Packed: Prefect would look into every field of every article for results of other tasks.
    return work.submit(function, pickle.dumps(item))


@task(name="batch", cache_policy=NO_CACHE, persist_result=False)
def work(function: Callable[[Any], R], packed: bytes) -> R:
    return function(pickle.loads(packed))
