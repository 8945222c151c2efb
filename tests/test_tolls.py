"""What an event's sentences offer as its toll: every statement, their sums and their ranges."""

import datetime as dt

import pytest

from transforms.annotate import Annotated, annotate
from transforms.articles import Draft as ArticleDraft
from transforms.articles import article_of
from transforms.coding import code_article
from transforms.draft import TYPE_GROUPS, Draft, make_draft
from transforms.mention import ATTACKS, Mention
from transforms.mentions import prepare
from transforms.toll_choices import TollChoice, toll_choices


def read(text: str) -> tuple[Annotated, list[Mention]]:
    article = annotate("", text, dt.date(2020, 3, 10))
    return article, [Mention(s, set(), 0.9, {"shelling": 1.0}) for s in prepare(article, ATTACKS)]


def offered(text: str, told: int | None = None) -> list[TollChoice]:
    """What the first `told` sentences of a text (all when None) offer as an event."""
    article, mentions = read(text)
    assert mentions, "no sentence worth reading"
    draft: Draft = make_draft(mentions[:told], "shelling", "trigger", TYPE_GROUPS["shelling"])
    return toll_choices(article, draft)


def bounds(text: str, form: str) -> list[tuple[int | None, int | None]]:
    return [(c.low, c.high) for c in offered(text) if c.form == form]


@pytest.mark.parametrize(
    "text, form, expected",
    [
        ("قتل شخصان على الأقل في قصف طال سوق البلدة صباح اليوم.", "dual", [(2, None)]),
        ("قتل شخصان في قصف طال سوق البلدة صباح اليوم.", "dual", [(2, 2)]),
        ("قتل 17 عاملا، على الأقل، في قصف طال سوق البلدة.", "number", [(17, None)]),
        ("أسفر القصف عن مقتل الشرطي سالم وإحراق سيارتين.", "named", [(1, 1)]),
        ("لقي ضابط الحراسة مصرعه في قصف صاروخي على المعسكر.", "pronoun", [(1, 1)]),
        ("لقي رجل مصرعه وقتل ضابط واحد في القصف على المعسكر.", "sum", [(2, 2)]),
        ("أدى القصف إلى مقتل المسلحين وتدمير مخبئهم.", "dual_or_plural", []),
        ("أدى القصف إلى مقتل البقال وتدمير متجره.", "next", [(1, 1)]),
        ("سقطت قذائف على أطراف المطار وأحدث القصف أضرارا مادية فقط.", "zero", [(0, 0)]),
        ("سقطت قذائف على أطراف المطار وخلف القصف أضرارا كبيرة.", "zero", []),
        ("خلف القصف أضرارا، ولم يسفر عن سقوط ضحايا.", "zero", [(0, 0)]),
        ("أدى القصف إلى مقتل تسعة جنود وأربعة مسلحين.", "sum", [(13, 13)]),
        ("أسفر القصف عن مقتل أكثر من ستة جنود وأربعة مسلحين.", "sum", [(10, None)]),
        ("أدى القصف إلى مقتل تسعة أشخاص بينهم أربعة أطفال.", "sum", []),
        ("أسفر القصف عن مقتل أربعة مسلحين وأسر اثنين آخرين.", "sum", []),
        ("أسفر القصف عن شهيد وجريحين من أبناء البلدة.", "sum", []),
        ("قتل ضابط وجندي سوريان في قصف على موقعهما.", "sum", [(2, 2)]),
        ("أسفر القصف عن 12 قتيلا و30 جريحا على الأقل.", "least", [(12, None)]),
        ("قتل القيادي سعدون وعدد من مرافقيه في قصف بطائرة مسيرة.", "least", [(1, None)]),
    ],
)
def test_statement(text: str, form: str, expected: list[tuple[int | None, int | None]]) -> None:
    assert bounds(text, form) == expected


def test_two_sentences_that_count_differently_make_a_range() -> None:
    text = "قتل 20 شخصا في قصف على البلدة.\nوقالت مصادر طبية إن القصف أوقع 24 قتيلا."
    assert bounds(text, "range") == [(20, 24)]


def test_the_dead_of_one_sentence_and_the_wounded_of_another_make_none() -> None:
    text = "قتل 20 شخصا في قصف على البلدة.\nوأصيب 24 شخصا بجروح في القصف."
    assert bounds(text, "range") == []


def test_numbers_far_apart_in_size_make_none() -> None:
    text = "قتل 3 أشخاص في قصف على البلدة.\nوقتل 240 شخصا في القصف منذ مطلع العام."
    assert bounds(text, "range") == []


@pytest.mark.parametrize("text", ["قطع الصاروخ 200 كيلومتر قبل القصف.", "بلغت خسائر القصف 3 ملايين دولار."])
def test_measures_and_money_are_no_toll(text: str) -> None:
    assert not [c for c in offered(text) if c.form in ("number", "sum")]


def test_a_sentence_close_by_is_asked_too_one_far_away_is_not() -> None:
    near = "قصفت المدفعية أطراف البلدة.\nوقتل سبعة جنود في الهجوم."
    far = "قصفت المدفعية أطراف البلدة.\n" + "هذا خبر عن الطقس والأسواق.\n" * 4 + "وقتل سبعة جنود في الهجوم."
    assert [(c.low, c.high) for c in offered(near, told=1)] == [(7, 7)]
    assert offered(far, told=1) == []


def coded(text: str) -> tuple[list[tuple[int | None, int | None]], list[tuple[str, str, str]]]:
    """The dead of each attack that is read in a text, and the words that count them."""
    article = article_of(ArticleDraft(title="اشتباكات", text=text, published="2020-03-11", outlet="وكالة"))
    coding = code_article(article)
    evidence = [(e.field, e.quote, e.rule) for e in coding.evidence if e.field.startswith("killed")]
    return [(a.killed_min, a.killed_max) for a in coding.attacks], evidence


def test_the_dead_of_both_sides_are_added_each_number_with_its_words() -> None:
    text = "قتل ثمانية جنود و14 مسلحا في اشتباكات فجر الثلاثاء بين الجيش وتنظيم الدولة قرب بلدة الشرقاط."
    tolls, evidence = coded(text)
    assert tolls == [(22, 22)]
    assert evidence == [(f, q, "toll_sum") for f in ("killed_min", "killed_max") for q in ("ثمانية", "14")]


def test_the_wounded_are_not_added_to_the_dead() -> None:
    assert coded("أسفر القصف المدفعي على حي في حلب الثلاثاء عن مقتل 12 مدنيا و30 جريحا.")[0] == [(12, 12)]
