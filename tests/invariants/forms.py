"""Equal forms of an expression: the same value or call, written another way, on the same line.

An edit is a piece of a file and what stands there instead. What is tested afterwards is that nothing that the program
requests is lost (``test_equal_forms``).
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.invariants.conftest import SAID_BY_TYPES, fields_of, is_own

from policywright.analyzers import ir, languages
from policywright.analyzers.program import FrontEnd


@dataclass(frozen=True)
class Edit:
    """One piece of a text in another form; ``after`` is put behind all of it."""

    form: str
    start: int
    end: int
    text: str
    after: str = ""

    def applied(self, data: bytes) -> bytes:
        return data[: self.start] + self.text.encode() + data[self.end :] + self.after.encode()


Rule = Callable[["Source", ir.Node], Iterator[Edit]]


@dataclass(frozen=True)
class Source:
    """A file and its lowered form."""

    data: bytes
    nodes: tuple[ir.Node, ...]
    defined: frozenset[str]
    """The names of its functions and classes."""

    def text(self, node: ir.Node) -> str:
        return self.data[slice(*node.pos)].decode()

    def edit(self, form: str, node: ir.Node, text: str, after: str = "") -> Edit:
        return Edit(form, *node.pos, text, after)


# --- what can be said elsewhere ---

_BOUND_TO_PLACE = re.compile(
    r"\b(?:await|yield|this|super|arguments|self|cls|locals|globals|return)\b|:=|\.\.\.|\*"
)
"""What says something else inside of another function, or is no expression."""
_NAME = re.compile(r"[A-Za-z_]\w*")
_PATH = re.compile(r"[A-Za-z_][\w.]*")


def _is_value(source: Source, node: ir.Node) -> bool:
    """An expression of the text that may stand in a function of its own."""
    if not isinstance(node, ir.Name | ir.Attr | ir.Call | ir.Index):
        return False
    if isinstance(node, ir.Call) and is_own(node.fn):
        return False
    text = source.text(node)
    return bool(text) and _BOUND_TO_PLACE.search(text) is None and _is_whole(text)


def _is_whole(text: str) -> bool:
    """Brackets and quotes match, and nothing like a keyword argument, a type or a spread is left outside."""
    return (
        all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))
        and "\n" not in text
        and re.match(r"[A-Za-z_][\w.$]*(?:[\[(].*[\])])?(?:\.[\w.]+(?:\(.*\))?)*\Z", text) is not None
    )


def _arguments(source: Source, node: ir.Node) -> Iterator[ir.Expr]:
    if isinstance(node, ir.Call) and not is_own(node.fn):
        for argument in (*node.args, *(value for key, value in node.kwargs if key)):
            if _is_value(source, argument):
                yield argument


def _last(source: Source, node: ir.Node) -> Iterator[ir.Expr]:
    """The last argument by place of what the program defines: behind it nothing has another place.

    A library is asked of what it gets by place alone.
    """
    called = node.fn.name if isinstance(node, ir.Call) and isinstance(node.fn, ir.Name | ir.Attr) else None
    if isinstance(node, ir.Call) and node.args and called in source.defined:
        yield from [one for one in _arguments(source, node) if one is node.args[-1]]


def _member(source: Source, node: ir.Node) -> tuple[str, str] | None:
    """The text of an object, and the name that is asked of it with a dot."""
    if not isinstance(node, ir.Attr) or not isinstance(node.obj, ir.Name | ir.Attr | ir.Call | ir.Index):
        return None
    owner = source.text(node.obj)
    if source.text(node) != f"{owner}.{node.name}" or not _is_whole(owner) or not _NAME.fullmatch(node.name):
        return None
    return owner, node.name


# --- Python ---

_SPECIAL = frozenset((*dir(builtins), "self", "cls"))
_SUPER = re.compile(rb"super\(\)\.(\w+)\((\)?)")


def _python_partial(source: Source, node: ir.Node) -> Iterator[Edit]:
    if isinstance(node, ir.Call) and isinstance(node.fn, ir.Name | ir.Attr) and not is_own(node.fn):
        text = source.text(node.fn)
        # ``del x.name`` and its like are lowered to calls.
        if source.data[node.fn.pos[1] : node.fn.pos[1] + 1] != b"(":
            return
        if _PATH.fullmatch(text) and text not in _SPECIAL:
            yield source.edit("partial", node.fn, f'__import__("functools").partial({text})')


def _python_getattr(source: Source, node: ir.Node) -> Iterator[Edit]:
    found = _member(source, node)
    if found is not None:
        yield source.edit("getattr", node, f'getattr({found[0]}, "{found[1]}")')


def _python_lambda(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _arguments(source, node):
        text = source.text(argument)
        yield source.edit("lambda", argument, f"(lambda: {text})()")
        yield source.edit("item", argument, f'{{"it": {text}}}["it"]')
        yield source.edit("generator", argument, f"next(it for it in [{text}])")
        yield source.edit("property", argument, f'type("Has", (), {{"it": property(lambda _: {text})}})().it')


def _python_classes(source: Source, node: ir.Node) -> Iterator[Edit]:
    """Another class before the bases of one, and what it has of its only base by the name of that."""
    if not isinstance(node, ir.ClassDef) or not node.cls.bases:
        return
    first, *others = node.cls.bases
    base = source.text(first)
    if _PATH.fullmatch(base) is None:
        return
    yield source.edit("mixin", first, f'__import__("elsewhere").Mixin, {base}')
    methods = [one.function for one in node.cls.body if isinstance(one, ir.FunctionDef)]
    # A class method's is bound to the class that has it, and ``__new__`` is to none.
    plain = [one for one in methods if one.params and not one.decorators and one.name != "__new__"]
    for method in plain if not others else ():
        for found in _SUPER.finditer(source.data, *method.pos):
            end = ")" if found[2] else ", "
            yield Edit(
                "of its base", *found.span(), f"{base}.{found[1].decode()}({method.params[0].name}{end}"
            )


def _python_spread(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _last(source, node):
        yield source.edit("spread", argument, f"*(it for it in [{source.text(argument)}])")


# --- JavaScript ---


def _script_bind(source: Source, node: ir.Node) -> Iterator[Edit]:
    text = _function(source, node, ir.Name)
    if text is not None and text not in ("require", "super", "import", "eval") and text[:1].islower():
        yield source.edit("bind", node.fn, f"{text}.bind(null)")  # type: ignore[attr-defined]


def _script_method_bind(source: Source, node: ir.Node) -> Iterator[Edit]:
    text = _function(source, node, ir.Attr)
    if text is not None and "." in text:
        yield source.edit("bound method", node.fn, f"{text}.bind({text.rpartition('.')[0]})")  # type: ignore[attr-defined]


def _function(source: Source, node: ir.Node, kind: type[ir.Name | ir.Attr]) -> str | None:
    """What is called, where that is a name or path of the text, and not made (``new``)."""
    if not isinstance(node, ir.Call) or not isinstance(node.fn, kind) or is_own(node.fn):
        return None
    text = source.text(node.fn)
    begins = source.data[node.pos[0] : node.fn.pos[1]].decode() == text
    return text if begins and _PATH.fullmatch(text) else None


def _script_computed(source: Source, node: ir.Node) -> Iterator[Edit]:
    found = _member(source, node)
    if found is not None:
        yield source.edit("computed", node, f'{found[0]}["{found[1]}"]')


def _script_arrow(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _arguments(source, node):
        text = source.text(argument)
        yield source.edit("arrow", argument, f"(() => {text})()")
        yield source.edit("getter", argument, f"({{ get it() {{ return {text}; }} }}).it")
        yield source.edit("destructured", argument, f"[{text}].map((it) => it)[0]")


def _script_spread(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _last(source, node):
        yield source.edit(
            "spread", argument, f"...[{source.text(argument)}].filter((it) => it !== undefined)"
        )


# --- Go ---

_GO = {
    "same": "\nfunc sameOf[T any](it T) T { return it }\n",
    "channel": "\nfunc channelOf[T any](it T) T {\n\tto := make(chan T, 1)\n\tto <- it\n\treturn <-to\n}\n",
    "called": "\nfunc calledOf[T any](it T) T {\n\tget := func() T { return it }\n\treturn get()\n}\n",
    "boxed": "\ntype boxOf[T any] struct{ it T }\n\nfunc (b boxOf[T]) get() T { return b.it }\n\n"
    "func boxedOf[T any](it T) T {\n\tget := boxOf[T]{it}.get\n\treturn get()\n}\n",
}

_GO_NAMES = frozenset(("byte", "false", "int", "iota", "nil", "string", "true"))


def _go_through(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _arguments(source, node):
        text = source.text(argument)
        # What is a type or a package has no value; nor has nil.
        value = text[:1].islower() and text not in _GO_NAMES
        if value and (isinstance(argument, ir.Name | ir.Call) or "." in text):
            for form, helper in _GO.items():
                yield source.edit(form, argument, f"{form}Of({text})", helper)


def _go_method_value(source: Source, node: ir.Node) -> Iterator[Edit]:
    if isinstance(node, ir.ExprStmt) and isinstance(node.value, ir.Call):
        found = _member(source, node.value.fn)
        start, end = node.value.pos
        line = source.data[source.data.rfind(b"\n", 0, start) + 1 : start]
        if found is not None and not line.strip() and _NAME.fullmatch(found[0]) and found[0][:1].islower():
            called = source.data[node.value.fn.pos[1] : end].decode()
            yield Edit("method value", start, end, f"do := {'.'.join(found)}; do{called}")


# --- Java ---


def _java_through(source: Source, node: ir.Node) -> Iterator[Edit]:
    for argument in _arguments(source, node):
        text = source.text(argument)
        if text[:1].islower() and text not in ("null", "true", "false"):
            yield source.edit("optional", argument, f"java.util.Optional.of({text}).get()")
            yield source.edit("list", argument, f"java.util.List.of({text}).get(0)")
            yield source.edit(
                "future", argument, f"java.util.concurrent.CompletableFuture.completedFuture({text}).join()"
            )
            yield source.edit(
                "reference", argument,
                f"java.util.Optional.of({text}).map(java.util.Optional::of).map(java.util.Optional::get).get()",
            )  # fmt: skip


RULES: Mapping[str, tuple[Rule, ...]] = {
    "python": (_python_partial, _python_getattr, _python_lambda, _python_classes, _python_spread),
    "typescript": (_script_bind, _script_method_bind, _script_computed, _script_arrow, _script_spread),
    "go": (_go_through, _go_method_value),
    "java": (_java_through,),
}


def edits(path: Path) -> tuple[Edit, ...]:
    """All other forms that something in a file can have; a shell's script has none."""
    language = languages.for_path(path.name)
    if language is None:
        return ()
    data = path.read_bytes()
    nodes = nodes_of(data, path.name, language)
    defined = [one.function.name for one in nodes if isinstance(one, ir.FunctionDef)]
    defined += [one.cls.name for one in nodes if isinstance(one, ir.ClassDef)]
    source = Source(data, nodes, frozenset(defined))
    found = [edit for rule in RULES[language.name] for node in source.nodes for edit in rule(source, node)]
    return tuple(dict.fromkeys(found))


def nodes_of(data: bytes, name: str, language: FrontEnd) -> tuple[ir.Node, ...]:
    """All that a file is lowered to."""
    return tuple(_nodes(language.lower(data, language.module_name(name))))


def _nodes(item: object) -> Iterator[ir.Node]:
    """Everything that is evaluated: what is assigned to, and what only says types, has no value."""
    seen: set[int] = set()
    pending: list[object] = [item]
    while pending:
        one = pending.pop()
        if isinstance(one, tuple):
            pending.extend(one)
        elif isinstance(one, ir.Node | ir.Function | ir.Class) and id(one) not in seen:
            seen.add(id(one))
            if isinstance(one, ir.Node):
                yield one
            skipped = (*SAID_BY_TYPES, "targets", "target")
            pending.extend(getattr(one, name, None) for name in fields_of(one) if name not in skipped)
