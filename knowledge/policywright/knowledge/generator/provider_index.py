"""What Terraform's provider asks of AWS for a data source or a resource, from an index of its functions.

In: a folder of lonegunmanb/terraform-provider-aws-index, which has each function of the provider in a file of
its own, with its imports, and for each type the files of those that create, read, update and delete it. Out:
operations by type and phase. Functions are followed wherever they are: into packages of other services, where
they are handed over, and to the tags that the provider lists by itself. Which arguments bring a call about is
``provider_source``'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Node, Parser

from policywright.knowledge.generator.provider_walk import PAGINATOR, of_type, part, text_of
from policywright.knowledge.records import dataclass

_PROVIDER = "github.com/hashicorp/terraform-provider-aws/internal/"
_SDK = "github.com/aws/aws-sdk-go-v2/service/"
_IMPORT = re.compile(r'^\s*(?:(\w+)\s+)?"([^"]*/[^"]+)"\s*$', re.MULTILINE)
_DECLARED = re.compile(r"(\w+)\s+\*(\w+)\.Client\b")
_TAKEN = re.compile(r"(\w+)\s*:?=\s*[\w.()*]*?\.(\w+?)Client\(ctx")
_GETTER = re.compile(r"\.(\w+?)Client\(ctx\)$")
_RETURNED = re.compile(r"\*(\w+)\.Client\b")
_RECEIVER = re.compile(r"^func \((\w+) ", re.MULTILINE)
_ANOTHER_NAME = re.compile(r"^\s*(?:var\s+)?\w+\s*=\s*(\w+)\s*$", re.MULTILINE)
_PHASES = {"create": "c", "read": "r", "update": "u", "delete": "d"}
_REGISTERING = {
    "data.": ("SDKDataSources", "FrameworkDataSources"),
    "": ("SDKResources", "FrameworkResources"),
}
_REGISTERED = re.compile(r"\n\t\t\{\n(.*?)\n\t\t\}", re.DOTALL)
_SAID = re.compile(r'(Factory|TypeName|IdentifierAttribute|ResourceType): +"?([\w.]+)')
_ANYBODYS = ("Create", "Read", "Update", "Delete", "List", "Error", "String")
"""Methods of another type than the function's own are followed by their names; these are a set's as well, and
each resource's."""

Place = tuple[str, str, str]
"""A function: its package's folder, its file, and the kind of resource that it is asked about, if it asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Function:
    calls: frozenset[str]
    """``sqs:ListQueues``, with botocore's name of the service."""
    others: frozenset[Place]
    sets_tags: bool


class Index:
    """The provider's functions, each read when it is first asked for."""

    def __init__(self, root: Path) -> None:
        from botocore.session import Session

        self._root = root / "index"
        self._parser = Parser(Language(tree_sitter_go.language()))
        self._files: dict[str, frozenset[str]] = {}
        self._functions: dict[Place, _Function] = {}
        self._services: dict[str, tuple[str, frozenset[str]]] = {}
        session = Session()
        self._known = frozenset(session.get_available_services())
        for name in sorted(self._known):
            model = session.get_service_model(name)
            # The SDK for Go calls a package like the service's id, without what no package's name has.
            package = model.service_id.hyphenize().replace("-", "")
            self._services[package] = (name, frozenset(model.operation_names))

    def types(self, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Each resource, or ``data.`` source, with the letters of the phases of its operations.

        Tags of a resource are not among them, those that reading does not tell a data source are.
        """
        folder = self._root / ("datasources" if kind else "resources")
        same, tagged = self._registered(kind)
        for path in sorted(folder.glob("*.json")):
            row = json.loads(path.read_text(encoding="utf-8"))
            package = row["namespace"].removeprefix(_PROVIDER)
            found: dict[str, set[str]] = {}
            for phase, letter in _PHASES.items():
                start = row.get(f"{phase}_index")
                every = self._reached((package, start, "")) if start else []
                if kind and start and not any(one.sets_tags for one in every) and path.stem in tagged:
                    lister = "method.servicePackage.ListTags.goindex"
                    every = [*every, *self._reached((package, lister, tagged[path.stem]))]
                for call in (call for one in every for call in one.calls):
                    found.setdefault(call, set()).add(letter)
            letters = {
                call: "".join(sorted(told, key="crud".index))
                for call, told in sorted(found.items())
                if call.partition(":")[0] in self._known
            }
            # What a service of AWS that is no more did is not known; some data sources ask nothing.
            if letters or (kind and "read_index" in row and not found):
                for type in same.get(path.stem, {path.stem}):
                    yield f"{kind}{type}", letters

    def _registered(self, kind: str) -> tuple[dict[str, set[str]], dict[str, str]]:
        """Types that are one by another name; the kinds of those whose tags the provider lists by itself."""
        same: dict[tuple[str, str], set[str]] = {}
        tagged: dict[str, str] = {}
        for name in _REGISTERING[kind]:
            for path in self._root.glob(f"internal/service/*/method.servicePackage.{name}.goindex"):
                for block in _REGISTERED.findall(path.read_text(encoding="utf-8")):
                    said = dict(_SAID.findall(block))
                    same.setdefault((path.parent.name, said["Factory"]), set()).add(said["TypeName"])
                    if "IdentifierAttribute" in said:
                        tagged[said["TypeName"]] = said.get("ResourceType", "")
        return {type: types for types in same.values() for type in types}, tagged

    def _reached(self, start: Place) -> list[_Function]:
        seen: dict[Place, _Function] = {}
        waiting = [start]
        while waiting:
            place = waiting.pop()
            if place not in seen:
                seen[place] = self._function(place)
                waiting += seen[place].others
        return list(seen.values())

    def _of(self, package: str) -> frozenset[str]:
        if package not in self._files:
            folder = self._root / "internal" / package
            self._files[package] = frozenset(path.name for path in folder.glob("*.goindex"))
        return self._files[package]

    def _function(self, place: Place) -> _Function:
        if place not in self._functions:
            self._functions[place] = self._read(*place)
        return self._functions[place]

    def _read(self, package: str, file: str, kind: str) -> _Function:
        if file not in self._of(package):
            return _Function(calls=frozenset(), others=frozenset(), sets_tags=False)
        source = (self._root / "internal" / package / file).read_text(encoding="utf-8")
        imports = {short or path.rpartition("/")[2]: path for short, path in _IMPORT.findall(source)}
        clients = {
            name: imports[short].removeprefix(_SDK)
            for name, short in _DECLARED.findall(source)
            if imports.get(short, "").startswith(_SDK)
        }
        clients |= {name: self._client(getter) for name, getter in _TAKEN.findall(source)}
        receiver = _RECEIVER.search(source)
        own = (receiver[1], file.split(".")[1]) if receiver is not None else ("", "")
        calls: set[str] = set()
        others: set[Place] = set()
        for node in self._below(self._parser.parse(source.encode()).root_node, kind):
            if node.type == "identifier":
                others |= self._named(package, text_of(node))
            elif node.type == "selector_expression":
                operand, name = text_of(part(node, "operand")), text_of(part(node, "field"))
                getter = _GETTER.search(operand)
                service = self._client(getter[1]) if getter is not None else clients.get(operand, "")
                path = imports.get(operand, "")
                paginator = PAGINATOR.match(name)
                if path.startswith(_SDK) and paginator is not None:
                    calls |= self._operation(path.removeprefix(_SDK), paginator[1])
                elif path.startswith(_PROVIDER):
                    others |= self._named(path.removeprefix(_PROVIDER), name)
                elif service:
                    calls |= self._operation(service, name)
                elif not path:
                    others |= self._method(package, name, own[1] if operand == own[0] else "")
        return _Function(
            calls=frozenset(calls), others=frozenset(others), sets_tags="setTagsOut(" in source
        )  # fmt: skip

    def _below(self, node: Node, kind: str) -> Iterator[Node]:
        """What a function says, without the cases of other kinds than the one that is asked about."""
        for child in node.named_children:
            if child.type in ("import_declaration", "package_clause", "parameter_list"):
                continue
            asked = (
                child.child_by_field_name("value") if child.type == "expression_switch_statement" else None
            )
            if asked is not None and text_of(asked) == "resourceType":
                cases = [one for one in child.named_children if one.type == "expression_case"]
                meant = [one for one in cases if f'"{kind}"' in text_of(part(one, "value"))]
                for case in meant or [one for one in child.named_children if one.type == "default_case"]:
                    yield from self._below(case, kind)
                continue
            yield child
            yield from self._below(child, kind)

    def _operation(self, service: str, name: str) -> set[str]:
        """An operation; of a service that botocore no longer has, whatever is called."""
        client, operations = self._services.get(service, (service, frozenset((name,)) - {"Options"}))
        return {f"{client}:{name}"} if name in operations else set()

    def _named(self, package: str, name: str) -> set[Place]:
        """The function of a package that a name means, which may be another name for it."""
        files = self._of(package)
        if f"var.{name}.goindex" in files:
            text = (self._root / "internal" / package / f"var.{name}.goindex").read_text(encoding="utf-8")
            another = _ANOTHER_NAME.search(text)
            name = another[1] if another is not None else name
        return {(package, f"func.{name}.goindex", "")} if f"func.{name}.goindex" in files else set()

    def _method(self, package: str, name: str, own: str) -> set[Place]:
        """A method of the function's own type, or of the only one that has such a method."""
        files = [one for one in self._of(package) if one.endswith(f".{name}.goindex") and one[0] == "m"]
        if f"method.{own}.{name}.goindex" in files:
            return {(package, f"method.{own}.{name}.goindex", "")}
        return {(package, files[0], "")} if len(files) == 1 and name not in _ANYBODYS else set()

    def _client(self, getter: str) -> str:
        """The package of the SDK whose client a method of the provider's gives."""
        if f"method.AWSClient.{getter}Client.goindex" not in self._of("conns"):
            return ""
        path = self._root / "internal" / "conns" / f"method.AWSClient.{getter}Client.goindex"
        source = path.read_text(encoding="utf-8")
        declared = next(of_type(self._parser.parse(source.encode()).root_node, "method_declaration"))
        returned = _RETURNED.search(text_of(declared))
        imports = {short or path.rpartition("/")[2]: path for short, path in _IMPORT.findall(source)}
        return imports.get(returned[1], "").removeprefix(_SDK) if returned is not None else ""
