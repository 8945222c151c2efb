"""What 100 new articles cost a warehouse that holds 1,000, 25,000 or 100,000.

    uv run python -m benchmarks.growth CORPUS [FOLDER]

CORPUS: files of articles of some months. The last 100 are the news; those before,
latest first, are what is held. Where they do not suffice they are issued again under
other ids as of 52 weeks earlier, the years in their texts moved too: weekdays stay
right, and no copy lies near enough in time to pass for a wire copy. FOLDER keeps the
built warehouses for another measurement. Each figure is a whole `rasid run` in a process
of its own, on a copy, through a Prefect server that runs already: the fastest of three.
The floor is the same run into an empty warehouse: what the news itself costs.
"""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from flows.engine import prepare_engine
from flows.ingest import latest_versions
from flows.readers.inputs import files_of, read_documents
from flows.serve import server
from transforms.arrow import rows_of, table_of
from transforms.documents import articles_of
from transforms.schema import Article

SIZES = (1_000, 25_000, 100_000)
NEWS = 100
PASSES = 3
PORT = 4378
YEAR = dt.timedelta(weeks=52)
YEARS = re.compile(r"(?<!\d)20[012]\d(?!\d)")


def corpus(inputs: Sequence[str]) -> list[Article]:
    """The dated articles of these files, the latest first."""
    outcomes = (row for doc in read_documents(files_of(inputs)) for row in articles_of(doc, dt.date(2030, 1, 1)))
    read = rows_of(Article, latest_versions(table_of(Article, [row for row in outcomes if isinstance(row, Article)])))
    return sorted(
        (article for article in read if article.published), key=lambda a: (str(a.published), a.article_id), reverse=True
    )


def issues(articles: Sequence[Article]) -> Iterator[dict[str, str | None]]:
    """All articles, then all of them as of a year earlier, and so on without end."""
    age = 0
    while True:
        for article in articles:
            yield {
                "article_id": f"{article.article_id}-{age}" if age else article.article_id,
                "published": str(article.published - age * YEAR) if article.published else None,
                "outlet": article.outlet,
                "title": earlier(article.title, age),
                "text": earlier(article.text, age),
            }
        age += 1


def earlier(text: str, years: int) -> str:
    return YEARS.sub(lambda found: str(int(found[0]) - years), text) if years else text


def write(path: Path, rows: Sequence[dict[str, str | None]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def run(source: Path, warehouse: Path) -> tuple[float, float, int]:
    """Seconds of a `rasid run`, the processor's seconds, and its largest process's memory in MB."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "flows.cli", "run", str(source), "--warehouse", str(warehouse), "--quiet"]
    _, status, used = os.wait4(subprocess.Popen(command).pid, 0)
    if status:
        raise SystemExit("the run failed")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def measured(news: Path, held: Path | None, folder: Path) -> tuple[float, float, int]:
    """The fastest of a few runs, each into a fresh copy of what is held."""
    copy, found = folder / "copy", []
    for _ in range(PASSES):
        shutil.rmtree(copy, ignore_errors=True)
        if held is not None:
            shutil.copytree(held, copy)
            os.sync()  # the copy's own way to the disk is not the run's
        found.append(run(news, copy))
    shutil.rmtree(copy)
    return min(found)


def main() -> None:
    inputs, places = sys.argv[1:2], sys.argv[2:]
    prepare_engine()
    with ExitStack() as stack:
        folder = Path(places[0] if places else stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["PREFECT_API_URL"] = stack.enter_context(server(PORT))
        news = folder / "news.jsonl"
        if not news.exists() or not all((folder / str(size)).exists() for size in SIZES):
            prepare(corpus(inputs), folder, news)
        table(news, folder)


def prepare(articles: Sequence[Article], folder: Path, news: Path) -> None:
    """Write the news and build what is held before it."""
    source = issues(articles)
    write(news, [next(source) for _ in range(NEWS)])
    held = [next(source) for _ in range(SIZES[-1])]
    for size in SIZES:
        if not (folder / str(size)).exists():
            seconds, _, _ = run(write(folder / "held.jsonl", held[:size]), folder / str(size))
            print(f"built {size:,} articles in {seconds:,.0f} s", flush=True)


def table(news: Path, folder: Path) -> None:
    floor, least, memory = measured(news, None, folder)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{NEWS} new articles into       seconds  processor  memory MB  processor to floor")
    print(f"{'an empty warehouse':<24} {floor:>9.1f} {least:>10.1f} {memory:>10,}")
    for size in SIZES:
        seconds, cpu, memory = measured(news, folder / str(size), folder)
        name = f"{size:,} articles"
        print(f"{name:<24} {seconds:>9.1f} {cpu:>10.1f} {memory:>10,} {cpu / least:>16.1f}", flush=True)


if __name__ == "__main__":
    main()
