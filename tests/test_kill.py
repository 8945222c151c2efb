"""SIGKILL at any moment, then another run: the same files as if nothing had happened."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from commands import (
    HANDOVER,
    RASID,
    ROCKETS,
    ROOT,
    WEATHER,
    article,
    contents,
    environment,
    rasid,
    rasid_here,
    write_jsonl,
)

KILLS = int(os.environ.get("RASID_KILLS", "1"))
TEXTS = (ROCKETS, HANDOVER, WEATHER)
ARTICLES = [article(f"a{n}", TEXTS[n % 3], f"2020-{n % 12 + 1:02}-10") for n in range(240)]  # enough for workers
CHANGED = [article(f"a{n}", TEXTS[(n + 1) % 3], f"2020-{n % 12 + 1:02}-10") for n in range(0, 240, 29)]


def start(*arguments: object, **env: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*RASID, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End the command and its workers at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_runs_are_completed(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    first = write_jsonl(tmp_path / "first.jsonl", ARTICLES)
    second = write_jsonl(tmp_path / "second.jsonl", CHANGED)
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    assert rasid_here("run", first, "--warehouse", calm, **prefect_server).returncode == 0
    started = time.monotonic()
    assert rasid("run", second, "--warehouse", calm, **prefect_server).returncode == 0
    seconds = time.monotonic() - started
    moments = random.Random(2020)
    for source in (first, second):
        for _ in range(KILLS):
            process = start("run", source, "--warehouse", disturbed, **prefect_server)
            time.sleep(moments.uniform(0.3, 1.0) * seconds)
            kill(process)
        assert rasid_here("run", source, "--warehouse", disturbed, **prefect_server).returncode == 0
    assert contents(disturbed) == contents(calm)
