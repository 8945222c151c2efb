"""Commands that read the dataset: report, explain, release, sql."""

import argparse
from pathlib import Path
from typing import TypeAlias

from flows.cli_values import first_day, last_day, local, positive
from flows.object_storage import place_of

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
WAREHOUSE = Path("warehouse")


def add_reading(commands: "Commands") -> None:
    add_explain(commands)
    add_report(commands)
    add_attacks(commands)
    add_sql(commands)
    add_release(commands)


def add_warehouse(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--warehouse",
        type=place_of,
        default=WAREHOUSE,
        metavar="DIR",
        help="where the dataset lies, s3://bucket/folder too (default: warehouse)",
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

    return report(
        local(options.warehouse), options.output, options.country, options.language, options.since, options.quiet
    )


def add_explain(commands: "Commands") -> None:
    command = commands.add_parser(
        "explain",
        help="show which words of an article gave which field, and what was refused",
        description="Codes articles anew and shows each with its marked words, its records field by field with value, "
        "rule and words, and the mentions that were considered and refused.",
        epilog="examples: rasid explain article.txt · rasid explain a639024b1b457da68 · pbpaste | rasid explain -",
    )
    command.add_argument(
        "input",
        metavar="FILE|ID|-",
        help="a file; - for standard input; or the id of an article, report, attack or milestone",
    )
    add_warehouse(command)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--html", dest="form", action="store_const", const="html", help="as a page of its own")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON, one article a line")
    command.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="where --html or --json go (default: standard output)"
    )
    command.add_argument("--language", choices=("ar", "en"), default="ar", help="shown first by --html (default: ar)")
    command.add_argument(
        "--limit", type=positive, default=20, metavar="N", help="at most so many articles (default: 20)"
    )
    command.set_defaults(run=run_explain, form="text")


def run_explain(options: argparse.Namespace) -> int:
    from flows.explain import explain

    return explain(
        options.input, local(options.warehouse), options.form, options.output, options.language, options.limit
    )


def add_attacks(commands: "Commands") -> None:
    command = commands.add_parser(
        "attacks",
        help="list attacks by target, place and time, on the screen or as a file for a spreadsheet",
        description="Lists incidents, each with the sentence that tells of it. All conditions must hold; without any, "
        "all attacks are listed. Series told in aggregate are left out.",
        epilog="example: rasid attacks --on base --country IQ --from 2022-01 --to 2022-01 -o bases.csv",
    )
    command.add_argument(
        "--on", metavar="TARGET", help="what was attacked, or a part of its code: base, embassy, airport"
    )
    command.add_argument("--country", metavar="CC", help="where, two letters: IQ")
    command.add_argument("--province", metavar="NAME", help="where, English name: Baghdad")
    command.add_argument("--from", dest="first", type=first_day, metavar="DATE", help="2022-01-31, 2022-01 or 2022")
    command.add_argument("--to", dest="last", type=last_day, metavar="DATE", help="the same, included")
    command.add_argument(
        "--last", dest="days", type=positive, metavar="DAYS", help="so many days up to the newest article"
    )
    add_warehouse(command)
    form = command.add_mutually_exclusive_group()
    form.add_argument("-o", "--output", type=Path, metavar="FILE.csv", help="as a file, with all columns")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="as CSV, all columns")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON, one attack a line")
    command.set_defaults(run=run_attacks, form="table")


def run_attacks(options: argparse.Namespace) -> int:
    from flows.attack_list import Wanted, attacks

    wanted = Wanted(
        on=options.on,
        country=options.country,
        province=options.province,
        first=options.first,
        last=options.last,
        days=options.days,
    )
    return attacks(local(options.warehouse), wanted, options.form, options.output)


def add_sql(commands: "Commands") -> None:
    command = commands.add_parser(
        "sql",
        help="ask the dataset in SQL, read-only",
        description="Prints the rows of one query. Without a query it lists the views and opens the duckdb or "
        "harlequin client on the database, whichever is installed.",
        epilog='examples: rasid sql "from withdrawal_status" · rasid sql --csv "from attacks_acled" > acled.csv',
    )
    command.add_argument("query", metavar="QUERY", nargs="?", help="SQL; without it, standard input or a client")
    add_warehouse(command)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="as CSV")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON, one row a line")
    command.set_defaults(run=run_sql, form="table")


def run_sql(options: argparse.Namespace) -> int:
    from flows.sql_shell import sql

    return sql(local(options.warehouse), options.query, options.form)


def add_release(commands: "Commands") -> None:
    command = commands.add_parser(
        "release",
        help="make an immutable, versioned folder: Parquet, DuckDB, codebook, checksums, changes, quality",
        description="Makes a folder that never changes again: each table as Parquet, the events as CSV, the DuckDB "
        "file, the report, codebook, datapackage.json, SHA-256 sums, what changed, quality figures.",
        epilog="example: rasid release -o releases --without-texts",
    )
    add_warehouse(command)
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("releases"),
        metavar="DIR",
        help="where releases lie (default: releases)",
    )
    command.add_argument("--version", metavar="V", help="name of the release (default: the date)")
    command.add_argument(
        "--without-texts", action="store_true", help="leave out the articles' bodies: they are their outlets'"
    )
    command.add_argument("-q", "--quiet", action="store_true", help="say nothing")
    command.set_defaults(run=run_release)


def run_release(options: argparse.Namespace) -> int:
    from flows.release import release

    return release(options.warehouse, options.output, options.version, options.without_texts, options.quiet)
