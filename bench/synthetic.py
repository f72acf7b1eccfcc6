"""Writes Python programs of any size that are built like real services: layers, factories, registries, injected
clients, class hierarchies, decorators, callbacks, and a lot of code that has nothing to do with AWS.

A program is a package ``app`` with one sub-package per business domain, each some 1,000 lines in ten modules, over a
common layer that all of them use. The same size and seed always give the same text.
"""

from __future__ import annotations

import random
from pathlib import Path

ACTIONS = frozenset(
    (
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "dynamodb:BatchWriteItem",
        "events:PutEvents",
        "lambda:InvokeFunction",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
        "sns:Publish",
        "sqs:DeleteMessage",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
        "ssm:GetParametersByPath",
    )
)
"""What a program of any size needs, and nothing else."""

NOUNS = (
    "order",
    "invoice",
    "customer",
    "shipment",
    "payment",
    "refund",
    "product",
    "price",
    "stock",
    "review",
    "campaign",
    "coupon",
    "session",
    "device",
    "report",
    "contract",
    "ticket",
    "asset",
    "batch",
    "booking",
    "claim",
    "delivery",
    "event",
    "file",
    "group",
)
WORDS = (
    "amount",
    "code",
    "state",
    "kind",
    "owner",
    "label",
    "total",
    "count",
    "rate",
    "region",
    "note",
    "source",
    "rank",
)

COMMON = {
    "__init__": "",
    "config": """
import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    stage: str = field(default_factory=lambda: os.environ.get("STAGE", "dev"))
    region: str = field(default_factory=lambda: os.environ["AWS_REGION"])
    bucket: str = "app-data"

    def name(self, kind, domain):
        return f"{kind}-{domain}"


def settings():
    return Settings()
""",
    "clients": '''
import functools
import logging

import boto3
from botocore.config import Config

logger = logging.getLogger(__name__)
_CONFIG = Config(retries={"max_attempts": 5})


@functools.lru_cache(maxsize=None)
def client(service, region=None):
    logger.debug("creating %s", service)
    return boto3.client(service, region_name=region, config=_CONFIG)


@functools.lru_cache(maxsize=None)
def resource(service):
    return boto3.resource(service, config=_CONFIG)


class Clients:
    """Created on first use, shared by everything that gets this object."""

    def __init__(self, region=None):
        self._region = region
        self._made = {}

    def _get(self, service):
        if service not in self._made:
            self._made[service] = client(service, self._region)
        return self._made[service]

    @property
    def s3(self):
        return self._get("s3")

    @property
    def sqs(self):
        return self._get("sqs")

    @property
    def sns(self):
        return self._get("sns")

    @property
    def events(self):
        return self._get("events")

    @property
    def functions(self):
        return self._get("lambda")
''',
    "base": """
import logging
import time

from app.common.clients import resource


class BaseRepository:
    table_name = None

    def __init__(self, table_name=None):
        self.logger = logging.getLogger(type(self).__name__)
        self._table = resource("dynamodb").Table(table_name or self.table_name)

    def load(self, key):
        response = self._table.get_item(Key={"id": key})
        return self.decode(response.get("Item") or {})

    def decode(self, item):
        return item


class BaseService:
    attempts = 3

    def __init__(self, clients, repository):
        self.clients = clients
        self.repository = repository
        self.logger = logging.getLogger(type(self).__name__)

    def retrying(self, action, *args, **kwargs):
        for attempt in range(self.attempts):
            try:
                return action(*args, **kwargs)
            except (ConnectionError, TimeoutError) as error:
                self.logger.warning("attempt %d of %s failed: %s", attempt, action, error)
                time.sleep(2**attempt)
        raise RuntimeError(f"giving up on {action}")
""",
    "registry": """
HANDLERS = {}


def handles(kind):
    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def dispatch(event, context):
    handler = HANDLERS.get(event["kind"])
    if handler is None:
        raise KeyError(event["kind"])
    return handler(event, context)
""",
    "timing": """
import functools
import time


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.monotonic()
        try:
            return function(*args, **kwargs)
        finally:
            print(function.__name__, time.monotonic() - start)

    return wrapper
""",
}

REPOSITORY = """
from boto3.dynamodb.conditions import Key

from app.common.base import BaseRepository
from app.{d}.models import {C}


class {C}Repository(BaseRepository):
    table_name = "{d}-table"

    def find(self, owner, limit=50):
        response = self._table.query(KeyConditionExpression=Key("owner").eq(owner), Limit=limit)
        return [self.decode(item) for item in response["Items"]]

    def save(self, {n}):
        self._table.put_item(Item={n}.as_item())
        return {n}

    def touch(self, key, state):
        self._table.update_item(
            Key={{"id": key}},
            UpdateExpression="SET #s = :s",
            ExpressionAttributeNames={{"#s": "state"}},
            ExpressionAttributeValues={{":s": state}},
        )

    def save_all(self, items):
        with self._table.batch_writer() as batch:
            for item in items:
                batch.put_item(Item=item.as_item())

    def decode(self, item):
        return {C}.from_item(item)
"""

STORAGE = """
import io
import json
import logging

logger = logging.getLogger(__name__)
PREFIX = "{d}/"


class {C}Storage:
    def __init__(self, s3, bucket):
        self._s3 = s3
        self._bucket = bucket

    def key(self, name, suffix=".json"):
        return f"{{PREFIX}}{{name}}{{suffix}}"

    def write(self, name, document):
        body = json.dumps(document).encode()
        self._s3.put_object(Bucket=self._bucket, Key=self.key(name), Body=body)
        return self.key(name)

    def read(self, name):
        buffer = io.BytesIO()
        self._s3.download_fileobj(self._bucket, self.key(name), buffer)
        return json.loads(buffer.getvalue())

    def names(self):
        paginator = self._s3.get_paginator("list_objects_v2")
        for page in paginator.paginate(Bucket=self._bucket, Prefix=PREFIX):
            for entry in page.get("Contents", []):
                yield entry["Key"].removeprefix(PREFIX)

    def remove(self, name):
        self._s3.delete_object(Bucket=self._bucket, Key=self.key(name))
"""

MESSAGES = """
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

QUEUE = "{d}-queue"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:{d}-topic"


class {C}Messages:
    def __init__(self, clients):
        self.clients = clients
        self.url = clients.sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]

    def send(self, message):
        return self.clients.sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(message))

    def receive(self):
        response = self.clients.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
        for message in response.get("Messages", []):
            yield json.loads(message["Body"])
            self.clients.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def announce(self, subjects):
        publish = partial(self.clients.sns.publish, TopicArn=TOPIC)
        with ThreadPoolExecutor() as pool:
            return [pool.submit(publish, Subject=subject, Message="changed") for subject in subjects]

    def emit(self, detail):
        entry = {{"Source": "app.{d}", "DetailType": "{n}", "Detail": json.dumps(detail), "EventBusName": "{d}-bus"}}
        self.clients.events.put_events(Entries=[entry])
"""

SERVICE = """
import json
import logging
from dataclasses import dataclass

from app.common.base import BaseService
from app.common.timing import timed
from app.{d} import rules
from app.{d}.messages import {C}Messages
from app.{d}.repository import {C}Repository
from app.{d}.storage import {C}Storage

logger = logging.getLogger(__name__)


class {C}Service(BaseService):
    def __init__(self, clients, bucket):
        super().__init__(clients, {C}Repository())
        self.storage = {C}Storage(clients.s3, bucket)
        self.messages = {C}Messages(clients)

    @timed
    def create(self, data):
        {n} = self.repository.decode(rules.normalise(data))
        problems = rules.problems({n})
        if problems:
            raise ValueError("; ".join(problems))
        saved = self.retrying(self.repository.save, {n})
        self.storage.write(saved.id, saved.as_item())
        self.messages.send({{"id": saved.id, "event": "created"}})
        return saved

    @timed
    def process(self):
        done = []
        for message in self.messages.receive():
            {n} = self.repository.load(message["id"])
            self.repository.touch(message["id"], rules.next_state({n}.state))
            done.append(message["id"])
        self.messages.announce(done)
        return done

    def archive(self, owner):
        items = self.repository.find(owner)
        for name in self.storage.names():
            document = self.storage.read(name)
            if rules.expired(document):
                self.storage.remove(name)
        self.repository.save_all(items)
        self.messages.emit({{"owner": owner, "count": len(items)}})

    def delegate(self, payload):
        self.clients.functions.invoke(FunctionName="{d}-worker", Payload=json.dumps(payload))
"""

HANDLERS = """
import os

from app.common.clients import Clients, client
from app.common.config import settings
from app.common.registry import dispatch, handles
from app.{d}.service import {C}Service

_service = None


def service():
    global _service
    if _service is None:
        config = settings()
        _service = {C}Service(Clients(config.region), config.bucket)
    return _service


@handles("{d}.created")
def on_created(event, context):
    secret = client("secretsmanager").get_secret_value(SecretId="{d}/token")
    return {{"id": service().create({{**event["detail"], "token": secret["SecretString"]}}).id}}


@handles("{d}.due")
def on_due(event, context):
    return {{"done": service().process()}}


@handles("{d}.archive")
def on_archive(event, context):
    parameters = client("ssm").get_parameters_by_path(Path="/app/{d}", Recursive=True)
    for parameter in parameters["Parameters"]:
        service().archive(parameter["Value"])
    service().delegate(event)


def lambda_handler(event, context):
    return dispatch(event, context)
"""


def write_program(directory: Path, lines: int, seed: int = 1) -> tuple[int, int, tuple[str, ...]]:
    """Writes a program of about so many lines; gives its lines, files, and the names of its domains."""
    package = directory / "app"
    written = files = 0

    def write(name: str, text: str) -> None:
        nonlocal written, files
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
        written += text.count("\n")
        files += 1

    write("__init__.py", "")
    for name, text in COMMON.items():
        write(f"common/{name}.py", text)
    domains: list[str] = []
    while written < lines:
        noun = NOUNS[len(domains) % len(NOUNS)]
        domain = f"{noun}s{len(domains)}"
        domains.append(domain)
        for name, text in _domain(domain, noun, random.Random(f"{seed}/{domain}")).items():
            write(f"{domain}/{name}.py", text)
    return written, files, tuple(domains)


def _domain(domain: str, noun: str, chooser: random.Random) -> dict[str, str]:
    names = {"d": domain, "n": noun, "C": noun.capitalize()}
    return {
        "__init__": f'from app.{domain}.models import {names["C"]}\n\n__all__ = ["{names["C"]}"]\n',
        "models": _models(names["C"], chooser),
        "rules": _rules(names["n"], chooser),
        "repository": REPOSITORY.format(**names),
        "storage": STORAGE.format(**names),
        "messages": MESSAGES.format(**names),
        "service": SERVICE.format(**names),
        "handlers": HANDLERS.format(**names),
        "figures": _figures(chooser),
        "forms": _forms(names["C"], chooser),
    }


def _models(name: str, chooser: random.Random) -> str:
    fields = chooser.sample(WORDS, 8)
    lines = [
        "from dataclasses import asdict, dataclass, field",
        "",
        "",
        "@dataclass",
        f"class {name}:",
        "    id: str",
    ]
    lines += [f"    {field}: str = {chooser.choice(WORDS)!r}" for field in fields if field != "state"]
    lines += ["    state: str = 'new'", "    parts: list = field(default_factory=list)", ""]
    lines += [
        "    def as_item(self):",
        "        return {k: v for k, v in asdict(self).items() if v is not None}",
        "",
    ]
    lines += [
        "    @classmethod",
        "    def from_item(cls, item):",
        "        known = {k: item[k] for k in item if k in cls.__annotations__}",
    ]
    lines += ["        return cls(**known)", ""]
    for number, field in enumerate(fields):
        lines += [f"    def {field}_text(self, width={number + 8}):", f"        value = str(self.{field})"]
        lines += [
            "        if len(value) > width:",
            "            return value[: width - 3] + '...'",
            "        return value.ljust(width)",
            "",
        ]
    for number in range(chooser.randrange(3, 7)):
        lines += [
            "",
            "@dataclass",
            f"class {name}Part{number}:",
            "    name: str",
            "    weight: float = 1.0",
            "",
        ]
        lines += ["    def get(self, key, default=None):", "        return getattr(self, key, default)", ""]
        lines += [
            "    def update(self, **values):",
            "        for key, value in values.items():",
            "            setattr(self, key, value)",
            "",
        ]
    return "\n".join(lines) + "\n"


def _rules(noun: str, chooser: random.Random) -> str:
    states = ["new", *chooser.sample(WORDS, 5), "done"]
    lines = ["import re", "from datetime import datetime, timedelta", "", f"STATES = {states!r}", ""]
    lines += [
        "",
        "def next_state(state):",
        "    position = STATES.index(state)",
        "    return STATES[min(position + 1, len(STATES) - 1)]",
        "",
    ]
    lines += ["", "def expired(document):", "    changed = datetime.fromisoformat(document['changed'])"]
    lines += ["    return datetime.now() - changed > timedelta(days=90)", ""]
    checks = []
    for number in range(chooser.randrange(18, 26)):
        word = chooser.choice(WORDS)
        checks.append(f"check_{number}")
        lines += ["", f"def check_{number}({noun}):", f"    value = getattr({noun}, {word!r}, None)"]
        lines += [
            "    if value is None:",
            f"        return '{word} is missing'",
            f"    if not re.match(r'^[a-z]{{1,{number + 3}}}$', str(value)):",
        ]
        lines += [f"        return f'{word} {{value!r}} is not allowed'", "    return None", ""]
    lines += ["", f"CHECKS = [{', '.join(checks)}]", "", "", f"def problems({noun}):"]
    lines += [
        f"    found = (check({noun}) for check in CHECKS)",
        "    return [text for text in found if text]",
        "",
        "",
    ]
    lines += [
        "def normalise(data):",
        "    return {key.strip().lower(): value for key, value in data.items()}",
        "",
    ]
    return "\n".join(lines) + "\n"


def _figures(chooser: random.Random) -> str:
    lines = ["import math", "from collections import Counter, defaultdict", ""]
    for number in range(chooser.randrange(16, 24)):
        first, second = chooser.sample(WORDS, 2)
        lines += [
            "",
            f"def {first}_by_{second}_{number}(rows, limit={number + 1}):",
            "    groups = defaultdict(list)",
        ]
        lines += [
            "    for row in rows:",
            f"        groups[row[{second!r}]].append(row[{first!r}])",
            "    result = {}",
        ]
        lines += [
            "    for key, values in sorted(groups.items()):",
            "        mean = sum(values) / len(values)",
        ]
        lines += [
            "        spread = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))",
            "        if spread > limit:",
        ]
        lines += [
            "            result[key] = {'mean': mean, 'spread': spread, 'top': Counter(values).most_common(3)}"
        ]
        lines += ["    return result", ""]
        if number:
            lines += ["", f"def report_{number}(rows):", f"    figures = {first}_by_{second}_{number}(rows)"]
            lines += ["    lines = [f'{key:>12} {entry[\"mean\"]:.2f}' for key, entry in figures.items()]"]
            lines += [f"    return {chooser.choice(['', 'tuple', 'list'])}(lines)", ""]
    return "\n".join(lines) + "\n"


def _forms(name: str, chooser: random.Random) -> str:
    lines = [
        "class Form:",
        "    fields = ()",
        "",
        "    def __init__(self, data):",
        "        self.data = data",
        "        self.errors = {}",
        "",
    ]
    lines += ["    def get(self, name, default=None):", "        return self.data.get(name, default)", ""]
    lines += [
        "    def validate(self):",
        "        for name in self.fields:",
        "            check = getattr(self, f'check_{name}', None)",
    ]
    lines += [
        "            if check is not None and not check(self.get(name)):",
        "                self.errors[name] = 'not valid'",
    ]
    lines += ["        return not self.errors", ""]
    for number in range(chooser.randrange(8, 12)):
        fields = chooser.sample(WORDS, 4)
        lines += ["", f"class {name}Form{number}(Form):", f"    fields = {tuple(fields)!r}", ""]
        for field in fields:
            lines += [
                f"    def check_{field}(self, value):",
                f"        return value is not None and len(str(value)) < {number + 10}",
                "",
            ]
        lines += [
            "    def query(self, text):",
            "        return [f for f in self.fields if text in str(self.get(f))]",
            "",
        ]
    return "\n".join(lines) + "\n"


def write_script(path: Path, size: int = 10_000) -> int:
    """Writes one self-contained module of about so many bytes; gives its bytes."""
    names = {"d": "orders", "n": "order", "C": "Order"}
    parts = [
        '"""One module that does everything."""',
        COMMON["clients"],
        STORAGE.format(**names),
        MESSAGES.format(**names),
        "\n\ndef main():\n    clients = Clients()\n    storage = OrderStorage(clients.s3, 'app-data')\n"
        "    messages = OrderMessages(clients)\n    for name in storage.names():\n"
        "        messages.send(storage.read(name))\n    storage.write('done', {})\n"
        "    messages.announce(['done'])\n    messages.emit({'count': 1})\n",
    ]
    chooser = random.Random(1)
    while sum(map(len, parts)) < size:
        parts.append(_figures(chooser))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts)[:size].rsplit("\n\n\n", 1)[0] + "\n", "utf-8")
    return path.stat().st_size
