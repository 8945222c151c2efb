"""Files in object storage, named s3://bucket/key, read as a stream."""

import fnmatch
import os
from pathlib import Path
from typing import Any, BinaryIO, cast

from flows.errors import UserError

SCHEME = "s3://"
WILD = "*?["
Place = Path | str  # a folder of this machine; or s3://bucket/folder


def is_stored(named: str) -> bool:
    return named.startswith(SCHEME)


def place_of(named: str) -> Place:
    """Where a warehouse lies, as the user names it."""
    return named if is_stored(named) else Path(named)


def open_stored(named: str) -> BinaryIO:
    """The object's bytes as they are."""
    try:
        return cast(BinaryIO, storage().open_input_stream(named.removeprefix(SCHEME), compression=None))
    except OSError as error:
        raise UserError(f"cannot read {named}: {told(error)}") from None


def stored_files(named: str) -> list[str]:
    """The objects that the address names: itself, all below a folder, or those that a pattern fits."""
    path = named.removeprefix(SCHEME).rstrip("/")
    first_wild = min((path.find(c) for c in WILD if c in path), default=-1)
    try:
        found = listed(path) if first_wild < 0 else listed(path[:first_wild].rpartition("/")[0])
    except OSError as error:
        raise UserError(f"cannot list {named}: {told(error)}") from None
    chosen = [SCHEME + key for key in found if first_wild < 0 or fnmatch.fnmatchcase(key, path)]
    if not chosen:
        raise UserError(f"{named}: no such object or folder")
    return sorted(chosen)


def listed(path: str) -> list[str]:
    from pyarrow import fs

    store = storage()
    (info,) = store.get_file_info([path])
    if info.type == fs.FileType.File:
        return [path]
    below = store.get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True))
    return [entry.path for entry in below if entry.is_file]


def storage() -> Any:
    """The store that the usual AWS_ variables describe; without credentials, one open to everyone."""
    from pyarrow import fs

    address = os.environ.get("AWS_ENDPOINT_URL") or None
    return fs.S3FileSystem(
        endpoint_override=address,
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None,
        anonymous="AWS_ACCESS_KEY_ID" not in os.environ and "AWS_PROFILE" not in os.environ,
        connect_timeout=10,
        request_timeout=60,
    )


def told(error: OSError) -> str:
    return " ".join(str(error).split())[:300]
