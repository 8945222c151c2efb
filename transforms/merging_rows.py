"""One event row out of all its reports: the best value of each field, the spread of the tolls, the grade.

Reports come earliest first. A report's grade is how exactly it places the event:
2 with a day and a named place, 1 with either, 0 with neither. Values are those
that most independent texts give; between equals the later report has it right.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from transforms.merging_attacks import VAGUE_ACTORS, are_kin
from transforms.merging_threads import thread_of
from transforms.schema import Attack, Milestone, Place
from transforms.seeds import load_rows

CODES = ("acled_event_type", "acled_sub_event_type", "plover_event", "plover_mode", "cameo_code")
# ACLED's geo_precision by kind of place; towns, quarters and facilities are exact.
EXACT = 1
PRECISION = {"district": 2, "river": 2, "road": 2, "mountain": 2, "island": 2, "admin1": 3, "region": 3, "sea": 3}
SHARPNESS = {"day": 0, "week": 1, "range": 2, "month": 3, "year": 4, "unknown": 5}
BROAD = frozenset({"admin1", "region", "sea"})
CERTAIN = 0.999999
CONFLICT = 3  # times as many dead in one account as in another, and more than a handful


@dataclass(frozen=True, slots=True)
class Account:
    """A report with where it stands among the sources."""

    report: Any
    outlet: str
    text: str  # its wire group, or its article where it stands alone


def attack_of(attack_id: str, accounts: Sequence[Account], places: Mapping[str, Place]) -> Attack:
    """The attack that these reports tell of."""
    site = best_site(accounts, places)
    return Attack(
        attack_id=attack_id,
        type=common(accounts, "type"),
        kind=common(accounts, "kind"),
        incident_count=latest(accounts, "incident_count"),
        outcome=common(accounts, "outcome"),
        **best_dates(accounts),
        country=common_known(accounts, "country") if site is None else site.country,
        admin1=admin1_of(accounts, site),
        place=site and site.place,
        places=united(accounts, "places"),
        place_id=site and site.place_id,
        **position(site and site.place_id, places),
        weapons=united(accounts, "weapons"),
        perpetrator=common_actor(accounts),
        targets=united(accounts, "targets"),
        victims=common_known(accounts, "victims"),
        **toll("killed", accounts),
        **toll("wounded", accounts),
        **standing(accounts, conflicts(accounts)),
        **codes("attacks", common(accounts, "type")),
    )


def milestone_of(milestone_id: str, accounts: Sequence[Account], places: Mapping[str, Place]) -> Milestone:
    """The milestone that these reports tell of."""
    site = best_site(accounts, places)
    place, place_id = (site.place, site.place_id) if site else (None, None)
    force, country = common_known(accounts, "force"), common_known(accounts, "country")
    return Milestone(
        milestone_id=milestone_id,
        thread_id=thread_of(force, country, place_id, place),
        type=common(accounts, "type"),
        status=common(accounts, "status"),
        force=force,
        country=country,
        place=place,
        place_id=place_id,
        **position(place_id, places),
        **{name: common_known(accounts, name) for name in ("troops_from", "troops_to", "troops_change")},
        **best_dates(accounts),
        **{name: common_known(accounts, name) for name in ("deadline", "announced_by", "speaker")},
        **standing(accounts, is_contested=False),
        **codes("milestones", common(accounts, "type")),
    )


def common(accounts: Sequence[Account], name: str) -> Any:
    """The value that most independent texts give, the latest among equals."""
    return most_told(accounts, lambda report: getattr(report, name))


def common_known(accounts: Sequence[Account], name: str) -> Any:
    """The same among reports that say anything."""
    telling = [account for account in accounts if getattr(account.report, name) is not None]
    return common(telling, name) if telling else None


def most_told(accounts: Sequence[Account], value: Callable[[Any], Any]) -> Any:
    texts: dict[Hashable, set[str]] = defaultdict(set)
    age: dict[Hashable, int] = {}
    for number, account in enumerate(accounts):
        told = value(account.report)
        texts[told].add(account.text)
        age[told] = number
    return max(texts, key=lambda told: (len(texts[told]), age[told]))


def common_actor(accounts: Sequence[Account]) -> str:
    """The perpetrator that most texts name; unidentified only when none names any."""
    naming = [account for account in accounts if account.report.perpetrator not in VAGUE_ACTORS]
    vague = [account for account in accounts if account.report.perpetrator != "unidentified"]
    return str(common(naming or vague or accounts, "perpetrator"))


def latest(accounts: Sequence[Account], name: str) -> Any:
    values = [getattr(account.report, name) for account in accounts]
    return next((value for value in reversed(values) if value is not None), None)


def united(accounts: Sequence[Account], name: str) -> list[str]:
    """All values of a list field, the most told first."""
    texts = Counter(value for account in accounts for value in dict.fromkeys(getattr(account.report, name)))
    first = {value: number for number, value in reversed(list(enumerate(texts)))}
    return sorted(texts, key=lambda value: (-texts[value], first[value]))


def best_dates(accounts: Sequence[Account]) -> dict[str, Any]:
    """The dates of the sharpest precision; of those, the ones most texts give."""
    sharpest = min(SHARPNESS[account.report.date_precision] for account in accounts)
    sharp = [account for account in accounts if SHARPNESS[account.report.date_precision] == sharpest]
    names = ("date_start", "date_end", "date_precision")
    values = most_told(sharp, lambda report: tuple(getattr(report, name) for name in names))
    bases = [a for a in sharp if tuple(getattr(a.report, name) for name in names) == values]
    return {**dict(zip(names, values, strict=True)), "date_basis": common(bases, "date_basis")}


def best_site(accounts: Sequence[Account], places: Mapping[str, Place]) -> Any:
    """The report whose place serves for the event: a place, one the gazetteer knows, a small one, most told."""

    def narrowness(report: Any) -> int:
        place = places.get(report.place_id) if report.place_id else None
        return 0 if place is None else 1 if place.kind in BROAD else 2

    placed = [account for account in accounts if account.report.place]
    if not placed:
        return None
    narrowest = max(narrowness(account.report) for account in placed)
    narrow = [account for account in placed if narrowness(account.report) == narrowest]
    key = most_told(narrow, lambda report: report.place_id or report.place)
    return [account.report for account in narrow if (account.report.place_id or account.report.place) == key][-1]


def admin1_of(accounts: Sequence[Account], site: Any) -> str | None:
    own: str | None = site.admin1 if site is not None else None
    return own if own is not None else common_known(accounts, "admin1")


def toll(name: str, accounts: Sequence[Account]) -> dict[str, Any]:
    """Lowest and highest number told; best is that of the latest report of the best grade."""
    least = [getattr(account.report, f"{name}_min") for account in accounts]
    most = [getattr(account.report, f"{name}_max") for account in accounts]
    tolls = list(zip(least, most, strict=True))
    told = [(grade(account.report), age) for age, account in enumerate(accounts) if tolls[age] != (None, None)]
    if not told:
        return {f"{name}_low": None, f"{name}_best": None, f"{name}_high": None}
    _, age = max(told)
    best = least[age] if least[age] is not None else most[age]
    lows, highs = [n for n in least if n is not None], [n for n in most if n is not None]
    return {
        f"{name}_low": min([*lows, best]) if lows else None,
        f"{name}_best": best,
        f"{name}_high": max([*lows, *highs]) if highs else None,
    }


def grade(report: Any) -> int:
    return int(report.date_precision == "day") + int(report.place is not None)


def standing(accounts: Sequence[Account], is_contested: bool) -> dict[str, Any]:
    """How well an event stands on its reports."""
    texts = {account.text for account in accounts}
    outlets = {account.outlet for account in accounts}
    days = [account.report.published for account in accounts if account.report.published is not None]
    return {
        "n_reports": len(accounts),
        "n_outlets": len(outlets),
        "n_independent": len(texts),
        "evidence_grade": "contested" if is_contested else grade_of(accounts, min(len(texts), len(outlets))),
        "confidence": confidence(accounts),
        "first_reported": min(days, default=None),
        "last_reported": max(days, default=None),
    }


def grade_of(accounts: Sequence[Account], sources: int) -> str:
    """confirmed by two sources, fair by one that gives day and place (or several texts of it), else weak.

    Sources are outlets, and texts: neither five articles of one outlet nor one wire text in five are two.
    """
    if sources > 1:
        return "confirmed"
    texts = {account.text for account in accounts}
    return "fair" if len(texts) > 1 or max(grade(account.report) for account in accounts) == 2 else "weak"


def confidence(accounts: Sequence[Account]) -> float:
    """That at least one independent text is right; of one text's copies the surest counts."""
    surest: dict[str, float] = defaultdict(float)
    for account in accounts:
        surest[account.text] = max(surest[account.text], account.report.confidence)
    if len(surest) == 1:
        return float(next(iter(surest.values())))
    return round(min(CERTAIN, 1.0 - prod(1.0 - value for value in sorted(surest.values()))), 6)


def conflicts(accounts: Sequence[Account]) -> bool:
    """Whether independent texts contradict each other on who did it, whether it hit, or how many died."""
    named = {account.report.perpetrator for account in accounts} - VAGUE_ACTORS
    is_disputed = any(not are_kin(one, two) for one in named for two in named if one < two)
    dead = {account.report.killed_min for account in final(accounts)} - {None}
    is_far = bool(dead) and max(dead) > 5 and max(dead) >= CONFLICT * max(1, min(dead))
    return is_disputed or is_far or {"hit", "intercepted"} <= {account.report.outcome for account in accounts}


def final(accounts: Sequence[Account]) -> Iterable[Account]:
    """Each outlet's last word: a toll that rises in time is no conflict."""
    return {account.outlet: account for account in accounts if account.report.killed_min is not None}.values()


def position(place_id: str | None, places: Mapping[str, Place]) -> dict[str, Any]:
    """Where a place lies, and how exactly that is known."""
    place = places.get(place_id) if place_id else None
    if place is None:
        return {"latitude": None, "longitude": None, "geo_precision": None}
    precision = PRECISION.get(place.kind, EXACT)
    return {"latitude": place.latitude, "longitude": place.longitude, "geo_precision": precision}


def codes(table: str, kind: str) -> dict[str, Any]:
    return code_table()[table, kind]


@cache
def code_table() -> dict[tuple[str, str], dict[str, str | None]]:
    """The codes of other schemes for each type, from seeds/event_codes.csv."""
    rows = load_rows("event_codes.csv", ("table", "type", *CODES))
    return {(row["table"], row["type"]): {code: row[code] or None for code in CODES} for row in rows}
