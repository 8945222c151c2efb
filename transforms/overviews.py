"""Each article as the network reads it, once."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from transforms import learned
from transforms.annotate import Annotated
from transforms.mention import MILESTONES, Mention, Section
from transforms.network import Network, Overview, readable


def overview(article: Annotated) -> Overview:
    """What the network makes of the article; training gives articles what networks say that have not seen them."""
    if article.overview is None:
        article.overview = _stored().read(readable(article.title, article.sentences))
    return article.overview


def linked(article: Annotated, pairs: Sequence[tuple[Mention, Mention]], section: Section) -> list[float]:
    """Log-odds by the network that two mentions, the earlier one first, tell one event."""
    indices = [(first.sentence.index, second.sentence.index) for first, second in pairs]
    return [float(x) for x in overview(article).links(indices, int(section is MILESTONES))]


@cache
def _stored() -> Network:
    return load_network(learned.WEIGHTS / "network.npz")


def load_network(path: Path) -> Network:
    with np.load(path, allow_pickle=False) as file:
        return Network(dict(file))
