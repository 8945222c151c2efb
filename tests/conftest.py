"""One Prefect server for all tests that run the engine: each run is spared the start of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import outlets
import pytest

from flows.engine import prepare_engine

PATIENCE = 120  # seconds


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings that lead a command to a server of these tests."""
    home = tmp_path_factory.mktemp("prefect")
    os.environ["XDG_CACHE_HOME"] = str(home)
    prepare_engine()
    port = free_port()
    address = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    with (Path(home) / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(f"{address}/health")
            yield {"PREFECT_API_URL": address}
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture
def outlet() -> Iterator[outlets.Outlet]:
    with outlets.outlet_server() as server:
        server.plays("/robots.txt", "")
        yield server


@pytest.fixture
def other() -> Iterator[outlets.Outlet]:
    """Another server of this machine, which nobody named."""
    with outlets.outlet_server() as server:
        yield server
