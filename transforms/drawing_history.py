"""The section of the timeline: its legend, the drawing, what it leaves out, its numbers as a table."""

from collections import Counter

from transforms.drawing_findings import Findings, History
from transforms.drawing_markup import Markup, element
from transforms.drawing_parts import lead, section
from transforms.drawing_timeline import FAMILIES, LANE, LANES, table_rows, timeline
from transforms.drawing_words import called, day, say, shown, told

WIDE, NARROW = 1080, 400


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
