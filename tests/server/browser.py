"""Pages in a real browser: headless Chromium, which tells what a page looks like after a script of the test has used it."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_browser = pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
FRAME = """\
<!doctype html><meta charset="utf-8"><body><iframe id="frame" src="{page}" width="1100" height="900"></iframe>
<pre id="said"></pre><script>
const frame = document.querySelector("#frame");
const say = (value) => document.querySelector("#said").append(JSON.stringify(value) + "\\n");
{script}
</script></body>
"""
"""A page around another one: its script may look into ``frame`` and ``say`` what it sees."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """The address of a server for a directory: two files have one origin only there."""
    handler = functools.partial(_Quiet, directory=str(directory))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def chromium(directory: Path, url: str, *options: str) -> str:
    """What Chromium says with these options of a page, after five of its seconds."""
    result = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={directory}/profile",
         "--virtual-time-budget=5000", *options, url],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return result.stdout


def said(directory: Path, pages: Mapping[str, str], script: str) -> list[str]:
    """What a script says that stands around ``page.html``, line by line (JSON)."""
    for name, text in {
        **pages,
        "around.html": FRAME.replace("{page}", "page.html").replace("{script}", script),
    }.items():
        (directory / name).write_text(text, encoding="utf-8")
    with served(directory) as address:
        dom = chromium(directory, f"{address}/around.html", "--dump-dom")
    inside = dom.partition('<pre id="said">')[2].partition("</pre>")[0]
    return [
        line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in inside.splitlines()
    ]
