"""`rasid label`: codes articles, one label line each, without Prefect or warehouse."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from flows.attempt import coding_of
from flows.errors import UserError
from flows.pool import batches, map_in_order, pool_of
from flows.streams import LINE_LIMIT, Line, open_plain, read_lines
from transforms.articles import article_of, draft_of_json
from transforms.encodings import decode
from transforms.labels import label_line

BATCH = 64
Labelled = tuple[list[str], list[str], int]  # label lines, complaints, records


def label(source: str, target: str | None, workers: int) -> int:
    """Label every article of a JSON Lines file; the exit status, 1 when no line was usable."""
    started = time.perf_counter()
    articles = records = faults = 0
    with open_plain(source) as stream, open_output(target) as out, pool_of(workers) as pool:
        for lines, complaints, found in map_in_order(label_batch, batches(read_lines(stream), BATCH), pool):
            out.writelines(lines)
            sys.stderr.writelines(f"{source}:{complaint}\n" for complaint in complaints)
            articles, records, faults = articles + len(lines), records + found, faults + len(complaints)
    seconds = time.perf_counter() - started
    print(
        f"{articles:,} articles, {records:,} records, {faults:,} lines refused, "
        f"{seconds:.1f} s, {articles / seconds:,.0f} articles/s",
        file=sys.stderr,
    )
    return 1 if faults and not articles else 0


def label_batch(lines: list[Line]) -> Labelled:
    """The label lines of some input lines, and one complaint for each line that gave none."""
    labels: list[str] = []
    complaints: list[str] = []
    records = 0
    for number, line, whole in lines:
        try:
            text, found = label_of(line, whole)
        except ValueError as error:
            complaints.append(f"{number}: {error}")
        else:
            labels.append(text)
            records += found
    return labels, complaints, records


def label_of(line: bytes, whole: bool) -> tuple[str, int]:
    """One line's label and its number of records; ValueError says why there is none."""
    if not whole:
        raise ValueError(f"line of more than {LINE_LIMIT >> 20} MB")
    article = article_of(draft_of_json(decode(line)))
    coding = coding_of(article)
    return label_line(article.article_id, coding) + "\n", len(coding.attacks) + len(coding.milestones)


@contextlib.contextmanager
def open_output(target: str | None) -> Iterator[TextIO]:
    """The named file, or standard output."""
    if target is None or target == "-":
        yield sys.stdout
        return
    try:
        with Path(target).open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise UserError(f"cannot write {target}: {error.strerror}") from None
