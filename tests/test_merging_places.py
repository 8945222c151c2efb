"""Which places can be one: nested ones agree, two towns do not."""

import pytest
from merging_rows import gazetteer

from transforms.merging_places import Atlas, Where, where


def place(place_id: str | None = None, name: str | None = None, **fields: str) -> Where:
    known = gazetteer().get(place_id or "")
    country = fields.get("country", known.country if known else "IQ")
    admin1 = fields.get("admin1", known.admin1 if known else None)
    shown = name or (known.names_ar[0] if known else None)
    return where(country, admin1, place_id, shown, fields["places"].split("،") if "places" in fields else [])


CASES = [
    ("same_place", place("iq-camp-taji"), place("iq-camp-taji", "قاعدة التاجي")),
    ("same_place", place(None, "مطار الضبعة"), place(None, "مطار الضبعة العسكري")),
    ("same_place", place(None, "زردنا", country="SY"), place(None, "زردانا", country="SY")),
    ("same_place", place(None, "مقر وزارة الداخلية"), place(None, "وزارة الداخلية الأفغانية")),
    ("other_name", place(None, "مستشفى الشفاء"), place(None, "مستشفى الشهداء")),
    ("nested_place", place("iq-baghdad"), place("iq-green-zone")),
    ("nested_place", place("iq-mosul"), place("iq-mosul-airport")),
    ("nested_place", place("iq-baghdad"), place(None, "شارع فلسطين", admin1="Baghdad")),
    ("shared_place", place("iq-green-zone", places="السفارة الأميركية"), place(None, "السفارة الأميركية")),
    ("shared_place", place("iq-al-qaim", places="البوكمال"), place("sy-abu-kamal", "البوكمال")),
    ("same_province", place(None, admin1="Diyala"), place("iq-muqdadiya")),
    ("open_place", place(None), place("iq-muqdadiya")),
    ("other_name", place(None, "الرشاد", admin1="Kirkuk"), place(None, "العباسي", admin1="Kirkuk")),
    ("apart", place("iq-camp-taji"), place("iq-qayyarah-airbase")),
    ("apart", place("iq-mosul"), place("iq-tikrit")),
    ("apart", place("iq-baghdad"), place("iq-mosul")),
    ("apart", place(None, admin1="Diyala"), place(None, admin1="Kirkuk")),
    ("apart", place(None, country="SY"), place(None, country="IQ")),
    ("apart", place("lb-tripoli-lebanon", "طرابلس"), place("ly-tripoli", "طرابلس", country="LY")),
]


@pytest.mark.parametrize(("relation", "one", "two"), CASES)
def test_relation(relation: str, one: Where, two: Where) -> None:
    atlas = Atlas(gazetteer())
    assert atlas.relation(one, two) == atlas.relation(two, one) == relation
