"""Wire copies: near-identical texts share a group, others do not."""

import datetime as dt
from random import Random

from transforms.merging_wire import Text, wire_groups

DAY = dt.date(2021, 4, 15)
BODY = (
    "انفجرت سيارة مفخخة ظهر الخميس في سوق شعبي شرق العاصمة فسقط قتيل واحد على الأقل وأصيب اثنا عشر شخصا بجروح "
    "بحسب مصدر في الشرطة وقال المصدر إن السيارة كانت متوقفة قرب مدخل السوق وإن قوة من الجيش طوقت المكان ومنعت "
    "الاقتراب منه خشية انفجار ثان فيما نقلت سيارات الإسعاف الجرحى إلى مستشفيين قريبين"
)
OTHER = (
    "بحث وزير المالية مع وفد من البنك الدولي تمويل مشاريع الطاقة والمياه في المحافظات الجنوبية وأكد الجانبان أهمية "
    "الإسراع في إنجاز محطات التحلية قبل حلول الصيف وتحدث الوزير عن إصلاحات في النظام الضريبي وعن موازنة العام المقبل"
)


def text(name: str, body: str, days: int = 0) -> Text:
    return Text(name, DAY + dt.timedelta(days=days), body)


def test_copies_share_a_group() -> None:
    found = wire_groups(
        [
            text("a", BODY),
            text("b", f"بغداد (وكالات) - {BODY.replace('أصيب', 'أُصيب')}"),
            text("c", f"{BODY}. وتشهد المدينة هدوءا نسبيا منذ أشهر."),
            text("d", OTHER),
        ]
    )
    assert set(found) == {"a", "b", "c"}
    assert len(set(found.values())) == 1


def test_same_text_a_week_later_is_no_copy() -> None:
    assert wire_groups([text("a", BODY), text("b", BODY, days=7)]) == {}


def test_short_texts_are_alike_by_chance() -> None:
    short = "مقتل شخص في انفجار شرق بغداد"
    assert wire_groups([text("a", short), text("b", short)]) == {}


def test_groups_do_not_depend_on_order() -> None:
    texts = [text(f"{letter}{n}", body) for n in range(3) for letter, body in (("a", BODY), ("b", OTHER))]
    assert wire_groups(Random(1).sample(texts, len(texts))) == wire_groups(texts)


def test_many_copies_are_one_group() -> None:
    assert len(set(wire_groups(text(f"a{n:02}", BODY) for n in range(40)).values())) == 1
