"""Rounds without end against outlets on this machine, killed at random: `python -m benchmarks.soak 600`.

The outlets publish, correct and withdraw articles, answer 500 or broken feeds now and
then. A process makes round after round; it is killed and started again. At the end
every article that was published must be in the warehouse once, with its last text.
Prints rounds, kills, memory and the number of files.
"""

import datetime as dt
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from outlets import BODY, Handler, Outlet, answer, item, outlet_server, page, rss

from flows.engine import prepare_engine
from flows.fetching.records import load_record, save_record
from flows.lake import read_table
from flows.serve import server

OUTLETS, LISTED, FAULTY = 4, 400, 0.05
PORT = 4377


class Press:
    """One outlet that publishes: its articles, the latest first in its feed."""

    def __init__(self, name: str, server: Outlet, chance: random.Random) -> None:
        self.name, self.server, self.chance = name, server, chance
        self.texts: dict[str, str] = {}
        server.plays("/robots.txt", "")
        server.replies["/feed"] = self.feed

    def feed(self, handler: Handler) -> None:
        if self.chance.random() < FAULTY:
            answer(handler, 500, b"", {})
            return
        listed = rss([item(self.server.url(path)) for path in list(self.texts)[-LISTED:]])
        is_cut = self.chance.random() < FAULTY
        answer(handler, 200, (listed[:60] if is_cut else listed).encode(), {"content-type": "text/xml"})

    def publish(self) -> None:
        path = f"/news/{len(self.texts)}"
        self.write(path, f"{BODY} {self.name} {len(self.texts)}")

    def correct(self) -> None:
        if self.texts:
            path = self.chance.choice(list(self.texts)[-5:])
            self.write(path, self.texts[path] + " تصحيح.")

    def write(self, path: str, text: str) -> None:
        self.texts[path] = text

        def reply(handler: Handler) -> None:
            if self.chance.random() < FAULTY:
                answer(handler, 503, b"", {"retry-after": "0"})
            else:
                answer(handler, 200, page(self.texts[path]).encode(), {"content-type": "text/html"})

        self.server.replies[path] = reply


def configuration(presses: list[Press]) -> str:
    block = (
        '[[source]]\noutlet = "{}"\nownership = "private"\ntimezone = "Asia/Baghdad"\nfeeds = ["{}"]\n'
        'articles_a_day = [1, 100000]\nname = "مدار"\nminutes = 0\npause = 0\n'
    )
    return "".join(block.format(press.name, press.server.url()) for press in presses)


def child(folder: Path) -> None:
    """Round after round until killed; each is told in the log."""
    prepare_engine()
    from flows.cycle import cycle

    while True:
        state = cycle(**places(folder), return_state=True)
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with (folder / "rounds.log").open("a") as log:
            log.write(f"{os.getpid()} {kilobytes} {state.name} {state.message}\n")


def places(folder: Path) -> dict[str, str]:
    return {name: str(folder / name) for name in ("warehouse", "fetched", "sources")}


def soak(seconds: float, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    prepare_engine()
    with ExitStack() as stack:
        os.environ["PREFECT_API_URL"] = stack.enter_context(server(PORT))
        presses = [Press(f"outlet{n}", stack.enter_context(outlet_server()), chance) for n in range(OUTLETS)]
        (folder / "sources").write_text(configuration(presses), "utf-8")
        end, kills = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            kills += live_and_die(presses, folder, chance)
        finish(presses, folder)
        report(presses, folder, kills, seconds)


def live_and_die(presses: list[Press], folder: Path, chance: random.Random) -> int:
    """Let rounds go on while the outlets publish, then kill them in the midst of one."""
    process = start(folder)
    for _ in range(chance.randint(60, 240)):
        time.sleep(0.5)
        press = chance.choice(presses)
        press.publish()
        if chance.random() < 0.2:
            press.correct()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return 1


def start(folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "child.log").open("ab") as log:
        command = [sys.executable, "-m", "benchmarks.soak", "--child", str(folder)]
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def finish(presses: list[Press], folder: Path) -> None:
    """Two calm rounds, in which every page's time has come."""
    from flows.cycle import cycle

    for _ in range(2):
        for press in presses:
            press.chance = random.Random(-1)
            press.chance.random = lambda: 1.0  # type: ignore[method-assign]
            record = load_record(folder / "fetched", press.name)
            for held in record.items.values():
                held.next_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
            save_record(folder / "fetched", press.name, record)
        state = cycle(**places(folder), return_state=True)
        print(state.name, state.message)


def report(presses: list[Press], folder: Path, kills: int, seconds: float) -> None:
    held = read_table(folder / "warehouse", "articles", ("url", "text")).to_pylist()
    texts = {article["url"]: article["text"] for article in held}
    published = {press.server.url(path): text for press in presses for path, text in press.texts.items()}
    wrong = [url for url, text in published.items() if text not in texts.get(url, "")]
    lines = [line.split(maxsplit=3) for line in (folder / "rounds.log").read_text().splitlines()]
    memory = [int(line[1]) // 1024 for line in lines]
    files = Counter(path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file())
    figures = {
        "seconds": round(seconds),
        "rounds": len(lines),
        "kills": kills,
        "published": len(published),
        "held": len(held),
        "held twice": len(held) - len(texts),
        "lost or of an old text": len(wrong),
        "memory MB, largest of first and last ten rounds": (max(memory[:10]), max(memory[-10:])),
        "files": dict(files),
        "states": dict(Counter(line[2] for line in lines)),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        child(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as place:
            soak(float(sys.argv[1]), Path(place), seed=2020)
