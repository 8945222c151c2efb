"""The model that turns away articles without records."""

from collections.abc import Callable

from flows.training.examples import FOLDS, read_examples
from flows.training.fitting import Arrays, fit_linear, to_linear
from flows.training.material import Material
from transforms.gate import THRESHOLD as GATE
from transforms.gate import gate_features


def train_gate(material: Material, say: Callable[[str], None]) -> dict[str, Arrays]:
    """The model that turns away articles without records; says how many it would, judged on unseen folds."""
    steps = read_examples(material.pairs, "milestones")
    rows, labels = [], []
    for attack, step in zip(read_examples(material.pairs, "attacks"), steps, strict=True):
        rows.append(gate_features(attack.article))
        labels.append("yes" if attack.records or step.records else "no")
    chances = [0.0] * len(rows)
    for k in range(FOLDS):
        inside = [i for i, e in enumerate(steps) if e.fold != k]
        model = to_linear(fit_linear([rows[i] for i in inside], [labels[i] for i in inside], GATE_STRENGTH))
        for i, example in enumerate(steps):
            if example.fold == k:
                chances[i] = model.chance(rows[i])
    for name in ("yes", "no"):
        kept = [c >= GATE for c, label in zip(chances, labels, strict=True) if label == name]
        say(f"gate: {sum(kept)} of {len(kept)} articles {'with' if name == 'yes' else 'without'} records pass")
    rows += [gate_features(article) for article, _ in material.votes]
    labels += ["yes" if told else "no" for _, told in material.votes]
    return {"article_gate": fit_linear(rows, labels, GATE_STRENGTH)}


GATE_STRENGTH = 0.03
