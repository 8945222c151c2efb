"""Who states a milestone: persons known by name, and names that follow a title or rank."""

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence, complete
from transforms.argument_words import Span, argument_score
from transforms.draft import Draft, distance_to_act, sentence_gap
from transforms.learned import likeliest
from transforms.lexicon import ActorEntry
from transforms.word_sets import meets, word_set


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """A person's name (tokens [first, last) of a sentence), title left out; `code` where the person is known."""

    sentence: Sentence
    first: int
    last: int
    code: str
    titled: bool


# What these lists hold is no unknown person's name.
_EXPLAINED = ("person", "actor", "force_head", "generic_force", "nisba", "country", "cue", "place", "step", "trigger")
_LONGEST_NAME = 4


def speaker_choices(article: Annotated, draft: Draft) -> list[SpeakerChoice]:
    """Persons of the milestone's sentences, of the three before and the one after, and of the article's opening."""
    found = []
    for sentence in article.sentences:
        gap = sentence_gap(draft, sentence.index)
        if sentence.index > 1 and not -4 < gap < 2:
            continue
        complete(sentence, article.norm.text, article.published)
        found += [*_known(sentence), *_titled(sentence)]
    return found


def _known(sentence: Sentence) -> Iterator[SpeakerChoice]:
    for hit in sentence.hits.get("person", []):
        entry: ActorEntry = hit.value
        yield SpeakerChoice(sentence, hit.first, hit.last, entry.code, False)


def _titled(sentence: Sentence) -> Iterator[SpeakerChoice]:
    """العميد يحيى رسول · المتحدث باسم التحالف مايلز كاغينز: up to four unexplained words after a title."""
    taken = {hit.first for name in _EXPLAINED for hit in sentence.hits.get(name, [])}
    taken |= {i for d in sentence.dates for i in range(d.first, d.last)}
    starts = {h.last for name in ("title", "nisba") for h in sentence.hits.get(name, [])}
    starts |= {a.last for a in sentence.actors}
    titles = [h.first for h in sentence.hits.get("title", [])]
    for start in sorted(starts):
        if not any(start - 8 <= title < start for title in titles):
            continue
        if sentence.after(start, 1) in (["،"], [","]):
            start += 1
        end = _name_end(sentence, start, taken)
        if end > start:
            yield SpeakerChoice(sentence, start, end, "", True)


def _name_end(sentence: Sentence, start: int, taken: set[int]) -> int:
    """Token after the words that may be a name."""
    stops = word_set("speaker_stop")
    end = start
    for word in sentence.after(start, _LONGEST_NAME):
        if end in taken or word in stops or not "\u0621" <= word[0] <= "\u064a":
            break
        end += 1
    return end


def choose_speaker(article: Annotated, draft: Draft, announced_by: str, threshold: float) -> SpeakerChoice | None:
    """The speaker's name, or None when no name is probable enough."""
    choices = speaker_choices(article, draft)
    rows = [speaker_features(draft, c, choices, announced_by) for c in choices]
    return likeliest("milestone_speaker", choices, rows, threshold)


def speaker_features(
    draft: Draft, choice: SpeakerChoice, choices: list[SpeakerChoice], announced_by: str
) -> list[float]:
    """Dense features of one name."""
    sentence = choice.sentence
    gap = sentence_gap(draft, sentence.index)
    before, after = sentence.before(choice.first, 8), sentence.after(choice.last, 3)
    return [
        gap == 0,
        gap,
        sentence.index,
        *distance_to_act(draft, sentence, choice.first, choice.last),
        choice.titled,
        bool(announced_by) and choice.code == announced_by,
        bool(choice.code),
        choice.last - choice.first,
        meets(before, "speaker_said"),
        meets(before[-3:], "speaker_said"),
        not {"ان", "انه", "انها", ":"}.isdisjoint(after),
        draft.sentences[0].words[0] in word_set("speaker_goes_on"),
        choice.first,
        len(choices),
        choices.index(choice),
        sum(bool(c.code) for c in choices),
        argument_score(draft, "speaker", speaker_spans(choice)),
    ]


def speaker_spans(choice: SpeakerChoice) -> list[Span]:
    """The words of the name."""
    return [(choice.sentence, choice.first, choice.last, "titled" if choice.titled else "known")]
