"""Objects that differ by nothing are one, however they are made: each one has all methods evaluated for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.discovery import discover
from policywright.analyzers.findings import Run
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

PLACES = 30
PLUGINS = """import boto3


class Mails:
    def __init__(self):
        self.client = boto3.client("ses")

    def send(self, to):
        self.client.send_email(Source="a@example.com", Destination={"ToAddresses": [to]}, Message={})


class Queues:
    def __init__(self, queue=None):
        self.client = boto3.client("sqs")
        self.queue = queue

    def send(self, to):
        self.client.send_message(QueueUrl=self.queue, MessageBody=to)


PLUGINS = {"mails": Mails, "queues": Queues}


def plugin(name):
    return PLUGINS[name]
"""
SCRIPT = """const { SES, SQS } = require("aws-sdk");

class Mails {
  constructor() { this.client = new SES(); }
  send(to) { return this.client.sendEmail({ Source: "a@example.com", Destination: { ToAddresses: [to] } }).promise(); }
}

class Queues {
  constructor(queue) { this.client = new SQS(); this.queue = queue; }
  send(to) { return this.client.sendMessage({ QueueUrl: this.queue, MessageBody: to }).promise(); }
}

const PLUGINS = { mails: Mails, queues: Queues };

exports.plugin = (name) => PLUGINS[name];
"""
LANGUAGES = {
    "app.py": (
        PLUGINS,
        "import os\nfrom plugins import plugin\n",
        "PLUGIN_{number} = plugin(os.environ['PLUGIN'])({told})\n"
        "def handler_{number}(event, context):\n    PLUGIN_{number}.send(event['to'])\n",
    ),
    "app.js": (
        SCRIPT,
        'const { plugin } = require("./plugins");\n',
        "const plugin{number} = new (plugin(process.env.PLUGIN))({told});\n"
        "exports.handler{number} = async (event) => plugin{number}.send(event.to);\n",
    ),
}


def objects_of(directory: Path, name: str, told: str) -> tuple[int, set[str], set[str]]:
    """How many objects there are of the two classes, which operations are called, and with what."""
    plugins, head, use = LANGUAGES[name]
    suffix = Path(name).suffix
    (directory / f"plugins{suffix}").write_text(plugins, "utf-8")
    uses = (use.format(number=number, told=told.format(number=number)) for number in range(PLACES))
    (directory / name).write_text(head + "".join(uses), "utf-8")
    run = Run(discover([directory]), Operations(shared_store()), {}, None, None)
    basis = run.basis(0)
    evaluation = basis.evaluation(lambda _module: None)
    evaluation.begin([basis.whole])
    made = sum(shape.cls is not None for shape in evaluation.run.heap.shapes.values())
    calls = evaluation.outcome().calls
    return made, {call.operation for call in calls}, {repr(call.parameters) for call in calls}


@pytest.mark.parametrize("name", LANGUAGES)
def test_those_that_are_told_nothing_are_one_whatever_gives_their_class(tmp_path: Path, name: str) -> None:
    count, operations, _ = objects_of(tmp_path, name, "")
    assert count == 2  # one of each class, not one for each place
    assert operations == {"SendEmail", "SendMessage"}


def test_those_that_get_their_names_from_who_makes_them_stay_apart(tmp_path: Path) -> None:
    stores = "".join(
        f"class Store{number}:\n"
        "    table = None\n"
        "    @classmethod\n"
        "    def of(cls, table):\n"
        "        made = cls()\n"
        "        made.table = table\n"
        "        return made\n"
        "    def get(self, key):\n"
        f"        return boto3.client('s3').get_object(Bucket=self.table, Key='{number}')\n"
        f"def a{number}(key): return Store{number}.of('first-{number}').get(key)\n"
        f"def b{number}(key): return Store{number}.of('second-{number}').get(key)\n"
        for number in range(PLACES)
    )
    (tmp_path / "app.py").write_text(f"import boto3\n{stores}", "utf-8")
    run = Run(discover([tmp_path]), Operations(shared_store()), {}, None, None)
    evaluation = run.basis(0).evaluation(lambda _module: None)
    evaluation.begin([run.basis(0).whole])
    made = sum(shape.cls is not None for shape in evaluation.run.heap.shapes.values())
    assert made >= 2 * PLACES
    assert len(evaluation.outcome().calls) == 2 * PLACES


@pytest.mark.parametrize("name", LANGUAGES)
def test_those_that_are_told_a_name_stay_apart(tmp_path: Path, name: str) -> None:
    count, operations, parameters = objects_of(
        tmp_path, name, "'https://sqs.eu-west-1.amazonaws.com/1/q-{number}'"
    )
    assert count > PLACES
    assert operations == {"SendEmail", "SendMessage"}
    assert len([one for one in parameters if "q-" in one]) == PLACES
