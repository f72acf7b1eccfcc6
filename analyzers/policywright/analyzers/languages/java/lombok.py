"""Modifiers and annotations of Java declarations, and what Lombok generates from them.

``declarations.py`` asks for a class's fields, getters and further methods and lowers them with the rest.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.languages.java.expressions import ExpressionLowering
from policywright.analyzers.languages.java.scopes import ClassScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

CONSTRUCTORS = frozenset(("RequiredArgsConstructor", "AllArgsConstructor", "Data", "Value", "Builder",
                                  "SuperBuilder"))  # fmt: skip
SETTER_PREFIX = "setterPrefix"
"""What the setters of a builder begin with; a class has it among its keywords."""
_GETTERS = frozenset(("Getter", "Data", "Value"))
_SETTERS = frozenset(("Setter", "Data"))
VALUES = frozenset(("Value", "ConfigProperty"))


class LombokLowering(ExpressionLowering):
    """Annotations of one file."""

    # --- modifiers ---

    def modifiers(self, node: Node) -> tuple[frozenset[str], dict[str, Node]]:
        """Keywords and annotations (by simple name) of a declaration."""
        found = next((child for child in node.children if child.type == "modifiers"), None)
        if found is None:
            return frozenset(), {}
        words: set[str] = set()
        annotations: dict[str, Node] = {}
        for child in found.children:
            if child.type in ("marker_annotation", "annotation"):
                annotations[self.text(child.child_by_field_name("name")).rpartition(".")[2]] = child
            else:
                words.add(self.text(child))
        return frozenset(words), annotations

    def annotation_value(self, node: Node | None, *names: str) -> ir.Expr | None:
        """An element of an annotation: a named one, or the only one."""
        arguments = node.child_by_field_name("arguments") if node is not None else None
        for child in arguments.named_children if arguments is not None else ():
            if child.type == "element_value_pair":
                if self.text(child.child_by_field_name("key")) in names:
                    return self._element(child.child_by_field_name("value"))
            elif "value" in names and "comment" not in child.type:
                return self._element(child)
        return None

    def _element(self, node: Node | None) -> ir.Expr:
        if node is not None and node.type == "element_value_array_initializer":
            return ir.ListLit((node.start_byte, node.end_byte), self.arguments(node))
        return self.expr(node)

    # --- what Lombok generates ---

    def lombok_fields(
        self, scope: ClassScope, members: list[Node], *, required: bool, final: bool
    ) -> list[tuple[str, ir.Expr | None, bool]]:
        """The fields that a generated constructor takes: all, or those that must be set; and whether they
        have a value without it.

        ``final`` says that an annotation makes all of them final.
        """
        found: list[tuple[str, ir.Expr | None, bool]] = []
        for child in members:
            words, marks = self.modifiers(child)
            if child.type != "field_declaration" or "static" in words or not VALUES.isdisjoint(marks):
                continue
            for declarator in child.children_by_field_name("declarator"):
                fixed = final or "final" in words
                # What a builder starts out with (``@Builder.Default``) it may be told otherwise.
                if declarator.child_by_field_name("value") is not None and fixed and "Default" not in marks:
                    continue
                if required and not fixed and "NonNull" not in marks:
                    continue
                name = self.text(declarator.child_by_field_name("name"))
                found.append((name, scope.annotations.get(name), "Default" in marks))
        return found

    def lombok_getters(self, members: list[Node], marks: dict[str, Node]) -> dict[str, str]:
        """Names of the getters that Lombok generates, to their fields."""
        getters: dict[str, str] = {}
        everywhere = not _GETTERS.isdisjoint(marks)
        for child in members:
            if child.type != "field_declaration":
                continue
            words, own = self.modifiers(child)
            if "static" in words or not (everywhere or "Getter" in own):
                continue
            for declarator in child.children_by_field_name("declarator"):
                name = self.text(declarator.child_by_field_name("name"))
                if self._is_fluent(marks) or self._is_fluent(own):
                    getters[name] = name
                    continue
                getters[f"get{name[:1].upper()}{name[1:]}"] = name
                if self.text(child.child_by_field_name("type")) == "boolean":
                    getters[f"is{name[:1].upper()}{name[1:]}"] = name
        return getters

    def lombok_setters(self, members: list[Node], marks: dict[str, Node]) -> dict[str, str]:
        """Names of the setters that Lombok generates, to their fields; no fluent ones."""
        setters: dict[str, str] = {}
        for child in members:
            if child.type != "field_declaration":
                continue
            words, own = self.modifiers(child)
            if not words.isdisjoint(("static", "final")) or _SETTERS.isdisjoint((*marks, *own)):
                continue
            for declarator in child.children_by_field_name("declarator"):
                name = self.text(declarator.child_by_field_name("name"))
                if not (self._is_fluent(marks) or self._is_fluent(own)):
                    setters[f"set{name[:1].upper()}{name[1:]}"] = name
        return setters

    def _is_fluent(self, marks: dict[str, Node]) -> bool:
        """``@Accessors(fluent = true)``: getters and setters are called as the field is."""
        value = self.annotation_value(marks.get("Accessors"), "fluent")
        return isinstance(value, ir.Const) and value.value is True

    def lombok_copies(self, members: list[Node], marks: dict[str, Node]) -> dict[str, tuple[str, bool]]:
        """Methods that set a field and give the object: ``withName``, and setters called as the field is.

        To their fields, and whether a getter has the same name.
        """
        found: dict[str, tuple[str, bool]] = {}
        for child in members:
            if child.type != "field_declaration":
                continue
            words, own = self.modifiers(child)
            if "static" in words:
                continue
            for declarator in child.children_by_field_name("declarator"):
                name = self.text(declarator.child_by_field_name("name"))
                if "With" in marks or "With" in own:
                    found[f"with{name[:1].upper()}{name[1:]}"] = name, False
                if (self._is_fluent(marks) or self._is_fluent(own)) and not _SETTERS.isdisjoint(
                    (*marks, *own)
                ):
                    found[name] = name, True
        return found

    def _copies(
        self, pos: ir.Pos, scope: ClassScope, members: list[Node], marks: dict[str, Node]
    ) -> list[ir.Stmt]:
        found: list[ir.Stmt] = []
        methods = (one for one in members if one.type == "method_declaration")
        declared = {self.text(one.child_by_field_name("name")) for one in methods}
        this = scope.receiver
        setters = {method: (name, False) for method, name in self.lombok_setters(members, marks).items()}
        for method, (name, shared) in {**setters, **self.lombok_copies(members, marks)}.items():
            if method in setters and method in declared:
                continue
            target = ir.Attr(pos, ir.Name(pos, this), name)
            self.assigned.add(name)
            body = (ir.Assign(pos, (target,), ir.Name(pos, "value")), ir.Return(pos, ir.Name(pos, this)))
            params = (ir.Param(pos, "value", "normal", None, scope.annotations.get(name)),)
            names = frozenset((this, "value"))
            whole = ".".join([*self.qualifiers, method])
            function = ir.Function(pos, method, whole, params, body, receiver=this, locals=names)
            if shared:
                value = self.helper(pos, "$overload", ir.Name(pos, method), ir.FunctionExpr(pos, function),
                                    ir.Const(pos, False))  # fmt: skip
                found.append(ir.Assign(pos, (ir.Name(pos, method),), value))
            else:
                found.append(ir.FunctionDef(pos, function))
        return found

    def lombok_delegates(self, members: list[Node]) -> tuple[str, ...]:
        """The fields whose methods the class has, too (``@Delegate``)."""
        fields = [child for child in members if child.type == "field_declaration"]
        marked = [child for child in fields if "Delegate" in self.modifiers(child)[1]]
        return tuple(
            self.text(declarator.child_by_field_name("name"))
            for child in marked
            for declarator in child.children_by_field_name("declarator")
        )

    def _static_factory(self, pos: ir.Pos, scope: ClassScope, marks: dict[str, Node]) -> list[ir.Stmt]:
        """``@RequiredArgsConstructor(staticName = "of")``: the method that stands for the constructor."""
        marked = [
            self.annotation_value(mark, "staticName", "staticConstructor")
            for name, mark in marks.items()
            if name in CONSTRUCTORS
        ]
        name = next((one.value for one in marked if isinstance(one, ir.Const)), None)
        if not isinstance(name, str) or not name or scope.ref is None:
            return []
        made = ir.Call(pos, scope.ref, (ir.Spread(pos, ir.Name(pos, "args")),), new=True)
        params = (ir.Param(pos, "args", "rest"),)
        function = ir.Function(pos, name, ".".join([*self.qualifiers, name]), params, (ir.Return(pos, made),),
                               receiver="", static=True, locals=frozenset(("args",)))  # fmt: skip
        return [ir.FunctionDef(pos, function)]

    def _has_builder(self, members: list[Node], marks: dict[str, Node]) -> bool:
        """``@Builder`` of a class, or of a constructor."""
        made = [child for child in members if child.type == "constructor_declaration"]
        marked = (marks, *(self.modifiers(child)[1] for child in made))
        return any(not {"Builder", "SuperBuilder"}.isdisjoint(one) for one in marked)

    def lombok_methods(
        self, pos: ir.Pos, scope: ClassScope, members: list[Node], marks: dict[str, Node]
    ) -> list[ir.Stmt]:
        """A named factory, ``builder()``, ``toBuilder()``, and what sets a field and gives the object."""
        found = [*self._static_factory(pos, scope, marks), *self._copies(pos, scope, members, marks)]
        if any("toBuilder" in self.text(mark) for name, mark in marks.items() if name.endswith("Builder")):
            made = self.helper(pos, "$builder", ir.Name(pos, scope.receiver))
            function = ir.Function(pos, "toBuilder", ".".join([*self.qualifiers, "toBuilder"]), (),
                                   (ir.Return(pos, made),), receiver=scope.receiver,
                                   locals=frozenset((scope.receiver,)))  # fmt: skip
            found.append(ir.FunctionDef(pos, function))
        if self._has_builder(members, marks) and scope.ref is not None:
            builder = self.helper(pos, "$builder", scope.ref)
            function = ir.Function(pos, "builder", ".".join([*self.qualifiers, "builder"]), (),
                                   (ir.Return(pos, builder),), receiver="", static=True)  # fmt: skip
            found.append(ir.FunctionDef(pos, function))
        return found
