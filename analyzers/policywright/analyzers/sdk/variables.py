"""What the variables of a function hold, where a language need not declare it, as far as it tells.

Literals, objects of classes that are named, modules and ``self`` say it, and so do the types that are
written: of parameters, variables and fields, of what functions give back, of what is in containers of them.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.outlines import NAMING_CALLS
from policywright.analyzers.sdk.types import Kind, Types, item_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from policywright.analyzers.sdk.types import Declared

    Found: TypeAlias = Declared | Kind | None

DATA = Kind("", own=False)
"""What has no member of the program's but for those that are put on it."""
LIBRARY = Kind("", own=False, sdk=True)
"""A library, or what one has made of nothing of the program's: no more has that, but it may make requests."""
IMPORTED = Kind("%imported", own=False, sdk=True)
"""What a library has under a name: it may make requests, and may be of a class of the program's that derives
from one of its own."""
LITERAL = (ir.Const, ir.Template, ir.ListLit, ir.TupleLit, ir.Comprehension, ir.Not, ir.TypeTest)
SELF = ("self", "this", "cls")
_MAKING_DATA = frozenset((
    "bool", "bytes", "dict", "float", "frozenset", "int", "len", "list", "open", "set", "sorted", "str",
    "tuple",
))  # fmt: skip
"""Functions of Python that make what has no members of the program's."""
_GIVING_ITEM = frozenset(("at", "find", "findLast", "get", "pop", "shift"))
"""Methods of containers that give one of what is in them (Python's, JavaScript's)."""
_GIVING_SAME = frozenset(("concat", "copy", "filter", "reverse", "slice", "sort", "values"))
"""Methods that give another container of it."""
LENDING = frozenset((
    "every", "filter", "find", "findIndex", "findLast", "flatMap", "forEach", "map", "some",
))  # fmt: skip
"""Methods of JavaScript's lists that call a function with each item."""
MAX_CHAIN = 8
"""Members and calls, one of the other, that are looked through."""


class Variables:
    """The kinds of the variables that a function sees, by name."""

    def __init__(self, types: Types, known: dict[str, Found], module: str, owner: str,
                 receiver: str | None, *, foreign: Callable[[str], bool],
                 of_language: Callable[[str], bool]) -> None:  # fmt: skip
        """``owner`` is the class whose method the function is, ``receiver`` what that has its object in.

        ``foreign`` tells whether a name is a library's in the module, ``of_language`` whether it is nothing
        that the module has.
        """
        self._types = types
        self.known = known
        self._module = module
        self._owner = owner
        self._receiver = receiver
        self._foreign = foreign
        self._of_language = of_language

    def is_receiver(self, node: ir.Expr) -> bool:
        """The object, or the class, that a method is called on."""
        return isinstance(node, ir.Name) and (node.name in SELF or node.name == self._receiver)

    def kind(self, expression: ir.Expr) -> Kind | None:
        """The kind of an expression; None where it may be anything."""
        return self.as_kind(self.found(expression))

    def as_kind(self, found: Found) -> Kind | None:
        """A type that is written, as a kind."""
        if found is None or isinstance(found, Kind):
            return found
        declared, module = found
        match declared:
            case ir.Index(obj=ir.Name(name="Map")):
                # An object with any keys is none with such methods.
                return None
        return self._types.of(declared, module)

    def written(self, annotation: ir.Expr | None) -> Found:
        """What a type of this module says; nothing where it is a library's."""
        if annotation is None:
            return None
        if isinstance(annotation, ir.Plain):
            return DATA
        inner = item_of(annotation) or annotation
        while isinstance(inner, ir.Index):
            inner = inner.obj
        foreign = isinstance(inner, ir.Name) and self._foreign(inner.name)
        return None if foreign else (annotation, self._module)

    def found(self, expression: ir.Expr, depth: int = MAX_CHAIN) -> Found:
        """The type of an expression, as it is written somewhere, or its kind."""
        match expression:
            case ir.Name(name=name) if name in self.known:
                return self.known[name]
            case ir.Name(name=name) if self._foreign(name):
                return IMPORTED
            case ir.Name(name=name) if self._types.has_class(name):
                return Kind(name, own=True)
            case ir.Name(name=name) if self._of_language(name):
                return DATA
            case ir.Attr(obj=obj, name=name) if depth:
                return self._member(obj, name, depth - 1)
            case ir.Index(obj=obj) if depth:
                return self._item(obj, depth - 1)
            case ir.Cast(annotation=annotation):
                return self.written(annotation)
            case ir.DictLit(items=items) if all(isinstance(value, LITERAL) for _, value in items):
                return DATA
            case ir.Call() if depth:
                return self._result(expression, depth - 1)
        return DATA if isinstance(expression, LITERAL) else None

    def _member(self, obj: ir.Expr, name: str, depth: int) -> Found:
        around = self.as_kind(self.found(obj, depth))
        if around == LIBRARY:
            return LIBRARY if isinstance(obj, ir.Name) else None
        return self._types.field(around.name, name) if around is not None and around.own else None

    def _item(self, container: ir.Expr, depth: int) -> Found:
        """What is in a container."""
        found = self.found(container, depth)
        if found is None or isinstance(found, Kind):
            return None
        item = item_of(found[0])
        return (item, found[1]) if item is not None else None

    def _result(self, call: ir.Call, depth: int) -> Found:
        match call:
            case ir.Call(fn=ir.Name(name=name)) if self._types.has_class(name) and name not in self.known:
                return Kind(name, own=True)
            case ir.Call(fn=ir.Name(name=name)) if (
                (call.new or name in _MAKING_DATA) and name not in self.known and self._of_language(name)
            ):
                return DATA
            case ir.Call(fn=ir.Name(name="super" | "$super" | "%super")):
                return Kind(self._owner, own=True) if self._owner else None
            case ir.Call(fn=ir.Name(name="cls")):
                return self.known.get("cls")
            case ir.Call(fn=ir.Attr(name="__new__"), args=args) if args:
                return self.found(args[0], depth)
            case ir.Call(fn=ir.Attr(obj=obj, name=name), args=args) if name not in NAMING_CALLS:
                found = self.found(obj, depth)
                if found is not None and not isinstance(found, Kind) and item_of(found[0]) is not None:
                    if name in _GIVING_ITEM:
                        return self._item(obj, depth)
                    return found if name in _GIVING_SAME else None
                around = self.as_kind(found)
                if around is not None and around.own:
                    return self._types.result(around.name, name)
                # Nothing of the program's comes out of a library that is passed nothing of it.
                plain = all(isinstance(one, ir.Const | ir.Template) or _is_own_name(one) for one in args)
                return LIBRARY if plain and not call.kwargs and around == LIBRARY else None
        return None


def _is_own_name(node: ir.Expr) -> bool:
    return isinstance(node, ir.Name) and node.name == "__name__"
