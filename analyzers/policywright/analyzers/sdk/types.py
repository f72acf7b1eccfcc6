"""The types that the text of a program declares: its classes, their fields, what methods give back.

Where a language declares types, a class is known by its file (or package) and its whole name; elsewhere by
its own name alone, and classes of one name are one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.engine.hierarchy import UNNAMED, Hierarchy
from policywright.analyzers.engine.names import owner_of, simple_name
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.program import Program

    Declared: TypeAlias = tuple[ir.Expr, str]
    """A type as it is written, and the module where it is."""

_AWS = regex("aws|amazon|boto", re.IGNORECASE)
_PLAIN = regex(
    r"^com\.amazonaws\.services\.lambda\.runtime|^github\.com/aws/aws-lambda-go"
    r"|^github\.com/aws/aws-sdk-go(?:-v2)?(?:/.*)?/(?:aws|types|awserr|arn|attributevalue|dynamodbattribute|expression)$"
)
"""Packages of AWS that have data, and what Lambda calls, but nothing that sends requests."""
SENDERS = regex("Client|Mapper|Manager|Template|Builder|Factory|^Amazon|^AWS")
"""How types are called that send requests, or make what does."""
_DATA = regex(
    r"\.(?:model|models|event|events|annotations?|exceptions?)(?:\.|$)"
    r"|^com\.amazonaws\.(?:regions|util)(?:\.|$)"
    r"|^software\.amazon\.awssdk\.(?:annotations|arns|core|endpoints|http|identity|regions|utils)(?:\.|$)"
    r"|^software\.amazon\.lambda\.powertools\.(?:logging|metrics|tracing|utilities|validation)(?:\.|$)"
)
"""Packages of Java's SDKs whose types send nothing; those of all others may (tables, waiters, caches)."""
WITHOUT_INPUT = frozenset(("createTable", "deleteTable", "describeTable", "scan"))
"""Requests of Java's tables, which have a name already: what needs input elsewhere is called with nothing."""
_ANYTHING = frozenset(("Object", "any", "Class"))
"""Types that a client may be of, too."""
_STRUCTURAL = regex(r"[^.]*$|[^/]*/")
"""Packages of Go, where what has the methods of an interface is of its type."""
_COMMON = frozenset((
    "AutoCloseable", "Callable", "Closeable", "Comparable", "Exception", "Executor", "Iterable", "Principal",
    "Runnable", "RuntimeException", "Thread", "Throwable",
))  # fmt: skip
"""Java's own types that classes of any name and library are of; others show in the names of those."""
_FUNCTIONS = "java.util.function"
_FUNCTION = ("Callable", "Runnable", "Supplier")
"""The package of Java that has types for functions, and those that are known by their names."""
_MISSING = ("__getattr__", "__getattribute__")
"""Methods of Python that are asked for members."""
_CONTAINERS = ("list", "dict", "List", "Map", "Array")
"""What front ends call containers of something."""
MIN_TYPE = 3
"""Letters of a type's name; shorter ones (``T``, ``K2``) stand for any."""
MIN_SHARED = 3
"""Parts of a package's name that two packages of one library have in common."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type by its name, which is empty where nothing derives from it."""

    name: str
    own: bool
    """The program has one of the name."""
    sdk: bool = False
    """It is of a library for AWS."""
    package: str = ""
    """Of a library's type, where that is known; of what is no type but a file or package itself, that."""

    @property
    def sends(self) -> bool:
        """It is a type of an SDK that sends requests, or makes what does."""
        if not self.sdk or not self.name:
            return False
        return SENDERS.search(self.name) is not None or (
            bool(self.package) and _DATA.search(self.package) is None
        )

    @property
    def is_package(self) -> bool:
        """It is what a file or a package has beside classes."""
        return self.own and not self.name


GO_BUILTINS = frozenset((
    "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "max", "min", "panic",
    "print", "println", "real", "recover",
))  # fmt: skip
"""Functions of Go itself (https://go.dev/ref/spec#Built-in_functions) that take values: none calls one."""
OF_ALL = frozenset(("getClass", "hashCode", "equals", "toString"))
"""What every object has in Java, and is no request."""


class Types:
    """The classes of a program: fields, what methods give back, relations."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._keys: dict[tuple[str, str], str] = {}
        """Names of classes that are theirs alone, by where they are and their whole names."""
        self._places: dict[str, tuple[str, str]] = {}
        self._named: dict[str, list[str]] = defaultdict(list)
        """The same by their own names."""
        self._targets: dict[tuple[str, str], str | None] = {}
        self._fields: dict[tuple[str, str], list[Declared | Kind]] = defaultdict(list)
        """What fields are declared as, by the names of class and field: classes may share a name."""
        self._returns: dict[tuple[str, str], list[Declared | Kind | None]] = defaultdict(list)
        self._classes: dict[str, list[ir.Class]] = defaultdict(list)
        self._bases: dict[str, set[Kind | None]] = defaultdict(set)
        """What classes derive from that is not the program's; None where that is open."""
        self._foreign: dict[str, set[Kind | None]] = defaultdict(set)
        """The same of the classes of a family."""
        self._inherits: dict[str, bool] = {}
        self.functions: set[str] = set()
        """What functions of the program are called."""
        for module in program.scope:
            for cls in program.lowered(module).classes:
                self._name(cls, module)
        self._implemented: set[str] = set()
        """What classes say that they are; what they embed, others may be without saying so."""
        self._hierarchy = Hierarchy(self._read())
        self._related: dict[str, set[str]] = {}
        for name, kinds in self._bases.items():
            self._foreign[self._hierarchy.family(name)] |= kinds

    # --- reading ---

    def is_exact(self, module: str) -> bool:
        """Whether the language of a module declares what everything is."""
        return self._program.languages[module].counts_arguments

    def _scope(self, module: str) -> str:
        return self._program.group_of.get(module, module)

    def _name(self, cls: ir.Class, module: str) -> None:
        place = self._scope(module), cls.qualname
        key = self._keys.get(place) if self.is_exact(module) else cls.name
        if key is None:
            key = f"{place[0]}#{cls.qualname}" if cls.name in self._named else cls.name
        if key not in self._named[cls.name]:
            self._named[cls.name].append(key)
        self._keys[place] = key
        self._places.setdefault(key, place)
        self._classes[key].append(cls)

    def _read(self) -> dict[str, set[str]]:
        """Notes what classes have; what they derive from."""
        bases: dict[str, set[str]] = defaultdict(set)
        for module in self._program.scope:
            lowered = self._program.lowered(module)
            exact = self.is_exact(module)
            for cls in lowered.classes:
                key = self._keys[self._scope(module), cls.qualname]
                for name, declared in cls.annotations:
                    self._fields[key, name].append((declared, module))
                for name, simple in cls.plain:
                    if (key, name) not in self._fields:
                        self._fields[key, name].append(Kind(simple, own=False))
                embedded = [kind for name, kind in cls.annotations if name in cls.embedded]
                for base in (*cls.bases, *embedded):
                    kind = self.of(base, module) if exact else None
                    if kind is None or not kind.own:
                        name = "" if exact else simple_name(base)
                        if name not in self._named:
                            self._bases[key].add(kind)
                    else:
                        name = kind.name
                    bases[key].add(name or UNNAMED)
                    if base in cls.bases:
                        self._implemented.add(name)
            for function in lowered.functions:
                self.functions.add(function.name)
                owner = self.owner(function, module) or self._scope(module)
                plain = next((kind for name, kind in function.plain if name == ir.RETURNED), None)
                self._returns[owner, function.name].append(
                    (single(function.returns), module) if function.returns is not None
                    else Kind(plain, own=False) if plain is not None else None
                )  # fmt: skip
        for name in self._classes:
            bases[name]
        return bases

    # --- classes ---

    def has_class(self, name: str) -> bool:
        return name in self._named

    def owner(self, function: ir.Function, module: str) -> str:
        """The class of a method; of what is none, a name that no class has."""
        if self.is_exact(module):
            around = function.qualname.rpartition(".")[0]
            found = self._keys.get((self._scope(module), around))
            if found is not None or not around:
                return found or ""
        return owner_of(function)

    def made_for_others(self, function: ir.Function, module: str) -> str:
        """The simple name of a method's class, if others than the program call the method of its objects:
        the class derives from what is not the program's, and no SDK's.

        Where a class says of methods that they override, it is those.
        """
        around = function.qualname.rpartition(".")[0]
        key = self._keys.get((self._scope(module), around)) if around else None
        if key is None or function.name in OF_ALL or function.name in self._program.constructors(module):
            return ""
        own = (
            one.function for cls in self._classes[key] for one in cls.body if isinstance(one, ir.FunctionDef)
        )
        if function.offered != "override" and any(one.offered == "override" for one in own):
            return ""
        bases = self._foreign.get(self._hierarchy.family(key), ())
        return around.rpartition(".")[2] if any(kind is None or not kind.sdk for kind in bases) else ""

    def around(self, function: ir.Function, module: str) -> list[str]:
        """The classes that the text of a function is in, from the outermost."""
        parts = function.qualname.split(".")
        if not self.is_exact(module):
            return [name for name in parts if name in self._named]
        scope = self._scope(module)
        paths = (".".join(parts[:end]) for end in range(1, len(parts)))
        return [self._keys[scope, path] for path in paths if (scope, path) in self._keys]

    def has_any_member(self, kind: Kind) -> bool:
        """Whether what is of a type may have members of any class: only interfaces have its name, or one of
        its classes says itself what a member is."""
        found = self._classes.get(kind.name, ()) if kind.own else ()
        if not found:
            return False
        return all(cls.abstract for cls in found) or any(
            (cls, name) in self._returns for cls in self._lines(kind.name) for name in _MISSING
        )

    def is_function(self, declared: Declared | Kind | None) -> bool:
        """Whether what is of a type may be a function that code has put together (a lambda): a type of Java
        for functions, or an interface that no class of the program says to have."""
        if declared is None or isinstance(declared, Kind):
            kind = declared
        else:
            box = declared[0]
            if isinstance(box, ir.Call) and isinstance(box.args[-1], ir.Const):
                return box.args[-1].value in _FUNCTION
            kind = self.of(*declared)
        if kind is None or not kind.own:
            return kind is not None and (kind.package.startswith(_FUNCTIONS) or kind.name in _FUNCTION)
        found = self._classes.get(kind.name, ())
        return bool(found) and kind.name not in self._implemented and all(cls.abstract for cls in found)

    def may_be(self, kind: Kind, owner: str) -> bool:
        """Whether what is called on something of a type may be a method of a class."""
        family = self._hierarchy.family(owner)
        if not family:
            return True
        if not kind.own:
            return bool(kind.name) and any(_may_be(base, kind) for base in self._foreign.get(family, ()))
        if owner in self._lines(kind.name):
            return True
        # An interface that no class names may be anything's that has its methods.
        return any(
            one not in self._implemented and all(cls.abstract for cls in self._classes[one])
            for one in self._hierarchy.line(kind.name) if one in self._classes
        )  # fmt: skip

    def inherits_sdk(self, kind: Kind) -> bool:
        """Whether a class of the program has methods of an SDK, or of what is not known."""
        found = self._inherits.get(kind.name)
        if found is None:
            found = self._inherits[kind.name] = any(
                base is None or base.sdk for base in self._inherited(kind)
            )
        return found

    def inherits_sender(self, kind: Kind) -> bool:
        """Whether a class of the program has methods of what sends requests."""
        return any(base is not None and base.sends for base in self._inherited(kind))

    def _inherited(self, kind: Kind) -> Iterator[Kind | None]:
        """What a class of the program derives from that is not the program's."""
        return (base for one in self._hierarchy.line(kind.name) for base in self._bases.get(one, ()))

    def makes(self, kind: Kind, owner: str) -> bool:
        """Whether the constructor of a class may run where something of a type is made."""
        return kind.own and owner in self._hierarchy.line(kind.name)

    def _lines(self, name: str) -> set[str]:
        """The classes whose methods what is declared as a class may have: those that it, or one that derives
        from it, derives from."""
        found = self._related.get(name)
        if found is None:
            found = self._related[name] = {
                one for derived in self._hierarchy.derived(name) for one in self._hierarchy.line(derived)
            }
        return found

    # --- declared types ---

    def of(self, declared: ir.Expr | None, module: str) -> Kind | None:
        """A declared type; None for what may be of any."""
        if isinstance(declared, ir.Index):
            if isinstance(declared.obj, ir.Name) and declared.obj.name in _CONTAINERS:
                return Kind(declared.obj.name, own=False)
            declared = declared.obj
        match declared:
            case ir.Name(name=name):
                return self._by_name(name, self._scope(module))
            case ir.Attr(obj=ir.ImportExpr(module=source), name=name):
                return self._imported(source, name, module)
            case ir.Attr(obj=ir.Attr() | ir.Name() as outer, name=name):
                around = self.of(outer, module)
                if around is None:
                    return self._by_name(name, "") if not self.is_exact(module) else None
                if not around.own:
                    # What builds something of an SDK sends no more requests than that does.
                    inner = around.name if around.sdk and name == "Builder" else name
                    return Kind(inner, own=False, sdk=around.sdk, package=around.package)
                scope, qualname = self._places.get(around.name, ("", ""))
                return self._by_name(f"{qualname}.{name}", scope) or self._by_name(name, "")
        return None

    def _by_name(self, name: str, scope: str) -> Kind | None:
        found = self._keys.get((scope, name))
        if found is None:
            # Inside of another one, or put into scope in another way.
            keys = self._named.get(name, ())
            near = [key for key in keys if self._places[key][0] == scope] or keys
            found = near[0] if len(near) == 1 else None
        return Kind(found, own=True) if found is not None else None

    def _imported(self, source: str, name: str, module: str) -> Kind | None:
        target = self.target(source, module)
        if target is not None:
            return self._by_name(name, target)
        if not self.is_exact(module) and name in self._named:
            return Kind(name, own=True)
        if name in _ANYTHING or len(name) < MIN_TYPE:
            return None
        # The file's own package comes first among those that a name may be of.
        others = source.partition("|")[2] or source
        return Kind(name, own=False, sdk=self._is_sdk(others, module), package=others.partition("#")[0])

    def target(self, source: str, module: str) -> str | None:
        """The file, or the package, of the program that an import in a module means."""
        key = source, module
        if key not in self._targets:
            found = self._program.resolve(module, source, 0)
            self._targets[key] = self._scope(found) if found is not None else None
        return self._targets[key]

    def package(self, module: str) -> Kind:
        """What the file or package of a module has beside classes."""
        return Kind("", own=True, package=self._scope(module))

    def imported(self, source: str, module: str) -> Kind:
        """The same of what an import in a module means."""
        target = self.target(source, module)
        return Kind(
            "", own=target is not None, sdk=target is None and self._is_sdk(source, module),
            package=target or source,
        )  # fmt: skip

    def _is_sdk(self, source: str, module: str) -> bool:
        """Whether a package is of an SDK, or of a library that its language knows to be above one."""
        if _AWS.search(source) is not None:
            return _PLAIN.search(source) is None
        return any(root.decode() in source for root in self._program.languages[module].gate.sdk)

    def field(self, owner: str, name: str) -> Declared | Kind | None:
        """The type of a field, of the class or of what it derives from."""
        for cls in self._hierarchy.line(owner):
            found = self._fields.get((cls, name))
            if found:
                return self._same(found)
        return None

    def result(self, owner: str, method: str) -> Declared | Kind | None:
        """The type of what a method gives back."""
        for cls in self._hierarchy.line(owner):
            found = self._returns.get((cls, method)) or [
                _result_of(one) for one in self._fields.get((cls, method), ())
            ]
            if found:
                return self._same(found)
        return None

    def given(self, package: Kind, function: str) -> Declared | Kind | None:
        """The same of a function of a package; a library's is not known."""
        found = self._returns.get((package.package, function), []) if package.own else []
        return self._same(found) if found else None

    def _same(self, found: Sequence[Declared | Kind | None]) -> Declared | Kind | None:
        """The one that all of some types are."""
        if len(found) == 1:
            return found[0]
        kinds = {one if one is None or isinstance(one, Kind) else self.of(*one) for one in found}
        return kinds.pop() if len(kinds) == 1 else None


def single(declared: ir.Expr) -> ir.Expr:
    """The type of a single result, where a language has several."""
    if isinstance(declared, ir.TupleLit) and len(declared.items) == 1:
        return declared.items[0]
    return declared


def item_of(declared: ir.Expr) -> ir.Expr | None:
    """What a container has, or a box."""
    match declared:
        case ir.Index(obj=ir.Name(name=name), key=key) if name in _CONTAINERS:
            return key.items[-1] if isinstance(key, ir.TupleLit) and key.items else key
        case ir.Call(fn=ir.Name(name="$box"), args=args) if args:
            return args[0]
    return None


def _result_of(declared: Declared | Kind) -> Declared | Kind | None:
    """What a method of an interface gives back, which the interface has among its fields."""
    match declared:
        case (ir.Call(fn=ir.Name(name="$declared"), args=args), str(module)) if args:
            return args[0], module
        case (ir.Call(fn=ir.Name(name="$signature"), args=args), str(module)) if len(args) > 1:
            return single(args[1]), module
    return None


def _may_be(base: Kind | None, kind: Kind) -> bool:
    """Whether what derives from a library's type may be of another one's, too."""
    if base is None or kind.name in base.name or kind.name in _COMMON:
        return True
    if kind.package and _STRUCTURAL.match(kind.package):
        return True
    own, other = (package.split(".")[:MIN_SHARED] for package in (base.package, kind.package))
    return own == other
