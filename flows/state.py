"""What the warehouse was made with, so that a run knows what to make anew."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.database import definitions_sha256
from flows.publication import Publication, stage_if_changed
from transforms.coding import extractor_version
from transforms.events import MERGING_VERSION
from transforms.seeds import seeds_sha256

STATE = Path("state.json")


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Versions of what stands behind the published files."""

    extractor: str
    merging: int
    definitions: str
    seeds: str


def current_state() -> State:
    return State(
        extractor=extractor_version(),
        merging=MERGING_VERSION,
        definitions=definitions_sha256(),
        seeds=seeds_sha256(),
    )


def held_state(warehouse: Path) -> State | None:
    """What the published files were made with; None when nobody can say."""
    try:
        return State(**json.loads((warehouse / STATE).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def stage_state(publication: Publication) -> None:
    publication.staged(STATE).write_text(json.dumps(asdict(current_state()), indent=1) + "\n", "utf-8")
    stage_if_changed(publication, STATE)
