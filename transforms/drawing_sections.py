"""The sections of the report, in their order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transforms.drawing_findings import Findings, Row
from transforms.drawing_map import area_map
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_tables import (
    attack_table,
    bar_list,
    capped,
    deadline_table,
    milestone_table,
    nothing,
    place_list,
)
from transforms.drawing_timeline import FAMILIES, LANE, LANES, History, table_rows, timeline
from transforms.drawing_words import Both, called, country, day, name, say, shown, told

WIDE, NARROW = 1080, 400
MAP_WIDE, MAP_NARROW = 640, 400
MILESTONES, PRESENCE, DEADLY, COUNTRIES, LISTED = 300, 250, 12, 25, 8


def section(key: str, *children: object) -> Markup:
    return element(
        "section", element("h2", told(key), id=f"{key}-title"), *children, id=key, aria_labelledby=f"{key}-title"
    )


def lead(key: str, **values: object) -> Markup:
    return element("p", told(key, **values), class_="lead")


def added(rows: Iterable[Row], column: str) -> int:
    return int(sum(row[column] for row in rows))


def of_focus(findings: Findings, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if findings.focus is None or row["country"] == findings.focus]


# Headline figures


def figures(findings: Findings) -> Markup:
    tiles = [attacks_tile(findings), killed_tile(findings), presence_tile(findings)]
    tiles += [milestones_tile(findings), handovers_tile(findings)]
    tiles += [troops_tile(row) for row in troop_rows(findings)[:1]]
    return element(
        "section", element("h2", told("figures"), class_="aside"), element("ul", *tiles, class_="tiles"), id="figures"
    )


def tile(number: str, what: Markup, note: Markup) -> Markup:
    return element("li", element("strong", number), element("span", what), element("small", note))


def attacks_tile(findings: Findings) -> Markup:
    rows = of_focus(findings, findings.months)
    note = told("figure_attacks_note", fair=added(rows, "attacks_fair"), series=findings.recurring)
    return tile(f"{added(rows, 'attacks'):,}", told("figure_attacks"), note)


def killed_tile(findings: Findings) -> Markup:
    rows = of_focus(findings, findings.casualties)
    low, best, high = (added(rows, f"killed_{bound}") for bound in ("low", "best", "high"))
    key = "figure_killed_note_same" if low == high else "figure_killed_note"
    note = told(key, low=low, high=high, unknown=added(rows, "no_toll"))
    return tile(f"{best:,}", told("figure_killed"), note)


def presence_tile(findings: Findings) -> Markup:
    return tile(f"{findings.presence_all:,}", told("figure_presence"), told("figure_presence_note"))


def milestones_tile(findings: Findings) -> Markup:
    done = sum(LANE.get(row["status"]) == "done" for row in findings.milestones)
    return tile(f"{len(findings.milestones):,}", told("figure_milestones"), told("figure_milestones_note", done=done))


def handovers_tile(findings: Findings) -> Markup:
    done = sum(row["status"] == "completed" for row in findings.handovers)
    return tile(f"{done:,}", told("figure_handovers"), told("figure_handovers_note", all=len(findings.handovers)))


def troop_rows(findings: Findings) -> list[Row]:
    return sorted(
        (row for row in findings.status if row["troops"] is not None), key=lambda row: row["troops_since"], reverse=True
    )


def troops_tile(row: Row) -> Markup:
    force = told("figure_troops", force=name("actor", row["force"]))
    return tile(f"{row['troops']:,}", force, told("figure_troops_note", day=day(row["troops_since"])))


# Where each force stands


def standing(findings: Findings) -> Markup | None:
    rows = sorted(findings.status, key=lambda row: -row["milestones"])[:LISTED]
    if not rows:
        return None
    return section(
        "standing", lead("standing_lead"), element("div", *(card(findings, row) for row in rows), class_="cards")
    )


def card(findings: Findings, row: Row) -> Markup:
    where = None if findings.focus else element("small", shown(country(row["country"])))
    latest = joined(
        (
            called("milestone", row["latest_type"]),
            " ",
            status(row["latest_status"]),
            element("small", shown(day(row["latest_day"]))),
        )
    )
    facts = [("standing_latest", latest)]
    if row["done_type"]:
        facts.append(
            (
                "standing_done",
                joined((called("milestone", row["done_type"]), element("small", shown(day(row["done_day"]))))),
            )
        )
    if row["troops"] is not None:
        facts.append(
            ("standing_troops", joined((f"{row['troops']:,}", element("small", shown(day(row["troops_since"]))))))
        )
    if row["next_deadline"] is not None:
        facts.append(("standing_deadline", shown(day(row["next_deadline"]))))
    listed = (joined((element("dt", told(key)), element("dd", value))) for key, value in facts)
    return element("article", element("h3", called("actor", row["force"]), where), element("dl", *listed))


def status(code: str) -> Markup:
    return element("span", called("status", code), class_=f"status {LANE.get(code, 'said')}")


# Through time


def history_section(findings: Findings) -> Markup:
    if findings.drawn_from is None or findings.last is None or not (findings.counts or findings.milestones):
        return section("timeline", element("p", told("nothing_timeline"), class_="nothing"))
    history = History(
        first=findings.drawn_from,
        last=findings.last,
        unit=findings.unit,
        counts=findings.counts,
        milestones=findings.milestones,
        levels=findings.levels,
    )
    unit = say(f"unit_{findings.unit}")
    drawn = (
        element("div", timeline(history, width), class_=kind) for width, kind in ((WIDE, "wide"), (NARROW, "narrow"))
    )
    return section(
        "timeline",
        lead("timeline_lead", unit=unit),
        legend(findings),
        element("figure", *drawn, not_drawn(findings), counts_table(history)),
    )


def not_drawn(findings: Findings) -> Markup | None:
    undated = sum(row["attacks"] for row in findings.counts if row["period"] is None)
    dated = [row for row in findings.counts if row["period"] is not None]
    outside = sum(row["attacks"] for row in dated if not findings.drawn_from <= row["period"] <= findings.last)
    if not undated and not outside:
        return None
    return element(
        "figcaption", told("timeline_undated", undated=undated, outside=outside, first=day(findings.drawn_from))
    )


def legend(findings: Findings) -> Markup:
    families = [element("li", element("i", class_=f"swatch {family}"), called("family", family)) for family in FAMILIES]
    lanes = {LANE.get(row["status"]) for row in findings.milestones}
    shapes = [
        element("li", element("i", class_=f"shape {lane}"), called("lane", lane)) for lane in LANES if lane in lanes
    ]
    forces = [force for force, _ in Counter(row["force"] for row in findings.levels).most_common(3)]
    lines = [
        element("li", element("i", class_=f"stroke level-{index}"), called("actor", force))
        for index, force in enumerate(forces)
    ]
    return element("ul", *families, *shapes, *lines, class_="legend")


def counts_table(history: History) -> Markup:
    """The drawing's numbers, for those who cannot see it."""
    heads = [element("th", told("period"), scope="col")]
    heads += [element("th", called("family", family), scope="col") for family in FAMILIES]
    body = (
        element(
            "tr",
            element("th", shown(day(period)), scope="row"),
            *(element("td", f"{families[family]:,}") for family in FAMILIES),
        )
        for period, families in table_rows(history)
    )
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *body), class_="plain numbers")
    return element(
        "details", element("summary", told("as_table")), element("div", inner, class_="scroll", tabindex="0")
    )


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
        element("th", told(f"col_{key}"), scope="col") for key in ("country", "attack", "share", "killed", "milestones")
    )
    body = (
        element(
            "tr", element("th", shown(country(code)), scope="row"), *(element("td", f"{count:,}") for count in counts)
        )
        for code, counts in rows[:COUNTRIES]
    )
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *body), class_="plain numbers")
    shown_of = capped([], COUNTRIES, len(rows), "attack_counts_monthly")[1] if len(rows) > COUNTRIES else None
    return section("elsewhere", lead("elsewhere_lead"), element("div", inner, class_="scroll", tabindex="0"), shown_of)


def by_country(findings: Findings) -> list[tuple[str | None, list[int]]]:
    """Attacks, well evidenced attacks, dead and milestones of each country, the most attacked first."""
    found: dict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in findings.months:
        found[row["country"]][0] += row["attacks"]
        found[row["country"]][1] += row["attacks_fair"]
    for row in findings.casualties:
        found[row["country"]][2] += row["killed_best"]
    for code, count in findings.milestones_everywhere.items():
        found[code][3] += count
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
