"""Reads a CDK application's source in Python or TypeScript: its constructs, calls and imports (``records``).

Both are read by tree-sitter into the same records. A loop, a parameter or a second assignment makes it
unknown which construct a variable is.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.grammar import parser_of
from policywright.analyzers.infrastructure.cdk.records import (
    NOTHING,
    Argument,
    Call,
    Construct,
    Entry,
    Function,
    Import,
    Parameter,
    Part,
    Source,
    Where,
    bare,
    encoded,
)
from policywright.analyzers.infrastructure.cdk.rounds import round_of
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

SCRIPTS = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")


def parsed(name: str, text: str) -> Node:
    """The syntax tree of a source, by its name's suffix."""
    if name.endswith(".py"):
        parser = parser_of("tree_sitter_python")
    elif name.endswith((".ts", ".mts", ".cts")):
        parser = parser_of("tree_sitter_typescript", "language_typescript")
    else:
        parser = parser_of("tree_sitter_typescript", "language_tsx")
    return parser.parse(encoded(text)).root_node


def read_source(name: str, text: str) -> Source:
    """What a source says; nothing of one that is too deep to be read."""
    found = Source(name, text)
    try:
        _Reader(found, parsed(name, text)).run()
    except RecursionError:
        return Source(name, text)
    return found


class _Reader:
    def __init__(self, source: Source, root: Node) -> None:
        self.source, self.shape, self.root = source, source.shape, root
        self._named: dict[tuple[int, int], str] = {}
        """Variables by the value that they are set to."""
        self._made: dict[tuple[int, int], Construct] = {}
        self._settings: list[tuple[tuple[str, str], tuple[tuple[int, ...], tuple[int, int]]]] = []
        """What is set, by class and variable: in which functions, and where the value begins."""
        self._outside: dict[int, Where] = {}
        """What is around the list of a round, by where that begins."""

    def run(self) -> None:
        self.source.root = self.root
        where = Where(owner="", functions=(), block=0, statement=self.root, looped=False)
        self._walk(self.root, where)
        for key, setting in self._settings:
            functions, value = setting
            self.source.assigned.setdefault(key, []).append((functions, self._made.get(value), value))

    def _walk(self, node: Node, where: Where) -> None:
        # What a round goes through is there before it.
        where = self._inside(node, self._outside.pop(node.id, where))
        if node.type in (
            "assignment",
            "assignment_expression",
            "variable_declarator",
            "public_field_definition",
        ):
            self._assignment(node, where)
        elif node.type in ("augmented_assignment", "augmented_assignment_expression"):
            # What it has from then on is more than was set.
            self._set(_text(node.named_children[0]), NOTHING, where, kept=False)
        elif node.type == "as_pattern":
            self._bound(node, where)
        elif node.type in self.shape.calls:
            self._call(node, where)
        elif node.type in ("import_statement", "import_from_statement"):
            self.source.imports.extend(_imported(node))
        elif node.type in ("parameters", "formal_parameters"):
            self._parameters(node, where)
        elif node.type in self.shape.rounds and (left := node.child_by_field_name("left")) is not None:
            for one in _names_in(left):
                self._set(one, NOTHING, where, kept=node.type != "for_statement")
        elif node.type.endswith("identifier"):
            name = _text(node)
            self.source.counts[name] = self.source.counts.get(name, 0) + 1
        leaving: Node | None = None
        for child in node.named_children:
            own = where
            if leaving is not None and child.type in self.shape.statements:
                own = replace(where, branched=True, branch=leaving.start_byte)
            self._walk(child, own)
            if child.type in self.shape.branches and self._returns(child):
                # ``if (!on) return;``: what follows may not run.
                leaving = child

    def _inside(self, node: Node, where: Where) -> Where:
        shape, kind = self.shape, node.type
        owner, functions, block = where.owner, where.functions, where.block
        statement, looped, own_loop = where.statement, where.looped, where.own_loop
        if kind in shape.classes:
            name = node.child_by_field_name("name")
            owner, functions, looped, own_loop = (_text(name) if name is not None else ""), (), False, False
            self.source.bases[owner] = _text(node).partition("{" if not self.source.python else ":")[0]
        if kind in shape.functions:
            functions = (*functions, node.start_byte)
        if kind in shape.blocks:
            block = node.start_byte + 1
        if kind in shape.statements:
            statement = node
        named = _name_of(node) if kind in shape.functions else ""
        if named:
            own_loop = False
            self.source.functions[node.start_byte] = Function(
                name=named,
                owner=owner,
                node=node,
                functions=functions,
                parameters=list(_parameters_of(node)),
                is_arrow=kind in shape.loops,
            )
        elif kind in shape.loops:
            looped = own_loop = True
        if not named and (found := round_of(node, owner, functions, shape)) is not None:
            own_loop, functions = False, found.functions
            self.source.rounds[found.start] = found
            if found.pattern is not None:
                self._outside[found.each.id] = where
        branched = (where.branched or kind in shape.branches) and kind not in shape.classes
        branch = node.start_byte if kind in shape.branches else where.branch
        return Where(
            owner=owner,
            functions=functions,
            block=block,
            statement=statement,
            looped=looped,
            branched=branched,
            branch=branch if branched else -1,
            own_loop=own_loop,
        )

    def _returns(self, node: Node) -> bool:
        if node.type == "return_statement":
            return True
        inner = (one for one in node.named_children if one.type not in self.shape.functions)
        return any(map(self._returns, inner))

    def _set(self, name: str, value: tuple[int, int], where: Where, *, kept: bool) -> None:
        """A variable is set; ``kept`` is one that is only there in its own block."""
        key = where.owner, name
        self._settings.append((key, (where.functions, value)))
        if not kept and where.functions and where.functions[-1] in self.source.rounds:
            self.source.leaking.setdefault(key, []).append(where.functions)

    def _parameters(self, node: Node, where: Where) -> None:
        """A parameter hides what has its name outside; that of a declared type has no body to do so in."""
        if node.parent is not None and node.parent.type.endswith(("_signature", "_type")):
            return
        for number, child in enumerate(node.named_children):
            name = child.child_by_field_name("pattern") or child.child_by_field_name("name") or child
            if name.type == "object_pattern":
                self._apart(name, number, where, kept=True)
                continue
            plain = name.type != "array_pattern"
            for one in [_text(name).partition(":")[0].strip()] if plain else _names_in(name):
                self._set(one, NOTHING, where, kept=True)

    def _assignment(self, node: Node, where: Where) -> None:
        target = node.child_by_field_name("left") or node.child_by_field_name("name")
        value = node.child_by_field_name("right") or node.child_by_field_name("value")
        if target is None or value is None:
            return
        name = _text(target)
        kept = node.type == "variable_declarator" and _is_kept(node)
        if not where.owner and not where.functions and (module := _required(value)) is not None:
            self.source.imports.extend(_named_of(target, module, node.end_point[0] + 1))
        if node.type == "public_field_definition":
            name = f"{self.shape.own}{name}"
        while value.type in ("as_expression", "parenthesized_expression", "non_null_expression"):
            value = value.named_children[0]
        self._entry(target, value, where)
        if target.type not in ("identifier", self.shape.member, "property_identifier"):
            if target.type == "object_pattern":
                self._apart(target, value, where, kept=kept)
                return
            self._several(target, value, where, kept=kept)
            return
        self._named[value.start_byte, value.end_byte] = name
        self._set(name, (value.start_byte, value.end_byte), where, kept=kept)

    def _several(self, target: Node, value: Node, where: Where, *, kept: bool) -> None:
        """``a, b = x, y``; where as many are not written out, what each is can't be told."""
        names = [one for one in target.named_children if one.type != "comment"]
        values = [one for one in value.named_children if one.type != "comment"]
        told = (
            target.type in ("pattern_list", "tuple_pattern", "list_pattern", "array_pattern")
            and value.type in ("expression_list", "tuple", "list", "array")
            and len(names) == len(values)
            and len(target.named_children) == len(names)
            and all(one.type == "identifier" for one in names)
            and not any(one.type in SPREADS for one in values)
            and all(one.type in (",", "[", "]", "(", ")") or one in names for one in target.children)
        )
        for number, one in enumerate(names):
            span = (values[number].start_byte, values[number].end_byte) if told else NOTHING
            self._set(_text(one), span, where, kept=kept)

    def _entry(self, target: Node, value: Node, where: Where) -> None:
        """``name.key = value``, ``name["key"] = value``."""
        parts = [one for one in target.named_children if one.type != "comment"]
        if target.type in ("subscript", "subscript_expression", self.shape.member) and len(parts) == 2:
            is_field = target.type == self.shape.member
            key = _text(parts[1]) if is_field else literal(parts[1])
            found = self.source.entries.setdefault((where.owner, _text(parts[0])), [])
            found.append(Entry(where=where, key=key, value=value, is_field=is_field))

    def _bound(self, node: Node, where: Where) -> None:
        """``with open(...) as name``: what ``open`` gives is itself there; of others it is not told."""
        target, value = node.child_by_field_name("alias"), node.named_children[0]
        function = value.child_by_field_name("function") if value.type == "call" else None
        opened = function is not None and _text(function) == "open"
        for one in _names_in(target) if target is not None else ():
            self._set(one, (value.start_byte, value.end_byte) if opened else NOTHING, where, kept=False)

    def _apart(self, pattern: Node, whole: Node | int, where: Where, *, kept: bool) -> None:
        """The names of a pattern: each hides what has its name outside."""
        for one in pattern.named_children:
            key, name, default = taken(one)
            if name:
                self._set(name, NOTHING, where, kept=kept)
                part = Part(functions=where.functions, whole=whole, key=key, default=default)
                self.source.parts.setdefault((where.owner, name), []).append(part)

    def _call(self, node: Node, where: Where) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        receiver, name = "", function
        if function.type == self.shape.member:
            before = function.child_by_field_name(self.shape.object)
            after = function.child_by_field_name(self.shape.property)
            if before is None or after is None:
                return
            receiver, name = plain(before), after
        elif function.type not in ("identifier", "super"):
            return
        call = Call(
            receiver=receiver, method=_text(name), method_node=name, node=node, where=where,
            arguments=list(arguments_of(node)), line=name.start_point[0] + 1,
        )  # fmt: skip
        self.source.calls.append(call)
        self._construct(call)

    def _construct(self, call: Call) -> None:
        found = made_with(call, self.source)
        id = literal(found[1].node) if found is not None else None
        if found is None or id is None:
            return
        made = Construct(
            id=id,
            kind=self.source.called(call.receiver, call.method),
            scope=found[0].text,
            variable=self._named.get((call.node.start_byte, call.node.end_byte)),
            call=call,
        )
        self._made[call.node.start_byte, call.node.end_byte] = made
        self.source.constructs.append(made)


def made_with(call: Call, source: Source) -> tuple[Argument, Argument] | None:
    """The scope and the id of a call that makes a construct; None for any other call."""
    plain = call.positional
    scope = plain[0] if plain else call.named("scope")
    given = plain[1] if len(plain) > 1 else call.named("id", "construct_id", "id_")
    if scope is None or given is None:
        return None
    # A helper that is told the scope and the id makes the construct, too.
    made_here = call.method[:1].isupper() and (call.node.type == "new_expression" or source.python)
    return (scope, given) if made_here or scope.text == source.shape.own.rstrip(".") else None


def _is_kept(declarator: Node) -> bool:
    """``const`` and ``let`` are there in their own block."""
    return declarator.parent is not None and declarator.parent.type == "lexical_declaration"


def _name_of(function: Node) -> str:
    """What a function is called by; nothing where it is written for one place alone."""
    name = function.child_by_field_name("name")
    parent = function.parent
    if (
        name is None
        and parent is not None
        and parent.type in ("variable_declarator", "public_field_definition")
    ):
        name = parent.child_by_field_name("name")
    return _text(name) if name is not None and function.type != "lambda" else ""


def _parameters_of(function: Node) -> Iterator[Parameter]:
    """A function's parameters, as they are given by place."""
    listed = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    if listed is None or listed.type == "identifier":
        yield from [Parameter(name=_text(listed))] if listed is not None else []
        return
    for one in listed.named_children:
        if one.type == "comment":
            continue
        name = one.child_by_field_name("pattern") or one.child_by_field_name("name") or one
        plain = "" if name.type == "object_pattern" else _text(name).partition(":")[0].strip()
        yield Parameter(
            name=plain, default=one.child_by_field_name("value"),
            is_field=any(child.type in ("accessibility_modifier", "readonly") for child in one.children),
        )  # fmt: skip


def taken(node: Node) -> tuple[str, str, Node | None]:
    """An entry of a pattern: its key, the name that it gets, and what stands in for nothing."""
    match node.type:
        case "shorthand_property_identifier_pattern":
            return _text(node), _text(node), None
        case "object_assignment_pattern":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            return (_text(left), _text(left), right) if left is not None else ("", "", None)
        case "pair_pattern":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key is not None and value is not None and value.type == "identifier":
                return _text(key), _text(value), None
        case "rest_pattern" if node.named_children:
            return "", _text(node.named_children[0]), None
    return "", "", None


def _names_in(node: Node) -> Iterator[str]:
    """The variables of a pattern."""
    if node.type.endswith(("identifier", "identifier_pattern")):
        yield _text(node)
    for child in node.named_children:
        yield from _names_in(child)


def arguments_of(call: Node) -> Iterator[Argument]:
    """A call's arguments; an object as TypeScript's last one is taken as keywords."""
    node = call.child_by_field_name("arguments")
    for one in node.named_children if node is not None else ():
        if one.type == "keyword_argument":
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if name is not None and value is not None:
                yield Argument(name=_text(name), node=value, text=_text(value))
        elif one.type == "object":
            yield from _pairs(one)
        elif one.type not in ("comment", "list_splat", "dictionary_splat"):
            yield Argument(name="", node=one, text=plain(one))


def _pairs(node: Node) -> Iterator[Argument]:
    for one in node.named_children:
        if one.type == "pair":
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            if key is not None and value is not None:
                yield Argument(name=_text(key).strip("'\""), node=value, text=_text(value))
        elif one.type == "shorthand_property_identifier":
            yield Argument(name=_text(one), node=one, text=_text(one))


AT_THE_END = frozenset(("append", "push"))
"""Methods that put elements at the end of a list, each as it is."""
SPREADS = ("spread_element", "list_splat")
"""What puts the elements of another list into one."""


def elements(node: Node) -> list[Node] | None:
    """The elements of a list; None of what is no list."""
    if node.type not in ("list", "array"):
        return None
    return [one for one in node.named_children if one.type != "comment"]


def literal(node: Node) -> str | None:
    """The text of a string without anything that is put in, or of a key; None of any other expression."""
    if node.type == "property_identifier":
        return _text(node)
    if node.type not in ("string", "template_string"):
        return None
    pieces = node.named_children
    if any(
        one.type not in ("string_content", "string_fragment", "string_start", "string_end") for one in pieces
    ):
        return None
    if node.type == "template_string" and not pieces:
        return _text(node)[1:-1]
    found = "".join(_text(one) for one in pieces if one.type in ("string_content", "string_fragment"))
    return found if "\\" not in found else None


def plain(node: Node) -> str:
    """The text of an expression, as ``bare`` has it."""
    return bare(_text(node))


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _imported(node: Node) -> Iterator[Import]:
    """What a statement imports."""
    for one in _imports(node):
        inner = node.parent is not None and node.parent.parent is not None
        yield replace(one, is_plain=False) if inner else one


def _imports(node: Node) -> Iterator[Import]:
    line = node.end_point[0] + 1
    required = next((one for one in node.named_children if one.type == "import_require_clause"), None)
    source = (required or node).child_by_field_name("source")
    if required is not None and source is not None:
        local = next((one for one in required.named_children if one.type == "identifier"), None)
        if local is not None:
            yield Import(
                module=_text(source)[1:-1], name="", local=_text(local), line=line, is_plain=False
            )  # fmt: skip
        return
    if source is not None:
        module = _text(source)[1:-1]
        for one in _clauses(node):
            if one.type == "import_specifier":
                name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
                if name is not None:
                    yield Import(module=module, name=_text(name), local=_text(alias or name), line=line)
            elif one.type == "namespace_import":
                yield Import(module=module, name="", local=_text(one.named_children[-1]), line=line)
        return
    module_node = node.child_by_field_name("module_name")
    for one in node.children_by_field_name("name"):
        alias = one.child_by_field_name("alias")
        name = one.child_by_field_name("name") or one
        if module_node is None:
            yield Import(module=_text(name), name="", local=_text(alias or name), line=line)
        else:
            yield Import(module=_text(module_node), name=_text(name), local=_text(alias or name), line=line)


def _required(value: Node) -> str | None:
    """The module of ``require("...")``."""
    function, given = value.child_by_field_name("function"), value.child_by_field_name("arguments")
    if function is None or given is None or _text(function) != "require" or len(given.named_children) != 1:
        return None
    return literal(given.named_children[0])


def _named_of(target: Node, module: str, line: int) -> Iterator[Import]:
    """What a module is kept as, or taken apart into."""
    if target.type == "identifier":
        yield Import(module=module, name="", local=_text(target), line=line, is_plain=False)
    for one in target.named_children if target.type == "object_pattern" else ():
        key, name, _ = taken(one)
        if key and name:
            yield Import(module=module, name=key, local=name, line=line, is_plain=False)


def _clauses(node: Node) -> Iterator[Node]:
    for one in node.named_children:
        if one.type in ("import_specifier", "namespace_import"):
            yield one
        elif one.type in ("import_clause", "named_imports"):
            yield from _clauses(one)
