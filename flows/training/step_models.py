"""All models of withdrawal milestones."""

from collections.abc import Callable

from flows.training.examples import FOLDS, Example, Row, Rows, read_examples
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, fit_scaled, to_linear
from flows.training.mention_models import Votes, fit_quick, learn_links, matched, use
from flows.training.place_and_date_rows import country_rows, date_rows, iso, place_rows, rows_of_all, same_place
from transforms import milestones
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.mention import MILESTONES, Mention
from transforms.sentence_features import sentence_features
from transforms.slot_actors import actor_choices, actor_features
from transforms.slot_dates import date_features
from transforms.slot_speaker import speaker_choices, speaker_features
from transforms.slot_troops import troop_choices, troop_features


def train_milestones(pairs: list[str], votes: Votes, say: Callable[[str], None]) -> dict[str, Arrays]:
    """All milestone models."""
    examples = read_examples(pairs, "milestones")
    say(f"{len(examples)} articles, {sum(len(e.records) for e in examples)} milestones")
    models = {"milestone_quick": fit_quick(examples, MILESTONES, [])}
    models |= fit_steps(examples)
    links = learn_links(examples, MILESTONES, _owned)
    judges = {"milestone_link_words": links.models[-1], "milestone_link": links.forest()}
    models |= judges
    drafts = [(e, d, r) for e in examples for d, r in gold_steps(e)]
    use(judges)
    models["milestone_accept"] = fit_forest(*step_accepts(examples), rounds=40, leaves=8)
    say("steps")
    models |= fit_step_slots(drafts)
    return models


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
            found.append((milestones.draft_of(mentions), record))
    return found


def step_accepts(examples: list[Example]) -> Rows:
    rows: list[list[float]] = []
    labels: list[bool] = []
    for example in examples:
        taken = [m for m in example.mentions if m.probability >= MILESTONES.threshold]
        drafts = [milestones.draft_of(g) for g in milestones.group(example.article, taken)]
        rows += [milestones.accept_features(example.article, d, drafts) for d in drafts]
        hits = matched(example, drafts)
        labels += [hit and any(_owned(example, m) for m in d.mentions) for hit, d in zip(hits, drafts, strict=True)]
    return rows, labels


def fit_step_slots(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    models: dict[str, Arrays] = {}
    for name, rows_of in _STEP_ROWS.items():
        models[f"milestone_{name}"] = fit_forest(*rows_of_all(drafts, rows_of), rounds=50, leaves=10)
    features = [_status_features(*item) for item in drafts]
    models["milestone_status"] = fit_linear(features, [r["status"] for _, _, r in drafts], 0.15)
    return models


def _status_features(example: Example, draft: Draft, record: Row) -> set[str]:
    force, announced_by = record["force"] or "", record["announced_by"] or ""
    return milestones.status_features(example.article, draft, force, announced_by, record["country"])


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


_STEP_ROWS = {
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
