"""What Terraform's S3 backend asks of AWS: the state, its lock, the key that encrypts it.

https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import Env, Instance, plain
from policywright.knowledge import texts
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Text, Value

_SOURCE = "https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required"


def backend_of(
    evaluator: Evaluation, top: Instance, modules: Modules, given: tuple[s.Attribute, ...] = ()
) -> tuple[list[Asked], Value | None]:
    """What the backend of a root module asks, and the role that it assumes for it.

    ``given`` is what a command sets of it.
    """
    for block in top.module.settings:
        for backend in block.nested("backend"):
            if backend.labels == ("s3",):
                env = Env(instance=top)
                told = replace(backend, attributes=(*given, *backend.attributes))
                return list(_s3(evaluator, told, env, modules)), _role(evaluator, told, env)
    return [], None


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
        return OPEN

    def asked(actions: tuple[str, ...], resource: Value, why: str, phases: str = "crud") -> Asked:
        return Asked(
            actions=actions, resources=(resource,), why=why, span=span, source=_SOURCE,
            operation="terraform backend", phases=phases,
        )  # fmt: skip

    def in_bucket(*key: str | Hole) -> Value:
        return arn_in("s3", *parts("bucket"), *key, region="", account="")

    key = parts("key")
    yield asked(("s3:ListBucket",), in_bucket(), "the backend looks for workspaces and state")
    yield asked(("s3:GetObject",), in_bucket("/", *key), "the state is read")
    yield asked(("s3:PutObject",), in_bucket("/", *key), "the state is written", "cud")
    if value("use_lockfile") == Const(True):
        lock = in_bucket("/", *key, ".tflock")
        yield asked(
            ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), lock, "the state is locked by a file"
        )
    if value("dynamodb_table") != Const(None):
        actions = ("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")
        table = arn_in("dynamodb", "table/", *parts("dynamodb_table"))
        yield asked(actions, table, "the state is locked by an item")
    if value("kms_key_id") != Const(None):
        named = parts("kms_key_id")
        if texts.starts_with(named, "arn:"):
            key_arn: Value = texts.join(named)
        else:
            key_arn = arn_in("kms", "key/", *(OPEN if texts.starts_with(named, "alias/") else named))
        yield asked(("kms:Decrypt",), key_arn, "the state is encrypted with this key")
        yield asked(("kms:Encrypt", "kms:GenerateDataKey"), key_arn, "the state is encrypted with this key")
