"""Write every resolved version into pyproject.toml as a constraint.

Run `python .ci/pin.py` after changing a dependency, then the tests. Versions
alone are kept: a lock file would also record where each was downloaded.
"""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
PINS = re.compile(r"^constraint-dependencies = \[.*?\]$", re.DOTALL | re.MULTILINE)
EXPORT = "uv export --all-groups --all-extras --no-emit-project --no-hashes --no-annotate --no-header --quiet"


def write_pins(pins: list[str]) -> None:
    listed = "".join(f'    "{pin}",\n' for pin in pins)
    text = PINS.sub(
        lambda _: f"constraint-dependencies = [\n{listed}]" if pins else "constraint-dependencies = []",
        PROJECT.read_text("utf-8"),
    )
    PROJECT.write_text(text, "utf-8")


def main() -> None:
    write_pins([])
    subprocess.run(["uv", "lock", "--upgrade"], check=True, cwd=PROJECT.parent)
    exported = subprocess.run(EXPORT.split(), check=True, cwd=PROJECT.parent, capture_output=True, text=True).stdout
    write_pins(sorted({line.strip() for line in exported.splitlines() if line.strip()}, key=str.lower))
    subprocess.run(["uv", "lock"], check=True, cwd=PROJECT.parent)


if __name__ == "__main__":
    main()
