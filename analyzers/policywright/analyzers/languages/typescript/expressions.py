"""Lowering of JavaScript and TypeScript expressions: tree-sitter nodes in, IR out.

Names that start with ``%`` are operations of the language that have no syntax in the IR; ``runtime``
gives them their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript import machines
from policywright.analyzers.languages.typescript.patterns import PatternLowering, named_key
from policywright.analyzers.languages.typescript.specifiers import normalised
from policywright.analyzers.languages.typescript.waiting import go_through, wait
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from tree_sitter import Node

    from policywright.analyzers.languages.typescript.scopes import Scope

PROTOTYPE = "%prototype"
"""The member of an object literal that has what ``super`` means in its methods."""
REGEX = "%regex"
"""What stands for all regular expressions, by which nothing is told apart."""
_PROMISE_METHODS = {"then": "%then", "catch": "%catch", "finally": "%finally"}
_BOOLEAN: dict[str, Literal["and", "or", "??"]] = {"&&": "and", "||": "or", "??": "??"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_ESCAPE = regex(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_HIDDEN = ("comment", "html_comment")
_INTEROP = frozenset(
    (
        "__toESM",
        "__toCommonJS",
        "__importStar",
        "__importDefault",
        "_interopRequireDefault",
        "_interopRequireWildcard",
        "_interop_require_default",
        "_interop_require_wildcard",
    )
)
"""Helpers of TypeScript, Babel, SWC and esbuild that pass a module on."""
_GENERATORS = ("function_expression", "generator_function")


_CREATED = regex(rb"\b(\w+)\s*(?::[^=\n]*)?=\s*(?:\w+\.)?createRequire\s*\(")
"""``const load = createRequire(import.meta.url)``"""


class ExpressionLowering(PatternLowering):
    """One file's expressions; ``Lowering`` in ``lower.py`` adds statements."""

    _required: frozenset[str] | None = None

    def _opaque(self, node: Node) -> ir.Expr:
        parts = tuple(self.expr(child) for child in node.named_children if child.type not in _HIDDEN)
        return ir.Opaque((node.start_byte, node.end_byte), parts)

    # --- names and literals ---

    def _x_identifier(self, node: Node) -> ir.Expr:
        name = self.text(node)
        self.valued.add(name)
        name = self.scope.resolve(name)
        self.scope.used.add(name)
        return ir.Name((node.start_byte, node.end_byte), name)

    def _x_this(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        scope: Scope | None = self.scope
        while scope is not None and scope.arrow and scope.class_this is None:
            scope = scope.parent
        if scope is not None and scope.class_this is not None:
            name = self.scope.resolve(scope.class_this)
            self.scope.used.add(name)
            return ir.Name(pos, name)
        self.scope.used.add("this")
        return ir.Name((node.start_byte, node.end_byte), "this")

    def _x_super(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        self.scope.used.add("this")
        scope: Scope | None = self.scope
        while scope is not None and scope.arrow:
            scope = scope.parent
        which = "%above" if scope is not None and scope.literal else "%super"
        return ir.Call(pos, ir.Name(pos, which), (ir.Name(pos, "this"),))

    def _x_meta_property(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        if self.text(node).replace(" ", "") == "new.target":
            self.scope.used.add("this")
            return ir.Call(pos, ir.Name(pos, "%target"), (ir.Name(pos, "this"),))
        return ir.Name((node.start_byte, node.end_byte), self.text(node))

    def _const(self, node: Node, value: str | float | bool | None) -> ir.Expr:
        return ir.Const((node.start_byte, node.end_byte), value)

    def _x_true(self, node: Node) -> ir.Expr:
        return self._const(node, True)

    def _x_false(self, node: Node) -> ir.Expr:
        return self._const(node, False)

    def _x_null(self, node: Node) -> ir.Expr:
        return ir.Null((node.start_byte, node.end_byte), None)

    def _x_undefined(self, node: Node) -> ir.Expr:
        return self._const(node, None)

    def _x_number(self, node: Node) -> ir.Expr:
        text = self.text(node).replace("_", "").removesuffix("n")
        try:
            return self._const(node, int(text, 0))
        except ValueError:
            try:
                number = float(text)
            except ValueError:
                return ir.Opaque((node.start_byte, node.end_byte))
            # As a text, ``1e3`` is 1000.
            return self._const(node, int(number) if number.is_integer() else number)

    def _x_string(self, node: Node) -> ir.Expr:
        return self._const(node, self.string(node))

    def string(self, node: Node) -> str:
        """The text that a string literal stands for."""
        raw = self.data[node.start_byte + 1 : max(node.start_byte + 1, node.end_byte - 1)].decode(
            "utf-8", "replace"
        )
        return unescape(raw)

    def _x_regex(self, node: Node) -> ir.Expr:
        return ir.Name((node.start_byte, node.end_byte), REGEX)

    def _x_template_string(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        parts = self._template_parts(node)
        if not parts:
            return ir.Const(pos, "")
        if len(parts) == 1 and isinstance(parts[0], ir.Const):
            return ir.Const(pos, parts[0].value)
        return ir.Template(pos, tuple(parts))

    def _template_parts(self, node: Node) -> list[ir.Expr]:
        parts: list[ir.Expr] = []
        for child in node.named_children:
            where = (child.start_byte, child.end_byte)
            if child.type == "template_substitution":
                inner = self._inner(child)
                parts.append(self.expr(inner) if inner is not None else ir.Opaque(where))
                continue
            text = unescape(self.text(child))
            last = parts[-1] if parts else None
            if isinstance(last, ir.Const) and isinstance(last.value, str):
                parts[-1] = ir.Const((last.pos[0], where[1]), last.value + text)
            else:
                parts.append(ir.Const(where, text))
        return parts

    def _inner(self, node: Node) -> Node | None:
        return next((child for child in node.named_children if child.type not in _HIDDEN), None)

    # --- wrappers without a value of their own ---

    def _x_parenthesized_expression(self, node: Node) -> ir.Expr:
        inner = self._inner(node)
        return self.expr(inner) if inner is not None else ir.Opaque((node.start_byte, node.end_byte))

    def _x_await_expression(self, node: Node) -> ir.Expr:
        value = self._x_parenthesized_expression(node)
        if isinstance(value, ir.Name):
            self.awaited.add(value.pos)
        return wait(value)

    def _x_as_expression(self, node: Node) -> ir.Expr:
        children = [child for child in node.named_children if child.type not in _HIDDEN]
        return self._cast(node, children[0], children[1] if len(children) > 1 else None)

    def _x_type_assertion(self, node: Node) -> ir.Expr:
        children = [child for child in node.named_children if child.type not in _HIDDEN]
        types = children[0].named_children if children else []
        return self._cast(node, children[-1], types[0] if types else None)

    def _cast(self, node: Node, value: Node, kind: Node | None) -> ir.Expr:
        lowered = self.expr(value)
        annotation = self.declared(kind)
        if annotation is None:
            return lowered
        return ir.Cast((node.start_byte, node.end_byte), lowered, annotation)

    # --- access and calls ---

    def _x_member_expression(self, node: Node) -> ir.Expr:
        own = machines.member(self, node) if self.scope.machine is not None else None
        if own is not None:
            return own
        name = node.child_by_field_name("property")
        value = self.expr(node.child_by_field_name("object"))
        pos = (node.start_byte, node.end_byte)
        if name is not None and self.text(name) == "constructor":
            # ``this.constructor.create()``: the class, and no member of the object.
            return ir.Call(pos, ir.Name(pos, "%class"), (value,))
        return ir.Attr(pos, value, self.text(name) if name else "", self._is_optional(node, value))

    def _x_subscript_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        value = self.expr(node.child_by_field_name("object"))
        key = named_key(self.expr(node.child_by_field_name("index")))
        if isinstance(key, ir.Const) and isinstance(key.value, str):
            return ir.Attr(pos, value, key.value, self._is_optional(node, value))
        return ir.Index(pos, value, key, self._is_optional(node, value))

    def _is_optional(self, node: Node, value: ir.Expr) -> bool:
        """Whether something read of a value is nothing where that is: ``a?.b``, and ``a?.b.c`` as well."""
        if node.child_by_field_name("optional_chain") is not None:
            return True
        owner = node.child_by_field_name("object")
        return owner is not None and owner.type != "parenthesized_expression" and _may_be_left(value)

    def _x_call_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        target = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if target is None:
            return self._opaque(node)
        imported = self._imported(target, arguments, pos) or self._compiled(target, arguments, pos)
        if imported is not None:
            return imported
        if target.type == "super":
            function: ir.Expr = ir.Attr(
                (target.start_byte, target.end_byte), self.expr(target), "constructor"
            )
        else:
            function = self.expr(target)
        if isinstance(function, ir.Attr | ir.Name):
            self.scope.calls.add(function.name)
        args = self.arguments(arguments)
        if isinstance(function, ir.Attr) and function.name in _PROMISE_METHODS:
            operation = ir.Name(function.pos, _PROMISE_METHODS[function.name])
            return ir.Call(pos, operation, (function.obj, *args))
        told = self.types_told(node.child_by_field_name("type_arguments"))
        optional = any(child.type == "?." for child in node.children)
        call = ir.Call(pos, function, args, optional=optional)
        return ir.Cast(pos, call, self.of_some(told)) if told else call

    def _imported(self, target: Node, arguments: Node | None, pos: ir.Pos) -> ir.Expr | None:
        """``require("x")`` and ``import("x")``."""
        if target.type != "import" and not self._requires(target):
            return None
        first = self._inner(arguments) if arguments is not None else None
        name = self._specifier_of(first) if first is not None else None
        if name is None:
            if target.type == "import" and arguments is not None:
                where = (target.start_byte, target.end_byte)
                return ir.Call(pos, ir.Name(where, "%import"), self.arguments(arguments))
            return None
        module, level = normalised(name)
        self.imports.append((module, level))
        return ir.ImportExpr(pos, module, level)

    def _requires(self, target: Node) -> bool:
        """Whether a function loads modules: ``require``, or what ``createRequire`` gives."""
        if target.type == "call_expression":
            made = target.child_by_field_name("function")
            return made is not None and self.text(made).rpartition(".")[2] == "createRequire"
        name = self.text(target) if target.type == "identifier" else ""
        return name == "require" or (name in self.requires and not self._is_passed(target, name))

    def _is_passed(self, node: Node, name: str) -> bool:
        """Whether a name is a parameter of a function that a place is in."""
        word = regex(rb"\b" + name.encode() + rb"\b")
        around = node.parent
        while around is not None:
            for field in ("parameters", "parameter"):
                params = around.child_by_field_name(field)
                if params is not None and word.search(self.data, params.start_byte, params.end_byte):
                    return True
            around = around.parent
        return False

    @property
    def requires(self) -> frozenset[str]:
        """What the file calls such functions (https://nodejs.org/api/module.html#modulecreaterequirefilename)."""
        if self._required is None:
            named = _CREATED.findall(self.data) if b"createRequire" in self.data else []
            self._required = frozenset(("require", *(name.decode() for name in named)))
        return self._required

    def _specifier_of(self, node: Node) -> str | None:
        """What an expression of an import names: a text, or a path behind the directory of the file."""
        if node.type in ("string", "template_string"):
            match self.expr(node):
                case ir.Const(value=str(text)):
                    return text
                case ir.Template(parts=(ir.Name(name="__dirname"), ir.Const(value=str(text)))):
                    return "." + text
        elif b"__dirname" in (node.text or b""):
            match self.expr(node):
                case ir.BinOp(left=ir.Name(name="__dirname"), right=ir.Const(value=str(text))):
                    return "." + text
                case ir.Call(fn=ir.Attr(name="join" | "resolve"), args=args) if args:
                    steps = [one.value for one in args if isinstance(one, ir.Const)]
                    if isinstance(args[0], ir.Name) and len(steps) == len(args) - 1:
                        return "/".join((".", *map(str, steps)))
        return None

    def _compiled(self, target: Node, arguments: Node | None, pos: ir.Pos) -> ir.Expr | None:
        """What compilers and bundlers write for imports, exports and ``await``."""
        if arguments is None:
            return None
        given = [child for child in arguments.named_children if child.type not in _HIDDEN]
        machine = machines.compiled(self, target, given, pos)
        if machine is not None:
            return machine
        name = self.text(target) if target.type == "identifier" else ""
        if not name.startswith("_"):
            return None
        if name in _INTEROP:
            return ir.Call(
                pos, ir.Name((target.start_byte, target.end_byte), "%interop"), self.arguments(arguments)
            )
        if name == "__export":
            return ir.Call(
                pos, ir.Name((target.start_byte, target.end_byte), "%export"), self.arguments(arguments)
            )
        if name == "__awaiter" and len(given) == 4 and given[3].type in _GENERATORS:
            receiver = self.expr(given[0])
            self.awaiting = True
            body = self.expr(given[3])
            return ir.Call(pos, ir.Attr(body.pos, body, "call"), (receiver,))
        return None

    def arguments(self, node: Node | None) -> tuple[ir.Expr, ...]:
        """The arguments of a call; those of a tagged template are its texts, and what is put in."""
        if node is None:
            return ()
        if node.type == "template_string":
            pos = (node.start_byte, node.end_byte)
            strings: list[ir.Expr] = [ir.Const(pos, "")]
            given: list[ir.Expr] = []
            for part in self._template_parts(node):
                if isinstance(part, ir.Const):
                    strings[-1] = part
                else:
                    given.append(part)
                    strings.append(ir.Const(pos, ""))
            return (ir.ListLit(pos, tuple(strings)), *given)
        return tuple(self.expr(child) for child in node.named_children if child.type not in _HIDDEN)

    def _x_new_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        function = self.expr(node.child_by_field_name("constructor"))
        if isinstance(function, ir.Attr | ir.Name):
            self.scope.calls.add(function.name)
        return ir.Call(pos, function, self.arguments(node.child_by_field_name("arguments")), new=True)

    def _x_spread_element(self, node: Node) -> ir.Expr:
        inner = self._inner(node)
        value = self.expr(inner) if inner is not None else ir.Opaque((0, 0))
        if node.parent is not None and node.parent.type == "array":
            go_through(value)
        return ir.Spread((node.start_byte, node.end_byte), value)

    # --- operators ---

    def _x_binary_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operator = node.child_by_field_name("operator")
        left = self.expr(node.child_by_field_name("left"))
        right = self.expr(node.child_by_field_name("right"))
        op = operator.type if operator is not None else "?"
        if op in _BOOLEAN:
            return ir.BoolOp(pos, _BOOLEAN[op], (left, right))
        return ir.BinOp(pos, op, left, right)

    def _x_unary_expression(self, node: Node) -> ir.Expr:
        operator = node.child_by_field_name("operator")
        argument = self.expr(node.child_by_field_name("argument"))
        pos = (node.start_byte, node.end_byte)
        kind = operator.type if operator is not None else ""
        if kind == "!":
            return ir.Not(pos, argument)
        if kind == "typeof" and isinstance(argument, ir.Index):
            # Nobody gets the member, so that nothing is asked of it.
            return ir.Opaque(pos, (argument.obj, argument.key))
        if kind == "-" and isinstance(argument, ir.Const) and isinstance(argument.value, int | float):
            return self._const(node, -argument.value)
        if kind == "delete" and isinstance(argument, ir.Attr | ir.Index):
            key = argument.key if isinstance(argument, ir.Index) else ir.Const(argument.pos, argument.name)
            return ir.Call(pos, ir.Name(pos, "%delete"), (argument.obj, key))
        return ir.Opaque(pos, (argument,))

    def _x_ternary_expression(self, node: Node) -> ir.Expr:
        test, body, orelse = (
            self.expr(node.child_by_field_name(name)) for name in ("condition", "consequence", "alternative")
        )
        return ir.Conditional((node.start_byte, node.end_byte), test, body, orelse)

    def _x_sequence_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        items = tuple(self.expr(child) for child in node.named_children if child.type not in _HIDDEN)
        return ir.Index(pos, ir.TupleLit(pos, items), ir.Const(pos, -1))

    def _x_assignment_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        left = node.child_by_field_name("left")
        value = self.named(self._label(left), node.child_by_field_name("right"))
        return ir.Bind(pos, self.target(left), value)

    def _label(self, node: Node | None) -> str:
        """What a function assigned here is called."""
        if node is not None and node.type == "member_expression":
            node = node.child_by_field_name("property")
        if node is None or node.type not in (
            "identifier",
            "property_identifier",
            "private_property_identifier",
        ):
            return ""
        text = self.text(node)
        return text if text != "exports" else ""

    def _x_augmented_assignment_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operator = node.child_by_field_name("operator")
        left = node.child_by_field_name("left")
        op = (operator.type if operator is not None else "+=").removesuffix("=")
        value = self.named(self._label(left), node.child_by_field_name("right"))
        old = self.expr(left)
        target = self.target(left)
        if op in _BOOLEAN:
            return ir.Bind(pos, target, ir.BoolOp(pos, _BOOLEAN[op], (old, value)))
        if isinstance(target, ir.Name) and op == "+":
            bind = ir.Bind(pos, target, ir.BinOp(pos, "+", old, value))
            self.scope.additions.append((target.name, bind))
            return bind
        return ir.Bind(pos, target, ir.Opaque(pos, (old, value)))

    def _x_update_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        argument = node.child_by_field_name("argument")
        return ir.Bind(pos, self.target(argument), ir.Opaque(pos, (self.expr(argument),)))

    def _x_yield_expression(self, node: Node) -> ir.Expr:
        inner = self._inner(node)
        if self.scope.awaiting:
            return wait(self.expr(inner))
        self.scope.yields = True
        each = any(child.type == "*" for child in node.children)
        value = self.expr(inner) if inner is not None else None
        return ir.Yield((node.start_byte, node.end_byte), value, each)

    # --- containers ---

    def annotation(self, node: Node | None) -> ir.Expr | None:
        """A type; ``TypeLowering`` has the rules."""
        raise NotImplementedError

    def types_told(self, arguments: Node | None) -> tuple[ir.Expr, ...]:
        """What is in brackets; ``TypeLowering`` has the rules."""
        raise NotImplementedError

    @staticmethod
    def of_some(told: tuple[ir.Expr, ...]) -> ir.Expr:
        """A type of which no more is known than what it is told."""
        pos = told[0].pos
        return ir.Index(pos, ir.Opaque(pos), ir.TupleLit(pos, told))

    def declared(self, node: Node | None) -> ir.Expr | None:
        """The same for what a type says that nothing can be; ``TypeLowering`` has the rules."""
        raise NotImplementedError

    def object_method(self, node: Node) -> tuple[ir.Expr, ir.Expr] | None:
        """A method of an object literal; ``DefinitionLowering`` has the rules."""
        raise NotImplementedError

    def _x_array(self, node: Node) -> ir.Expr:
        return ir.ListLit((node.start_byte, node.end_byte), tuple(self._array_items(node)))

    def _array_items(self, node: Node) -> Iterator[ir.Expr]:
        """What is between commas; nothing is undefined."""
        expecting = True
        for child in node.children[1:-1]:
            if child.type in _HIDDEN:
                continue
            if child.type != ",":
                yield self.expr(child)
            elif expecting:
                yield self._const(child, None)
            expecting = child.type == ","

    def _x_object(self, node: Node) -> ir.Expr:
        items: list[tuple[ir.Expr | None, ir.Expr]] = []
        for child in node.named_children:
            match child.type:
                case "pair":
                    key = self.key(child.child_by_field_name("key"))
                    label = key.value if isinstance(key, ir.Const) and isinstance(key.value, str) else ""
                    if label == "__proto__":
                        # What it inherits, all the others override.
                        where = (child.start_byte, child.end_byte)
                        inherited = self.expr(child.child_by_field_name("value"))
                        items.insert(0, (None, inherited))
                        items.append((ir.Const(where, PROTOTYPE), inherited))
                        continue
                    items.append((key, self.named(label, child.child_by_field_name("value"))))
                case "shorthand_property_identifier":
                    pos = (child.start_byte, child.end_byte)
                    items.append((ir.Const(pos, self.text(child)), self.expr(child)))
                case "spread_element":
                    inner = self._inner(child)
                    if inner is not None:
                        items.append((None, self.expr(inner)))
                case "method_definition":
                    item = self.object_method(child)
                    if item is not None:
                        items.append(item)
        return ir.DictLit((node.start_byte, node.end_byte), tuple(items))

    # --- JSX ---

    def _x_jsx_element(self, node: Node) -> ir.Expr:
        """An element has no value here; what its braces hold is evaluated."""
        parts: list[ir.Expr] = []
        pending = list(reversed(node.named_children))
        while pending:
            child = pending.pop()
            if child.type == "jsx_expression":
                inner = self._inner(child)
                if inner is not None:
                    parts.append(self.expr(inner))
            elif child.type.startswith("jsx_"):
                pending.extend(reversed(child.named_children))
            else:
                # ``<Panel>``, ``<ui.Panel>``
                self.valued.add(self.text(child).partition(".")[0].strip())
        return ir.Opaque((node.start_byte, node.end_byte), tuple(parts))


def _may_be_left(value: ir.Expr) -> bool:
    """Whether a chain of members and calls may be left before its end."""
    while isinstance(value, ir.Call | ir.Cast) and not (isinstance(value, ir.Call) and value.optional):
        value = value.fn if isinstance(value, ir.Call) else value.value
    return isinstance(value, ir.Call) or (isinstance(value, ir.Attr | ir.Index) and value.optional)


def unescape(text: str) -> str:
    """A string literal's inside with its escape sequences replaced (ECMAScript, 12.9.4)."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2) or match.group(3)
    if code is None:
        return _ESCAPES.get(match.group(4), match.group(4))
    point = int(code, 16)
    # A lone surrogate can't be written as UTF-8.
    return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"
