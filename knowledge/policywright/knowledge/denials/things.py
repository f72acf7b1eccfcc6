"""What people call AWS's things, and what reading, writing and the like of one is: *write to the table*.

Operations are about the whole thing (``UpdateTable``); who reads, writes or sends means what is in it. Each
row has the noun that the service's own guide uses for it, the verbs, and the action that its reference has
for that. A noun counts where nothing says that it is another system's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policywright.knowledge.denials.several import of_all
from policywright.knowledge.records import dataclass

_MAY = (
    r"(?:(?<=to )|(?<=not )|(?<=n't )|(?<=n\u2019t )|(?<=cannot )|(?<=cant )|(?<=and )|(?<=or )|(?<=/)"
    r"|(?<![\w'`\"\u2019)] ))"
)
"""In front of a verb's plain form, which may be a noun as well: *to store*, and not *the state store*."""


def _said(*verbs: str) -> str:
    """The forms of verbs, each given as its stem and its endings: ``writ:e,es,ing,ten``."""
    forms: list[str] = []
    for verb in verbs:
        stem, _, endings = verb.partition(":")
        plain, *others = endings.split(",")
        forms += [f"{_MAY}{stem}{plain}", *(f"{stem}{ending}" for ending in others)]
    return "|".join(forms)


_GETS: tuple[str, ...] = (
    "read:,s,ing",
    "get:,ting",
    "fetch:,es,ed,ing",
    "retriev:e,es,ed,ing",
    "pull:,s,ed,ing",
    "load:,ed,ing",
)
_GETS = (*_GETS, "obtain:,s,ed,ing", "grab:,s,bed,bing")
_PUTS: tuple[str, ...] = (
    "writ:e,es,ing,ten",
    "put:,ting",
    "sav:e,ed,ing",
    "stor:e,ed,ing",
    "insert:,s,ed,ing",
    "add:,ing",
)
_PUTS = (*_PUTS, "push:,es,ed,ing", "upload:,ed,ing", "persist:,s,ed,ing")
_SENDS = (
    *_PUTS,
    "send:,s,ing",
    "post:,ed,ing",
    "enqueu:e,es,ed,ing",
    "forward:,s,ed,ing",
    "deliver:,s,ed,ing",
)
_TAKES = (*_GETS, "receiv:e,es,ed,ing", "poll:,s,ed,ing", "consum:e,es,ed,ing", "dequeu:e,es,ed,ing")
_RUN = _said("start:,s,ed,ing", "run:,s,ning", "trigger:,s,ed,ing", "execut:e,es,ed,ing", "launch:,es,ed,ing")
_GET, _PUT, _SEND, _TAKE = (_said(*verbs) for verbs in (_GETS, _PUTS, _SENDS, _TAKES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One row: the service, how it is said, and what it asks for."""

    service: str
    pattern: re.Pattern[str]
    actions: tuple[str, ...]


_WORD = (
    r"(?!(?:and|or|but|because|when|while|if|with|using|via|through|since|due|for|that|which|where|by|after|before"
    r"|fail\w*|error\w*|denied|it|they|cannot|can|could|is|are|was|were|gets?|got)\b)[\w'`\"*-]+"
)
"""What may stand between a verb and its thing."""


_AND = r"(?:\s*(?:/|,|&|\band\b|\bor\b)\s*(?:to\s+)?[a-z]+)?"
"""Two verbs of one thing: *read/write*, *read and write to*."""


_ON = r"(?!\s+(?:polic|permission|queues?|tables?|topics?|buckets?|or\b)|\s*\()"
"""Not behind a noun: what makes it part of another or one of two, and Terraform's name in brackets."""


def _row(service: str, verbs: str, things: str, *actions: str, between: str = "") -> Doing:
    words = rf"{_AND}(?:\s+{between}{_WORD}){{0,5}}?\s+"
    form = rf"\b(?:{verbs}){words}(?P<thing>{things})\b{_ON}"
    return Doing(service=service, pattern=re.compile(form, re.IGNORECASE), actions=actions)


_TABLE = r"(?:dynamo(?:db)?(?:\s+(?:db\s+)?tables?)?|ddb(?:\s+tables?)?|tables?|dynamo\s+db)"
_QUEUE = r"(?:sqs(?:\s+queues?)?|queues?)"
_TOPIC = r"(?:sns(?:\s+topics?)?|topics?)"
_SECRET = r"(?:secrets?\s?manager|secrets?)"
_PARAMETER = r"(?:(?:ssm\s+)?parameter\s?store|ssm\s+param(?:eter)?s?|(?<=from\s)ssm(?!\s+agent))"
PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
_ECR = r"(?:ecr(?:\s+repo(?:sitor(?:y|ies))?)?)"
_STACK = r"(?:cloud\s?formation\s+)?stacks?"
_FUNCTION = r"(?:lambda(?:\s+functions?)?|lambdas)"

_BUCKET = r"(?:s3(?:\s+buckets?)?|buckets?)"
_INTO = r"(?!from\b)"

ROWS: tuple[Doing, ...] = (
    # docs.aws.amazon.com/amazondynamodb/latest/APIReference
    _row("dynamodb", _PUT, _TABLE, "dynamodb:PutItem"),
    _row("dynamodb", _GET, _TABLE, "dynamodb:GetItem"),
    _row("dynamodb", _said("quer:y,ies,ied,ying"), _TABLE, "dynamodb:Query"),
    _row("dynamodb", _said("scan:,s,ned,ning"), _TABLE, "dynamodb:Scan"),
    _row(
        "dynamodb",
        rf"(?:{_said('delet:e,es,ed,ing', 'remov:e,es,ed,ing')})(?=\s.{{0,30}}\bfrom\b)",
        _TABLE,
        "dynamodb:DeleteItem",
    ),
    # docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference
    _row("sqs", _SEND, _QUEUE, "sqs:SendMessage", between=_INTO),
    _row("sqs", _TAKE, _QUEUE, "sqs:ReceiveMessage"),
    # docs.aws.amazon.com/sns/latest/api
    _row("sns", rf"{_SEND}|{_said('publish:,es,ed,ing', 'notif:y,ies,ied,ying')}", _TOPIC, "sns:Publish"),
    # docs.aws.amazon.com/secretsmanager/latest/apireference
    _row("secretsmanager", _GET, _SECRET, "secretsmanager:GetSecretValue"),
    # docs.aws.amazon.com/systems-manager/latest/APIReference
    _row("ssm", _GET, _PARAMETER, "ssm:GetParameter"),
    # docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html, image-push-iam.html
    _row("ecr", _said("pull:,s,ed,ing", "fetch:,es,ed,ing", "download:,s,ed,ing"), _ECR, *PULL),
    _row("ecr", _said("push:,es,ed,ing", "upload:,s,ed,ing"), _ECR, *PUSH),
    # docs.aws.amazon.com/IAM/latest/APIReference
    _row("iam", _said("creat:e,es,ed,ing"), r"(?:iam\s+)?roles?", "iam:CreateRole"),
    # docs.aws.amazon.com/AWSCloudFormation/latest/APIReference
    _row("cloudformation", _said("creat:e,es,ed,ing"), _STACK, "cloudformation:CreateStack"),
    _row("cloudformation", _said("updat:e,es,ed,ing"), _STACK, "cloudformation:UpdateStack"),
    _row("cloudformation", _said("delet:e,es,ed,ing"), _STACK, "cloudformation:DeleteStack"),
    # docs.aws.amazon.com/glue/latest/dg/aws-glue-api.html, step-functions/latest/apireference
    _row("glue", _RUN, r"glue\s+(?:\w+\s+)?jobs?", "glue:StartJobRun"),
    _row("stepfunctions", _RUN, r"state\s?machines?|step\s?functions?", "states:StartExecution"),
    # docs.aws.amazon.com/lambda/latest/api
    _row(
        "lambda",
        _said("invok:e,es,ed,ing", "call:,s,ed,ing"),
        _FUNCTION,
        "lambda:InvokeFunction",
    ),
    # docs.aws.amazon.com/AmazonS3/latest/API
    _row("s3", _PUT, _BUCKET, "s3:PutObject", between=_INTO),
    _row(
        "s3",
        _said("read:,s,ing", "fetch:,es,ed,ing", "download:,s,ed,ing", "load:,ed,ing", "retriev:e,es,ed,ing"),
        _BUCKET,
        "s3:GetObject",
    ),
)

_FOREIGN = (
    r"kafka|rabbit\w*|mosquitto|mqtt|postgres\w*|my-?sql|mariadb|sql|hive|iceberg|delta|pub/?sub|azure|gcp|google|vault"
    r"|kubernetes|k8s|github|gitlab|redis|snowflake|bigquery|database|minio|ceph|glue|athena|redshift|catalog"
)
_BEFORE = re.compile(rf"\b(?:{_FOREIGN}|route|routing|lookup|outposts|ci|job|print|work)\s+\Z", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s+(?:in|on|of|at|from|for)\s+(?:(?:the|our|my|a)\s+)?(?:[\w-]+\s+)?(?:{_FOREIGN})\b", re.IGNORECASE
)
"""Around a noun: whose it is, if not the service's that has it for its own."""
_ALONE = re.compile(r"tables?|queues?|topics?|secrets?|stacks?|roles?|state\s?machines?", re.IGNORECASE)
"""What others have, too: AWS's where somebody tells that it was at work."""
AT_WORK = re.compile(
    r"\b(?:lambdas?|fargate|AWS|IAM|ECS|EKS|EC2|SQS|SNS|S3|CDK|cloud\s?formation|step functions?|dynamo\w*"
    r"|(?:execution|task|node|deploy\w*|instance) (?:role|profile)|IRSA|Access\s?Denied\w*"
    r"|assum(?:es|ing) (?:[\w-]+ ){0,4}role(?! of)|[a-z0-9-]+:(?-i:[A-Z][a-z])\w+)\b",
    re.IGNORECASE,
)


_ANY = re.compile(
    "|".join(
        (
            _TABLE,
            _QUEUE,
            _TOPIC,
            _SECRET,
            _PARAMETER,
            "ecr",
            "role",
            "stack",
            "lambda",
            _BUCKET,
            "glue",
            "state",
            "step",
        )
    ),
    re.IGNORECASE,
)
"""What every row is about: a sentence without one is no row's."""


def done_to_things(
    words: str, service: str | None = None, said: str = ""
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each row that a sentence says, or those of one service; ``said``: what is said beside it."""
    return of_all(words, lambda one: _done_to(one, service, said)) if _ANY.search(words) else ()


@lru_cache(maxsize=256)
def _done_to(words: str, service: str | None, said: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(_rows(words, service, said))


def _rows(words: str, service: str | None, said: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in ROWS:
        if service not in (None, row.service):
            continue
        match = row.pattern.search(words)
        if (
            match is None
            or _BEFORE.search(words[: match.start("thing")])
            or _BEHIND.match(words, match.end())
        ):
            continue
        if _HAS.search(words[: match.start()]) and _PAST.match(words, match.start()):
            continue
        alone = _ALONE.fullmatch(match["thing"]) is not None
        if service is not None or not alone or AT_WORK.search(words) or AT_WORK.search(said):
            yield row.service, row.actions


_HAS = re.compile(
    r"\b(?:I|we|they|you)(?:['\u2019]ve|\s+have|['\u2019]d|\s+had)?\s+(?:\w+ly\s+|just\s+)?\Z", re.IGNORECASE
)
_PAST = re.compile(r"\w+ed\b|wrote|written", re.IGNORECASE)
"""What somebody has done: it went well."""
