"""What Terraform's S3 backend asks of AWS: the state, its lock, the key that encrypts it.

https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import ANYWHERE, Asked, Assumed, Where
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.places import put_asked
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.modules import Module, Modules
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import Env, Instance, plain
from policywright.knowledge import texts
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Text, Value

_WORKSPACE = "terraform.workspace"
_PARTIAL = "the rest of the backend's configuration, which is told elsewhere, has the state locked so"
_SOURCE = "https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required"


def backend_of(
    evaluator: Evaluation, top: Instance, modules: Modules, given: tuple[s.Attribute, ...] = ()
) -> tuple[list[Asked], Assumed | None]:
    """What the backend of a root module asks, and the role that it assumes for it.

    ``given`` is what a command sets of it.
    """
    for block in top.module.settings:
        for backend in block.nested("backend"):
            if backend.labels == ("s3",):
                env = Env(instance=top)
                told = replace(backend, attributes=(*given, *backend.attributes))
                several = _has_workspaces(top.module, modules)
                return list(_s3(evaluator, told, env, modules, several)), _role(evaluator, told, env)
    return [], None


def remote_state(
    evaluator: Evaluation, block: s.Block, env: Env, modules: Modules
) -> tuple[list[Asked], Assumed | None]:
    """What reading another configuration's state asks (``terraform_remote_state``), and the role for it.

    https://developer.hashicorp.com/terraform/language/state/remote-state-data
    """
    kind = plain(evaluator.attribute(block, "backend", env))
    if isinstance(kind, Const) and kind != Const("s3"):
        return [], None
    config = block.attribute("config")
    items = config.value.items if config is not None and isinstance(config.value, s.Object) else ()
    told = replace(
        block, blocks=(),
        attributes=tuple(
            replace(config, name=key, value=value)
            for key, value in items if config is not None and isinstance(key, str)
        ),
    )  # fmt: skip
    several = block.attribute("workspace") is not None
    asked = [one for one in _s3(evaluator, told, env, modules, several) if _only_reads(one)]
    return asked, _role(evaluator, told, env)


def _only_reads(asked: Asked) -> bool:
    return set(asked.actions) <= {"s3:ListBucket", "s3:GetObject", "kms:Decrypt"}


def _role(evaluator: Evaluation, block: s.Block, env: Env) -> Assumed | None:
    found = assumed_of(evaluator, block, env)
    if found is not None and all(isinstance(one, Const | Text) for one in found.roles):
        return found
    value = plain(evaluator.attribute(block, "role_arn", env))
    known = isinstance(value, Const | Text) and value != Const(None)
    return Assumed(roles=(value,)) if known else None


def assumed_of(evaluator: Evaluation, block: s.Block, env: Env) -> Assumed | None:
    """The roles that a provider or a backend takes on: with a token first, then one after the other.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs#assume-role-configuration-block
    """
    with_token, others = (
        [
            value
            for inner, at in nested(evaluator, block, type, env)
            if (value := plain(evaluator.attribute(inner, "role_arn", at))) != Const(None)
        ]
        for type in ("assume_role_with_web_identity", "assume_role")
    )
    roles = (*with_token, *others)
    return Assumed(roles=roles, token=bool(with_token)) if roles else None


def _has_workspaces(module: Module, modules: Modules) -> bool:
    """Whether the configuration asks which workspace it is in: there is another one than the default then."""
    found, seen = [module], {module.directory}
    for one in found:
        if any(_WORKSPACE in (modules.files.text(name) or "") for name in one.files):
            return True
        for call in one.calls.values():
            called = modules.local_source(one, call)
            if called is not None and called not in seen:
                seen.add(called)
                found.append(modules.modules[called])
    return False


def _s3(evaluator: Evaluation, block: s.Block, env: Env, modules: Modules, several: bool) -> Iterator[Asked]:
    span = modules.head(block)

    def value(name: str) -> Value:
        return plain(evaluator.attribute(block, name, env))

    region = value("region")
    told = isinstance(region, Const) and isinstance(region.value, str)
    where = Where(region=texts.parts(region)) if told else ANYWHERE

    def parts(name: str) -> Parts:
        """An argument; open where it is given only on the command line."""
        found = value(name)
        if isinstance(found, Const | Text) and found != Const(None):
            return texts.parts(found)
        return OPEN

    def asked(
        actions: tuple[str, ...],
        resource: Value | list[Value],
        why: str,
        phases: str = "crud",
        optional: str = "",
    ) -> Asked:
        resources = tuple(resource) if isinstance(resource, list) else (resource,)
        return put_asked(Asked(
            actions=actions, resources=resources, why=why, span=span, source=_SOURCE,
            operation="terraform backend", phases=phases, optional=optional,
        ), where)  # fmt: skip

    def in_bucket(*key: str | Hole) -> Value:
        return arn_in("s3", *parts("bucket"), *key, region="", account="")

    keys: list[Parts] = [parts("key")]
    prefix = value("workspace_key_prefix")
    if several or prefix != Const(None):
        # https://developer.hashicorp.com/terraform/language/backend/s3#workspace_key_prefix
        under = ("env:",) if prefix == Const(None) else parts("workspace_key_prefix")
        keys.append((*under, "/", *OPEN, "/", *keys[0]))
    state = [in_bucket("/", *key) for key in keys]
    yield asked(("s3:ListBucket",), in_bucket(), "the backend looks for workspaces and state")
    yield asked(("s3:GetObject",), state, "the state is read")
    yield asked(("s3:PutObject",), state, "the state is written", "cud")
    partial = any(value(name) == Const(None) for name in ("bucket", "key"))
    by_file, by_item = value("use_lockfile") == Const(True), value("dynamodb_table") != Const(None)
    # The rest of a partial configuration is told by a command, and may say how the state is locked.
    perhaps = _PARTIAL if partial and not by_file and not by_item else ""
    if by_file or perhaps:
        lock = [in_bucket("/", *key, ".tflock") for key in keys]
        actions: tuple[str, ...] = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
        yield asked(actions, lock, "the state is locked by a file", optional=perhaps)
    if by_item or perhaps:
        actions = ("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")
        table = arn_in("dynamodb", "table/", *parts("dynamodb_table"))
        yield asked(actions, table, "the state is locked by an item", optional=perhaps)
    if value("kms_key_id") != Const(None):
        named = parts("kms_key_id")
        if texts.starts_with(named, "arn:"):
            key_arn: Value = texts.join(named)
        else:
            key_arn = arn_in("kms", "key/", *(OPEN if texts.starts_with(named, "alias/") else named))
        yield asked(("kms:Decrypt",), key_arn, "the state is encrypted with this key")
        yield asked(("kms:Encrypt", "kms:GenerateDataKey"), key_arn, "the state is encrypted with this key")
