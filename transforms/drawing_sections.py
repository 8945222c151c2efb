"""The sections of the report, in their order."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from transforms.drawing_findings import Findings, Row
from transforms.drawing_headline import figures
from transforms.drawing_history import history_section
from transforms.drawing_map import area_map
from transforms.drawing_markup import Markup, element
from transforms.drawing_parts import lead, section
from transforms.drawing_standing import standing
from transforms.drawing_tables import (
    attack_table,
    bar_list,
    capped,
    deadline_table,
    milestone_table,
    nothing,
    place_list,
)
from transforms.drawing_words import Both, country, name, shown, told

MAP_WIDE, MAP_NARROW = 640, 400
MILESTONES, PRESENCE, DEADLY, COUNTRIES, LISTED = 300, 250, 12, 25, 8


# Where


def map_section(findings: Findings) -> Markup:
    places = joined_places(findings.places)
    sites = [row for row in findings.handovers if row["latitude"] is not None]
    drawn = (
        element("div", area_map(findings.focus, places, sites, width), class_=kind)
        for width, kind in ((MAP_WIDE, "wide"), (MAP_NARROW, "narrow"))
    )
    unplaced = sum(row["attacks"] for row in findings.places if row["latitude"] is None)
    caption = [told("map_unplaced", unplaced=unplaced), " "] if unplaced else []
    beside = element(
        "div", element("h3", told("attacks")), place_list(places) if places else nothing(), class_="beside"
    )
    return section(
        "map",
        lead("map_lead"),
        element(
            "div",
            element("figure", *drawn, element("figcaption", *caption, told("map_source"))),
            beside,
            class_="split",
        ),
    )


def joined_places(rows: Sequence[Row]) -> list[Row]:
    """Places with coordinates, the most attacked first."""
    return sorted(
        (row for row in rows if row["latitude"] is not None), key=lambda row: (-row["attacks"], str(row["place_id"]))
    )


# Who, with what, against what


def shape(findings: Findings) -> Markup:
    lists = (
        ("shape_perpetrator", ranked(findings.perpetrators, "perpetrator", "actor")),
        ("shape_weapon", ranked(findings.weapons, "weapon", "weapon")),
        ("shape_target", ranked(findings.targets, "target", "target")),
    )
    columns = (element("div", element("h3", told(key)), bar_list(rows) if rows else nothing()) for key, rows in lists)
    return section("shape", lead("shape_lead"), element("div", *columns, class_="columns"))


def ranked(rows: Sequence[Row], column: str, group: str) -> list[tuple[Both, int]]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row[column]] += row["attacks"]
    return [(name(group, code), count) for code, count in found.most_common(LISTED)]


# Events


def milestones(findings: Findings) -> Markup:
    rows = sorted(findings.milestones, key=lambda row: (row["day"] is not None, row["day"], row["step"]), reverse=True)
    return events("milestones", *capped(rows, MILESTONES, len(rows), "withdrawal_milestones"), findings=findings)


def presence(findings: Findings) -> Markup:
    return events(
        "presence",
        *capped(findings.presence, PRESENCE, len(findings.presence), "attacks_on_foreign_presence"),
        findings=findings,
    )


def events(key: str, rows: Sequence[Row], note: Markup | None, *, findings: Findings) -> Markup:
    if not rows:
        return section(key, nothing())
    drawn = milestone_table(findings, rows) if key == "milestones" else attack_table(findings, rows, key == "presence")
    return section(key, lead(f"{key}_lead"), drawn, note)


def deadly(findings: Findings) -> Markup | None:
    return events("deadly", findings.deadly[:DEADLY], None, findings=findings) if findings.deadly else None


def deadlines(findings: Findings) -> Markup | None:
    return section("deadlines", deadline_table(findings, findings.deadlines)) if findings.deadlines else None


# Elsewhere


def elsewhere(findings: Findings) -> Markup:
    rows = by_country(findings)
    heads = (
        element("th", told(f"col_{key}"), scope="col")
        for key in ("country", "attacks", "share", "killed", "milestones")
    )
    body = (
        element(
            "tr", element("th", shown(country(code)), scope="row"), *(element("td", f"{count:,}") for count in counts)
        )
        for code, counts in rows[:COUNTRIES]
    )
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *body), class_="plain numbers")
    shown_of = capped(rows, COUNTRIES, len(rows), "attack_counts_monthly")[1]
    return section("elsewhere", lead("elsewhere_lead"), element("div", inner, class_="scroll", tabindex="0"), shown_of)


def by_country(findings: Findings) -> list[tuple[str | None, list[int]]]:
    """Attacks, well evidenced attacks, dead and milestones of each country, the most attacked first."""
    found: dict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in findings.months:
        found[row["country"] or None][0] += row["attacks"]
        found[row["country"] or None][1] += row["attacks_fair"]
    for row in findings.casualties:
        found[row["country"] or None][2] += row["killed_best"]
    for code, count in findings.milestones_everywhere.items():
        found[code or None][3] += count
    return sorted(found.items(), key=lambda item: (-item[1][0], -item[1][3], str(item[0])))


def all_sections(findings: Findings) -> Iterator[Markup | None]:
    """The reading part of the page, from the figures to the countries."""
    yield figures(findings)
    yield standing(findings)
    yield history_section(findings)
    yield map_section(findings)
    yield milestones(findings)
    yield deadlines(findings)
    yield presence(findings)
    yield deadly(findings)
    yield shape(findings)
    yield elsewhere(findings)
