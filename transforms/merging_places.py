"""Whether two reports can mean one place: nested places agree, two towns do not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from math import cos, hypot, radians

from transforms.schema import Place
from transforms.text import fold

SAME, NESTED, SHARED, PROVINCE, OPEN, RENAMED, APART = (
    "same_place",
    "nested_place",
    "shared_place",
    "same_province",
    "open_place",
    "other_name",
    "apart",
)
# How far from its centre, in km, a place of this kind still holds smaller ones.
REACH = {"region": 120.0, "district": 40.0, "city": 15.0, "town": 7.0, "village": 3.0}
REACH |= {"road": 40.0, "river": 40.0, "mountain": 25.0, "sea": 200.0, "island": 40.0, "oil_field": 10.0}
# Larger holds smaller; places of one rank are two places.
RANK = {"sea": 0, "region": 1, "admin1": 2, "island": 3, "district": 3, "river": 3, "road": 3, "mountain": 3}
RANK |= {"city": 4, "town": 5, "village": 6}
SMALLEST = 7
BORDER = 40.0  # km between places on two sides of a border that one strike can hit, such as القائم and البوكمال
ALIKE = 0.88  # of two spellings' letters
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True, eq=False)
class Where:
    """What a report says of its place, in comparable form; equal ones are one object, so that they compare fast."""

    country: str | None
    admin1: str | None
    place_id: str | None
    name: str | None
    names: frozenset[str]


def where(country: str | None, admin1: str | None, place_id: str | None, place: str | None, places: list[str]) -> Where:
    """`places` names every place of the record, the first one too."""
    name = plain_name(place) if place else None
    return only_one(country, admin1, place_id, name, frozenset([*map(plain_name, places), *([name] if name else [])]))


only_one = cache(Where)


@cache
def plain_name(name: str) -> str:
    """The name without spelling variants and articles: مطار الضبعة العسكري → مطار ضبعه عسكري."""
    return " ".join(word.removeprefix("ال") for word in fold(name).split())


class Atlas:
    """Answers how two reports' places relate; each question is worked out once."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        self.known: dict[Where, dict[Where, str]] = defaultdict(dict)

    def relation(self, one: Where, two: Where) -> str:
        found = self.known[one].get(two)
        if found is None:
            found = self.known[one][two] = self.known[two][one] = self.compare(one, two)
        return found

    def together(self, one: Where, others: Iterable[Where]) -> Iterator[Where]:
        """Of the others, those that are not apart from the one."""
        known = self.known[one]
        for two in others:
            if (known.get(two) or self.relation(one, two)) != APART:
                yield two

    def rank(self, place_id: str | None) -> int | None:
        """How small a place is; None for one the gazetteer does not know."""
        place = self.places.get(place_id) if place_id else None
        return RANK.get(place.kind, SMALLEST) if place else None

    def compare(self, one: Where, two: Where) -> str:
        if one.place_id and one.place_id == two.place_id:
            return SAME
        first, second = self.places.get(one.place_id or ""), self.places.get(two.place_id or "")
        if one.country and two.country and one.country != two.country:
            is_near = first and second and distance_km(first, second) <= BORDER
            return SHARED if is_near and one.names & two.names else APART
        if one.name and one.name == two.name and not (first and second):
            return SAME
        if one.names & two.names:
            return SHARED
        if first and second:
            return self.on_the_map(first, second)
        if one.admin1 and two.admin1 and one.admin1 != two.admin1:
            return APART
        if one.name and two.name:
            return self.by_name(one, two)
        return PROVINCE if one.admin1 and one.admin1 == two.admin1 else OPEN

    def by_name(self, one: Where, two: Where) -> str:
        """Names of which the gazetteer lacks at least one."""
        first, second = set((one.name or "").split()), set((two.name or "").split())
        if first <= second or second <= first or is_one_name(one.name or "", two.name or ""):
            return SAME
        ranks = {self.rank(one.place_id), self.rank(two.place_id)} - {None}
        is_province = any(rank is not None and rank <= RANK["admin1"] for rank in ranks)
        return NESTED if is_province and one.admin1 == two.admin1 else RENAMED

    def on_the_map(self, one: Place, two: Place) -> str:
        large, small = sorted((one, two), key=lambda place: RANK.get(place.kind, SMALLEST))
        if RANK.get(large.kind, SMALLEST) == RANK.get(small.kind, SMALLEST):
            return APART
        if large.kind == "admin1":
            return NESTED if (large.country, large.admin1) == (small.country, small.admin1) else APART
        return NESTED if distance_km(large, small) <= REACH.get(large.kind, 0.0) else APART


def is_one_name(one: str, two: str) -> bool:
    """Two spellings (زردنا، زردانا), or one name among other words (مقر وزارة الداخلية، وزارة الداخلية الأفغانية)."""
    first, second = set(one.split()), set(two.split())
    return len(first & second) > 0.5 * max(len(first), len(second)) or SequenceMatcher(None, one, two).ratio() > ALIKE


def distance_km(one: Place, two: Place) -> float:
    """Over the ground, exact enough for a few hundred kilometres."""
    north = one.latitude - two.latitude
    east = (one.longitude - two.longitude) * cos(radians((one.latitude + two.latitude) / 2))
    return KM_A_DEGREE * hypot(north, east)
