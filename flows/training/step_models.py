"""All models of withdrawal milestones."""

from collections.abc import Callable, Iterable

from flows.training.examples import FOLDS, Example, Row, Rows, read_examples
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, fit_scaled, to_linear
from flows.training.link_models import learn_links
from flows.training.mention_models import Votes, fit_quick, use
from flows.training.place_and_date_rows import Drafts, country_rows, date_rows, iso, place_rows, rows_of_all, same_place
from flows.training.readings import Reading, met_drafts, read_unseen
from transforms import milestones
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.mention import MILESTONES, Mention
from transforms.sentence_features import sentence_features
from transforms.slot_actors import actor_choices, actor_features
from transforms.slot_dates import date_features
from transforms.slot_places import country_votes
from transforms.slot_speaker import speaker_choices, speaker_features
from transforms.slot_troops import troop_choices, troop_features


def train_milestones(pairs: list[str], votes: Votes, say: Callable[[str], None]) -> dict[str, Arrays]:
    """All milestone models."""
    examples = read_examples(pairs, "milestones")
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
                chance = told.chance(rows[i])
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
    models = _fit_choices(drafts, STEP_ROWS)
    features = _unseen_status_features(drafts)
    models["milestone_status"] = fit_linear(features, [r["status"] for _, _, r in drafts], 0.15)
    return models


def _fit_choices(drafts: Drafts, names: Iterable[str]) -> dict[str, Arrays]:
    return {f"milestone_{n}": fit_forest(*rows_of_all(drafts, STEP_ROWS[n]), rounds=50, leaves=10) for n in names}


def _unseen_status_features(drafts: Drafts) -> list[set[str]]:
    """What the status is judged on, with the sides as models choose them that have not seen the article."""
    found: dict[int, set[str]] = {}
    for k in range(FOLDS):
        use(_fit_choices([item for item in drafts if item[0].fold != k], _SIDES))
        for i, (example, draft, _) in enumerate(drafts):
            if example.fold == k:
                sides = milestones.choose_sides(example.article, draft, country_votes(example.article))
                found[i] = milestones.status_features(example.article, draft, sides)
    return [found[i] for i in range(len(drafts))]


_SIDES = ("place", "country", "force", "announced_by")


def _force_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    role, country = "milestone_force", record["country"]
    choices = actor_choices(article, draft, role, country)
    rows = [actor_features(draft, c, choices, country, None, role) for c in choices]
    return rows, [c.code == (record["force"] or "") for c in choices]


def _announcer_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    role, country = "milestone_announced_by", record["country"]
    choices = actor_choices(article, draft, role, country)
    rows = [actor_features(draft, c, choices, country, record["force"] or "", role) for c in choices]
    return rows, [c.code == (record["announced_by"] or "") for c in choices]


def _deadline_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    choices = milestones.deadline_choices(article, draft)
    rows = [date_features(article, draft, c, choices) for c in choices]
    return rows, [iso(c.end) == record["deadline"] for c in choices]


def _speaker_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    choices = speaker_choices(article, draft)
    rows = [speaker_features(draft, c, choices, record["announced_by"] or "") for c in choices]
    names = [" ".join(c.sentence.words[c.first : c.last]) for c in choices]
    return rows, [same_place(record["speaker"], name) for name in names]


def _troop_rows(role: str) -> Callable[[Annotated, Draft, Row], Rows]:
    def rows_of(article: Annotated, draft: Draft, record: Row) -> Rows:
        choices = troop_choices(draft)
        wanted = record[f"troops_{role}"]
        return [troop_features(draft, c, choices) for c in choices], [
            wanted is not None and c.value == abs(wanted) for c in choices
        ]

    return rows_of


STEP_ROWS = {
    "date": date_rows,
    "deadline": _deadline_rows,
    "place": place_rows,
    "country": country_rows,
    "force": _force_rows,
    "announced_by": _announcer_rows,
    "speaker": _speaker_rows,
    "troops_from": _troop_rows("from"),
    "troops_to": _troop_rows("to"),
    "troops_change": _troop_rows("change"),
}
