"""What two sentences say about telling one event."""

import datetime as dt

import pytest

from transforms.annotate import annotate
from transforms.learned import load_linear
from transforms.mention import ATTACKS, Mention
from transforms.mentions import score_mentions
from transforms.pair_words import pair_words, word_advice

FIRST = "قتل ستة جنود في هجوم بسيارة مفخخة على حاجز للجيش قرب بلدة الشرقاط صباح الأحد."
SAME = "وأسفر الهجوم عن إصابة تسعة آخرين نقلوا إلى مستشفى البلدة."
OTHER = "وفي حادث منفصل، أطلق مسلحون النار على مختار قرية شرق بعقوبة فأردوه قتيلا."


def told(*sentences: str) -> list[Mention]:
    """The mention of each sentence."""
    scored = score_mentions(annotate("هجوم على الجيش في الشرقاط", " ".join(sentences), dt.date(2019, 6, 17)))
    return [mention for mention in scored if mention.leads]


def advice(*sentences: str) -> float:
    return word_advice(load_linear("attack_link_words"), told(*sentences), ATTACKS)[0, 1]


def test_words_tell_a_retelling_from_another_event() -> None:
    assert advice(FIRST, SAME) > advice(FIRST, OTHER) + 1  # log-odds


def test_what_is_learnt_from_is_what_is_asked() -> None:
    """Training sums the words of a pair as one set, the program adds up three: both must come to the same."""
    mentions = told(FIRST, SAME, OTHER)
    model = load_linear("attack_link_words")
    asked = word_advice(model, mentions, ATTACKS)
    for (i, j), value in asked.items():
        no, yes = model.scores(pair_words(mentions[i], mentions[j], ATTACKS))
        assert value == pytest.approx(yes - no, abs=1e-6)
    assert sorted(asked) == [(0, 1), (0, 2), (1, 2)]


def test_the_later_sentence_gives_its_opening_and_the_definite_act() -> None:
    words = pair_words(*told(FIRST, SAME), ATTACKS)
    assert {"o=واسفر", "o=واسفر_الهجوم", "S=هجوم", "gap=1"} <= words
    assert any(word.startswith("h=") and word.endswith("|True") for word in words)
