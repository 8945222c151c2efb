"""The command line: help that teaches, one line a fault, summaries for programs, completion."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from commands import RASID, ROCKETS, article, environment, rasid, rasid_here, write_jsonl

from flows.cli import main

COMMANDS = ("run", "label", "serve", "sources", "explain", "report", "attacks", "sql", "release")


def test_help_teaches_every_command() -> None:
    told = rasid("--help")
    assert told.returncode == 0 and "first steps:" in told.stdout
    assert all(f"\n    {command} " in told.stdout for command in COMMANDS)


def test_wrong_usage_is_status_2() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["report", "--language", "fr"])


def test_a_fault_is_one_line_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("report",), ("release",), ("sql", "from attacks"), ("explain", "nosuch")):
        assert main([*arguments, "--warehouse", str(tmp_path)]) == 1
        told = capsys.readouterr().err
        assert told.startswith("rasid: ") and len(told.splitlines()) == 1


def test_run_tells_programs_in_json_and_nothing_when_quiet(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    file = write_jsonl(tmp_path / "in.jsonl", [article("one", ROCKETS)])
    told = rasid_here("run", file, "--warehouse", tmp_path / "w", "--json", **prefect_server)
    assert json.loads(told.stdout)["counts"]["articles"] == 1
    quiet = rasid_here("run", file, "--warehouse", tmp_path / "w", "--quiet", **prefect_server)
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
