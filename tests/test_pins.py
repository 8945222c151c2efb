"""The pinned versions are those that are installed and tested."""

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text("utf-8"))
OURS = {"rasid"}
TOOLS = {"pip", "setuptools", "uv", "wheel"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pin in PROJECT["tool"]["uv"]["constraint-dependencies"]:
        name, version = pin.partition(";")[0].strip().split("==")
        found.setdefault(normal(name), set()).add(version)
    return found


def test_every_installed_version_is_pinned() -> None:
    installed = {normal(dist.metadata["Name"]): dist.version for dist in metadata.distributions()}
    loose = {name: version for name, version in installed.items() if version not in pins().get(name, set())}
    assert not loose.keys() - OURS - TOOLS, "run: python .ci/pin.py"


def test_every_declared_version_is_pinned_alike() -> None:
    declared = [*PROJECT["project"]["dependencies"], *sum(PROJECT["dependency-groups"].values(), [])]
    exact = dict(requirement.split("==") for requirement in declared if "==" in requirement)
    assert {name: {version} for name, version in exact.items()} == {name: pins()[normal(name)] for name in exact}


def test_camel_tools_metadata_is_of_the_installed_version() -> None:
    (stated,) = PROJECT["tool"]["uv"]["dependency-metadata"]
    assert stated["version"] == metadata.version("camel-tools")
    real = {normal(re.split(r"[^\w.-]", line)[0]) for line in metadata.requires("camel-tools") or []}
    kept = {normal(re.split(r"[^\w.-]", line)[0]) for line in stated["requires-dist"]}
    assert real - kept == {"scikit-learn", "scipy", "torch", "transformers"}
