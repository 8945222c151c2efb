"""Attacks of one article: mentions → events → fields."""

import math
from collections import Counter
from dataclasses import dataclass

from transforms.annotate import Annotated
from transforms.draft import TYPE_GROUPS, Draft, make_draft
from transforms.event_features import event_features, filled_features, mean_types
from transforms.learned import load_forest, load_linear
from transforms.mentions import ATTACKS, Mention, cluster, score_mentions
from transforms.slot_actors import ActorChoice, choose_actor, judge_sides
from transforms.slot_dates import DateChoice, choose_date
from transforms.slot_places import PlaceChoice, choose_admin1, choose_country, choose_place, country_votes
from transforms.slot_tolls import TollChoice, choose_toll, count_incidents

# Probabilities at which a field is filled rather than left null: chosen on cross-validated fact F1 (flows/train.py).
PLACE_THRESHOLD = 0.3
COUNTRY_THRESHOLD = 0.3
TOLL_THRESHOLD = 0.3
CODE_THRESHOLD = 0.22
ACCEPT_THRESHOLD = 0.34


@dataclass(frozen=True, kw_only=True, slots=True)
class Attack:
    """One attack as read, with the choices behind its fields."""

    draft: Draft
    confidence: float
    outcome: str
    incident_count: TollChoice | None
    date: DateChoice
    place: PlaceChoice | None
    country: str | None
    admin1: str | None
    weapons: list[str]
    targets: list[str]
    perpetrator: ActorChoice
    victims: ActorChoice
    killed: TollChoice | None
    wounded: TollChoice | None


def find_attacks(article: Annotated) -> tuple[list[Attack], list[Mention]]:
    """The article's attacks in order, and the sentences considered and not coded."""
    scored = score_mentions(article, ATTACKS)
    taken = [m for m in scored if m.probability >= ATTACKS.threshold]
    if not taken:
        return [], scored
    votes = country_votes(article)
    drafts = [typed_draft(article, mentions) for mentions in cluster(article, taken, ATTACKS)]
    rows = [accept_features(article, d, drafts) for d in drafts]
    accepted = load_forest("attack_accept").probabilities(rows)
    found = [fill(article, d, float(p), votes) for d, p in zip(drafts, accepted, strict=True) if p >= ACCEPT_THRESHOLD]
    used = {m.sentence.index for a in found for m in a.draft.mentions}
    return found, [m for m in scored if m.sentence.index not in used]


def typed_draft(article: Annotated, mentions: list[Mention]) -> Draft:
    """A draft with its type and kind decided on the whole event."""
    features = event_features(article, mentions, ATTACKS.list_name)
    type_name = load_linear("attack_type").best(features)
    draft = make_draft(mentions, type_name, ATTACKS.list_name, TYPE_GROUPS[type_name])
    draft.kind = load_linear("attack_kind").best(features | {f"type={type_name}"})
    return draft


def accept_features(article: Annotated, draft: Draft, drafts: list[Draft]) -> list[float]:
    """Dense features that decide whether a draft is an event, and how surely."""
    probabilities = [m.probability for m in draft.mentions]
    total = mean_types(draft.mentions)
    return [
        max(probabilities),
        sum(probabilities),
        min(probabilities),
        1 - math.prod(1 - p for p in probabilities),
        len(probabilities),
        total[draft.type],
        max(total.values()),
        draft.sentences[0].index,
        len(article.sentences),
        len(drafts),
        drafts.index(draft),
        sum(bool(s.places) for s in draft.sentences),
        sum(bool(s.dates) for s in draft.sentences),
        sum(bool(s.numbers) for s in draft.sentences),
        draft.kind == "recurring",
        *(draft.type == t for t in TYPE_GROUPS),
        len({h.value[0] for s in draft.sentences for h in s.hits["trigger"]}),
        "trigger" in article.title.hits,
    ]


def fill(article: Annotated, draft: Draft, confidence: float, votes: Counter[str]) -> Attack:
    """Read every field of one event."""
    place = choose_place(article, draft, votes, PLACE_THRESHOLD)
    country = choose_country(article, draft, votes, place, COUNTRY_THRESHOLD)
    base = event_features(article, draft.mentions, ATTACKS.list_name)
    judge_sides(draft, base)
    perpetrator = choose_actor(article, draft, "attack_perpetrator", country)
    victims = choose_actor(article, draft, "attack_victims", country, perpetrator.code)
    features = filled_features(base, draft, perpetrator.code, victims.code, country, sides=False)
    return Attack(
        draft=draft,
        confidence=confidence,
        outcome=load_linear("attack_outcome").best(features),
        incident_count=count_incidents(draft),
        date=choose_date(article, draft),
        place=place,
        country=country,
        admin1=choose_admin1(draft, country, place, votes),
        weapons=_codes(features, "attack_weapons"),
        targets=_codes(features, "attack_targets"),
        perpetrator=perpetrator,
        victims=victims,
        killed=choose_toll(draft, "killed", TOLL_THRESHOLD),
        wounded=choose_toll(draft, "wounded", TOLL_THRESHOLD),
    )


def _codes(features: set[str], model: str) -> list[str]:
    linear = load_linear(model)
    probabilities = linear.probabilities(features)
    return [c for c, p in zip(linear.classes, probabilities, strict=True) if p >= CODE_THRESHOLD]
