"""Plain text: `name: value` lines, a blank line, the body; or a headline and the body; or the body alone."""

import re

from transforms.articles import Draft

HEADER = re.compile(r"(title|url|outlet|published|article_id)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
FILE_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d([-_]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
HEADLINE_LIMIT = 200


def draft_of_plain(content: str, name: str) -> Draft:
    """The draft of one text file; its name may hold the publication day (2020-01-03 or 20200103)."""
    content = content.replace("\r\n", "\n").strip("\n")
    headers, body = split_headers(content)
    if "title" not in headers:
        headers["title"], body = split_headline(body)
    return Draft(
        text=body,
        title=headers["title"],
        url=headers.get("url") or None,
        outlet=headers.get("outlet") or None,
        article_id=headers.get("article_id") or None,
        published=headers.get("published") or file_date(name),
    )


def split_headers(content: str) -> tuple[dict[str, str], str]:
    """The leading `name: value` lines, and what follows them."""
    headers: dict[str, str] = {}
    rest = content
    while match := HEADER.match(rest):
        headers[match[1].lower()] = match[2].strip()
        rest = rest[match.end() :].removeprefix("\n")
    return headers, rest.strip("\n")


def split_headline(body: str) -> tuple[str, str]:
    """A short first line set off by a blank one is the headline."""
    first, gap, rest = body.partition("\n\n")
    if gap and "\n" not in first and len(first) <= HEADLINE_LIMIT:
        return first.strip(), rest.strip("\n")
    return "", body


def file_date(name: str) -> str | None:
    match = FILE_DATE.search(name.rpartition("/")[2])
    return match[0].replace("_", "-") if match else None
