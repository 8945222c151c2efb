"""`rasid report`: one self-contained page of what the dataset holds."""

import sys
from pathlib import Path

from flows.errors import UserError
from flows.opened import open_database
from flows.report_rows import gather
from transforms.drawing_page import report_page


def report(warehouse: Path, output: Path, country: str | None, language: str, since: str | None, quiet: bool) -> int:
    """Write the page; the exit status."""
    with open_database(warehouse) as connection:
        findings = gather(connection, country, since)
    size = write_page(output, report_page(findings, language))
    if not quiet:
        print(f"{output}: {size / 1e6:.1f} MB; open it in a browser, no network needed", file=sys.stderr)
    return 0


def write_page(output: Path, page: str) -> int:
    """Put the page in place whole; its size in bytes."""
    data = page.encode("utf-8", "replace")
    if str(output) == "-":
        sys.stdout.buffer.write(data)
        return len(data)
    beside = output.with_name(f".{output.name}.new")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(output)
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror}") from None
    return len(data)
