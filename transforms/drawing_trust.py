"""What changed, what was read, how far to trust it, how to cite: the end of the report."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transforms.drawing_findings import Findings, Row
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_parts import added, lead, of_focus, section
from transforms.drawing_tables import nothing, table
from transforms.drawing_words import Both, called, day, name, told

CHANGES, OUTLETS, MONTHS, WARNINGS = 40, 30, 36, 12


def trust_sections(findings: Findings) -> Iterator[Markup]:
    yield changes(findings)
    yield coverage(findings)
    yield quality(findings)
    yield cite(findings)


# What changed


def changes(findings: Findings) -> Markup:
    change = findings.change
    if change.since is None:
        return section("changes", element("p", told("changes_first"), class_="nothing"))
    came = [row for row in change.rows if row["field"] == "event" and row["new"] is not None]
    went = [row for row in change.rows if row["field"] == "event" and row["new"] is None]
    edits = [row for row in change.rows if row["field"] != "event"]
    summary = lead(
        "changes_lead",
        since=day(change.since.date()),
        new=len(came),
        gone=len(went),
        changed=len({row["event_id"] for row in edits}),
    )
    columns = ("event", "field", "old", "new", "reason")
    return section("changes", summary, table(columns, map(change_row, edits[:CHANGES]), "plain") if edits else None)


def change_row(row: Row) -> Markup:
    event = element(
        "a", called("table", row["table"]), " ", element("code", row["event_id"][:8]), href=f"#{row['event_id']}"
    )
    return element(
        "tr",
        element("td", event),
        element("td", called("field", row["field"])),
        element("td", element("bdi", plain(row["old"]))),
        element("td", element("bdi", plain(row["new"]))),
        element("td", called("reason", row["reason"])),
    )


def plain(value: str | None) -> str:
    """A JSON value as a reader writes it."""
    read = None if value is None else json.loads(value)
    if read is None:
        return "–"
    return ", ".join(map(str, read)) if isinstance(read, list) else str(read)


# What was read


def coverage(findings: Findings) -> Markup:
    if not findings.coverage:
        return section("coverage", nothing())
    by_outlet: dict[str | None, Counter[dt.date | None]] = defaultdict(Counter)
    for row in findings.coverage:
        by_outlet[row["outlet"]][row["month"]] += row["articles"]
    months = months_between(findings)
    most = max(count for counts in by_outlet.values() for count in counts.values())
    ranked = sorted(by_outlet.items(), key=lambda item: (-item[1].total(), str(item[0])))[:OUTLETS]
    rows = (coverage_row(outlet, counts, months, most) for outlet, counts in ranked)
    head = element("tr", element("td"), element("th", told("total"), scope="col"), *month_heads(months))
    grid = element("table", element("thead", head), element("tbody", *rows), class_="heat")
    return section("coverage", lead("coverage_lead"), element("div", grid, class_="scroll", tabindex="0"))


def months_between(findings: Findings) -> list[dt.date]:
    """The last months that the articles cover."""
    if findings.first is None or findings.last is None:
        return []
    first, last = (date.year * 12 + date.month - 1 for date in (findings.first, findings.last))
    return [dt.date(index // 12, index % 12 + 1, 1) for index in range(max(first, last - MONTHS + 1), last + 1)]


def month_heads(months: Sequence[dt.date]) -> Iterator[Markup]:
    for index, month in enumerate(months):
        # A year is as wide as three months: the first one is named where January leaves it room.
        label = month.year if month.month == 1 or (index == 0 and month.month < 10) else ""
        yield element("th", label, scope="col", title=f"{month:%Y-%m}")


def coverage_row(outlet: str | None, counts: "Counter[dt.date | None]", months: Sequence[dt.date], most: int) -> Markup:
    cells = (
        element(
            "td",
            title=f"{month:%Y-%m}: {counts[month]:,}",
            style=f"--heat:{(counts[month] / most) ** 0.5:.2f}" if counts[month] else None,
        )
        for month in months
    )
    named = element("bdi", outlet) if outlet else told("no_outlet")
    return element("tr", element("th", named, scope="row"), element("td", f"{counts.total():,}", class_="n"), *cells)


# How far to trust it


def quality(findings: Findings) -> Markup:
    parts = [lead("quality_machine"), *measured(findings.measured), known(findings), *broken(findings)]
    if findings.rejects:
        parts.append(element("p", told("quality_rejects", n=findings.rejects)))
    return section("quality", *parts)


def measured(figures: Mapping[str, Any]) -> Iterator[Markup]:
    """Measured accuracy, where the program states any."""
    for part in figures.get("sets", []):
        named = [(name("measure", key), value) for key, value in part["figures"].items()]
        said = Both(*("; ".join(f"{text[place]} {value:.2f}" for text, value in named) for place in (0, 1)))
        yield element("p", told("quality_measured", set=Both(part["en"], part["ar"]), figures=said))


def known(findings: Findings) -> Markup:
    """How many attacks have what: what is not stated is null, never guessed."""
    total = added(of_focus(findings, findings.months), "attacks")
    return element(
        "p",
        told(
            "quality_known",
            n=total,
            dated=total - findings.undated,
            placed=sum(row["attacks"] for row in findings.places if row["latitude"] is not None),
            named=sum(row["attacks"] for row in findings.perpetrators if row["perpetrator"] != "unidentified"),
            tolled=total - added(of_focus(findings, findings.casualties), "no_toll"),
        ),
    )


def broken(findings: Findings) -> Iterator[Markup]:
    if not findings.broken:
        yield element("p", told("quality_clean"))
        return
    counted = Counter((row["severity"], row["expectation"]) for row in findings.broken)
    items = (
        element("li", called("severity", severity), f": {expectation} ({count:,})")
        for (severity, expectation), count in counted.most_common(WARNINGS)
    )
    yield element("p", told("quality_broken"))
    yield element("ul", *items, class_="warnings", dir="ltr")


# How to cite


def cite(findings: Findings) -> Markup:
    text = told("cite_text", day=day(findings.made.date()), version=findings.extractor)
    return section("cite", element("p", joined((text,)), class_="citation"), element("p", told("cite_terms")))
