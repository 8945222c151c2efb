"""The models of which sentences assert an event."""

from collections.abc import Callable

from flows.training.examples import FOLDS, Example, Row
from flows.training.fitting import Arrays, fit_independent, fit_linear, fit_scaled, to_forest, to_linear
from transforms import learned
from transforms.annotate import Annotated, Sentence
from transforms.learned import Panel
from transforms.mention import ATTACKS, Section
from transforms.mentions import LONE_THRESHOLD, NONE, lone_features, prepare, score_told, to_mentions
from transforms.overviews import overview
from transforms.sentence_features import quick_features, sentence_features

Votes = list[tuple[Annotated, bool]]
QUICK_STRENGTH = 0.1


def fit_quick(examples: list[Example], section: Section, votes: Votes) -> Arrays:
    """The model that tells from words alone which sentences are worth reading; in force from here on."""
    rows, labels = [], []
    for example in examples:
        for sentence in example.article.sentences:
            if section.list_name in sentence.hits:
                rows.append(quick_features(example.article, sentence, section.list_name))
                labels.append("yes" if sentence.index in example.owners else "no")
    for article, told in votes:
        for sentence in article.sentences:
            if section.list_name in sentence.hits:
                rows.append(quick_features(article, sentence, section.list_name))
                labels.append("yes" if told else "no")
    arrays = fit_linear(rows, labels, QUICK_STRENGTH)
    use({f"{section.name}_quick": arrays})
    return arrays


def fit_sentences(examples: list[Example]) -> dict[str, Arrays]:
    """The models of the sentences that tell attacks, on all examples; leaves out-of-fold mentions in each example."""
    rows: list[set[str]] = []
    records: list[list[Row]] = []
    owners: list[tuple[Example, Sentence]] = []
    for example in examples:
        for sentence in prepare(example.article, ATTACKS):
            rows.append(sentence_features(example.article, sentence, ATTACKS.list_name))
            records.append([example.records[n] for n in example.owners.get(sentence.index, [])])
            owners.append((example, sentence))
    for k in range(FOLDS):
        inside = [i for i, (e, _) in enumerate(owners) if e.fold != k]
        arrays = _sentence_models([rows[i] for i in inside], [records[i] for i in inside])
        judges = Panel({name: to_linear(a) for name, a in arrays.items()})
        for i, (example, sentence) in enumerate(owners):
            if example.fold == k:
                example.mentions += to_mentions(sentence, rows[i], judges, overview(example.article))
    return _sentence_models(rows, records)


SENTENCE_STRENGTH = 0.1


def _sentence_models(rows: list[set[str]], records: list[list[Row]]) -> dict[str, Arrays]:
    """Of which type an attack is told; whether one is; which types stand side by side; whether a series is."""
    types = [[r["type"] for r in told] for told in records]
    first = [names[0] if names else NONE for names in types]
    told = [i for i, names in enumerate(types) if names]
    kinds = ["yes" if any(r["kind"] == "recurring" for r in records[i]) else "no" for i in told]
    return {
        "attack_sentence": fit_linear(rows, first, SENTENCE_STRENGTH),
        "attack_told": fit_scaled(rows, ["no" if name == NONE else "yes" for name in first]),
        "attack_types": fit_independent([rows[i] for i in told], [set(types[i]) for i in told], SENTENCE_STRENGTH),
        "attack_series": fit_linear([rows[i] for i in told], kinds, SENTENCE_STRENGTH),
    }


def fit_lone(votes: Votes, say: Callable[[str], None]) -> Arrays:
    """The model of single sentences without an article, on sentences that annotators voted on.

    Needs the sentence models in force. Says its F1 on unseen folds at the threshold in use.
    """
    rows, labels = [], []
    for article, told in votes:
        mentions = score_told(article)
        if mentions:
            rows.append(lone_features(max(mentions, key=lambda m: m.probability)))
            labels.append("yes" if told else "no")
    missed = sum(told for _, told in votes) - labels.count("yes")
    chances = [0.0] * len(rows)
    for k in range(FOLDS):
        inside = [i for i in range(len(rows)) if i % FOLDS != k]
        model = to_linear(fit_linear([rows[i] for i in inside], [labels[i] for i in inside], LONE_STRENGTH))
        for i in range(k, len(rows), FOLDS):
            chances[i] = model.chance(rows[i])
    taken = [label == "yes" for c, label in zip(chances, labels, strict=True) if c >= LONE_THRESHOLD]
    f1 = 2 * sum(taken) / (len(taken) + labels.count("yes") + missed)
    say(f"lone sentences: F1 {f1:.3f} on unseen folds")
    return fit_linear(rows, labels, LONE_STRENGTH)


LONE_STRENGTH = 0.02


def use(models: dict[str, Arrays]) -> None:
    """Let `transforms.learned` serve these models instead of the files."""
    learned.override({name: to_linear(a) if "names" in a else to_forest(a) for name, a in models.items()})
