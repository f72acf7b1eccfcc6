"""``make conformance``: the protocol's own conformance suite over HTTP, and its inspector over stdio.

The suite is written for a server of its own with tools, prompts and resources called ``test_...``; what asks for those, or for
what this server doesn't announce, is listed with the reason and must go on failing: once it passes, it is taken off the list.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
SERVER = [sys.executable, "-m", "policywright.server.cli", "mcp"]
_FIXTURE = "asks for a tool, prompt or resource of the suite's own server"
_NOT_ANNOUNCED = "a capability that this server has no use for, and does not announce"
OTHERS = {
    "logging-set-level": _NOT_ANNOUNCED,
    "completion-complete": _NOT_ANNOUNCED,
    "resources-subscribe": _NOT_ANNOUNCED,
    "resources-unsubscribe": _NOT_ANNOUNCED,
    **dict.fromkeys(
        (
            "tools-call-image", "tools-call-audio", "tools-call-embedded-resource", "tools-call-mixed-content",
            "tools-call-with-logging", "tools-call-with-progress", "tools-call-sampling",
            "tools-call-elicitation", "elicitation-sep1034-defaults", "elicitation-sep1330-enums",
            "resources-read-text", "resources-read-binary", "resources-templates-read", "prompts-get-simple",
            "prompts-get-with-args", "prompts-get-embedded-resource", "prompts-get-with-image",
        ),
        _FIXTURE,
    ),
}  # fmt: skip
SECONDS = 300


@contextmanager
def served() -> Iterator[str]:
    """The URL of a server that listens on a free port."""
    command = [*SERVER, "--transport", "http", "--port", "0", "--root", str(EXAMPLES)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+/mcp", process.stderr.readline())
        assert found is not None, "the server didn't say where it listens"
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=10)


def conformance(modules: Path) -> list[str]:
    """What of the suite is not as it should be."""
    with served() as url:
        command = [modules / ".bin" / "conformance", "server", "--url", url]
        output = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False).stdout
    outcomes = {
        name: int(failed) == 0
        for name, failed in re.findall(r"^. ([\w-]+): \d+ passed, (\d+) failed", output, re.M)
    }
    assert outcomes, output[-2_000:]
    for name, why in OTHERS.items():
        print(f"other   {name}: {why}")
    for name, passed in outcomes.items():
        if name not in OTHERS:
            print(f"{'passed' if passed else 'FAILED'}  {name}")
    return [name for name, passed in outcomes.items() if passed is (name in OTHERS)]


def inspector(modules: Path) -> list[str]:
    """What the inspector can't have over stdio."""
    wrong = []
    for method, key in {
        "tools/list": "tools",
        "prompts/list": "prompts",
        "resources/templates/list": "resourceTemplates",
        "tools/call --tool-name generate_policy --tool-arg paths=shop-sam": "structuredContent",
        "prompts/get --prompt-name least_privilege": "messages",
    }.items():
        command = [
            modules / ".bin" / "mcp-inspector",
            "--cli",
            *SERVER,
            "--root",
            EXAMPLES,
            "--method",
            *method.split(),
        ]
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        there = result.returncode == 0 and bool(json.loads(result.stdout).get(key))
        print(f"{'passed' if there else 'FAILED'}  inspector {method}")
        wrong += [] if there else [method]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=Path, required=True)
    modules = parser.parse_args().node_modules
    wrong = [*conformance(modules), *inspector(modules)]
    print(f"{len(wrong)} not as it should be{': ' + ', '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
