"""Commands that read the dataset: report, explain, release, sql."""

import argparse
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
WAREHOUSE = Path("warehouse")


def add_reading(commands: "Commands") -> None:
    add_report(commands)


def add_warehouse(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--warehouse", type=Path, default=WAREHOUSE, metavar="DIR", help="where the dataset lies (default: warehouse)"
    )


def add_report(commands: "Commands") -> None:
    command = commands.add_parser(
        "report",
        help="write one self-contained page: figures, timeline, map, tables, evidence",
        description="Writes one HTML page, Arabic and English, that needs no network: figures, a timeline, a map, "
        "tables of milestones and attacks whose rows open their sources, what changed, and how far to trust it.",
        epilog="example: rasid report -o iraq.html --country IQ --since 2026-01-01",
    )
    add_warehouse(command)
    command.add_argument(
        "-o", "--output", type=Path, default=Path("rasid-report.html"), metavar="FILE.html",
        help="the page (default: rasid-report.html; -: standard output)",
    )  # fmt: skip
    command.add_argument(
        "--country",
        metavar="CC",
        help="country the page is about, or all (default: IQ, else the one with most attacks)",
    )
    command.add_argument("--language", choices=("ar", "en"), default="ar", help="shown first (default: ar)")
    command.add_argument("--since", metavar="DATE", help="tell what changed since then (default: by the last run)")
    command.add_argument("-q", "--quiet", action="store_true", help="say nothing")
    command.set_defaults(run=run_report)


def run_report(options: argparse.Namespace) -> int:
    from flows.report import report

    return report(options.warehouse, options.output, options.country, options.language, options.since, options.quiet)
