"""An explanation as a part of a page."""

from collections.abc import Iterable, Iterator

from transforms.drawing_markup import Markup, element, link
from transforms.drawing_page import page
from transforms.drawing_sources import clipped, key_to_marks, marked
from transforms.drawing_words import called, day, name, say, shown, told
from transforms.explaining import Explanation, Field, Record
from transforms.explaining_spans import ASPECT


def explanation_page(explanations: Iterable[Explanation], language: str) -> str:
    """One page for all the articles."""
    body = Markup("".join(article_part(explanation) for explanation in explanations))
    return page(say("explain_title"), Markup(element("h1", told("explain_title")) + key_to_marks() + body), language)


def article_part(explanation: Explanation) -> Markup:
    article = explanation.article
    head = element("h2", link(article.url, element("bdi", article.title or article.article_id)), lang="ar")
    outlet = article.outlet or say("no_outlet").ar
    about = element(
        "p", element("bdi", outlet), " · ", shown(day(article.published)), " · ", element("code", article.article_id)
    )
    text = element("blockquote", *marked(article.text, explanation.spans), lang="ar", dir="rtl", class_="body")
    records = [record_part(record) for record in explanation.records] or [element("p", told("explain_none"))]
    return element("section", head, about, text, *records, *refused_part(explanation))


def record_part(record: Record) -> Markup:
    confidence = element(
        "small",
        told("explain_confidence", confidence=f"{record.confidence:.2f}"),
        " · ",
        element("code", record.report_id),
    )
    title = element("h3", called("table", f"{record.kind}s"), ": ", called(record.kind, record.type), confidence)
    heads = (element("th", told(f"col_{column}"), scope="col") for column in ("field", "value", "words", "rule"))
    rows = (element("tr", *field_cells(field)) for field in record.fields)
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="plain")
    return element("div", title, element("div", inner, class_="scroll", tabindex="0"))


def field_cells(field: Field) -> Iterator[Markup]:
    yield element("th", called("field", field.name), scope="row")
    yield element("td", element("bdi", field.value))
    aspect = ASPECT.get(field.name, "what")
    whole = told("explain_whole") if field.rule and not field.words else None
    yield element(
        "td", whole, *(element("mark", clipped(words), class_=aspect, lang="ar", dir="rtl") for words in field.words)
    )
    yield element("td", element("code", field.rule))


def refused_part(explanation: Explanation) -> Iterator[Markup]:
    if explanation.refused:
        yield element("h3", told("explain_refused"))
        items = (
            element(
                "li", element("b", shown(name("refusal", item.reason))), ": ", element("bdi", item.words, lang="ar")
            )
            for item in explanation.refused
        )
        yield element("ul", *items)
