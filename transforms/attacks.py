"""Attacks of one article: mentions → events → fields."""

import math
from collections import Counter
from dataclasses import dataclass

from transforms.annotate import Annotated
from transforms.draft import TYPE_GROUPS, Draft, make_draft, tell_apart
from transforms.event_features import event_features, filled_features, mean_types
from transforms.learned import Floats, Panel, load_forest, load_panel
from transforms.mention import ATTACKS, Mention
from transforms.mentions import cluster, is_lone, least_chance, score_mentions
from transforms.overviews import overview
from transforms.slot_actors import ActorChoice, choose_actor, side_features
from transforms.slot_dates import DateChoice, choose_date
from transforms.slot_places import PlaceChoice, choose_admin1, choose_country, choose_place, country_votes
from transforms.slot_tolls import choose_toll, count_incidents
from transforms.toll_choices import TollChoice, toll_choices

# Probabilities at which a field is filled rather than left null: chosen on cross-validated fact F1 (flows/train.py).
PLACE_THRESHOLD = 0.3
COUNTRY_THRESHOLD = 0.3
TOLL_THRESHOLD = 0.3
CODE_THRESHOLD = 0.22
ACCEPT_THRESHOLD = 0.38
RECURRING_THRESHOLD = 0.4

# What is judged on the words of a whole event.
TYPE_MODELS = ("attack_type", "attack_kind")
EVENT_MODELS = (
    *(*TYPE_MODELS, "attack_perpetrator_side", "attack_victims_side"),
    *("attack_outcome", "attack_weapons", "attack_targets"),
)


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
    scored = score_mentions(article)
    least = least_chance(article)
    taken = [m for m in scored if m.probability >= least]
    if not taken:
        return [], scored
    votes = country_votes(article)
    drafts = typed_drafts(article, taken)
    found = [fill(article, d, p, votes) for d, p in told_once(accepted(article, drafts))]
    used = {m.sentence.index for a in found for m in a.draft.mentions}
    return found, [m for m in scored if m.sentence.index not in used]


def typed_drafts(article: Annotated, taken: list[Mention], models: tuple[str, ...] = EVENT_MODELS) -> list[Draft]:
    """The events that the mentions make; training asks the models of type and kind alone."""
    drafts = [typed_draft(article, mentions, models) for mentions in cluster(article, taken, ATTACKS)]
    tell_apart(drafts)
    return drafts


def accepted(article: Annotated, drafts: list[Draft]) -> list[tuple[Draft, float]]:
    """The drafts that are events, each with its chance; of a lone sentence its own model has said all there is."""
    if is_lone(article):
        return [(draft, max(m.probability for m in draft.mentions)) for draft in drafts]
    rows = [accept_features(article, d, drafts) for d in drafts]
    chances = map(float, load_forest("attack_accept").probabilities(rows))
    return [(draft, chance) for draft, chance in zip(drafts, chances, strict=True) if chance >= ACCEPT_THRESHOLD]


def told_once(drafts: list[tuple[Draft, float]]) -> list[tuple[Draft, float]]:
    """Of drafts of one type that open with one sentence, the surer: taken apart by type, they were one after all."""
    surest: dict[tuple[int, str], tuple[Draft, float]] = {}
    for draft, chance in drafts:
        key = (draft.sentences[0].index, draft.type)
        if key not in surest or chance > surest[key][1]:
            surest[key] = draft, chance
    return list(surest.values())


def typed_draft(article: Annotated, mentions: list[Mention], models: tuple[str, ...]) -> Draft:
    """A draft with its type and kind decided on the whole event."""
    features = event_features(article, mentions, ATTACKS.list_name)
    judges = load_panel(models)
    scores = judges.scores(features)
    type_name = _type_of(article, mentions, judges, scores)
    draft = make_draft(mentions, type_name, ATTACKS.list_name, TYPE_GROUPS[type_name], overview(article))
    kinds = judges.probabilities("attack_kind", scores + judges.scores({f"type={type_name}"}))
    chance = kinds[judges.models["attack_kind"].classes.index("recurring")]
    draft.kind = "recurring" if chance >= RECURRING_THRESHOLD else "incident"
    draft.scores = scores
    return draft


def _type_of(article: Annotated, mentions: list[Mention], judges: Panel, scores: Floats) -> str:
    """The type on which the words of the whole event and the network's view of its sentences agree best."""
    classes = judges.models["attack_type"].classes
    by_words = judges.probabilities("attack_type", scores)
    by_sentence = [overview(article).types_of(m.sentence.index) for m in mentions]

    def together(name: str, chance: float) -> float:
        seen = sum(types[name] for types in by_sentence) / len(by_sentence)
        return math.log(chance + _UNSURE) + NETWORK_WEIGHT * math.log(seen + _UNSURE)

    return max(zip(classes, by_words, strict=True), key=lambda pair: together(pair[0], float(pair[1])))[0]


NETWORK_WEIGHT = 0.6  # of its voice in the type, chosen on record F1 of unseen articles
_UNSURE = 0.01  # no voice alone rules a type out


def judge_sides(draft: Draft) -> None:
    """Which side attacked and which was hit, judged on the event's words before any name is chosen."""
    judges = load_panel(EVENT_MODELS)
    scores = draft.scores + judges.scores(side_features(draft))
    for role in ("attack_perpetrator", "attack_victims"):
        chances = map(float, judges.probabilities(f"{role}_side", scores))
        draft.sides[role] = dict(zip(judges.models[f"{role}_side"].classes, chances, strict=True))


def accept_features(article: Annotated, draft: Draft, drafts: list[Draft]) -> list[float]:
    """Dense features that decide whether a draft is an event, and how surely."""
    probabilities = [m.probability for m in draft.mentions]
    total = mean_types(draft.mentions)
    rivals = [m.probability for d in drafts if d is not draft and d.indices & draft.indices for m in d.mentions]
    seen = overview(article)
    own = sorted(draft.indices)
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
        sum(bool(m.others) for m in draft.mentions),
        len(rivals),
        max(rivals, default=0.0),
        max(seen.attack(i) for i in own),
        max(seen.types_of(i)[draft.type] for i in own),
    ]


def fill(article: Annotated, draft: Draft, confidence: float, votes: Counter[str]) -> Attack:
    """Read every field of one event."""
    place = choose_place(article, draft, votes, PLACE_THRESHOLD)
    country = choose_country(article, draft, votes, place, COUNTRY_THRESHOLD)
    judge_sides(draft)
    perpetrator = choose_actor(article, draft, "attack_perpetrator", country)
    victims = choose_actor(article, draft, "attack_victims", country, perpetrator.code)
    judges = load_panel(EVENT_MODELS)
    scores = draft.scores + judges.scores(filled_features(draft, country))
    tolls = toll_choices(article, draft)
    return Attack(
        draft=draft,
        confidence=confidence,
        outcome=judges.best("attack_outcome", scores),
        incident_count=count_incidents(draft),
        date=choose_date(article, draft),
        place=place,
        country=country,
        admin1=choose_admin1(draft, country, place, votes),
        weapons=_codes(judges, "attack_weapons", scores),
        targets=_codes(judges, "attack_targets", scores),
        perpetrator=perpetrator,
        victims=victims,
        killed=choose_toll(draft, tolls, "killed", TOLL_THRESHOLD),
        wounded=choose_toll(draft, tolls, "wounded", TOLL_THRESHOLD),
    )


def _codes(judges: Panel, name: str, scores: Floats) -> list[str]:
    chances = judges.probabilities(name, scores)
    return [c for c, p in zip(judges.models[name].classes, chances, strict=True) if p >= CODE_THRESHOLD]
