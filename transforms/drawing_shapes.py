"""Small SVG pieces that several drawings share."""

from collections.abc import Iterable, Sequence

from transforms.drawing_markup import Markup, element, joined, number
from transforms.drawing_words import Both

LETTER = 6.4  # average width of a letter of the smaller print, in the drawing's units


def words(text: Both, x: float, y: float, class_: str = "", anchor: str | None = None) -> Markup:
    """A text at a place, in both languages."""
    place = {"x": number(x), "y": number(y), "text_anchor": anchor}
    if text.en == text.ar:
        return element("text", text.en, class_=class_ or None, **place)
    return joined(
        element("text", part, class_=f"w {class_}".strip(), lang=language, **place)
        for part, language in ((text.ar, "ar"), (text.en, "en"))
    )


def width_of(text: Both) -> float:
    return LETTER * max(len(text.en), len(text.ar))


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=number(x1), y1=number(y1), x2=number(x2), y2=number(y2), class_=class_)


def path(points: Iterable[tuple[float, float]], class_: str, closed: bool = False) -> Markup:
    """A broken line through the points."""
    drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=drawn + ("Z" if closed else ""), class_=class_)


def title(text: Both) -> Markup:
    """What a pointer resting on the shape is told."""
    return element("title", text.ar if text.ar == text.en else f"{text.ar}\n{text.en}")


def picture(width: float, height: float, class_: str, label: Both, parts: Sequence[object]) -> Markup:
    """The whole drawing; its label is what is read aloud."""
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {number(width)} {number(height)}",
        class_=class_,
        role="img",
        aria_label=f"{label.ar} / {label.en}",
    )


def is_free(taken: Sequence[tuple[float, float, float, float]], box: tuple[float, float, float, float]) -> bool:
    """Whether a box (left, top, right, bottom) touches none of those taken."""
    left, top, right, bottom = box
    return all(
        right < other_left or left > other_right or bottom < t or top > b for other_left, t, other_right, b in taken
    )
