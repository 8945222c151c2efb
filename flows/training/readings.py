"""Labelled articles as events: by their labels, and as models read them that have not seen them."""

from collections.abc import Callable

from flows.training.examples import FOLDS, Example, Row, owned
from flows.training.link_models import Links
from flows.training.mention_models import use
from transforms.draft import Draft, make_draft
from transforms.mention import Section
from transforms.network import Overview


def gold_drafts(
    example: Example, section: Section, groups: dict[str, set[str]], seen: Overview | None
) -> list[tuple[Draft, Row]]:
    """One draft a labelled record, from the sentences of its evidence; `seen` is what the network makes of them."""
    found = []
    for number, record in enumerate(example.records):
        mentions = [m for m in example.mentions if number in owned(example, m)]
        if mentions:
            draft = make_draft(mentions, record["type"], section.list_name, groups[record["type"]], seen)
            draft.kind = record.get("kind", "incident")
            draft.taken = {i for i, numbers in example.owners.items() if number not in numbers}
            found.append((draft, record))
    return found


def matched(example: Example, drafts: list[Draft]) -> list[Row | None]:
    """The labelled record that each draft meets, one at most: pairs with most shared sentences first."""
    pairs = []
    for i, draft in enumerate(drafts):
        for number, record in enumerate(example.records):
            shared = sum(number in example.owners.get(index, []) for index in draft.indices)
            if shared:
                pairs.append((record["type"] != draft.type, -shared, i, number))
    met: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, number in sorted(pairs):
        if i not in met and number not in used:
            met[i] = number
            used.add(number)
    return [example.records[met[i]] if i in met else None for i in range(len(drafts))]


# A labelled article, the events read in it by models that have not seen it, and the record that each meets.
Reading = tuple[Example, list[Draft], list[Row | None]]


def read_unseen(
    examples: list[Example],
    links: Links,
    section: Section,
    read: Callable[[Example], list[Draft]],
    prepare_fold: Callable[[int], None] = lambda unseen: None,
) -> list[Reading]:
    """Every article as models read it that have not seen it: the fields are learnt from events as they come out."""
    found: list[Reading] = []
    for k in range(FOLDS):
        use(links.folds[k])
        prepare_fold(k)
        for example in (e for e in examples if e.fold == k):
            drafts = read(example)
            found.append((example, drafts, matched(example, drafts)))
    return found


def met_drafts(readings: list[Reading]) -> list[tuple[Example, Draft, Row]]:
    """Of events as read those that meet a record, with it."""
    return [(e, d, r) for e, drafts, met in readings for d, r in zip(drafts, met, strict=True) if r is not None]
