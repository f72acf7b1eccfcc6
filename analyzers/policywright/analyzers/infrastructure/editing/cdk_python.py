"""CDK applications in Python: the statements that a role lacks, as calls in the source that makes the role.

A synthesised template says by ``aws:cdk:path`` which construct each resource is of; the construct is found in
the application's source by its id. Statements are added behind it (``add_to_role_policy``); what is there is
never rewritten, because what made a statement of the template (a grant, a method, a construct) can't be told
from the template. libcst gives the places; the text in between stays as it is.
"""

from __future__ import annotations

import ast
import json
import posixpath
import re
from collections.abc import Mapping, Sequence

from policywright.analyzers.infrastructure.changes import Edit, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing.cdk_source import Construct, Source
from policywright.analyzers.infrastructure.editing.cdk_values import Scope, call_text
from policywright.analyzers.infrastructure.editing.refusal import Refused
from policywright.analyzers.infrastructure.editing.yaml_style import newline_of
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles

MAX_SOURCES = 400
"""Python files of an application that are looked at."""
_METHODS = {
    "Function": "add_to_role_policy",
    "DockerImageFunction": "add_to_role_policy",
    "SingletonFunction": "add_to_role_policy",
    "PythonFunction": "add_to_role_policy",
    "PythonAlphaFunction": "add_to_role_policy",
    "NodejsFunction": "add_to_role_policy",
    "GoFunction": "add_to_role_policy",
    "RustFunction": "add_to_role_policy",
    "StateMachine": "add_to_role_policy",
    "Role": "add_to_policy",
    "LazyRole": "add_to_policy",
    "TaskDefinition": "add_to_task_role_policy",
    "FargateTaskDefinition": "add_to_task_role_policy",
    "Ec2TaskDefinition": "add_to_task_role_policy",
}
"""Classes of constructs that have (or are) a role, and what adds a statement to it."""
_INNER = ("Resource", "DefaultPolicy", "ServiceRole", "TaskRole", "Role")
"""Names of the constructs that others make inside themselves."""


def is_synthesised(files: ProjectFiles, name: str) -> bool:
    """Whether a template was written by ``cdk synth``."""
    directory = posixpath.dirname(name)
    return files.has(posixpath.join(directory, "manifest.json")) and (
        files.has(posixpath.join(directory, "cdk.out")) or name.endswith(".template.json")
    )


def apply_cdk(files: ProjectFiles, stack: Stack, name: str, edits: Sequence[Edit]) -> tuple[FilePatch, ...]:
    """Patches of the sources for edits of one synthesised template.

    Edits that can't be made are refused in a patch of the template that changes nothing.
    """
    application = _Application(files, name)
    refused: list[str] = []
    wanted: dict[str, list[tuple[str, NewStatement]]] = {}
    for edit in edits:
        # A statement's place says which one is meant; a policy is added to a resource.
        path_shown = edit.site.path if edit.kind in ("delete", "replace") else edit.site.path[:2]
        where = f"{name}: {edit.kind} at {'.'.join(str(step) for step in path_shown)}"
        try:
            path = application.construct(edit)
            source, construct = application.find(path, _METHODS)
            if construct.variable is None:
                raise Refused(f"{construct.id} is not kept in a variable; add its statements by hand")
            wanted.setdefault(source, []).extend((path, one) for one in edit.statements)
        except Refused as error:
            refused.append(f"{where}: {error}")
    patches: list[FilePatch] = []
    for source in sorted(wanted):
        before = files.text(source) or ""
        try:
            after = application.module(source).with_statements(wanted[source], stack, application)
        except Refused as error:
            refused.append(f"{source}: {error}")
            continue
        mark = files.mark(source)
        patches.append(FilePatch(file=source, before=mark + before, after=mark + after))
    if refused:
        text = files.text(name) or ""
        patches.append(FilePatch(file=name, before=text, after=text, refused=tuple(refused)))
    return tuple(patches)


class _Application:
    """The sources of a CDK application, and the constructs of one template of it."""

    def __init__(self, files: ProjectFiles, template: str) -> None:
        self.files = files
        output = posixpath.dirname(template)
        while output and not files.has(posixpath.join(posixpath.dirname(output), "cdk.json")):
            output = posixpath.dirname(output)
        self.root = posixpath.dirname(output)
        self.output = output
        self.paths = _construct_paths(files.text(template) or "")
        self._modules: dict[str, Module] = {}
        self._sources: list[str] | None = None

    def construct(self, edit: Edit) -> str:
        """The path of the construct whose role an edit is about."""
        if edit.kind in ("delete", "replace"):
            raise Refused("what made this statement is not known; take it out of the application's source")
        steps = edit.site.path
        id = str(steps[1]) if len(steps) > 1 and steps[0] == "Resources" else ""
        path = self.paths.get(id)
        if path is None:
            raise Refused("the template does not say which construct it is of (aws:cdk:path)")
        return path

    @property
    def sources(self) -> list[str]:
        if self._sources is None:
            names = [name for name in self.files.inside(self.root) if name.endswith(".py")]
            outside = [name for name in names if not self.output or not name.startswith(f"{self.output}/")]
            self._sources = [name for name in outside if "aws_cdk" in (self.files.text(name) or "")][
                :MAX_SOURCES
            ]
        return self._sources

    def module(self, name: str) -> Module:
        if name not in self._modules:
            self._modules[name] = Module(name, self.files.text(name) or "")
        return self._modules[name]

    def find(self, path: str, kinds: Mapping[str, str] | None) -> tuple[str, Construct]:
        """The construct of a path, or the one that made it, and its file; of these classes when given."""
        if not self.sources:
            raise Refused("the application is not in Python, and only Python is rewritten; add it by hand")
        steps = [step for step in path.split("/") if step]
        while steps:
            id, owner = steps[-1], steps[-2] if len(steps) > 1 else ""
            found = [
                (name, one)
                for name in self.sources
                if id in (self.files.text(name) or "")
                for one in self.module(name).constructs
                if one.id == id and (kinds is None or one.kind in kinds)
            ]
            classes = {kind for name in self.sources for kind in self.module(name).classes_of(owner)}
            if len(found) > 1 or (found and classes):
                narrowed = [(name, one) for name, one in found if one.owner in classes]
                found = narrowed or found
            if len(found) == 1:
                return found[0]
            if found:
                raise Refused(f"several constructs of the application are called {id}")
            if id not in _INNER:
                break
            steps.pop()
        raise Refused(f"no construct with the literal id of {path} is in the application's Python source")


def _construct_paths(template: str) -> dict[str, str]:
    """The paths of a template's constructs, by logical id."""
    try:
        data = json.loads(template)
    except (ValueError, RecursionError):
        return {}
    resources = data.get("Resources") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for id, resource in resources.items() if isinstance(resources, dict) else ():
        metadata = resource.get("Metadata") if isinstance(resource, dict) else None
        path = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        if isinstance(path, str):
            found[id] = path
    return found


class Module(Source):
    """A source that statements are added to."""

    def with_statements(
        self, wanted: Sequence[tuple[str, NewStatement]], stack: Stack, application: _Application
    ) -> str:
        """The text with a call for every statement that is not there yet."""
        lines = self.text.splitlines(keepends=True)
        newline = newline_of(self.text)
        iam, new_import = self._iam()
        inserted: dict[int, list[str]] = {}
        existing = _calls(self.text)
        for path, statement in wanted:
            _, construct = application.find(path, _METHODS)
            scope = Scope(
                stack=stack,
                iam=iam,
                stack_class=self._stack_class(),
                scope=construct.scope,
                variables=self._variables(construct, application),
            )
            target = f"{construct.variable}.{_METHODS[construct.kind]}"
            text, line = call_text(target, statement, scope, construct.indentation)
            if (dump := ast.dump(ast.parse(text.strip()).body[0])) in existing:
                continue
            existing.add(dump)
            inserted.setdefault(max(line, construct.line), []).append(text)
            if scope.needs_stack:
                new_import |= {"from aws_cdk import Stack"} if self._stack_class() == "Stack" else set()
        return self._spliced(lines, inserted, new_import, newline)

    def _spliced(
        self, lines: list[str], inserted: Mapping[int, list[str]], imports: set[str], newline: str
    ) -> str:
        if not inserted:
            return self.text
        added: dict[int, list[str]] = {line: list(texts) for line, texts in inserted.items()}
        missing = sorted(one for one in imports if not self._has_import(one))
        for one in reversed(missing):
            added.setdefault(self._import_line(one), [])[:0] = [f"{one}\n"]
        parts: list[str] = list(added.get(0, ()))
        own: set[int] = set()
        count = sum(text.count("\n") for text in parts)
        own.update(range(1, count + 1))
        for number, line in enumerate(lines, 1):
            texts = added.get(number, ())
            parts.append(line if line.endswith(("\n", "\r")) or not texts else line + newline)
            count += 1
            for text in texts:
                parts.append(text.replace("\n", newline))
                own.update(range(count + 1, count + 1 + text.count("\n")))
                count += text.count("\n")
        after = "".join(parts)
        _verify(self.text, after, own)
        return after

    def _import_line(self, line: str) -> int:
        """The line after which an import goes: behind those of the same module that it sorts after."""
        name = line.split(" import ")[1].partition(" ")[0]
        alike = [(at, other) for at, module, other, _ in self.imports if module == "aws_cdk" and other]
        smaller = [at for at, other in alike if other < name]
        return max(smaller or [at for at, *_ in alike or self.imports], default=0)

    def _has_import(self, line: str) -> bool:
        wanted = line.split(" import ")[1].rsplit(" as ", maxsplit=1)[-1]
        return any(local == wanted for *_, local in self.imports)

    def _iam(self) -> tuple[str, set[str]]:
        """How the source says ``PolicyStatement``, and the import that it takes."""
        for _, module, name, local in self.imports:
            if (module, name) == ("aws_cdk", "aws_iam") or (module, name) == ("aws_cdk.aws_iam", ""):
                return f"{local}.PolicyStatement", set()
            if (module, name) == ("aws_cdk.aws_iam", "PolicyStatement"):
                return local, set()
        taken = re.search(r"^\s*(?:iam\s*=|import iam\b|from \S+ import .*\biam\b)", self.text, re.MULTILINE)
        alias = "aws_iam" if taken else "iam"
        line = "from aws_cdk import aws_iam" + ("" if taken else " as iam")
        return f"{alias}.PolicyStatement", {line}

    def _stack_class(self) -> str:
        for _, module, name, local in self.imports:
            if (module, name) == ("aws_cdk", "Stack"):
                return local
            if (module, name) == ("aws_cdk", ""):
                return f"{local}.Stack"
        return "Stack"

    def _variables(self, near: Construct, application: _Application) -> dict[str, tuple[str, str, int]]:
        """Logical id to variable, class and line, of constructs that the place of one can name.

        Those made in the same body, and fields that the class sets in another one further up.
        """
        found: dict[str, tuple[str, str, int]] = {}
        here = {
            one.id: one
            for one in self.constructs
            if one.variable is not None
            and one.owner == near.owner
            and (one.block == near.block or (one.variable.startswith("self.") and one.line < near.line))
        }
        for id, path in application.paths.items():
            steps = path.split("/")
            name = steps[-2] if steps[-1] == "Resource" and len(steps) > 1 else steps[-1]
            one = here.get(name)
            if one is not None and one.variable is not None:
                found[id] = (one.variable, one.kind, one.line)
        return found


def _calls(text: str) -> set[str]:
    """The calls that stand as statements, in a form that compares."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return set()
    return {ast.dump(node) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


class _Without(ast.NodeTransformer):
    """A tree without the statements of some lines."""

    def __init__(self, lines: set[int]) -> None:
        self.lines = lines

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                kept = [one for one in value if not (isinstance(one, ast.stmt) and one.lineno in self.lines)]
                setattr(node, name, kept)
        return super().generic_visit(node)


def _verify(before: str, after: str, own: set[int]) -> None:
    """That the new text is the old one and our statements."""
    try:
        left = ast.dump(_Without(own).visit(ast.parse(after)))
        same = left == ast.dump(ast.parse(before))
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Refused("the result would not be Python") from error
    if not same:
        raise Refused("the result would say something else than was asked for")


__all__ = ["apply_cdk", "is_synthesised"]
