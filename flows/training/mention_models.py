"""The models of which sentences assert an event and which of them tell the same one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.training.examples import FOLDS, Example, Row
from flows.training.fitting import Arrays, fit_forest, fit_independent, fit_linear, fit_scaled, to_forest, to_linear
from transforms import learned
from transforms.annotate import Annotated, Sentence
from transforms.draft import Draft, make_draft
from transforms.learned import Panel
from transforms.mention import ATTACKS, Mention, Section
from transforms.mention_pairs import pair_features
from transforms.mentions import LONE_THRESHOLD, NONE, lone_features, prepare, score_told, to_mentions
from transforms.pair_words import pair_words
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
                example.mentions += to_mentions(sentence, rows[i], judges)
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


def owned(example: Example, mention: Mention) -> set[int]:
    """Records that a mention tells: those of its sentence; with several types told, those of its own type.

    Records of a type that no mention of the sentence has go to the leading one.
    """
    records = example.owners.get(mention.sentence.index, [])
    if not mention.others:
        return set(records)
    types = {n: example.records[n]["type"] for n in records}
    return {n for n, name in types.items() if name == mention.type or (mention.leads and name not in mention.others)}


Owner = Callable[[Example, Mention], set[int]]


@dataclass(slots=True)
class Links:
    """Pairs of mentions that tell events: dense rows, whether a pair tells the same one, its fold.

    `models` holds for each fold the model of words that has not seen it, and last the one of all pairs;
    each row ends with the advice of the model that has not seen it.
    """

    rows: list[list[float]]
    labels: list[bool]
    folds: list[int]
    models: list[Arrays]

    def forest(self, unseen: int | None = None) -> Arrays:
        """The forest of all pairs, or of those outside one fold."""
        inside = [i for i, fold in enumerate(self.folds) if fold != unseen]
        return fit_forest([self.rows[i] for i in inside], [self.labels[i] for i in inside], *LINK_FOREST)


LINK_FOREST = (150, 14, 0.08)  # rounds, leaves, rate
LINK_WORDS_STRENGTH, LINK_WORDS_LEAST = 0.02, 5


def learn_links(examples: list[Example], section: Section, owner: Owner = owned) -> Links:
    """All pairs of mentions of one article that tell events of the section, and the models of their words."""
    pairs = [(e, a, b, same) for e in examples for a, b, same in _told_pairs(e, section, owner)]
    words = [pair_words(a, b, section) for _, a, b, _ in pairs]
    links = Links(
        rows=[pair_features(e.article, a, b, section) for e, a, b, _ in pairs],
        labels=[same for _, _, _, same in pairs],
        folds=[e.fold for e, _, _, _ in pairs],
        models=[],
    )
    for unseen in (*range(FOLDS), None):
        inside = [i for i, fold in enumerate(links.folds) if fold != unseen]
        answers = ["yes" if links.labels[i] else "no" for i in inside]
        links.models.append(fit_linear([words[i] for i in inside], answers, LINK_WORDS_STRENGTH, LINK_WORDS_LEAST))
        model = to_linear(links.models[-1])
        for i in (i for i, fold in enumerate(links.folds) if fold == unseen):
            no, yes = model.scores(words[i])
            links.rows[i].append(float(yes - no))
    return links


def _told_pairs(example: Example, section: Section, owner: Owner) -> Iterator[tuple[Mention, Mention, bool]]:
    """Pairs of mentions that tell events, the earlier one first, and whether they share one.

    Milestones of different types are never compared: `milestones.group` keeps them apart.
    """
    told = [(m, records) for m in example.mentions if (records := owner(example, m))]
    for j, (second, theirs) in enumerate(told):
        for first, records in told[:j]:
            if section is ATTACKS or first.types == second.types:
                yield first, second, not records.isdisjoint(theirs)


def gold_drafts(example: Example, section: Section, groups: dict[str, set[str]]) -> list[tuple[Draft, Row]]:
    """One draft a labelled record, from the sentences of its evidence."""
    found = []
    for number, record in enumerate(example.records):
        mentions = [m for m in example.mentions if number in owned(example, m)]
        if mentions:
            draft = make_draft(mentions, record["type"], section.list_name, groups[record["type"]])
            draft.kind = record.get("kind", "incident")
            found.append((draft, record))
    return found


def matched(example: Example, drafts: list[Draft]) -> list[bool]:
    """Whether each draft meets a labelled record of its own, pairs with most shared sentences first."""
    pairs = []
    for i, draft in enumerate(drafts):
        for number, record in enumerate(example.records):
            shared = sum(number in example.owners.get(index, []) for index in draft.indices)
            if shared:
                pairs.append((record["type"] == draft.type, shared, -i, -number))
    used: set[int] = set()
    hit: set[int] = set()
    for _, _, i, number in sorted(pairs, reverse=True):
        if -i not in hit and -number not in used:
            hit.add(-i)
            used.add(-number)
    return [i in hit for i in range(len(drafts))]


def use(models: dict[str, Arrays]) -> None:
    """Let `transforms.learned` serve these models instead of the files."""
    learned.override({name: to_linear(a) if "names" in a else to_forest(a) for name, a in models.items()})
