"""Runs small learned models from plain weight files; needs only numpy.

Two kinds: a linear model over named sparse features, and a forest of boosted
regression trees over a dense row. Both are trained by `flows/train.py` and
stored as arrays in `seeds/weights/`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
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
        self._index = {name: i for i, name in enumerate(names)}
        self._weights = weights
        self._bias = bias
        self.classes = list(classes)
        self._independent = independent

    def scores(self, features: Iterable[str]) -> Floats:
        """Log-odds for each class, before the softmax or sigmoid."""
        index = self._index
        rows = [index[f] for f in features if f in index]
        return np.asarray(self._weights[rows].sum(axis=0, dtype=np.float64) + self._bias)

    def probabilities(self, features: Iterable[str]) -> Floats:
        """Probability of each class; they sum to one unless the classes are independent."""
        scores = self.scores(features)
        if self._independent:
            return np.asarray(1 / (1 + np.exp(-scores)))
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum())

    def best(self, features: Iterable[str]) -> str:
        """The most probable class."""
        return self.classes[int(self.probabilities(features).argmax())]


class Forest:
    """Gradient-boosted regression trees for one yes/no question."""

    def __init__(
        self,
        feature: Indices,
        threshold: Floats,
        left: Indices,
        right: Indices,
        value: Floats,
        roots: Indices,
        depth: int,
        bias: float,
    ) -> None:
        self._feature, self._threshold = feature, threshold
        self._left, self._right, self._value = left, right, value
        self._roots, self._depth, self._bias = roots, depth, bias

    def probabilities(self, rows: list[list[float]]) -> Floats:
        """Probability of yes for each dense row; leaves point to themselves, so depth steps reach one."""
        if not rows:
            return np.zeros(0)
        data = np.asarray(rows, dtype=np.float64)
        node = np.broadcast_to(self._roots, (len(data), len(self._roots))).copy()
        line = np.arange(len(data))[:, None]
        for _ in range(self._depth):
            goes_left = data[line, self._feature[node]] <= self._threshold[node]
            node = np.where(goes_left, self._left[node], self._right[node])
        scores = self._value[node].sum(axis=1) + self._bias
        return np.asarray(1 / (1 + np.exp(-scores)))


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


def likeliest(model: str, choices: Sequence[Choice], rows: list[list[float]], threshold: float = 0.0) -> Choice | None:
    """The choice to whose row a forest gives the highest probability; None where none reaches the threshold."""
    if not choices:
        return None
    scores = load_forest(model).probabilities(rows)
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


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
            int(file["depth"]),
            float(file["bias"]),
        )


def _path(name: str) -> Path:
    return WEIGHTS / f"{name}.npz"
