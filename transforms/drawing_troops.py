"""Troop levels of the timeline: a step line a force, dashed where a level is only announced."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from transforms.drawing_axes import Days, Line, beside, counts
from transforms.drawing_findings import History, Row
from transforms.drawing_markup import Markup, element, joined, number
from transforms.drawing_shapes import line, title, words
from transforms.drawing_words import Both, alike, country, name, say

SERIES = 3  # forces whose troops are drawn


def forces_of(history: History) -> list[str | None]:
    """The forces whose level is stated most often."""
    stated = Counter(row["force"] for row in history.levels if row["valid_from"] <= history.last)
    return [force for force, _ in stated.most_common(SERIES)]


def troops(history: History, forces: list[str | None], days: Days, top: float, foot: float) -> Iterator[Markup]:
    rows = [row for row in history.levels if row["force"] in forces and row["valid_from"] <= history.last]
    steps = counts(max(row["troops"] for row in rows), 3)
    scale = Line(0, steps[-1], foot, top)
    for step in steps:
        yield line(days.start, scale.at(step), days.end, scale.at(step), "rule" if step else "base")
        yield words(alike(f"{step:,}"), days.start - 6, scale.at(step) + 4, "tick", "end")
    yield words(say("axis_troops"), *beside(days, top))
    for index, force in enumerate(forces):
        for basis in ("announced", "held"):
            series = [row for row in rows if row["force"] == force and row["basis"] == basis]
            yield from step_line(series, days, scale, f"level level-{index} {basis}")


def step_line(series: list[Row], days: Days, scale: Line, class_: str) -> Iterator[Markup]:
    """The level as it held from each statement to the next."""
    points: list[tuple[float, float]] = []
    labels: list[tuple[float, float, int]] = []
    for row in series:
        start = max(row["valid_from"], days.first)
        end = min(row["valid_to"] + dt.timedelta(1) if row["valid_to"] else days.last, days.last)
        if end >= start:
            y = scale.at(row["troops"])
            points += [(days.at(start), y), (days.at(end), y)]
            labels.append((days.at(start), y, row["troops"]))
    if points:
        drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        yield element("path", title(level_title(series)), d=drawn, class_=class_)
        yield joined(level_labels(labels, class_))


def level_labels(labels: list[tuple[float, float, int]], class_: str) -> Iterator[Markup]:
    free_from = float("-inf")
    for x, y, number_of_troops in labels:
        if x >= free_from and class_.endswith("held"):
            yield words(alike(f"{number_of_troops:,}"), x + 3, y - 5, "note")
            free_from = x + 44


def level_title(series: list[Row]) -> Both:
    first = series[0]
    who, where = name("actor", first["force"]), country(first["country"])
    return Both(
        f"{who.en}, {where.en}: " + ", ".join(f"{row['valid_from']} {row['troops']:,}" for row in series[-8:]),
        f"{who.ar}، {where.ar}: " + "، ".join(f"{row['valid_from']} {row['troops']:,}" for row in series[-8:]),
    )
