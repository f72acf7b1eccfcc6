"""Which services a passage names: *S3*, *Parameter Store*, *AWS Backup*; many are words first."""

from __future__ import annotations

import re

from policywright.knowledge.denials.facts import Facts

_CAPITALS = re.compile(
    r"(?<![\w/:.@-])[A-Z][A-Za-z0-9]*(?:\s{1,9}(?:[A-Z][A-Za-z0-9]*|53\b)){0,3}(?![\w/@-]|:\S)"
    r"|(?<=\bAWS )[a-z]{2,20}(?: [a-z]{2,20}){0,2}"
    r"|(?<![\w/:.@$=\"'-])(?:sqs|sns|ssm|kms|ec[2rs]|eks|rds|iam|sts|ses|msk|dynamodb|cloudwatch|cloudformation"
    r"|cloudfront|cloudtrail|eventbridge|sagemaker|bedrock|kinesis|firehose|athena|redshift|cognito|opensearch"
    r"|elasticache|appsync|secretsmanager|route53|codebuild|codepipeline"
    r"|secrets manager|parameter store|step functions)(?![\w/.@=\"'-]|:\S)"
)
"""The last are typed as they are called in code: no language has such words."""
_VENDOR = re.compile(r"\b(?:AWS|Amazon)\s{1,9}\Z")
_OF_IAM = re.compile(r"\s{1,9}(?:role|user|polic|permission|privilege|principal|entity|identity|access)")
"""Behind its name: what all services ask for, not what this one does."""
_ROLE_OF = re.compile(
    r"\s{1,9}(?:(?:task|execution|instance|node|worker|service|function)\s{1,9})?(?:role|instance\s{1,9}profile)\b",
    re.IGNORECASE,
)
"""Behind the name of what runs code: who calls, not what is called."""
_WHERE = re.compile(
    r"\b(?:from|in|inside|within)\s{1,9}(?:(?:an?|the|my|our|this|another|same)\s{1,9}){0,2}(?:AWS\s|Amazon\s)?\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s{1,9}(?:instances?|functions?|tasks?|pods?|clusters?|containers?|jobs?|servers?|machines?|hosts?|nodes?"
    r"|notebooks?|services?|workers?)\b",
    re.IGNORECASE,
)
"""Around the name of what runs code: where somebody was."""
_HOSTS = frozenset(
    ("ec2", "ecs", "eks", "lambda", "fargate", "glue", "codebuild", "sagemaker", "batch", "emr")
)
_MAKING = re.compile(
    r"(?:\A\W{0,9}|\b(?:when|while|on|at|for|by|is|was|am|are|it|(?:un)?able to"
    r"|(?:try|attempt|fail)\w{0,3} to|can(?:not|'t)|could(?:n't| not))\s)"
    r"(?:creat|delet|remov|updat|list|tagg?|attach|detach|mak)(?:e|ing)?"
    r"(?:\s(?:an?|the|my|our|new|any|this)){0,2}\s\Z",
    re.IGNORECASE,
)
_MADE = re.compile(r"\s{1,9}(?:roles?|users?|groups?|polic(?:y|ies)|instance\sprofiles?)\b", re.IGNORECASE)
"""Around IAM's name: a thing of its own that somebody could not make or change."""
_COMMON = re.compile(
    r"Account|Airflow|Artifact|Backup|Batch|Billing|Budgets|Cassandra|Config|Connect|Deadline|Detective|Directory"
    r"|Discovery|Drive|Elasticsearch|Email|Events"
    r"|Evidently|Export|Forecast|Grafana|Health|Import|Inspector|Invoicing|Kafka|Location|Logs|MQ|Marketplace"
    r"|Monitoring|Notifications|OpenSearch"
    r"|Organizations|Outposts|Pipes|Pricing|Proton|Resource|Scheduler|Schemas|Shield|Signer|States|Support"
    r"|Tag|Tagging|Transfer|Translate|Wisdom|User|Role|AWS|Amazon"
)
"""Names of services that are words first, or others' software: they count behind the vendor's name."""
_WORD = re.compile(r"\w+")


def services_in(text: str, begin: int, end: int, facts: Facts) -> list[tuple[int, str]]:
    """The services that a passage names, each with where its name ends."""
    found: list[tuple[int, str]] = []
    for match in _CAPITALS.finditer(text, begin, end):
        words = list(_WORD.finditer(text, *match.span()))
        index = 0
        while index < len(words):
            count = _named_by(text, words[index : index + 3], facts)
            if count:
                last = words[index + count - 1]
                label = " ".join(word[0] for word in words[index : index + count])
                found.append((last.end(), facts.service_named(label) or ""))
            index += count or 1
            if match[0][0].islower():
                break  # what follows the name is a sentence's
    return found


def _named_by(text: str, words: list[re.Match[str]], facts: Facts) -> int:
    """How many of the words are a service's name, or 0."""
    first = words[0]
    vendor = first[0] in ("AWS", "Amazon") or _VENDOR.search(text, max(0, first.start() - 12), first.start())
    for count in range(len(words), 0, -1):
        label = " ".join(word[0] for word in words[:count])
        if count == 1 and (
            first[0] in ("AWS", "Amazon")
            or (_COMMON.fullmatch(label) and not vendor)
            or label.lower() == "account"
            or label == "support"
            or (label == "IAM" and _OF_IAM.match(text, first.end()) and not _is_made(text, first))
            or (label != "IAM" and _ROLE_OF.match(text, first.end()))
            or (label.lower() in _HOSTS and _is_where(text, first))
            or (label.lower() in _WATCHES and _is_looked_into(text, first))
        ):
            continue
        if label.lower() in _LOGS and _TELLS.match(text, words[count - 1].end()):
            continue
        if facts.service_named(label) is not None:
            return count
    return 0


def _is_made(text: str, name: re.Match[str]) -> bool:
    """Whether a thing of IAM is what was to be made."""
    before = text[max(0, name.start() - _NEAR) : name.start()]
    return _MAKING.search(before) is not None and _MADE.match(text, name.end()) is not None


def _is_where(text: str, name: re.Match[str]) -> bool:
    """Whether what runs code is named as the place."""
    before = text[max(0, name.start() - _NEAR) : name.start()]
    return _WHERE.search(before) is not None and _PLACE.match(text, name.end()) is not None


_WATCHES = frozenset(("cloudtrail",))
_LOOKED = re.compile(
    r"\b(?:in|into|at|on|from|via|check(?:ed|ing)?|see|per)\s{1,9}(?:(?:the|my|our|your)\s{1,9}){0,2}(?:AWS\s|Amazon\s)?\Z",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\s{1,9}(?:events?|logs?|entr(?:y|ies)|records?|history|shows?|says|reports?)\b", re.IGNORECASE
)
"""Around the name of what keeps record: where somebody saw it, not what refused."""


_LOGS = frozenset(("cloudwatch", "cloudwatch logs"))
_TELLS = re.compile(
    r"(?:\s{1,9}[Ll]ogs?)?(?:\s{1,9}(?:of|for|from)\s(?:[\w'-]+\s){1,4}?)?\s{0,9}"
    r"(?:shows?|showed|says?|said|reports?|reported|contains?|ha(?:s|ve|d)(?!\sno\b)|tells?|told)\b"
)
"""The same of a program's own log."""


def _is_looked_into(text: str, name: re.Match[str]) -> bool:
    """Whether what keeps record is named as the place where something was seen."""
    before = text[max(0, name.start() - _NEAR) : name.start()]
    return _LOOKED.search(before) is not None or _SHOWS.match(text, name.end()) is not None


_NEAR = 80
