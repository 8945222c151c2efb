"""Trains the models of extraction from labelled articles and writes them to `seeds/weights/`.

    python -m flows.train ARTICLES.jsonl:LABELS.jsonl [...] [--out DIR]

The labels follow the codebook (the format of the label files that `rasid label`
writes, evidence as exact quotes). Training is reproducible: the same files give
the same bytes.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.fitting import Arrays, fit_forest, fit_independent, fit_linear, to_forest, to_linear, write_arrays
from transforms import attacks, learned
from transforms.annotate import Annotated, annotate
from transforms.draft import TYPE_GROUPS, Draft, make_draft
from transforms.event_features import event_features, filled_features
from transforms.mentions import ATTACKS, NONE, Mention, Section, agglomerate, pair_features, prepare, to_mention
from transforms.sentence_features import sentence_features
from transforms.slot_actors import actor_choices, actor_features
from transforms.slot_dates import date_choices, date_features
from transforms.slot_places import country_choices, country_features, country_votes, place_choices, place_features
from transforms.slot_tolls import toll_choices, toll_features
from transforms.text import fold

FOLDS = 5
Row = dict[str, Any]


@dataclass(slots=True)
class Example:
    """A labelled article, annotated; `owners` maps a sentence to the records whose evidence it holds."""

    article: Annotated
    records: list[Row]
    owners: dict[int, list[int]]
    fold: int
    mentions: list[Mention] = field(default_factory=list)


def read_examples(pairs: list[str], section: str) -> list[Example]:
    """Articles with their labels, in file order; folds go round by article."""
    found = []
    for pair in pairs:
        articles_path, labels_path = pair.split(":")
        labels = {row["article_id"]: row for row in read_jsonl(Path(labels_path))}
        for row in read_jsonl(Path(articles_path)):
            if row["article_id"] in labels:
                found.append(_example(row, labels[row["article_id"]][section], len(found) % FOLDS))
    return found


def read_jsonl(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _example(row: Row, records: list[Row], fold_number: int) -> Example:
    published = dt.date.fromisoformat(row["published"]) if row["published"] else None
    article = annotate(row["title"], row["text"], published)
    owners: dict[int, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        for index in _evidence_sentences(article, row["text"], record["evidence"]):
            owners[index].append(number)
    return Example(article, records, dict(owners), fold_number)


def _evidence_sentences(article: Annotated, text: str, quotes: list[str]) -> set[int]:
    """Sentences that a quote covers by half, wherever the quote occurs."""
    found = set()
    for quote in quotes:
        at = text.find(quote)
        while at >= 0:
            for sentence in article.sentences:
                start, end = article.norm.raw_span(sentence.start, sentence.end)
                if min(at + len(quote), end) - max(at, start) > 0.5 * min(len(quote), end - start):
                    found.add(sentence.index)
            at = text.find(quote, at + 1)
    return found


# --- which sentences, which events ---------------------------------------------


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


def link_rows(examples: list[Example], section: Section) -> tuple[list[list[float]], list[bool]]:
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


# --- attacks ---------------------------------------------------------------------


def train_attacks(pairs: list[str], say: Callable[[str], None]) -> dict[str, Arrays]:
    """All attack models."""
    examples = read_examples(pairs, "attacks")
    say(f"{len(examples)} articles, {sum(len(e.records) for e in examples)} attacks")
    models = {"attack_sentence": fit_sentences(examples, ATTACKS, 0.1)}
    say("sentences")
    models["attack_link"] = fit_forest(*link_rows(examples, ATTACKS))
    drafts = [(e, d, r) for e in examples for d, r in gold_drafts(e, ATTACKS, TYPE_GROUPS)]
    models |= fit_types(drafts)
    say("links and types")
    models["attack_accept"] = fit_forest(*accept_rows(examples, drafts), rounds=80, leaves=8)
    say("acceptance")
    models |= fit_slots(drafts)
    return models


def fit_types(drafts: list[tuple[Example, Draft, Row]]) -> dict[str, Arrays]:
    rows = [event_features(e.article, d.mentions, ATTACKS.list_name) for e, d, _ in drafts]
    typed = [row | {f"type={d.type}"} for row, (_, d, _) in zip(rows, drafts, strict=True)]
    return {
        "attack_type": fit_linear(rows, [d.type for _, d, _ in drafts], 0.1),
        "attack_kind": fit_linear(typed, [d.kind for _, d, _ in drafts], 0.1),
    }


def accept_rows(
    examples: list[Example], drafts: list[tuple[Example, Draft, Row]]
) -> tuple[list[list[float]], list[bool]]:
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
    rows = [[float(x) for x in pair_features(example.article, taken[i], taken[j], ATTACKS)] for i, j in pairs]
    links = dict(zip(pairs, map(float, learned.load_forest("attack_link").probabilities(rows)), strict=True))
    groups = agglomerate(taken, links, ATTACKS.link_threshold)
    return [attacks.typed_draft(example.article, g) for g in groups]


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
        rows.append(filled_features(base, draft, record["perpetrator"], record["victims"] or "", record["country"]))
    records = [r for _, _, r in drafts]
    return {
        "attack_outcome": fit_linear(rows, [r["outcome"] for r in records], 0.1),
        "attack_weapons": fit_independent(rows, [set(r["weapons"]) for r in records], 0.1),
        "attack_targets": fit_independent(rows, [set(r["targets"]) for r in records], 0.1),
    }


def _date_rows(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
    choices = date_choices(article, draft)
    wanted = (record["date_start"], record["date_end"])
    labels = [(_iso(c.start), _iso(c.end)) == wanted for c in choices]
    return [date_features(article, draft, c, choices) for c in choices], labels


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _place_rows(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
    votes = country_votes(article)
    choices = place_choices(article, draft, votes)
    return [place_features(article, draft, c, choices, votes) for c in choices], [
        same_place(record["place"], c.mention.text) for c in choices
    ]


def same_place(gold: str | None, found: str) -> bool:
    """Whether one name contains the other, articles aside."""
    if gold is None:
        return False
    a, b = (" " + " ".join(w[2:] if w.startswith("ال") else w for w in fold(s).split()) + " " for s in (gold, found))
    return a in b or b in a


def _country_rows(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
    votes = country_votes(article)
    choices = country_choices(article, draft, votes)
    return [country_features(article, draft, c, votes) for c in choices], [c == record["country"] for c in choices]


def _perpetrator_rows(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
    choices = actor_choices(article, draft, "perpetrator", record["country"])
    rows = [actor_features(article, draft, c, choices, record["country"], None) for c in choices]
    return rows, [c.code == record["perpetrator"] for c in choices]


def _victim_rows(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
    choices = actor_choices(article, draft, "victims", record["country"])
    rows = [actor_features(article, draft, c, choices, record["country"], record["perpetrator"]) for c in choices]
    return rows, [c.code == (record["victims"] or "") for c in choices]


def _toll_rows(role: str) -> Callable[[Annotated, Draft, Row], tuple[list[list[float]], list[bool]]]:
    def rows_of(article: Annotated, draft: Draft, record: Row) -> tuple[list[list[float]], list[bool]]:
        choices = toll_choices(draft)
        wanted = (record[f"{role}_min"], record[f"{role}_max"])
        labels = [(c.low, c.high) == wanted for c in choices]
        if not any(labels):
            labels = [c.low is not None and c.low == wanted[0] for c in choices]
        return [toll_features(draft, c, choices) for c in choices], labels

    return rows_of


_SLOT_ROWS = {
    "date": _date_rows,
    "place": _place_rows,
    "country": _country_rows,
    "perpetrator": _perpetrator_rows,
    "victims": _victim_rows,
    "killed": _toll_rows("killed"),
    "wounded": _toll_rows("wounded"),
}


# --- running ------------------------------------------------------------------------


def use(models: dict[str, Arrays]) -> None:
    """Let `transforms.learned` serve these models instead of the files."""
    learned.override({name: to_linear(a) if "names" in a else to_forest(a) for name, a in models.items()})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="ARTICLES:LABELS")
    parser.add_argument("--out", type=Path, default=learned.WEIGHTS)
    args = parser.parse_args()
    started = time.perf_counter()
    models = train_attacks(
        args.pairs, lambda text: print(f"{time.perf_counter() - started:6.0f} s  {text}", file=sys.stderr)
    )
    for name, arrays in models.items():
        write_arrays(args.out, name, arrays)
    print(f"{len(models)} models in {args.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
