"""The models of which sentences assert an event and which of them tell the same one."""

from flows.training.examples import FOLDS, Example, Row, Rows
from flows.training.fitting import Arrays, fit_linear, to_forest, to_linear
from transforms import learned
from transforms.draft import Draft, make_draft
from transforms.mentions import NONE, Section, pair_features, prepare, to_mention
from transforms.sentence_features import sentence_features


def fit_sentences(examples: list[Example], section: Section, strength: float) -> Arrays:
    """The sentence model on all examples; leaves out-of-fold mentions in each example."""
    rows, labels, owners = [], [], []
    for example in examples:
        for sentence in prepare(example.article, section):
            records = example.owners.get(sentence.index, [])
            rows.append(sentence_features(example.article, sentence, section.list_name))
            labels.append(example.records[records[0]]["type"] if records else NONE)
            owners.append((example, sentence))
    for k in range(FOLDS):
        inside = [i for i, (e, _) in enumerate(owners) if e.fold != k]
        model = to_linear(fit_linear([rows[i] for i in inside], [labels[i] for i in inside], strength))
        for i, (example, sentence) in enumerate(owners):
            if example.fold == k:
                example.mentions.append(to_mention(sentence, model.probabilities(rows[i]), model.classes))
    return fit_linear(rows, labels, strength)


def link_rows(examples: list[Example], section: Section) -> Rows:
    rows, labels = [], []
    for example in examples:
        mentions = [m for m in example.mentions if m.sentence.index in example.owners]
        for j in range(len(mentions)):
            for i in range(j):
                rows.append([float(x) for x in pair_features(example.article, mentions[i], mentions[j], section)])
                labels.append(
                    bool(
                        set(example.owners[mentions[i].sentence.index])
                        & set(example.owners[mentions[j].sentence.index])
                    )
                )
    return rows, labels


def gold_drafts(example: Example, section: Section, groups: dict[str, set[str]]) -> list[tuple[Draft, Row]]:
    """One draft a labelled record, from the sentences of its evidence."""
    found = []
    for number, record in enumerate(example.records):
        mentions = [m for m in example.mentions if number in example.owners.get(m.sentence.index, [])]
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
