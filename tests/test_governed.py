"""What a denial governs, and what it takes for granted."""

import datetime as dt

import pytest

from transforms.annotate import annotate, complete
from transforms.governed import is_unreal


def unreal(text: str) -> bool:
    article = annotate("", text, dt.date(2020, 3, 12))
    (sentence,) = article.sentences
    return is_unreal(complete(sentence, article.norm.text, article.published))


@pytest.mark.parametrize(
    "text",
    [
        "نفى قائد عمليات نينوى تعرض معسكر الغزلاني لقصف بقذائف الهاون مساء الاثنين.",
        "نفت الشرطة وقوع انفجار في الكرادة صباح اليوم.",
        "ونفى المكتب الإعلامي تعرض الأرتال للهجوم في طريق المرور السريع.",
        "أحبطت الفرقة السابعة هجوما بسيارة مفخخة كان يستهدف نقطة تفتيش غرب الرمادي.",
        "لم تشن المقاتلات أي غارة على ريف إدلب خلال أيام التهدئة.",
        "انتهى الاعتصام في الناصرية من دون أي صدامات.",
    ],
)
def test_denied_and_foiled_acts_did_not_happen(text: str) -> None:
    assert unreal(text)


@pytest.mark.parametrize(
    "text",
    [
        "قصفت طائرات مجهولة مخازن للعتاد جنوب بغداد فجر الثلاثاء.",
        "نفت أنقرة صلتها بالغارة التي استهدفت مخيم مخمور الأسبوع الماضي.",
        "نفى التحالف علمه بالأمر بعد قصف طال موقعا للحشد في القائم.",
        "لم يسفر القصف الذي طال المطار عن أي إصابات.",
        "قصفت المدفعية البلدة ولم تعلن الوزارة أي تفاصيل عن الهجوم.",
        "أحبط الجنود محاولة تسلل وقتلوا خمسة مسلحين قرب الحويجة.",
    ],
)
def test_acts_beside_a_denial_stand(text: str) -> None:
    assert not unreal(text)
