"""Patched Terraform files against their directories: what the patch names is declared there, and there always.

What `terraform validate` would say of references, without its providers: every ``var``, ``local``, ``module``,
``data`` source and resource that is new in a block has a declaration, one with a key is of what there are
several of, and one without is not; a module's output and input is one that the module has. Nothing waits for
itself.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import hcl2
import pytest
from tests.golden.test_infrastructure import CASES, of_case, project_of
from tests.shares import projects

from policywright.analyzers.infrastructure.editing.hcl_there import There, address_of
from policywright.analyzers.infrastructure.editing.hcl_tree import children
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.parse import parse

TERRAFORM = [case for case in CASES if any(project_of(case).rglob("*.tf"))]
_ARGUMENTS = {"source", "version", "providers", "depends_on", "count", "for_each"}
NONE = Stack(name="", dialect="terraform", files=())
"""Who makes what is not asked here."""
_OLDER = frozenset(("terraform_written_long_ago",))
"""In the language of version 0.11, which the other parser doesn't know."""
_FREE = ("each", "count", "path", "terraform", "self")


class _Directory:
    """The declarations of one directory."""

    def __init__(self, documents: list[s.Document]) -> None:
        blocks = [block for document in documents for block in document.blocks]
        self.blocks = {address_of(block): block for block in blocks}
        self.locals = {
            one.name for block in blocks if block.type == "locals" for one in block.attributes
        }  # fmt: skip
        self.outputs = {block.label for block in blocks if block.type == "output"}
        self.variables = {block.label: block for block in blocks if block.type == "variable"}
        self.needs = {
            address: {".".join(words[: 3 if words[0] == "data" else 2]) for words, _ in _references(node)}
            for block in blocks
            for address, node in _made(block)
        }

    def cycle(self) -> list[str]:
        """What waits for itself, in its order; nothing where Terraform can plan."""
        try:
            TopologicalSorter(self.needs).prepare()
        except CycleError as error:
            return [*error.args[1]]
        return []

    def problem(self, words: tuple[str, ...], keyed: bool) -> str | None:
        """What is wrong with a reference (``aws_sqs_queue``, ``inbox``, ``arn``), with a key or without."""
        match words:
            case (first, *_) if first in _FREE:
                return None
            case ("var", name, *_):
                return None if name in self.variables else f"var.{name} is not declared"
            case ("local", name, *_):
                return None if name in self.locals else f"local.{name} is not declared"
            case (_, _, *_):
                depth = 3 if words[0] == "data" else 2
                address = ".".join(words[:depth])
                block = self.blocks.get(address)
                if block is None:
                    return f"{address} is not declared"
                many = any(block.attribute(name) is not None for name in ("count", "for_each"))
                if many and len(words) == depth:
                    # All of them: ``length(aws_iam_role.worker)``.
                    return None
                return None if many == keyed else f"{address}: with a key, or without, against its block"
        return None


def _made(block: s.Block) -> Iterator[tuple[str, s.Node]]:
    """What is made on its own, and what it is made of; of a module only itself says what waits for what."""
    match block.type:
        case "locals":
            yield from ((f"local.{one.name}", one.value) for one in block.attributes)
        case "resource" | "data":
            yield address_of(block), block
        case "module" if (waited := block.value("depends_on")) is not None:
            yield address_of(block), waited


def _references(node: s.Node, bound: frozenset[str] = frozenset()) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The references in a node: their words, and whether there is a key behind the name of the block."""
    if isinstance(node, s.For):
        bound = bound | set(node.names)
    if isinstance(node, s.Block) and node.type == "dynamic":
        bound = bound | set(node.labels)
    words, keyed = _words(node)
    if words and words[0] not in bound:
        yield words, keyed
        return
    for one in children(node):
        yield from _references(one, bound)


def _words(node: s.Node) -> tuple[tuple[str, ...], bool]:
    words: list[str] = []
    keyed = False
    while True:
        match node:
            case s.GetAttr(target=target, name=name):
                words.append(name)
                node = target
            case s.Index(target=target) | s.Splat(target=target):
                words.clear()
                keyed = True
                node = target
            case s.Name(name=name):
                words.append(name)
                return tuple(reversed(words)), keyed
            case _:
                return (), False


def _directory(files: Mapping[str, str], name: str) -> _Directory:
    return _Directory([
        parse(one, text) for one, text in files.items() if one.endswith(".tf") and posixpath.dirname(one) == name
    ])  # fmt: skip


def _files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.tf"))}


@pytest.mark.parametrize("case", TERRAFORM, ids=lambda case: case.name)
def test_what_is_named_is_there(case: Path) -> None:
    files = _files(project_of(case))
    before = dict(files)
    _, infrastructure = of_case(case)
    changed = [patch.file for patch in infrastructure.patches if patch.file.endswith(".tf")]
    files.update((patch.file, patch.after) for patch in infrastructure.patches if patch.file in changed)
    problems: list[str] = []
    for place in {posixpath.dirname(name) for name in changed}:
        if not _directory(before, place).cycle():
            problems.extend(_directory(files, place).cycle())
    for name in changed:
        document = parse(name, files[name])
        assert not document.errors, name
        directory = _directory(files, posixpath.dirname(name))
        old = {
            one for block in parse(name, before[name]).blocks
            for one in _references(block)
        }  # fmt: skip
        for block in document.blocks:
            for words, keyed in _references(block):
                problem = directory.problem(words, keyed) if (words, keyed) not in old else None
                if problem is not None:
                    problems.append(f"{name}: {problem}")
                if words[0] == "module" and len(words) > 2 and (words, keyed) not in old:
                    problems.extend(_not_an_output(files, name, directory, words))
            problems.extend(_not_their_kind(name, block))
            if block.type == "module":
                problems.extend(_not_inputs(files, name, block))
        others = [
            text for one, text in files.items()
            if one != name and posixpath.dirname(one) == posixpath.dirname(name)
        ]  # fmt: skip
        there = There(parse(name, before[name]), others, NONE, "")
        known = {block.path: set(_indexed(before[name], block)) for block in parse(name, before[name]).blocks}
        for block in document.blocks:
            own = known.get(block.path, set())
            new = [one for one in _indexed(files[name], block) if one not in own]
            missing = there.missing(block.path, new)
            if missing is not None:
                problems.append(f"{name}: {missing} is not always there")
    assert problems == []


def _indexed(text: str, node: s.Node) -> Iterator[str]:
    """What has a key in a node, as it is written, the key included."""
    if isinstance(node, s.Index):
        yield text.encode()[node.start : node.end].decode()
    for one in children(node):
        yield from _indexed(text, one)


def _module(files: Mapping[str, str], name: str, block: s.Block | None) -> _Directory | None:
    """The module that a call means, where it is one of the project's."""
    source = block.value("source") if block is not None else None
    if not isinstance(source, s.Literal) or not str(source.value).startswith("."):
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(name), str(source.value)))
    return _directory(files, "" if found == "." else found)


def _not_an_output(
    files: Mapping[str, str], name: str, directory: _Directory, words: tuple[str, ...]
) -> Iterator[str]:
    module = _module(files, name, directory.blocks.get(f"module.{words[1]}"))
    if module is not None and words[2] not in module.outputs:
        yield f"{name}: module.{words[1]} has no output {words[2]}"


def _not_inputs(files: Mapping[str, str], name: str, block: s.Block) -> Iterator[str]:
    module = _module(files, name, block)
    for one in block.attributes if module is not None else ():
        if module is not None and one.name not in _ARGUMENTS.union(module.variables):
            yield f"{name}: module.{block.label} has no input {one.name}"
        elif module is not None and one.name not in _ARGUMENTS:
            given, declared = _kind(one.value), _declared(module.variables[one.name])
            if given and declared and given != declared:
                yield f"{name}: module.{block.label}: {one.name} is a {declared}, not a {given}"


_KINDS = {"string": "scalar", "number": "scalar", "bool": "scalar", "list": "list", "set": "list",
          "tuple": "list", "map": "map", "object": "map"}  # fmt: skip


def _declared(variable: s.Block) -> str:
    """The kind of what a variable takes; nothing where it takes any."""
    type = variable.value("type")
    match type:
        case s.Name(name=name) | s.Call(name=name):
            return _KINDS.get(name, "")
    return ""


def _kind(value: s.Node) -> str:
    """The kind of an expression, where it is written out."""
    match value:
        case s.Literal(value=None):
            return ""
        case s.Literal():
            return "scalar"
        case s.Template(parts=parts):
            # "${x}" alone is whatever x is.
            return "scalar" if len(parts) != 1 or isinstance(parts[0], s.Chunk) else ""
        case s.Tuple():
            return "list"
        case s.Object():
            return "map"
    return ""


def _not_their_kind(name: str, block: s.Block) -> Iterator[str]:
    """Variables whose default is not what they take."""
    default = block.value("default") if block.type == "variable" else None
    given, declared = _kind(default) if default is not None else "", _declared(block)
    if given and declared and given != declared:
        yield f"{name}: the default of {block.label} is no {declared}"


@pytest.mark.parametrize(
    "case", projects("another parser", [one for one in TERRAFORM if one.name not in _OLDER], 4)
)
def test_another_parser_reads_the_same_blocks(case: Path) -> None:
    """python-hcl2, which has nothing of ours: what is patched is read, and has the blocks that we see in it."""
    _, infrastructure = of_case(case)
    for patch in infrastructure.patches:
        if patch.file.endswith(".tf") and patch.after != patch.before:
            ours = sorted((one.type, *one.labels) for one in parse(patch.file, patch.after).blocks)
            assert sorted(_blocks(hcl2.loads(patch.after.replace("\r\n", "\n")))) == ours


def _blocks(found: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The types and labels of a file's blocks, as python-hcl2 has them."""
    for type, blocks in found.items():
        for one in blocks if not type.startswith("__") else ():
            labels: list[str] = []
            while not one.get("__is_block__"):
                ((label, one),) = one.items()  # noqa: PLW2901
                labels.append(label.strip('"'))
            yield type, *labels


def test_the_check_sees_what_is_of_another_kind() -> None:
    files = {
        "m/a.tf": 'variable "names" {\n  type = list(string)\n}\nvariable "any" {}\n',
        "a.tf": 'module "m" {\n  source = "./m"\n  names = "x"\n  any = []\n}\n',
    }
    (block,) = parse("a.tf", files["a.tf"]).blocks
    assert list(_not_inputs(files, "a.tf", block)) == ["a.tf: module.m: names is a list, not a scalar"]
    (block,) = parse("", 'variable "x" {\n  type = map(string)\n  default = []\n}\n').blocks
    assert list(_not_their_kind("a.tf", block)) == ["a.tf: the default of x is no map"]


def test_the_check_sees_what_is_not_there() -> None:
    """The check itself: each kind of reference that is wrong is said."""
    document = parse("", 'variable "a" {}\nresource "aws_sqs_queue" "q" {\n  count = var.a\n}\n')
    directory = _Directory([document])
    assert directory.problem(("var", "a"), False) is None
    assert directory.problem(("var", "b"), False) == "var.b is not declared"
    assert directory.problem(("local", "x"), False) == "local.x is not declared"
    assert directory.problem(("aws_sqs_queue", "q"), True) is None
    assert directory.problem(("aws_sqs_queue", "q", "arn"), False) is not None
    assert (
        directory.problem(("aws_sqs_queue", "other", "arn"), False) == "aws_sqs_queue.other is not declared"
    )
    assert directory.problem(("data", "aws_region", "current", "id"), False) is not None
    assert There(document, [], NONE, "").missing((), []) is None


def test_the_check_sees_what_waits_for_itself() -> None:
    text = """
resource "aws_iam_role_policy" "p" { policy = "${aws_cloudwatch_log_group.g.arn}:*" }
resource "aws_cloudwatch_log_group" "g" { name = local.group }
locals { group = "/aws/lambda/${aws_lambda_function.f.function_name}" }
resource "aws_lambda_function" "f" { depends_on = [aws_iam_role_policy.p] }
"""
    assert _Directory([parse("", text)]).cycle()
    assert not _Directory([parse("", text.replace("[aws_iam_role_policy.p]", "[]"))]).cycle()
