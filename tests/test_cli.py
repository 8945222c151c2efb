"""The command line: help that teaches, one line a fault, summaries for programs, completion."""

import json
import os
import subprocess
from pathlib import Path

from commands import RASID, ROCKETS, article, environment, rasid, write_jsonl

COMMANDS = ("run", "label", "serve", "sources", "explain", "report", "sql", "release")


def test_help_teaches_every_command() -> None:
    told = rasid("--help")
    assert told.returncode == 0 and "first steps:" in told.stdout
    assert all(f"\n    {command} " in told.stdout for command in COMMANDS)


def test_wrong_usage_is_status_2() -> None:
    assert rasid("report", "--language", "fr").returncode == 2


def test_a_fault_is_one_line_and_status_1(tmp_path: Path) -> None:
    for arguments in (("report",), ("release",), ("sql", "from attacks"), ("explain", "nosuch")):
        failed = rasid(*arguments, "--warehouse", tmp_path)
        assert failed.returncode == 1
        assert failed.stderr.startswith("rasid: ") and len(failed.stderr.splitlines()) == 1


def test_run_tells_programs_in_json_and_nothing_when_quiet(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    file = write_jsonl(tmp_path / "in.jsonl", [article("one", ROCKETS)])
    told = rasid("run", file, "--warehouse", tmp_path / "w", "--json", **prefect_server)
    assert json.loads(told.stdout)["counts"]["articles"] == 1
    quiet = rasid("run", file, "--warehouse", tmp_path / "w", "--quiet", **prefect_server)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_the_shell_is_told_what_could_come_next(tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    line = {
        "COMP_LINE": "rasid rel",
        "COMP_POINT": "9",
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
    }
    subprocess.run(RASID, env=environment(**line), cwd=os.fspath(Path(__file__).parents[1]), check=False)
    assert answer.read_text().strip() == "release"
