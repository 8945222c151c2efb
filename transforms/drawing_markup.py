"""HTML and SVG as escaped strings: whatever an article says, it is shown as text."""

import re
from collections.abc import Iterable

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
# Control characters, those that turn the direction of the text around them, and
# lone surrogates. The marks U+200E, U+200F and U+061C stay: Arabic prose needs them.
HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
UNSEEN = re.compile(f"[{HIDDEN}]")
SPECIAL = re.compile(f"[{HIDDEN}&<>\"']")
VOID = frozenset({"br", "hr", "input", "meta", "link", "wbr"})


class Markup(str):
    """A string that is markup already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """The text as markup; characters that would act instead of show are named."""
    if isinstance(text, Markup):
        return text
    return Markup(SPECIAL.sub(lambda match: ESCAPES.get(match[0]) or named(match[0]), str(text)))


def named(character: str) -> str:
    return "" if character == "\r" else f'<span class="unseen">U+{ord(character):04X}</span>'


def harmless(text: str) -> str:
    """The text for a terminal: characters that would steer it replaced."""
    return UNSEEN.sub("\ufffd", text.replace("\r", ""))


def attribute(text: object) -> str:
    """The text as an attribute's value, unseen characters replaced."""
    return SPECIAL.sub(lambda match: ESCAPES.get(match[0], "\ufffd"), str(text))


def element(name: str, /, *children: object, **attributes: object) -> Markup:
    """One element. Attributes that are None or False are left out; `class_` and `data_x` become class and data-x."""
    listed = "".join(
        f" {attribute_name(key)}" if value is True else f' {attribute_name(key)}="{attribute(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{listed}>")
    return Markup(f"<{name}{listed}>{joined(children)}</{name}>")


def attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def joined(children: Iterable[object], separator: str = "") -> Markup:
    """The children one after the other, None left out."""
    return Markup(separator.join(escaped(child) for child in children if child is not None))


def link(address: str | None, *children: object, **attributes: object) -> Markup:
    """A link to a web address; anything else stays text."""
    if address is None or not re.match(r"https?://[^\s/]", address):
        return joined(children)
    return element("a", *children, href=address, rel="noopener noreferrer nofollow", **attributes)


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")
