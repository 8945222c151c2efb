"""All models of withdrawal milestones."""

from collections.abc import Callable, Iterable

from flows.training.attack_slots import SLOTS
from flows.training.examples import FOLDS, Example, Row, Rows
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, fit_scaled, to_linear
from flows.training.link_models import learn_links
from flows.training.material import Material
from flows.training.mention_models import fit_quick, use
from flows.training.place_and_date_rows import Drafts, country_rows, iso, rows_of_all, same_place
from flows.training.readings import Reading, met_drafts, read_unseen
from flows.training.slots import Choice, Judged, Slot, fit_slots
from transforms import milestones
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.learned import together
from transforms.mention import MILESTONES, Mention
from transforms.overviews import overview
from transforms.sentence_features import sentence_features
from transforms.slot_actors import actor_choices, actor_features, actor_spans
from transforms.slot_dates import date_features, date_spans
from transforms.slot_places import country_votes
from transforms.slot_speaker import speaker_choices, speaker_features, speaker_spans
from transforms.slot_troops import troop_choices, troop_features, troop_spans


def train_milestones(material: Material, say: Callable[[str], None]) -> dict[str, Arrays]:
    """All milestone models."""
    examples = material.examples("milestones")
    say(f"{len(examples)} articles, {sum(len(e.records) for e in examples)} milestones")
    models = {"milestone_quick": fit_quick(examples, MILESTONES, [])}
    models |= fit_steps(examples)
    links = learn_links(examples, MILESTONES, _owned)
    models |= links.whole
    readings = read_unseen(examples, links, MILESTONES, read_steps)
    models["milestone_accept"] = fit_forest(*step_accepts(readings), rounds=40, leaves=8)
    say("steps")
    drafts = [(e, d, r) for e in examples for d, r in gold_steps(e)]
    drafts += [(e, d, r) for e, d, r in met_drafts(readings) if d.type == r["type"]]
    return models | fit_step_slots(drafts)


def fit_steps(examples: list[Example]) -> dict[str, Arrays]:
    """Whether a sentence tells a step, and of which types; leaves out-of-fold mentions in each example."""
    rows, labels, owners = [], [], []
    for example in examples:
        if not milestones.may_hold_steps(example.article):
            continue
        for sentence in milestones.candidates(example.article):
            rows.append(sentence_features(example.article, sentence, "step"))
            labels.append({example.records[n]["type"] for n in example.owners.get(sentence.index, [])})
            owners.append((example, sentence))
    for k in range(FOLDS):
        inside = [i for i, (e, _) in enumerate(owners) if e.fold != k]
        arrays = _step_models([rows[i] for i in inside], [labels[i] for i in inside])
        told, types = to_linear(arrays["milestone_sentence"]), to_linear(arrays["milestone_types"])
        for i, (example, sentence) in enumerate(owners):
            if example.fold == k:
                chance = together(told.chance(rows[i]), overview(example.article).step(sentence.index))
                example.mentions += milestones.to_steps(
                    sentence, rows[i], chance, types.probabilities(rows[i]), types.classes
                )
    return _step_models(rows, labels)


def _step_models(rows: list[set[str]], labels: list[set[str]]) -> dict[str, Arrays]:
    told = [i for i, types in enumerate(labels) if types]
    return {
        "milestone_sentence": fit_scaled(rows, ["yes" if types else "no" for types in labels]),
        "milestone_types": fit_independent([rows[i] for i in told], [labels[i] for i in told], STEP_STRENGTH, least=2),
    }


STEP_STRENGTH = 0.3


def _owned(example: Example, mention: Mention) -> set[int]:
    """Records of the mention's type whose evidence holds its sentence."""
    return {n for n in example.owners.get(mention.sentence.index, []) if example.records[n]["type"] == mention.type}


def gold_steps(example: Example) -> list[tuple[Draft, Row]]:
    found = []
    for number, record in enumerate(example.records):
        mentions = [m for m in example.mentions if number in _owned(example, m)]
        if mentions:
            draft = milestones.draft_of(mentions)
            draft.taken = {i for i, numbers in example.owners.items() if number not in numbers}
            found.append((draft, record))
    return found


def read_steps(example: Example) -> list[Draft]:
    taken = [m for m in example.mentions if m.probability >= MILESTONES.threshold]
    return milestones.typed_drafts(example.article, taken)


def step_accepts(readings: list[Reading]) -> Rows:
    rows: list[list[float]] = []
    labels: list[bool] = []
    for example, drafts, met in readings:
        rows += [milestones.accept_features(example.article, d, drafts) for d in drafts]
        labels += [r is not None and r["type"] == d.type for r, d in zip(met, drafts, strict=True)]
    return rows, labels


def fit_step_slots(drafts: Drafts) -> dict[str, Arrays]:
    features = _unseen_status_features(drafts)
    models = _fit_fields(drafts, STEP_SLOTS)
    models["milestone_status"] = fit_linear(features, [r["status"] for _, _, r in drafts], 0.15)
    return models


def _fit_fields(drafts: Drafts, names: Iterable[str]) -> dict[str, Arrays]:
    country = {"milestone_country": fit_forest(*rows_of_all(drafts, country_rows), rounds=50, leaves=10)}
    return country | fit_slots(drafts, {f"milestone_{n}": STEP_SLOTS[n] for n in names}, rounds=50, leaves=10)


def _unseen_status_features(drafts: Drafts) -> list[set[str]]:
    """What the status is judged on, with the sides as models choose them that have not seen the article."""
    found: dict[int, set[str]] = {}
    for k in range(FOLDS):
        use(_fit_fields([item for item in drafts if item[0].fold != k], _SIDES))
        for i, (example, draft, _) in enumerate(drafts):
            if example.fold == k:
                sides = milestones.choose_sides(example.article, draft, country_votes(example.article))
                found[i] = milestones.status_features(example.article, draft, sides)
    return [found[i] for i in range(len(drafts))]


_SIDES = ("place", "force", "announced_by")


def _deadlines(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = milestones.deadline_choices(article, draft)
    return choices, [iso(c.end) == record["deadline"] for c in choices]


def _deadline_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    return [date_features(article, draft, c, choices, "deadline") for c in choices]


def _speakers(article: Annotated, draft: Draft, record: Row) -> Judged:
    choices = speaker_choices(article, draft)
    names = [" ".join(c.sentence.words[c.first : c.last]) for c in choices]
    return choices, [same_place(record["speaker"], name) for name in names]


def _speaker_rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
    return [speaker_features(draft, c, choices, record["announced_by"] or "") for c in choices]


def _actor_slot(field: str) -> Slot:
    role = f"milestone_{field}"

    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        found = actor_choices(article, draft, role, record["country"])
        return found, [c.code == (record[field] or "") for c in found]

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        other = (record["force"] or "") if field == "announced_by" else None
        return [actor_features(draft, c, choices, record["country"], other, role) for c in choices]

    return Slot(choices, rows, actor_spans)


def _troop_slot(role: str) -> Slot:
    def choices(article: Annotated, draft: Draft, record: Row) -> Judged:
        wanted = record[f"troops_{role}"]
        found = troop_choices(draft)
        return found, [wanted is not None and c.value == abs(wanted) for c in found]

    def rows(article: Annotated, draft: Draft, record: Row, choices: list[Choice]) -> list[list[float]]:
        return [troop_features(draft, c, choices, role) for c in choices]

    return Slot(choices, rows, troop_spans)


STEP_SLOTS = {
    "date": SLOTS["date"],
    "deadline": Slot(_deadlines, _deadline_rows, date_spans),
    "place": SLOTS["place"],
    "force": _actor_slot("force"),
    "announced_by": _actor_slot("announced_by"),
    "speaker": Slot(_speakers, _speaker_rows, speaker_spans),
    "troops_from": _troop_slot("from"),
    "troops_to": _troop_slot("to"),
    "troops_change": _troop_slot("change"),
}
