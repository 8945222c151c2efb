"""Killed and wounded: every number and counted noun in and around the event competes, sums and ranges of them too."""

from transforms.annotate import Sentence
from transforms.argument_words import Span, argument_score, role_score
from transforms.draft import Draft, distance_to_act, signed_gap, type_flags
from transforms.learned import load_forest
from transforms.toll_choices import FORMS, Part, TollChoice, numbered_toll
from transforms.word_sets import meets, word_set

_NOUNS = ("killed", "wounded", "people", "others", "joint")  # sets toll_noun_…
_INCIDENTS = {"strike", "air", "launch", "explosion", "suicide", "clash", "offensive", "assault", "abduct"}
_FAR = 30  # tokens, where a sentence has no word of killing or wounding
_LARGE = 10_000  # people: seldom the toll of one attack


def choose_toll(draft: Draft, choices: list[TollChoice], role: str, threshold: float) -> TollChoice | None:
    """The toll of an event (`role` is killed or wounded), or None when none is probable enough."""
    if not choices:
        return None
    rows = [toll_features(draft, c, choices, role) for c in choices]
    favours = [_SUM_FAVOUR if _joins_neighbours(c) else 1.0 for c in choices]
    chances = load_forest(f"attack_{role}").probabilities(rows) * favours
    best = int(chances.argmax())
    return choices[best] if chances[best] >= threshold else None


# Where no total is stated, the dead of both sides of a battle are added (codebook, section 5); the coders of the
# articles that are learnt from did so half of the time only. By tolls right in 447 articles kept out of training.
_SUM_FAVOUR = 3.0
_NEIGHBOURS = 3  # tokens between ثمانية جنود and و14 مسلحا, at most


def _joins_neighbours(choice: TollChoice) -> bool:
    between = _between(choice)
    return choice.form == "sum" and 0 <= between[0] <= _NEIGHBOURS and between[1] > 0


def count_incidents(draft: Draft) -> TollChoice | None:
    """The number of incidents of a series: a number right before the word for the act (39 هجوما)."""
    if draft.kind != "recurring":
        return None
    for sentence in draft.sentences:
        hits = sentence.hits.get("trigger", [])
        acts = {h.first for h in hits if h.value[0] in _INCIDENTS and h.value[1] != "verb"}
        for number in sentence.numbers:
            if number.last in acts and not number.is_vague and number.low is not None and number.low > 1:
                return numbered_toll(sentence, number)
    return None


def toll_features(draft: Draft, choice: TollChoice, choices: list[TollChoice], role: str) -> list[float]:
    """Dense features of one toll for killed or wounded."""
    sentence = choice.sentence
    before, after = sentence.before(choice.first, 4), sentence.after(choice.last, 4)
    value = choice.low if choice.low is not None else choice.high or 0
    whole = [c for c in choices if c.is_whole]
    return [
        *(choice.form == f for f in FORMS),
        min(value, 500),
        value >= _LARGE,
        choice.high is None,
        choice.low is None,
        *_near_harm(sentence, choice),
        signed_gap(draft, sentence),
        *distance_to_act(draft, sentence, choice.first, choice.last),
        *(meets(after, f"toll_noun_{noun}") for noun in _NOUNS),
        *(meets(before, f"toll_noun_{noun}") for noun in _NOUNS),
        not word_set("toll_joint").isdisjoint(after + before),
        _is_among_others(before, after),
        sum(c.low == choice.low and c.high == choice.high for c in whole),
        sum((c.low or 0) > value and c.form == "number" for c in whole),
        len(whole),
        sentence.index == min(draft.indices),
        sentence.index,
        not word_set("toll_total").isdisjoint(before),
        *type_flags(draft),
        *_parts_features(draft, choice, role),
    ]


def toll_spans(choice: TollChoice) -> list[Span]:
    """The words that state the toll; none for what several statements make, as each of them is a choice of its own."""
    return _spans(choice) if choice.is_whole else []


def _spans(choice: TollChoice) -> list[Span]:
    return [(p.sentence, p.first, p.last, _tag(p)) for p in choice.parts]


def _tag(part: Part) -> str:
    """The form; of a word that may name one person the word too, as only the word tells."""
    return f"next:{part.sentence.stems[part.first]}" if part.form == "next" else part.form


def _parts_features(draft: Draft, choice: TollChoice, role: str) -> list[float]:
    """How many statements, how likely they are the toll by their words and by the network, what stands between, upper
    to lower bound."""
    scores = [argument_score(draft, role, [span]) for span in _spans(choice)]
    seen = [role_score(draft, role, [span]) for span in _spans(choice)]
    low, high = choice.low or 0, choice.high or 0
    return [len(scores), max(scores), min(scores), max(seen), min(seen), *_between(choice), high / low if low else 0.0]


def _between(choice: TollChoice) -> list[float]:
    """Of the first two statements of one sentence: tokens between, whether the second or the word before it opens with
    و, whether between them a killing, a wounding, a word that opposes two sides."""
    if choice.is_whole or choice.parts[1].sentence is not choice.sentence:
        return [-1.0] * 5
    sentence, start, end = choice.sentence, choice.last, choice.parts[1].first
    groups = [h.value[0] for h in sentence.hits.get("trigger", []) if start <= h.first < end]
    words = sentence.words[start : end + 1]
    return [
        end - start,
        any(w[0] == "و" for w in words[-2:]),
        "kill" in groups,
        "wound" in groups,
        meets(words, "toll_opposite"),
    ]


def _is_among_others(before: list[str], after: list[str]) -> bool:
    """بينهم طفلان: counted already; خمسة بينهم …: counts the rest too."""
    among = word_set("toll_among")
    return not among.isdisjoint(before) or not among.isdisjoint(after[:1])


def _near_harm(sentence: Sentence, choice: TollChoice) -> list[float]:
    """For words of killing, then of wounding: tokens to the nearest before and after, whether the toll holds one."""
    found: list[float] = []
    for group in ("kill", "wound"):
        spans = [(h.first, h.last) for h in sentence.hits.get("trigger", []) if h.value[0] == group]
        found.append(min((choice.first - last for _, last in spans if last <= choice.first), default=_FAR))
        found.append(min((first - choice.last for first, _ in spans if first >= choice.last), default=_FAR))
        found.append(any(first < choice.last and last > choice.first for first, last in spans))
    return found
