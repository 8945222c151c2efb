"""All models of attacks."""

from collections.abc import Callable

from flows.training.attack_slots import fit_fields
from flows.training.examples import FOLDS, Example, Rows
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, to_linear
from flows.training.link_models import learn_links
from flows.training.material import Material
from flows.training.mention_models import fit_lone, fit_quick, fit_sentences, use
from flows.training.place_and_date_rows import Drafts
from flows.training.readings import Reading, gold_drafts, met_drafts, read_unseen
from transforms import attacks
from transforms.draft import TYPE_GROUPS, Draft
from transforms.event_features import event_features, filled_features
from transforms.mention import ATTACKS
from transforms.overviews import overview
from transforms.slot_actors import side_features, side_of

Features = list[set[str]]


def train_attacks(material: Material, say: Callable[[str], None]) -> dict[str, Arrays]:
    """All attack models."""
    examples = material.examples("attacks")
    say(f"{len(examples)} articles, {sum(len(e.records) for e in examples)} attacks")
    models = {"attack_quick": fit_quick(examples, ATTACKS, material.votes)} | fit_sentences(examples)
    use(models)
    if material.votes:  # without, the stored model of single sentences stays
        models["attack_lone"] = fit_lone(material.votes, say)
    say("sentences")
    drafts = [(e, d, r) for e in examples for d, r in gold_drafts(e, ATTACKS, TYPE_GROUPS, overview(e.article))]
    base = [words_of(e, d) for e, d, _ in drafts]
    models |= fit_types(drafts, base)
    links = learn_links(examples, ATTACKS)
    models |= links.whole
    say("types and links")

    def judge_types(unseen: int) -> None:
        inside = [i for i, (e, _, _) in enumerate(drafts) if e.fold != unseen]
        use(fit_types([drafts[i] for i in inside], [base[i] for i in inside]))

    readings = read_unseen(examples, links, ATTACKS, read_attacks, judge_types)
    models["attack_accept"] = fit_forest(*accept_rows(readings), rounds=40, leaves=8)
    say("acceptance")
    met = met_drafts(readings)
    drafts, base = drafts + met, base + [words_of(e, d) for e, d, _ in met]
    models |= fit_sides(drafts, base) | fit_codes(drafts, base)
    say("sides and codes")
    return models | fit_fields(drafts)


def words_of(example: Example, draft: Draft) -> set[str]:
    return event_features(example.article, draft.mentions, ATTACKS.list_name)


def fit_types(drafts: Drafts, base: Features) -> dict[str, Arrays]:
    typed = [row | {f"type={d.type}"} for row, (_, d, _) in zip(base, drafts, strict=True)]
    return {
        "attack_type": fit_linear(base, [d.type for _, d, _ in drafts], EVENT_STRENGTH),
        "attack_kind": fit_linear(typed, [d.kind for _, d, _ in drafts], EVENT_STRENGTH),
    }


EVENT_STRENGTH = 0.1


def fit_sides(drafts: Drafts, base: Features) -> dict[str, Arrays]:
    """Models of the attacking and the hit side; leaves out-of-fold judgements in the drafts."""
    models = {}
    rows = [row | side_features(d) for row, (_, d, _) in zip(base, drafts, strict=True)]
    for role, column in (("attack_perpetrator", "perpetrator"), ("attack_victims", "victims")):
        labels = [side_of(r[column] or "") for _, _, r in drafts]
        for k in range(FOLDS):
            inside = [i for i, (e, _, _) in enumerate(drafts) if e.fold != k]
            model = to_linear(fit_linear([rows[i] for i in inside], [labels[i] for i in inside], EVENT_STRENGTH))
            for i, (example, draft, _) in enumerate(drafts):
                if example.fold == k:
                    draft.sides[role] = dict(zip(model.classes, map(float, model.probabilities(rows[i])), strict=True))
        models[f"{role}_side"] = fit_linear(rows, labels, EVENT_STRENGTH)
    return models


def fit_codes(drafts: Drafts, base: Features) -> dict[str, Arrays]:
    rows = [row | filled_features(d, r["country"]) for row, (_, d, r) in zip(base, drafts, strict=True)]
    records = [r for _, _, r in drafts]
    return {
        "attack_outcome": fit_linear(rows, [r["outcome"] for r in records], EVENT_STRENGTH),
        "attack_weapons": fit_independent(rows, [set(r["weapons"]) for r in records], CODE_STRENGTH, negligible=0.03),
        "attack_targets": fit_independent(rows, [set(r["targets"]) for r in records], CODE_STRENGTH, negligible=0.03),
    }


CODE_STRENGTH = 0.3


def accept_rows(readings: list[Reading]) -> Rows:
    """Events as read in unseen articles, and whether a labelled record stands behind each."""
    rows: list[list[float]] = []
    labels: list[bool] = []
    for example, drafts, met in readings:
        rows += [attacks.accept_features(example.article, d, drafts) for d in drafts]
        labels += [r is not None for r in met]
    return rows, labels


def read_attacks(example: Example) -> list[Draft]:
    taken = [m for m in example.mentions if m.probability >= ATTACKS.threshold]
    return attacks.typed_drafts(example.article, taken, attacks.TYPE_MODELS)
