"""Attacks by place and sites handed over, on outlines from seeds/report/outlines.geojson."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.drawing_markup import Markup, element, number
from transforms.drawing_shapes import is_free, path, picture, title, width_of, words
from transforms.drawing_words import REPORT, Both, say

Row = Mapping[str, Any]
CIRCLES = 700  # places drawn, the most attacked
LABELLED = 11
SITES = 150
FEW = 8
LEAST_SPAN = 3.0  # degrees
FRAMES = {"IQ": (38.35, 28.75, 49.1, 37.75)}  # west, south, east, north


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of the globe on a rectangle, degrees of longitude shortened for its latitude."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.squeeze * self.scale, (self.north - latitude) * self.scale

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west < longitude < self.east and self.south < latitude < self.north


@cache
def outlines() -> list[Any]:
    return list(json.loads((REPORT / "outlines.geojson").read_text("utf-8"))["features"])


def area_map(country: str | None, places: Sequence[Row], sites: Sequence[Row], width: float) -> Markup:
    """The whole map of one country."""
    mapped = [row for row in places if row["latitude"] is not None and row["longitude"] is not None]
    handed = [row for row in sites if row["latitude"] is not None and row["longitude"] is not None]
    frame = frame_of(country, [*mapped, *handed], width)
    shown = sorted(mapped, key=lambda row: (-row["attacks"], str(row["place_id"])))[:CIRCLES]
    parts = [
        *land(frame, country),
        *circles(frame, shown),
        *(site(frame, row) for row in handed[-SITES:]),
        *labels(frame, shown, handed[-LABELLED:]),
    ]
    return picture(frame.width, frame.height, "map" if is_drawn(country) else "map open", say("map"), parts)


def is_drawn(country: str | None) -> bool:
    return any(feature["properties"].get("country") == country for feature in outlines())


def frame_of(country: str | None, rows: Sequence[Row], width: float) -> Frame:
    """Iraq as fixed, another country with an outline as far as that goes, else as far as the places do."""
    if country in FRAMES:
        return Frame(*FRAMES[country], width)
    points = [
        (x, y)
        for feature in outlines()
        if country is not None and feature["properties"].get("country") == country
        for x, y in feature["geometry"]["coordinates"][0]
    ] or [(row["longitude"], row["latitude"]) for row in rows]
    return padded(points or [(38.0, 29.0), (49.0, 38.0)], width)


def padded(points: list[tuple[float, float]], width: float) -> Frame:
    west, east = edge(min, max, [x for x, _ in points])
    south, north = edge(min, max, [y for _, y in points])
    return Frame(max(west, -180), max(south, -85), min(east, 180), min(north, 85), width)


def edge(low: Any, high: Any, values: list[float]) -> tuple[float, float]:
    span = max(high(values) - low(values), LEAST_SPAN)
    middle = (high(values) + low(values)) / 2
    return middle - span * 0.56, middle + span * 0.56


def land(frame: Frame, country: str | None) -> Iterator[Markup]:
    for feature in outlines():
        properties, shape = feature["properties"], feature["geometry"]
        is_river = properties["kind"] == "river"
        ring = shape["coordinates"] if is_river else shape["coordinates"][0]
        kind = "river" if is_river else ("land focus" if properties["country"] == country else "land")
        yield path([frame.at(x, y) for x, y in ring], kind, closed=not is_river)
    for feature in outlines():
        properties = feature["properties"]
        spot = properties.get("label")
        if spot and frame.holds(*spot) and properties["country"] != country:
            yield words(Both(properties["name_en"], properties["name_ar"]), *frame.at(*spot), "country", "middle")


def largest(rows: Sequence[Row]) -> int:
    """The number that the largest circle stands for; where all are few, none is large."""
    return max((int(row["attacks"]) for row in rows), default=0) + FEW


def radius(frame: Frame, attacks: int, most: int) -> float:
    return max(2.6, math.sqrt(attacks / most) * frame.width / 21)


def circles(frame: Frame, rows: Sequence[Row]) -> Iterator[Markup]:
    """The largest first, so that none hides a smaller one."""
    most = largest(rows)
    for row in rows:
        x, y = frame.at(row["longitude"], row["latitude"])
        yield element(
            "circle",
            title(place_title(row)),
            cx=number(x),
            cy=number(y),
            r=number(radius(frame, row["attacks"], most)),
            class_="attacks vague" if row["geo_precision"] == 3 else "attacks",
        )


def place_title(row: Row) -> Both:
    name = place_name(row)
    return Both(f"{name.en}: {row['attacks']:,}", f"{name.ar}: {row['attacks']:,}")


def place_name(row: Row) -> Both:
    """What the place is called; a division where no place is named."""
    english = row.get("name_en") or row.get("admin1") or row.get("place") or ""
    return Both(english, row.get("place") or english)


def site(frame: Frame, row: Row) -> Markup:
    x, y = frame.at(row["longitude"], row["latitude"])
    size = 6.5
    corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    drawn = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"
    kind = "site done" if row["status"] in ("completed", "under_way") else "site"
    return element("a", title(place_name(row)), element("path", d=drawn, class_=kind), href=f"#{row['milestone_id']}")


def labels(frame: Frame, rows: Sequence[Row], sites: Sequence[Row]) -> Iterator[Markup]:
    """Names of the most attacked places and of the sites, wherever there is room."""
    most = largest(rows)
    spots = [(row, radius(frame, row["attacks"], most) + 3) for row in rows[:LABELLED]]
    spots += [(row, 9.5) for row in sites]
    taken: list[tuple[float, float, float, float]] = []
    named = set()
    for row, away in spots:
        x, y = frame.at(row["longitude"], row["latitude"])
        name = place_name(row)
        for left, anchor in ((x + away, "start"), (x - away - width_of(name), "end")):
            box = (left, y - 8, left + width_of(name), y + 8)
            if name.en and name.en not in named and box[0] > 0 and box[2] < frame.width and is_free(taken, box):
                taken.append(box)
                named.add(name.en)
                yield words(name, x + away if anchor == "start" else x - away, y + 4, "place", anchor)
                break
