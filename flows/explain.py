"""`rasid explain`: an article with its records, which words gave which field, and what was refused."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from flows import clock
from flows.attempt import UncodedError, coding_of
from flows.errors import UserError
from flows.readers.inputs import files_of, read_documents
from transforms.coding import Coding
from transforms.documents import articles_of
from transforms.explaining import Explanation, explained
from transforms.schema import Article, Reject

Merged = list[dict[str, Any]]


def explain(named: str, warehouse: Path, form: str, output: Path | None, language: str, limit: int) -> int:
    """Show what the input's articles give, as text, html or json; the exit status."""
    articles, merged = find(named, warehouse, limit)
    try:
        coded = [(article, coding_of(article)) for article in articles]
    except UncodedError as fault:
        raise UserError(str(fault)) from None
    if form == "json":
        write(output, "".join(json_line(article, coding) for article, coding in coded))
    elif form == "html":
        from transforms.explaining_page import explanation_page

        write(output, explanation_page([explained(*pair) for pair in coded], language))
    else:
        print_text([explained(*pair) for pair in coded], merged)
    return 0


def find(named: str, warehouse: Path, limit: int) -> tuple[list[Article], Merged]:
    """The articles of a file, of standard input, or of the warehouse by an id."""
    if named == "-" or Path(named).exists():
        return list(islice(articles_in(named), limit)), []
    if not (warehouse / "rasid.duckdb").exists():
        raise UserError(f"{named}: no such file, and no dataset in {warehouse} to look it up as an id")
    from flows.explain_stored import stored

    return stored(named, warehouse, limit)


def articles_in(named: str) -> Iterator[Article]:
    """The usable articles of the input; UserError with the reason when there is none."""
    reason, found = "no article in it", False
    for document in read_documents(files_of([named])):
        for outcome in articles_of(document, clock.now().date()):
            if isinstance(outcome, Reject):
                reason = outcome.reason
            else:
                found = True
                yield outcome
    if not found:
        raise UserError(f"{named}: {reason}")


def json_line(article: Article, coding: Coding) -> str:
    """Article id, records, evidence and refusals as one JSON line."""
    record = {"article_id": article.article_id, **dataclasses.asdict(coding)}
    return json.dumps(record, ensure_ascii=False, default=str) + "\n"


def write(output: Path | None, text: str) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror}") from None


def print_text(explanations: Iterable[Explanation], merged: Sequence[dict[str, Any]]) -> None:
    from flows.explain_terminal import print_explanation, print_merged

    if merged:
        print_merged(merged)
    for explanation in explanations:
        print_explanation(explanation)
