"""Stacks inside stacks: what a parent passes to the templates of the same project, and gets back.

Constants take the place of the child's parameters. Anything else stays the parameter: that is how the child's
own template says it. But where one parameter is the name of a resource, others that are made of the same name
(its ARN, its URL) are said by the first, so that both are seen to be the same resource.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.cdk import ASSET_PATH
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.project import relative_to_file
from policywright.analyzers.infrastructure.runtime import service_of
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge import texts
from policywright.knowledge.values import Const, Hole, Text, Value

STACK = "AWS::CloudFormation::Stack"
_PLACES_OF_AWS = ("region", "account", "partition")
_PLACES = ("TemplateURL", "Location")


def scopes(templates: list[Template]) -> Iterator[Scope]:
    """A scope for each template, in their order."""
    by_name = {one.file: one for one in templates}
    plain = {name: Scope(one) for name, one in by_name.items()}
    bindings = _bindings(plain, by_name)
    bound = {name: Scope(one, bindings=bindings.get(name)) for name, one in by_name.items()}
    for name, template in by_name.items():
        outputs: dict[str, dict[str, Value]] = {}
        services: dict[str, str] = {}
        for declared in template.of_kind(STACK):
            child = child_of(plain[name], declared, by_name)
            if child is None:
                continue
            values = dict(_outputs(bound[child]))
            outputs[declared.id] = {key: one for key, one in values.items() if isinstance(one, Const)}
            for key, one in values.items():
                service = service_of(one)
                if service is not None:
                    services[f"{declared.id}.Outputs.{key}"] = service
        yield Scope(template, bindings=bindings.get(name), outputs=outputs, services=services)


def child_of(scope: Scope, declared: Declared, templates: dict[str, Template]) -> str | None:
    """The file of a nested stack's template, when it is one of the project's."""
    made = declared.node.get("Metadata", ASSET_PATH)
    if made is not None and made.text is not None:
        local = relative_to_file(scope.template.file, made.text)
        if local in templates:
            return local
    for name in _PLACES:
        address = scope.evaluate(declared.get(name))
        end = texts.parts(address)[-1:] if isinstance(address, Const | Text) else ()
        for one in templates.values():
            if one.key and end and str(end[0]).endswith(f"/{one.key}"):
                return one.file
        path = scope.string(declared.get(name))
        if path is not None and "://" not in path:
            local = relative_to_file(scope.template.file, path)
            if local in templates:
                return local
            # Some are written as seen from a directory that a build makes.
            plain = "/".join(part for part in path.split("/") if part not in ("", ".", ".."))
            like = [one for one in templates if one == plain or one.endswith(f"/{plain}")]
            if "/" in plain and len(like) == 1:
                return like[0]
    return None


def _bindings(scopes: dict[str, Scope], templates: dict[str, Template]) -> dict[str, dict[str, Value]]:
    """By child and parameter, the constant that every parent passes."""
    passed: dict[str, list[dict[str, Value]]] = {}
    for scope in scopes.values():
        for declared in scope.template.of_kind(STACK):
            child = child_of(scope, declared, templates)
            if child is not None and child != scope.template.file:
                node = declared.get("Parameters")
                given = {} if node is None else node.entries
                passed.setdefault(child, []).append({key: scope.evaluate(one) for key, one in given.items()})
    found: dict[str, dict[str, Value]] = {}
    for child, uses in passed.items():
        first = uses[0]
        found[child] = {
            key: value
            for key, value in first.items()
            if isinstance(value, Const) and all(use.get(key) == value for use in uses)
        }
        common = [_related(use) for use in uses]
        for key, value in common[0].items():
            if all(one.get(key) == value for one in common):
                found[child][key] = value
    return found


def _related(given: dict[str, Value]) -> dict[str, Value]:
    """Parameters made of the name of a resource that another parameter is: said by that one."""
    names = {
        part.name: key
        for key, value in given.items()
        if isinstance(value, Text) and len(value.parts) == 1
        for part in value.parts
        if isinstance(part, Hole) and part.kind == "reference"
    }
    found: dict[str, Value] = {}
    for key, value in given.items():
        if not isinstance(value, Text) or len(value.parts) == 1:
            continue
        mine = [part for part in value.parts if isinstance(part, Hole) and part.kind not in _PLACES_OF_AWS]
        if mine and all(part.kind == "reference" and part.name in names for part in mine):
            found[key] = text_of([
                Hole(kind="parameter", name=names[part.name])
                if isinstance(part, Hole) and part.kind == "reference" and part.name in names
                else part
                for part in value.parts
            ])  # fmt: skip
    return found


def _outputs(scope: Scope) -> Iterator[tuple[str, Value]]:
    for name, node in scope.template.section("Outputs").items():
        yield name, scope.evaluate(node.get("Value"))
