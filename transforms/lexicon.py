"""All word lists in one matcher, built once per process.

Each list keeps its own hits: a word may be a weapon, a target and part of a
name at the same time; which reading counts is decided later.
"""

from dataclasses import dataclass
from functools import cache

from transforms.phrases import Matcher
from transforms.seeds import load_rows
from transforms.text import fold

_PAST_SUFFIXES = ("", "ت", "وا", "ا", "تا", "نا", "ن", "ه", "ها", "هم", "ته", "تها", "تهم", "وه", "وها", "وهم")
_PRESENT_SUFFIXES = ("", "ون", "وا", "ان", "ا", "ين", "ن", "ه", "ها", "هم", "ونه", "ونها", "ونهم")
_PRESENT_PREFIXES = ("ي", "ت", "ن", "سي", "ست", "سن")
_NOUN_SUFFIXES = ("", "ا", "ه", "ها", "هم", "هما", "نا")
_NISBA_SUFFIXES = ("", "ه", "ين", "ون", "ات", "ان", "ا", "تين", "تان")


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A gazetteer place as the matcher returns it."""

    place_id: str
    kind: str
    country: str
    admin1: str | None


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor name, person or metonym as the matcher returns it."""

    code: str
    country: str | None
    kind: str


@cache
def matcher() -> Matcher:
    """The matcher over all lists but the triggers."""
    found = Matcher()
    _add_coded(found, "weapon", "weapons.csv", "code")
    _add_coded(found, "target", "targets.csv", "code")
    _add_coded(found, "cue", "cues.csv", "cue")
    _add_places(found)
    _add_countries(found)
    _add_actors(found)
    return found


@cache
def trigger_matcher() -> Matcher:
    """The matcher over the words that name an act or a step: run on every sentence, the rest only where these hit."""
    found = Matcher()
    _add_triggers(found)
    _add_milestone_words(found)
    return found


def _add_coded(found: Matcher, list_name: str, file: str, column: str) -> None:
    for row in load_rows(file, [column, "name_ar"]):
        found.add(list_name, row["name_ar"], row[column])
        if list_name in ("weapon", "target") and " " not in row["name_ar"] and fold(row["name_ar"])[-1] not in "اهء":
            found.add(list_name, row["name_ar"] + "ا", row[column])  # accusative: ألغاما


def fold_but_hamza(name: str) -> str:
    """Folded, but a root's own أل keeps its hamza, so that the matcher does not take it for the article."""
    folded = fold(name)
    return name[0] + folded[1:] if name.startswith(("أل", "إل", "آل")) else folded


def _add_triggers(found: Matcher) -> None:
    for row in load_rows("triggers.csv", ["group", "pos", "name_ar"]):
        for form in verb_or_noun_forms(fold_but_hamza(row["name_ar"]), row["pos"]):
            found.add("trigger", form, (row["group"], row["pos"]))


def _add_milestone_words(found: Matcher) -> None:
    for row in load_rows("milestone_words.csv", ["group", "pos", "name_ar"]):
        for form in verb_or_noun_forms(fold_but_hamza(row["name_ar"]), row["pos"]):
            found.add("step", form, (row["group"], row["pos"]))


def verb_or_noun_forms(name: str, pos: str) -> set[str]:
    """The inflected spellings of a seed form: قصف → قصفت, قصفوا, قصفها …; يقصف → تقصف, يقصفون …"""
    if pos == "phrase" or " " in name:
        return {name}
    if pos == "noun":
        stem = name[:-1] + "ت" if name.endswith("ه") else name
        return {name} | {stem + suffix for suffix in _NOUN_SUFFIXES if suffix}
    if name[0] == "ي" and len(name) > 2:
        base = name[1:]
        weak = base[:-1] if base[-1] in "يا" else base
        return {p + stem + suffix for p in _PRESENT_PREFIXES for stem in (base, weak) for suffix in _PRESENT_SUFFIXES}
    stem = name[:-1] if name[-1] in "اي" else name
    return {name} | {stem + suffix for suffix in _PAST_SUFFIXES if stem + suffix}


_PLACE_COLUMNS = ("place_id", "kind", "country", "admin1", "latitude", "longitude", "name_en")


def _add_places(found: Matcher) -> None:
    entries = {
        row["place_id"]: PlaceEntry(row["place_id"], row["kind"], row["country"], row["admin1"] or None)
        for row in load_rows("places.csv", _PLACE_COLUMNS)
    }
    cued = {fold(row["name_ar"]) for row in load_rows("places_need_cue.csv", ["name_ar"])}
    by_name: dict[str, list[PlaceEntry]] = {}
    for row in load_rows("place_names.csv", ["place_id", "name_ar"]):
        by_name.setdefault(fold_but_hamza(row["name_ar"]), []).append(entries[row["place_id"]])
    for name, places in by_name.items():
        list_name = "place_after_cue" if fold(name) in cued else "place"
        found.add(list_name, name, tuple(places), definite=name.startswith("ال"))
    for row in load_rows("place_cues.csv", ["kind", "in_place_string", "name_ar"]):
        found.add("place_cue", row["name_ar"], (row["kind"], row["in_place_string"] == "yes"))


def _add_countries(found: Matcher) -> None:
    for row in load_rows("countries.csv", ["iso", "role", "name_en", "name_ar"]):
        name = row["name_ar"]
        if row["role"] == "name":
            found.add("country", name, row["iso"], definite=name.startswith("ال"))
        elif row["role"] == "nisba":
            for suffix in _NISBA_SUFFIXES:
                found.add("nisba", name + suffix, row["iso"])
        else:
            found.add("capital", name, row["iso"])


def _add_actors(found: Matcher) -> None:
    for row in load_rows("actors.csv", ["code", "country", "kind", "name_ar"]):
        found.add("actor", row["name_ar"], ActorEntry(row["code"], row["country"] or None, row["kind"]))
    for row in load_rows("persons.csv", ["code", "country", "role", "name_ar"]):
        found.add("person", row["name_ar"], ActorEntry(row["code"], row["country"] or None, row["role"]))
    for row in load_rows("metonyms.csv", ["code", "name_ar"]):
        found.add("metonym", row["name_ar"], ActorEntry(row["code"], None, "metonym"))
    _add_coded(found, "force_head", "force_heads.csv", "role")
    _add_coded(found, "generic_force", "generic_forces.csv", "role")
    _add_coded(found, "title", "speaker_titles.csv", "role")


@cache
def government_codes() -> dict[str, str]:
    """Actor code of the state forces of each country, by ISO code."""
    rows = load_rows("country_actors.csv", ["country", "government_code"])
    return {row["country"]: row["government_code"] for row in rows}


@cache
def _context_actors() -> dict[tuple[str, str], str]:
    rows = load_rows("context_actors.csv", ["role", "country", "code"])
    return {(row["role"], row["country"]): row["code"] for row in rows}


def context_code(role: str, country: str | None) -> str:
    """Actor code of forces named without nationality (الجيش, المسلحون) in a country; empty when it cannot be told."""
    known = _context_actors()
    if (role, "") not in known and (role, country or "") not in known:
        return government_codes().get(country or "", "")
    return known.get((role, country or "")) or known.get((role, ""), "")
