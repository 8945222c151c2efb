"""Extraction on a Dask cluster of this machine: the same warehouse as without it, whatever becomes of a worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from commands import HANDOVER, ROCKETS, WEATHER, article, contents, rasid_here, write_jsonl
from conftest import free_port

from flows.errors import UserError

pytest.importorskip("prefect_dask", reason="the extra `dask` is not installed")

TEXTS = {0: ROCKETS, 50: HANDOVER}
ARTICLES = [article(f"a{n}", TEXTS.get(n % 100, WEATHER), f"2020-{n % 12 + 1:02}-10") for n in range(120)]
BATCH, BATCHES = 30, 4  # articles a task: small ones, so that there are some


@dataclass
class Cluster:
    """A scheduler and its two workers, each a process."""

    address: str
    workers: list["subprocess.Popen[bytes]"]

    def asked(self) -> Any:
        from distributed import Client

        return Client(self.address, timeout=60, set_as_default=False)  # type: ignore[no-untyped-call]

    def coded(self) -> int:
        """Tasks that the workers have carried out."""
        with self.asked() as client:
            return sum(client.run(lambda dask_worker: dask_worker.state.executed_count).values())

    def kill_a_busy_worker(self) -> None:
        """End a worker in the midst of a task."""
        with self.asked() as client:
            pids = client.run(os.getpid)
            busy: list[str] = []
            while not busy:
                busy = [worker for worker, tasks in client.processing().items() if tasks]
            os.kill(pids[busy[0]], signal.SIGKILL)


def started(stack: ExitStack, tool: str, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.dask_{tool}", *arguments, "--no-dashboard"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture(scope="module")
def cluster(prefect_server: dict[str, str]) -> Iterator[Cluster]:
    address = f"tcp://127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        started(stack, "scheduler", "--host", address)
        names = ("--nthreads", "1", "--no-nanny")
        workers = [started(stack, "worker", address, *names) for _ in range(2)]
        cluster = Cluster(address, workers)
        with cluster.asked() as client:
            client.wait_for_workers(2, timeout=60)
        yield cluster


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, prefect_server: dict[str, str]) -> Path:
    """What a run on this machine alone publishes."""
    folder = tmp_path_factory.mktemp("plain")
    source = write_jsonl(folder / "articles.jsonl", ARTICLES)
    assert rasid_here("run", source, "--warehouse", folder / "warehouse", **prefect_server).returncode == 0
    return folder


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch, prefect_server: dict[str, str]) -> None:
    from flows import pipeline  # Prefect reads its settings when it is imported

    monkeypatch.setattr(pipeline, "BATCH", BATCH)


def test_a_cluster_gives_the_same_warehouse(
    cluster: Cluster, plain: Path, tmp_path: Path, prefect_server: dict[str, str]
) -> None:
    arguments = ("run", plain / "articles.jsonl", "--warehouse", tmp_path, "--dask", cluster.address)
    before = cluster.coded()
    done = rasid_here(*arguments, **prefect_server)
    assert done.returncode == 0, done.stderr
    assert cluster.coded() - before == BATCHES
    assert contents(tmp_path) == contents(plain / "warehouse")


def test_a_worker_that_dies_costs_nothing(
    cluster: Cluster, plain: Path, tmp_path: Path, prefect_server: dict[str, str]
) -> None:
    killer = Thread(target=cluster.kill_a_busy_worker)
    killer.start()
    done = rasid_here(
        "run", plain / "articles.jsonl", "--warehouse", tmp_path, "--dask", cluster.address, **prefect_server
    )
    killer.join(60)
    assert done.returncode == 0, done.stderr
    assert [worker.poll() for worker in cluster.workers].count(None) == 1
    assert contents(tmp_path) == contents(plain / "warehouse")


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from flows import cluster as used

    monkeypatch.setattr(used, "PATIENCE", 0.5)
    with pytest.raises(UserError, match="the Dask cluster tcp://127.0.0.1:1 cannot be used: ") as raised:
        used.require_same_program("tcp://127.0.0.1:1")
    assert "\n" not in str(raised.value)
