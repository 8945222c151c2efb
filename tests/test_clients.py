"""The DuckDB file opens in DuckDB 1.x: every table, view and macro."""

import shutil
import subprocess
from pathlib import Path

import pytest
from commands import HANDOVER, ROCKETS, article, rasid_here, write_jsonl

CLIENT = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.execute("set timezone = 'UTC'")
names = [name for name, in connection.execute(
    "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
).fetchall()]
for source in [*names, "attacks_asof('2030-01-01')", "milestones_asof('2030-01-01')",
               "changes_between('2000-01-01', '2030-01-01')"]:
    columns = connection.execute(f"select * from {source} limit 0").description
    casts = ", ".join(f'"{column[0]}"::varchar' for column in columns)
    connection.execute(f"select {casts} from {source}").fetchall()
print(len(names), connection.execute("select count(*) from attacks").fetchone()[0])
"""


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv to install another DuckDB")
@pytest.mark.parametrize("version", ["1.2.2", "1.4.5"])
def test_older_client(version: str, one_warehouse: Path) -> None:
    command = ["uv", "run", "--no-project", "--isolated", "--with", f"duckdb=={version}", "python", "-c", CLIENT]
    done = subprocess.run([*command, str(one_warehouse / "rasid.duckdb")], capture_output=True, text=True, timeout=300)
    if "Failed to fetch" in done.stderr or "error sending request" in done.stderr:
        pytest.skip("no package index within reach")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "1"


@pytest.fixture(scope="module")
def one_warehouse(tmp_path_factory: pytest.TempPathFactory, prefect_server: dict[str, str]) -> Path:
    folder = tmp_path_factory.mktemp("clients")
    source = write_jsonl(folder / "in.jsonl", [article("one", ROCKETS), article("two", HANDOVER)])
    done = rasid_here("run", source, "--warehouse", folder / "warehouse", **prefect_server)
    assert done.returncode == 0, done.stderr
    return folder / "warehouse"
