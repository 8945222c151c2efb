"""Running the `rasid` command as a user does, and looking at what it left."""

import contextlib
import hashlib
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from unittest import mock

import duckdb

from flows.cli import main
from transforms.schema import TABLES

RASID = [sys.executable, "-m", "flows.cli"]
ROOT = Path(__file__).resolve().parents[1]
STOPPED_CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}

ROCKETS = "سقطت ثلاثة صواريخ كاتيوشا على المنطقة الخضراء وسط بغداد مساء الأحد، من دون وقوع إصابات."
HANDOVER = "سلم التحالف الدولي معسكر التاجي شمالي بغداد إلى القوات العراقية يوم الأحد."
WEATHER = "تتوقع هيئة الأنواء الجوية هطول أمطار خفيفة في المناطق الشمالية خلال الأيام المقبلة."


def article(article_id: str, text: str, published: str = "2020-08-24", **others: str) -> dict[str, str]:
    return {"article_id": article_id, "published": published, "outlet": "وكالة", "title": "خبر", "text": text} | others


def write_jsonl(path: Path, articles: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in articles), "utf-8")
    return path


def environment(**more: str) -> dict[str, str]:
    return os.environ | STOPPED_CLOCK | more


def rasid(
    *arguments: object, input: bytes | None = None, largest_file: int | None = None, **env: str
) -> "subprocess.CompletedProcess[str]":
    """The finished command, its output as text; a file it writes may be limited in size, as on a full disk."""
    done = subprocess.run(
        [*RASID, *map(str, arguments)],
        capture_output=True,
        input=input,
        cwd=ROOT,
        env=environment(**env),
        timeout=300,
        preexec_fn=None if largest_file is None else lambda: limit_files(largest_file),
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def rasid_here(*arguments: object, **env: str) -> "subprocess.CompletedProcess[str]":
    """The same in this process, which has Prefect loaded already: a command's start costs more than its work here."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    out, err = io.StringIO(), io.StringIO()
    variables = STOPPED_CLOCK | env
    with (
        mock.patch.dict(os.environ, variables),
        temporary_settings({PREFECT_API_URL: variables["PREFECT_API_URL"]}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = main([str(argument) for argument in arguments])
    return subprocess.CompletedProcess(list(arguments), status, out.getvalue(), err.getvalue())


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fingerprints(folder: Path) -> dict[str, str]:
    """Of every file below the folder, its path and the hash of its bytes."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def contents(warehouse: Path) -> dict[str, object]:
    """The same, but of the DuckDB file its rows: DuckDB lays out its blocks anew in every file."""
    files: dict[str, object] = dict(fingerprints(warehouse))
    del files["rasid.duckdb"]
    with duckdb.connect(str(warehouse / "rasid.duckdb"), read_only=True) as connection:
        return files | {name: connection.execute(f"from {name}").fetchall() for name in TABLES}
