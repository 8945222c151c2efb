"""The learned models give what their arrays say: a forest walked node by node, a panel model by model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.learned import Forest, Linear, Panel

COLUMNS = 4


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[int, float, int, int, float]]:
    """One tree as rows (column, threshold, left, right, value); a leaf points to itself."""
    nodes: list[tuple[int, float, int, int, float]] = []

    def grow(leaves: int) -> int:
        at = len(nodes)
        nodes.append((0, 0.0, at, at, draw(st.floats(-2, 2))))
        if leaves > 1:
            share = draw(st.integers(1, leaves - 1))
            left, right = grow(share), grow(leaves - share)
            nodes[at] = (draw(st.integers(0, COLUMNS - 1)), draw(st.floats(-3, 3)), left, right, 0.0)
        return at

    grow(draw(st.integers(1, 31)))
    return nodes


ROWS = st.lists(st.lists(st.floats(-4, 4), min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(trees(), min_size=1, max_size=6), ROWS, st.floats(-1, 1))
def test_forest_gives_the_leaves_that_a_walk_reaches(
    forest: list[list[tuple[int, float, int, int, float]]], rows: list[list[float]], bias: float
) -> None:
    roots, nodes = [], []
    for tree in forest:
        roots.append(len(nodes))
        start = len(nodes)
        nodes += [(column, at, left + start, right + start, value) for column, at, left, right, value in tree]
    column, threshold, left, right, value = (np.array(part) for part in zip(*nodes, strict=True))
    fitted = Forest(column, threshold, left, right, value, np.array(roots), bias)

    def walk(row: list[float], node: int) -> float:
        while left[node] != node:
            node = left[node] if row[column[node]] <= threshold[node] else right[node]
        return float(value[node])

    expected = [1 / (1 + np.exp(-(bias + sum(walk(row, root) for root in roots)))) for row in rows]
    assert fitted.probabilities(rows) == pytest.approx(expected)


def linear(names: str, weights: list[list[float]], classes: str, *, independent: bool = False) -> Linear:
    return Linear(
        names.split(), np.array(weights, dtype=np.float32), np.zeros(len(weights[0])), classes.split(), independent
    )


def test_panel_judges_as_each_of_its_models_does() -> None:
    models = {
        "told": linear("قصف هجوم", [[0, 2], [0, 1]], "no yes"),
        "codes": linear("هجوم صاروخ", [[1, -1, 0], [3, 0, -2]], "rocket mortar tank", independent=True),
    }
    panel = Panel(models)
    for features in ({"قصف", "صاروخ"}, {"هجوم"}, {"سلام"}, set()):
        scores = panel.scores(features)
        for name, model in models.items():
            assert panel.probabilities(name, scores) == pytest.approx(model.probabilities(features))
            assert panel.best(name, scores) == model.best(features)
        assert panel.chance("told", scores) == pytest.approx(models["told"].probabilities(features)[1])


def test_scores_of_parts_add_up() -> None:
    panel = Panel({"told": linear("قصف هجوم", [[0, 2], [0, 1]], "no yes")})
    assert panel.scores({"قصف"}) + panel.scores({"هجوم"}) == pytest.approx(panel.scores({"قصف", "هجوم"}))
