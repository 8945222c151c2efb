"""What the network makes of an article: each word near its neighbours, each sentence among the others."""

import datetime as dt

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from transforms.annotate import Annotated, annotate
from transforms.arithmetic import on_one_core
from transforms.network import ROLES, Overview, readable
from transforms.overviews import overview

PUBLISHED = dt.date(2019, 6, 17)
TITLE = "هجوم على حاجز للجيش قرب الشرقاط"
ATTACK = "قتل ستة جنود وأصيب تسعة آخرون في هجوم بسيارة مفخخة على حاجز للجيش قرب بلدة الشرقاط صباح الأحد."
AFTER = "وأسفر الهجوم أيضا عن احتراق ثلاث آليات."
OTHER = "وفي حادث منفصل، أطلق مسلحون النار على مختار قرية شرق بعقوبة فأردوه قتيلا."
SPORT = "وقال المدرب إن هجوم الفريق افتقد الدقة أمام المرمى في المباراة."


def article(*sentences: str, title: str = TITLE) -> Annotated:
    return annotate(title, " ".join(sentences), PUBLISHED)


def read(*sentences: str, title: str = TITLE) -> Overview:
    return overview(article(*sentences, title=title))


def test_an_attack_is_told_and_a_match_is_not() -> None:
    seen = read(ATTACK, SPORT)
    assert seen.attack(0) > 1 > -1 > seen.attack(1)  # log-odds
    assert max(seen.types_of(0), key=seen.types_of(0).__getitem__) in ("explosive", "suicide_bombing")


def test_words_see_their_own_sentence_alone() -> None:
    alone, among = read(ATTACK), read(SPORT, ATTACK, OTHER)
    np.testing.assert_allclose(alone.tokens[1], among.tokens[2], atol=2e-3)


def test_sentences_see_each_other() -> None:
    assert read(AFTER, title="").attack(0) < read(ATTACK, AFTER).attack(1)


def test_a_retelling_is_linked_and_another_event_is_not() -> None:
    seen = read(ATTACK, AFTER, OTHER)
    same, apart = seen.links([(0, 1), (0, 2)], 0)
    assert same > apart + 1  # log-odds


def test_the_number_of_the_dead_is_told_from_that_of_the_wounded() -> None:
    seen = read(ATTACK)
    words = article(ATTACK).sentences[0].words
    spans = [(0, words.index(word), words.index(word) + 1) for word in ("سته", "تسعه")]
    dead, hurt = seen.roles(spans, {0: [words.index("هجوم")]})
    killed, wounded = ROLES.index("killed"), ROLES.index("wounded")
    assert dead[killed] > hurt[killed]
    assert hurt[wounded] > dead[wounded]


def test_sentences_without_a_listed_word_are_not_read() -> None:
    found = article(ATTACK, "وكان الطقس مشمسا طوال النهار.", OTHER)
    assert [s.index for s in readable(found.title, found.sentences)] == [-1, 0, 2]


def test_an_article_without_title_or_words_is_read() -> None:
    seen = read("قصف.", title="")
    assert np.isfinite(seen.attack(0))


def test_training_computes_what_the_program_computes() -> None:
    torch = pytest.importorskip("torch", reason="the group `network` is not installed")
    pytest.importorskip("sklearn", reason="the group `train` is not installed")
    from flows.training.network_fitting import WIDTH, Lesson, Reader, batch_of, to_arrays
    from transforms.network import Network, Vocabulary, marks_of, position

    sentences = readable(article(ATTACK, AFTER, OTHER).title, article(ATTACK, AFTER, OTHER).sentences)
    words = sorted({w for s in sentences for w in s.words})
    marks = sorted({name for s in sentences for name, _, _ in marks_of(s)})
    torch.manual_seed(1)
    vectors = np.random.default_rng(1).normal(size=(len(words), WIDTH)).astype(np.float32)
    reader = Reader(len(words), vectors, len(marks), 10, 12).eval()
    names = {"words": words, "stems": words, "marks": marks, "types": [str(k) for k in range(10)]}
    seen = Network(to_arrays(reader, names)).read(sentences)
    vocabulary = Vocabulary(words, words, marks)
    lesson = Lesson([vocabulary.encode(s) for s in sentences], [position(s) for s in sentences], {}, {}, [], [], 0)
    with torch.no_grad():
        _, states = reader(batch_of([lesson, lesson]))
    for k in (0, 1):
        np.testing.assert_allclose(seen.states, states[k].numpy(), atol=5e-3)  # stored as float16
        np.testing.assert_allclose(seen.attacks, reader.attack(states[k])[:, 0].detach().numpy(), atol=5e-3)


def test_arithmetic_stays_on_one_core_and_frees_the_others_afterwards() -> None:
    before = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    with on_one_core():
        within = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    after = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    assert before == after
    assert within == [1] * len(before) != []
