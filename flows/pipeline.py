"""The whole pipeline as a Prefect flow: a table of contents of what `rasid run` does."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import clock
from flows.believing import believe
from flows.cluster import BATCH, cluster_of_run, runner_on
from flows.extraction import Tables, extract
from flows.ingest import ingest
from flows.pool import Pool, pool_of
from flows.publication import Publication, publish
from flows.publishing import counts_of, is_up_to_date, stage_database, stage_references, stage_run
from flows.selection import select, stage_articles, stage_rejects, to_code
from flows.summary import Summary, summary_of
from flows.wires import stage_wire_groups

stage = task(cache_policy=NO_CACHE, persist_result=False)


@flow(name="rasid", validate_parameters=False, persist_result=False)
def pipeline(publication: Publication, files: Sequence[str], workers: int, reextract: bool) -> Summary:
    """Bring the warehouse up to date with the files, in one publication."""
    started = clock.now()
    with pool_of(workers) as pool:
        intake = stage(ingest)(files, started.date(), pool)
        selection = stage(select)(publication, intake, reextract)
        coded = extracted(to_code(publication, intake, selection), pool)
    failed = stage(stage_articles)(publication, intake, selection, coded)
    rejects = [intake.rejects, coded["rejects"]]
    stage(stage_rejects)(publication, intake.sources, selection, rejects)
    stage(stage_references)(publication)
    counts = counts_of(intake, selection, failed)
    if is_up_to_date(publication):
        return summary_of(publication, counts, intake, rejects)
    regrouped = stage(stage_wire_groups)(publication, selection)
    stage(believe)(publication, started, selection, regrouped)
    stage(stage_run)(publication, counts, started)
    stage(stage_database)(publication, selection.everything)
    stage(publish)(publication)
    return summary_of(publication, counts, intake, rejects)


def extracted(articles: Iterable[pa.Table], pool: Pool) -> Tables:
    """Reports and evidence of the articles: one task on this machine, a task a batch on a cluster."""
    cluster = cluster_of_run()
    return stage(extract)(articles, pool) if cluster is None else extract(articles, cluster, BATCH)


def pipeline_on(dask: str | None) -> Any:
    """The pipeline as it is to be called: on this machine, or with its extraction on the cluster there."""
    return pipeline if dask is None else pipeline.with_options(task_runner=runner_on(dask))
