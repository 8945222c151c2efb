"""Withdrawal milestones of one article: sentences that report a step → milestones → fields."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from transforms.annotate import Annotated, Sentence, complete
from transforms.date_reference import refer_back
from transforms.draft import STEP_GROUPS, Draft, make_draft, tell_apart
from transforms.event_features import event_features, filled_features
from transforms.learned import Floats, likeliest, load_forest, load_linear, together
from transforms.mention import MILESTONES, Mention
from transforms.mentions import cluster, is_worth_reading
from transforms.overviews import overview
from transforms.sentence_features import sentence_features
from transforms.slot_actors import ActorChoice, choose_actor
from transforms.slot_dates import DateChoice, choose_date, date_choices, date_features
from transforms.slot_places import PlaceChoice, choose_country, choose_place, country_votes
from transforms.slot_speaker import SpeakerChoice, choose_speaker
from transforms.slot_troops import LEAVING, TroopChoice, choose_troops
from transforms.tokens import stem
from transforms.word_sets import word_set

ACCEPT_THRESHOLD = 0.45  # chosen on real articles kept out of training: written items are told too surely
# Chosen on cross-validated fact F1 (flows/train.py).
PLACE_THRESHOLD = 0.35
COUNTRY_THRESHOLD = 0.3
TROOP_THRESHOLD = 0.45
SPEAKER_THRESHOLD = 0.35
DEADLINE_THRESHOLD = 0.45


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """One milestone as read, with the choices behind its fields."""

    draft: Draft
    confidence: float
    status: str
    force: ActorChoice
    country: str | None
    place: PlaceChoice | None
    troops: dict[str, TroopChoice | None]
    date: DateChoice
    deadline: DateChoice | None
    announced_by: ActorChoice
    speaker: SpeakerChoice | None


def find_milestones(article: Annotated) -> tuple[list[Milestone], list[Mention]]:
    """The article's milestones in order, and the sentences considered and not coded."""
    scored = score_steps(article)
    taken = [m for m in scored if m.probability >= MILESTONES.threshold]
    if not taken:
        return [], scored
    votes = country_votes(article)
    drafts = typed_drafts(article, taken)
    accepted = load_forest("milestone_accept").probabilities([accept_features(article, d, drafts) for d in drafts])
    found = [fill(article, d, float(p), votes) for d, p in zip(drafts, accepted, strict=True) if p >= ACCEPT_THRESHOLD]
    used = {i for m in found for i in m.draft.indices}
    return found, [m for m in scored if m.sentence.index not in used]


MOVES = frozenset({"leave", "reduce", "hand", "move", "send", "mission", "embassy"})
CORE_STEPS = MOVES | {"time", "level", "law", "talk", "deal"}


def candidates(article: Annotated) -> list[Sentence]:
    """Sentences that name a step and that words alone do not rule out."""
    named = [s for s in article.sentences if CORE_STEPS.intersection(h.value[0] for h in s.hits.get("step", []))]
    found = [s for s in named if is_worth_reading(article, s, MILESTONES)]
    for sentence in found:
        complete(sentence, article.norm.text, article.published)
    complete(article.title, article.title_text, article.published)
    refer_back(found)
    return found


def may_hold_steps(article: Annotated) -> bool:
    """Whether the article speaks of troops or an embassy and of a step; most articles do not and end here."""
    named = {h.value[0] for s in article.sentences for h in s.hits.get("step", [])}
    about_forces = {"level", "embassy", "site", "mission", "time", "talk", "deal"}
    return not named.isdisjoint(MOVES) and not named.isdisjoint(about_forces)


def score_steps(article: Annotated) -> list[Mention]:
    """One mention for each candidate sentence and type; several types may hold in one sentence."""
    if not may_hold_steps(article):
        return []
    told, types = load_linear("milestone_sentence"), load_linear("milestone_types")
    mentions = []
    for sentence in candidates(article):
        features = sentence_features(article, sentence, "step")
        chance = together(told.chance(features), overview(article).step(sentence.index))
        if chance >= CONSIDERED:
            mentions += to_steps(sentence, features, chance, types.probabilities(features), types.classes)
    return mentions


# Sentences less likely to tell a step are not even listed among those refused.
CONSIDERED = 0.05


def to_steps(sentence: Sentence, features: set[str], chance: float, types: Floats, classes: list[str]) -> list[Mention]:
    """The likeliest type of a sentence that tells a step with this chance, and any other type that is likely too."""
    types = np.where([_is_possible(sentence, name) for name in classes], types, 0.0)
    best = int(types.argmax())
    chosen = [k for k in range(len(classes)) if k == best or types[k] >= MILESTONES.second_type]
    return [
        Mention(sentence, features, chance if k == best else chance * float(types[k]), {classes[k]: 1.0})
        for k in chosen
    ]


def _is_possible(sentence: Sentence, type_name: str) -> bool:
    """A legislative act needs a parliament, a court or a vote: مجلس and قرار alone are not enough."""
    return type_name != "legislative_act" or not _chambers().isdisjoint(sentence.stems)


@cache
def _chambers() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("chamber"))


def group(article: Annotated, mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one type that tell one step."""
    groups = []
    for type_name in dict.fromkeys(m.type for m in mentions):
        groups += cluster(article, [m for m in mentions if m.type == type_name], MILESTONES)
    return sorted(groups, key=lambda g: (g[0].sentence.index, g[0].type))


def typed_drafts(article: Annotated, taken: list[Mention]) -> list[Draft]:
    """The milestones that the mentions make."""
    drafts = [draft_of(g) for g in group(article, taken)]
    tell_apart(drafts)
    return drafts


def draft_of(mentions: list[Mention]) -> Draft:
    type_name = mentions[0].type
    return make_draft(mentions, type_name, "step", STEP_GROUPS[type_name])


def accept_features(article: Annotated, draft: Draft, drafts: list[Draft]) -> list[float]:
    """Dense features that decide whether a draft is a milestone, and how surely."""
    probabilities = [m.probability for m in draft.mentions]
    rivals = [m.probability for d in drafts if d is not draft and d.indices & draft.indices for m in d.mentions]
    own = [h.value[0] for s in draft.sentences for h in s.hits["step"]]
    return [
        max(probabilities),
        sum(probabilities),
        min(probabilities),
        len(probabilities),
        draft.sentences[0].index,
        len(article.sentences),
        len(drafts),
        max(rivals, default=0.0),
        len(rivals),
        not STEP_GROUPS[draft.type].isdisjoint(own),
        len(own),
        "step" in article.title.hits,
        sum(bool(s.numbers) for s in draft.sentences),
        sum(bool(s.dates) for s in draft.sentences),
        *(draft.type == t for t in STEP_GROUPS),
        max(overview(article).step(i) for i in draft.indices),
    ]


def fill(article: Annotated, draft: Draft, confidence: float, votes: Counter[str]) -> Milestone:
    """Read every field of one milestone."""
    sides = choose_sides(article, draft, votes)
    troops = {role: choose_troops(draft, role, TROOP_THRESHOLD) for role in ("from", "to", "change")}
    status = load_linear("milestone_status").best(status_features(article, draft, sides))
    return Milestone(
        draft=draft,
        confidence=confidence,
        status="announced" if status in HELD and is_to_come(draft, troops["to"]) else status,
        force=sides.force,
        country=sides.country,
        place=sides.place,
        troops=troops,
        date=choose_date(article, draft, "milestone_date"),
        deadline=choose_deadline(article, draft),
        announced_by=sides.announced_by,
        speaker=choose_speaker(article, draft, sides.announced_by.code, SPEAKER_THRESHOLD),
    )


HELD = frozenset({"completed", "under_way"})


def is_to_come(draft: Draft, level: TroopChoice | None) -> bool:
    """Whether a level is told of the time to come: سيصبح العدد 2500 جندي, 2500 جندي بحلول يناير."""
    if draft.type != "troop_level" or level is None:
        return False
    before, after = level.sentence.before(level.first, _BEFORE_LEVEL), level.sentence.after(level.last, _AFTER_LEVEL)
    return not word_set("level_to_come").isdisjoint(before) or not word_set("level_by").isdisjoint(after)


_BEFORE_LEVEL, _AFTER_LEVEL = 8, 4  # tokens


@dataclass(frozen=True, slots=True)
class Sides:
    """Who moves where, and who says so."""

    place: PlaceChoice | None
    country: str | None
    force: ActorChoice
    announced_by: ActorChoice


def choose_sides(article: Annotated, draft: Draft, votes: Counter[str]) -> Sides:
    place = choose_place(article, draft, votes, PLACE_THRESHOLD, "milestone_place")
    country = choose_country(article, draft, votes, place, COUNTRY_THRESHOLD, "milestone_country")
    force = choose_actor(article, draft, "milestone_force", country)
    return Sides(place, country, force, choose_actor(article, draft, "milestone_announced_by", country, force.code))


def status_features(article: Annotated, draft: Draft, sides: Sides) -> set[str]:
    """The milestone's words, its type, and who moves where, each side also in conjunction with the type."""
    force, announced_by = sides.force.code, sides.announced_by.code
    found = event_features(article, draft.mentions, "step") | filled_features(draft, sides.country)
    found |= {f"force={force}", f"announced_by={announced_by}", f"{force}>{announced_by}"}
    found |= {f"{draft.type}|{force}", f"{draft.type}>{announced_by}"}
    return found.union(*(_around_step(s, at) for s in draft.sentences for at in draft.anchors[s.index]))


_AROUND_STEP = 4  # words on either side: ترفض سحب قواتها, يجري الإعداد لتسليم القاعدة


def _around_step(sentence: Sentence, at: int) -> set[str]:
    """The step's own word as it stands, the words around it, and the cues before it: a sentence may tell several."""
    stems = sentence.stems
    found = {f"A={sentence.words[at]}"}
    for k in range(1, _AROUND_STEP + 1):
        if at >= k:
            found.update((f"A-{k}={stems[at - k]}", f"A<{stems[at - k]}"))
        if at + k < len(stems):
            found.update((f"A+{k}={stems[at + k]}", f"A>{stems[at + k]}"))
    found.update(f"A<cue:{h.value}" for h in sentence.hits.get("cue", []) if 0 <= at - h.last <= _AROUND_STEP)
    return found


def choose_deadline(article: Annotated, draft: Draft) -> DateChoice | None:
    """The date by which the step is to be done: its last day counts."""
    choices = deadline_choices(article, draft)
    rows = [date_features(article, draft, c, choices, "deadline") for c in choices]
    return likeliest("milestone_deadline", choices, rows, DEADLINE_THRESHOLD)


def deadline_choices(article: Annotated, draft: Draft) -> list[DateChoice]:
    """The dates of the milestone's own sentences, as they stand."""
    plain = [(c, c.sentence) for c in date_choices(article, draft) if c.form == "plain"]
    return [c for c, sentence in plain if sentence is not None and sentence.index in draft.indices]


def troops_value(milestone: Milestone, role: str) -> int | None:
    """The number of a role; a change is negative where forces leave."""
    choice = milestone.troops[role]
    if choice is None:
        return None
    return -choice.value if role == "change" and milestone.draft.type in LEAVING else choice.value
