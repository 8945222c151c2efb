"""Who states a milestone: persons known by name, and names that follow a title or rank."""

from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence, complete
from transforms.draft import Draft, distance_features, sentence_gap
from transforms.learned import load_forest
from transforms.lexicon import ActorEntry


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """A person's name (tokens [first, last) of a sentence), title left out; `code` where the person is known."""

    sentence: Sentence
    first: int
    last: int
    code: str
    titled: bool


_SAID = {"قال", "قالت", "اعلن", "اعلنت", "اكد", "اكدت", "صرح", "صرحت", "اضاف", "اضافت", "اوضح", "ذكر", "كشف", "تابع", "شدد", "اشار", "لفت", "ابلغ", "نقل", "عن", "لسان", "تصريح", "تصريحات", "اعلان", "طالب", "دعا", "هدد", "نفي", "قوله", "بحسب", "وفق", "اعتبر", "راي", "جدد", "يقول"}
_STOPS = {"،", ",", ".", ":", "(", ")", '"', "-", "ان", "في", "من", "علي", "الي", "عن", "خلال", "بعد", "قبل", "لدي", "امام", "مع", "يوم", "انه", "انها", "بان", "او", "ثم", "لكن", "حول", "ب", "قد", "لم", "لا", "هو", "هي", "الذي", "التي", "بشان", "عقب", "اثر", "منذ", "عبر"}  # fmt: skip


def speaker_choices(article: Annotated, draft: Draft) -> list[SpeakerChoice]:
    """Persons of the milestone's sentences and of the three before, the opening and the title's."""
    found = []
    for sentence in article.sentences:
        gap = sentence_gap(draft, sentence.index)
        if sentence.index > 1 and not -4 < gap < 2:
            continue
        complete(sentence, article.norm.text, article.published)
        found += _known(sentence) + _titled(sentence)
    return found


def _known(sentence: Sentence) -> list[SpeakerChoice]:
    choices = []
    for hit in sentence.hits.get("person", []):
        entry: ActorEntry = hit.value
        choices.append(SpeakerChoice(sentence, hit.first, hit.last, entry.code, False))
    return choices


def _titled(sentence: Sentence) -> list[SpeakerChoice]:
    """العميد يحيى رسول · المتحدث باسم التحالف مايلز كاغينز: up to four words after a title that nothing else explains."""
    known = {hit.first for name in ("person", "actor", "force_head", "generic_force", "nisba", "country", "cue", "place", "step", "trigger", "weekday") for hit in sentence.hits.get(name, [])}
    dated = {i for d in sentence.dates for i in range(d.first, d.last)}
    named_after = {a.last for a in sentence.actors} | {h.last for h in sentence.hits.get("title", [])} | {h.last for h in sentence.hits.get("nisba", [])}
    titles = [h.first for h in sentence.hits.get("title", [])]
    choices = []
    for start in sorted(named_after):
        if not any(start - 8 <= t < start for t in titles):
            continue
        if start < len(sentence.tokens) and sentence.tokens[start].text in "،,":
            start += 1
        end = start
        while end < min(len(sentence.tokens), start + 4) and end not in known and end not in dated and sentence.tokens[end].text not in _STOPS and "\u0621" <= sentence.tokens[end].text[0] <= "\u064a":
            end += 1
        if end > start:
            choices.append(SpeakerChoice(sentence, start, end, "", True))
    return choices


def choose_speaker(article: Annotated, draft: Draft, announced_by: str, threshold: float) -> SpeakerChoice | None:
    """The speaker's name, or None when no name is probable enough."""
    choices = speaker_choices(article, draft)
    if not choices:
        return None
    scores = load_forest("milestone_speaker").probabilities([speaker_features(article, draft, c, choices, announced_by) for c in choices])
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


def speaker_features(article: Annotated, draft: Draft, choice: SpeakerChoice, choices: list[SpeakerChoice], announced_by: str) -> list[float]:
    """Dense features of one name."""
    sentence = choice.sentence
    gap = sentence_gap(draft, sentence.index)
    inside = gap == 0
    distance = distance_features(sentence, choice.first, choice.last, draft.anchors[sentence.index]) if inside else [99.0, 0.0, 9.0, 0.0, 5.0]
    before = [t.text for t in sentence.tokens[max(0, choice.first - 8) : choice.first]]
    near = before[-3:]
    after = [t.text for t in sentence.tokens[choice.last : choice.last + 3]]
    first_own = draft.sentences[0].tokens[0].text
    return [
        float(inside), float(gap), float(sentence.index), *distance, float(choice.titled), float(choice.code == announced_by and bool(announced_by)),
        float(bool(choice.code)), float(choice.last - choice.first), float(any(w in _SAID or w[1:] in _SAID for w in before)),
        float(any(w in _SAID or w[1:] in _SAID for w in near)), float(any(w in ("ان", "انه", "انها", ":") for w in after)),
        float(first_own in ("واضاف", "وتابع", "واوضح", "واكد", "واشار", "وقال", "وشدد", "ولفت")), float(choice.first), float(len(choices)),
        float(choices.index(choice)), float(sum(bool(c.code) for c in choices)),
    ]  # fmt: skip
