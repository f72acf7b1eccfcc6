"""What containers weave around methods: interceptors and advice, told by annotations.

Nobody in the program calls them; they are called when what they are woven around is. Sources: the
specifications of Jakarta Interceptors and CDI, and the AspectJ chapter of Spring's reference documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

_INTERCEPTING = frozenset(("AroundConstruct", "AroundInvoke", "AroundTimeout"))
_ADVICE = frozenset(("After", "AfterReturning", "AfterThrowing", "Around", "Before"))
_OWN = frozenset(("Dependent", "Inject", "Interceptor", "Interceptors", "Priority", "Singleton"))
"""Annotations of interceptors that bind them to nothing."""
_ANNOTATION = regex(rb"@(?!interface\b)(?:\w+\.)*(\w+)")
_TEXT = regex(rb"\"(?:[^\"\\]|\\.)*\"")
_OPENS = regex(rb"\{")
_ASKED = regex(rb"@(?:annotation|within|target)\(\s*(?:\w+\.)*(\w+)\s*\)")
"""What pointcuts ask for: an annotation, or the parameter of the advice that gets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Woven:
    function: ir.Function
    module: str
    owner: str
    """The class that it is a method of."""
    bound: frozenset[str]
    """The annotations that ask for it."""
    anywhere: bool
    """A pointcut, or a descriptor, says in other ways where."""


def woven(run: Interpreter) -> Iterator[tuple[ir.Function, str]]:
    """What is woven around methods that have been called."""
    program, minor = run.program, run.engine.bounds.crowds.minor
    found = [
        one for one in program.once("java woven", lambda: list(_all(program))) if one.function not in minor
    ]
    if not found:
        return
    names: set[str] = set()
    listed: set[str] = set()
    for function in run.engine.instances.evaluated:
        names |= function.marks
        for value in run.engine.created.get(function, ()):
            if value.owner is not None:
                head = _head(program, value.module, value.owner.cls.pos)
                names |= _annotations(head)
                listed |= {value.owner.cls.name, *(_listed(head) if b"Interceptors" in head else ())}
            if "Interceptors" in function.marks:
                listed |= _listed(_head(program, value.module, function.pos))
    for one in found:
        if one.anywhere or not one.bound.isdisjoint(names) or one.owner in listed:
            yield one.function, one.module


def _all(program: Program) -> Iterator[_Woven]:
    for module in sorted(program.scope):
        if program.languages[module].name != "java":
            continue
        for cls in program.lowered(module).classes:
            functions = [one.function for one in cls.body if isinstance(one, ir.FunctionDef)]
            for function in functions:
                if not function.marks.isdisjoint(_INTERCEPTING):
                    marks = _annotations(_head(program, module, cls.pos))
                    bound = marks - _OWN
                    # A deployment descriptor may name an interceptor that nothing binds.
                    anywhere = "Interceptor" in marks and not bound
                    yield _Woven(
                        function=function, module=module, owner=cls.name, bound=bound, anywhere=anywhere
                    )  # fmt: skip
                elif not function.marks.isdisjoint(_ADVICE):
                    data = program.files[module].data[cls.pos[0] : cls.pos[1]]
                    if b"Aspect" in _annotations_of(data):
                        bound = _asked(data)
                        yield _Woven(
                            function=function, module=module, owner="", bound=bound, anywhere=not bound
                        )  # fmt: skip


def _asked(data: bytes) -> frozenset[str]:
    """The annotations that the pointcuts of an aspect ask for."""
    found: set[str] = set()
    for text in _TEXT.findall(data):
        for name in _ASKED.findall(text):
            # By its name, or by that of the parameter that gets it.
            typed = regex(rb"\b(\w+)\s+%s\s*[,)]" % name).search(data)
            found.add((typed[1] if typed is not None else name).decode())
    return frozenset(found)


def _head(program: Program, module: str, pos: ir.Pos) -> bytes:
    """A declaration up to its body: annotations, with braces in brackets, come first."""
    data = program.files[module].data[pos[0] : pos[1]]
    end = next((one.start() for one in _OPENS.finditer(data) if _closed(data[: one.start()])), len(data))
    return data[:end]


def _closed(data: bytes) -> bool:
    plain = _TEXT.sub(b"", data)
    return plain.count(b"(") == plain.count(b")")


def _annotations_of(data: bytes) -> list[bytes]:
    return _ANNOTATION.findall(_TEXT.sub(b"", data))


def _annotations(head: bytes) -> frozenset[str]:
    return frozenset(name.decode("utf-8", "replace") for name in _annotations_of(head))


def _listed(head: bytes) -> set[str]:
    """The classes that ``@Interceptors(Audit.class)`` names."""
    return {name.decode("utf-8", "replace") for name in regex(rb"(\w+)\.class").findall(head)}
