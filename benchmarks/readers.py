"""Readers in other processes while publications happen: `python -m benchmarks.readers [PUBLICATIONS]`.

The duckdb command line and Node, both of DuckDB 1.5, and Python, with this DuckDB and
with 1.4, open the file some times a second, ask one question and close it; another process
reads every Parquet file. Meanwhile `rasid run` adds and changes articles, 50 times
unless told otherwise. The question is whether all tables are of one run: what the last
row of `runs` counted must be what the tables hold, every report in an event, no error in
`data_quality`. Any fault or other answer ends a reader, and the benchmark with it.
Needs uv and npm; the clients come from the package indexes. Prints reads a client.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from commands import HANDOVER, ROCKETS, STOPPED_CLOCK, WEATHER, article, rasid_here, write_jsonl

from flows.engine import prepare_engine
from flows.serve import server

PORT = 4379
TEXTS = (ROCKETS, HANDOVER, WEATHER)
EACH = 20  # articles a publication: as many new ones, and a few changed
WHOLE = "whole"
ISOLATED = ("uv", "run", "--no-project", "--isolated")
QUESTION = f"""
select case when
    (attack_reports, milestone_reports, attacks, milestones) = (
        (select count(*) from attack_reports), (select count(*) from milestone_reports),
        (select count(*) from attacks), (select count(*) from milestones))
    and (select count(*) from articles) = (select sum(new_articles) from runs)
    and attack_reports = (select count(*) from attack_reports_merged)
    and not exists (from data_quality where severity = 'error')
    then '{WHOLE}' else 'half a state' end
from runs
order by started_at desc
limit 1
"""

PYTHON = """
import sys, time, duckdb
reads = 0
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as db:
        (answer,), = db.execute(sys.argv[2]).fetchall()
    reads += answer == sys.argv[3] or sys.exit(answer)
    print(reads, flush=True)
    time.sleep(0.1)
"""
NODE = """
import { DuckDBInstance } from "@duckdb/node-api";
const [path, question, whole] = process.argv.slice(2);
for (let reads = 1; ; reads++) {
  const db = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await db.connect();
  const answer = (await connection.runAndReadAll(question)).getRows()[0][0];
  connection.closeSync();
  db.closeSync();
  if (answer !== whole) { console.error(answer); process.exit(1); }
  console.log(reads);
  await new Promise((done) => setTimeout(done, 100));
}
"""
SHELL = """
reads=0
while true; do
    answer=$(duckdb -readonly -noheader -list "$1" "$2") || exit 1
    [ "$answer" = "$3" ] || { echo "$answer" >&2; exit 1; }
    reads=$((reads + 1)); echo $reads; sleep 0.1
done
"""
PARQUET = """
import pathlib, sys, time, pyarrow.parquet as pq
reads = 0
while True:
    for path in pathlib.Path(sys.argv[1]).parent.glob("[a-z]*/**/*.parquet"):
        with path.open("rb") as file:  # by path it would be opened twice, and perhaps replaced in between
            pq.read_table(file)
    reads += 1
    print(reads, flush=True)
    time.sleep(0.1)
"""


def clients(folder: Path) -> dict[str, list[str]]:
    """The readers' commands by name."""
    (folder / "reader.mjs").write_text(NODE)
    subprocess.run(["npm", "install", "--silent", "@duckdb/node-api@1.5.6-r.1"], cwd=folder, check=True)
    return {
        "duckdb CLI 1.5.6": ["uvx", "--from", "duckdb-cli==1.5.6", "sh", "-c", SHELL, "reader"],
        "Node, DuckDB 1.5.6": ["node", str(folder / "reader.mjs")],
        "Python, DuckDB 1.4.5": [*ISOLATED, "--with", "duckdb==1.4.5", "python", "-c", PYTHON],
        "Python, this DuckDB": [sys.executable, "-c", PYTHON],
        "Python, Parquet": [sys.executable, "-c", PARQUET],
    }


class Reader:
    """One client that reads in a loop."""

    def __init__(self, name: str, command: Sequence[str], database: Path, log: Path) -> None:
        self.name, self.log = name, log
        with log.open("wb") as out, log.with_suffix(".err").open("wb") as err:
            self.process = subprocess.Popen(
                [*command, str(database), QUESTION, WHOLE], stdout=out, stderr=err, start_new_session=True
            )

    @property
    def reads(self) -> int:
        return len(self.log.read_bytes().split())

    def check(self) -> None:
        if self.process.poll() is not None:
            raise SystemExit(f"{self.name} ended after {self.reads} reads: {self.log.with_suffix('.err').read_text()}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def reading(database: Path, folder: Path) -> Iterator[list[Reader]]:
    """All readers, each with one read done."""
    commands = clients(folder)
    readers = [Reader(name, commands[name], database, folder / f"{n}.log") for n, name in enumerate(commands)]
    try:
        while not all(reader.reads for reader in readers):
            for reader in readers:
                reader.check()
            time.sleep(0.2)
        yield readers
    finally:
        for reader in readers:
            reader.stop()


def news(number: int) -> list[dict[str, str]]:
    """The articles of one publication: new ones of one month, and earlier ones with another text."""
    month = f"20{10 + number // 12 % 14:02}-{number % 12 + 1:02}"
    fresh = [article(f"a{number}-{n}", TEXTS[n % 3], f"{month}-{n % 27 + 1:02}") for n in range(EACH)]
    return fresh + [row | {"text": TEXTS[number % 3]} for row in (news(number - 1)[:2] if number else ())]


def publish(folder: Path, warehouse: Path, number: int) -> None:
    """One `rasid run`; its clock stands a minute after the one before."""
    source = write_jsonl(folder / "news.jsonl", news(number))
    second = int(STOPPED_CLOCK["SOURCE_DATE_EPOCH"]) + 60 * number
    settings = {"SOURCE_DATE_EPOCH": str(second), "PREFECT_API_URL": os.environ["PREFECT_API_URL"]}
    done = rasid_here("run", source, "--warehouse", warehouse, "--workers", 1, **settings)
    if done.returncode:
        raise SystemExit(done.stderr)


def main(publications: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # the readers end too
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        warehouse = folder / "warehouse"
        prepare_engine()
        os.environ["PREFECT_API_URL"] = stack.enter_context(server(PORT))
        publish(folder, warehouse, 0)
        readers = stack.enter_context(reading(warehouse / "rasid.duckdb", folder))
        began = {reader.name: reader.reads for reader in readers}
        started = time.perf_counter()
        for number in range(1, publications + 1):
            publish(folder, warehouse, number)
            for reader in readers:
                reader.check()
            print(f"{number} published, {sum(reader.reads for reader in readers):,} reads", flush=True)
        seconds = time.perf_counter() - started
        print(f"load {os.getloadavg()[0]:.1f}; {publications} publications in {seconds:.0f} s")
        for reader in readers:
            print(f"{reader.name}: {reader.reads - began[reader.name]} reads")


if __name__ == "__main__":
    missing = [tool for tool in ("uv", "npm", "node") if not shutil.which(tool)]
    if missing:
        raise SystemExit(f"needs {', '.join(missing)}")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
