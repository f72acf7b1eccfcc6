"""What ECS does for a task under its execution role: pulls images, writes logs, reads secrets.

``execution_needs`` takes the containers of a task definition as abstract values (keys in any case), as every
template language can give them. Source:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from policywright.analyzers.infrastructure.model import RuntimeNeed
from policywright.analyzers.infrastructure.runtime import need
from policywright.analyzers.infrastructure.states.patterns import HOLE, plain, restored
from policywright.analyzers.model import Span
from policywright.knowledge.values import (
    Const,
    Hole,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
    listed,
    one_of,
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
_OPEN_SECRET = re.compile(rf"({HOLE}[^:]*)(?::[^:/]*){{3}}", re.DOTALL)
"""An ARN that somebody gives, and what only a secret has behind it: a key, a stage and a version, or none."""
_SECRET_FIELDS = 7
"""Fields of a secret's ARN; a key, a stage and a version may follow."""
_NOTHING = (Const(None), Const(""))
UNTOLD = Unknown("template")
"""What a template says, but can't be read from the files here."""


def execution_needs(containers: Iterable[tuple[Value, Span]]) -> Iterator[RuntimeNeed]:
    """What the execution role of a task must allow for its containers, or may have to where nothing tells."""
    for value, span in containers:
        for container in alternatives(value):
            if isinstance(container, Struct):
                yield from _container(container, span)
            elif container not in _NOTHING:
                for member in _READERS:
                    yield from _untold(member, span)


def with_logs_of_batch(value: Value) -> Value:
    """A container of a job as Batch starts it: what says nothing else of its log writes ``/aws/batch/job``.

    https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
    """
    return one_of([_with_logs(option) for option in alternatives(value)])


def _with_logs(container: Value) -> Value:
    if not isinstance(container, Struct) or (container.open and not _has(container, "logConfiguration")):
        return container
    said = _values(container, "logConfiguration") or [Struct((("logDriver", Const("awslogs")),))]
    return _replaced(container, "logConfiguration", [_in_usual_group(one) for one in said])


def _in_usual_group(logs: Value) -> Value:
    """A log configuration whose options name a group, the usual one where none is said."""
    if not isinstance(logs, Struct):
        return logs
    found = _values(logs, "options") or [Struct((), open=logs.open)]
    group = ("awslogs-group", Const("/aws/batch/job"))
    filled = [
        Struct((*one.fields, group), open=one.open)
        if isinstance(one, Struct) and not one.open and not _has(one, group[0])
        else one
        for one in found
    ]
    return _replaced(logs, "options", filled)


def _replaced(struct: Struct, name: str, values: list[Value]) -> Struct:
    rest = tuple(field for field in struct.fields if field[0].lower() != name.lower())
    return Struct((*rest, (name, one_of(values))), open=struct.open)


def _container(container: Struct, span: Span) -> Iterator[RuntimeNeed]:
    for member, read in _READERS.items():
        for value in _values(container, member):
            yield from read(value, span)
        if container.open and not _has(container, member):
            yield from _untold(member, span)


def _untold(member: str, span: Span) -> Iterator[RuntimeNeed]:
    """What a member of a container may need that nothing is known of."""
    for kind in _UNTOLD[member]:
        yield from need(kind, span, label="something", arn=UNTOLD)


def _image(image: Value, span: Span) -> Iterator[RuntimeNeed]:
    text = plain(image)
    found = _IMAGE.fullmatch(text[0]) if text is not None else None
    if text is None:
        yield from _untold("image", span)
    elif found is not None:
        account, region, name = (restored(part, text[1]) for part in found.groups())
        label = _shown(name)
        for kind in ("image", "image-cached") if _may_be_cached(name) else ("image",):
            yield from need(kind, span, label=label, account_id=account, place=region, repository=name)
    elif _OPEN.fullmatch(text[0]) or not _REFERENCE.fullmatch(re.sub(HOLE, "x", text[0])):
        # A parameter, or whatever fills a placeholder, may give the address of any registry.
        yield from _untold("image", span)


def _may_be_cached(repository: Value) -> bool:
    """Whether a pull through cache rule may fill a repository: below a prefix, and not the template's own."""
    parts = repository.parts if isinstance(repository, Text) else (repository,)
    made = any(isinstance(one, Hole) and one.kind == "reference" for one in parts)
    text = plain(repository)
    return not made and (text is None or "/" in text[0] or bool(text[1]))


_OWN_REGION = Text((Hole(kind="region"),))


def _logs(logs: Value, span: Span) -> Iterator[RuntimeNeed]:
    if not isinstance(logs, Struct):
        yield from _untold("logConfiguration", span)
        return
    for secret in _values(logs, "secretOptions"):
        yield from _secret(secret, span)
    drivers = _values(logs, "logDriver")
    if Const("awslogs") not in drivers:
        if not all(isinstance(one, Const) for one in drivers or [UNTOLD]):
            yield from need("task-logs-somewhere", span)
        return
    for options in _values(logs, "options"):
        if not isinstance(options, Struct) or (options.open and not _has(options, "awslogs-group")):
            yield from need("task-logs-somewhere", span)
            yield from need("task-logs", span, log_group=UNTOLD, place=UNTOLD)
            continue
        creates = _values(options, "awslogs-create-group")
        for group in _values(options, "awslogs-group"):
            for region in _values(options, "awslogs-region") or [_OWN_REGION]:
                yield from need("task-logs", span, log_group=group, place=region)
                if creates and creates != [Const("false")]:
                    yield from need("task-log-group", span, log_group=group, place=region)


def _secret(entry: Value, span: Span, member: str = "valueFrom") -> Iterator[RuntimeNeed]:
    if not isinstance(entry, Struct):
        yield from _untold("secrets", span)
        return
    label = next((str(one.value) for one in _values(entry, "name") if isinstance(one, Const)), "")
    for value in _values(entry, member):
        text = plain(value)
        whole = _ARN.fullmatch(text[0]) if text is not None else None
        open = text is not None and _OPEN.fullmatch(text[0]) is not None and not _is_parameter(value)
        behind = _OPEN_SECRET.fullmatch(text[0]) if text is not None and open else None
        if behind is not None and text is not None:
            yield from need("task-secret", span, label=label, arn=restored(behind[1], text[1]))
        elif text is None or (whole is None and member == "valueFrom" and open):
            yield from need("task-secret-somewhere", span, label=label, arn=value)
        elif whole is not None and whole[1] == "secretsmanager":
            arn = restored(":".join(text[0].split(":")[:_SECRET_FIELDS]), text[1])
            yield from need("task-secret", span, label=label, arn=arn)
        elif whole is not None:
            yield from need("task-parameter", span, label=label, arn=value)
        elif member == "credentialsParameter":
            yield from need("task-secret-named", span, label=label, called=value)
        else:
            name = restored(text[0].lstrip("/"), text[1])
            yield from need("task-parameter-named", span, label=label, called=name)


def _is_parameter(value: Value) -> bool:
    """A name alone that is a parameter's of Terraform: what has an ARN would be one."""
    first = value.parts[0] if isinstance(value, Text) else None
    return isinstance(first, Hole) and _PARAMETER.search(first.name or "") is not None


def _login(entry: Value, span: Span) -> Iterator[RuntimeNeed]:
    yield from _secret(entry, span, "credentialsParameter")


def _file(file: Value, span: Span) -> Iterator[RuntimeNeed]:
    for value in _values(file, "value") if isinstance(file, Struct) else [UNTOLD]:
        text = plain(value)
        if text is None or _ARN.fullmatch(text[0]) is None:
            yield from need("task-file-somewhere", span)
        else:
            bucket = restored(text[0].partition("/")[0], text[1])
            yield from need("task-file", span, arn=value, bucket=bucket)


def _router(router: Value, span: Span) -> Iterator[RuntimeNeed]:
    """FireLens' router: of its own configuration the agent gets what is in S3."""
    if not isinstance(router, Struct):
        yield from need("router-file-somewhere", span)
        return
    for options in _values(router, "options"):
        known = options if isinstance(options, Struct) else Struct((), open=True)
        kinds = _values(known, "config-file-type")
        if kinds and all(isinstance(one, Const) and one != Const("s3") for one in kinds):
            continue
        for value in _values(known, "config-file-value") or ([UNTOLD] if known.open else []):
            text = plain(value)
            if text is None or _ARN.fullmatch(text[0]) is None:
                yield from need("router-file-somewhere", span)
            else:
                bucket = restored(text[0].partition("/")[0], text[1])
                yield from need("router-file", span, arn=value, bucket=bucket)


def _account(said: Value, span: Span) -> Iterator[RuntimeNeed]:
    """A service account of Active Directory; Docker's other options are no matter of the role."""
    text = plain(said)
    if text is None or text[0].startswith("credentialspec") or _OPEN.fullmatch(text[0]):
        yield from need("account-file", span)


_READERS: dict[str, Callable[[Value, Span], Iterator[RuntimeNeed]]] = {
    "image": _image, "logConfiguration": _logs, "secrets": _secret, "repositoryCredentials": _login,
    "environmentFiles": _file, "firelensConfiguration": _router, "credentialSpecs": _account,
    "dockerSecurityOptions": _account,
}  # fmt: skip
_UNTOLD = {
    "image": ("image-somewhere",), "logConfiguration": ("task-logs-somewhere", "task-secret-somewhere"),
    "secrets": ("task-secret-somewhere",), "repositoryCredentials": ("task-secret-somewhere",),
    "environmentFiles": ("task-file-somewhere",), "firelensConfiguration": ("router-file-somewhere",),
    "credentialSpecs": ("account-file",), "dockerSecurityOptions": ("account-file",),
}  # fmt: skip


def _values(struct: Struct, name: str) -> list[Value]:
    """The values of a member, its name in any case; an empty one is of what is not made."""
    found = (value for key, value in struct.fields if key.lower() == name.lower())
    return [
        one
        for value in found
        for option in alternatives(value)
        for item in listed(option)
        for one in alternatives(item)
        if one not in _NOTHING
    ]


def _has(struct: Struct, name: str) -> bool:
    return any(key.lower() == name.lower() for key, _ in struct.fields)


def _shown(name: Value) -> str:
    text = plain(name)
    return "" if text is None else re.sub(HOLE, "*", text[0])


def passed(values: Iterable[Value]) -> tuple[Value, ...]:
    """The roles that a task definition names; ``UNTOLD`` for one that can't be told."""
    options = (option for value in values for option in alternatives(value) if option not in _NOTHING)
    return tuple(dict.fromkeys(option if plain(option) is not None else UNTOLD for option in options))
