"""What Java and its libraries call of the program's own objects."""

from __future__ import annotations

from collections.abc import Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    ClassV,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

QUIET = (
    "com.fasterxml.", "com.google.gson.", "java.io.", "java.lang.", "java.math.", "java.net.", "java.nio.",
    "java.sql.", "java.text.", "java.time.", "java.util.Random", "java.util.Scanner", "java.util.UUID",
    "java.util.logging.", "java.util.regex.", "org.apache.commons.logging.", "org.apache.logging.",
    "org.slf4j.",
    "software.amazon.awssdk.", "com.amazonaws.",
)  # fmt: skip
"""How the paths of what gives texts, numbers and data begin, and no object back that it gets."""
_LAMBDA = "com.amazonaws.services.lambda.runtime."
_OF_OBJECTS = frozenset(("equals", "hashCode", "toString"))
"""Methods of every object that libraries and the language call without being seen to."""
_CALLS: Mapping[str, frozenset[str]] = {
    name: frozenset(methods.split())
    for names, methods in (
        ("AutoCloseable Closeable", "close"), ("BiConsumer Consumer", "accept"), ("Callable", "call"),
        ("BiFunction BinaryOperator Function UnaryOperator", "apply"), ("Supplier", "get"),
        ("BiPredicate Predicate", "test"),
        ("Runnable Thread TimerTask", "run"), ("Comparable", "compareTo"), ("Comparator", "compare"),
        ("InvocationHandler", "invoke"), ("Iterable", "forEach iterator spliterator"),
        ("Iterator", "hasNext next remove"), ("RecursiveAction RecursiveTask", "compute"),
        ("Cloneable Enum Error Exception IllegalArgumentException IllegalStateException Object Record "
         "RuntimeException Serializable Throwable", "getMessage"),
    )
    for name in names.split()
}  # fmt: skip
"""What is called of what derives from types of Java's own. Source: the API specification of Java SE."""
_FUNCTIONAL = frozenset((
    "BiConsumer", "BiFunction", "BiPredicate", "BinaryOperator", "Consumer", "Function", "Predicate",
    "Supplier", "UnaryOperator",
))  # fmt: skip
_CONTAINERS = (
    "com.google.inject.", "dagger.", "io.micronaut.", "io.quarkus.", "jakarta.", "javax.",
    "org.springframework.",
)  # fmt: skip
"""Containers of beans: what they call of those that is not public is marked."""
_LIFECYCLE = frozenset(("PostConstruct", "PreDestroy", "Scheduled"))
"""Annotations of methods that a container calls of all that it makes."""


def calls_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool) -> bool:
    """See ``Semantics.calls_back``."""
    if path is not None and function.offered == "marked":
        return True
    if not _LIFECYCLE.isdisjoint(function.marks):
        # Whatever makes the object calls it then.
        return True
    if function.name in _OF_OBJECTS:
        return function.offered == "override" or len(function.params) == (function.name == "equals")
    for base in (one.path for one in run.external_bases(cls)):
        simple = base.rpartition(".")[2]
        known = _CALLS.get(simple)
        if simple in _FUNCTIONAL and path is None:
            # A container makes many of them, to call the one that is asked for.
            continue
        if base.startswith(_LAMBDA) or (known is not None and function.name not in known):
            continue
        if known is not None or function.offered == "override" or not _overrides(cls):
            return True
    return False


def may_call_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool) -> bool:
    """See ``Semantics.may_call_back``."""
    # ``worker.registerActivities(new Activities())``: of a type of the program's own.
    known = not loose or not path or path.startswith((*QUIET, "java."))
    found = bool(cls.cls.bases) or (
        not function.hidden if path.startswith(_CONTAINERS) else function.reachable
    )
    return not known and found and run.external_base(cls) is None


def _overrides(cls: ClassV) -> bool:
    """A class says of some methods that they override: then it does of all that do."""
    functions = [one.function for one in cls.cls.body if isinstance(one, ir.FunctionDef)]
    return any(one.offered == "override" for one in functions)
