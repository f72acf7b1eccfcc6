"""What Terraform's S3 backend asks of AWS: the state, its lock, the key that encrypts it.

https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import Env, Instance, plain
from policywright.knowledge import texts
from policywright.knowledge.values import Const, Hole, Text, Value

_SOURCE = "https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required"
_PARTITION, _REGION, _ACCOUNT = Hole(kind="partition"), Hole(kind="region"), Hole(kind="account")
Parts = tuple[str | Hole, ...]


def backend_of(
    evaluator: Evaluation, top: Instance, modules: Modules
) -> tuple[list[Asked], Value | None, list[Asked]]:
    """What the backend of a root module asks, the role that it assumes for it, and what places it has."""
    for block in top.module.settings:
        for backend in block.nested("backend"):
            if backend.labels == ("s3",):
                env = Env(instance=top)
                found = list(_s3(evaluator, backend, env, modules))
                return found, _role(evaluator, backend, env), found
    return [], None, []


def _role(evaluator: Evaluation, block: s.Block, env: Env) -> Value | None:
    for inner, at in nested(evaluator, block, "assume_role", env):
        value = plain(evaluator.attribute(inner, "role_arn", at))
        if isinstance(value, Const | Text) and value != Const(None):
            return value
    value = plain(evaluator.attribute(block, "role_arn", env))
    return value if isinstance(value, Const | Text) and value != Const(None) else None


def _s3(evaluator: Evaluation, block: s.Block, env: Env, modules: Modules) -> Iterator[Asked]:
    span = modules.head(block)

    def value(name: str) -> Value:
        return plain(evaluator.attribute(block, name, env))

    def parts(name: str) -> Parts:
        """An argument; open where it is given only on the command line."""
        found = value(name)
        if isinstance(found, Const | Text) and found != Const(None):
            return texts.parts(found)
        return (Hole(kind="unknown"),)

    def asked(actions: tuple[str, ...], arn: Parts, why: str, phases: str = "crud") -> Asked:
        resources = (texts.join(arn),)
        return Asked(
            actions=actions,
            resources=resources,
            why=why,
            span=span,
            source=_SOURCE,
            operation="terraform backend",
            phases=phases,
        )

    bucket: Parts = ("arn:", _PARTITION, ":s3:::", *parts("bucket"))
    key = parts("key")
    yield asked(("s3:ListBucket",), bucket, "the backend looks for workspaces and state")
    yield asked(("s3:GetObject",), (*bucket, "/", *key), "the state is read")
    yield asked(("s3:PutObject",), (*bucket, "/", *key), "the state is written", "cud")
    if value("use_lockfile") == Const(True):
        lock = (*bucket, "/", *key, ".tflock")
        yield asked(
            ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), lock, "the state is locked by a file"
        )
    for name in ("dynamodb_table",):
        if value(name) != Const(None):
            table: Parts = ("arn:", _PARTITION, ":dynamodb:", _REGION, ":", _ACCOUNT, ":table/", *parts(name))
            actions = (
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:DeleteItem",
            )
            yield asked(actions, table, "the state is locked by an item")
    if value("kms_key_id") != Const(None):
        arn = parts("kms_key_id")
        if not texts.starts_with(arn, "arn:"):
            alias = texts.starts_with(arn, "alias/")
            where: Parts = (Hole(kind="unknown"),) if alias else arn
            arn = ("arn:", _PARTITION, ":kms:", _REGION, ":", _ACCOUNT, ":key/", *where)
        yield asked(("kms:Decrypt",), arn, "the state is encrypted with this key")
        yield asked(("kms:Encrypt", "kms:GenerateDataKey"), arn, "the state is encrypted with this key")
