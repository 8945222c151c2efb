"""How an outlet is doing, held against what is normal for it."""

import datetime as dt
from dataclasses import dataclass

from transforms.schema import SourceState
from transforms.sources import Source

DAY = dt.timedelta(days=1)
LONG = 3  # times the usual gap between two articles is a silence


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """What visits to the outlet showed so far."""

    since: dt.datetime | None  # of the first visit
    last_article_at: dt.datetime | None
    articles_last_day: int
    fault: str | None  # of the last visit, when no feed could be read


def state_of(source: Source, watched: Watched, now: dt.datetime) -> SourceState:
    return SourceState(
        outlet=source.outlet,
        state=judged(source, watched, now),
        last_article_at=watched.last_article_at,
        fewest_a_day=source.articles_a_day[0],
        most_a_day=source.articles_a_day[1],
        fault=watched.fault,
    )


def judged(source: Source, watched: Watched, now: dt.datetime) -> str:
    """unvisited, failing, silent, few, many or normal, the gravest that holds."""
    fewest, most = source.articles_a_day
    if watched.since is None:
        return "unvisited"
    if watched.fault:
        return "failing"
    if now - (watched.last_article_at or watched.since) > longest_gap(fewest):
        return "silent"
    if watched.articles_last_day < fewest and now - watched.since > DAY:
        return "few"
    # On the first day a feed lists what is older too.
    return "many" if watched.articles_last_day > most and now - watched.since > DAY else "normal"


def longest_gap(fewest_a_day: int) -> dt.timedelta:
    """How long the outlet may be quiet: nights and holidays are, so never less than a day."""
    return max(DAY, LONG * DAY / max(fewest_a_day, 1))
