"""The documentation says what is: the codebook is current, every SQL example runs, every named file exists."""

import re
from pathlib import Path

import duckdb
import pytest
import warehouses

from flows.cli import parser
from flows.codebook import CODEBOOK, METHOD, current_codebook, current_method
from flows.opened import open_database

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
QUESTIONS = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "querying.md").read_text("utf-8"), re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
COMMAND = re.compile(r"`rasid ([a-z]+)")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warehouses.small(tmp_path_factory.mktemp("docs"))


def test_codebook_is_current() -> None:
    assert CODEBOOK.read_text("utf-8") == current_codebook(), "run: python -m flows.codebook"


def test_stated_figures_are_those_measured() -> None:
    assert METHOD.read_text("utf-8") == current_method(), "run: python -m flows.codebook"


@pytest.mark.parametrize("question", QUESTIONS)
def test_sql_examples_run(question: str, database: Path) -> None:
    with open_database(database) as connection:
        try:
            connection.execute(question).fetchall()
        except duckdb.Error as error:
            pytest.fail(str(error))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    (commands,) = (action.choices for action in parser()._actions if isinstance(action.choices, dict))
    assert set(COMMAND.findall(page.read_text("utf-8"))) <= set(commands)
