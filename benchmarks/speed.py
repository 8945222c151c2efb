"""How fast articles are labelled on one core, stage by stage, beside a floor measured in the same run.

    uv run python benchmarks/speed.py [ARTICLES.jsonl]   (default: the sample articles, repeated)

The floor is what no coder can go below: read the JSON line, normalise the
text, write a line. Each figure is the best of three passes over the same articles.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flows.attempt import UncodedError, coding_of
from flows.label import label_batch
from flows.readers.inputs import files_of, read_documents
from flows.run import SAMPLES
from flows.streams import open_plain, read_lines
from transforms.articles import article_of, draft_of_json
from transforms.coding import Coding
from transforms.documents import articles_of
from transforms.encodings import decode
from transforms.labels import label_line
from transforms.schema import Article
from transforms.text import fold

PASSES = 3
FEWEST = 2000


def best(step: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the fastest pass, and what the step gave."""
    times = []
    for _ in range(PASSES):
        started = time.perf_counter()
        result = step()
        times.append(time.perf_counter() - started)
    return min(times), result


def sample_lines() -> list[bytes]:
    """The sample articles as label input, repeated until there are enough."""
    today = dt.date(2030, 1, 1)
    outcomes = [row for doc in read_documents(files_of([str(SAMPLES)])) for row in articles_of(doc, today)]
    lines = [line_of(row) for row in outcomes if isinstance(row, Article)]
    return (lines * (FEWEST // len(lines) + 1))[:FEWEST]


def line_of(article: Article) -> bytes:
    names = ("article_id", "outlet", "title", "text")
    record = {name: getattr(article, name) for name in names} | {"published": str(article.published or "") or None}
    return json.dumps(record, ensure_ascii=False).encode()


def lines_of(path: str) -> list[bytes]:
    with open_plain(path) as stream:
        return [line for _, line, whole in read_lines(stream) if whole]


def floor(lines: Iterable[bytes]) -> int:
    """Read, normalise, write: the bytes that came out."""
    return sum(len(json.dumps({"text": fold(json.loads(line)["text"])}, ensure_ascii=False)) for line in lines)


def coding_or_none(article: Article) -> Coding | None:
    try:
        return coding_of(article)
    except UncodedError:
        return None


def main() -> None:
    lines = lines_of(sys.argv[1]) if len(sys.argv) > 1 else sample_lines()
    label_batch([(1, lines[0], True)])  # loads the lexicons
    reading, articles = best(lambda: [article_of(draft_of_json(decode(line))) for line in lines])
    coding, codings = best(lambda: [coding_or_none(article) for article in articles])
    coded = [(article.article_id, found) for article, found in zip(articles, codings, strict=True) if found]
    writing, _ = best(lambda: [label_line(article_id, found) for article_id, found in coded])
    whole, _ = best(lambda: label_batch([(n, line, True) for n, line in enumerate(lines, 1)]))
    least, _ = best(lambda: floor(lines))
    characters = sum(len(article.text) for article in articles) / len(articles)
    print(f"{len(lines):,} articles of {characters:,.0f} characters, one core, {Path(sys.executable).name}")
    for name, seconds in {"read": reading, "code": coding, "write": writing, "label": whole, "floor": least}.items():
        print(f"  {name:<6} {len(lines) / seconds:>10,.0f} articles/s")
    print(f"  label takes {whole / least:.1f} times the floor")


if __name__ == "__main__":
    main()
