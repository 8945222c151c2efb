"""Why a sentence that speaks of violence or of forces was not coded."""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence
from transforms.mention import Mention

# Cues in the order in which they explain best: what is denied is not also a threat.
_REASONS = {
    "denial": "denied",
    "foiled": "foiled, defused or an arrest",
    "threat": "threat",
    "plan": "planned, not done",
    "warning": "warning",
    "hypothetical": "hypothetical",
    "exercise": "exercise or test",
    "accident": "accident",
    "anniversary": "anniversary",
    "figurative": "figurative",
    "crime": "crime without a political target",
    "court": "court case",
    "ceasefire": "ceasefire",
    "condemn": "condemnation of an event told elsewhere",
    "demand": "demand",
    "negation": "negated",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A sentence that was considered and not coded; `start` and `end` count characters of the article's text."""

    start: int
    end: int
    section: str
    reason: str


def refusals(article: Annotated, section: str, mentions: Iterable[Mention]) -> list[Refusal]:
    """One refusal for each sentence considered in vain, with the reason its words suggest."""
    found: dict[int, Refusal] = {}
    for mention in mentions:
        sentence = mention.sentence
        start, end = article.norm.raw_span(sentence.start, sentence.end)
        found.setdefault(sentence.index, Refusal(start=start, end=end, section=section, reason=reason_for(sentence)))
    return list(found.values())


def reason_for(sentence: Sentence) -> str:
    """The cue that speaks against an event, else what an event would need and the sentence lacks."""
    cues = {hit.value for hit in sentence.hits.get("cue", [])}
    for cue, reason in _REASONS.items():
        if cue in cues:
            return reason
    if not sentence.dates and not sentence.places and not sentence.numbers:
        return "no place, no time and no count"
    return "not told as an event of its own"
