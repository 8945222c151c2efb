"""Commands that read the live web: serve, backfill, sources."""

import argparse
from pathlib import Path
from typing import Any, TypeAlias

from flows.cli_values import absolute, day, positive
from flows.object_storage import place_of

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
SOURCES = Path(__file__).resolve().parents[1] / "seeds" / "sources.toml"


def add_fetching(commands: "Commands") -> None:
    add_serve(commands)
    add_backfill(commands)
    add_sources(commands)


def add_serve(commands: "Commands") -> None:
    command = commands.add_parser(
        "serve",
        help="read the configured outlets on a schedule",
        description="Reads the outlets of seeds/sources.toml, again and again, and brings the warehouse up to date. "
        "Runs are seen on a Prefect server: that of PREFECT_API_URL, else one started here.",
        epilog="example: RASID_CONTACT=desk@example.org rasid serve --cron '*/30 * * * *'",
    )
    command.add_argument("--cron", default="*/15 * * * *", metavar="C", help="when, in UTC (default: every 15 minutes)")
    command.add_argument("--once", action="store_true", help="one round now, without a schedule")
    command.add_argument("--port", type=int, default=4200, metavar="N", help="of our own server (default: 4200)")
    add_places(command)
    command.set_defaults(run=run_serve)


def add_backfill(commands: "Commands") -> None:
    command = commands.add_parser("backfill", help="read what the outlets published on days gone by")
    command.add_argument("--from", dest="first", type=day, required=True, metavar="DATE", help="first day, 2024-01-31")
    command.add_argument("--to", dest="last", type=day, metavar="DATE", help="last day (default: the first)")
    add_places(command)
    command.set_defaults(run=run_backfill)


def add_places(command: argparse.ArgumentParser) -> None:
    command.add_argument("outlets", nargs="*", metavar="OUTLET", help="keys in sources.toml (default: all)")
    command.add_argument(
        "--warehouse", type=place_of, default=Path("warehouse"), metavar="DIR", help="default: warehouse"
    )
    command.add_argument("--workers", type=positive, default=1, metavar="N", help="processes (default: 1)")
    command.add_argument("--dask", metavar="ADDRESS", help="code on the Dask cluster there: tcp://host:8786")
    add_sources_options(command)


def add_sources(commands: "Commands") -> None:
    command = commands.add_parser("sources", help="list the configured outlets and how each is doing")
    add_sources_options(command)
    command.add_argument("--json", action="store_true", help="as a JSON list, for scripts")
    command.set_defaults(run=run_sources)


def add_sources_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sources", type=Path, default=SOURCES, metavar="FILE", help="default: seeds/sources.toml")
    command.add_argument(
        "--fetched", type=Path, default=Path("fetched"), metavar="DIR", help="where pages are kept (default: fetched)"
    )


def parameters(options: argparse.Namespace) -> dict[str, Any]:
    """What a round needs to know, the same from wherever it is run."""
    return {
        "warehouse": absolute(options.warehouse),
        "fetched": str(options.fetched.absolute()),
        "sources": str(options.sources.absolute()),
        "workers": options.workers,
        "dask": options.dask,
        "outlets": options.outlets,
    }


def run_serve(options: argparse.Namespace) -> int:
    from flows.serve import once, serve

    return once(parameters(options)) if options.once else serve(options.cron, parameters(options), options.port)


def run_backfill(options: argparse.Namespace) -> int:
    from flows.serve import once

    last = options.last or options.first
    return once(parameters(options) | {"first": options.first.isoformat(), "last": last.isoformat()})


def run_sources(options: argparse.Namespace) -> int:
    from flows.sources import list_sources

    return list_sources(options.sources, options.fetched, options.json)
