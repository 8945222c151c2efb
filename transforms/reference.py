"""The seeds that are tables of the dataset: places, actors, weapons, outlets."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from transforms.schema import Actor, ActorCode, Country, Outlet, Place, Weapon
from transforms.seeds import load_rows
from transforms.sources import load_sources

PLACES = ("place_id", "kind", "country", "admin1", "latitude", "longitude", "name_en")


def load_places() -> list[Place]:
    names = defaultdict(list)
    for row in load_rows("place_names.csv", ("place_id", "name_ar")):
        names[row["place_id"]].append(row["name_ar"])
    return [
        Place(
            place_id=row["place_id"],
            kind=row["kind"],
            country=row["country"],
            admin1=row["admin1"] or None,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            name_en=row["name_en"],
            names_ar=names[row["place_id"]],
        )
        for row in load_rows("places.csv", PLACES)
    ]


def load_actors() -> list[Actor]:
    rows = load_rows("actors.csv", ("code", "country", "kind", "name_ar"))
    return [
        Actor(name_ar=row["name_ar"], code=row["code"], country=row["country"] or None, kind=row["kind"])
        for row in rows
    ]


def load_weapons() -> list[Weapon]:
    return [Weapon(name_ar=row["name_ar"], code=row["code"]) for row in load_rows("weapons.csv", ("code", "name_ar"))]


def load_countries() -> list[Country]:
    return [
        Country(
            country=row["country"],
            iso_numeric=int(row["iso_numeric"]) if row["iso_numeric"] else None,
            gwno=int(row["gwno"]) if row["gwno"] else None,
            region=row["region"],
            name_en=row["name_en"],
        )
        for row in load_rows("country_codes.csv", ("country", "iso_numeric", "gwno", "region", "name_en"))
    ]


def load_actor_codes() -> list[ActorCode]:
    return [ActorCode(**row) for row in load_rows("actor_codes.csv", ("code", "interaction", "name_en"))]


def load_outlets() -> list[Outlet]:
    return [
        Outlet(
            outlet=source.outlet,
            name=source.name,
            country=source.country,
            ownership=source.ownership,
            timezone=source.timezone,
        )
        for source in load_sources()
    ]


REFERENCES: dict[str, Callable[[], list[Any]]] = {
    "places": load_places,
    "actors": load_actors,
    "actor_codes": load_actor_codes,
    "countries": load_countries,
    "weapons": load_weapons,
    "outlets": load_outlets,
}
