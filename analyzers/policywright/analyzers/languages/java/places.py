"""Where objects are made, and what a framework makes them for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.names import simple_name, walk
from policywright.analyzers.engine.values import BOTTOM, Args, ClassV, Obj, Value, join_all, options
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program


def beans(program: Program) -> dict[str, list[tuple[str, str]]]:
    """The types that methods of the program make for injection, by their simple names.

    With each the files of such methods and the outermost classes that they are in.
    """
    known: dict[str, list[tuple[str, str]]] | None = program.notes.get("java beans")
    if known is None:
        known = program.notes["java beans"] = {}
        for module in sorted(program.scope):
            if program.languages[module].name != "java":
                continue
            for function in program.lowered(module).functions:
                for name in _beans_of(function):
                    maker = (module, function.qualname.partition(".")[0])
                    known.setdefault(name, []).append(maker)
    return known


def _beans_of(function: ir.Function) -> Iterator[str]:
    for node in (one for statement in function.body for one in walk(statement)):
        if isinstance(node, ir.Call) and isinstance(node.fn, ir.Name) and node.fn.name == "$bean":
            yield from injected_as(simple_name(node.args[0]))


def injected_as(path: str) -> Iterator[str]:
    """The types that what is made of one is injected as: ``AmazonS3Client`` is an ``AmazonS3``.

    Source: AWS SDK for Java 1.x, whose clients implement an interface each, or two (the asynchronous ones).
    """
    yield path
    found = _CLIENT.search(path)
    if found is not None:
        yield path[: found.start(1)]
        if found[1].startswith("AsyncC"):
            yield path.removesuffix("Client")


_CLIENT = regex(r"(?:^|\.)(?:Amazon|AWS)\w+?((?:Async)?Client|Async)$")


def _is_maker(function: ir.Function) -> bool:
    return any(True for _ in _beans_of(function))


def wire(run: Interpreter, makers: Iterable[tuple[str, str]]) -> None:
    """Loads the classes that make what is injected: a container has them, and calls their methods."""
    for module, owner in dict.fromkeys(makers):
        run.ensure(module)
        for option in options(run.global_name(module, owner)):
            escapes.note(run, option)
            for one in option.cls.body if isinstance(option, ClassV) else ():
                if isinstance(one, ir.FunctionDef) and one.function.static and _is_maker(one.function):
                    # Of an object of the class nobody calls it.
                    escapes.note(run, run.attribute(option, one.function.name))


def made(run: Interpreter, kind: Literal["dict", "list"], *site: object) -> Obj:
    """A list or mapping of a place, in the running evaluation."""
    return run.heap.new(kind, *site, run.frame.module, run.frame.task.id)


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """A new instance of a class of the program; one per place, for classes that have nothing to do with
    AWS."""
    made: list[Value] = []
    for obj, told in run.objects(cls, args, pos, within=run.program.deals_with_aws(cls.module)):
        run.initialise(obj, cls, told, pos)
        made.append(obj)
    return join_all(made)


def typed(run: Interpreter, cls: ClassV) -> Value | None:
    """Loads the classes that derive from a declared type, as a container that injects it would.

    No import leads from the type to them. What a variable of it holds is told by the engine.
    """
    for module in _below(run.program, cls.cls.name):
        run.ensure(module)
    makers = beans(run.program).get(cls.cls.name)
    if makers is not None:
        wire(run, makers)
        made = [one for one in options(run.engine.read(("java-bean", cls))) if not isinstance(one, Obj)]
        if made:
            # A function that stands for an interface.
            return join_all([*made, run.engine.read(("instances", cls))])
    # Of an enum nobody makes more than there are.
    return run.engine.read(("instances", cls)) if run.find(cls, "$values") is not None else None


_COMPONENT = regex(r"(?:^|\.)Dagger(\w+)(?:\.(?:builder|factory)\(\))?(?:\.\w+\(\))*\.(?:create|build)")


def component(run: Interpreter, path: str) -> Value | None:
    """``DaggerShop_Component.create()``: what Dagger generates for a component of the program.

    Source: https://dagger.dev/dev-guide/
    """
    found = _COMPONENT.search(path)
    name = found[1].rpartition("_")[2] if found is not None else ""
    for module in sorted(run.program.scope) if name else ():
        for code in run.program.lowered(module).classes:
            if code.name == name:
                run.ensure(module)
                _inject(run)
                made = every_class(run.program, module, code.qualname)
                return join_all([run.typed_instance(value) for value in made])
    return None


def _inject(run: Interpreter) -> None:
    """Makes what objects have injected as a component fills them in (``component.inject(this)``): the fields
    whose types methods of the program make."""
    known = beans(run.program)
    for module in sorted(run.program.scope) if known else ():
        for code in run.program.lowered(module).classes:
            types = [name for _, annotation in code.annotations if (name := simple_name(annotation)) in known]
            for cls in every_class(run.program, module, code.qualname) if types else ():
                if run.engine.read(("instances", cls)) is not BOTTOM:
                    wire(run, (maker for name in types for maker in known[name]))


def every_class(program: Program, module: str, qualname: str) -> list[ClassV]:
    """The values of a class of a file that has been evaluated."""
    known: dict[tuple[object, ...], ClassV] = program.notes.get("classes", {})
    return [value for value in known.values()
            if value.cls.qualname == qualname and value.module == module]  # fmt: skip


def defaults(program: Program) -> dict[str, list[ir.Function]]:
    """The methods with a body of the program's interfaces, by their names."""
    known: dict[str, list[ir.Function]] | None = program.notes.get("java defaults")
    if known is None:
        known = program.notes["java defaults"] = {}
        for module in sorted(program.scope):
            for cls in program.lowered(module).classes if program.languages[module].name == "java" else ():
                for one in cls.body if cls.abstract else ():
                    if isinstance(one, ir.FunctionDef) and not one.function.static:
                        known.setdefault(one.function.name, []).append(one.function)
    return known


def _below(program: Program, name: str) -> tuple[str, ...]:
    """The files with classes that derive from a type, or from what derives from it."""
    known: dict[str, tuple[str, ...]] = program.notes.setdefault("java below", {})
    if name not in known:
        files: dict[str, None] = {}
        pending, seen = [name], {name}
        while pending:
            for module, derived in _deriving(program).get(pending.pop(), ()):
                files[module] = None
                if derived not in seen:
                    seen.add(derived)
                    pending.append(derived)
        known[name] = tuple(files)
    return known[name]


def _deriving(program: Program) -> dict[str, list[tuple[str, str]]]:
    """The classes, with their files, that name a type as their base, by its simple name."""
    known: dict[str, list[tuple[str, str]]] | None = program.notes.get("java deriving")
    if known is None:
        known = program.notes["java deriving"] = {}
        for module in sorted(program.scope):
            for cls in program.lowered(module).classes if program.languages[module].name == "java" else ():
                for name in dict.fromkeys(map(simple_name, cls.bases)):
                    known.setdefault(name, []).append((module, cls.name))
    return known
