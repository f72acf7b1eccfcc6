"""Java's lexical contexts while a file is lowered: functions and classes, innermost last.

Java scopes are blocks, the IR's are functions, so every local variable gets a name that is unique in its
function (``s3``, ``s3#2``), and every class level its own name for ``this``, which anonymous classes and
lambdas then find like any captured variable.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias


@dataclass(slots=True, eq=False)
class FunctionScope:
    """The blocks of one function, and what its names are used for."""

    static: bool = False
    blocks: list[dict[str, str]] = field(default_factory=lambda: [{}])
    declared: dict[str, str] = field(default_factory=dict)
    """Unique names of local variables to the text of their declared types."""
    types: dict[str, ir.Expr | None] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    returns: ir.Expr | None = None
    bean: ir.Expr | None = None
    """The type that a framework takes the result for, in a method that makes one for it."""
    builders: set[str] = field(default_factory=set)
    """Unique names of local variables with a string builder that nobody else has."""
    switches: int = 0

    def find(self, name: str) -> str | None:
        """The unique name that a name has in the innermost block that declares it."""
        blocks = self.blocks
        if len(blocks) == 1:
            return blocks[0].get(name)
        for block in reversed(blocks):
            found = block.get(name)
            if found is not None:
                return found
        return None

    def captured(self) -> frozenset[str]:
        """Names bound here that nested functions use."""
        return frozenset(self.bound & self.inner)

    def close_into(self, parent: FunctionScope) -> None:
        """Passes on what this function takes from the enclosing ones."""
        parent.inner |= (self.used | self.inner | self.nonlocals) - self.bound
        parent.calls |= self.calls


@dataclass(slots=True, eq=False)
class ClassScope:
    """What a class of the file declares, so that bare names in it are told apart."""

    name: str
    receiver: str
    ref: ir.Expr | None
    """How code refers to the class; None for an anonymous one."""
    fields: dict[str, bool] = field(default_factory=dict)
    """Names to whether they are static."""
    annotations: dict[str, ir.Expr] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    """Fields without an annotation to the text of their declared types."""
    methods: dict[str, bool] = field(default_factory=dict)
    nested: set[str] = field(default_factory=set)
    types: dict[str, ir.Expr | None] = field(default_factory=dict)
    derived: bool = False
    static: bool = False
    """Its instances have none of the class around it."""
    assigned: set[str] = field(default_factory=set)
    interface: bool = False
    public: bool = False
    """Code of other packages can name it."""
    filled: bool = False
    """A framework makes its objects and sets their fields."""
    settable: bool = False
    """Its fields have setters."""
    fixed: bool = False
    """No library sets its fields."""


Context: TypeAlias = FunctionScope | ClassScope


class Scopes:
    """All contexts open at a point of a file; the first one is the file's."""

    def __init__(self) -> None:
        self.stack: list[Context] = [FunctionScope(static=True)]

    @property
    def function(self) -> FunctionScope:
        """The innermost function, or the file."""
        innermost = self.stack[-1]
        if type(innermost) is FunctionScope:
            return innermost
        for context in reversed(self.stack):
            if isinstance(context, FunctionScope):
                return context
        raise AssertionError("the file's own scope is always there")

    @property
    def in_function(self) -> bool:
        """Whether code here runs when a function is called."""
        return isinstance(self.stack[-1], FunctionScope) and len(self.stack) > 1

    def classes(self) -> list[ClassScope]:
        """The enclosing classes, innermost first."""
        return [context for context in reversed(self.stack) if isinstance(context, ClassScope)]

    def push(self) -> None:
        self.function.blocks.append({})

    def pop(self) -> None:
        self.function.blocks.pop()

    def declare(self, name: str, kind: str = "") -> str:
        """A new local variable of the innermost block."""
        scope = self.function
        outer = [one for one in self.stack if isinstance(one, FunctionScope) and one is not scope]
        unique, count = name, 1
        while unique in scope.bound or any(unique in one.bound for one in outer):
            count += 1
            unique = f"{name}#{count}"
        scope.bound.add(unique)
        scope.blocks[-1][name] = unique
        scope.declared[unique] = kind
        return unique

    def renewed(self, unique: str) -> str:
        """A new variable in place of one that changes where it was declared, so that closures see one
        value."""
        block = self.function.blocks[-1]
        name = next((name for name, known in block.items() if known == unique), None)
        return self.declare(name, self.kind(unique)) if name is not None else unique

    def local(self, name: str) -> str | None:
        """The unique name of a local variable that no class in between hides; None for anything else."""
        for depth in range(len(self.stack) - 1, 0, -1):
            context = self.stack[depth]
            if isinstance(context, ClassScope):
                if name in context.fields:
                    return None
                continue
            found = context.find(name)
            if found is not None:
                self.use(found, context)
                return found
        return None

    def use(self, unique: str, owner: FunctionScope) -> None:
        """Notes the use of a local variable of a function here."""
        here = self.function
        if here is not owner:
            here.used.add(unique)

    def kind(self, unique: str) -> str:
        """The text of a local variable's declared type."""
        for context in self.stack:
            if isinstance(context, FunctionScope) and unique in context.declared:
                return context.declared[unique]
        return ""

    def receiver(self, owner: ClassScope) -> str | None:
        """The variable that holds an instance of an enclosing class here; None where there is none."""
        depth = self.stack.index(owner)
        method = self.stack[depth + 1] if depth + 1 < len(self.stack) else None
        if not isinstance(method, FunctionScope) or method.static:
            return None
        self.use(owner.receiver, method)
        return owner.receiver

    def is_within(self, owner: ClassScope) -> bool:
        """Whether code here runs for an instance of an enclosing class."""
        return not any(context.static for context in self.stack[self.stack.index(owner) + 1 :])

    def type_parameter(self, name: str) -> tuple[bool, ir.Expr | None]:
        """(whether a name is a type parameter here, its bound)."""
        for context in reversed(self.stack):
            if name in context.types:
                return True, context.types[name]
        return False, None
