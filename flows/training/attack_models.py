"""All models of attacks."""

from collections.abc import Callable

from flows.training.examples import FOLDS, Example, Row, Rows, read_examples
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, to_linear
from flows.training.mention_models import Votes, fit_quick, fit_sentences, gold_drafts, link_rows, matched, use
from flows.training.place_and_date_rows import country_rows, date_rows, place_rows
from transforms import attacks, learned
from transforms.annotate import Annotated
from transforms.draft import TYPE_GROUPS, Draft
from transforms.event_features import event_features, filled_features
from transforms.mentions import ATTACKS, agglomerate, pair_features
from transforms.slot_actors import actor_choices, actor_features, side_features, side_of
from transforms.slot_tolls import toll_choices, toll_features


def train_attacks(pairs: list[str], votes: Votes, say: Callable[[str], None]) -> dict[str, Arrays]:
    """All attack models."""
    examples = read_examples(pairs, "attacks")
    say(f"{len(examples)} articles, {sum(len(e.records) for e in examples)} attacks")
    models = {"attack_quick": fit_quick(examples, ATTACKS, votes)}
    models["attack_sentence"] = fit_sentences(examples, ATTACKS, 0.1, votes)
    say("sentences")
    models["attack_link"] = fit_forest(*link_rows(examples, ATTACKS))
    drafts = [(e, d, r) for e in examples for d, r in gold_drafts(e, ATTACKS, TYPE_GROUPS)]
    models |= fit_types(drafts)
    say("links and types")
    models["attack_accept"] = fit_forest(*accept_rows(examples, drafts), rounds=40, leaves=8)
    say("acceptance")
    models |= fit_sides(drafts)
    models |= fit_slots(drafts)
    return models


def fit_sides(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    """Models of the attacking and the hit side; leaves out-of-fold judgements in the drafts."""
    models = {}
    rows = [side_features(d, event_features(e.article, d.mentions, ATTACKS.list_name)) for e, d, _ in drafts]
    for role, column in (("attack_perpetrator", "perpetrator"), ("attack_victims", "victims")):
        labels = [side_of(r[column] or "") for _, _, r in drafts]
        for k in range(FOLDS):
            inside = [i for i, (e, _, _) in enumerate(drafts) if e.fold != k]
            model = to_linear(fit_linear([rows[i] for i in inside], [labels[i] for i in inside], 0.1))
            for i, (example, draft, _) in enumerate(drafts):
                if example.fold == k:
                    draft.sides[role] = dict(zip(model.classes, map(float, model.probabilities(rows[i])), strict=True))
        models[f"{role}_side"] = fit_linear(rows, labels, 0.1)
    return models


def fit_types(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    rows = [event_features(e.article, d.mentions, ATTACKS.list_name) for e, d, _ in drafts]
    typed = [row | {f"type={d.type}"} for row, (_, d, _) in zip(rows, drafts, strict=True)]
    return {
        "attack_type": fit_linear(rows, [d.type for _, d, _ in drafts], 0.1),
        "attack_kind": fit_linear(typed, [d.kind for _, d, _ in drafts], 0.1),
    }


def accept_rows(examples: list[Example], drafts: list[tuple[Example, Draft, Row]]) -> Rows:
    """Drafts as they come out on unseen articles, and whether a labelled record stands behind each."""
    rows: list[list[float]] = []
    labels: list[bool] = []
    for k in range(FOLDS):
        outside = [e for e in examples if e.fold != k]
        use(
            {"attack_link": fit_forest(*link_rows(outside, ATTACKS))} | fit_types([d for d in drafts if d[0].fold != k])
        )
        for example in (e for e in examples if e.fold == k):
            found = predicted_drafts(example)
            rows += [attacks.accept_features(example.article, d, found) for d in found]
            labels += matched(example, found)
    return rows, labels


def predicted_drafts(example: Example) -> list[Draft]:
    taken = [m for m in example.mentions if m.probability >= ATTACKS.threshold]
    pairs = [(i, j) for j in range(len(taken)) for i in range(j)]
    rows = [pair_features(example.article, taken[i], taken[j], ATTACKS) for i, j in pairs]
    links = dict(zip(pairs, map(float, learned.load_forest("attack_link").probabilities(rows)), strict=True))
    groups = agglomerate(taken, links, ATTACKS.link_threshold)
    return [attacks.typed_draft(example.article, g) for g in groups]


def fit_slots(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    models: dict[str, Arrays] = {}
    for name, rows_of in _SLOT_ROWS.items():
        rows: list[list[float]] = []
        labels: list[bool] = []
        for example, draft, record in drafts:
            new_rows, new_labels = rows_of(example.article, draft, record)
            rows += new_rows
            labels += new_labels
        models[f"attack_{name}"] = fit_forest(rows, labels)
    return models | fit_codes(drafts)


def fit_codes(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    rows = []
    for example, draft, record in drafts:
        base = event_features(example.article, draft.mentions, ATTACKS.list_name)
        rows.append(
            filled_features(base, draft, record["perpetrator"], record["victims"] or "", record["country"], sides=False)
        )
    records = [r for _, _, r in drafts]
    return {
        "attack_outcome": fit_linear(rows, [r["outcome"] for r in records], 0.1),
        "attack_weapons": fit_independent(rows, [set(r["weapons"]) for r in records], 0.3),
        "attack_targets": fit_independent(rows, [set(r["targets"]) for r in records], 0.3),
    }


def _perpetrator_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    role, country = "attack_perpetrator", record["country"]
    choices = actor_choices(article, draft, role, country)
    rows = [actor_features(draft, c, choices, country, None, role) for c in choices]
    return rows, [c.code == record["perpetrator"] for c in choices]


def _victim_rows(article: Annotated, draft: Draft, record: Row) -> Rows:
    role, country = "attack_victims", record["country"]
    choices = actor_choices(article, draft, role, country)
    rows = [actor_features(draft, c, choices, country, record["perpetrator"], role) for c in choices]
    return rows, [c.code == (record["victims"] or "") for c in choices]


def _toll_rows(role: str) -> Callable[[Annotated, Draft, Row], Rows]:
    def rows_of(article: Annotated, draft: Draft, record: Row) -> Rows:
        choices = toll_choices(draft)
        wanted = (record[f"{role}_min"], record[f"{role}_max"])
        labels = [(c.low, c.high) == wanted for c in choices]
        if not any(labels):
            labels = [c.low is not None and c.low == wanted[0] for c in choices]
        return [toll_features(draft, c, choices) for c in choices], labels

    return rows_of


_SLOT_ROWS = {
    "date": date_rows,
    "place": place_rows,
    "country": country_rows,
    "perpetrator": _perpetrator_rows,
    "victims": _victim_rows,
    "killed": _toll_rows("killed"),
    "wounded": _toll_rows("wounded"),
}
