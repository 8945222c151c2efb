"""`rasid run`: from files to a published warehouse, through Prefect's engine."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.engine import prepare_engine
from flows.mirror import writing_at
from flows.object_storage import Place
from flows.readers.inputs import files_of
from flows.serve import server_for

SAMPLES = Path(__file__).resolve().parents[1] / "seeds" / "articles"


def run(
    inputs: Sequence[str], warehouse: Place, workers: int, reextract: bool, form: str = "table", dask: str | None = None
) -> int:
    """Run the pipeline on the inputs, the sample articles when there are none; the exit status."""
    beside = warehouse.parent if isinstance(warehouse, Path) else Path()
    files = local_files(inputs or [str(SAMPLES)], beside / "fetched")
    with writing_at(warehouse) as publication:
        prepare_engine()
        with server_for(dask):
            from flows.pipeline import pipeline_on
            from flows.summary import tell

            summary = pipeline_on(dask)(publication, files, workers, reextract)
    tell(replace(summary, warehouse=str(warehouse)), form)
    return 0


def local_files(inputs: Sequence[str], fetched: Path) -> list[str]:
    """The files that the inputs name, and those that hold what was fetched from addresses among them."""
    urls = [named for named in inputs if named.startswith(("http://", "https://"))]
    files = files_of(named for named in inputs if named not in urls)
    return [*files, *fetched_files(urls, fetched)] if urls else files


def fetched_files(urls: Sequence[str], fetched: Path) -> list[str]:
    from flows.fetching.named import fetch_named

    files, faults = fetch_named(urls, fetched)
    for fault in faults:
        print(f"rasid: {fault}", file=sys.stderr)
    return files
