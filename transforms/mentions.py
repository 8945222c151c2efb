"""Sentences that assert an event, and which of them tell the same one.

Linear models give each candidate sentence its probability of asserting an
event of each type, and tell which types it tells side by side; a forest judges
for each pair of such mentions whether they tell one event; agglomeration by
average link makes the events.
"""

import math
from collections.abc import Iterator

from transforms.annotate import Annotated, Sentence, complete
from transforms.date_reference import refer_back
from transforms.governed import DOUBT, is_unreal
from transforms.learned import Floats, Panel, load_forest, load_linear, load_panel, together
from transforms.mention import ATTACKS, Mention, Section
from transforms.mention_pairs import pair_features
from transforms.network import Overview
from transforms.overviews import linked, overview
from transforms.pair_words import word_advice
from transforms.sentence_features import quick_features, sentence_features

NONE = "none"
# Of which type an attack is told, if one is; whether one is; which types stand side by side; whether a series is told.
SENTENCE_MODELS = ("attack_sentence", "attack_told", "attack_types", "attack_series")


def score_mentions(article: Annotated) -> list[Mention]:
    """All candidate mentions of attacks with their probabilities."""
    found = score_told(article)
    if is_lone(article):
        model = load_linear("attack_lone")
        for mention in found:
            mention.probability = model.chance(lone_features(mention))
    return found


def score_told(article: Annotated) -> list[Mention]:
    """The same, each sentence judged as one of an article."""
    judges = load_panel(SENTENCE_MODELS)
    found = []
    for sentence in prepare(article, ATTACKS):
        features = sentence_features(article, sentence, ATTACKS.list_name)
        found += to_mentions(sentence, features, judges, overview(article))
    return found


# Chance from which on a lone sentence is taken, by F1 on unseen folds: of those sentences one in ten tells an attack.
LONE_THRESHOLD = 0.2


def least_chance(article: Annotated) -> float:
    """The probability from which on a mention is taken."""
    return LONE_THRESHOLD if is_lone(article) else ATTACKS.threshold


def is_lone(article: Annotated) -> bool:
    """A single sentence without a title: no article around it helps to judge, so a model of its own does."""
    return len(article.sentences) == 1 and not article.title.words


def lone_features(mention: Mention) -> set[str]:
    """The sentence's features, and the pieces of its words: so few sentences hold few words twice."""
    padded = (f" {word} " for word in mention.sentence.words)
    return mention.features | {f"c={piece}" for word in padded for piece in _pieces(word)}


_PIECE_LENGTHS = range(2, 6)  # letters


def _pieces(word: str) -> Iterator[str]:
    for length in _PIECE_LENGTHS:
        yield from (word[at : at + length] for at in range(len(word) - length + 1))


def prepare(article: Annotated, section: Section) -> list[Sentence]:
    """Run the grammars on title and candidate sentences; returns the candidates."""
    candidates = [s for s in article.sentences if section.list_name in s.hits and is_worth_reading(article, s, section)]
    if candidates:
        for sentence in (*candidates, article.title):
            complete(sentence, article.norm.text if sentence.index >= 0 else article.title_text, article.published)
        refer_back(candidates)
    return candidates


def is_worth_reading(article: Annotated, sentence: Sentence, section: Section) -> bool:
    """Whether a sentence that holds a trigger could assert an event at all; the grammars run only on these."""
    model = load_linear(f"{section.name}_quick")
    return model.chance(quick_features(article, sentence, section.list_name)) >= section.worth_reading


def to_mentions(sentence: Sentence, features: set[str], judges: Panel, seen: Overview) -> list[Mention]:
    """The sentence's mention, or one for each type that it tells."""
    scores = judges.scores(features)
    whole = _whole(sentence, features, judges, scores, seen)
    side_by_side = judges.probabilities("attack_types", scores)
    types = judges.models["attack_types"].classes
    order = [int(k) for k in side_by_side.argsort()[::-1]]
    told = [types[order[0]], *(types[k] for k in order[1:3] if side_by_side[k] >= ATTACKS.second_type)]
    if len(told) == 1 or whole.probability < ATTACKS.threshold:
        return [whole]
    likely = dict(zip(types, map(float, side_by_side), strict=True))
    return [
        Mention(
            sentence,
            features,
            whole.probability * (1.0 if name == told[0] else likely[name]),
            {c: float(c == name) for c in whole.types},
            whole.series,
            tuple(t for t in told if t != name),
            name == told[0],
        )
        for name in told
    ]


def _whole(sentence: Sentence, features: set[str], judges: Panel, scores: Floats, seen: Overview) -> Mention:
    """One mention: whether it is told, and of which type, by the linear models and the network alike."""
    by_type = judges.probabilities("attack_sentence", scores)
    classes = judges.models["attack_sentence"].classes
    none = float(by_type[classes.index(NONE)])
    rest = max(1 - none, 1e-9)
    words = {c: float(p) / rest for c, p in zip(classes, by_type, strict=True) if c != NONE}
    told, series = (judges.chance(name, scores) for name in ("attack_told", "attack_series"))
    chance = (1 - none + told) / 2
    if seen.is_broad:
        chance = together(chance, seen.attack(sentence.index))
    chance *= DOUBT if is_unreal(sentence) else 1
    return Mention(sentence, features, chance, _both(words, seen.types_of(sentence.index)), series)


def _both(words: dict[str, float], seen: dict[str, float]) -> dict[str, float]:
    """Probabilities of types by two judges: the geometric mean, summing to one."""
    joined = {name: math.sqrt((p + _UNSURE) * (seen[name] + _UNSURE)) for name, p in words.items()}
    total = sum(joined.values())
    return {name: value / total for name, value in joined.items()}


_UNSURE = 0.01  # no judge alone rules a type out


def cluster(article: Annotated, mentions: list[Mention], section: Section) -> list[list[Mention]]:
    """Mentions grouped into events, in order of first mention; in very long texts stretch by stretch."""
    stretches = [mentions[start : start + _STRETCH] for start in range(0, len(mentions), _STRETCH)]
    return [group for stretch in stretches for group in _cluster(article, stretch, section)]


_STRETCH = 100  # mentions that are compared with each other: the time grows with the cube, no news story tells more


def _cluster(article: Annotated, mentions: list[Mention], section: Section) -> list[list[Mention]]:
    if len(mentions) < 2:
        return [[m] for m in mentions]
    pairs = [(i, j) for j in range(len(mentions)) for i in range(j)]
    advice = word_advice(load_linear(f"{section.name}_link_words"), mentions, section)
    links = linked(article, [(mentions[i], mentions[j]) for i, j in pairs], section)
    rows = [
        [*pair_features(article, mentions[i], mentions[j], section), link, advice[i, j]]
        for (i, j), link in zip(pairs, links, strict=True)
    ]
    probabilities = load_forest(f"{section.name}_link").probabilities(rows)
    groups = agglomerate(mentions, dict(zip(pairs, map(float, probabilities), strict=True)), section.link_threshold)
    return [one_a_sentence(group) for group in groups]


def one_a_sentence(mentions: list[Mention]) -> list[Mention]:
    """The likelier of two mentions of one sentence that came together again."""
    likeliest: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: -m.probability):
        likeliest.setdefault(mention.sentence.index, mention)
    return [m for m in mentions if likeliest[m.sentence.index] is m]


def agglomerate(mentions: list[Mention], links: dict[tuple[int, int], float], threshold: float) -> list[list[Mention]]:
    """Join the closest clusters (mean link probability) until none reaches the threshold."""
    clusters = [[i] for i in range(len(mentions))]
    while len(clusters) > 1:
        best, a, b = max(
            (_mean_link(x, y, links), -i, -j) for i, x in enumerate(clusters) for j, y in enumerate(clusters) if i < j
        )
        if best < threshold:
            break
        clusters[-a] = sorted(clusters[-a] + clusters[-b])
        del clusters[-b]
    return [[mentions[i] for i in group] for group in sorted(clusters)]


def _mean_link(x: list[int], y: list[int], links: dict[tuple[int, int], float]) -> float:
    return sum(links[min(i, j), max(i, j)] for i in x for j in y) / (len(x) * len(y))
