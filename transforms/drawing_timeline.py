"""Attacks as stacked bars, milestones as marks above them, troops as step lines below, on one axis of time."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from transforms.drawing_axes import Days, Line, beside, counts, ticks
from transforms.drawing_findings import History, Row
from transforms.drawing_markup import Markup, element, number
from transforms.drawing_shapes import is_free, line, picture, title, width_of, words
from transforms.drawing_troops import forces_of, troops
from transforms.drawing_words import Both, alike, day, name, say

FAMILIES = {
    "rockets": ("shelling",),
    "bombs": ("explosive", "suicide_bombing"),
    "air": ("air_strike",),
    "arms": ("armed_clash", "armed_assault"),
    "others": ("abduction", "mob_violence", "protest_repression", "other"),
}
FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
LANES = {
    "done": ("completed", "under_way"),
    "said": ("announced", "planned"),
    "wanted": ("demanded", "threatened"),
    "stopped": ("delayed", "denied"),
}
LANE = {status: lane for lane, statuses in LANES.items() for status in statuses}
LANE_HEIGHT, TALL_LANE, BARS_HEIGHT, TROOPS_HEIGHT, FOOT = 34, 44, 190, 110, 24
CLOSE = 11  # marks nearer than this are drawn as one
HAIRLINES = 30
NAMED = 4  # milestones named in a mark's title


def timeline(history: History, width: float) -> Markup:
    """The whole drawing; empty when there is nothing dated to draw."""
    margin = 160 if width > 600 else 40
    days = Days(history.first, history.last, margin, width - 14)
    lanes = lanes_of(history, days)
    # Where there is no margin for its name, a lane is high enough to hold it over its marks.
    height = LANE_HEIGHT if width > 600 else TALL_LANE
    bars_top = 26 + height * len(lanes) + (28 if lanes else 0)
    bars_foot = bars_top + BARS_HEIGHT
    forces = forces_of(history)
    foot = bars_foot + (FOOT + 22 + TROOPS_HEIGHT if forces else 0)
    parts = [
        *grid(days, 8, foot, width),
        *(hairline(days, bar_x, bars_top - 10, bars_foot) for bar_x in hairlines(lanes)),
        *bars(history, days, bars_top, bars_foot),
        *marks(lanes, days, 14, height),
    ]
    if forces:
        parts += troops(history, forces, days, bars_foot + FOOT + 14, foot)
    return picture(width, foot + FOOT, "timeline", say("timeline"), parts)


def grid(days: Days, top: float, foot: float, width: float) -> Iterator[Markup]:
    for date, text in ticks(days, 84 if width > 600 else 74):
        x = days.at(date)
        yield line(x, top, x, foot, "grid")
        if x + width_of(text) / 2 < width:
            yield words(text, x, foot + 16, "tick", "middle")


# Bars


def totals(history: History) -> dict[dt.date, Counter[str]]:
    """Attacks of each family in each period."""
    found: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for row in history.counts:
        if row["period"] is not None and history.first <= row["period"] <= history.last:
            found[row["period"]][FAMILY.get(row["type"], "others")] += row["attacks"]
    return dict(sorted(found.items()))


def bars(history: History, days: Days, top: float, foot: float) -> Iterator[Markup]:
    found = totals(history)
    steps = counts(max((sum(families.values()) for families in found.values()), default=0))
    scale = Line(0, steps[-1], foot, top)
    for step in steps:
        yield line(days.start, scale.at(step), days.end, scale.at(step), "rule" if step else "base")
        yield words(alike(f"{step:,}"), days.start - 6, scale.at(step) + 4, "tick", "end")
    yield words(say("axis_attacks", unit=say(f"unit_{history.unit}")), *beside(days, top))
    width = max(1.2, days.width_of_day * {"day": 1, "week": 7, "month": 30}[history.unit] - 0.8)
    for period, families in found.items():
        yield bar(days.at(period), min(width, days.end - days.at(period)), scale, period, families)


def bar(x: float, width: float, scale: Line, period: dt.date, families: Counter[str]) -> Markup:
    drawn, below = [], 0
    for family in FAMILIES:
        if families[family]:
            top = scale.at(below + families[family])
            height = scale.at(below) - top
            below += families[family]
            drawn.append(
                element(
                    "rect",
                    x=number(x),
                    y=number(top),
                    width=number(max(width, 0.8)),
                    height=number(height),
                    class_=family,
                )
            )
    return element("g", title(bar_title(period, families)), *drawn)


def bar_title(period: dt.date, families: Counter[str]) -> Both:
    counted = [(name("family", family), families[family]) for family in FAMILIES if families[family]]
    when = day(period)
    return Both(
        f"{when.en}: " + ", ".join(f"{family.en} {count:,}" for family, count in counted),
        f"{when.ar}: " + "، ".join(f"{family.ar} {count:,}" for family, count in counted),
    )


# Milestones


Mark = tuple[float, list[Row]]


def lanes_of(history: History, days: Days) -> dict[str, list[Mark]]:
    """Of each lane that has any, its milestones by place on the axis, near ones together."""
    found: dict[str, list[Mark]] = {}
    dated = [row for row in history.milestones if row["day"] is not None and days.holds(row["day"])]
    for row in sorted(dated, key=lambda row: (row["day"], row["milestone_id"])):
        lane = found.setdefault(LANE.get(row["status"], "said"), [])
        x = days.at(row["day"])
        if lane and x - lane[-1][0] < CLOSE:
            lane[-1][1].append(row)
        else:
            lane.append((x, [row]))
    return {lane: found[lane] for lane in LANES if lane in found}


def hairlines(lanes: dict[str, list[Mark]]) -> list[float]:
    done = [x for x, _ in lanes.get("done", [])]
    return done if len(done) <= HAIRLINES else []


def hairline(days: Days, x: float, top: float, foot: float) -> Markup:
    return line(x, top, x, foot, "hair")


def marks(lanes: dict[str, list[Mark]], days: Days, top: float, height: float) -> Iterator[Markup]:
    for index, (lane, found) in enumerate(lanes.items()):
        y = top + height * (index + 0.62)
        yield line(days.start, y, days.end, y, "lane")
        if days.start > 100:
            yield words(name("lane", lane), days.start - 12, y + 4, "axis", "end")
        else:
            yield words(name("lane", lane), 2, y - 14, "axis")
        for x, rows in found:
            yield mark(lane, x, y, rows)
        yield from annotations(found, y, days, days.start > 100)


def mark(lane: str, x: float, y: float, rows: list[Row]) -> Markup:
    """One or more milestones as a shape that leads to the first one's row of the table."""
    size = min(9.0, 4.4 + 0.7 * (len(rows) - 1))
    return element(
        "a", title(mark_title(rows)), shape(lane, x, y, size), href=f"#{rows[0]['milestone_id']}", class_=f"mark {lane}"
    )


def shape(lane: str, x: float, y: float, size: float) -> Markup:
    if lane == "wanted":
        return element(
            "rect",
            x=number(x - size * 0.85),
            y=number(y - size * 0.85),
            width=number(size * 1.7),
            height=number(size * 1.7),
        )
    if lane == "stopped":
        a, b, c, d = (number(value) for value in (x - size, x + size, y - size, y + size))
        return element("path", d=f"M{a} {c}L{b} {d}M{a} {d}L{b} {c}")
    return element("circle", cx=number(x), cy=number(y), r=number(size))


def mark_title(rows: list[Row]) -> Both:
    told = [milestone_title(row) for row in rows[:NAMED]]
    more = f"\n+ {len(rows) - NAMED}" if len(rows) > NAMED else ""
    return Both("\n".join(text.en for text in told) + more, "\n".join(text.ar for text in told) + more)


def milestone_title(row: Row) -> Both:
    parts = (
        day(row["day"]),
        name("actor", row["force"]),
        name("milestone", row["type"]),
        name("status", row["status"]),
    )
    place = f": {row['place']}" if row["place"] else ""
    return Both(*(" · ".join(part[language] for part in parts if part[language]) + place for language in (0, 1)))


def annotations(found: list[Mark], y: float, days: Days, is_wide: bool) -> Iterator[Markup]:
    """Short names beside the marks that have room for one."""
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, _ in found]
    for x, rows in found:
        text = short(rows[0])
        box = (x + 9.5, y - 8, x + 12 + width_of(text), y + 8)
        if is_wide and box[2] < days.end + 10 and is_free(taken, box):
            taken.append(box)
            yield words(text, x + 11, y + 4, "note")


def short(row: Row) -> Both:
    """The milestone in a word or two."""
    if row["type"] == "site_handover" and row["place"]:
        return Both(row.get("name_en") or row["place"], row["place"])
    if row["troops_to"] is not None:
        return say("mark_troops", n=row["troops_to"])
    return name("milestone", row["type"])


def table_rows(history: History) -> Iterable[tuple[dt.date, Counter[str]]]:
    """The bars as rows of a table: period and counts by family."""
    return totals(history).items()
