"""Whether an article is worth reading closely: most news is about neither attacks nor troops.

A linear model over the article's words, set so that next to no article with a
record is turned away; it keeps the sports page from being read as war and
makes the reading of a whole day's news fast.
"""

from transforms.annotate import Annotated
from transforms.learned import load_linear
from transforms.tokens import stem

# Below this probability no labelled article in two hundred holds a record (cross-validated, flows/train.py prints it).
THRESHOLD = 0.15


def gate_features(article: Annotated) -> set[str]:
    """Stems of title and body, and the trigger groups that occur often."""
    found = {stem(w) for s in article.sentences for w in s.words}
    found.update(f"T:{stem(w)}" for w in article.title.words)
    counts: dict[str, int] = {}
    for sentence in article.sentences:
        for list_name in ("trigger", "step"):
            for group in {h.value[0] for h in sentence.hits.get(list_name, [])}:
                counts[group] = counts.get(group, 0) + 1
    found.update(f"G:{group}>{n}" for group, count in counts.items() for n in (0, 1, 3) if count > n)
    if len(article.sentences) == 1:
        found.add("alone")
    return found


def may_hold_records(article: Annotated) -> bool:
    """Whether the article could hold an attack or a milestone."""
    if not any(s.hits for s in article.sentences):
        return False
    return load_linear("article_gate").chance(gate_features(article)) >= THRESHOLD
