"""Hostile inputs led by coverage: `uv run --with atheris python -m benchmarks.fuzz_guided 100000`.

Atheris watches which branches an input reaches and makes the next ones out of those that
reached new ones: from the same pieces of formats and of Arabic news as benchmarks.fuzz,
under the same conditions. Prints how many were tried; stops at the first that fails.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["flows", "transforms"]):
    from benchmarks import fuzz
    from flows import label

LONGEST = 4096  # bytes of an input


def one(data: bytes) -> None:
    """The first byte chooses what reads the rest."""
    if not data:
        return
    target = TARGETS[data[0] % len(TARGETS)]
    fuzz.TALLY[target.__name__] += 1
    started = time.perf_counter()
    target(data[1:])
    fuzz.TALLY["slowest ms"] = max(fuzz.TALLY["slowest ms"], round(1000 * (time.perf_counter() - started)))


def read(data: bytes) -> None:
    fuzz.read(data)


def parse(data: bytes) -> None:
    fuzz.parse(data)


def code(data: bytes) -> None:
    fuzz.code(data.decode("utf-8", "replace"))


def label_lines(data: bytes) -> None:
    """As `rasid label` reads them: each line answered, by a label or a complaint."""
    lines = [(number, line, True) for number, line in enumerate(data.split(b"\n"), 1)]
    labels, complaints, _ = label.label_batch(lines)
    assert len(labels) + len(complaints) == len(lines)


TARGETS: tuple[Callable[[bytes], None], ...] = (read, parse, code, label_lines)


def seeds(folder: Path) -> None:
    """Pieces and whole ones, for each target, to begin with."""
    pieces = [piece.encode() for piece in (*fuzz.MARKUP, *fuzz.NEWS, *fuzz.ODD)]
    feed = "".join(fuzz.MARKUP[:8]) + fuzz.NEWS[0]
    lines = "\n".join('{"text": "%s", "title": "x", "published": "2020-08-24"}' % text for text in fuzz.NEWS)  # noqa: UP031
    for number, piece in enumerate([*pieces, feed.encode(), feed.encode("cp1256", "replace"), lines.encode()]):
        for chosen in range(len(TARGETS)):
            (folder / f"{number}-{chosen}").write_bytes(bytes([chosen]) + piece)
    words = (word for piece in (*fuzz.MARKUP, *fuzz.NEWS) for word in piece.split())
    quoted = sorted({'"' + "".join(f"\\x{byte:02x}" for byte in word.encode()[:60]) + '"' for word in words})
    (folder.parent / "words").write_text("\n".join(quoted))


def main(total: int, folder: Path) -> None:
    corpus = folder / "corpus"
    corpus.mkdir()
    seeds(corpus)
    options = [f"-runs={total}", f"-max_len={LONGEST}", f"-dict={folder / 'words'}", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], told)
    atheris.Fuzz()


def told(data: bytes) -> None:
    one(data)
    if sum(fuzz.TALLY[target.__name__] for target in TARGETS) % 1000 == 0:
        print(dict(fuzz.TALLY), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000, Path(place))
