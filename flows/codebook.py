"""Writes docs/codebook.md from the schema: `python -m flows.codebook`."""

from pathlib import Path

from flows.database import sql_files
from transforms.documenting_codebook import codebook

CODEBOOK = Path(__file__).resolve().parents[1] / "docs" / "codebook.md"


def current_codebook() -> str:
    """The page as it should stand."""
    return codebook({path.name: path.read_text("utf-8") for path in sql_files()})


if __name__ == "__main__":
    CODEBOOK.write_text(current_codebook(), "utf-8")
