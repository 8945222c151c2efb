"""A sentence taken to assert an event, and what differs between attacks and milestones at this stage."""

from dataclasses import dataclass, field

from transforms.annotate import Sentence


@dataclass(slots=True)
class Mention:
    """A sentence that asserts an event; `types` maps each type to its probability given an event.

    A sentence that tells events of several types gives a mention for each: such a
    mention is sure of its type, `others` names the types of the rest, and the
    likeliest one leads.
    """

    sentence: Sentence
    features: set[str] = field(repr=False)
    probability: float
    types: dict[str, float]
    series: float = 0.0  # probability that it tells of a recurring series
    others: tuple[str, ...] = ()
    leads: bool = True

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=self.types.__getitem__)


@dataclass(frozen=True, slots=True)
class Section:
    """Attacks or milestones: their list of words and the probabilities at which a choice is taken."""

    name: str
    list_name: str
    threshold: float
    link_threshold: float
    worth_reading: float  # chance, told from words alone, below which hardly an asserting sentence is lost
    second_type: float  # probability from which on a sentence is taken to tell an event of one more type


ATTACKS = Section("attack", "trigger", threshold=0.3, link_threshold=0.45, worth_reading=0.04, second_type=0.5)
MILESTONES = Section("milestone", "step", threshold=0.25, link_threshold=0.5, worth_reading=0.008, second_type=0.33)
