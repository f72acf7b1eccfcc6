"""Files of Amazon States Language by themselves: ``*.asl.json``, ``*.asl.yaml``, ``*.asl.yml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial

from policywright.analyzers.infrastructure.model import (
    Code,
    Definition,
    Problem,
    ProblemCode,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_stack, whole_file
from policywright.analyzers.infrastructure.states.document import quoted
from policywright.analyzers.infrastructure.states.patterns import UNKNOWN, joined
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.isolation import attempt
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_:.-]+)\}")


def read_files(files: ProjectFiles, names: Collection[str]) -> tuple[Stack, ...]:
    """A stack for each file, with one state machine and no role: no template says what it runs as."""
    return tuple(
        attempt(partial(_stack, name, text), partial(failed_stack, name, "states"))
        for name in sorted(names)
        if (text := files.text(name)) is not None
    )


def _stack(file: str, text: str) -> Stack:
    tree = parse(file, quoted(text))
    problems = list(tree.problems)
    root = tree.root
    if root is None or root.get("States") is None:
        if not problems:
            detail = "no state machine in Amazon States Language: there are no States"
            problems.append(Problem(code=ProblemCode.UNREADABLE, span=whole_file(file), detail=detail))
        return Stack(name=file, dialect="states", files=(file,), problems=tuple(problems))
    id = file.rsplit("/", 1)[-1].partition(".asl.")[0]
    problems.append(Problem(
        code=ProblemCode.ROLE_NOT_FOUND, span=whole_file(file),
        detail=f"nothing that is read here says which role {file} runs under: it is shown without one",
    ))  # fmt: skip
    workload = Workload(
        id=id, kind="state-machine", name=Text((UNKNOWN,)), span=whole_file(file), code=Code(),
        definition=definition(root),
    )  # fmt: skip
    return Stack(name=file, dialect="states", files=(file,), workloads=(workload,), problems=tuple(problems))


def parameter(name: str) -> Value:
    """What a placeholder is when nobody says: a parameter of the deployment."""
    return Text((Hole(kind="parameter", name=name),))


def definition(node: Node, fill: Callable[[str], Value] = parameter) -> Definition:
    """A definition that is a file (or a part of one) of its own.

    ``fill`` gives the value of a placeholder (``${Name}``, as ``DefinitionSubstitutions`` sets it).
    """
    depth = len(node.path)
    spans = tuple((inner.path[depth:], inner.span) for inner in node.walk())
    return Definition(data=node_value(node, fill), spans=spans)


def node_value(node: Node, fill: Callable[[str], Value] = parameter) -> Value:
    """A node as a value, its placeholders filled in."""
    match node.value:
        case dict() as fields:
            return Struct(tuple((name, node_value(inner, fill)) for name, inner in fields.items()))
        case list() as items:
            return Items(tuple(node_value(item, fill) for item in items))
        case str() as text:
            pieces = _PLACEHOLDER.split(text)
            return joined(*(fill(piece) if index % 2 else piece for index, piece in enumerate(pieces)))
        case scalar:
            return Const(scalar)
