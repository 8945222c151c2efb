"""What a release holds beside its tables: the database, what changed, quality figures, documents."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows import clock
from flows.codebook import current_codebook
from flows.database import DATABASE
from flows.materialise import build
from flows.opened import open_database, rows_of, view
from flows.report_rows import gather, measured
from transforms.drawing_page import report_page
from transforms.releasing_changes import Difference, differences, summary
from transforms.releasing_package import Part, package
from transforms.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("LICENSE", "DATA_STATEMENT.md", "CITATION.cff", "docs/coding-rules.md", "docs/method.md")
KEYS = {"attacks": "attack_id", "milestones": "milestone_id"}
ABOUT = {
    "title": "Rasid: attacks and foreign-force withdrawal milestones from Arabic-language news",
    "description": "Attacks and withdrawal milestones coded by rules and small learned models from Arabic-language "
    "news articles; every value traces to the words that gave it. See README.md.",
}


def write_contents(folder: Path, version: str, previous: Path | None, parts: Sequence[Part]) -> None:
    """Write all files of a release but its tables and hashes."""
    build(folder / DATABASE, {name: [folder / "parquet" / f"{name}.parquet"] for name in TABLES})
    found = list(compared(folder, previous))
    write_changes(folder / "changes.csv", found)
    (folder / "CHANGES.md").write_text(summary(found, version, previous.name if previous else None), "utf-8")
    descriptor = package(version, clock.now(), parts, ABOUT)
    (folder / "datapackage.json").write_text(json_text(descriptor), "utf-8")
    (folder / "quality.json").write_text(json_text(quality(folder)), "utf-8")
    (folder / "codebook.md").write_text(current_codebook(), "utf-8")
    (folder / "README.md").write_text(readme(version, parts), "utf-8")
    with open_database(folder) as database:
        (folder / "report.html").write_text(report_page(gather(database, None, None), "ar"), "utf-8")
    for name in DOCUMENTS:
        if (ROOT / name).exists():
            shutil.copyfile(ROOT / name, folder / Path(name).name)


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def compared(folder: Path, previous: Path | None) -> Iterable[Difference]:
    """The differences of the events of two releases."""
    if previous is None:
        return
    for table, key in KEYS.items():
        old, new = (pq.read_table(side / "parquet" / f"{table}.parquet").to_pylist() for side in (previous, folder))
        yield from differences(table, key, old, new)


def write_changes(path: Path, found: Iterable[Difference]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Difference._fields)
        writer.writerows(found)


def quality(folder: Path) -> dict[str, Any]:
    """Figures by which to judge the release."""
    with open_database(folder) as database:
        attacks, milestones = (rows_of(view(database, name)) for name in KEYS)
        return {
            "articles": len(view(database, "articles")),
            "rejects": Counter(row["reason"].partition(":")[0] for row in rows_of(view(database, "rejects"))),
            "attacks": figures(attacks),
            "milestones": figures(milestones),
            "broken_expectations": rows_of(view(database, "data_quality")),
            "measured": measured(),
        }


def figures(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many events, how well evidenced, how complete."""
    return {
        "events": len(events),
        "grades": Counter(row["evidence_grade"] for row in events),
        "with_a_day": sum(row["date_precision"] == "day" for row in events),
        "with_coordinates": sum(row["latitude"] is not None for row in events),
        "from_several_independent_texts": sum(row["n_independent"] > 1 for row in events),
        "mean_confidence": round(sum(row["confidence"] for row in events) / len(events), 3) if events else None,
    }


def readme(version: str, parts: Sequence[Part]) -> str:
    listed = "\n".join(f"| {part.path} | {part.size:,} |" for part in parts)
    text = (ROOT / "seeds" / "report" / "release-readme.md").read_text("utf-8")
    return text.replace("{version}", version).replace("{files}", listed)
