"""The `rasid` command. Each command is imported when it is asked for: starting stays fast."""

import argparse
import os
import sys
from pathlib import Path
from typing import TypeAlias

from flows.cli_fetching import add_fetching
from flows.cli_reading import add_reading
from flows.cli_values import positive
from flows.errors import UserError
from flows.object_storage import place_of

FIRST_STEPS = """first steps:
  rasid run                        code the sample articles into warehouse/
  rasid report                     see the result: rasid-report.html
  rasid sql "from withdrawal_status"
  rasid explain seeds/articles/madar.jsonl --limit 1
  rasid run my-articles/ feed.xml  your own articles
  rasid serve                      read the configured outlets on a schedule

Each command tells more with --help. Status 0: done, 1: one line says why not, 2: wrong usage.
For completion in bash or zsh: eval "$(register-python-argcomplete rasid)"
"""
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when it did its work, 1 with one clear line when not, 2 for usage."""
    commands = parser()
    complete(commands)
    options = commands.parse_args(arguments)
    try:
        return int(options.run(options))
    except UserError as error:
        print(f"rasid: {error}", file=sys.stderr)
        return 1
    except ValueError as error:
        return seed_faults(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("rasid: interrupted", file=sys.stderr)
        return 130


def seed_faults(error: ValueError) -> int:
    """Tell the faults of a seed file, each on its line; any other ValueError is a bug."""
    from transforms.seeds import SeedError

    if not isinstance(error, SeedError):
        raise error
    print(error, file=sys.stderr)
    return 1


def complete(commands: argparse.ArgumentParser) -> None:
    """Answer the shell when it asks what could come next: eval "$(register-python-argcomplete rasid)"."""
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(commands)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="rasid",
        description="Arabic news into a dataset of attacks and foreign-force withdrawal milestones.",
        epilog=FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_run(commands)
    add_label(commands)
    add_fetching(commands)
    add_reading(commands)
    return top


def add_run(commands: "Commands") -> None:
    command = commands.add_parser("run", help="read articles, code them, publish Parquet files and a DuckDB database")
    command.add_argument(
        "inputs",
        metavar="INPUT",
        nargs="*",
        help="files, folders, globs, - or addresses of feeds and pages: JSON Lines, text, HTML, RSS, Atom, JSON Feed, "
        "WARC, TREC, also in .gz, .zst, .zip and .tar (default: the sample articles)",
    )
    command.add_argument(
        "--warehouse",
        type=place_of,
        default=Path("warehouse"),
        metavar="DIR",
        help="where the dataset lies, s3://bucket/folder too (default: warehouse)",
    )
    command.add_argument(
        "--workers",
        type=positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes (default: one a core)",
    )
    command.add_argument("--dask", metavar="ADDRESS", help="code on the Dask cluster there: tcp://host:8786")
    command.add_argument("--reextract", action="store_true", help="code all held articles anew")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="the summary as JSON")
    form.add_argument("-q", "--quiet", dest="form", action="store_const", const="nothing", help="only faults are told")
    command.set_defaults(run=run_run, form="table")


def run_run(options: argparse.Namespace) -> int:
    from flows.run import run

    if options.form == "nothing":
        os.environ["RASID_QUIET"] = "1"
    return run(options.inputs, options.warehouse, options.workers, options.reextract, options.form, options.dask)


def add_label(commands: "Commands") -> None:
    command = commands.add_parser("label", help="code articles of a JSON Lines file, without a warehouse")
    command.add_argument(
        "articles",
        metavar="ARTICLES.jsonl",
        help="article_id, published, outlet, title and text a line; .gz, .zst or - too",
    )
    command.add_argument("-o", "--output", metavar="OUT.jsonl", help="where the labels go (default: standard output)")
    command.add_argument("--workers", type=positive, default=1, metavar="N", help="processes (default: 1)")
    command.set_defaults(run=run_label)


def run_label(options: argparse.Namespace) -> int:
    from flows.label import label

    return label(options.articles, options.output, options.workers)


if __name__ == "__main__":
    sys.exit(main())
