"""CloudFormation's functions evaluated: nodes of a template in, abstract values out.

Holes follow ``infrastructure/model.py``. Beyond an attribute (``Child.Outputs.Name``), the name of a
``reference`` hole may be one of these, which don't fit inside ``${...}`` (an editor knows how to write each):

- ``{{resolve:...}}``: a dynamic reference, written as literal text (with ``${...}`` in it: in ``Fn::Sub``);
- ``Fn::ImportValue <export name>``: another stack's export (the name may itself contain ``${...}``).

``NO_VALUE`` (``AWS::NoValue``) is dropped from mappings and lists; ``Scope.evaluate`` gives it at the top. A
parameter is a hole whatever its default says; ``bindings`` give it the constant that a parent stack passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from policywright.analyzers.infrastructure.cloudformation.strings import (
    NO_VALUE,
    RESOLVE,
    expression,
    joined,
    json_pieces,
    one_of,
    split,
    string_parts,
    unknown_part,
    with_references,
    written,
)
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.model import ProblemCode
from policywright.analyzers.infrastructure.types import (
    ResourceType,
    attribute_value,
    physical_name,
    resource_type,
    text_of,
)
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.texts import whole
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

_ATTACHES = "AWS::SecretsManager::SecretTargetAttachment"
_PSEUDO: dict[str, Value] = {
    "AWS::Region": Text((Hole(kind="region"),)),
    "AWS::AccountId": Text((Hole(kind="account"),)),
    "AWS::Partition": Text((Hole(kind="partition"),)),
    # The same everywhere but in China's and isolated partitions; the table of types writes it so too.
    "AWS::URLSuffix": Const("amazonaws.com"),
    "AWS::NoValue": NO_VALUE,
}
_SUB = re.compile(r"\$\{([^${}]*)\}")
MAKE_ROLES = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_MAKE_MORE = (
    *MAKE_ROLES, "AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::GraphQLApi",
    "AWS::Serverless::LayerVersion", "AWS::Serverless::CapacityProvider",
)  # fmt: skip
"""What SAM makes more of than one resource, whose ids begin with its own
(https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html)."""
_CONDITION_FUNCTIONS = frozenset(("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition", "Fn::Contains"))


class Scope:
    """What the names of one template mean."""

    def __init__(
        self, template: Template, *, bindings: Mapping[str, Value] | None = None,
        outputs: Mapping[str, Mapping[str, Value]] | None = None,
        services: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.template = template
        self.bindings = dict(bindings or {})
        self.outputs = dict(outputs or {})
        """Constants that nested stacks return: by the stack's logical id and the output's name."""
        self.services = dict(services or {})
        """Whose ARN an expression is that doesn't say it itself (``Child.Outputs.QueueArn``)."""
        self.types: dict[str, ResourceType | None] = {
            id: resource_type(one.kind) for id, one in template.resources.items()
        }
        for id, one in template.resources.items():
            if one.type in MAKE_ROLES and one.get("Role") is None:
                # The role that SAM makes, which a template may name as well.
                self.types.setdefault(f"{id}Role", resource_type("AWS::IAM::Role"))
        self.decided: dict[str, bool] = {}
        """Conditions that are known to hold, or not to: where each stack is read by itself."""
        self.parameters = template.section("Parameters")
        self.undeclared: dict[str, None] = {}
        """Names that references use and nothing declares, as far as they were evaluated."""
        self._names: dict[str, Value | None] = {}
        self._secrets: dict[str, Value | None] = {}
        self._busy: set[int] = set()
        """Cells of mappings that are being evaluated."""

    def evaluate(self, node: Node | None) -> Value:
        """The value of a node; ``NO_VALUE`` for none."""
        if node is None:
            return NO_VALUE
        if isinstance(node.value, dict):
            single = node.single
            if single is not None:
                function = _FUNCTIONS.get(single[0])
                if function is not None:
                    return function(self, single[1])
                if single[0].startswith("Fn::"):
                    return self._unsupported(single[0], node)
            return self._struct(node)
        if isinstance(node.value, list):
            return self._items(node)
        value = Const(node.value)
        return with_references(value) if isinstance(node.value, str) and RESOLVE in node.value else value

    def string(self, node: Node | None) -> str | None:
        """A node's value when it is one known string."""
        value = self.evaluate(node)
        if not isinstance(value, Const) or value.value is None:
            return None
        return "".join(str(part) for part in string_parts(value))

    def truth(self, node: Node | None) -> bool:
        """Whether a switch may be on: false only for what is absent or says so."""
        value = self.evaluate(node)
        options = [option for option in alternatives(value) if option not in (NO_VALUE, Const(None))]
        return any(not (isinstance(one, Const) and str(one.value).lower() == "false") for one in options)

    def surely(self, node: Node | None) -> bool:
        """Whether a switch is on whatever somebody sets."""
        options = alternatives(self.evaluate(node))
        return all(isinstance(one, Const) and str(one.value).lower() == "true" for one in options)

    def strings(self, node: Node | None) -> tuple[Value, ...]:
        """The elements of a list of strings (or of one string), alternatives side by side."""
        found: list[Value] = []
        for value in alternatives(self.evaluate(node)):
            for one in listed(value):
                found.extend(option for option in alternatives(one) if option != NO_VALUE)
        return tuple(dict.fromkeys(found))

    def branches(self, node: Node | None) -> Iterator[Node]:
        """The nodes that may stand here: through ``Fn::If``, without ``AWS::NoValue``."""
        if node is None or node.value is None:
            return
        single = node.single
        if single is not None and single[0] == "Fn::If":
            for index in (1, 2):
                yield from self.branches(single[1].get(index))
        elif single is not None and single[0] == "Ref" and single[1].text == "AWS::NoValue":
            return
        else:
            yield node

    def elements(self, node: Node | None) -> Iterator[Node]:
        """The elements of a list, or the one thing that stands in its place."""
        for branch in self.branches(node):
            if isinstance(branch.value, list):
                for one in branch.value:
                    for inner in self.branches(one):
                        yield from self.elements(inner) if isinstance(inner.value, list) else (inner,)
            else:
                yield branch

    def reference(self, id: str, attribute: str | None = None) -> Value:
        """``Ref``, or ``Fn::GetAtt`` with an attribute."""
        if attribute is None:
            return self._ref(id)
        made = self._version_of(id, attribute)
        if made is not None:
            return made
        row = self.types.get(id)
        output = self.outputs.get(id, {}).get(attribute.removeprefix("Outputs."))
        if output is not None:
            return output
        if row is not None:
            found = attribute_value(row, attribute, physical_name(id))
            if found is not None:
                return found
        return self._expression(id, attribute)

    def _expression(self, id: str, attribute: str | None = None) -> Text:
        """What the language can name; it is noted where nothing declares that."""
        if not (id in self.types or id in self.parameters or id.startswith("AWS::") or self._is_made(id)):
            self.undeclared[id] = None
        return expression(id if attribute is None else f"{id}.{attribute}")

    def _is_made(self, id: str) -> bool:
        """What SAM makes beside a resource is called after that (``OrdersStage``), what it makes for all is
        ``ServerlessRestApi``; what is in a module after that."""
        if self.template.serverless and id.startswith("Serverless"):
            return True
        return any(
            id.startswith(one.id)
            for one in self.template.resources.values()
            if one.type in _MAKE_MORE or one.type.endswith("::MODULE")
        )

    def _ref(self, id: str) -> Value:
        if id in _PSEUDO:
            return _PSEUDO[id]
        if id in self.bindings:
            return self.bindings[id]
        if id in self.parameters:
            return Text((Hole(kind="parameter", name=id),))
        row = self.types.get(id)
        if row is not None and row.type == "AWS::KMS::Alias":
            # A key is found by what the name says.
            return self._said_name(id, "AliasName") or expression(id)
        if row is not None:
            return self._named(id, row)
        secret = self._attached(id)
        if secret is not None:
            return secret
        return self._version_of(*id.rpartition(".")[::2]) or self._expression(id)

    def _attached(self, id: str) -> Value | None:
        """The ARN of the secret that something attaches to a database, which is what it is called by."""
        declared = self.template.resources.get(id)
        if declared is None or declared.kind != _ATTACHES:
            return None
        if id not in self._secrets:
            # What attaches itself attaches nothing.
            self._secrets[id] = None
            found = self.evaluate(declared.get("SecretId"))
            self._secrets[id] = found if isinstance(found, Text) else None
        return self._secrets[id]

    def _version_of(self, id: str, pointer: str) -> Value | None:
        """The ARN of what AutoPublishAlias makes, by SAM's names for that: the alias, or any version."""
        declared = self.template.resources.get(id)
        if declared is None or pointer not in ("Alias", "Version") or not self._is_function(id):
            return None
        alias = self.evaluate(declared.get("AutoPublishAlias")) if pointer == "Alias" else None
        named = string_parts(alias) if isinstance(alias, Const | Text) else (Hole(kind="unknown"),)
        return text_of([*string_parts(self.reference(id, "Arn")), ":", *named])

    def _is_function(self, id: str) -> bool:
        row = self.types.get(id)
        return row is not None and row.arn.partition(":lambda:")[2].endswith("function:{name}")

    def _named(self, id: str, row: ResourceType) -> Value:
        """What ``Ref`` gives; a name that begins with the slash of its ARN's pattern keeps that in front.

        So the hole stands for the same in every parameter of SSM, and ``parameter${Name}`` is an ARN as well.
        """
        value = attribute_value(row, "Ref", physical_name(id))
        if value == physical_name(id) and row.arn.endswith("/{name}"):
            name = self.set_name(id)
            if name is not None and str(string_parts(name)[0]).startswith("/"):
                return text_of(["/", *physical_name(id).parts])
        return value or expression(id)

    def name_of(self, id: str) -> Value:
        """A resource's physical name: as the template sets it, else the hole that stands for it."""
        return self.set_name(id) or physical_name(id)

    def set_name(self, id: str) -> Value | None:
        """The physical name that the template sets; None when it leaves that to CloudFormation."""
        if id not in self._names:
            # A name that is made of itself is none.
            self._names[id] = None
            self._names[id] = self._set_name(id)
        return self._names[id]

    def _set_name(self, id: str) -> Value | None:
        row = self.types.get(id)
        return self._said_name(id, row.property) if row is not None else None

    def names(self, id: str) -> Value | None:
        """The physical name that the template sets, or those that a condition chooses among; else None."""
        row, declared = self.types.get(id), self.template.resources.get(id)
        if row is None or not row.property or declared is None:
            return None
        found = [*alternatives(self.evaluate(declared.get(*row.property.split("."))))]
        return one_of(found) if all(map(_is_name, found)) else None

    def family(self, id: str) -> Value | None:
        """The name that the template sets for all versions of a resource."""
        row = self.types.get(id)
        return self._said_name(id, row.versions) if row is not None else None

    def _said_name(self, id: str, property: str) -> Value | None:
        declared = self.template.resources.get(id)
        if not property or declared is None:
            return None
        value = self.evaluate(declared.get(*property.split(".")))
        return value if _is_name(value) else None

    def _struct(self, node: Node) -> Value:
        fields: list[tuple[str, Value]] = []
        maybe: set[str] = set()
        open = False
        for key, inner in node.mapping.items():
            if key == "Fn::Transform" or key.startswith("Fn::ForEach::"):
                self._unsupported(key, inner)
                open = True
                continue
            options = list(alternatives(self.evaluate(inner)))
            known = [option for option in options if option != NO_VALUE]
            if not known:
                continue
            if len(known) < len(options):
                maybe.add(key)
            fields.append((key, one_of(known)))
        return Struct(tuple(fields), open, frozenset(maybe))

    def _items(self, node: Node) -> Value:
        values: list[Value] = []
        for inner in node.items:
            options = [option for option in alternatives(self.evaluate(inner)) if option != NO_VALUE]
            if options:
                values.append(one_of(options))
        return Items(tuple(values))

    def _unsupported(self, function: str, node: Node) -> Value:
        if function in _CONDITION_FUNCTIONS:
            return Unknown("condition")
        detail = f"{function} is not evaluated here"
        if function == "Fn::Transform":
            detail = "only AWS expands Fn::Transform (AWS::Include and other macros); what it adds is unknown"
        self.template.problem(ProblemCode.UNSUPPORTED, node, detail)
        return Unknown("unsupported-function")

    # One method per function; ``node`` is the function's argument.

    def fn_ref(self, node: Node) -> Value:
        name = self._attribute_part(node)
        return self._ref(name) if name is not None else unknown_part()

    def fn_getatt(self, node: Node) -> Value:
        parts = [node.text] if node.text else [self._attribute_part(one) for one in node.items]
        id, _, attribute = ".".join(part or "?" for part in parts).partition(".")
        return self.reference(id, attribute)

    def _attribute_part(self, node: Node) -> str | None:
        return node.text or self.string(node)

    def fn_sub(self, node: Node) -> Value:
        template, extra = (node.get(0), node.get(1)) if isinstance(node.value, list) else (node, None)
        if template is None or template.text is None:
            return self.evaluate(template)
        names = {} if extra is None else extra.mapping
        values: list[Value] = []
        given: dict[str, Value] = {}
        for index, piece in enumerate(_SUB.split(template.text)):
            if index % 2 == 0:
                values.append(Const(piece))
            elif piece.startswith("!"):
                values.append(Const(f"${{{piece[1:]}}}"))
            elif piece.strip() in names:
                name = piece.strip()
                if name not in given:
                    given[name] = self.evaluate(names[name])
                values.append(given[name])
            else:
                id, dot, attribute = piece.strip().partition(".")
                values.append(self.reference(id, attribute if dot else None))
        return with_references(joined(values))

    def fn_join(self, node: Node) -> Value:
        separator, parts = self.evaluate(node.get(0)), self.evaluate(node.get(1))
        made: list[Value] = []
        for option in alternatives(parts):
            if not isinstance(option, Items):
                made.append(joined([option]))
                continue
            pieces: list[Value] = []
            for index, one in enumerate(option.values):
                if index:
                    pieces.append(separator)
                pieces.append(one)
            if option.open:
                pieces.append(unknown_part())
            made.append(with_references(joined(pieces)))
        return one_of(made) if made else Const("")

    def fn_select(self, node: Node) -> Value:
        index, values = whole(self.string(node.get(0)) or ""), self.evaluate(node.get(1))
        if index is None:
            return unknown_part()
        made: list[Value] = []
        for option in alternatives(values):
            if isinstance(option, Items) and index < len(option.values):
                made.append(option.values[index])
            else:
                made.append(unknown_part())
        return one_of(made) if made else unknown_part()

    def fn_split(self, node: Node) -> Value:
        separator = self.string(node.get(0))
        if not separator:
            return Items((), open=True)
        return one_of([split(separator, option) for option in alternatives(self.evaluate(node.get(1)))])

    def fn_if(self, node: Node) -> Value:
        holds = self.decided.get(self._condition_of(node) or "") if self.decided else None
        if holds is not None:
            return self.evaluate(node.get(1 if holds else 2))
        options = [self.evaluate(node.get(1)), self.evaluate(node.get(2))]
        return one_of(options)

    def _condition_of(self, node: Node) -> str | None:
        named = node.get(0)
        return named.text if named is not None else None

    def fn_find_in_map(self, node: Node) -> Value:
        top: list[Node] = []
        name = self.string(node.get(0))
        mappings = self.template.section("Mappings")
        if name in mappings:
            top = [mappings[str(name)]]
        elif name is None:
            top = list(mappings.values())
        found: list[Value] = []
        for table in top:
            for row in _chosen(table, self.string(node.get(1))):
                found.extend(self._cell(cell) for cell in _chosen(row, self.string(node.get(2))))
        default = node.get(3, "DefaultValue")
        if default is not None:
            found.append(self.evaluate(default))
        # The default is for keys that a mapping lacks. A mapping that is not here is in another part of the
        # template, which is put together before it is deployed.
        if not found or (name is not None and name not in mappings):
            detail = "Fn::FindInMap names no entry of Mappings"
            self.template.problem(ProblemCode.UNKNOWN_VALUE, node, detail)
            found.append(Unknown("no-such-mapping"))
        return one_of(found)

    def _cell(self, cell: Node) -> Value:
        if id(cell) in self._busy:
            self.template.problem(
                ProblemCode.UNKNOWN_VALUE, cell, "an entry of Mappings that leads to itself"
            )
            return Unknown("cycle")
        self._busy.add(id(cell))
        try:
            return self.evaluate(cell)
        finally:
            self._busy.discard(id(cell))

    def fn_import_value(self, node: Node) -> Value:
        name = self.evaluate(node)
        return one_of(
            [expression(f"Fn::ImportValue {written(option)}") for option in alternatives(name)]
        )  # fmt: skip

    def fn_same(self, node: Node) -> Value:
        """Base64: what is encoded counts here, not how it travels."""
        return self.evaluate(node)

    def fn_open_list(self, node: Node) -> Value:
        return Items((), open=True)

    def fn_number(self, node: Node) -> Value:
        return unknown_part()

    def fn_json(self, node: Node) -> Value:
        return joined(list(json_pieces(self.evaluate(node))))

    def fn_transform(self, node: Node) -> Value:
        return self._unsupported("Fn::Transform", node)


_FUNCTIONS: dict[str, Callable[[Scope, Node], Value]] = {
    "Ref": Scope.fn_ref,
    "Fn::GetAtt": Scope.fn_getatt,
    "Fn::Sub": Scope.fn_sub,
    "Fn::Join": Scope.fn_join,
    "Fn::Select": Scope.fn_select,
    "Fn::Split": Scope.fn_split,
    "Fn::If": Scope.fn_if,
    "Fn::FindInMap": Scope.fn_find_in_map,
    "Fn::ImportValue": Scope.fn_import_value,
    "Fn::Base64": Scope.fn_same,
    "Fn::GetAZs": Scope.fn_open_list,
    "Fn::Cidr": Scope.fn_open_list,
    "Fn::Length": Scope.fn_number,
    "Fn::ToJsonString": Scope.fn_json,
    "Fn::Transform": Scope.fn_transform,
}


def _chosen(table: Node, key: str | None) -> list[Node]:
    """The entry of a known key; all entries when the key is not known."""
    if key is None:
        return list(table.mapping.values())
    found = table.mapping.get(key)
    return [] if found is None else [found]


def _is_name(value: Value) -> bool:
    return isinstance(value, Text) or (isinstance(value, Const) and bool(value.value))
