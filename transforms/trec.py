"""TREC-style documents: <DOC> with DOCNO, URL, SRC, TITLE, TIME and TEXT."""

import re

from transforms.articles import Draft

FIELD = re.compile(r"<(DOCNO|URL|SRC|TITLE|TIME|TEXT)>(.*?)</\1>", re.DOTALL)


def draft_of_trec(document: str) -> Draft:
    """The draft of one <DOC>…</DOC>; ValueError when it has no TEXT."""
    fields = {name: value.strip() for name, value in FIELD.findall(document)}
    if "TEXT" not in fields:
        raise ValueError("no <TEXT> in the <DOC>")
    return Draft(
        article_id=fields.get("DOCNO") or None,
        url=fields.get("URL") or None,
        outlet=fields.get("SRC") or None,
        title=fields.get("TITLE", ""),
        text=fields["TEXT"],
        published=fields.get("TIME") or None,
    )
