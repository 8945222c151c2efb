"""An explanation as a part of a page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from transforms.drawing_markup import Markup, element, link
from transforms.drawing_page import page
from transforms.drawing_sources import clipped, key_to_marks, marked
from transforms.drawing_words import Both, called, country, day, name, say, shown, told
from transforms.explaining import ORIGINS, Explanation, Field, Record
from transforms.explaining_spans import ASPECT

# Under which group of seeds/report/labels.csv a field's codes have their names; `type` is named by the record's kind.
NAMED = {
    "kind": "kind",
    "outcome": "outcome",
    "status": "status",
    "weapons": "weapon",
    "targets": "target",
    "perpetrator": "actor",
    "victims": "actor",
    "force": "actor",
    "announced_by": "actor",
    "date_precision": "precision",
    "date_basis": "date_basis",
}


def explanation_page(explanations: Iterable[Explanation], language: str) -> str:
    """One page for all the articles."""
    body = Markup("".join(article_part(explanation) for explanation in explanations))
    head = element("h1", told("explain_title")) + element("p", told("explain_lead"), class_="lead") + key_to_marks()
    return page(say("explain_title"), Markup(head + body), language)


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
    title = element("h3", called("record", record.kind), ": ", called(record.kind, record.type), confidence)
    quotes = (
        element("blockquote", *marked(quote.text, record.spans, quote.start), lang="ar", dir="rtl")
        for quote in record.quotes
    )
    heads = (element("th", told(f"col_{column}"), scope="col") for column in ("field", "value", "words", "rule"))
    alike = groupby(record.fields, key=lambda field: (field.values, field.rule, field.words))
    rows = (element("tr", *field_cells(record, list(fields))) for _, fields in alike)
    inner = element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="plain fields")
    return element("div", title, *quotes, inner, class_="record")


def field_cells(record: Record, fields: Sequence[Field]) -> Iterator[Markup]:
    """The cells of neighbouring fields that the same words gave the same value."""
    field = fields[0]
    yield element(
        "th", shown(together([name("field", field.name) for field in fields], Both(" · ", " · "))), scope="row"
    )
    yield element("td", *value_parts(record, field))
    aspect = ASPECT.get(field.name, ASPECT.get(ORIGINS.get(field.name, ""), "what"))
    whole = element("span", told("explain_whole"), class_="faint") if field.rule and not field.words else None
    yield element(
        "td", whole, *(element("mark", clipped(words), class_=aspect, lang="ar", dir="rtl") for words in field.words)
    )
    yield element("td", element("code", field.rule))


def value_parts(record: Record, field: Field) -> Iterator[Markup]:
    """The value as people say it, then the code that the dataset holds where that is another word."""
    group = record.kind if field.name == "type" else NAMED.get(field.name)
    if group is None and field.name != "country":
        yield element("bdi", field.value)
        return
    spoken = [name(group, value) if group else country(value) for value in field.values]
    yield shown(together(spoken, Both(", ", "، ")))
    if any(said.en != value for said, value in zip(spoken, field.values, strict=True)):
        yield element("code", field.value, class_="code", dir="ltr")


def together(said: Sequence[Both], between: Both) -> Both:
    return Both(between.en.join(item.en for item in said), between.ar.join(item.ar for item in said))


def refused_part(explanation: Explanation) -> Iterator[Markup]:
    if explanation.refused:
        yield element("h3", told("explain_refused"), class_="apart-above")
        items = (
            element(
                "li",
                element("b", called("refused", item.section), ": ", called("refusal", item.reason)),
                element("blockquote", " ".join(item.words.split()), lang="ar", dir="rtl"),
            )
            for item in explanation.refused
        )
        yield element("ul", *items, class_="refused")
