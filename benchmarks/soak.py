"""Scheduled rounds in fast motion against outlets on this machine, killed at random: `python -m benchmarks.soak 500`.

Each round's clock stands a quarter of an hour after the one before: 500 rounds are five
days of the schedule. The outlets publish, correct and withdraw articles, answer 500 or
broken feeds now and then. A process makes round after round; it is killed and started
again. At the end every article that was published must be in the warehouse once, with
its last text, or, when its outlet took it away, as vanished or refused.
Prints rounds, kills, memory and the number of files.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle as cycle_of
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from outlets import BODY, Handler, Outlet, answer, item, outlet_server, page, rss

from flows.engine import prepare_engine
from flows.lake import read_table
from flows.serve import server
from transforms.seeds import load_rows

OUTLETS, LISTED, FAULTY = 4, 400, 0.05
PORT = 4377
START, STEP, WEEK = 1_793_520_000, 900, 8 * 24 * 3600  # seconds; an article is looked at for a week
LIFE = 24  # rounds, at most, from a start to a kill
MOMENT = 4.0  # seconds, at most, into the next round
PACE = 2.0  # seconds between two articles
WHERE = "المنطقة الخضراء وسط بغداد"  # in BODY
# Each article tells of another place: thousands that tell one event would measure merging alone.
PLACES = cycle_of(
    row["name_ar"] for row in load_rows("place_names.csv", ["place_id", "name_ar"]) if row["place_id"].startswith("iq-")
)


class Press:
    """One outlet that publishes: its articles, the latest first in its feed."""

    def __init__(self, name: str, server: Outlet, chance: random.Random) -> None:
        self.name, self.server, self.chance = name, server, chance
        self.texts: dict[str, str] = {}
        self.withdrawn: set[str] = set()
        self.faulty = FAULTY
        server.plays("/robots.txt", "")
        server.replies["/feed"] = self.feed

    def feed(self, handler: Handler) -> None:
        if self.chance.random() < self.faulty:
            answer(handler, 500, b"", {})
            return
        listed = rss([item(self.server.url(path)) for path in list(self.texts)[-LISTED:]])
        is_cut = self.chance.random() < self.faulty
        answer(handler, 200, (listed[:60] if is_cut else listed).encode(), {"content-type": "text/xml"})

    def publish(self) -> None:
        path = f"/news/{len(self.texts)}"
        self.write(path, f"{BODY.replace(WHERE, next(PLACES))} {self.name} {len(self.texts)}")

    def correct(self) -> None:
        if path := self.recent():
            self.write(path, self.texts[path] + " تصحيح.")

    def withdraw(self) -> None:
        if path := self.recent():
            self.withdrawn.add(path)
            self.server.fails(path, 404)

    def recent(self) -> str | None:
        late = [path for path in list(self.texts)[-9:-4] if path not in self.withdrawn]
        return self.chance.choice(late) if late else None

    def write(self, path: str, text: str) -> None:
        self.texts[path] = text

        def reply(handler: Handler) -> None:
            if self.chance.random() < self.faulty:
                answer(handler, 503, b"", {"retry-after": "0"})
            else:
                answer(handler, 200, page(self.texts[path]).encode(), {"content-type": "text/html"})

        self.server.replies[path] = reply


def configuration(presses: list[Press]) -> str:
    block = (
        '[[source]]\noutlet = "{}"\nownership = "private"\ntimezone = "Asia/Baghdad"\nfeeds = ["{}"]\n'
        'articles_a_day = [1, 100000]\nname = "مدار"\nminutes = 15\npause = 0\n'
    )
    return "".join(block.format(press.name, press.server.url()) for press in presses)


def child(folder: Path) -> None:
    """Round after round until killed; each is told in the log."""
    while True:
        state = make_round(folder)
        with (folder / "rounds.log").open("a") as log:
            log.write(f"{os.getpid()} {held_memory()} {state}\n")


def make_round(folder: Path, later: int = 0) -> str:
    """The next round of the schedule, a quarter of an hour after the one before."""
    prepare_engine()
    from flows.cycle import cycle

    with (folder / "begun").open("ab") as begun:
        begun.write(b".")
        os.environ["SOURCE_DATE_EPOCH"] = str(START + STEP * begun.tell() + later)
    places = {name: str(folder / name) for name in ("warehouse", "fetched", "sources")}
    state = cycle(**places, return_state=True)
    return f"{state.name} {state.message}"


def held_memory() -> int:
    """MB that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def soak(rounds: int, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    prepare_engine()
    started = time.monotonic()
    with ExitStack() as stack:
        os.environ["PREFECT_API_URL"] = stack.enter_context(server(PORT))
        presses = [Press(f"outlet{n}", stack.enter_context(outlet_server()), chance) for n in range(OUTLETS)]
        (folder / "sources").write_text(configuration(presses), "utf-8")
        kills = 0
        while len(lines(folder)) < rounds:
            live_and_die(presses, folder, chance)
            kills += 1
            print(f"{time.monotonic() - started:,.0f} s: {len(lines(folder))} rounds, {kills} kills", flush=True)
        finish(presses, folder)
        report(presses, folder, kills, time.monotonic() - started)


def live_and_die(presses: list[Press], folder: Path, chance: random.Random) -> None:
    """Let rounds go on while the outlets publish, then kill them in the midst of one."""
    process = start(folder)
    last = len(lines(folder)) + chance.randint(1, LIFE)
    while len(lines(folder)) < last:
        time.sleep(PACE)
        press = chance.choice(presses)
        press.publish()
        if chance.random() < 0.2:
            press.correct()
        if chance.random() < 0.05:
            press.withdraw()
    time.sleep(chance.uniform(0, MOMENT))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def start(folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "child.log").open("ab") as log:
        command = [sys.executable, "-m", "benchmarks.soak", "--child", str(folder)]
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def finish(presses: list[Press], folder: Path) -> None:
    """Calm rounds, after which each page has been looked at for the last time."""
    for press in presses:
        press.faulty = 0
    for _ in range(4):
        print(make_round(folder, later=WEEK))


def lines(folder: Path) -> list[list[str]]:
    """Of each round made: process, memory, state, message."""
    log = folder / "rounds.log"
    return [line.split(maxsplit=3) for line in log.read_text().splitlines()] if log.exists() else []


def report(presses: list[Press], folder: Path, kills: int, seconds: float) -> None:
    held = read_table(folder / "warehouse", "articles", ("url", "text", "status")).to_pylist()
    refused = set(read_table(folder / "warehouse", "rejects", ("location",)).column("location").to_pylist())
    fates = Counter(fate for press in presses for fate in fates_of(press, {row["url"]: row for row in held}, refused))
    made = lines(folder)
    warmed = list(warm(made))
    files = Counter(path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file())
    figures = {
        "seconds": round(seconds),
        "rounds": len(made),
        "begun": (folder / "begun").stat().st_size,
        "kills": kills,
        "published": sum(len(press.texts) for press in presses),
        "fates": dict(fates),
        "held": len(held),
        "held twice": len(held) - len({row["url"] for row in held}),
        "memory MB of warm processes, median of first and last fifty rounds": (
            median(warmed[:50]),
            median(warmed[-50:]),
        ),
        "files": dict(files),
        "states": dict(Counter(line[2] for line in made)),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def fates_of(press: Press, held: dict[str, dict[str, str]], refused: set[str]) -> Iterator[str]:
    """What became of each article of the outlet; "lost" and "old text" must not occur."""
    for path, text in press.texts.items():
        url, is_withdrawn = press.server.url(path), path in press.withdrawn
        row = held.get(url)
        if row is None:
            yield "refused" if is_withdrawn and url in refused else "lost"
        elif is_withdrawn:
            yield row["status"] if row["status"] == "vanished" else "vanished unnoticed"
        else:
            yield "current" if text in row["text"] and row["status"] == "current" else "old text"


def warm(made: list[list[str]]) -> Iterator[int]:
    """Memory after each round but a process's first three, in which it loads what it needs."""
    seen: Counter[str] = Counter()
    for process, memory, *_ in made:
        seen[process] += 1
        if seen[process] > 3:
            yield int(memory)


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        child(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as place:
            soak(int(sys.argv[1]), Path(place), seed=2020)
