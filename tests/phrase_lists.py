"""The phrase lists of `tests/phrases/`: a value with all phrases that give it, and phrases that give nothing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent / "phrases"


@dataclass(frozen=True)
class Case:
    """One phrase, the cause it stands for, and what it must give; an empty `value` means nothing."""

    phrase: str
    cause: str
    value: dict[str, Any]


def load(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def yielding(name: str) -> list[Any]:
    return params(load(name)["yields"])


def silent(name: str) -> list[Any]:
    return params(load(name)["nothing"])


def params(blocks: list[dict[str, Any]]) -> list[Any]:
    found = []
    for block in blocks:
        value = {key: v for key, v in block.items() if key not in ("cause", "phrases")}
        for i, phrase in enumerate(block["phrases"]):
            found.append(pytest.param(Case(phrase, block["cause"], value), id=f"{block['cause']}-{i}"))
    return found
