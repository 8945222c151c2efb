"""Who attacked and who was hit: the actor codes that the article offers compete for each role."""

from dataclasses import dataclass

from transforms.annotate import ActorMention, Annotated, Sentence
from transforms.argument_words import Span, argument_score, role_score
from transforms.draft import Draft, distance_features, type_flags
from transforms.event_features import typed_features
from transforms.learned import load_forest
from transforms.lexicon import context_code, government_codes
from transforms.word_sets import meets, word_set

# One feature a code, in the order of the weights.
CODES = (
    *("us", "coalition", "nato", "uk", "france", "iran", "israel", "turkey", "russia", "saudi_coalition"),
    *("iraq_government", "kurdistan_region", "iran_aligned_militia", "islamic_state", "al_qaeda"),
    *("syria_government", "syria_opposition", "sdf", "pkk", "yemen_government", "houthi", "libya_gna", "libya_lna"),
    *("lebanon_government", "hezbollah", "palestinian_armed_group", "palestinian_authority", "egypt_government"),
    *("sudan_government", "sudan_rsf", "afghanistan_government", "taliban", "pakistan_government", "un"),
    *("protesters", "civilians", "unidentified", "other_state", "other_armed_group", "other"),
)
_STATES = frozenset(
    (
        *("us", "uk", "france", "iran", "israel", "turkey", "russia", "saudi_coalition", "coalition", "nato"),
        *("other_state", "libya_gna", "libya_lna", "palestinian_authority"),
        *(code for code in CODES if code.endswith("_government")),
    )
)
_ARMED = frozenset(
    (
        *("islamic_state", "al_qaeda", "houthi", "taliban", "hezbollah", "pkk", "sdf", "syria_opposition"),
        *("palestinian_armed_group", "iran_aligned_militia", "other_armed_group", "sudan_rsf"),
    )
)
ALWAYS = {
    "attack_perpetrator": ("unidentified", "other", "other_armed_group"),
    "attack_victims": ("civilians", "other", "other_armed_group", ""),
    "milestone_force": ("other_state", "other", ""),
    "milestone_announced_by": ("",),
}
_SOURCES = ("actor", "person", "metonym", "composed", "generic", "country", "nisba")


@dataclass(frozen=True, slots=True)
class ActorChoice:
    """One code for a role, with the mentions that carry it: in the event's sentences, the title, elsewhere."""

    code: str
    own: tuple[tuple[Sentence, ActorMention], ...]
    title: int
    elsewhere: int


def side_of(code: str) -> str:
    """The side a code stands on: state, armed, civilians, protesters, unidentified, other or none."""
    if code in _STATES or code == "kurdistan_region":
        return "state"
    if code in _ARMED:
        return "armed"
    return code if code in ("civilians", "protesters", "unidentified") else "other" if code else "none"


def side_features(draft: Draft) -> set[str]:
    """What tells the sides of a typed event beside its own words: which side is named before the act, which after."""
    found = typed_features(draft)
    for sentence in draft.sentences:
        for mention in sentence.actors:
            place = "before" if mention.last <= draft.anchors[sentence.index][0] else "after"
            found.add(f"{place}:{side_of(mention.code or '') if mention.code else mention.kind}")
        found.update(f"target|{h.value}|{draft.type}" for h in sentence.hits.get("target", []))
    return found


def actor_choices(article: Annotated, draft: Draft, role: str, country: str | None) -> list[ActorChoice]:
    """The codes mentioned anywhere in the article, and those that need no mention."""
    own: dict[str, list[tuple[Sentence, ActorMention]]] = {}
    title: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    for sentence in (*article.sentences, article.title):
        for mention in sentence.actors:
            code = mention.code or context_code(mention.kind, country)
            if not code:
                continue
            if sentence.index in draft.indices:
                own.setdefault(code, []).append((sentence, mention))
            elif sentence.index < 0:
                title[code] = title.get(code, 0) + 1
            else:
                elsewhere[code] = elsewhere.get(code, 0) + 1
    codes = dict.fromkeys((*own, *title, *elsewhere, *ALWAYS[role]))
    return [ActorChoice(c, tuple(own.get(c, ())), title.get(c, 0), elsewhere.get(c, 0)) for c in codes]


def choose_actor(
    article: Annotated, draft: Draft, role: str, country: str | None, other: str | None = None
) -> ActorChoice:
    """The most probable code for a role; `other` is the code already chosen for the other role."""
    choices = actor_choices(article, draft, role, country)
    rows = [actor_features(draft, c, choices, country, other, role) for c in choices]
    return choices[int(load_forest(role).probabilities(rows).argmax())]


def actor_features(
    draft: Draft,
    choice: ActorChoice,
    choices: list[ActorChoice],
    country: str | None,
    other: str | None,
    role: str,
) -> list[float]:
    """Dense features of one code for one role."""
    sides = draft.sides.get(role, {})
    field = role.partition("_")[2]
    return [
        *(choice.code == c for c in CODES),
        choice.code == "",
        choice.code in _STATES,
        choice.code in _ARMED,
        len(choice.own),
        choice.title,
        choice.elsewhere,
        sum(bool(c.own) and c.code not in ("civilians", "un") for c in choices),
        len(choices),
        min(draft.indices),
        government_codes().get(country or "") == choice.code,
        -1 if other is None else other == choice.code,
        sides.get(side_of(choice.code), -1.0),
        max(sides.values(), default=-1.0),
        *_other_flags(other),
        *type_flags(draft),
        *_first_mention(draft, choice),
        *_nearest_mention(draft, choice),
        *_cues(draft),
        argument_score(draft, field, actor_spans(choice)),
        role_score(draft, field, actor_spans(choice)),
    ]


def actor_spans(choice: ActorChoice) -> list[Span]:
    """The code's mentions in the event's sentences."""
    return [(sentence, mention.first, mention.last, choice.code) for sentence, mention in choice.own]


def _other_flags(other: str | None) -> list[float]:
    """What holds the other role; -1 while nothing does."""
    if other is None:
        return [-1.0] * 5
    named = (other == code for code in ("civilians", "unidentified", "protesters"))
    return [other in _STATES, other in _ARMED, *named]


def _first_mention(draft: Draft, choice: ActorChoice) -> list[float]:
    """The code's first mention in the event's sentences: how it lies to the act."""
    return _mention_features(draft, *choice.own[0]) if choice.own else [-1.0] * _MENTION_WIDTH


def _nearest_mention(draft: Draft, choice: ActorChoice) -> list[float]:
    """The code's mention nearest to the act."""
    if not choice.own:
        return [-1.0] * _MENTION_WIDTH
    return _mention_features(draft, *min(choice.own, key=lambda own: _distance(draft, *own)[0]))


def _distance(draft: Draft, sentence: Sentence, mention: ActorMention) -> list[float]:
    return distance_features(sentence, mention.first, mention.last, draft.anchors[sentence.index])


_CONTEXTS = ("by", "against", "between", "claim", "accuse", "said", "owned", "verb")  # sets actor_…
_MENTION_WIDTH = 5 + len(_SOURCES) + len(_CONTEXTS) + 2


def _mention_features(draft: Draft, sentence: Sentence, mention: ActorMention) -> list[float]:
    before, after = sentence.before(mention.first, 3), sentence.after(mention.last, 2)
    return [
        *_distance(draft, sentence, mention),
        *(mention.source == s for s in _SOURCES),
        *(meets(before, f"actor_{context}") for context in _CONTEXTS),
        not word_set("actor_owned").isdisjoint(after),
        mention.first,
    ]


def _cues(draft: Draft) -> list[float]:
    cues = {h.value for s in draft.sentences for h in s.hits.get("cue", [])}
    return [c in cues for c in ("claim", "accuse", "denial", "report", "ceasefire", "court")]
