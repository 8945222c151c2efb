"""HTML pages: the article's body, headline, date and address among everything else."""

import re
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.articles import Draft, load_json
from transforms.seeds import load_rows

BODIES = (
    '[itemprop="articleBody"]',
    "article",
    "main",
    '[class*="article-body"]',
    '[class*="article__body"]',
    '[class*="entry-content"]',
    '[class*="post-content"]',
)
TITLES = ("meta[property='og:title']", "meta[name='title']")
DATES = (
    "meta[property='article:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='pubdate']",
    "meta[name='publish-date']",
    "meta[name='date']",
)
OUTLETS = ("meta[property='og:site_name']",)
BLOCKS = "p, li, h2, h3, blockquote"
CHROME = "script, style, noscript, nav, aside, footer, form, figure"
MOST_TAGS, DEEPEST = 100_000, 3000  # deepest: elements inside one another
TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold none, or end by themselves where the next begins.
FLAT = frozenset(
    ["area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option"]
)
FLAT |= frozenset(["p", "param", "source", "td", "th", "tr", "track", "wbr"])
BODY_LEAST = 80  # characters; shorter bodies are captions and notices
ERROR_MOST = 600  # an error page says little


def draft_of_page(html: str, selector: str | None = None) -> Draft:
    """The article of a page, its body where the selector points; ValueError when it is an error or holds none."""
    tree = tree_of(html)
    linked = linked_data(tree)
    title = meta(tree, TITLES) or str(linked.get("headline") or "") or node_text(tree.css_first("h1, title"))
    body = body_of(tree, linked, html, selector)
    refuse_error_page(title + " " + node_text(tree.css_first("title")), body)
    if len(body) < BODY_LEAST:
        raise ValueError("HTML page without an article")
    return Draft(
        text=body,
        title=title.strip(),
        url=address(tree),
        outlet=meta(tree, OUTLETS),
        published=date_of(tree, linked),
        published_basis="html",
    )


def tree_of(html: str) -> LexborHTMLParser:
    """The parsed page; ValueError when parsing it would take minutes, as no honest page does."""
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise ValueError(f"HTML of more than {MOST_TAGS:,} tags")
    if tags > DEEPEST and deepest(html) > DEEPEST:
        raise ValueError(f"HTML nested deeper than {DEEPEST:,} elements")
    return LexborHTMLParser(html)


def deepest(html: str) -> int:
    """At most so many elements are open at once."""
    depth = most = 0
    for tag in TAG.findall(html):
        if tag.lower().removeprefix("/") not in FLAT:
            depth = max(0, depth - 1) if tag.startswith("/") else depth + 1
            most = max(most, depth)
    return most


def refuse_error_page(title: str, body: str) -> None:
    phrase = next((p for p in error_phrases() if p.lower() in title.lower()), None)
    if phrase and len(body) < ERROR_MOST:
        raise ValueError(f"HTML error page: {phrase}")


@cache
def error_phrases() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in load_rows("error_pages.csv", ("kind", "phrase")))


def body_of(tree: LexborHTMLParser, linked: dict[str, Any], html: str, selector: str | None) -> str:
    """The body from the outlet's own container or a known one, else from linked data, else by trafilatura's rules."""
    for node in tree.css(CHROME):
        node.decompose()
    for known in (selector, *BODIES) if selector else BODIES:
        for node in tree.css(known):
            body = blocks_text(node)
            if len(body) >= BODY_LEAST:
                return body
    stated = linked.get("articleBody")
    return stated.strip() if isinstance(stated, str) and stated.strip() else searched_body(html)


def searched_body(html: str) -> str:
    import trafilatura  # slow to import and to run: for pages of unknown make only

    return trafilatura.extract(html, include_comments=False, include_tables=False, favor_precision=True) or ""


def blocks_text(node: LexborNode) -> str:
    """The node's paragraphs, one a line."""
    return "\n".join(text for block in node.css(BLOCKS) if (text := node_text(block)))


def node_text(node: LexborNode | None) -> str:
    return " ".join(node.text(separator="").split()) if node else ""


def text_of_fragment(html: str) -> str:
    """The text of a piece of HTML, such as a feed's summary."""
    try:
        root = tree_of(html).body
    except ValueError:
        return ""
    return (blocks_text(root) or node_text(root)) if root else ""


def linked_data(tree: LexborHTMLParser) -> dict[str, Any]:
    """The first schema.org object of the page that has a publication date or a body."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            loaded = load_json(node.text())
        except ValueError:
            continue
        for item in linked_items(loaded):
            if "datePublished" in item or "articleBody" in item:
                return item
    return {}


def linked_items(loaded: Any) -> list[dict[str, Any]]:
    items = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def meta(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str | None:
    """The content of the first of these elements that has any."""
    for selector in selectors:
        node = tree.css_first(selector)
        if node and (content := (node.attributes.get("content") or "").strip()):
            return content
    return None


def date_of(tree: LexborHTMLParser, linked: dict[str, Any]) -> str | None:
    stated = meta(tree, DATES) or linked.get("datePublished")
    if isinstance(stated, str):
        return stated
    node = tree.css_first("time[datetime]")
    return node.attributes.get("datetime") if node else None


def address(tree: LexborHTMLParser) -> str | None:
    link = tree.css_first("link[rel='canonical']")
    stated = (link.attributes.get("href") if link else None) or meta(tree, ("meta[property='og:url']",))
    return stated if stated and stated.startswith(("http://", "https://")) else None
