"""The codebook of the dataset: every table, column, view and code, from where each is declared."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from transforms.arrow import schema_of
from transforms.ddl import DUCKDB, description
from transforms.drawing_words import names
from transforms.schema import TABLES, Table

HEAD = """# Codebook

Every table, column, view and code of the dataset, in the order of the pipeline. What counts as an attack or a
milestone, and how a doubtful case is decided, stands in [coding-rules.md](coding-rules.md).

This page is generated: `python -m flows.codebook` writes it from the declared schema (`transforms/schema.py`),
the heads of the SQL files (`sql/`) and the names of the codes (`seeds/report/labels.csv`).
"""
GROUPS = {
    "attack": "Kinds of attack (`attacks.type`)",
    "kind": "Incident or series (`attacks.kind`)",
    "outcome": "Outcomes (`attacks.outcome`)",
    "precision": "How exact a date is (`date_precision`)",
    "date_basis": "How a date was read (`date_basis`)",
    "weapon": "Weapons (`attacks.weapons`)",
    "target": "Targets (`attacks.targets`)",
    "milestone": "Kinds of milestone (`milestones.type`)",
    "status": "Statuses of milestones (`milestones.status`)",
    "actor": "Actors (`perpetrator`, `victims`, `force`, `announced_by`)",
    "grade": "Evidence grades (`evidence_grade`)",
    "reason": "Reasons of revisions (`revisions.reason`)",
    "presence": "Kinds of foreign presence (`attacks_on_foreign_presence.presence`)",
    "deadline": "States of deadlines (`withdrawal_deadlines.state`)",
}
MEASURES = ("detection", "record", "fact")
MEASURED = re.compile(r"<!-- measured -->.*?<!-- end -->", re.DOTALL)
OBJECT = re.compile(r"^create (view|macro) (\w+)(\([^)]*\))?", re.MULTILINE)


def codebook(statements: Mapping[str, str]) -> str:
    """The page; `statements` are the SQL files by name, in their order."""
    tables = "\n".join(table_part(table) for table in TABLES.values())
    views = "\n".join(view_lines(statements))
    codes = "\n".join(code_part(group, title) for group, title in GROUPS.items())
    return f"{HEAD}\n## Tables\n\n{tables}\n## Views and macros\n\n{views}\n\n## Codes\n\n{codes}"


def table_part(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    partition = f" Parquet files by month of `{table.partition}`." if table.partition else ""
    lines = [
        f"### {table.name}",
        "",
        f"{description(table)} Key: {key}.{partition}",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *(f"| `{field.name}` | {type_name(field)} | {description_of(field)} |" for field in schema_of(table.row)),
    ]
    return "\n".join([*lines, ""])


def type_name(field: pa.Field) -> str:
    kind = next(name for declared, name in DUCKDB.items() if declared == field.type)
    return kind if field.nullable and not kind.endswith("[]") else f"{kind}, never null"


def description_of(field: pa.Field) -> str:
    return str(field.metadata[b"description"].decode()).replace("|", "\\|")


def view_lines(statements: Mapping[str, str]) -> Iterator[str]:
    """One paragraph a view: its name and the comment at the head of its file."""
    for text in statements.values():
        match = OBJECT.search(text)
        if match:
            yield f"- **{match[2]}{match[3] or ''}** ({match[1]}). {comment(text.splitlines())}"


def comment(lines: Iterable[str]) -> str:
    """The comment at the head of a file as one paragraph."""
    told: list[str] = []
    for line in lines:
        if not line.startswith("--"):
            break
        told.append(line.removeprefix("--").strip())
    return " ".join(told).replace("|", "\\|")


def code_part(group: str, title: str) -> str:
    rows = "\n".join(f"| `{code}` | {both.en} | {both.ar} |" for (own, code), both in names().items() if own == group)
    return f"### {title}\n\n| code | English | Arabic |\n|---|---|---|\n{rows}\n"


def with_measured(page: str, figures: Mapping[str, Any]) -> str:
    """The page with the measured figures between its two marks."""
    rows = [f"| {part['en']} | {measures(part['figures'])} | {part['measured_on']} |" for part in figures["sets"]]
    heads = " | ".join(names()[("measure", key)].en for key in MEASURES)
    table = "\n".join([f"| measured on | {heads} | when |", "|---|---|---|---|---|", *rows])
    return MEASURED.sub(lambda _: f"<!-- measured -->\n{table}\n<!-- end -->", page)


def measures(figures: Mapping[str, float]) -> str:
    return " | ".join(f"{figures[key]:.2f}" for key in MEASURES)
