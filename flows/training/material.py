"""What the models learn from."""

from dataclasses import dataclass
from pathlib import Path

from flows.training.examples import FOLDS, Example, read_examples, read_votes
from flows.training.mention_models import Votes
from transforms.network import readable
from transforms.overviews import load_network


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled articles (ARTICLES:LABELS), single sentences with votes, and the folder of the networks."""

    pairs: list[str]
    votes: Votes
    networks: Path

    @classmethod
    def of(cls, pairs: list[str], votes: list[str], networks: Path) -> "Material":
        """Reads the sentences with votes, which no network has seen."""
        found = [vote for path in votes for vote in read_votes(path)]
        network = load_network(networks / "network.npz")
        for article, _ in found:
            article.overview = network.read(readable(article.title, article.sentences))
        return cls(pairs, found, networks)

    def examples(self, section: str) -> list[Example]:
        """The labelled articles, each with what the network makes of it that has not seen it."""
        found = read_examples(self.pairs, section)
        networks = [load_network(self.networks / f"network_{k}.npz") for k in range(FOLDS)]
        for example in found:
            article = example.article
            article.overview = networks[example.fold].read(readable(article.title, article.sentences))
        return found
