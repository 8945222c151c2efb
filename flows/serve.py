"""`rasid serve` and `rasid backfill`: rounds on a schedule, now, or for days gone by."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows import clock
from flows.choice import chosen_of
from flows.engine import prepare_engine
from flows.errors import UserError
from transforms.seeds import SeedError
from transforms.sources import load_sources

CRON = "*/15 * * * *"
HOST, PORT = "127.0.0.1", 4200
PATIENCE = 120.0  # seconds until a server must answer


def serve(cron: str, parameters: dict[str, Any], port: int) -> int:
    """Run rounds on the schedule until stopped, on the server of PREFECT_API_URL or one of our own."""
    require_cron(cron)
    chosen_of(load_sources(Path(parameters["sources"])), parameters["outlets"])
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    prepare_engine()
    with server(port) as address:
        os.environ["PREFECT_API_URL"] = address
        from prefect.types.entrypoint import EntrypointType

        from flows.cycle import cycle

        print(
            f"rasid: rounds at {cron}, the first at {first_round(cron)}; `rasid serve --once` makes one now",
            file=sys.stderr,
        )
        print(f"rasid: runs and their tables at {address.removesuffix('/api')}", file=sys.stderr)
        cycle.serve(
            name="rasid",
            cron=cron,
            parameters=parameters,
            pause_on_shutdown=False,
            limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )
    return 0


def once(parameters: dict[str, Any]) -> int:
    """One round now; the exit status."""
    chosen_of(load_sources(Path(parameters["sources"])), parameters["outlets"])
    prepare_engine()
    with server_for(parameters["dask"]):
        from flows.cycle import cycle

        state = cycle(**parameters, return_state=True)
    outcome = state.result(raise_on_failure=False)
    if isinstance(outcome, (UserError, SeedError)):
        raise outcome
    if not state.is_completed():
        raise UserError(f"{state.name}: {state.message}")
    print(f"{state.name}: {state.message}")
    return 0


@contextlib.contextmanager
def server_for(dask: str | None) -> Iterator[None]:
    """With a cluster, a Prefect server that its workers can tell what they do.

    Without one, each worker would start a server of its own, which takes most of a minute.
    """
    if dask is None:
        yield
        return
    with server(PORT) as address:
        os.environ["PREFECT_API_URL"] = address
        yield


def require_cron(cron: str) -> None:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(cron, clock.now())
    except CronSimError:
        raise UserError(f"not a cron line: {cron!r}; five fields, such as {CRON!r}") from None


def first_round(cron: str) -> str:
    """When the schedule comes due next."""
    from cronsim import CronSim

    return f"{next(CronSim(cron, clock.now())):%Y-%m-%d %H:%M} UTC"


@contextlib.contextmanager
def server(port: int) -> Iterator[str]:
    """The address of a Prefect server that answers; ours lasts as long as it is needed."""
    named = os.environ.get("PREFECT_API_URL")
    address = named or f"http://{HOST}:{port}/api"
    if answers(address):
        yield address
        return
    if named:
        raise UserError(f"no Prefect server answers at {named} (PREFECT_API_URL)")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address, started)
        yield address
    finally:
        started.terminate()
        started.wait(30)


def wait_for(address: str, started: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while not answers(address):
        if started.poll() is not None or time.monotonic() > end:
            raise UserError(f"the Prefect server did not start at {address}; is the port taken?")
        time.sleep(0.3)


def answers(address: str) -> bool:
    """Whether a Prefect server is there."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as reply:
            return bool(reply.read() == b"true")
    except (OSError, ValueError):
        return False
