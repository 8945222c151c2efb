"""Warehouses made of rows instead of articles: empty, hostile, large."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.database import DATABASE
from flows.lake import by_month, partition_path
from flows.materialise import build
from transforms.arrow import table_of
from transforms.schema import (
    TABLES,
    Article,
    Attack,
    AttackReport,
    Evidence,
    MergedReport,
    Milestone,
    MilestoneReport,
    Revision,
    Run,
)

DAY = dt.date(2020, 8, 23)
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SENTENCE = "سقطت ثلاثة صواريخ كاتيوشا على المنطقة الخضراء وسط بغداد مساء الأحد."
NUMBERS = count()


def warehouse(folder: Path, **rows: Sequence[Any]) -> Path:
    """A warehouse with these rows of each table."""
    files: dict[str, list[Path]] = {}
    for name, table in TABLES.items():
        held = table_of(table.row, rows.get(name, ()))
        for month, part in by_month(table, held).items() if held.num_rows else ():
            path = folder / partition_path(table, month)
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(part, path)
            files.setdefault(name, []).append(path)
    folder.mkdir(parents=True, exist_ok=True)
    build(folder / DATABASE, files)
    return folder


def empty(folder: Path) -> Path:
    return warehouse(folder)


def article(text: str = SENTENCE, **others: Any) -> Article:
    key = f"t{next(NUMBERS)}"
    fields: dict[str, Any] = {
        "article_id": key,
        "outlet": "وكالة",
        "url": f"https://outlet.example/{key}",
        "title": "خبر",
        "text": text,
        "published": DAY,
        "published_at": None,
        "published_basis": "file",
        "fetched_at": None,
        "text_sha256": "0",
        "wire_group": None,
    }
    return Article(**(fields | others))


def attack(**others: Any) -> Attack:
    fields: dict[str, Any] = dict(
        attack_id=f"a{next(NUMBERS)}", type="shelling", kind="incident", incident_count=None, outcome="hit",
        date_start=DAY, date_end=DAY, date_precision="day", date_basis="absolute", country="IQ", admin1="Baghdad",
        place="المنطقة الخضراء", places=["المنطقة الخضراء"], place_id="iq-green-zone", latitude=33.305, longitude=44.39,
        geo_precision=1, weapons=["katyusha"], perpetrator="unidentified", targets=["green_zone"], victims=None,
        killed_low=0, killed_best=1, killed_high=2, wounded_low=None, wounded_best=None, wounded_high=None,
        acled_event_type="Explosions/Remote violence", acled_sub_event_type="Shelling/artillery/missile attack",
        **SUPPORT,
    )  # fmt: skip
    return Attack(**(fields | others))


def milestone(**others: Any) -> Milestone:
    fields: dict[str, Any] = dict(
        milestone_id=f"m{next(NUMBERS)}", thread_id=None, type="site_handover", status="completed", force="coalition", country="IQ",
        place="معسكر التاجي", place_id="iq-camp-taji", latitude=33.52, longitude=44.26, geo_precision=1,
        troops_from=None, troops_to=None, troops_change=None, date_start=DAY, date_end=DAY, date_precision="day",
        date_basis="absolute", deadline=None, announced_by=None, speaker=None,
        acled_event_type="Strategic developments", acled_sub_event_type="Other", **SUPPORT,
    )  # fmt: skip
    return Milestone(**(fields | others))


SUPPORT: dict[str, Any] = {
    "n_reports": 1, "n_outlets": 1, "n_independent": 1, "evidence_grade": "fair", "confidence": 0.9,
    "first_reported": DAY, "last_reported": DAY, "plover_event": "ASSAULT", "plover_mode": None, "cameo_code": "190",
}  # fmt: skip


def reported(event: Attack | Milestone, source: Article) -> dict[str, Any]:
    """A report of the event by the article: its row, its membership, its evidence."""
    is_attack = isinstance(event, Attack)
    report_id = f"r{next(NUMBERS)}"
    own = {
        "report_id": report_id,
        "article_id": source.article_id,
        "published": source.published,
        "confidence": 0.9,
        "extractor_version": "1",
    }
    row: type = AttackReport if is_attack else MilestoneReport
    shared = {
        name: getattr(event, name) for name in row.__dataclass_fields__ if name not in own and hasattr(event, name)
    }
    tolls = dict.fromkeys(("killed_min", "killed_max", "wounded_min", "wounded_max")) if is_attack else {}
    event_id = event.attack_id if isinstance(event, Attack) else event.milestone_id
    return {
        "report": row(**own, **shared, **tolls),
        "merged": MergedReport(report_id=report_id, event_id=event_id, rule="alone", score=1.0),
        "evidence": [
            evidence(report_id, source, "event", 0, len(source.text)),
            evidence(report_id, source, "place", 0, min(12, len(source.text))),
        ],
    }


def evidence(report_id: str, source: Article, field: str, start: int, end: int) -> Evidence:
    return Evidence(
        report_id=report_id, article_id=source.article_id, published=source.published, field=field, value="x",
        start=start, end=end, quote=source.text[start:end], rule="test",
    )  # fmt: skip


def run(**others: Any) -> Run:
    fields: dict[str, Any] = dict.fromkeys(Run.__dataclass_fields__, 0) | {
        "run_id": f"run{next(NUMBERS)}", "started_at": MOMENT, "seconds": 1.0, "extractor_version": "1-test",
        "lexicon_sha256": "0", "python_version": "3",
    }  # fmt: skip
    return Run(**(fields | others))


def told(events: Sequence[Attack | Milestone], articles: Sequence[Article], **others: Sequence[Any]) -> dict[str, Any]:
    """All rows of a dataset in which each event is reported by the article beside it."""
    reports = [reported(event, source) for event, source in zip(events, articles, strict=True)]
    attacks = [event for event in events if isinstance(event, Attack)]
    milestones = [event for event in events if isinstance(event, Milestone)]
    pairs = list(zip(events, reports, strict=True))
    return {
        "articles": list({source.article_id: source for source in articles}.values()),
        "attacks": attacks,
        "milestones": milestones,
        "attack_reports": [made["report"] for event, made in pairs if isinstance(event, Attack)],
        "milestone_reports": [made["report"] for event, made in pairs if isinstance(event, Milestone)],
        "attack_reports_merged": [made["merged"] for event, made in pairs if isinstance(event, Attack)],
        "milestone_reports_merged": [made["merged"] for event, made in pairs if isinstance(event, Milestone)],
        "evidence": [row for made in reports for row in made["evidence"]],
        "runs": [run()],
        **others,
    }


def small(folder: Path) -> Path:
    """One attack and one milestone, both with a source."""
    return warehouse(folder, **told([attack(), milestone()], [article(), article()]))


def hostile(folder: Path, texts: Sequence[str]) -> Path:
    """Each text as title, outlet, place, speaker, address and sentence of an attack and a milestone."""
    sources = [article(text, title=text, outlet=text, url=text) for text in texts for _ in "ab"]
    events: list[Attack | Milestone] = []
    for text in texts:
        events += [
            attack(place=text, places=[text], place_id=None, admin1=text),
            milestone(place=text, place_id=None, speaker=text),
        ]
    changed = Revision(
        event_id=events[0].attack_id, table="attacks", valid_from=MOMENT, valid_to=None, field="place",  # type: ignore[union-attr]
        old=None, new='"<b>new</b>"', reason="correction",
    )  # fmt: skip
    runs = [run(started_at=MOMENT - dt.timedelta(days=9)), run()]
    return warehouse(folder, **told(events, sources, revisions=[changed], runs=runs))


def large(folder: Path, events: int) -> Path:
    """Tens of thousands of events over eight years and many places, each with a source."""
    dice = random.Random(7)
    made = list(large_events(dice, events))
    sources = [
        article(SENTENCE * 3, published=event.first_reported, outlet=f"منبر {dice.randrange(12)}") for event in made
    ]
    return warehouse(folder, **told(made, sources))


def large_events(dice: random.Random, events: int) -> Iterator[Attack | Milestone]:
    types = ("shelling", "air_strike", "explosive", "suicide_bombing", "armed_clash", "armed_assault", "other")
    for _ in range(events):
        day = dt.date(2016, 1, 1) + dt.timedelta(days=dice.randrange(3000))
        shared: dict[str, Any] = {
            "country": dice.choices(("IQ", "SY", "YE", "AF", None), (6, 3, 2, 1, 0.2))[0], "date_start": day,
            "date_end": day, "place_id": None, "first_reported": day, "last_reported": day,
            "latitude": 29.5 + dice.randrange(16) / 2, "longitude": 39 + dice.randrange(36) / 4,
        }  # fmt: skip
        if dice.random() < 0.06:
            status = dice.choice(("completed", "announced", "demanded", "denied", "under_way"))
            kind, force = (
                dice.choice(("site_handover", "troop_level", "timetable")),
                dice.choice(("us", "coalition", "nato")),
            )
            troops = dice.randrange(500, 9000) if kind == "troop_level" else None
            yield milestone(type=kind, status=status, force=force, troops_to=troops, **shared)
        else:
            targets = dice.choice((["military_base"], ["civilians"], ["embassy"], ["security_forces"], []))
            admin1 = f"Province {dice.randrange(18)}"
            yield attack(
                type=dice.choice(types), targets=targets, admin1=admin1, killed_high=dice.randrange(2, 9), **shared
            )
