"""An event of one article while its fields are being read."""

import math
from dataclasses import dataclass, field

import numpy as np

from transforms.annotate import Sentence
from transforms.learned import Floats
from transforms.mention import Mention
from transforms.network import Overview
from transforms.word_sets import word_set

TYPE_GROUPS = {
    "shelling": {"launch", "strike", "intercept"},
    "air_strike": {"air", "strike", "intercept"},
    "explosive": {"explosion"},
    "suicide_bombing": {"suicide", "explosion"},
    "armed_clash": {"clash", "offensive"},
    "armed_assault": {"assault", "kill"},
    "abduction": {"abduct"},
    "mob_violence": {"mob"},
    "protest_repression": {"repress", "clash"},
    "other": {"chemical", "offensive", "strike", "assault", "intercept"},
}
STEP_GROUPS = {
    "timetable": {"time"},
    "troop_level": {"level"},
    "troop_reduction": {"reduce", "leave"},
    "withdrawal": {"leave"},
    "site_handover": {"hand", "site"},
    "redeployment": {"move"},
    "reinforcement": {"send"},
    "negotiation": {"talk"},
    "agreement": {"deal"},
    "legislative_act": {"law"},
    "mission_change": {"mission"},
    "embassy_drawdown": {"embassy"},
}
_TYPES = {"trigger": tuple(TYPE_GROUPS), "step": tuple(STEP_GROUPS)}


@dataclass(slots=True)
class Draft:
    """An event: the mentions that tell it, its type, and for each sentence the tokens that name the act."""

    mentions: list[Mention]
    type: str
    list_name: str
    indices: set[int] = field(init=False)
    taken: set[int] = field(default_factory=set)  # sentences that tell only other events of the article
    kind: str = "incident"
    anchors: dict[int, list[int]] = field(default_factory=dict)
    sides: dict[str, dict[str, float]] = field(default_factory=dict)  # role → side → probability
    around: dict[tuple[int, int, int, str], set[str]] = field(
        default_factory=dict, repr=False
    )  # by span: argument_words
    overview: Overview | None = field(default=None, repr=False)
    roles: dict[tuple[int, int, int], list[float]] = field(default_factory=dict, repr=False)  # by span: role_score
    scores: Floats = field(default_factory=lambda: np.zeros(0), repr=False)  # of the event's words, by all its models

    def __post_init__(self) -> None:
        self.indices = {m.sentence.index for m in self.mentions}

    @property
    def sentences(self) -> list[Sentence]:
        return [m.sentence for m in self.mentions]


def make_draft(
    mentions: list[Mention], type_name: str, list_name: str, groups: set[str], seen: Overview | None = None
) -> Draft:
    """A draft with its anchors: triggers of the type's own groups where there are any, else all triggers."""
    draft = Draft(mentions, type_name, list_name, overview=seen)
    for sentence in draft.sentences:
        hits = sentence.hits.get(list_name, [])
        own = [h.first for h in hits if h.value[0] in groups]
        draft.anchors[sentence.index] = own or [h.first for h in hits] or [0]
    return draft


def tell_apart(drafts: list[Draft]) -> None:
    """Let each draft know which sentences tell only the others."""
    for draft in drafts:
        draft.taken = {i for other in drafts for i in other.indices} - draft.indices


_FAR = (99.0, 0.0, 9.0, 0.0, 5.0)


def distance_features(sentence: Sentence, first: int, last: int, anchors: list[int]) -> list[float]:
    """How a span lies to the nearest anchor: tokens between, whether after it, commas, whether أن between, log."""
    anchor = min(anchors, key=lambda a: _gap(a, first, last))
    gap = _gap(anchor, first, last)
    low, high = (anchor, first) if anchor < first else (last, anchor)
    between = sentence.words[low:high]
    commas = sum(w in "،,؛:." for w in between)
    return [gap, anchor < first, commas, any(w in word_set("clause_opener") for w in between), math.log1p(gap)]


def distance_to_act(draft: Draft, sentence: Sentence, first: int, last: int) -> list[float]:
    """The distance features of a span, values beyond any of them outside the event's sentences; whether another's."""
    if sentence.index not in draft.indices:
        return [*_FAR, sentence.index in draft.taken]
    return [*distance_features(sentence, first, last, draft.anchors[sentence.index]), False]


def _gap(anchor: int, first: int, last: int) -> int:
    if first <= anchor < last:
        return 0
    return first - anchor if anchor < first else anchor - last + 1


def sentence_gap(draft: Draft, index: int) -> int:
    """Signed distance in sentences to the nearest sentence of the event; 0 inside it."""
    return min((index - i for i in draft.indices), key=abs)


def signed_gap(draft: Draft, sentence: Sentence) -> int:
    """The same for any sentence, -9 for the title."""
    return sentence_gap(draft, sentence.index) if sentence.index >= 0 else -9


def type_flags(draft: Draft) -> list[float]:
    """One flag a type, then whether the event is a recurring series."""
    return [*(draft.type == t for t in _TYPES[draft.list_name]), draft.kind == "recurring"]


def is_dateline(sentence: Sentence, first: int) -> bool:
    """Whether a token stands in a dateline: دبي، الإمارات (CNN)-- …"""
    if sentence.index != 0:
        return False
    words = sentence.after(first, 12)
    return first < 8 and any(a == ")" and b == "-" for a, b in zip(words, words[1:], strict=False))
