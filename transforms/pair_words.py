"""Whether two sentences tell one event, by their words alone.

وفي هجوم آخر opens another event and وأسفر الهجوم goes on with the one told before:
that lies in words, of which the forest of links has no column. A linear model
of both sentences' words adds them up to one figure, its advice to the forest.
"""

from transforms.annotate import Sentence
from transforms.learned import Linear
from transforms.mention import Mention, Section

_OPENING = 3  # words that tell how a sentence goes on from what stands before it
_GAPS = ((1, "1"), (2, "2"), (4, "4"), (8, "8"))  # sentences between the two, in steps


def word_advice(model: Linear, mentions: list[Mention], section: Section) -> dict[tuple[int, int], float]:
    """Log-odds that two mentions (by position, the earlier one first) tell one event."""
    yes = model.classes.index("yes")

    def added(features: set[str]) -> float:
        scores = model.added(features)
        return float(scores[yes] - scores[1 - yes])

    bias = float(model.bias[yes] - model.bias[1 - yes])
    earlier = [added(words_of_earlier(m)) for m in mentions]
    later = [added(words_of_later(m, section)) for m in mentions]
    return {
        (i, j): bias + earlier[i] + later[j] + added(words_of_both(mentions[i], mentions[j], section))
        for j in range(len(mentions))
        for i in range(j)
    }


def pair_words(first: Mention, second: Mention, section: Section) -> set[str]:
    """Sparse features of two mentions, `first` the earlier in the text."""
    return words_of_earlier(first) | words_of_later(second, section) | words_of_both(first, second, section)


def words_of_earlier(mention: Mention) -> set[str]:
    """What the earlier sentence says, and how early it stands."""
    found = {f"A={stem}" for stem in _stems(mention.sentence)}
    found.add(f"at={min(mention.sentence.index, 4)}")
    return found


def words_of_later(mention: Mention, section: Section) -> set[str]:
    """What the later sentence says, how it opens, and whether it names its act as known."""
    sentence = mention.sentence
    found = {f"B={stem}" for stem in _stems(sentence)}
    found.update(f"BB={a}_{b}" for a, b in zip(sentence.stems, sentence.stems[1:], strict=False))
    found.update(f"o={'_'.join(sentence.words[:n])}" for n in range(1, _OPENING + 1))
    found.update(f"h={sentence.stems[h.first]}|{h.is_definite}" for h in sentence.hits.get(section.list_name, []))
    return found


def words_of_both(first: Mention, second: Mention, section: Section) -> set[str]:
    """What the two share, and how their types, acts, dates and actors stand to each other."""
    a, b = first.sentence, second.sentence
    gap = next((name for most, name in _GAPS if b.index - a.index <= most), "9")
    found = {f"gap={gap}", f"T={first.type}>{second.type}", f"T={first.type}>{second.type}|{gap}"}
    found.update(f"S={stem}" for stem in _stems(a) & _stems(b))
    acts = {hit.value[0] for hit in a.hits.get(section.list_name, [])}
    found.update(f"hh={x}>{hit.value[0]}|{hit.is_definite}" for hit in b.hits.get(section.list_name, []) for x in acts)
    found.update(f"d={x}>{y}" for x in _date_kinds(a) for y in _date_kinds(b))
    actors_a, actors_b = {m.code for m in a.actors}, {m.code for m in b.actors}
    found.update(f"c={x}" for x in actors_a & actors_b)
    found.update(f"ca={x}" for x in actors_a - actors_b)
    found.update(f"cb={x}" for x in actors_b - actors_a)
    return found


def _stems(sentence: Sentence) -> set[str]:
    return {stem for stem in sentence.stems if len(stem) > 1 and not stem.isdigit()}


def _date_kinds(sentence: Sentence) -> set[str]:
    return {date.kind for date in sentence.dates} or {"-"}
