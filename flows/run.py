"""`rasid run`: from files to a published warehouse, through Prefect's engine."""

from collections.abc import Sequence
from pathlib import Path

from flows.engine import prepare_engine
from flows.publication import writing
from flows.readers.inputs import files_of

SAMPLES = Path(__file__).resolve().parents[1] / "seeds" / "articles"


def run(inputs: Sequence[str], warehouse: Path, workers: int, reextract: bool) -> int:
    """Run the pipeline on the inputs, the sample articles when there are none; the exit status."""
    files = files_of(inputs or [str(SAMPLES)])
    with writing(warehouse) as publication:
        prepare_engine()
        from flows.pipeline import pipeline
        from flows.summary import print_summary

        print_summary(pipeline(publication, files, workers, reextract))
    return 0
