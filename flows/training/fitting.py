"""Fits the small models of `transforms/learned.py` and writes them as plain arrays.

Needs scikit-learn (dependency group `train`); running the models does not.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from transforms.learned import Forest, Linear

Arrays = dict[str, Any]
SEED = 1
NEGLIGIBLE = 0.01  # a feature whose weights are all smaller is not stored


def fit_linear(rows: Sequence[set[str]], labels: Sequence[str], strength: float, least: int = 3) -> Arrays:
    """Multinomial logistic regression over features seen in at least `least` rows; `strength` is sklearn's C."""
    names, matrix = _matrix(rows, least)
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3, random_state=SEED).fit(matrix, labels)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([np.zeros_like(weights), weights]), np.array([0.0, bias[0]])
    return _linear_arrays(names, weights, bias, list(model.classes_), independent=False)


def fit_independent(
    rows: Sequence[set[str]],
    labels: Sequence[set[str]],
    strength: float,
    least: int = 3,
    negligible: float = NEGLIGIBLE,
) -> Arrays:
    """One logistic regression a class (several may hold at once); classes with under three examples are left out."""
    names, matrix = _matrix(rows, least)
    counts = Counter(c for codes in labels for c in codes)
    classes = sorted(c for c, n in counts.items() if n >= 3)
    columns, bias = [], []
    for c in classes:
        model = LogisticRegression(C=strength, max_iter=200, tol=1e-3, random_state=SEED).fit(
            matrix, [c in codes for codes in labels]
        )
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return _linear_arrays(names, np.array(columns).T, np.array(bias), classes, independent=True, negligible=negligible)


def fit_scaled(rows: Sequence[set[str]], labels: Sequence[str], least: int = 3) -> Arrays:
    """Logistic regression for yes or no, each feature scaled by how much oftener it stands with one than the other.

    Wang and Manning 2012 (Baselines and Bigrams): features that speak for a class
    are shrunk less; the scale is folded into the weights.
    """
    names, matrix = _matrix(rows, least)
    yes = np.array([label == "yes" for label in labels])
    with_yes, with_no = (np.asarray(matrix[part].sum(axis=0)).ravel() + 1 for part in (yes, ~yes))
    scale = 0.3 + np.abs(np.log((with_yes / with_yes.sum()) / (with_no / with_no.sum())))
    model = LogisticRegression(C=0.1, max_iter=200, tol=1e-3, random_state=SEED).fit(matrix @ diags(scale), labels)
    weights = model.coef_[0] * scale
    return _linear_arrays(
        names,
        np.stack([np.zeros_like(weights), weights], axis=1),
        np.array([0.0, model.intercept_[0]]),
        list(model.classes_),
        independent=False,
    )


def _matrix(rows: Sequence[set[str]], least: int) -> tuple[list[str], csr_matrix]:
    counts = Counter(f for row in rows for f in row)
    names = sorted(f for f, n in counts.items() if n >= least)
    index = {f: i for i, f in enumerate(names)}
    columns = [sorted(index[f] for f in row if f in index) for row in rows]
    pointers = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for row in columns for c in row], dtype=np.int32)
    return names, csr_matrix((np.ones(len(flat), dtype=np.float32), flat, pointers), shape=(len(rows), len(names)))


def _linear_arrays(
    names: list[str],
    weights: Any,
    bias: Any,
    classes: list[str],
    *,
    independent: bool,
    negligible: float = NEGLIGIBLE,
) -> Arrays:
    kept = np.abs(weights).max(axis=1) > negligible
    return {
        "names": np.array([n for n, k in zip(names, kept, strict=True) if k], dtype=str),
        "weights": weights[kept].astype(np.float16),
        "bias": bias.astype(np.float32),
        "classes": np.array(classes, dtype=str),
        "independent": np.array(independent),
    }


def fit_forest(
    rows: Sequence[list[float]], labels: Sequence[bool], rounds: int = 60, leaves: int = 12, rate: float = 0.12
) -> Arrays:
    """Gradient-boosted trees for a yes/no question, as arrays in which leaves point to themselves."""
    model = HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=rate,
        max_leaf_nodes=leaves,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    ).fit(np.asarray(rows, dtype=np.float64), np.asarray(labels, dtype=bool))
    parts: list[Arrays] = []
    roots, offset = [], 0
    for (tree,) in model._predictors:
        nodes = tree.nodes
        own = np.arange(len(nodes)) + offset
        leaf = nodes["is_leaf"].astype(bool)
        parts.append({
            "feature": np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32),
            "threshold": np.where(leaf, 0.0, nodes["num_threshold"]),
            "left": np.where(leaf, own, nodes["left"] + offset).astype(np.int32),
            "right": np.where(leaf, own, nodes["right"] + offset).astype(np.int32),
            "value": np.where(leaf, nodes["value"], 0.0),
        })  # fmt: skip
        roots.append(offset)
        offset += len(nodes)
    arrays: Arrays = {key: np.concatenate([p[key] for p in parts]) for key in parts[0]}
    arrays["value"] = arrays["value"].astype(np.float32)
    return arrays | {
        "roots": np.array(roots, dtype=np.int32),
        "bias": np.array(float(model._baseline_prediction[0, 0])),
    }


def to_linear(arrays: Arrays) -> Linear:
    return Linear(
        map(str, arrays["names"]),
        arrays["weights"].astype(np.float32),
        arrays["bias"].astype(np.float64),
        map(str, arrays["classes"]),
        bool(arrays["independent"]),
    )


def to_forest(a: Arrays) -> Forest:
    return Forest(
        a["feature"],
        a["threshold"],
        a["left"],
        a["right"],
        a["value"].astype(np.float64),
        a["roots"],
        float(a["bias"]),
    )


def write_arrays(folder: Path, name: str, arrays: Arrays) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / f"{name}.npz", **arrays)
