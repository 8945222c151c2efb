"""Sparse features of a whole event: its sentences together, its first sentence, the title, the article around it."""

from collections import Counter, defaultdict

from transforms.act_features import act_features, means_features
from transforms.annotate import Annotated
from transforms.draft import Draft
from transforms.mention import Mention
from transforms.sentence_features import groups


def event_features(article: Annotated, mentions: list[Mention], list_name: str) -> set[str]:
    """Names of all features that hold for the event told by `mentions`."""
    found: set[str] = set()
    for mention in mentions:
        found |= mention.features
    found.update(f"F:{name}" for name in mentions[0].features if name[:2] in ("t=", "g=", "w=", "da"))
    found.update(f"T:g={g}" for g in groups(article.title, list_name))
    found.update(f"T:{w}" for w in article.title.stems)
    found.update(f"H:{group}{min(3, count // 2)}" for group, count in _histogram(article, list_name).items())
    found.update(f"O:{name}" for name in _leading_types(mentions))
    found.add(f"n={min(4, len(mentions))}")
    if list_name == "trigger":
        found.add(f"series={int(sum(m.series for m in mentions) / len(mentions) * 5)}")
        found.update(f"F:{name}" for name in act_features(mentions[0].sentence))
        found |= means_features(article, mentions)
    return found


def _histogram(article: Annotated, list_name: str) -> Counter[str]:
    return Counter(g for s in article.sentences for g in groups(s, list_name))


def _leading_types(mentions: list[Mention]) -> list[str]:
    """The three likeliest types of the mentions together, with a coarse degree."""
    return [f"{name}{int(value * 4)}" for name, value in Counter(mean_types(mentions)).most_common(3)]


def mean_types(mentions: list[Mention]) -> dict[str, float]:
    """The mean probability of each type over the mentions."""
    total: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        for name, probability in mention.types.items():
            total[name] += probability / len(mentions)
    return total


def typed_features(draft: Draft) -> set[str]:
    """What knowing the type and kind of an event adds to its features."""
    return {f"type={draft.type}", f"kind={draft.kind}"}


def _judged_sides(draft: Draft) -> set[str]:
    """For each role the sides that may hold it, with a coarse degree, the likeliest also with the type."""
    found: set[str] = set()
    for role, sides in draft.sides.items():
        likeliest = max(sides, key=lambda side: sides[side])
        found.add(f"{role}:{likeliest}|{draft.type}")
        found.update(f"{role}:{side}{int(p * 4)}" for side, p in sides.items() if p >= _LIKELY_SIDE)
    return found


_LIKELY_SIDE = 0.2


def filled_features(draft: Draft, country: str | None) -> set[str]:
    """What knowing type, country and sides of an event adds: weapons and targets in conjunction with the type."""
    found = typed_features(draft) | {f"country={country}"} | _judged_sides(draft)
    for sentence in draft.sentences:
        for name in ("weapon", "target"):
            found.update(f"{name}|{hit.value}" for hit in sentence.hits.get(name, []))
            found.update(f"{name}|{hit.value}|{draft.type}" for hit in sentence.hits.get(name, []))
        for hit in sentence.hits.get("target", []):
            gap = min(abs(hit.first - a) for a in draft.anchors[sentence.index])
            after = hit.first > min(draft.anchors[sentence.index])
            found.add(f"target~{hit.value}|{min(3, gap // 4)}|{after}")
    return found
