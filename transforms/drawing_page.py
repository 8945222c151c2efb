"""The report: one page that needs nothing but itself."""

import base64
import hashlib
import re
from collections.abc import Iterator
from string import Template

from transforms.drawing_findings import Findings
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_sections import all_sections
from transforms.drawing_trust import trust_sections
from transforms.drawing_words import REPORT, Both, country, day, say, shown, told

CONTENTS = ("timeline", "map", "milestones", "presence", "elsewhere", "changes", "quality", "cite")


def report_page(findings: Findings, language: str) -> str:
    """The whole page as HTML."""
    heading = title(findings)
    body = joined([*masthead(findings, heading), *all_sections(findings), *trust_sections(findings)])
    return page(heading, without_dead_links(body), language)


def without_dead_links(body: Markup) -> Markup:
    """The page's own links without those to rows that it does not list."""
    ids = set(re.findall(r' id="([^"]*)"', body))
    return Markup(re.sub(r' href="#([^"]*)"', lambda match: match[0] if match[1] in ids else "", body))


def page(heading: Both, body: Markup, language: str) -> str:
    """A page of the project's look around some content."""
    script = (REPORT / "page.js").read_text("utf-8")
    return Template((REPORT / "page.html").read_text("utf-8")).substitute(
        title=element("title", f"{heading.ar} — {heading.en}"),
        style=(REPORT / "page.css").read_text("utf-8"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        language_switch=language_switch(language),
        skip=told("skip"),
        name=told("name"),
        words=element(
            "template",
            *(element("span", told(key), id=f"say-{key}") for key in ("filter", "copy", "copied")),
            id="words",
        ),
        body=body,
    )


def language_switch(language: str) -> Markup:
    """Two radio buttons; the style shows the language of the one that is on, without any script."""
    options = (("ar", "العربية"), ("en", "English"))
    buttons = (
        element(
            "label",
            element("input", type="radio", name="language", id=f"in-{code}", checked=code == language),
            text,
            lang=code,
        )
        for code, text in options
    )
    return element("fieldset", element("legend", told("language"), class_="aside"), *buttons, class_="language")


def title(findings: Findings) -> Both:
    return say("title", country=country(findings.focus)) if findings.focus else say("title_world")


def masthead(findings: Findings, heading: Both) -> Iterator[Markup]:
    yield element("p", told("updated", day=day(findings.made.date())), class_="updated")
    yield element("h1", shown(heading))
    if findings.first is None or findings.last is None:
        yield element("p", told("standfirst_empty"), class_="standfirst")
        return
    first, last = day(findings.first), day(findings.last)
    yield element(
        "p",
        told("standfirst", articles=findings.articles, outlets=findings.outlets, first=first, last=last),
        class_="standfirst",
    )
    yield element("nav", *(element("a", told(key), href=f"#{key}") for key in CONTENTS), aria_label="contents")
