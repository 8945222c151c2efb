"""Writes docs/codebook.md, and the figures in docs/method.md: `python -m flows.codebook`."""

from pathlib import Path

from flows.database import sql_files
from flows.report_rows import measured
from transforms.documenting_codebook import codebook, with_measured

DOCS = Path(__file__).resolve().parents[1] / "docs"
CODEBOOK, METHOD = DOCS / "codebook.md", DOCS / "method.md"


def current_codebook() -> str:
    """The page as it should stand."""
    return codebook({path.name: path.read_text("utf-8") for path in sql_files()})


def current_method() -> str:
    """The page on method with the figures that were measured."""
    return with_measured(METHOD.read_text("utf-8"), measured())


if __name__ == "__main__":
    CODEBOOK.write_text(current_codebook(), "utf-8")
    METHOD.write_text(current_method(), "utf-8")
