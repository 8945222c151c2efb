"""What a sentence about troops can and cannot tell."""

import datetime as dt

import numpy as np
import pytest

from transforms.annotate import Sentence, annotate, complete
from transforms.mention import Mention
from transforms.milestones import draft_of, is_to_come, to_steps
from transforms.slot_troops import troop_choices


def read(text: str) -> Sentence:
    article = annotate("", text, dt.date(2020, 3, 12))
    (sentence,) = article.sentences
    return complete(sentence, article.norm.text, article.published)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("تنتشر القوات على مسافة 70 كيلومترا من الحدود ويبلغ عددها 900 جندي.", [900]),
        ("غادر القاعدة 300 عسكري على متن 12 طائرة بعد 9 أشهر من وصولهم.", [300]),
        ("سيخفض الحلف عدد مدربيه من 450 إلى 300.", [450, 300]),
    ],
)
def test_kilometres_aircraft_and_months_are_no_troops(text: str, numbers: list[int]) -> None:
    step = draft_of([Mention(read(text), set(), 1.0, {"troop_level": 1.0})])
    assert [c.value for c in troop_choices(step)] == numbers


@pytest.mark.parametrize(
    ("text", "to_come"),
    [
        ("قالت الوزارة إن عدد الجنود في البلاد سيصبح 2500 جندي في العام المقبل.", True),
        ("يمضي خفض القوات نحو 2500 جندي بحلول الصيف.", True),
        ("لا يزال في البلاد نحو 2500 جندي من قوات الحلف.", False),
    ],
)
def test_a_level_of_the_time_to_come_is_not_held_yet(text: str, to_come: bool) -> None:
    step = draft_of([Mention(read(text), set(), 1.0, {"troop_level": 1.0})])
    (level,) = troop_choices(step)
    assert is_to_come(step, level) is to_come


CLASSES = ["agreement", "legislative_act"]


@pytest.mark.parametrize(
    ("text", "type_name"),
    [
        ("صوت البرلمان على قرار يلزم الحكومة بإخراج القوات الأجنبية.", "legislative_act"),
        ("أقر مجلس الشيوخ بالإجماع تمديد بقاء القوة عاما آخر.", "legislative_act"),
        ("أعلن المجلس العسكري في المدينة قرار الانسحاب بموجب خريطة طريق.", "agreement"),
    ],
)
def test_only_a_chamber_passes_a_legislative_act(text: str, type_name: str) -> None:
    (step,) = to_steps(read(text), set(), 0.9, np.array([0.3, 0.6 if type_name == "agreement" else 0.9]), CLASSES)
    assert step.type == type_name
