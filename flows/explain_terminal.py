"""An explanation in the terminal: colours where it is one, brackets where not.

Arabic stands on lines of its own or last on its line, in its logical order: a
terminal that writes right to left shows it so, and no Latin word gets between.
"""

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from transforms.drawing_markup import harmless
from transforms.explaining import Explanation, Record
from transforms.explaining_spans import ASPECT, pieces

COLOURS = {"what": "red", "when": "yellow", "where": "green", "who": "cyan", "much": "magenta"}
LEGEND = {"what": "what", "when": "when", "where": "where", "who": "who", "much": "how many"}
WHOLE = "the whole sentence"
SHOWN = 70  # letters of the words of one field


def print_explanation(explanation: Explanation) -> None:
    """One article: its text with marks, its records as tables, what was refused."""
    console = Console(highlight=False)
    article = explanation.article
    console.rule(escape(harmless(article.article_id)))
    console.print(Text(harmless(article.title), style="bold"), soft_wrap=True)
    about = [article.outlet, str(article.published or "no date"), article.url]
    console.print(Text(harmless(" · ".join(part for part in about if part)), style="dim"), soft_wrap=True)
    console.print()
    console.print(marked(explanation, console.is_terminal), soft_wrap=True)
    if console.is_terminal and explanation.spans:
        console.print(legend())
    for record in explanation.records:
        print_record(console, record)
    if not explanation.records:
        console.print("\nno attack and no milestone", style="bold")
    print_refused(console, explanation)


def marked(explanation: Explanation, in_colour: bool) -> Text:
    """The text with the words that gave a field coloured, or bracketed with the fields' names."""
    drawn = Text()
    for piece in pieces(explanation.article.text, explanation.spans):
        words = harmless(piece.text)
        if piece.fields and in_colour:
            drawn.append(words, style=f"bold {COLOURS[piece.aspect]} underline")
        elif piece.fields:
            drawn.append(f"[{words}]({', '.join(piece.fields)})")
        else:
            drawn.append(words)
    return drawn


def legend() -> Text:
    drawn = Text("\n")
    for aspect, name in LEGEND.items():
        drawn.append(name, style=f"bold {COLOURS[aspect]} underline").append("  ")
    return drawn


def print_record(console: Console, record: Record) -> None:
    console.print(
        Text.assemble(
            ("\n" + record.kind, "bold"),
            f" {record.type}, confidence {record.confidence:.2f}, ",
            (record.report_id, "dim"),
        )
    )
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("field", "value", "rule", "words"):
        table.add_column(column, overflow="fold", no_wrap=column in ("field", "rule"))
    for field in record.fields:
        words = " | ".join(shortened(harmless(quote)) for quote in field.words)
        told = Text(words) if words or not field.rule else Text(WHOLE, style="dim")
        style = COLOURS[ASPECT.get(field.name, "what")]
        table.add_row(field.name, Text(harmless(field.value), style=style), Text(field.rule, style="dim"), told)
    console.print(table)


def shortened(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN].rpartition(" ")[0] + "…"


def print_refused(console: Console, explanation: Explanation) -> None:
    if not explanation.refused:
        return
    console.print("\nconsidered and refused", style="bold")
    for item in explanation.refused:
        console.print(
            Text.assemble((f"  {item.reason} ({item.section}): ", "dim"), harmless(" ".join(item.words.split()))),
            soft_wrap=True,
        )


def print_merged(merged: Sequence[dict[str, Any]]) -> None:
    """Which reports are one event, and by which rule."""
    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=f"event {merged[0]['event_id']}", title_justify="left")
    for column in ("report", "joined by", "score", "published", "outlet"):
        table.add_column(column)
    for row in merged:
        cells = (
            row["report_id"],
            row["rule"],
            f"{row['score']:.2f}",
            str(row.get("published") or ""),
            row.get("outlet") or "",
        )
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    console.print(table)
