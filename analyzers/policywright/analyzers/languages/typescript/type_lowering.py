"""Lowering of type annotations: only what can tell an SDK client, a class or a container of them."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript.expressions import ExpressionLowering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_TRANSPARENT = frozenset(
    (
        "Partial",
        "Required",
        "Readonly",
        "Pick",
        "Omit",
        "NonNullable",
        "Awaited",
        "Promise",
        "PromiseLike",
        "DeepPartial",
        "DeepReadonly",
        "Mutable",
        "NoInfer",
        "Mocked",
        "MockedObject",
        "Relation",
        "MaybePromise",
        "AwsStub",
        "InstanceType",
        "NodeJsClient",
        "WithRequired",
    )
)
"""Generic types whose values are those of their first argument, as far as members go."""
_SEQUENCES = frozenset(
    (
        "Array",
        "ReadonlyArray",
        "Set",
        "ReadonlySet",
        "Iterable",
        "AsyncIterable",
        "Iterator",
        "AsyncIterator",
        "Generator",
        "AsyncGenerator",
        "IterableIterator",
        "AsyncIterableIterator",
    )
)
_MAPPINGS = frozenset(("Record", "Map", "ReadonlyMap", "WeakMap"))
_BORING = frozenset(
    (
        "string",
        "Date",
        "Error",
        "Buffer",
        "Uint8Array",
        "RegExp",
        "Function",
        "Object",
        "String",
        "Number",
        "Boolean",
        "unknown",
        "any",
    )
)


_EMPTY = frozenset[str]()
_TEXTS = frozenset(("texts",))
_OTHER = frozenset(("other",))
_DATA = {
    "string": _TEXTS, "null": _EMPTY, "undefined": _EMPTY, "void": _EMPTY,
    **dict.fromkeys(("number", "boolean", "bigint", "Date", "RegExp", "true", "false"), _OTHER),
    **{str(digit): _OTHER for digit in range(100)},
}  # fmt: skip
"""What of data is a type by its name. (Buffers are not here: what is read of one is a text.)"""
_QUOTES = "\"'"


class TypeLowering(ExpressionLowering):
    """Types as annotation expressions; None where a type says nothing."""

    _telling = False
    """Types of libraries keep what they are told: a value has that inside."""

    def annotation(self, node: Node | None) -> ir.Expr | None:
        """A type, with or without its colon."""
        if node is None:
            return None
        pos = (node.start_byte, node.end_byte)
        match node.type:
            case "type_annotation" | "readonly_type" | "parenthesized_type" | "optional_type":
                return self.annotation(self._inner(node))
            case "type_identifier" | "identifier":
                return self._type_name(node)
            case "nested_type_identifier":
                return self._nested(node)
            case "generic_type":
                return self._generic(node)
            case "union_type" | "intersection_type":
                parts = [self.annotation(child) for child in node.named_children]
                return _fold([part for part in parts if part is not None], pos)
            case "array_type":
                item = self.annotation(self._inner(node))
                return ir.Index(pos, ir.Name(pos, "Array"), item) if item is not None else None
            case "object_type":
                cls = self.object_type(node, "type")
                return ir.ClassExpr(pos, cls) if cls.annotations else None
            case "function_type" if self._telling:
                return self.of_some((made,)) if (made := self._returned(node)) is not None else None
            case "type_query":
                inner = self._inner(node)
                return self.expr(inner) if inner is not None else None
        return None

    def told(self, node: Node | None) -> ir.Expr | None:
        """The type of a value, with what it is told in brackets."""
        before, self._telling = self._telling, True
        try:
            return self.annotation(node)
        finally:
            self._telling = before

    def _returned(self, node: Node) -> ir.Expr | None:
        return self.annotation(node.child_by_field_name("return_type"))

    def declared(self, node: Node | None) -> ir.Expr | None:
        """A type, or that it has nothing but data."""
        found = self.told(node)
        plain = self._plain(node) if node is not None and found is None else None
        if plain is None or plain == _EMPTY:
            return found
        assert node is not None
        return ir.Plain((node.start_byte, node.end_byte), "texts" in plain, "rows" in plain)

    def _plain(self, node: Node) -> frozenset[str] | None:
        """The data of a type, nothing for ``undefined``; None where it may have more than data."""
        match node.type:
            case "type_annotation" | "readonly_type" | "parenthesized_type" | "optional_type":
                inner = self._inner(node)
                return self._plain(inner) if inner is not None else None
            case "predefined_type" | "literal_type" | "type_identifier":
                return _DATA.get(self.text(node), _TEXTS if self.text(node)[:1] in _QUOTES else None)
            case "template_literal_type":
                return _TEXTS
            case "union_type":
                found = [self._plain(child) for child in node.named_children]
                if any(one is None for one in found):
                    return None
                parts = {one for one in found if one is not None} - {_EMPTY}
                rows = {"rows" in one for one in parts}
                return frozenset[str]().union(*parts) if len(rows) < 2 else None
            case "array_type":
                inner = self._inner(node)
                found_in = self._plain(inner) if inner is not None else None
                return None if found_in is None else found_in | {"rows"}
            case "generic_type":
                return self._plain_generic(node)
        return None

    def _plain_generic(self, node: Node) -> frozenset[str] | None:
        name, arguments = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
        text = self.text(name) if name is not None else ""
        args = arguments.named_children if arguments is not None else []
        if not args or text not in _SEQUENCES | _MAPPINGS | _TRANSPARENT:
            return None
        found = self._plain(args[-1] if text in _MAPPINGS else args[0])
        return found if found is None or text in _TRANSPARENT else found | {"rows"}

    def _type_name(self, node: Node) -> ir.Expr | None:
        name = self.text(node)
        if name in _BORING:
            return None
        name = self.scope.resolve(name)
        self.scope.used.add(name)
        return ir.Name((node.start_byte, node.end_byte), name)

    def _nested(self, node: Node) -> ir.Expr | None:
        module, name = node.child_by_field_name("module"), node.child_by_field_name("name")
        if module is None or name is None:
            return None
        base = self.annotation(module) if module.type != "nested_identifier" else self.expr_of_nested(module)
        return ir.Attr((node.start_byte, node.end_byte), base, self.text(name)) if base is not None else None

    def expr_of_nested(self, node: Node) -> ir.Expr:
        """``a.b.c`` as it occurs in type names."""
        if node.type != "nested_identifier":
            return self.expr(node)
        obj, prop = node.child_by_field_name("object"), node.child_by_field_name("property")
        base = self.expr_of_nested(obj) if obj is not None else ir.Opaque((0, 0))
        return ir.Attr((node.start_byte, node.end_byte), base, self.text(prop) if prop is not None else "")

    def _generic(self, node: Node) -> ir.Expr | None:
        pos = (node.start_byte, node.end_byte)
        name = node.child_by_field_name("name")
        arguments = node.child_by_field_name("type_arguments")
        args = arguments.named_children if arguments is not None else []
        text = self.text(name) if name is not None else ""
        if text in _TRANSPARENT:
            return self.annotation(args[0]) if args else None
        if text in _SEQUENCES:
            item = self.annotation(args[0]) if args else None
            return ir.Index(pos, ir.Name(pos, "Array"), item) if item is not None else None
        if text in _MAPPINGS:
            value = self.annotation(args[-1]) if args else None
            if value is None:
                return None
            key = ir.TupleLit(pos, (ir.Const(pos, None), value))
            return ir.Index(pos, ir.Name(pos, "Map"), key)
        base = self.annotation(name)
        if base is None or not self._telling:
            return base
        told = self.types_told(arguments)
        return ir.Index(pos, base, ir.TupleLit(pos, told)) if told else base

    def types_told(self, arguments: Node | None) -> tuple[ir.Expr, ...]:
        """What is in brackets, where it says something: types, and those of the fields of an object."""
        found: list[Node | None] = []
        for one in arguments.named_children if arguments is not None else ():
            fields = one.named_children if one.type == "object_type" else ()
            found.extend([field.child_by_field_name("type") for field in fields] if fields else [one])
        return tuple(kind for kind in map(self.told, found) if kind is not None)

    def object_type(self, node: Node, name: str) -> ir.Class:
        """An interface's or object type's properties as the annotated fields of an abstract class."""
        fields: list[tuple[str, ir.Expr]] = []
        for child in node.named_children:
            if child.type == "property_signature":
                kind = self.annotation(child.child_by_field_name("type"))
                key = child.child_by_field_name("name")
                if kind is not None and key is not None:
                    fields.append((self.text(key).strip("'\""), kind))
            elif child.type == "method_signature":
                returns = self.annotation(child.child_by_field_name("return_type"))
                key = child.child_by_field_name("name")
                if returns is not None and key is not None and any(c.type == "get" for c in child.children):
                    fields.append((self.text(key), returns))
        pos = (node.start_byte, node.end_byte)
        cls = ir.Class(
            pos, name, ".".join((*self.qualifiers, name)), (), (), annotations=tuple(fields), abstract=True
        )
        self.classes.append(cls)
        return cls


def _fold(parts: list[ir.Expr], pos: ir.Pos) -> ir.Expr | None:
    if not parts:
        return None
    result = parts[0]
    for part in parts[1:]:
        result = ir.BinOp(pos, "|", result, part)
    return result
