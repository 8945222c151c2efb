"""A real browser, where one is installed: what a page becomes in it."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=4000")
LENIENT = ("--allow-file-access-from-files", "--disable-web-security")
FRAME = """<!doctype html><iframe id="page" style="border:0;width:{width}px;height:800px" src="{page}"></iframe>
<pre id="told"></pre>
<script>
onload = () => {{
  const frame = document.getElementById("page"), inside = frame.contentDocument, view = frame.contentWindow;
  document.getElementById("told").textContent = String((() => {{ {script} }})());
}};
</script>"""


def chromium(profile: Path, *arguments: str) -> str:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def asked(page: Path, script: str, width: int = 1200) -> str:
    """What a script answers that looks into the page from outside: `inside` is its document."""
    frame = page.with_suffix(".frame.html")
    frame.write_text(FRAME.format(width=width, page=page.as_uri(), script=script), "utf-8")
    dom = chromium(page.parent / "profile", *LENIENT, "--dump-dom", frame.as_uri())
    match = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert match is not None, dom[:2000]
    return html.unescape(match[1])


def screenshot(page: Path, picture: Path, width: int, height: int, *arguments: str) -> bytes:
    chromium(
        page.parent / "profile", *arguments, f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri()
    )
    return picture.read_bytes()


def printed(page: Path, document: Path) -> bytes:
    chromium(page.parent / "profile", f"--print-to-pdf={document}", page.as_uri())
    return document.read_bytes()
