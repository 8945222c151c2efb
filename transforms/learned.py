"""Runs small learned models from plain weight files; needs only numpy.

Two kinds: a linear model over named sparse features, and a forest of boosted
regression trees over a dense row. Both are trained by `flows/train.py` and
stored as arrays in `seeds/weights/`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from transforms.seeds import SEEDS

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]
Choice = TypeVar("Choice")
WEIGHTS = SEEDS / "weights"


class Linear:
    """Multinomial (or one-vs-rest) logistic regression over named features."""

    def __init__(
        self,
        names: Iterable[str],
        weights: npt.NDArray[np.float32],
        bias: Floats,
        classes: Iterable[str],
        independent: bool,
    ) -> None:
        self.index = {name: i for i, name in enumerate(names)}
        self.weights = weights
        self.bias = bias
        self.classes = list(classes)
        self._independent = independent

    def scores(self, features: Iterable[str]) -> Floats:
        """Log-odds for each class, before the softmax or sigmoid."""
        return np.asarray(self.added(features) + self.bias)

    def added(self, features: Iterable[str]) -> Floats:
        """What the features add to the log-odds of each class, without bias."""
        index = self.index
        rows = [row for f in features if (row := index.get(f)) is not None]
        return np.asarray(self.weights[rows].sum(axis=0, dtype=np.float64))

    def probabilities(self, features: Iterable[str]) -> Floats:
        """Probability of each class; they sum to one unless the classes are independent."""
        return self.chances(self.scores(features))

    def chances(self, scores: Floats) -> Floats:
        """Probabilities from log-odds."""
        if self._independent:
            return np.asarray(1 / (1 + np.exp(-scores)))
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum())

    def chance(self, features: Iterable[str]) -> float:
        """Probability of yes by a model of yes and no."""
        return float(self.probabilities(features)[self.classes.index("yes")])

    def best(self, features: Iterable[str]) -> str:
        """The most probable class."""
        return self.classes[int(self.probabilities(features).argmax())]


class Panel:
    """Linear models that judge the same features: each feature is looked up once for all of them."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        self.models = models
        self._index: dict[str, int] = {}
        for model in models.values():
            for name in model.index:
                self._index.setdefault(name, len(self._index))
        self._columns: dict[str, slice] = {}
        width = sum(len(m.classes) for m in models.values())
        self._weights = np.zeros((len(self._index), width), dtype=np.float32)
        start = 0
        for name, model in models.items():
            self._columns[name] = columns = slice(start, start + len(model.classes))
            self._weights[[self._index[f] for f in model.index], columns] = model.weights
            start = columns.stop

    def scores(self, features: Iterable[str]) -> Floats:
        """What the features add to the log-odds of every class of every model, without bias."""
        index = self._index
        rows = [row for f in features if (row := index.get(f)) is not None]
        return np.asarray(self._weights[rows].sum(axis=0, dtype=np.float64))

    def probabilities(self, name: str, scores: Floats) -> Floats:
        """Probability of each class of one model, from the summed scores of all features."""
        model = self.models[name]
        return model.chances(scores[self._columns[name]] + model.bias)

    def chance(self, name: str, scores: Floats) -> float:
        """Probability of yes by a model of yes and no."""
        return float(self.probabilities(name, scores)[self.models[name].classes.index("yes")])

    def best(self, name: str, scores: Floats) -> str:
        """The most probable class of one model."""
        return self.models[name].classes[int(self.probabilities(name, scores).argmax())]


class Forest:
    """Gradient-boosted regression trees for one yes/no question.

    All inner nodes are asked at once: one whose answer is no rules out the leaves
    of its left branch, and of the leaves that remain the leftmost is the tree's
    (QuickScorer: Lucchese et al., SIGIR 2015).
    """

    def __init__(
        self,
        feature: Indices,
        threshold: Floats,
        left: Indices,
        right: Indices,
        value: Floats,
        roots: Indices,
        bias: float,
    ) -> None:
        self._bias = bias
        nodes: list[int] = []
        ruled_out: list[int] = []
        starts: list[int] = []
        leaves = np.zeros((len(roots), MOST_LEAVES))
        for tree, root in enumerate(roots):
            starts.append(len(nodes))
            found: list[int] = []  # leaves, left to right
            _walk(int(root), left, right, nodes, ruled_out, found)
            if starts[-1] == len(nodes):  # a tree of one leaf: a node that rules out nothing
                nodes.append(int(root))
                ruled_out.append(0)
            leaves[tree, : len(found)] = value[found]
        self._feature, self._threshold = feature[nodes], threshold[nodes]
        self._ruled_out = np.asarray(ruled_out, dtype=np.uint32)
        self._starts, self._leaves = np.asarray(starts), leaves
        self._trees = np.arange(len(roots))

    def probabilities(self, rows: list[list[float]]) -> Floats:
        """Probability of yes for each dense row."""
        if not rows:
            return np.zeros(0)
        data = np.asarray(rows, dtype=np.float64)
        goes_right = data[:, self._feature] > self._threshold
        out = np.bitwise_or.reduceat(np.where(goes_right, self._ruled_out, np.uint32(0)), self._starts, axis=1)
        lowest = ~out & (out + np.uint32(1))  # the lowest bit not ruled out
        leaf = np.log2(lowest).astype(np.intp)
        scores = self._leaves[self._trees, leaf].sum(axis=1) + self._bias
        return np.asarray(1 / (1 + np.exp(-scores)))


MOST_LEAVES = 31  # a tree: one bit each, and one to spare


def _walk(node: int, left: Indices, right: Indices, nodes: list[int], ruled_out: list[int], leaves: list[int]) -> None:
    """List a tree's inner nodes with the bits of the leaves that a no rules out, and its leaves from left to right."""
    if left[node] == node:  # leaves point to themselves
        leaves.append(node)
        return
    at, first = len(nodes), len(leaves)
    nodes.append(node)
    ruled_out.append(0)
    _walk(int(left[node]), left, right, nodes, ruled_out, leaves)
    ruled_out[at] = (1 << len(leaves)) - (1 << first)
    _walk(int(right[node]), left, right, nodes, ruled_out, leaves)


_overrides: dict[str, "Linear | Forest"] = {}


def override(models: dict[str, "Linear | Forest"]) -> None:
    """Serve these models instead of the stored ones: training judges models that are not written yet."""
    _overrides.update(models)


def load_linear(name: str) -> Linear:
    """The stored (or overriding) linear model of that name."""
    model = _overrides.get(name)
    return model if isinstance(model, Linear) else _stored_linear(name)


def load_forest(name: str) -> Forest:
    """The stored (or overriding) forest of that name."""
    model = _overrides.get(name)
    return model if isinstance(model, Forest) else _stored_forest(name)


def load_panel(names: tuple[str, ...]) -> Panel:
    """The linear models of these names, to be asked together."""
    return _panel(names, tuple(load_linear(name) for name in names))


@lru_cache(maxsize=2)  # training exchanges the models: one panel in force, one on the way
def _panel(names: tuple[str, ...], models: tuple[Linear, ...]) -> Panel:
    return Panel(dict(zip(names, models, strict=True)))


def likeliest(model: str, choices: Sequence[Choice], rows: list[list[float]], threshold: float = 0.0) -> Choice | None:
    """The choice to whose row a forest gives the highest probability; None where none reaches the threshold."""
    if not choices:
        return None
    scores = load_forest(model).probabilities(rows)
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


def together(chance: float, log_odds: float) -> float:
    """The chance on which two judges agree who count the same: the mean of their log-odds."""
    own = min(max(chance, SUREST), 1 - SUREST)
    return 1 / (1 + math.sqrt((1 - own) / own) * math.exp(-log_odds / 2))


SUREST = 1e-4  # no judge alone is surer than that


@cache
def _stored_linear(name: str) -> Linear:
    with np.load(_path(name), allow_pickle=False) as file:
        return Linear(
            (str(n) for n in file["names"]),
            file["weights"].astype(np.float32),
            file["bias"].astype(np.float64),
            (str(c) for c in file["classes"]),
            bool(file["independent"]),
        )


@cache
def _stored_forest(name: str) -> Forest:
    with np.load(_path(name), allow_pickle=False) as file:
        return Forest(
            file["feature"],
            file["threshold"].astype(np.float64),
            file["left"],
            file["right"],
            file["value"].astype(np.float64),
            file["roots"],
            float(file["bias"]),
        )


def _path(name: str) -> Path:
    return WEIGHTS / f"{name}.npz"
