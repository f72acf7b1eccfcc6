"""Lowering of Go's types: what a declared type says about a value, as an IR annotation.

Pointers say the same as what they point to; slices, arrays and channels are lists, maps are dicts. A type
that says nothing here (``string``, ``any``) is None.
"""

from __future__ import annotations

import re
from sys import intern

from policywright.analyzers import ir
from policywright.analyzers.languages.go.imports import names
from policywright.analyzers.languages.go.scopes import Scopes
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

BASIC = frozenset((
    "bool", "byte", "rune", "string", "error", "any", "comparable", "int", "int8", "int16", "int32", "int64",
    "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "complex64", "complex128",
))  # fmt: skip
_ANYTHING = frozenset(("error", "any", "comparable"))
"""Predeclared types whose values may be objects of the program."""
_LISTS = frozenset(("slice_type", "array_type", "implicit_length_array_type", "channel_type"))
_WRAPPERS = frozenset(("pointer_type", "parenthesized_type", "negated_type", "type_elem", "type_constraint"))
_BY_VALUE = frozenset(("type_identifier", "qualified_type", "generic_type"))
"""What may be a struct that is in another one; a pointer starts out nil."""
_ENV_TAG = regex(r'\b(?:env|envconfig|mapstructure_env)\s*:\s*"([A-Z][A-Z0-9_]*)')
_DEFAULT_TAG = regex(
    r'\b(?:envDefault|env-default|default)\s*:\s*"((?:[^"\\]|\\.)*)"|\benv\s*:\s*"[^"]*\bdefault=([^",]*)'
)
"""What a variable that is not set stands for (READMEs of caarlos0/env, cleanenv, envconfig, go-envconfig)."""

ZERO = "$zero"
"""The member of a defined type that says what its variables start out with, where that is a constant."""
_NUMBERS = (
    "byte", "float32", "float64", "int", "int16", "int32", "int64", "int8", "rune", "uint", "uint16",
    "uint32", "uint64", "uint8", "uintptr",
)  # fmt: skip
EMPTY: dict[str, str | int | bool | None] = {
    "string": "", "bool": False, "error": None, "any": None, **dict.fromkeys(_NUMBERS, 0),
}  # fmt: skip
"""The zero values of predeclared types (The Go Programming Language Specification, "The zero value")."""


class TypeLowering:
    """One file's types; ``ExpressionLowering`` adds expressions."""

    data: bytes

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.scopes = Scopes()
        self.imported: dict[str, str] = {}
        """Local names of imported packages to their paths."""
        self.guessed: dict[str, str] = {}
        """Further names that packages may have by their own clause."""
        self.dotted: set[str] = set()
        self.package_names: set[str] = set()
        self.classes: list[ir.Class] = []
        self.qualifiers: list[str] = []

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        return intern(self.data[node.start_byte : node.end_byte].decode("utf-8", "replace"))

    # --- names ---

    def name(self, node: Node) -> ir.Expr:
        """An identifier as a variable, a name of the package, or an imported package."""
        pos = (node.start_byte, node.end_byte)
        text = self.text(node)
        local = self.scopes.use(text)
        if local is not None:
            return ir.Name(pos, local)
        path = self.imported.get(text)
        if path is None and text in self.guessed and text not in self.package_names:
            path = self.guessed[text]
        if path is not None:
            return ir.ImportExpr(pos, path)
        return ir.Name(pos, text)

    # --- types ---

    def type_expr(self, node: Node | None) -> ir.Expr | None:
        """What a type says about its values."""
        if node is None:
            return None
        pos = (node.start_byte, node.end_byte)
        kind = node.type
        if kind == "type_identifier":
            return self._named(node)
        if kind == "qualified_type":
            owner, member = node.child_by_field_name("package"), node.child_by_field_name("name")
            return ir.Attr(pos, self.name(owner), self.text(member)) if owner is not None else None
        if kind in _WRAPPERS:
            return self.type_expr(node.named_children[0]) if node.named_children else None
        if kind == "generic_type":
            return self.type_expr(node.child_by_field_name("type"))
        if kind in _LISTS:
            item = self.type_expr(node.child_by_field_name("element") or node.child_by_field_name("value"))
            return ir.Index(pos, ir.Name(pos, "list"), item) if item is not None else None
        if kind == "map_type":
            item = self.type_expr(node.child_by_field_name("value"))
            return (
                ir.Index(pos, ir.Name(pos, "dict"), ir.TupleLit(pos, (ir.Opaque(pos), item)))
                if item
                else None
            )
        if kind == "function_type":
            return self.signature(node)
        if kind == "interface_type" and node.named_children:
            return ir.ClassExpr(pos, self.interface(node, "interface"))
        return None

    def declared(self, node: Node | None) -> ir.Expr | None:
        """What a type says about its values, the name of a basic one, and what a library's is told."""
        found = self.type_expr(node)
        while node is not None and node.type in ("pointer_type", "parenthesized_type"):
            node = node.named_children[0] if node.named_children else None
        if isinstance(found, ir.Attr) and node is not None and node.type == "generic_type":
            arguments = node.child_by_field_name("type_arguments")
            told = map(self._type_or_none, arguments.named_children if arguments is not None else ())
            kinds = tuple(kind for kind in told if not isinstance(kind, ir.Const))
            return ir.Index(found.pos, found, ir.TupleLit(found.pos, kinds)) if kinds else found
        if found is None and node is not None and node.type == "type_identifier":
            text = self.text(node)
            if text in BASIC - _ANYTHING and text not in self.package_names:
                return ir.Name((node.start_byte, node.end_byte), text)
        return found

    def _named(self, node: Node) -> ir.Expr | None:
        text = self.text(node)
        constraint = self.scopes.type_parameter(text)
        if constraint is not None:
            return None if isinstance(constraint, ir.Opaque) else constraint
        if text in BASIC and text not in self.package_names:
            return None
        local = self.scopes.use(text)
        return ir.Name((node.start_byte, node.end_byte), local or text)

    def signature(self, node: Node) -> ir.Expr:
        """A function type: ``$signature((parameter types), (result types))``."""
        pos = (node.start_byte, node.end_byte)
        params = ir.TupleLit(pos, self._types(node.child_by_field_name("parameters")))
        return ir.Call(pos, ir.Name(pos, "$signature"), (params, self.returned(node)))

    def returned(self, node: Node) -> ir.TupleLit:
        """The types of the results of a function or function type."""
        result = node.child_by_field_name("result")
        results = self._types(result) if result is not None and result.type == "parameter_list" else (
            (self._type_or_none(result),) if result is not None else ()
        )  # fmt: skip
        return ir.TupleLit((node.start_byte, node.end_byte), results)

    def _types(self, node: Node | None) -> tuple[ir.Expr, ...]:
        found: list[ir.Expr] = []
        for child in node.named_children if node is not None else ():
            if child.type in ("parameter_declaration", "variadic_parameter_declaration"):
                kind = self._type_or_none(child.child_by_field_name("type"))
                found.extend([kind] * max(1, len(child.children_by_field_name("name"))))
        return tuple(found)

    def _type_or_none(self, node: Node | None) -> ir.Expr:
        found = self.type_expr(node)
        return found if found is not None else ir.Const((0, 0), None)

    def type_parameters(self, node: Node | None) -> None:
        """Brings type parameters into scope, each as what its constraint says."""
        for child in node.named_children if node is not None else ():
            if child.type == "type_parameter_declaration":
                constraint = self.type_expr(child.child_by_field_name("type"))
                for name in child.children_by_field_name("name"):
                    self.scopes.here.types[self.text(name)] = constraint or ir.Opaque((0, 0))

    # --- type declarations ---

    def struct(self, node: Node, name: str) -> ir.Class:
        """A struct: fields are annotations, an embedded type is a field of its name, its members promoted."""
        cls = ir.Class((node.start_byte, node.end_byte), name, ".".join([*self.qualifiers, name]), (), ())
        self.classes.append(cls)
        fields: list[tuple[str, ir.Expr]] = []
        embedded: list[str] = []
        by_value: list[str] = []
        body = next((child for child in node.named_children if child.type == "field_declaration_list"), None)
        for child in body.named_children if body is not None else ():
            if child.type != "field_declaration":
                continue
            kind = child.child_by_field_name("type")
            annotation = self._field_type(child, kind)
            labels = child.children_by_field_name("name")
            if kind is not None and kind.type == "struct_type":
                inner = self.struct(kind, self.text(labels[0]) if labels else "struct")
                annotation = ir.ClassExpr((kind.start_byte, kind.end_byte), inner)
                by_value.extend(self.text(label) for label in labels)
            fields.extend((self.text(label), annotation) for label in labels)
            if kind is not None and kind.type in _BY_VALUE and isinstance(annotation, ir.Name | ir.Attr):
                by_value.extend(self.text(label) for label in labels)
            if not labels:
                own = _last_name(self.text(kind))
                fields.append((own, annotation))
                embedded.append(own)
        cls.annotations, cls.embedded, cls.by_value = tuple(fields), tuple(embedded), tuple(by_value)
        return cls

    def _field_type(self, field: Node, kind: Node | None) -> ir.Expr:
        pos = (field.start_byte, field.end_byte)
        tag = field.child_by_field_name("tag")
        variable = _ENV_TAG.search(self.text(tag)) if tag is not None else None
        if variable is not None:
            default = _DEFAULT_TAG.search(self.text(tag))
            told = [variable.group(1), *([default[1] or default[2]] if default is not None else ())]
            return ir.Call(pos, ir.Name(pos, "$env"), tuple(ir.Const(pos, one) for one in told))
        found = self.declared(kind)
        return found if found is not None else ir.Opaque(pos)

    def interface(self, node: Node, name: str) -> ir.Class:
        """An interface: methods are annotations with their signatures."""
        cls = ir.Class((node.start_byte, node.end_byte), name, ".".join([*self.qualifiers, name]), (), ())
        cls.abstract = True
        self.classes.append(cls)
        members: list[tuple[str, ir.Expr]] = []
        embedded: list[str] = []
        for child in node.named_children:
            if child.type == "method_elem":
                members.append((self.text(child.child_by_field_name("name")), self.signature(child)))
            elif child.type == "type_elem" and len(child.named_children) == 1:
                inner = self.type_expr(child)
                if inner is not None:
                    label = f"$embedded{len(embedded)}"
                    members.append((label, inner))
                    embedded.append(label)
        cls.annotations, cls.embedded = tuple(members), tuple(embedded)
        return cls

    def defined(self, node: Node, name: str) -> ir.Class:
        """``type Name <any other type>``: the same values under another name."""
        cls = ir.Class((node.start_byte, node.end_byte), name, ".".join([*self.qualifiers, name]), (), ())
        self.classes.append(cls)
        underlying = self.type_expr(node)
        cls.annotations = (("$underlying", underlying),) if underlying is not None else ()
        if node.type == "type_identifier" and self.text(node) in EMPTY:
            cls.annotations = ((ZERO, ir.Const(cls.pos, EMPTY[self.text(node)])),)
        cls.underlying = node.type
        return cls

    def imports(self, node: Node) -> tuple[list[tuple[str, int]], list[ir.Stmt]]:
        """Reads an import declaration; dot imports are statements, others are known by name from here on."""
        paths: list[tuple[str, int]] = []
        statements: list[ir.Stmt] = []
        pending = [child for child in node.named_children if child.type != "comment"]
        while pending:
            child = pending.pop(0)
            if child.type == "import_spec_list":
                pending = [*child.named_children, *pending]
                continue
            path = self.text(child.child_by_field_name("path")).strip('"`')
            if child.type != "import_spec" or not path:
                continue
            paths.append((path, 0))
            label = child.child_by_field_name("name")
            if label is None:
                # ``import "example.com/go"``: the package's clause has another name, as that is a keyword.
                for number, name in enumerate(names(path)):
                    if number:
                        self.guessed.setdefault(name, path)
                    else:
                        self.imported[name] = path
            elif label.type == "dot":
                statements.append(ir.ImportFrom((child.start_byte, child.end_byte), path, 0, (("*", "*"),)))
            elif self.text(label) != "_":
                self.imported[self.text(label)] = path
        return paths, statements


def _last_name(text: str) -> str:
    return re.split(r"[.\s*]", text.split("[", 1)[0].strip())[-1]
