"""Rounds through Prefect: what reaches the warehouse, what a run's page tells, what goes wrong and goes on."""

import asyncio
import contextlib
import datetime as dt
import io
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import outlets
import pytest
from commands import RASID, ROOT, rasid

from flows.cli import main
from flows.fetching.files import only_fetcher
from flows.fetching.records import FeedRecord, OutletRecord, save_record
from flows.lake import read_table
from flows.readers.inputs import read_documents
from flows.run import local_files
from transforms.source_states import Watched, state_of
from transforms.sources import Source, load_sources

NOW = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
def outlet() -> Iterator[outlets.Outlet]:
    with outlets.outlet_server() as server:
        server.plays("/robots.txt", f"User-agent: *\nSitemap: {server.url('/sitemap.xml')}\n")
        server.plays("/feed", outlets.rss([outlets.item(server.url("/news/1"))]), "text/xml")
        server.plays("/news/1", outlets.page())
        yield server


def block(name: str, feed: str) -> str:
    return (
        f'[[source]]\noutlet = "{name}"\nownership = "private"\ntimezone = "Asia/Baghdad"\nfeeds = ["{feed}"]\n'
        'articles_a_day = [1, 9]\nname = "مدار"\nminutes = 0\npause = 0\n'
    )


def options(folder: Path, *blocks: str) -> list[object]:
    (folder / "sources.toml").write_text("".join(blocks), "utf-8")
    named = {"--sources": "sources.toml", "--warehouse": "warehouse", "--fetched": "fetched"}
    return [part for name, value in named.items() for part in (name, folder / value)]


def make_round(where: list[object], prefect_server: dict[str, str], line: Sequence[str] = ("serve", "--once")) -> str:
    """The command's output; run in this process, which has Prefect loaded already."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    out = io.StringIO()
    with temporary_settings({PREFECT_API_URL: prefect_server["PREFECT_API_URL"]}), contextlib.redirect_stdout(out):
        assert main([*line, *map(str, where)]) == 0
    return out.getvalue()


def held(folder: Path, *columns: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_table(folder / "warehouse", "articles", columns).to_pylist()
    return rows


def test_a_round_publishes_what_one_outlet_has_though_another_fails(
    outlet: outlets.Outlet, tmp_path: Path, prefect_server: dict[str, str]
) -> None:
    where = options(tmp_path, block("madar", outlet.url()), block("bad", outlet.url("/none")))
    assert make_round(where, prefect_server) == "SomeOutletsFailed: 1 new and 0 changed articles; failing: bad\n"
    assert held(tmp_path, "outlet", "url") == [{"outlet": "madar", "url": outlet.url("/news/1")}]
    states = read_table(tmp_path / "warehouse", "source_states", ("outlet", "state", "fault")).to_pylist()
    assert states == [
        {"outlet": "bad", "state": "failing", "fault": "HTTP 404 Not Found"},
        {"outlet": "madar", "state": "normal", "fault": None},
    ]


def test_days_gone_by_come_from_sitemaps(
    outlet: outlets.Outlet, tmp_path: Path, prefect_server: dict[str, str]
) -> None:
    days = {1: "2024-01-31", 2: "2024-02-01", 3: "2024-02-02"}
    listed = "".join(
        f"<url><loc>{outlet.url(f'/old/{n}')}</loc><n:publication_date>{day}</n:publication_date></url>"
        for n, day in days.items()
    )
    outlet.plays("/sitemap.xml", f"<sitemapindex><sitemap><loc>{outlet.url('/s/2.xml')}</loc></sitemap></sitemapindex>")
    outlet.plays("/s/2.xml", f"<urlset>{listed}</urlset>")
    for number in days:
        outlet.plays(f"/old/{number}", outlets.page(outlets.BODY + str(number)))
    where = options(tmp_path, block("madar", outlet.url()))
    line = ["backfill", "--from", "2024-02-01", "--to", "2024-02-01", "madar"]
    assert make_round(where, prefect_server, line).startswith("Published: 1 new")
    assert held(tmp_path, "url", "published") == [{"url": outlet.url("/old/2"), "published": dt.date(2024, 2, 1)}]
    assert outlet.times("/feed") == outlet.times("/old/1") == 0


def test_rasid_run_reads_addresses(outlet: outlets.Outlet, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outlet.plays("/news/2", outlets.page(outlets.BODY + " مرة أخرى."))
    named = [outlet.url(), outlet.url("/news/2"), outlet.url("/none"), str(tmp_path)]
    (tmp_path / "local.txt").write_text("x")
    documents = list(read_documents(local_files(named, tmp_path / "fetched")))
    assert [document.location for document in documents] == ["", outlet.url("/news/1"), outlet.url("/news/2")]
    assert capsys.readouterr().err == f"rasid: {outlet.url('/none')}: HTTP 404 Not Found\n"


def test_an_address_that_cannot_be_read_is_one_line(outlet: outlets.Outlet, tmp_path: Path) -> None:
    done = rasid("run", outlet.url("/none"), "--warehouse", tmp_path / "warehouse")
    assert (done.returncode, done.stderr) == (1, f"rasid: {outlet.url('/none')}: HTTP 404 Not Found\n")


def test_a_round_leaves_to_another_what_it_is_at(
    outlet: outlets.Outlet, tmp_path: Path, prefect_server: dict[str, str]
) -> None:
    where = options(tmp_path, block("madar", outlet.url()))
    with only_fetcher(tmp_path / "fetched"):
        assert make_round(where, prefect_server).startswith("LeftToAnother: another run is fetching into")
    assert outlet.asked == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["serve", "--cron", "soon"], "rasid: not a cron line: 'soon'; five fields, such as '*/15 * * * *'"),
        (["serve", "--once", "nobody"], "rasid: no such outlet in the configuration: nobody"),
        (["sources", "--sources", "/nonexistent"], "/nonexistent: No such file or directory"),
    ],
)
def test_faults_of_the_user_are_one_line(arguments: list[str], line: str, prefect_server: dict[str, str]) -> None:
    done = rasid(*arguments, **prefect_server)
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (1, [line])


def test_sources_lists_every_outlet_and_its_state(tmp_path: Path) -> None:
    feeds = {"https://www.ina.iq/rss.xml": FeedRecord(fault="HTTP 403 Forbidden")}
    save_record(tmp_path, "ina", OutletRecord(since=NOW, feeds=feeds))
    head, *lines = rasid("sources", "--fetched", tmp_path).stdout.splitlines()
    assert head.split("\t")[:4] == ["outlet", "country", "ownership", "state"]
    assert [line.split("\t")[0] for line in lines] == [source.outlet for source in load_sources()]
    ina = lines[0].split("\t")
    assert (ina[3], ina[-1]) == ("failing", "HTTP 403 Forbidden")
    records = json.loads(rasid("sources", "--json", "--fetched", tmp_path).stdout)
    assert [record["outlet"] for record in records] == [line.split("\t")[0] for line in lines]
    assert (records[0]["state"], records[0]["fault"], records[0]["last_article_at"]) == (ina[3], ina[-1], None)


def watched(**changes: Any) -> Watched:
    usual: dict[str, Any] = {"since": NOW - dt.timedelta(days=9), "last_article_at": NOW, "articles_last_day": 50}
    return Watched(**usual | {"fault": None} | changes)


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("normal", watched()),
        ("few", watched(articles_last_day=9)),
        ("many", watched(articles_last_day=91)),
        ("normal", watched(articles_last_day=500, since=NOW - dt.timedelta(hours=2))),
        ("silent", watched(last_article_at=NOW - dt.timedelta(hours=25), articles_last_day=0)),
        ("silent", watched(last_article_at=None, articles_last_day=0)),
        ("failing", watched(fault="HTTP 403")),
        ("unvisited", watched(since=None)),
    ],
)
def test_an_outlet_is_held_against_what_is_normal_for_it(state: str, seen: Watched) -> None:
    source = Source(outlet="madar", name="مدار", ownership="private", timezone="UTC", feeds=(), articles_a_day=(10, 90))
    assert state_of(source, seen, NOW).state == state


def test_the_schedule_runs_on_a_server(outlet: outlets.Outlet, tmp_path: Path, prefect_server: dict[str, str]) -> None:
    where = options(tmp_path, block("madar", outlet.url()))
    command = [*RASID, "serve", "--cron", "0 0 1 1 *", *map(str, where)]
    with (tmp_path / "serve.log").open("wb") as log:
        serving = subprocess.Popen(command, cwd=ROOT, env=os.environ | prefect_server, stdout=log, stderr=log)
        try:
            state, tables = asyncio.run(run_deployment(prefect_server["PREFECT_API_URL"]))
        finally:
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(60) == 0
    assert state == ("Published", "1 new and 0 changed articles"), (tmp_path / "serve.log").read_text()
    assert tables.keys() == {"counts", "outlets"}
    assert {"what": "new articles", "number": 1} in tables["counts"]
    assert [(row["outlet"], row["state"], row["new"]) for row in tables["outlets"]] == [("madar", "normal", 1)]


async def run_deployment(address: str) -> tuple[tuple[str | None, str | None], dict[str, list[dict[str, Any]]]]:
    """Have the deployment run now: its last state, and the tables on its page."""
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
    from prefect.exceptions import ObjectNotFound

    async with PrefectClient(address) as client:
        end = time.monotonic() + 90
        while True:
            try:
                deployment = await client.read_deployment_by_name("rasid-cycle/rasid")
                break
            except ObjectNotFound:
                assert time.monotonic() < end, "no deployment"
                await asyncio.sleep(0.3)
        run = await client.create_flow_run_from_deployment(deployment.id)
        while not (run.state and run.state.is_final()) and time.monotonic() < end:
            await asyncio.sleep(0.5)
            run = await client.read_flow_run(run.id)
        mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        artifacts = await client.read_artifacts(artifact_filter=mine)
    tables = {str(artifact.key): json.loads(str(artifact.data)) for artifact in artifacts}
    return (run.state.name, run.state.message) if run.state else (None, None), tables
