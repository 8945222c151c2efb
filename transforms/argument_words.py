"""What the words around a span say of its part in an event: place, date, actor or toll.

The forests that choose a field see distances and flags; which words lead to a
role (على يد, باتجاه, قرب, بينهم) a linear model learns from the words themselves,
and its log-odds are one more column of the forest's row.
"""

from transforms.annotate import Sentence
from transforms.draft import Draft, distance_features
from transforms.learned import load_linear
from transforms.mention import ATTACKS, MILESTONES
from transforms.network import ROLES

Span = tuple[Sentence, int, int, str]  # tokens [first, last) of a sentence, and what kind of span it is

_AROUND = 3  # words on either side
_PATH = 5  # longest stretch between act and span that is kept word for word
NO_SPAN = -9.0  # below any log-odds


def argument_features(draft: Draft, span: Span) -> set[str]:
    """Names of all features of a span of the event's article."""
    sentence, first, last, tag = span
    words = [w if not w[0].isdigit() else "#" for w in sentence.stems]
    found = {f"tag={tag}", f"{draft.type}/{tag}"}
    side = "out"
    if sentence.index in draft.indices:
        side, way = _way_from_act(draft, sentence, words, first, last)
        found |= way | {f"{side}/{draft.type}/{tag}"}
    for k in range(1, _AROUND + 1):
        if first >= k:
            found.update((f"-{k}={words[first - k]}", f"-{k}={words[first - k]}/{side}"))
        if last - 1 + k < len(words):
            found.update((f"+{k}={words[last - 1 + k]}", f"+{k}={words[last - 1 + k]}/{side}"))
    if first:
        found.update((f"-1={words[first - 1]}/{draft.type}", f"-1={words[first - 1]}/{tag}"))
        found.add(f"-2-1={'_'.join(words[max(0, first - 2) : first])}")
    found.add(f"+1+2={'_'.join(words[last : last + 2])}")
    return found


def _way_from_act(draft: Draft, sentence: Sentence, words: list[str], first: int, last: int) -> tuple[str, set[str]]:
    """On which side of the act the span lies, and the act, the distance and the words between."""
    anchors = draft.anchors[sentence.index]
    gap, is_after, commas = distance_features(sentence, first, last, anchors)[:3]
    side = ("after" if is_after else "before") + ("!" if commas else "")
    anchor = min(anchors, key=lambda a: abs(a - first))
    found = {f"{side}/{int(min(gap, 20)) // 3}", f"{side}/{words[anchor]}"}
    if gap <= _PATH:
        path = words[anchor + 1 : first] if is_after else words[last:anchor]
        whole = "_".join(path)
        found.update((f"path={side}:{whole}", f"path={words[anchor]}:{side}:{whole}"))
        found.update(f"between={side}:{w}" for w in path)
    return side, found


def argument_score(draft: Draft, field: str, spans: list[Span]) -> float:
    """Log-odds that the likeliest of the spans fills a field; `NO_SPAN` without one."""
    section = ATTACKS if draft.list_name == ATTACKS.list_name else MILESTONES
    linear = load_linear(f"{section.name}_{field}_words")
    yes = linear.classes.index("yes")
    scores = (linear.scores(_read_once(draft, span)) for span in spans)
    return max((float(s[yes] - s[1 - yes]) for s in scores), default=NO_SPAN)


def role_score(draft: Draft, field: str, spans: list[Span]) -> float:
    """The same by the network, which sees the whole article and where its acts stand; it knows attacks alone."""
    if draft.overview is None or draft.list_name != ATTACKS.list_name:
        return 0.0
    keys = [(s.index, first, last) for s, first, last, _ in spans if s.index in draft.overview.rows]
    fresh = [key for key in dict.fromkeys(keys) if key not in draft.roles]
    if fresh:
        draft.roles.update(zip(fresh, draft.overview.roles(fresh, draft.anchors).tolist(), strict=True))
    role = ROLES.index(field)
    return max((draft.roles[key][role] for key in keys), default=NO_SPAN)


def _read_once(draft: Draft, span: Span) -> set[str]:
    """The same span is asked about for several fields: killed and wounded, perpetrator and victims."""
    sentence, first, last, tag = span
    key = (sentence.index, first, last, tag)
    if key not in draft.around:
        draft.around[key] = argument_features(draft, span)
    return draft.around[key]
