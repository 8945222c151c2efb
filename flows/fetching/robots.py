"""The robots.txt files already read, kept for a day across runs."""

import base64
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from flows.fetching.files import write_whole
from transforms.robots import LIMIT


@dataclass
class RobotsFiles:
    """By origin, when its file was read and what it said."""

    path: Path
    files: dict[str, tuple[float, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.files = {
                origin: (float(at), str(data)) for origin, (at, data) in json.loads(self.path.read_text()).items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            self.files = {}  # they can be read again

    def held(self, origin: str, age: float) -> bytes | None:
        """The file's bytes; None when they were never read, or too long ago."""
        read_at, data = self.files.get(origin, (0.0, ""))
        return base64.b64decode(data) if 0 <= time.time() - read_at < age else None

    def hold(self, origin: str, data: bytes) -> None:
        self.files[origin] = (time.time(), base64.b64encode(data[:LIMIT]).decode())

    def save(self, age: float) -> None:
        fresh = {origin: file for origin, file in self.files.items() if 0 <= time.time() - file[0] < age}
        write_whole(self.path, json.dumps(fresh).encode())
