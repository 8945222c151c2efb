"""What is read of an act: who stands before and after it, with which means, and the words around a span."""

import datetime as dt

from transforms.act_features import act_features, means_features, sides
from transforms.annotate import Annotated, annotate, complete
from transforms.argument_words import argument_features
from transforms.draft import Draft, make_draft
from transforms.mention import Mention


def read(text: str, title: str = "") -> Annotated:
    article = annotate(title, text, dt.date(2020, 3, 12))
    for sentence in (*article.sentences, article.title):
        complete(sentence, article.title_text if sentence.index < 0 else article.norm.text, article.published)
    return article


def told(article: Annotated) -> list[Mention]:
    return [Mention(s, act_features(s), 1.0, {"air_strike": 1.0}) for s in article.sentences]


RAID = "شنت إسرائيل غارات بطائرات مسيرة على مواقع حزب الله قرب القصير."


def test_an_act_goes_with_the_actors_on_both_sides_and_its_weapon() -> None:
    sentence = read(RAID).sentences[0]
    (hit, *_) = [h for h in sentence.hits["trigger"] if h.value[0] == "air"]
    assert sides(sentence, hit.first, hit.last) == ("israel", "hezbollah")
    assert {"israel>air", "air>hezbollah", "israel>air>hezbollah", "air*drone", "israel>air*drone"} <= act_features(
        sentence
    )


def test_means_are_told_by_kind_of_actor_and_family_of_weapon() -> None:
    article = read(RAID, title="غارات إسرائيلية على القصير")
    found = means_features(article, told(article))
    assert {"means=air", "External/Other forces>air*air", "T:air*air"} <= found
    assert not any("israel" in name for name in found)  # the kind, not the name: what holds for one holds for all


def test_an_actor_far_from_the_act_is_not_its_side() -> None:
    far = "قالت إسرائيل في بيان طويل صدر بعد اجتماع عاجل عقد مساء أمس واستمر ساعتين إن قصفا وقع شمالا."
    sentence = read(far).sentences[0]
    (hit,) = [h for h in sentence.hits["trigger"] if h.value[0] == "strike"]
    assert sides(sentence, hit.first, hit.last) == ("-", "-")


def draft_of(article: Annotated) -> Draft:
    return make_draft(told(article), "air_strike", "trigger", {"air", "strike"})


def test_words_between_act_and_span_tell_its_part() -> None:
    article = read("قصفت الطائرات مواقع قرب الموصل.")
    sentence = article.sentences[0]
    (place,) = [p for p in sentence.places if p.text == "الموصل"]
    found = argument_features(draft_of(article), (sentence, place.first, place.last, "city"))
    assert {"tag=city", "air_strike/city", "-1=قرب", "-1=قرب/city"} <= found
    assert any(name.startswith("between=after") for name in found)


def test_a_span_outside_the_event_is_marked_so() -> None:
    article = read("قصفت الطائرات مواقع قرب الموصل. وعقد الوزير اجتماعا في بغداد.")
    first, second = article.sentences
    draft = make_draft(told(article)[:1], "air_strike", "trigger", {"air", "strike"})
    (place,) = [p for p in second.places if p.text == "بغداد"]
    found = argument_features(draft, (second, place.first, place.last, "city"))
    assert any(name.endswith("/out") for name in found)
    assert not any(name.startswith(("path=", "between=")) for name in found)
    assert first.index in draft.indices
