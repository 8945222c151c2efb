"""The report's words in two languages: texts and names of codes, from seeds/report/."""

import datetime as dt
import tomllib
from functools import cache
from typing import Any, NamedTuple

from transforms.drawing_markup import Markup, element, joined
from transforms.seeds import SEEDS, load_rows

REPORT = SEEDS / "report"


class Both(NamedTuple):
    """One text in English and in Arabic."""

    en: str
    ar: str


def alike(text: object) -> Both:
    """A text that is the same in both languages."""
    return Both(str(text), str(text))


@cache
def texts() -> dict[str, Any]:
    return tomllib.loads((REPORT / "texts.toml").read_text("utf-8"))


@cache
def names() -> dict[tuple[str, str], Both]:
    rows = load_rows("report/labels.csv", ("group", "code", "name_en", "name_ar"))
    return {(row["group"], row["code"]): Both(row["name_en"], row["name_ar"]) for row in rows}


@cache
def countries() -> dict[str, Both]:
    """The short name of each country."""
    rows = load_rows("countries.csv", ("iso", "role", "name_en", "name_ar"))
    named = sorted(
        (row for row in rows if row["role"] == "name"),
        key=lambda row: (len(row["name_ar"]), row["name_ar"]),
        reverse=True,
    )
    return {row["iso"]: Both(row["name_en"], row["name_ar"]) for row in named}


def name(group: str, code: str | None) -> Both:
    """What a code is called; the code itself where nobody has named it."""
    if code is None:
        return Both("", "")
    return names().get((group, code)) or alike(code.replace("_", " "))


def country(code: str | None) -> Both:
    if not code:
        return say("unknown_country")
    return names().get(("country", code)) or countries().get(code) or alike(code)


def say(key: str, **values: object) -> Both:
    """A text of texts.toml, its {names} filled in."""
    text = texts()[key]
    return Both(
        text["en"].format(**{name: in_language(value, 0) for name, value in values.items()}),
        text["ar"].format(**{name: in_language(value, 1) for name, value in values.items()}),
    )


def in_language(value: object, place: int) -> str:
    if isinstance(value, Both):
        return value[place]
    return f"{value:,}" if isinstance(value, int) else str(value)


def day(date: dt.date | None) -> Both:
    """A day as each language writes it."""
    if date is None:
        return say("no_date")
    months = texts()
    return Both(
        f"{date.day} {months['months_en'][date.month - 1]} {date.year}",
        f"{date.day} {months['months_ar'][date.month - 1]} {date.year}",
    )


def shown(text: Both) -> Markup:
    """Both texts; the page's style shows the one of its language."""
    if text.en == text.ar:
        return element("span", text.en)
    return joined((element("span", text.ar, class_="w", lang="ar"), element("span", text.en, class_="w", lang="en")))


def told(key: str, **values: object) -> Markup:
    return shown(say(key, **values))


def called(group: str, code: str | None) -> Markup:
    return shown(name(group, code))


def listed(group: str, codes: "list[str] | None") -> Both:
    """Several codes' names, separated as each language does it."""
    all_names = [name(group, code) for code in codes or []]
    return Both(", ".join(item.en for item in all_names), "، ".join(item.ar for item in all_names))
