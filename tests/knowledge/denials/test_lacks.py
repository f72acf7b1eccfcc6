"""What a service says of a lack is read the same in whatever it is printed, logged, quoted or pasted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.knowledge.denials.test_carriers import CARRIERS
from tests.shares import some

from policywright.knowledge.denials import Denial, read_denials

SENTENCES = [
    case["text"]
    for case in tomllib.loads(Path(__file__).with_name("lacking.toml").read_text(encoding="utf-8"))["case"]
    if "not_denial" not in case and "\n" not in case["text"]
]
AROUND: dict[str, Callable[[str], str]] = {
    "log": lambda text: f"2026-03-02T10:11:12.345Z ERROR [worker-7] c.a.Importer - {text}",
    "syslog": lambda text: f"Mar  2 10:11:12 ip-10-0-1-7 importer[412]: {text}",
    "json-message": lambda text: json.dumps({"time": "2026-03-02T10:11:12Z", "message": text, "attempt": 3}),
    "json-reason": lambda text: '{"Status": "FAILED", "StatusReason": ' + json.dumps(text) + "}",
    "quoted": lambda text: f'The deployment failed with "{text}"',
    "backticks": lambda text: f"Since yesterday the job fails with `{text}`. Any idea?",
    "fence": lambda text: f"We get this on every run:\n\n```\n{text}\n```\n\nNothing was changed.",
    "bullet": lambda text: f"What we saw:\n\n- the stack rolled back\n- {text}\n- the queue is empty",
    "quote": lambda text: f"Hi all,\n\n> {text}\n\nThanks",
    "ansi": lambda text: f"\x1b[31mError:\x1b[0m \x1b[1m{text}\x1b[0m",
    "html": lambda text: f"<tr><td>FAILED</td><td>{text}</td></tr>",
    "table": lambda text: f"| Status | Reason |\n| --- | --- |\n| UPDATE_FAILED | {text} |",
    "python-trace": lambda text: (
        f'Traceback (most recent call last):\n  File "/app/run.py", line 7, in main\n    go()\n{text}\n'
    ),
    "java-trace": lambda text: (
        f"com.acme.JobException: {text}\n\tat com.acme.Job.run(Job.java:41)\n\tat java.lang.Thread.run(Thread.java:833)"
    ),
    "node-trace": lambda text: (
        f"{text}\n    at Importer.run (/app/index.js:10:9)\n    at async main (/app/index.js:31:3)"
    ),
    "stack-event": lambda text: (
        f'Resource handler returned message: "{text} (Service: Ledger, Status Code: 400, Request ID: '
        '1f3a7c52-9b1e-4d0c-8a55-0c7f2f1c9d11)" (RequestToken: 5a1b, HandlerErrorCode: InvalidRequest)'
    ),
    "diff": lambda text: f"+ {text}",
    "comment": lambda text: f"# {text}",
    "shell": lambda text: f"$ ./deploy.sh prod\n{text}\n$ echo $?\n1",
    "before-a-question": lambda text: f"{text}\n\nThe role has AdministratorAccess. Is this a bug?",
}
LOSE = {
    "cut-at-61",  # breaks words, of which names and verbs are no longer any
    "cut-at-80",
    "percent",  # only AWS's own sentence is decoded from addresses
    "form",
    "starred",  # only AWS's own sentence, which says who was denied, is read over the items of a list
    "numbered",
}


def _read(text: str) -> list[tuple[object, ...]]:
    return [_core(denial) for denial in read_denials(text).denials]


def _core(denial: Denial) -> tuple[object, ...]:
    return denial.principal, denial.actions, denial.resource, denial.within, denial.policy_type


@pytest.mark.parametrize("place", AROUND)
def test_what_stands_around_changes_nothing(place: str) -> None:
    wrong = [text for text in some(place, SENTENCES, 3) if _read(AROUND[place](text)) != _read(text)]
    assert not wrong


@pytest.mark.parametrize("carrier", sorted(set(CARRIERS) - LOSE))
def test_a_carrier_changes_nothing(carrier: str) -> None:
    wrong = [text for text in some(carrier, SENTENCES, 3) if _read(CARRIERS[carrier](text)) != _read(text)]
    assert not wrong
