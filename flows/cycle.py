"""One round of the schedule as a Prefect flow: visit the outlets, bring the warehouse up to date, say what happened."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.choice import chosen_of
from flows.cycle_page import show_round
from flows.errors import BusyError
from flows.fetching.backfill import list_days
from flows.fetching.files import only_fetcher
from flows.fetching.manners import Manners
from flows.fetching.states import mark_delivered, states, waiting_pages
from flows.fetching.store import Store
from flows.fetching.visits import Report, visit_outlets
from flows.lake import read_table
from flows.mirror import writing_at
from flows.object_storage import Place, place_of
from flows.pipeline import pipeline_on
from flows.publication import Publication
from flows.summary import Summary
from flows.warehouse import replace_table
from transforms.arrow import table_of
from transforms.schema import SourceState
from transforms.sources import SOURCES, Source, load_sources

T = TypeVar("T")
PATIENCE, POLL = 1800.0, 2.0  # seconds to wait for another run's publication
NAMED = 8  # outlets in a message
stage = task(cache_policy=NO_CACHE, persist_result=False)


@flow(name="rasid-cycle", persist_result=False, validate_parameters=False)
def cycle(
    warehouse: str = "warehouse",
    fetched: str = "fetched",
    sources: str = str(SOURCES),
    workers: int = 1,
    dask: str | None = None,
    outlets: list[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> State[Any]:
    """Read what is new of the outlets, or what they published from the first day to the last, and publish it."""
    try:
        with only_fetcher(Path(fetched)):
            configured = load_sources(Path(sources))
            chosen = chosen_of(configured, outlets or [])
            reports = gather(chosen, Path(fetched), first, last)
            run = partial(pipeline_on(dask), workers=workers, reextract=False)
            summary = publish_waiting(configured, Path(fetched), place_of(warehouse), run)
    except BusyError as error:
        return Completed(name="LeftToAnother", message=str(error))
    return told(reports, summary, states(chosen, Path(fetched)))


def gather(chosen: Sequence[Source], fetched: Path, first: str | None, last: str | None) -> list[Report]:
    """Visit the outlets: their feeds, or the pages that their sitemaps list for the days."""
    if first is None:
        return stage(visit_outlets)(chosen, fetched, Manners())
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    listed = {report.outlet: report for report in stage(list_days)(chosen, fetched, days, Manners(visit=3600))}
    reports = stage(visit_outlets)(chosen, fetched, Manners(visit=6 * 3600), with_feeds=False)
    for report in reports:
        report.new += listed[report.outlet].new
        report.faults = [*listed[report.outlet].faults, *report.faults]
    return reports


def publish_waiting(
    configured: Sequence[Source], fetched: Path, warehouse: Place, run_pipeline: Callable[..., Summary]
) -> Summary:
    """Hand all pages not yet delivered to the pipeline; they stay in line until it has published."""
    waiting, store = waiting_pages(configured, fetched), Store(fetched)
    files = [str(store.path(page)) for pages in waiting.values() for page in pages]

    def run(publication: Publication) -> tuple[Summary, set[str]]:
        replace_table(publication, "source_states", table_of(SourceState, states(configured, fetched)))
        return run_pipeline(publication, files), not_coded(publication.warehouse) if waiting else set()

    summary, failed = when_free(warehouse, run)
    for outlet, pages in waiting.items():
        mark_delivered(fetched, outlet, pages, failed)
    return summary


def not_coded(warehouse: Path) -> set[str]:
    """The articles on which extraction failed: a fault of the program, so they wait for a better one."""
    rejects = read_table(warehouse, "rejects", ("source", "location")).to_pylist()
    return {reject["location"] for reject in rejects if reject["source"] == "extraction"}


def when_free(warehouse: Place, run: Callable[[Publication], T]) -> T:
    """Run as the warehouse's only writer, after the one at it now."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with writing_at(warehouse) as publication:
                return run(publication)
        except BusyError:
            if time.monotonic() > end:
                raise
            time.sleep(POLL)


def told(reports: Sequence[Report], summary: Summary, now: Sequence[SourceState]) -> State[Any]:
    """The run's last word: a state that a person understands, and the tables of its page."""
    show_round(reports, summary, now)
    failed = [state.outlet for state in now if state.state == "failing"]
    silent = [state.outlet for state in now if state.state == "silent"]
    new, changed = summary.counts.new_articles, summary.counts.changed_articles
    words = [f"{new:,} new and {changed:,} changed articles"]
    words += [f"failing: {some(failed)}"] if failed else []
    words += [f"silent: {some(silent)}"] if silent else []
    if reports and len(failed) == len(now):
        words += [
            f"{now[0].outlet}: {now[0].fault}",
            "is the machine connected? `rasid sources` tells each one's fault",
        ]
        return Failed(name="NoOutletReadable", message="; ".join(words))
    name = "SomeOutletsFailed" if failed else "Published" if summary.files_changed else "NothingNew"
    return Completed(name=name, message="; ".join(words))


def some(outlets: Sequence[str]) -> str:
    """The first of them by name, the others by number."""
    left = len(outlets) - NAMED
    return ", ".join(outlets[:NAMED]) + (f" and {left:,} more" if left > 0 else "")
