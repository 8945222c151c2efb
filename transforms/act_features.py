"""Sparse features that join what one sentence holds: who stands before an act, who after it, with which means.

A linear model sees its features one by one; that إسرائيل before قصف means
aircraft and the opposition before it mortars, it can only learn from the two together.
"""

from functools import cache

from transforms.annotate import ActorMention, Annotated, Sentence
from transforms.mention import Mention
from transforms.reference import load_actor_codes
from transforms.seeds import load_rows

_REACH = 8  # tokens between an act and the actor or weapon that goes with it: one clause
_NOBODY = "-"


def act_features(sentence: Sentence) -> set[str]:
    """Each trigger with the actor before and after it, the weapons and targets near it, and actors with weapons."""
    found: set[str] = set()
    weapons, targets = sentence.hits.get("weapon", []), sentence.hits.get("target", [])
    for hit in sentence.hits.get("trigger", []):
        group, word = hit.value[0], sentence.stems[hit.first]
        before, after = sides(sentence, hit.first, hit.last)
        found.update(
            (
                f"{before}>{group}",
                f"{group}>{after}",
                f"{before}>{group}>{after}",
                f"{before}>{word}",
                f"{word}>{after}",
            )
        )
        for weapon in weapons:
            if abs(weapon.first - hit.first) < _REACH:
                found.update((f"{group}*{weapon.value}", f"{before}>{group}*{weapon.value}"))
        found.update(f"{group}@{t.value}" for t in targets if abs(t.first - hit.first) < _REACH)
    used = {w.value for w in weapons}
    found.update(f"{actor}*{weapon}" for actor in {_name(a) for a in sentence.actors} for weapon in used)
    found.add(f"weapons={'+'.join(sorted(used))}")
    return found


def means_features(article: Annotated, mentions: list[Mention]) -> set[str]:
    """Kinds of actor and families of weapon in an event's sentences, jointly: what tells an air raid from shelling."""
    sentences = [m.sentence for m in mentions]
    means = _families(sentences)
    found = {f"means={means}", f"all_means={_families([article.title, *article.sentences])}"}
    for sentence in sentences:
        for hit in sentence.hits["trigger"]:
            group = hit.value[0]
            before, after = (_kind(actor) for actor in sides(sentence, hit.first, hit.last))
            found.update((f"{group}*{means}", f"{before}*{means}", f"{before}>{group}*{means}"))
            found.update((f"{before}>{group}>{after}", f"{before}>{group}>{after}*{means}"))
    found.add(f"groups={'+'.join(sorted({h.value[0] for s in sentences for h in s.hits['trigger']}))}")
    in_title = _families([article.title])
    found.update(f"T:{hit.value[0]}*{in_title}" for hit in article.title.hits.get("trigger", []))
    return found


def sides(sentence: Sentence, first: int, last: int) -> tuple[str, str]:
    """The nearest actor before and after the tokens [first, last), by code where it has one."""
    before = [a for a in sentence.actors if a.last <= first and first - a.last < _REACH]
    after = [a for a in sentence.actors if a.first >= last and a.first - last < _REACH]
    return (_name(before[-1]) if before else _NOBODY), (_name(after[0]) if after else _NOBODY)


def _name(actor: ActorMention) -> str:
    return actor.code or f"~{actor.kind}"


def _kind(name: str) -> str:
    return name if name[0] in "~-" else _interactions().get(name, name)


def _families(sentences: list[Sentence]) -> str:
    return "+".join(sorted({_weapon_families()[h.value] for s in sentences for h in s.hits.get("weapon", [])}))


@cache
def _interactions() -> dict[str, str]:
    """ACLED's kind of actor by code: State forces, Rebel group, External/Other forces …"""
    return {actor.code: actor.interaction for actor in load_actor_codes()}


@cache
def _weapon_families() -> dict[str, str]:
    return {row["code"]: row["family"] for row in load_rows("weapon_families.csv", ("family", "code"))}
