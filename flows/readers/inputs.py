"""From what the user named to the documents therein."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.errors import UserError
from flows.object_storage import is_stored, open_stored, stored_files
from flows.readers.archives import entries
from flows.readers.formats import documents_of
from flows.streams import open_bytes
from transforms.documents import Document


def read_documents(paths: Iterable[str]) -> Iterator[Document]:
    """Every document of these files, in order; a file that cannot be read gives one with a reason."""
    for path in paths:
        yield from file_documents(path)


def file_documents(path: str) -> Iterator[Document]:
    source = "standard input" if path == "-" else path
    member = ""
    try:
        with open_stored(path) if is_stored(path) else open_bytes(path) as stream:
            for entry in entries(source, "", stream):
                member = entry.member
                yield from documents_of(entry)
    except UserError as error:
        where = f"{member} or after" if member else ""
        yield Document(source=source, location=where, format="unreadable", data=b"", reason=str(error))


def files_of(inputs: Iterable[str]) -> list[str]:
    """The files that the inputs name, each once; UserError when an input names none."""
    return list(dict.fromkeys(path for named in inputs for path in expand(named)))


def expand(named: str) -> list[str]:
    if is_stored(named):
        return stored_files(named)
    if named == "-" or (Path(named).exists() and not Path(named).is_dir()):
        return [named]
    if Path(named).is_dir():
        return folder_files(named)
    matches = sorted(glob.glob(named, recursive=True))  # noqa: PTH207 - a pattern may begin at the root
    found = [path for match in matches for path in expand(match)]
    if not found:
        raise UserError(f"{named}: no such file or folder")
    return found


def folder_files(folder: str) -> list[str]:
    """Every file below the folder, hidden ones left out, in a stable order."""
    found = [
        str(Path(root, name))
        for root, _, names in os.walk(folder)
        for name in names
        if not any(part.startswith(".") for part in (Path(root) / name).relative_to(folder).parts)
    ]
    if not found:
        raise UserError(f"{folder}: no files in this folder")
    return sorted(found)
