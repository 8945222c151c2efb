"""The models of which sentences assert an event and which of them tell the same one."""

from flows.training.examples import FOLDS, Example, Row, Rows
from flows.training.fitting import Arrays, fit_linear, to_forest, to_linear
from transforms import learned
from transforms.annotate import Annotated
from transforms.draft import Draft, make_draft
from transforms.learned import Linear
from transforms.mentions import NONE, Section, pair_features, prepare, to_mention
from transforms.sentence_features import quick_features, sentence_features

Votes = list[tuple[Annotated, bool]]
QUICK_STRENGTH = 0.1
VOTE_WEIGHT = 3  # a lone sentence with several votes counts as three


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


def vote_rows(votes: Votes, section: Section, model: Linear) -> tuple[list[set[str]], list[str]]:
    """Rows of single sentences; one that tells an assault takes the type that the model finds likeliest."""
    types = [c for c in model.classes if c != NONE]
    rows, labels = [], []
    for article, told in votes:
        for sentence in prepare(article, section):
            features = sentence_features(article, sentence, section.list_name)
            chances = dict(zip(model.classes, model.probabilities(features), strict=True))
            rows.append(features)
            labels.append(max(types, key=lambda c: chances[c]) if told else NONE)
    return rows * VOTE_WEIGHT, labels * VOTE_WEIGHT


def fit_sentences(examples: list[Example], section: Section, strength: float, votes: Votes) -> Arrays:
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
    if votes:
        more_rows, more_labels = vote_rows(votes, section, to_linear(fit_linear(rows, labels, strength)))
        rows, labels = rows + more_rows, labels + more_labels
    return fit_linear(rows, labels, strength)


def link_rows(examples: list[Example], section: Section) -> Rows:
    rows, labels = [], []
    for example in examples:
        mentions = [m for m in example.mentions if m.sentence.index in example.owners]
        for j in range(len(mentions)):
            for i in range(j):
                rows.append(pair_features(example.article, mentions[i], mentions[j], section))
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
