"""The tables of the report; each row of an event is followed by one that opens its sources."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from transforms.drawing_findings import Findings, Row
from transforms.drawing_map import place_name
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_sources import key_to_marks, sources_row
from transforms.drawing_timeline import LANE
from transforms.drawing_words import Both, called, country, day, listed, say, shown, told

T = TypeVar("T")
LABELLED = ("numbers", "around", "toll")  # numbers that say nothing without their column's head
TOLL = (("killed_low", "killed_best", "killed_high"), ("wounded_low", "wounded_best", "wounded_high"))


def event_table(
    findings: Findings,
    columns: Sequence[str],
    events: Iterable[tuple[str, Sequence[object], str]],
    prefix: str = "",
) -> Markup:
    """A table of events: of each its id, its cells and its class."""
    body: list[Markup] = []
    for event_id, cells, class_ in events:
        tds = (
            element("td", *labelled(column, cell), class_=column) for cell, column in zip(cells, columns, strict=True)
        )
        body += [
            element("tr", *tds, id=f"{prefix}{event_id}", class_=f"event {class_}"),
            sources_row(findings, event_id, len(columns)),
        ]
    return joined((key_to_marks(), table(columns, body, "events")))


def labelled(column: str, cell: object) -> Iterator[object]:
    """The cell; before a number what it counts, for pages too narrow to show the heads of columns."""
    if column in LABELLED and cell:
        yield element("span", told(f"col_{column}"), ": ", class_="label")
    yield cell


def table(columns: Sequence[str], body: Iterable[Markup], class_: str) -> Markup:
    heads = (element("th", told(f"col_{column}"), scope="col", class_=column) for column in columns)
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *body), class_=class_)
    return element("div", inner, class_="scroll", role="region", tabindex="0", aria_label="table")


def milestone_table(findings: Findings, rows: Sequence[Row]) -> Markup:
    columns = ("date", "step", "force", "place", "numbers", "around", "evidence")
    return event_table(findings, columns, ((row["milestone_id"], milestone_cells(findings, row), "") for row in rows))


def milestone_cells(findings: Findings, row: Row) -> list[object]:
    status = element("span", called("status", row["status"]), class_=f"status {LANE.get(row['status'], 'said')}")
    force = joined(
        (called("actor", row["force"]), "" if findings.focus else element("small", shown(country(row["country"]))))
    )
    return [
        when(row, row["day"]),
        joined((called("milestone", row["type"]), " ", status)),
        force,
        place(row),
        joined(numbers(row), " "),
        around(findings.around.get(row["milestone_id"])),
        evidence(row),
    ]


def when(row: Row, first: object) -> Markup:
    """The day, or the span, or when it was reported where the text states none."""
    if row["date_start"] is None:
        return element("span", told("reported", day=day(row["day"])) if first else told("no_date"), class_="faint")
    start = element("time", shown(day(row["date_start"])), datetime=row["date_start"])
    if row["date_end"] in (None, row["date_start"]):
        return start
    return joined((start, " – ", element("time", shown(day(row["date_end"])), datetime=row["date_end"])))


def place(row: Row) -> Markup:
    """The place as the text has it, and in English where the gazetteer knows it."""
    if not row["place"]:
        return shown(Both(row.get("admin1") or "", row.get("admin1") or ""))
    english = row.get("name_en")
    return joined(
        (
            element("bdi", row["place"], lang="ar"),
            element("small", element("bdi", english, lang="en")) if english else None,
        )
    )


def numbers(row: Row) -> list[Markup]:
    told_numbers = []
    if row["troops_from"] is not None and row["troops_to"] is not None:
        told_numbers.append(element("bdi", f"{row['troops_from']:,} → {row['troops_to']:,}", dir="ltr"))
    elif row["troops_to"] is not None:
        told_numbers.append(element("bdi", f"{row['troops_to']:,}"))
    if row["troops_change"] is not None:
        told_numbers.append(element("bdi", f"{row['troops_change']:+,}".replace("-", "−"), dir="ltr"))
    if row["deadline"] is not None:
        told_numbers.append(element("small", told("by_deadline", day=day(row["deadline"]))))
    return told_numbers


def around(row: Row | None) -> Markup | None:
    return None if row is None else pair(f"{row['attacks_before']:,}", f"{row['attacks_after']:,}")


def pair(first: str, second: str) -> Markup:
    """Two numbers in the order in which the column's head names them, whichever way the page reads."""
    return joined((element("bdi", first, dir="ltr"), " / ", element("bdi", second, dir="ltr")))


def evidence(row: Row) -> Markup:
    """The grade, with the number of independent texts and the confidence for who asks."""
    hint = f"{row['n_reports']} reports, {row['n_independent']} independent, confidence {row['confidence']:.2f}"
    return element("span", called("grade", row["evidence_grade"]), class_=f"grade {row['evidence_grade']}", title=hint)


def attack_table(findings: Findings, rows: Sequence[Row], with_presence: bool) -> Markup:
    columns = ("date", "attack", "target", "place", "by", "toll", "evidence")
    events = ((row["attack_id"], attack_cells(row, with_presence), row["kind"]) for row in rows)
    return event_table(findings, columns, events, "" if with_presence else "deadly-")


def attack_cells(row: Row, with_presence: bool) -> list[object]:
    kind = element("span", called("kind", "recurring"), class_="status said") if row["kind"] == "recurring" else None
    outcome = element("small", called("outcome", row["outcome"])) if row["outcome"] != "hit" else None
    weapons = element("small", shown(listed("weapon", row["weapons"]))) if row["weapons"] else None
    return [
        when({**row, "day": None}, None),
        joined((called("attack", row["type"]), kind, weapons, outcome), " "),
        called("presence", row["presence"]) if with_presence else shown(listed("target", row["targets"])),
        place(row),
        called("actor", row["perpetrator"]),
        pair(*(toll(row, bounds) for bounds in TOLL)),
        evidence(row),
    ]


def toll(row: Row, bounds: tuple[str, str, str]) -> str:
    """Low to high, or the one number that all accounts give; a dash where none is stated."""
    low, best, high = (row[bound] for bound in bounds)
    if best is None and low is None:
        return f"≤{high:,}" if high is not None else "–"
    low = best if low is None else low
    if high is None:
        return f"≥{low:,}" if low else "0"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def deadline_table(findings: Findings, rows: Sequence[Row]) -> Markup:
    columns = ("deadline", "force", "step", "stated", "state", "evidence")
    cells = (
        element(
            "tr",
            element("td", shown(day(row["deadline"]))),
            element("td", called("actor", row["force"])),
            element("td", called("milestone", row["type"]), " ", to_row(row, called("status", row["status"]))),
            element("td", shown(day(row["stated_on"]))),
            element("td", element("span", called("deadline", row["state"]), class_=f"state {row['state']}")),
            element("td", called("grade", row["evidence_grade"])),
        )
        for row in rows
    )
    return table(columns, cells, "plain")


def to_row(row: Row, *children: object) -> Markup:
    """A link to the milestone's own row of its table."""
    return element("a", *children, href=f"#{row['milestone_id']}")


def bar_list(rows: Sequence[tuple[Both, int]]) -> Markup:
    """Names with numbers, each with a bar as long as its number."""
    most = max((count for _, count in rows), default=1) or 1
    items = (
        element(
            "li",
            element("span", shown(text)),
            element("span", f"{count:,}", class_="n"),
            element("i", style=f"--share:{count / most:.3f}"),
        )
        for text, count in rows
    )
    return element("ul", *items, class_="bars")


def place_list(rows: Sequence[Row], length: int = 14) -> Markup:
    """The most attacked places, for those who cannot see the map."""
    return bar_list([(place_name(row), row["attacks"]) for row in rows if row["latitude"] is not None][:length])


def capped(rows: Sequence[T], limit: int, total: int, view: str) -> tuple[Sequence[T], Markup | None]:
    """As many rows as a page bears, and a note where that is not all."""
    if total <= limit:
        return rows[:limit], None
    return rows[:limit], element(
        "p", told("shown_of", shown=min(limit, len(rows)), all=total, view=view), class_="note"
    )


def nothing() -> Markup:
    return element("p", shown(say("nothing")), class_="nothing")
