"""What the text of a function calls things on: declared types, as far as a name in the program has one.

Languages without declared types have none; everything is then called on anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.engine.hierarchy import UNNAMED, Hierarchy
from policywright.analyzers.engine.names import children, owner_of, simple_name
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

_AWS = regex("aws|amazon|boto", re.IGNORECASE)
_ANYTHING = frozenset(("Object", "any", "Class"))
"""Types that a client may be of, too."""
_OUTER = "this@"
"""How a front end names the receivers of the classes around one."""
_MISSING = ("__getattr__", "__getattribute__")
"""Methods of Python that are asked for members."""
MIN_TYPE = 3
"""Letters of a type's name; shorter ones (``T``, ``K2``) stand for any."""
MAX_CHAIN = 8
"""Calls of what calls give back, one after the other, that are looked through for their types."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type by its simple name, which is empty where nothing derives from it."""

    name: str
    own: bool
    """The program has one of the name."""
    sdk: bool = False
    """It is of a library for AWS."""


class Types:
    """The classes of a program by their names: fields, what methods give back, relations."""

    def __init__(self, program: Program) -> None:
        self._fields: dict[tuple[str, str], list[ir.Expr | Kind]] = defaultdict(list)
        """What fields are declared as, by the names of class and field: classes may share a name."""
        self._returns: dict[tuple[str, str], list[ir.Expr | None]] = defaultdict(list)
        bases: dict[str, set[str]] = defaultdict(set)
        self._classes: dict[str, list[ir.Class]] = defaultdict(list)
        self.functions: set[str] = set()
        """What functions of the program are called."""
        for module in program.scope:
            lowered = program.lowered(module)
            for cls in lowered.classes:
                self._classes[cls.name].append(cls)
                for name, declared in cls.annotations:
                    self._fields[cls.name, name].append(declared)
                for name, simple in cls.plain:
                    self._fields[cls.name, name].append(Kind(simple, own=False))
                embedded = [kind for name, kind in cls.annotations if name in cls.embedded]
                bases[cls.name].update(simple_name(base) or UNNAMED for base in (*cls.bases, *embedded))
            for function in lowered.functions:
                self.functions.add(function.name)
                self._returns[owner_of(function), function.name].append(function.returns)
        self._hierarchy = Hierarchy(bases)
        self._foreign = {
            self._hierarchy.family(name) for name, found in bases.items() if not found <= bases.keys()
        }
        """The families of which a class derives from a library's."""
        self._related: dict[str, set[str]] = {}
        self._implemented = {
            simple_name(base) for found in self._classes.values() for cls in found for base in cls.bases
        }
        """What classes say that they are; what they embed, others may be without saying so."""

    def has_class(self, name: str) -> bool:
        return name in self._classes

    def has_any_member(self, kind: Kind) -> bool:
        """Whether what is of a type may have members of any class: only interfaces have its name, or one of
        its classes says itself what a member is."""
        found = self._classes.get(kind.name, ()) if kind.own else ()
        if not found:
            return False
        return all(cls.abstract for cls in found) or any(
            (cls, name) in self._returns for cls in self._lines(kind.name) for name in _MISSING
        )

    def may_be(self, kind: Kind, owner: str) -> bool:
        """Whether what is called on something of a type may be a method of a class."""
        family = self._hierarchy.family(owner)
        if not family:
            return True
        if not kind.own:
            return bool(kind.name) and family in self._foreign
        if owner in self._lines(kind.name):
            return True
        # An interface that no class names may be anything's that has its methods.
        return any(
            one not in self._implemented and all(cls.abstract for cls in self._classes[one])
            for one in self._hierarchy.line(kind.name) if one in self._classes
        )  # fmt: skip

    def _lines(self, name: str) -> set[str]:
        """The classes whose methods what is declared as a class may have: those that it, or one that derives
        from it, derives from."""
        found = self._related.get(name)
        if found is None:
            found = self._related[name] = {
                one for derived in self._hierarchy.derived(name) for one in self._hierarchy.line(derived)
            }
        return found

    def of(self, declared: ir.Expr | None) -> Kind | None:
        """A declared type; None for what may be of any."""
        if isinstance(declared, ir.Index):
            declared = declared.obj
        match declared:
            case ir.Name(name=name) | ir.Attr(name=name) if name in self._classes:
                return Kind(name, own=True)
            case ir.Attr(obj=ir.ImportExpr(module=module), name=name):
                if name in _ANYTHING or len(name) < MIN_TYPE:
                    return None
                # The file's own package comes first among those that a name may be of.
                others = module.partition("|")[2] or module
                return Kind(name, own=False, sdk=_AWS.search(others) is not None)
            case ir.Attr(obj=ir.Attr() as outer, name=name):
                around = self.of(outer)
                return (
                    Kind(name, own=False, sdk=around.sdk) if around is not None and not around.own else None
                )
        return None

    def field(self, kind: Kind, name: str) -> Kind | None:
        """The type of a field, of the class or of what it derives from."""
        for cls in self._hierarchy.line(kind.name):
            found = self._fields.get((cls, name))
            if found:
                kinds = {one if isinstance(one, Kind) else self.of(one) for one in found}
                return kinds.pop() if len(kinds) == 1 else None
        return None

    def result(self, kind: Kind, method: str) -> Kind | None:
        """The type of what a method gives back."""
        for cls in self._hierarchy.line(kind.name):
            found = self._returns.get((cls, method))
            if found:
                kinds = {self.of(one) for one in found}
                return kinds.pop() if len(kinds) == 1 else None
        return None


class Receivers:
    """The types of what one function calls things on."""

    def __init__(self, types: Types, function: ir.Function, inside: Sequence[ir.Node]) -> None:
        self._types = types
        self._function = function
        self._own = [Kind(name, own=True) for name in reversed(function.qualname.split("."))
                     if types.has_class(name)]  # fmt: skip
        self._declared: dict[str, Kind | None] = {}
        for param in function.params:
            self._declare(param.name, types.of(param.annotation))
        if (
            function.receiver is None
            and function.params
            and function.params[0].annotation is None
            and self._own
        ):
            self._declared[function.params[0].name] = self._own[0]
        self._note_plain(function)
        for node in inside:
            match node:
                case ir.Function(params=params):
                    for param in params:
                        self._declare(param.name, types.of(param.annotation))
                    self._note_plain(node)
                case ir.Assign(targets=targets, annotation=annotation):
                    for target in targets:
                        if isinstance(target, ir.Name) and (
                            annotation is not None or target.name in self._declared
                        ):
                            self._declare(target.name, types.of(annotation), keep=annotation is None)

    def _note_plain(self, function: ir.Function) -> None:
        for name, simple in function.plain:
            if self._declared.get(name) is None:
                self._declared[name] = Kind(simple, own=False)

    def _declare(self, name: str, kind: Kind | None, *, keep: bool = False) -> None:
        if name in self._declared and not keep and self._declared[name] != kind:
            kind = None
        elif keep:
            return
        self._declared[name] = kind

    def is_receiver(self, node: ir.Expr) -> bool:
        """The object that a method is called on, or that of a class around it."""
        match node:
            case ir.Name(name=name):
                own = ("self", "this", "cls", self._function.receiver)
                return name in own or name.startswith(_OUTER)
            case ir.Call(fn=ir.Name(name="$having")):
                return True
        return False

    def kind(self, expression: ir.Expr, depth: int = MAX_CHAIN) -> Kind | None:
        """The type of an expression; None where it may be anything."""
        match expression:
            case ir.Name(name=name) if name in self._declared:
                return self._declared[name]
            case ir.Name(name=name) if self.is_receiver(expression):
                return self._own[0] if self._own and not name.startswith(_OUTER) else None
            case ir.Attr(obj=ir.ImportExpr()):
                return self._types.of(expression)
            case ir.Attr(obj=owner, name=name) if self.is_receiver(owner):
                found = (self._types.field(one, name) for one in self._own)
                return next((one for one in found if one is not None), None)
            case ir.Attr(obj=obj, name=name) if depth:
                around = self.kind(obj, depth - 1)
                return self._types.field(around, name) if around is not None and around.own else None
            case ir.Cast(annotation=annotation):
                return self._types.of(annotation)
            case ir.Template() | ir.Const(value=str()):
                return Kind("", own=False)
            case ir.Call(fn=ir.Name(name="$super")):
                return self._own[0] if self._own else None
            case ir.Call(fn=fn, new=True):
                return self._types.of(fn)
            case ir.Call(fn=ir.Attr(obj=obj, name=name)) if depth:
                around = self.kind(obj, depth - 1)
                return self._types.result(around, name) if around is not None and around.own else None
        return None


def inside_of(function: ir.Function) -> Iterator[ir.Node]:
    """All that a function's text has, with the functions in it, but for the names of what is called."""
    defaults: Iterable[ir.Node] = (one.default for one in function.params if one.default is not None)
    pending: list[ir.Node] = [*function.body, *defaults]
    while pending:
        found = pending.pop()
        yield found
        if isinstance(found, ir.Call) and isinstance(found.fn, ir.Attr | ir.Name):
            pending.extend(found.args)
            pending.extend(value for _, value in found.kwargs)
            if isinstance(found.fn, ir.Attr):
                pending.append(found.fn.obj)
        else:
            pending.extend(children(found))
