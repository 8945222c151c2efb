"""`rasid release`: an immutable, versioned folder of the dataset, with what changed and how good it is."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from flows import clock
from flows.errors import UserError
from flows.mirror import writing_at
from flows.object_storage import Place
from flows.release_contents import write_contents
from flows.release_files import copy_tables, seal, write_sums
from transforms.releasing_package import Part

DESCRIPTOR = "datapackage.json"


def release(warehouse: Place, output: Path, version: str | None, without_texts: bool, quiet: bool) -> int:
    """Make a release of the warehouse as it is; the exit status."""
    previous = latest(output)
    target = output / (version or next_version(output))
    if target.exists():
        raise UserError(f"{target} exists; a release never changes: name another --version")
    with writing_at(warehouse) as publication:
        made = build(publication.warehouse, target, previous, without_texts)
    if not quiet:
        print(said(target, previous, made, without_texts), file=sys.stderr)
    return 0


def said(target: Path, previous: Path | None, made: bool, without_texts: bool) -> str:
    if not made:
        return f"nothing changed since {previous}: no new release"
    since = f", compared with {previous.name}" if previous else ", the first"
    texts = "" if without_texts else "\nIt holds the articles' full texts; to publish it, make it --without-texts."
    return f"{target}{since}; check it with: cd {target} && sha256sum -c SHA256SUMS{texts}"


def build(warehouse: Path, target: Path, previous: Path | None, without_texts: bool) -> bool:
    """Make the folder beside its place and move it in; False when nothing changed since the previous release."""
    staged = target.with_name(f".{target.name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    try:
        staged.mkdir(parents=True)
        parts = copy_tables(warehouse, staged, without_texts)
        if previous and same(previous, parts):
            return False
        write_contents(staged, target.name, previous, parts)
        write_sums(staged)
        seal(staged)
        staged.rename(target)
    except OSError as error:
        raise UserError(f"cannot write {target}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return True


def releases(output: Path) -> list[Path]:
    """The releases in the folder, oldest first."""
    found = [path.parent for path in output.glob(f"*/{DESCRIPTOR}") if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda folder: (descriptor(folder)["created"], folder.name))


def latest(output: Path) -> Path | None:
    found = releases(output)
    return found[-1] if found else None


def descriptor(folder: Path) -> dict[str, object]:
    try:
        return dict(json.loads((folder / DESCRIPTOR).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {folder / DESCRIPTOR}: {error}") from None


def same(previous: Path, parts: Sequence[Part]) -> bool:
    """Whether every file of the data has the hash it had; the table of runs does not count."""
    held = {item["path"]: item["hash"] for item in descriptor(previous)["resources"]}  # type: ignore[attr-defined]
    return all(held.get(part.path) == f"sha256:{part.sha256}" for part in parts if part.table.name != "runs")


def next_version(output: Path) -> str:
    """Today's date, with a number after it when there is a release of today."""
    today = f"{clock.now():%Y.%m.%d}"
    taken = {path.name for path in output.glob(f"{today}*")}
    return next(name for name in (today, *(f"{today}.{number}" for number in range(2, 1000))) if name not in taken)
