"""What an attribute of a resource, data source or module is, and a resource's nested blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.given import has_arn
from policywright.analyzers.infrastructure.managed import managed_arn
from policywright.analyzers.infrastructure.terraform import registry
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.file_functions import read_file, render
from policywright.analyzers.infrastructure.terraform.tfjson import block_of
from policywright.analyzers.infrastructure.terraform.traced import (
    MISSING,
    Choice,
    Env,
    Handle,
    Listing,
    Mapping,
    Scalar,
    Traced,
    const,
    from_value,
    hole,
    is_null,
    options,
    plain,
    string,
    unknown,
)
from policywright.analyzers.infrastructure.types import (
    arn_value,
    attribute_value,
    physical_name,
    terraform_type,
    text_of,
)
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value, one_of

_PLACES = {
    ("aws_caller_identity", "account_id"): "account",
    ("aws_region", "name"): "region",
    ("aws_region", "region"): "region",
    ("aws_region", "id"): "region",
    ("aws_partition", "partition"): "partition",
    ("aws_partition", "id"): "partition",
}
"""Attributes of data sources that say where a deployment is."""
_OF_ANOTHER = {
    ("aws_secretsmanager_secret_version", "arn"): "secret_id",
    ("aws_secretsmanager_secret_rotation", "id"): "secret_id",
    ("aws_s3_bucket_policy", "id"): "bucket",
    ("aws_s3_bucket_versioning", "id"): "bucket",
    ("aws_s3_bucket_public_access_block", "id"): "bucket",
    ("aws_s3_bucket_server_side_encryption_configuration", "id"): "bucket",
    ("aws_sqs_queue_policy", "id"): "queue_url",
    ("aws_sns_topic_policy", "id"): "arn",
    ("aws_kms_alias", "id"): "name",
    ("aws_kms_alias", "name"): "name",
}
"""Attributes that are those of what the resource, or the data source, is a part of (the provider's "Attribute
Reference"). An alias is what its name says: a key is found by it."""
_KEPT = frozenset(("aws_iam_role", "aws_iam_policy", "aws_lambda_function", "aws_lambda_alias"))
_IDENTITIES = frozenset(("arn", "id", "name", "function_name"))
"""Attributes that say which role, policy or function is meant: their argument's value would not."""
_KEY = re.compile(r"(?:^|\.)aws_kms_(?:replica_|external_)?key\.[^.]+$")
"""The address of a key: its id, where it stands for a value."""
_DOCUMENTS = frozenset(("json", "minified_json"))


def output(evaluator: Evaluator, handle: Handle, name: str, defaults: bool) -> Traced:
    """The value of ``handle.name``."""
    if handle.mode == "module":
        return _module_output(evaluator, handle, name, defaults)
    env = evaluator.env_of(handle, defaults)
    if handle.mode == "data":
        found = _data(evaluator, handle, name, env)
        if found is not None:
            return found
    if handle.type == "aws_kms_alias" and name in ("arn", "target_key_arn"):
        # Permissions are on keys, whatever alias a request names them by.
        key = encryption_key(evaluator, handle.block, env, "target_key_id")
        return hole("reference", f"{handle.address}.target_key_arn") if key is None else from_value(key)
    if (handle.type, name) in _OF_ANOTHER:
        found = evaluator.attribute(handle.block, _OF_ANOTHER[handle.type, name], env)
        if not is_null(found):
            return found
    row = terraform_type(handle.type)
    if row is not None:
        value = attribute_value(row, name, physical_name(handle.address), terraform=True)
        if value is not None:
            return from_value(value)
    argument = handle.block.value(name)
    if handle.type in _KEPT and name in _IDENTITIES:
        return hole("reference", f"{handle.address}.{name}")
    if argument is not None:
        found = evaluator.evaluate(argument, env)
        if not is_null(found):
            return found
    inner = nested(evaluator, handle.block, name, env)
    if inner:
        items = [
            Mapping(
                fields={one.name: evaluator.evaluate(one.value, at) for one in block.attributes}, open=True
            )
            for block, at in inner
        ]
        return Listing(items=tuple(items))
    return hole("reference", f"{handle.address}.{name}")


def _module_output(evaluator: Evaluator, handle: Handle, name: str, defaults: bool) -> Traced:
    child = evaluator.children(handle)
    if child is None:
        return registry.output(handle, name)
    block = child.module.outputs.get(name)
    if block is None:
        return unknown(MISSING)
    key = ("output", name, defaults)
    if key in child.memo:
        return child.memo[key]
    if key in child.busy:
        return unknown("cycle")
    child.busy.add(key)
    try:
        value = evaluator.attribute(block, "value", Env(instance=child, defaults=defaults))
    finally:
        child.busy.discard(key)
    child.memo[key] = value
    return value


def _data(evaluator: Evaluator, handle: Handle, name: str, env: Env) -> Traced | None:
    """Attributes of data sources that mean something of their own."""
    place = _PLACES.get((handle.type, name))
    if place is not None and handle.block.attribute("provider") is None:
        return hole(place)  # type: ignore[arg-type]
    if handle.type == "aws_partition" and name == "dns_suffix":
        return const("amazonaws.com")
    if handle.type == "aws_iam_policy_document" and name in _DOCUMENTS:
        value = hole("reference", f"{handle.address}.{name}").value
        return Scalar(value=value, document=handle)
    if handle.type == "aws_iam_policy" and name in ("arn", "id"):
        arn = evaluator.attribute(handle.block, "arn", env)
        if not is_null(arn):
            return arn
        known = managed_arn(string(evaluator.attribute(handle.block, "name", env)) or "")
        return None if known is None else const(known)
    if handle.type == "local_file" and name == "content":
        return read_file(evaluator, evaluator.attribute(handle.block, "filename", env), env)
    if handle.type == "template_file" and name == "rendered":
        return _template_file(evaluator, handle, env)
    return None


def _template_file(evaluator: Evaluator, handle: Handle, env: Env) -> Traced:
    template, variables = handle.block.value("template"), mapped(evaluator, handle.block, "vars", env)
    if isinstance(template, s.Call) and template.name == "file" and len(template.args) == 1:
        return render(evaluator, evaluator.evaluate(template.args[0], env), variables, env)
    return hole("reference", f"{handle.address}.rendered")


def mapped(evaluator: Evaluator, block: s.Block, name: str, env: Env) -> Traced:
    """An argument that is a map: Terraform took it as a block as well, up to version 0.11."""
    written = block.nested(name)
    if not written or block.attribute(name) is not None:
        return evaluator.attribute(block, name, env)
    items = tuple((one.name, one.value) for inner in written for one in inner.attributes)
    first = written[0]
    file, start, end, path = first.file, first.start, first.end, first.path
    value = s.Object(items=items, file=file, start=start, end=end, path=path)
    given = s.Attribute(name=name, value=value, file=file, start=start, end=end, path=path)
    return evaluator.attribute(replace(block, attributes=(given,)), name, env)


def nested(
    evaluator: Evaluator, block: s.Block, type: str, env: Env, *, assumed: bool = False, chosen: bool = False
) -> list[tuple[s.Block, Env]]:
    """The nested blocks of a type, those of ``dynamic`` blocks included, each with where it is evaluated.

    A ``dynamic`` block that variables decide about may be there, so it is; not where those are ``assumed`` to
    have their defaults, as of what a role has: that it may have more must not hide what it lacks. What a
    condition chooses, and is written out, may be asked for all the same (``chosen``).
    """
    return list(_nested(evaluator, block, type, env, assumed, chosen))


def _nested(
    evaluator: Evaluator, block: s.Block, type: str, env: Env, assumed: bool, chosen: bool
) -> Iterator[tuple[s.Block, Env]]:
    for one in block.blocks:
        if one.type == type:
            yield one, env
        elif one.type == "dynamic" and one.labels == (type,):
            content = next(iter(one.nested("content")), None)
            if content is None:
                continue
            name = one.value("iterator")
            iterator = name.name if isinstance(name, s.Name) else type
            each = evaluator.attribute(one, "for_each", env)
            pairs, more = evaluator.pairs(each)
            written = pairs if chosen and isinstance(each, Choice) and not more else []
            # What is written out says more than what its variables are by default.
            told = pairs and not more and not isinstance(each, Choice)
            if more or (assumed and not told):
                pairs, open = evaluator.pairs(evaluator.attribute(one, "for_each", env.with_defaults()))
                pairs = pairs or written
                if not pairs and (open or not assumed):
                    pairs = [(hole("unknown"), hole("unknown"))]
            for key, value in pairs:
                yield content, env.bound({iterator: Mapping(fields={"key": key, "value": value})})
    argument = block.value(type)
    if isinstance(argument, s.Object | s.Tuple):
        # JSON, which has no other way to write a block.
        for item in argument.items if isinstance(argument, s.Tuple) else (argument,):
            if isinstance(item, s.Object):
                yield block_of(item, type), env


def named(evaluator: Evaluator, handle: Handle, argument: str) -> Value | None:
    """The physical name that an argument sets, or the pattern of ``name_prefix``."""
    if not argument:
        return None
    env = evaluator.env_of(handle)
    value = evaluator.attribute(handle.block, argument, env)
    if is_null(value):
        prefix = plain(evaluator.attribute(handle.block, f"{argument}_prefix", env))
        if isinstance(prefix, Const) and isinstance(prefix.value, str):
            return text_of([prefix.value, Hole(kind="unknown")])
        return text_of([*prefix.parts, Hole(kind="unknown")]) if isinstance(prefix, Text) else None
    return plain(value)


def key_of(evaluator: Evaluator, handle: Handle) -> Value | None:
    """The ARN of the customer managed key that encrypts a resource."""
    row = terraform_type(handle.type)
    if row is None or not row.tf_key:
        return None
    return encryption_key(evaluator, handle.block, evaluator.env_of(handle), row.tf_key)


def encryption_key(evaluator: Evaluator, block: s.Block, env: Env, path: str) -> Value | None:
    """The key at a path of nested blocks that ends with an argument (``rule.default.key``); None for AWS's
    own."""
    keys: list[Value] = []
    for one in _key_values(evaluator, block, env, path):
        found = plain(one)
        is_aws = (string(one) or "").startswith("alias/aws/")
        if isinstance(found, Const | Text) and found not in (Const(None), Const("")) and not is_aws:
            keys.append(_key_arn(found))
    return one_of(keys) if keys else None


def has_untold_key(evaluator: Evaluator, handle: Handle, path: str) -> bool:
    """Whether the key at such a path, or whether there is one, can't be told."""
    found = _key_values(evaluator, handle.block, evaluator.env_of(handle), path) if path else ()
    return any(not isinstance(plain(one), Const | Text) for one in found)


def _key_values(evaluator: Evaluator, block: s.Block, env: Env, path: str) -> Iterator[Traced]:
    *types, name = path.split(".")
    places = [(block, env)]
    for type in types:
        places = [inner for outer, at in places for inner in nested(evaluator, outer, type, at)]
    for outer, at in places:
        yield from options(evaluator.attribute(outer, name, at))


def _key_arn(value: Const | Text) -> Value:
    """What names a key (id, ARN, alias, variable) as a key's ARN."""
    row = terraform_type("aws_kms_key")
    assert row is not None
    parts: tuple[str | Hole, ...] = value.parts if isinstance(value, Text) else (str(value.value),)
    first = parts[0]
    literal = "".join(part for part in parts if isinstance(part, str))
    if "alias/" not in literal:
        if isinstance(first, str) and first.startswith("arn"):
            return value
        if isinstance(value, Const):
            return arn_value(row, value)
        if len(parts) == 1 and isinstance(first, Hole) and first.name:
            if _KEY.search(first.name):
                return arn_value(row, value)
            # Of an attribute or a variable the name is all there is to tell an ARN from an id by.
            if has_arn(first.name):
                return value
    return arn_value(row, text_of([Hole(kind="unknown")]))
