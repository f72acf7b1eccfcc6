"""Moto's own making of a stack, with each change that it makes inside held against a policy.

Moto's CloudFormation makes resources by methods of its services' backends, without asking its own IAM. Within
``Enforcing`` a method that is called like an operation of its service (``create_table``) asks first, as the
request would have been asked, and what was made is asked about once more by the ARN that moto gave it. What is
refused raises, and the stack fails. Which calls are made is moto's authors' reading of CloudFormation: not ours.

Not asked about: what moto only looks at (it finds functions and roles by ``get_function``, where AWS's handlers
read something else), roles that are passed, and types that moto does not make (HTTP APIs): for those there is the
replay in ``truth``.
"""

from __future__ import annotations

import functools
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore
import botocore.session
from moto.backends import get_backend
from moto.cloudformation import parsing

CODE = {"ZipFile": "def handler(event, context): ..."}
SERVICES = ("dynamodb", "events", "iam", "kms", "lambda", "s3", "sns", "sqs")
LOOKS = ("Get", "List", "Describe", "Head")
ACTIONS = {"s3:PutBucketEncryption": "s3:PutEncryptionConfiguration"}
"""Where IAM calls an operation otherwise (service authorization reference)."""
MISNAMED = ("lambda:PublishLayerVersion",)
"""Moto gives a layer another name than its template (``LayerName``)."""
_ARNS = ("arn", "table_arn", "function_arn", "queue_arn")
_MANAGED = {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}


def transformed(template: Path) -> dict[str, Any]:
    """The template as CloudFormation has it once AWS's transform has run, with code that needs no upload."""
    from cfnlint.decode import cfn_yaml
    from samtranslator.translator.transform import transform

    class Managed:
        def load(self) -> dict[str, str]:
            return _MANAGED

    source = json.loads(json.dumps(cfn_yaml.loads(template.read_text("utf-8"))))
    source.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for one in source["Resources"].values():
        name = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
        if one["Type"] in name:
            one["Properties"][name[one["Type"]]] = "s3://artifacts/code.zip"
    before = os.environ.get("AWS_DEFAULT_REGION")
    os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    try:
        found: dict[str, Any] = transform(source, {}, Managed())
    finally:
        os.environ.pop("AWS_DEFAULT_REGION")
        if before is not None:
            os.environ["AWS_DEFAULT_REGION"] = before
    for one in found["Resources"].values():
        if one["Type"] == "AWS::Lambda::Function":
            one["Properties"]["Code"] = CODE
    return found


class Refused(Exception):
    """A change that no statement allows."""


@dataclass
class Enforcing:
    """The policy that counts for what stacks make; ``may(action, arn)`` with no ARN asks for any resource."""

    may: Callable[[str, str | None], bool] = lambda _action, _arn: True
    made: list[tuple[str, str | None]] = field(default_factory=list)
    """Action and ARN of every change (the ARN of its resource, as far as moto says one)."""
    refused: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _within: threading.local = field(default_factory=threading.local)

    def ask(self, action: str, arn: str | None = None) -> None:
        if not self.may(action, arn):
            self.refused.append(f"{action} on {arn or 'anything'}")
            raise Refused(self.refused[-1])

    def changing(self, method: Callable[..., Any], action: str) -> Callable[..., Any]:
        @functools.wraps(method)
        def asked(*given: Any, **named: Any) -> Any:
            # What a backend calls for itself is no request of CloudFormation's.
            if not getattr(self._within, "resource", False):
                return method(*given, **named)
            self._within.resource = False
            try:
                self.ask(action)
                self._open.append(action)
                return method(*given, **named)
            finally:
                self._within.resource = True

        return asked

    def making(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def made(*given: Any, **named: Any) -> Any:
            outer, self._within.resource = getattr(self._within, "resource", False), True
            before, self._open = self._open, []
            try:
                resource = method(*given, **named)
                arn = next((one for name in _ARNS if (one := getattr(resource, name, None))), None)
                for action in self._open:
                    named = arn if isinstance(arn, str) and action not in MISNAMED else None
                    self.made.append((action, named))
                    if named is not None:
                        self.ask(action, named)
                return resource
            finally:
                self._within.resource, self._open = outer, before

        return made

    @contextmanager
    def patched(self) -> Iterator[Enforcing]:
        session = botocore.session.get_session()
        old: list[tuple[Any, str, Any]] = []
        for service in SERVICES:
            model = session.get_service_model(service)
            everywhere = "aws" if service in ("iam", "s3") else "eu-west-1"
            backend = type(get_backend(service)["123456789012"][everywhere])
            for operation in model.operation_names:
                name = botocore.xform_name(operation)
                if operation.startswith(LOOKS) or not callable(getattr(backend, name, None)):
                    continue
                action = ACTIONS.get(f"{service}:{operation}", f"{service}:{operation}")
                old.append((backend, name, getattr(backend, name)))
                setattr(backend, name, self.changing(getattr(backend, name), action))
        for name in ("parse_and_create_resource", "parse_and_delete_resource"):
            old.append((parsing, name, getattr(parsing, name)))
            setattr(parsing, name, self.making(getattr(parsing, name)))
        try:
            yield self
        finally:
            for where, name, method in reversed(old):
                setattr(where, name, method)
