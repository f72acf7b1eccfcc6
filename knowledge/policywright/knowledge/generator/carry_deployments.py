"""Carries over what deploying a resource calls: ``facts/cloudformation.json`` and ``facts/terraform.json``.

``python -m policywright.knowledge.generator.carry_deployments SCHEMAS [OPERATIONS PROVIDER SOURCE]``: the
first is cfn-lint's folder of CloudFormation's resource schemas (``cfnlint/data/schemas/resources``; ``make
knowledge-update`` calls it with that alone), the second a list of the operations of each Terraform type (one
JSON object a line), the third the Python package of the provider's types (a wheel of
``cdktf-cdktf-provider-aws``), which names their arguments, the last a checkout of the provider, whose source
tells which arguments bring an operation about (``provider_source``). Data sources, and what that list lacks,
are ``carry_provider``'s, which is run afterwards. Both files have a type a line; of
arguments and properties only those are kept that share a word with something that the type calls.
``generator/deployments`` decides what is called when.
"""

from __future__ import annotations

import ast
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from policywright.knowledge import naming
from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.deployments import OR_ELSE, READS
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.words import related, words

CLOUDFORMATION = "CloudFormation's resource schemas (handlers), by cfn-lint (MIT-0)"
TERRAFORM = (
    "terraform-provider-aws 6.60: operations traced from its source by AWS's iam-policy-autopilot "
    "(Apache-2.0); data sources, and calls beyond those, from its source of 6.58 (MPL-2.0), indexed by "
    "lonegunmanb; arguments of 6.25 by cdktf-cdktf-provider-aws (MPL-2.0); which argument brings what, "
    "from the source of 5.46 (MPL-2.0)"
)
_PHASES = {"create": "c", "read": "r", "update": "u", "delete": "d"}
_MAX_EXPANDED = 40
"""Actions that a wildcard of a handler may stand for; a wider one says nothing."""
_DEEPEST = 6
"""Levels of properties that are looked through."""
_OWN_LEVELS = 3
"""Levels that are looked through for more than roles, keys, networks and buckets."""
_PREFIXES = {"efs": "elasticfilesystem", "emr": "elasticmapreduce", "stepfunctions": "states"}
"""Services that some handlers call by another name than IAM does."""
OF_OTHERS = frozenset((
    "role", "kms", "encryption", "vpc", "subnet", "bucket", "s3", "secret", "profile", "password", "efs",
    "certificate", "topic", "queue", "stream", "idc", "center",
))  # fmt: skip
"""Words of properties that other services are called for."""
_OF_TAGGING = frozenset((
    "tag", "untag", "for", "to", "from", "resource", "add", "remove", "list", "change", "get", "put",
    "delete",
))  # fmt: skip
_OF_CONSTRUCTS = frozenset((
    "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners", "id", "region",
    "tags_all", "timeouts", "id_", "scope", "self",
))  # fmt: skip


def main(schemas: Path, *terraform: Path) -> None:
    types = dict(_cloudformation(schemas, read_catalog()))
    write("cloudformation.json", CLOUDFORMATION, types)
    if terraform:
        operations, provider, source = terraform
        write("terraform.json", TERRAFORM, dict(_terraform(operations, provider, source)))


def write(name: str, source: str, types: dict[str, Any]) -> None:
    rows = ",\n".join(
        f" {json.dumps(type)}: {json.dumps(row, separators=(',', ':'))}"
        for type, row in sorted(types.items())
    )
    text = f'{{"source": {json.dumps(source)},\n"types": {{\n{rows}\n}}}}\n'
    (FACTS / name).write_text(text, encoding="utf-8")


# --- CloudFormation ---


def _cloudformation(schemas: Path, catalog: CatalogSource) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in schemas.glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        row = _schema(schema, catalog)
        if row:
            yield schema["typeName"], row


def _schema(schema: dict[str, Any], catalog: CatalogSource) -> dict[str, Any]:
    """One type: ``id`` (properties that name it; none when AWS does), ``tags``, ``properties``, ``actions``.

    ``unlisted`` is what its handlers list and the catalog has not.
    """
    phases: dict[str, set[str]] = {}
    tagging = schema.get("tagging", {})
    lists = [
        (schema.get("handlers", {}).get(phase, {}).get("permissions", ()), letter)
        for phase, letter in _PHASES.items()
    ]
    unlisted: set[str] = set()
    for names, letter in (*lists, (tagging.get("permissions", ()), "t")):
        for name in names:
            spelt = _spelt(name, catalog)
            if not spelt and ":" in name:
                unlisted.add(name)
            for action in spelt:
                phases.setdefault(action, set()).add(letter)
    made = {path.removeprefix("/properties/") for path in schema.get("readOnlyProperties", ())}
    ids = [path.removeprefix("/properties/") for path in schema.get("primaryIdentifier", ())]
    row: dict[str, Any] = {}
    if ids and not made.intersection(ids):
        row["id"] = ids
    if tagging.get("taggable"):
        row["tags"] = tagging.get("tagProperty", "/properties/Tags").removeprefix("/properties/")
        row["system"] = bool(tagging.get("cloudFormationSystemTags"))
    writable = set(_properties(schema))
    # Of a type whose handlers are not published, the properties have to do.
    row["properties"] = _matching(writable, phases) if phases else sorted(p for p in writable if "." not in p)
    row["within"] = sorted(_naming_it(writable, phases, catalog) - set(row["properties"]))
    row["actions"] = _grouped(phases)
    row["unlisted"] = sorted(unlisted)
    return {key: value for key, value in row.items() if value}


def _spelt(name: str, catalog: CatalogSource) -> tuple[str, ...]:
    """A permission as the catalog spells it; nothing for what AWS's lists have no action for."""
    prefix, _, rest = name.partition(":")
    name = f"{_PREFIXES.get(prefix, prefix)}:{rest}"
    if "*" not in name:
        found = catalog.spelling(name)
        return (found,) if found else ()
    prefix, _, pattern = name.partition(":")
    head, _, rest = pattern.partition("*")
    if rest or not head:
        return ()
    names = catalog.actions.get(prefix.lower(), {})
    expanded = tuple(
        f"{prefix.lower()}:{spelt}" for low, spelt in names.items() if low.startswith(head.lower())
    )
    return expanded if len(expanded) <= _MAX_EXPANDED else ()


def _properties(schema: dict[str, Any]) -> Iterator[str]:
    """Paths of the properties that may be set, through lists and definitions.

    Nothing of what AWS makes is one, nor what it holds.
    """
    definitions = schema.get("definitions", {})
    made = {
        path.removeprefix("/properties/").replace("/*", "").replace("/properties/", ".").replace("/", ".")
        for path in schema.get("readOnlyProperties", ())
    }

    def below(node: Any, path: str, depth: int) -> Iterator[str]:
        if not isinstance(node, dict):
            return
        if "$ref" in node:
            yield from below(definitions.get(node["$ref"].rpartition("/")[2]), path, depth)
            return
        for choice in (*node.get("oneOf", ()), *node.get("anyOf", ())):
            yield from below(choice, path, depth)
        if "items" in node:
            yield from below(node["items"], path, depth)
        for name, inner in node.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            if here in made:
                continue
            yield here
            if depth > 1:
                yield from below(inner, here, depth - 1)
        for inner in node.get("patternProperties", {}).values():
            # Its names are the user's.
            if path and depth > 1:
                yield from below(inner, f"{path}.*", depth - 1)

    yield from below({"properties": schema.get("properties", {})}, "", _DEEPEST)


def _grouped(phases: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    grouped: dict[str, dict[str, str]] = {}
    for action, letters in sorted(phases.items()):
        prefix, _, name = action.partition(":")
        grouped.setdefault(prefix, {})[name] = "".join(sorted(letters, key="crudt".index))
    return grouped


def _matching(names: Iterable[str], called: Iterable[str]) -> list[str]:
    """Those of the names that share a word with something that is called, or that name a role, a key, ...

    A nested one only where it speaks of another service: what it belongs to says the rest. One that is
    deep within, only where it speaks of what others are called for most.
    """
    own = {word for name in called for word in words(name.partition(":")[2])}
    prefixes = [name.partition(":")[0] for name in called]
    main = max(set(prefixes), key=lambda prefix: (prefixes.count(prefix), prefix), default="")
    others = {
        word
        for name in called
        if not name.startswith(f"{main}:")
        for word in (*words(name.partition(":")[2])[1:], name.partition(":")[0])
    }
    others |= {word for name in called for word in OR_ELSE.get(name.partition(":")[0], ())}
    wanted = (OF_OTHERS | others | own, *[OF_OTHERS | others] * (_OWN_LEVELS - 1), OF_OTHERS)
    return sorted(
        name
        for name in names
        if _any_related(name.rpartition(".")[2], wanted[min(name.count("."), _OWN_LEVELS)])
        and not name.startswith("Tags.")
    )


def _naming_it(names: Iterable[str], called: Iterable[str], catalog: CatalogSource) -> set[str]:
    """Properties that are names in the service's ARNs, of what a resource is in: the cluster of its nodes.

    Names alone: what refers to another resource may say its name where an id is meant.
    """
    arns = (
        arn for prefix in {one.partition(":")[0] for one in called} for _, arn, _ in _types(catalog, prefix)
    )
    variables = {
        naming.norm(one)
        for arn in arns for one in naming.variables(arn) if one != naming.own_variable(arn)
    }  # fmt: skip
    plain = ((name, naming.norm(name)) for name in names if "." not in name)
    return {name for name, one in plain if one in variables and one.endswith("name") and one != "name"}


def _types(catalog: CatalogSource, prefix: str) -> list[tuple[str, str, Any]]:
    found: list[tuple[str, str, Any]] = catalog.documents.get(prefix, {}).get("types", [])
    return found


def _any_related(name: str, wanted: Iterable[str]) -> bool:
    return any(related(word, other) for word in words(name) for other in wanted)


# --- Terraform ---


def _terraform(operations: Path, provider: Path, source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    # Grammars are no dependency of the knowledge, which is built without them.
    from policywright.knowledge.generator.provider_source import resources

    arguments = dict(_arguments(provider))
    understood = dict(resources(source))
    for line in operations.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        phases: dict[str, set[str]] = {}
        for phase, letter in (*_PHASES.items(), ("list_tags", "l"), ("update_tags", "t")):
            kind = row.get("tag_kind", "") if letter in "lt" else ""
            for name in _of_kind(row.get(phase, ()), kind):
                phases.setdefault(name, set()).add(letter)
        grouped: dict[str, dict[str, str]] = {}
        for name, letters in sorted(phases.items()):
            service, _, operation = name.partition(":")
            grouped.setdefault(service, {})[operation] = "".join(sorted(letters, key="crudlt".index))
        known = arguments.get(row["type"])
        found: dict[str, Any] = {"operations": grouped}
        if known is None:
            found["arguments"] = None
        else:
            matching = _matching(known, phases)
            if matching:
                found["arguments"] = matching
        read = understood.get(row["type"])
        brought = _brought_about(read.when, grouped, set(known or ())) if read is not None else {}
        if read is not None and brought:
            found["when"] = brought
            newer = sorted(set(found.get("arguments") or ()) - read.arguments)
            if newer:
                found["newer"] = newer
        yield row["type"], found


def _of_kind(names: Iterable[str], kind: str) -> list[str]:
    """Of operations on the tags of all kinds of a service, those for one kind of it (``OIDCProvider``).

    Those that say its name, or its last word; else those that say none (``ListTagsForResource``); else a word
    of it; else all.
    """
    about = {name: _kind_of(name.partition(":")[2]) for name in names}
    said = words(kind)
    tiers = (
        [name for name in about if kind in name],
        [name for name, told in about.items() if said and said[-1] in told],
        [name for name, told in about.items() if not told],
        [name for name, told in about.items() if set(said) & set(told)],
    )
    return next((tier for tier in tiers if tier), list(about))


def _kind_of(operation: str) -> list[str]:
    """The words of an operation on tags that say whose they are: none of ``AddTagsToResource``."""
    plain = (
        "tag",
        "untag",
        "for",
        "to",
        "from",
        "resource",
        "add",
        "remove",
        "list",
        "change",
        "get",
        "put",
        "delete",
    )
    return [word for word in words(operation) if word not in plain]


def _brought_about(
    guarded: dict[str, dict[str, list[str]]], grouped: dict[str, dict[str, str]], known: set[str]
) -> dict[str, dict[str, list[str]]]:
    """Of what changes something, the arguments that bring it about by phase (none: every resource does).

    Arguments that the provider no longer has tell nothing.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for names in grouped.values():
        for name, letters in names.items():
            if name.startswith(READS):
                continue
            told = {
                letter: sorted(known.intersection(arguments))
                for letter, arguments in guarded.get(name, {}).items()
                if letter in letters and (not arguments or known.intersection(arguments))
            }
            if told:
                found[name] = told
    return found


def _arguments(provider: Path) -> Iterator[tuple[str, list[str]]]:
    """Each resource type of the provider with its arguments, from the constructors of a wheel's classes."""
    with zipfile.ZipFile(provider) as wheel:
        for name in wheel.namelist():
            module = name.split("/")[1:2]
            if not name.endswith("/__init__.py") or not module or module[0].startswith(("_", "data_", "__")):
                continue
            source = wheel.read(name).decode()
            start = source.find("_cdktf_9a9027ec.TerraformResource,")
            first = source.find("def __init__(", start)
            end = source.find(") -> None:", first)
            if min(start, first, end) < 0:
                continue
            function = ast.parse(f"{source[first:end]}): pass".replace("typing.", "")).body[0]
            assert isinstance(function, ast.FunctionDef)
            given = [one.arg for one in function.args.kwonlyargs]
            yield f"aws_{module[0]}", [one.rstrip("_") for one in given if one not in _OF_CONSTRUCTS]


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:]))
