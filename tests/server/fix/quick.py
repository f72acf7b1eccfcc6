"""The command as these tests start it: the same program, with less patience than people and IAM need."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from typing import Any

from policywright.server import account, cli
from policywright.server.fix import journal, write

LESS: dict[str, Any] = {"STEADY": 0.2, "PAUSE": 0.02, "LOOKS": (0.0, 0.05, 0.1, 0.2)}


def hurry() -> None:
    for name, value in LESS.items():
        setattr(write, name, value)
    write.STEADY = float(os.environ.get("TEST_STEADY", write.STEADY))
    account._SECONDS = int(os.environ.get("TEST_SECONDS", account._SECONDS))
    # Whoever waits for a machine that is busy with other things has met no failure.
    write._WAIT = float(os.environ.get("TEST_WAIT", write._WAIT))
    journal._WAIT = float(os.environ.get("TEST_WAIT", journal._WAIT))


def kept() -> None:
    """Sessions and clients that are made once: a command has its own, which takes half of its time."""
    import boto3

    session, clients = cache(boto3.Session), dict[Any, Any]()
    make = boto3.Session.client

    def client(self: Any, service: str, region_name: str, config: Any) -> Any:
        key = service, region_name, config.connect_timeout, str(config.retries)
        if key not in clients:
            clients[key] = make(self, service, region_name=region_name, config=config)
        return clients[key]

    boto3.Session.client = client  # type: ignore[method-assign, assignment]
    boto3.Session = session  # type: ignore[misc, assignment]


def serve() -> int:
    """One command per line of standard input, each answered by its exit status, until there are no more."""
    kept()
    print("ready", flush=True)
    for number, line in enumerate(sys.stdin):
        said, complained = io.StringIO(), io.StringIO()
        with redirect_stdout(said), redirect_stderr(complained):
            status = cli.main(json.loads(line))
        report = json.loads(said.getvalue() or "null")
        told = {key: report and report.get(key) for key in ("applied", "problem", "notes")}
        answer = {"status": status, "stderr": complained.getvalue(), **told}
        print(json.dumps(answer), flush=True)
        # A command is a process, and leaves its garbage to the system; what the first has loaded stays.
        gc.collect()
        if number == 0:
            gc.freeze()
    return 0


if __name__ == "__main__":
    hurry()
    sys.exit(serve() if sys.argv[1:] == ["serve"] else cli.main())
