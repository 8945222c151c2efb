"""Who may import whom: tests → flows → transforms, and transforms know nothing of the world."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORLD = {"prefect", "duckdb", "flows", "requests", "httpx", "urllib.request", "socket", "logging", "subprocess", "time"}
MODULES = sorted((ROOT / "transforms").rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, with its parents' names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names | {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_transforms_are_pure(path: Path) -> None:
    assert not imports(path) & WORLD


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_text_imports_camel_tools(path: Path) -> None:
    assert path.name == "text.py" or "camel_tools" not in imports(path)


@pytest.mark.parametrize("path", sorted((ROOT / "flows").rglob("*.py")), ids=lambda path: path.stem)
def test_flows_do_not_import_tests(path: Path) -> None:
    assert "tests" not in imports(path)


@pytest.mark.parametrize(
    "path", [path for path in sorted((ROOT / "flows").rglob("*.py")) if path.parent.name != "training"], ids=str
)
def test_only_training_needs_its_groups(path: Path) -> None:
    assert not imports(path) & {"sklearn", "scipy", "torch"}
    assert path.name in ("train.py", "train_network.py") or not any(
        name.startswith("flows.training") for name in imports(path)
    )


@pytest.mark.parametrize("path", sorted((ROOT / "flows" / "training").glob("*.py")), ids=lambda path: path.stem)
def test_training_needs_neither_prefect_nor_duckdb(path: Path) -> None:
    assert not imports(path) & {"prefect", "duckdb", "httpx"}


def test_labelling_needs_no_prefect() -> None:
    reached, waiting = set(), {"flows.label"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        path = ROOT / f"{name.replace('.', '/')}.py"
        if path.exists():
            waiting |= imports(path) - reached
    assert not reached & {"prefect", "duckdb", "pyarrow", "pandas"}


def test_no_package_below_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
