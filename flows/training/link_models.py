"""The models of which mentions of an article tell one event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.training.examples import FOLDS, Example, owned
from flows.training.fitting import Arrays, fit_forest, fit_linear, to_linear
from transforms.mention import ATTACKS, Mention, Section
from transforms.mention_pairs import pair_features
from transforms.overviews import linked
from transforms.pair_words import pair_words

Owner = Callable[[Example, Mention], set[int]]


@dataclass(slots=True)
class Links:
    """The models of links: for each fold those that have not seen it, and last those of all pairs."""

    folds: list[dict[str, Arrays]]

    @property
    def whole(self) -> dict[str, Arrays]:
        return self.folds[-1]


LINK_FOREST = (150, 14, 0.08)  # rounds, leaves, rate
LINK_WORDS_STRENGTH, LINK_WORDS_LEAST = 0.02, 5
ROUND = (*range(FOLDS), None)  # each fold left out once, then none


@dataclass(slots=True)
class _Pairs:
    """Pairs of mentions that tell events: fold, words, dense row, and whether both tell the same event."""

    folds: list[int]
    words: list[set[str]]
    rows: list[list[float]]
    same: list[bool]

    def outside(self, unseen: int | None) -> list[int]:
        return [i for i, fold in enumerate(self.folds) if fold != unseen]

    def within(self, fold: int | None) -> list[int]:
        return [i for i, own in enumerate(self.folds) if own == fold]


def learn_links(examples: list[Example], section: Section, owner: Owner = owned) -> Links:
    """The models of which mentions of a section tell one event, from all pairs of one article that tell events."""
    told = [(e, a, b, same) for e in examples for a, b, same in _told_pairs(e, section, owner)]
    pairs = _Pairs(
        folds=[e.fold for e, _, _, _ in told],
        words=[pair_words(a, b, section) for _, a, b, _ in told],
        rows=[[*pair_features(e.article, a, b, section), *linked(e.article, [(a, b)], section)] for e, a, b, _ in told],
        same=[same for _, _, _, same in told],
    )
    words = [_learn_words(pairs, unseen) for unseen in ROUND]
    forests = [_learn_forest(pairs, unseen) for unseen in ROUND]
    name = f"{section.name}_link"
    return Links([{f"{name}_words": w, name: f} for w, f in zip(words, forests, strict=True)])


def _learn_words(pairs: _Pairs, unseen: int | None) -> Arrays:
    """The model of words; its advice on the fold that it has not seen becomes the last column there."""
    inside = pairs.outside(unseen)
    answers = ["yes" if pairs.same[i] else "no" for i in inside]
    arrays = fit_linear([pairs.words[i] for i in inside], answers, LINK_WORDS_STRENGTH, LINK_WORDS_LEAST)
    model = to_linear(arrays)
    for i in pairs.within(unseen):
        no, yes = model.scores(pairs.words[i])
        pairs.rows[i].append(float(yes - no))
    return arrays


def _learn_forest(pairs: _Pairs, unseen: int | None) -> Arrays:
    inside = pairs.outside(unseen)
    return fit_forest([pairs.rows[i] for i in inside], [pairs.same[i] for i in inside], *LINK_FOREST)


def _told_pairs(example: Example, section: Section, owner: Owner) -> Iterator[tuple[Mention, Mention, bool]]:
    """Pairs of mentions that tell events, the earlier one first, and whether they share one.

    Milestones of different types are never compared: `milestones.group` keeps them apart.
    """
    told = [(m, records) for m in example.mentions if (records := owner(example, m))]
    for j, (second, theirs) in enumerate(told):
        for first, records in told[:j]:
            if section is ATTACKS or first.types == second.types:
                yield first, second, not records.isdisjoint(theirs)
