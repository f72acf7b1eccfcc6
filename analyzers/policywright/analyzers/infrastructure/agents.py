"""What ECS does for a task under its execution role: pulls images, writes logs, reads secrets.

``execution_needs`` takes the containers of a task definition as abstract values (keys in any case), as every
template language can give them. Source:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.model import RuntimeNeed
from policywright.analyzers.infrastructure.runtime import need
from policywright.analyzers.infrastructure.states.patterns import HOLE, plain, restored
from policywright.analyzers.model import Span
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
    listed,
)

_IMAGE = re.compile(
    rf"(\d{{12}}|{HOLE}|\*)\.dkr\.ecr(?:-fips)?\.([\w-]+|{HOLE}|\*)\.(?:amazonaws\.[\w.]+|{HOLE})/(.+?)(?::[^/]*|@.*)?",
    re.DOTALL,
)
_NAME = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:[A-Za-z0-9.-]+(?::\d+)?/)?{_NAME}(?:/{_NAME})*(?::[\w.-]+)?(?:@[\w:+.-]+)?", re.ASCII
)
"""An image's address as Docker has it, without capitals in names: ``<IMAGE1_NAME>`` is a placeholder."""
_OPEN = re.compile(rf"{HOLE}.*", re.DOTALL)
_ARN = re.compile(rf"arn:(?:[\w-]+|{HOLE}):(secretsmanager|ssm|s3):.*", re.DOTALL)
_PARAMETER = re.compile(r"(?:^|\.)aws_ssm_parameter\.[\w-]+(?:\[[^\]]*\])?\Z")
_SECRET_FIELDS = 7
"""Fields of a secret's ARN; a key, a stage and a version may follow."""


def execution_needs(containers: Iterable[tuple[Value, Span]]) -> Iterator[RuntimeNeed]:
    """What the execution role of a task must allow for its containers."""
    for value, span in containers:
        for container in alternatives(value):
            if isinstance(container, Struct):
                yield from _container(container, span)


def _container(container: Struct, span: Span) -> Iterator[RuntimeNeed]:
    for image in _values(container, "image"):
        yield from _image(image, span)
    for logs in _structs(container, "logConfiguration"):
        yield from _logs(logs, span)
        for secret in _structs(logs, "secretOptions"):
            yield from _secrets(secret, "valueFrom", span)
    for secret in _structs(container, "secrets"):
        yield from _secrets(secret, "valueFrom", span)
    if _is_open(container, "secrets"):
        yield from need("task-secret-somewhere", span, label="what is not known here", arn=Unknown("items"))
    for login in _structs(container, "repositoryCredentials"):
        yield from _secrets(login, "credentialsParameter", span)
    for file in _structs(container, "environmentFiles"):
        for value in _values(file, "value"):
            yield from _file(value, span)


def _image(image: Value, span: Span) -> Iterator[RuntimeNeed]:
    text = plain(image)
    if text is None:
        return
    found = _IMAGE.fullmatch(text[0])
    if found is not None:
        account, region, name = (restored(part, text[1]) for part in found.groups())
        yield from need("image", span, label=_shown(name), account_id=account, place=region, repository=name)
    elif _OPEN.fullmatch(text[0]) or not _REFERENCE.fullmatch(re.sub(HOLE, "x", text[0])):
        # A parameter, or whatever fills a placeholder, may give the address of any registry.
        yield from need("image-somewhere", span)


_OWN_REGION = Text((Hole(kind="region"),))


def _logs(logs: Struct, span: Span) -> Iterator[RuntimeNeed]:
    if Const("awslogs") not in _values(logs, "logDriver"):
        return
    for options in _structs(logs, "options"):
        creates = _values(options, "awslogs-create-group")
        for group in _values(options, "awslogs-group"):
            for region in _values(options, "awslogs-region") or [_OWN_REGION]:
                yield from need("task-logs", span, log_group=group, place=region)
                if creates and creates != [Const("false")]:
                    yield from need("task-log-group", span, log_group=group, place=region)


def _secrets(entry: Struct, member: str, span: Span) -> Iterator[RuntimeNeed]:
    label = next((str(one.value) for one in _values(entry, "name") if isinstance(one, Const)), "")
    for value in _values(entry, member):
        text = plain(value)
        if text is None:
            continue
        whole = _ARN.fullmatch(text[0])
        if whole is not None and whole[1] == "secretsmanager":
            arn = restored(":".join(text[0].split(":")[:_SECRET_FIELDS]), text[1])
            yield from need("task-secret", span, label=label, arn=arn)
        elif whole is not None:
            yield from need("task-parameter", span, label=label, arn=value)
        elif member == "credentialsParameter":
            yield from need("task-secret-named", span, label=label, called=value)
        elif _OPEN.fullmatch(text[0]) and not _is_parameter(value):
            yield from need("task-secret-somewhere", span, label=label, arn=value)
        else:
            name = restored(text[0].lstrip("/"), text[1])
            yield from need("task-parameter-named", span, label=label, called=name)


def _is_parameter(value: Value) -> bool:
    """A name alone that is a parameter's of Terraform: what has an ARN would be one."""
    first = value.parts[0] if isinstance(value, Text) else None
    return isinstance(first, Hole) and _PARAMETER.search(first.name or "") is not None


def _file(value: Value, span: Span) -> Iterator[RuntimeNeed]:
    text = plain(value)
    if text is None or _ARN.fullmatch(text[0]) is None:
        return
    bucket = restored(text[0].partition("/")[0], text[1])
    yield from need("task-file", span, arn=value, bucket=bucket)


def _values(struct: Struct, name: str) -> list[Value]:
    """The values of a member, its name in any case; an empty one is of what is not made."""
    found = (value for key, value in struct.fields if key.lower() == name.lower())
    return [
        one
        for value in found
        for option in alternatives(value)
        for one in listed(option)
        if one not in (Const(None), Const(""))
    ]


def _is_open(struct: Struct, name: str) -> bool:
    """A list that may have more than what is known."""
    found = (value for key, value in struct.fields if key.lower() == name.lower())
    return any(
        isinstance(one, Unknown | Text)
        for value in found
        for option in alternatives(value)
        for one in (option.all if isinstance(option, Items) else (option,))
    )


def _structs(struct: Struct, name: str) -> list[Struct]:
    return [
        option
        for value in _values(struct, name)
        for option in alternatives(value)
        if isinstance(option, Struct)
    ]


def _shown(name: Value) -> str:
    text = plain(name)
    return "" if text is None else re.sub(HOLE, "*", text[0])


def passed(values: Iterable[Value]) -> tuple[Value, ...]:
    """The roles that a task definition names; what can't be told is left out."""
    options = (option for value in values for option in alternatives(value))
    return tuple(dict.fromkeys(option for option in options if plain(option) is not None))
