"""An event's sources: outlet, date, address, and the sentence with the words that gave each field marked."""

from collections.abc import Iterator, Sequence

from transforms.drawing_findings import Findings, Row
from transforms.drawing_markup import Markup, element, joined, link
from transforms.drawing_words import called, day, shown, told
from transforms.explaining_spans import ASPECT, ASPECTS, Span, pieces, sharp

SHOWN = 3  # sources of one event
SENTENCES = 3  # of one source
APART = 4  # words outside its sentences


def sources_row(findings: Findings, event_id: str, width: int) -> Markup:
    """The table row below an event that opens its sources; its first sentence is the handle."""
    sources = findings.sources.get(event_id, ())
    peek = element("bdi", clipped(sources[0]["quote"] if sources else ""), lang="ar", class_="peek")
    handle = element("summary", told("sources"), f" ({len(sources)}) ", peek)
    more = element("p", element("code", f"rasid explain {event_id}"), class_="apart", dir="ltr")
    details = element("details", handle, source_list(findings, sources), more)
    return element("tr", element("td", details, colspan=width), class_="sources")


def clipped(text: str, length: int = 110) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rpartition(" ")[0][:length] + "…"


def source_list(findings: Findings, sources: Sequence[Row]) -> Markup:
    items = [source(row, findings.evidence.get(row["report_id"], ())) for row in sources[:SHOWN]]
    if len(sources) > SHOWN:
        items.append(element("li", told("more_sources", n=len(sources) - SHOWN)))
    return element("ol", *items)


def source(row: Row, evidence: Sequence[Row]) -> Markup:
    outlet = element("b", element("bdi", row["outlet"])) if row["outlet"] else told("no_outlet")
    title = link(row["url"], element("bdi", row["title"] or row["url"] or ""))
    head = joined([outlet, shown(day(row["published"])), title], " · ")
    return element("li", element("p", head, class_="from"), *quotes(evidence))


def quotes(evidence: Sequence[Row]) -> Iterator[Markup]:
    """Each asserting sentence with its marks, then words that stand outside of them."""
    sentences = sorted({(row["start"], row["end"], row["quote"]) for row in evidence if row["field"] == "event"})
    spans = [Span(row["start"], row["end"], row["field"]) for row in evidence]
    telling = sharp(spans, [(start, end) for start, end, _ in sentences])
    for start, _, quote in sentences[:SENTENCES]:
        yield element("blockquote", *marked(quote, telling, start), lang="ar", dir="rtl")
    outside = [
        row
        for row in evidence
        if row["field"] != "event"
        and not any(start <= row["start"] and row["end"] <= end for start, end, _ in sentences)
    ]
    if outside:
        yield element("p", *(apart(row) for row in outside[:APART]), class_="apart")


def marked(text: str, spans: Sequence[Span], start: int = 0) -> Iterator[object]:
    """The text, its telling words marked with the fields they gave."""
    for piece in pieces(text, spans, start):
        if piece.fields:
            yield element("mark", piece.text, class_=piece.aspect, title=" ".join(piece.fields))
        else:
            yield piece.text


def apart(row: Row) -> Markup:
    return element(
        "span",
        called("field", row["field"]),
        ": ",
        element("mark", clipped(row["quote"]), class_=ASPECT.get(row["field"], "what"), lang="ar", dir="rtl"),
        " ",
    )


def key_to_marks() -> Markup:
    """Which colour answers which question."""
    marks = (element("mark", called("aspect", aspect), class_=aspect) for aspect in ASPECTS)
    return element("p", *marks, class_="key", aria_hidden="true")
