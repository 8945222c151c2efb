"""How the fields of attacks are learnt."""

from flows.training.examples import Row
from flows.training.fitting import Arrays, fit_forest
from flows.training.place_and_date_rows import Drafts, country_rows, iso, rows_of_all, same_place
from flows.training.slots import Choice, Judged, Slot, fit_slots
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.slot_actors import actor_choices, actor_features, actor_spans
from transforms.slot_dates import date_choices, date_features, date_spans
from transforms.slot_places import country_votes, place_choices, place_features, place_spans
from transforms.slot_tolls import toll_features, toll_spans
from transforms.toll_choices import toll_choices


def fit_fields(drafts: Drafts) -> dict[str, Arrays]:
    """The models of all fields that are chosen from what the text states."""
    country = {"attack_country": fit_forest(*rows_of_all(drafts, country_rows))}
    return country | fit_slots(drafts, {f"attack_{name}": slot for name, slot in SLOTS.items()})


def _date_choices(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = date_choices(article, draft)
    wanted = (record["date_start"], record["date_end"])
    return choices, [(iso(c.start), iso(c.end)) == wanted for c in choices]


def _place_choices(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = place_choices(article, draft, country_votes(article))
    return choices, [same_place(record["place"], c.mention.text) for c in choices]


def _place_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    votes = country_votes(article)
    return [place_features(draft, c, choices, votes) for c in choices]


def _date_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    return [date_features(article, draft, c, choices) for c in choices]


def _actor_slot(role: str) -> Slot:
    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        found = actor_choices(article, draft, f"attack_{role}", record["country"])
        return found, [c.code == (record[role] or "") for c in found]

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        other = record["perpetrator"] if role == "victims" else None
        return [actor_features(draft, c, choices, record["country"], other, f"attack_{role}") for c in choices]

    return Slot(choices, rows, actor_spans)


def _toll_slot(role: str) -> Slot:
    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        found = toll_choices(article, draft)
        wanted = (record[f"{role}_min"], record[f"{role}_max"])
        right = [(c.low, c.high) == wanted for c in found]
        if not any(right):
            right = [c.low is not None and c.low == wanted[0] for c in found]
        return found, right

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        return [toll_features(draft, c, choices, role) for c in choices]

    return Slot(choices, rows, toll_spans)


SLOTS = {
    "date": Slot(_date_choices, _date_rows, date_spans),
    "place": Slot(_place_choices, _place_rows, place_spans),
    "perpetrator": _actor_slot("perpetrator"),
    "victims": _actor_slot("victims"),
    "killed": _toll_slot("killed"),
    "wounded": _toll_slot("wounded"),
}
