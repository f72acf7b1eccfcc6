"""The modules of a project: the directories that have Terraform files, and who calls whom."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Hashable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from policywright.analyzers.infrastructure.model import Problem, ProblemCode
from policywright.analyzers.infrastructure.project import (
    FETCHED,
    HCL,
    TERRAFORM,
    TERRAFORM_JSON,
    ProjectFiles,
    failed_on,
    relative_to_file,
    whole_file,
)
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.parse import parse
from policywright.analyzers.infrastructure.terraform.tfjson import parse_json
from policywright.analyzers.model import Span
from policywright.analyzers.source import SourceFile
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import dataclass, field, replace

MAX_FILE = 2_000_000
"""Characters of one file: what people write has a tenth of that."""
MAX_ALL = 10_000_000
"""Characters of all files together; each takes 150 bytes of memory, a million of them two seconds."""
_TF = re.compile(r"\.tf(\.json)?$")
_WITHIN = re.compile(r"(?<!:)//([^?]*[^?/])/?(?:\?|\Z)")
"""Where in a repository a module is (Terraform, "Modules in Package Sub-directories")."""


@dataclass(slots=True, eq=False)
class Module:
    """One directory. Resources and what else has a type are keyed by that and a name, the rest by name."""

    directory: str
    files: tuple[str, ...] = ()
    variables: dict[str, s.Block] = field(default_factory=dict)
    locals: dict[str, s.Expr] = field(default_factory=dict)
    outputs: dict[str, s.Block] = field(default_factory=dict)
    resources: dict[tuple[str, str], s.Block] = field(default_factory=dict)
    data: dict[tuple[str, str], s.Block] = field(default_factory=dict)
    """Those that only a check looks at, too."""
    ephemeral: dict[tuple[str, str], s.Block] = field(default_factory=dict)
    actions: dict[tuple[str, str], s.Block] = field(default_factory=dict)
    removed: list[s.Block] = field(default_factory=list)
    calls: dict[str, s.Block] = field(default_factory=dict)
    providers: dict[tuple[str, str], s.Block] = field(default_factory=dict)
    """By provider and alias, which is empty for the default one."""
    settings: list[s.Block] = field(default_factory=list)
    """The ``terraform`` blocks."""

    def add(self, document: s.Document) -> None:
        """The first block of a name counts; Terraform refuses a second one."""
        for block in document.blocks:
            if (place := self._place(block)) is not None:
                blocks, name = place
                blocks.setdefault(name, block)
                continue
            match block.type, block.labels:
                case "locals", ():
                    for attribute in block.attributes:
                        self.locals.setdefault(attribute.name, attribute.value)
                case "provider", (name,):
                    alias = block.value("alias")
                    written = alias.value if isinstance(alias, s.Literal) else ""
                    self.providers.setdefault((name, str(written or "")), block)
                case "terraform", ():
                    self.settings.append(block)
                case "removed", ():
                    self.removed.append(block)
                case "check", (_,):
                    for one in block.nested("data"):
                        if len(one.labels) == 2:
                            self.data.setdefault((one.labels[0], one.labels[1]), one)

    def override(self, document: s.Document) -> None:
        """What an override file says takes the place of what the others do (Terraform, "Override Files")."""
        for block in document.blocks:
            if (block.type, block.labels) == ("locals", ()):
                self.locals.update({one.name: one.value for one in block.attributes})
            elif (place := self._place(block)) is not None:
                blocks, name = place
                if name in blocks:
                    blocks[name] = _overridden(blocks[name], block)

    def of_mode(self, mode: str) -> dict[tuple[str, str], s.Block]:
        """The blocks that make handles of a mode."""
        every = {"data": self.data, "ephemeral": self.ephemeral, "action": self.actions}
        return every.get(mode, self.resources)

    def _place(self, block: s.Block) -> tuple[dict[Any, s.Block], Hashable] | None:
        """Where a block is kept that there is one of, and under which name."""
        match block.type, block.labels:
            case "variable", (name,):
                return self.variables, name
            case "output", (name,):
                return self.outputs, name
            case "module", (name,):
                return self.calls, name
            case "resource", (type, name):
                return self.resources, (type, name)
            case "data", (type, name):
                return self.data, (type, name)
            case "ephemeral", (type, name):
                return self.ephemeral, (type, name)
            case "action", (type, name):
                return self.actions, (type, name)
        return None


@dataclass(slots=True, eq=False)
class Modules:
    """All modules of a project, parsed once, and the texts that spans are made from."""

    files: ProjectFiles
    modules: dict[str, Module] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    """By directory."""
    _size: int = 0
    _sources: dict[str, SourceFile] = field(default_factory=dict)
    _initialised: dict[str, list[dict[str, object]]] | None = None

    @classmethod
    def of(cls, files: ProjectFiles) -> Modules:
        found = cls(files)
        for name in sorted(files.names, key=_is_override):
            if name.endswith(TERRAFORM):
                attempt(partial(found._read, name), partial(found._lost, name))
        return found

    def _read(self, name: str) -> None:
        text = self.files.text(name)
        directory = parent_of(name)
        module = self.modules.setdefault(directory, Module(directory))
        module.files += (name,)
        instead = re.sub(_TF, r".tofu\1", name)
        if instead != name and self.files.has(instead):
            taken = instead.rpartition("/")[2]
            self._note(name, f"not read: OpenTofu takes {taken} in its place; with Terraform, name it")
            return
        if text is None:
            return
        self._size += len(text)
        if len(text) > MAX_FILE or self._size > MAX_ALL:
            limit = MAX_FILE if len(text) > MAX_FILE else MAX_ALL
            what = "it has" if len(text) > MAX_FILE else "the files of the project have"
            self._note(name, f"not read: {what} more than {limit:,} characters")
            return
        document = parse_json(name, text) if name.endswith(TERRAFORM_JSON) else parse(name, text)
        for start, end in document.errors[:1]:
            detail = "syntax error; what follows it may be missing"
            problem = Problem(code=ProblemCode.UNREADABLE, span=self.span_of(name, start, end), detail=detail)
            self.problems.setdefault(directory, []).append(problem)
        (module.override if _is_override(name) else module.add)(document)

    def _note(self, name: str, detail: str) -> None:
        problem = Problem(code=ProblemCode.UNREADABLE, span=whole_file(name), detail=detail)
        self.problems.setdefault(parent_of(name), []).append(problem)

    def _lost(self, name: str, why: str) -> None:
        self.problems.setdefault(parent_of(name), []).append(failed_on(name, f"not read: {why}"))

    def callers(self) -> dict[str, tuple[str, ...]]:
        """The directories that are called as modules, in order, each with those that call it."""
        found: dict[str, dict[str, None]] = {}
        for directory, module in sorted(self.modules.items()):
            for block in module.calls.values():
                target = self.local_source(module, block)
                if target is not None and target != directory:
                    found.setdefault(target, {})[directory] = None
        return {target: tuple(found[target]) for target in sorted(found)}

    def is_called_by_address(self, directory: str) -> bool:
        """A call names the path of a module in a repository, perhaps this one: it may give it anything."""
        for module in self.modules.values():
            for block in module.calls.values():
                source = block.value("source")
                text = str(source.value) if isinstance(source, s.Literal) else ""
                named = _WITHIN.search(text)
                if named is not None and f"/{directory}".endswith(f"/{named[1]}"):
                    return True
        return False

    def roots(self) -> tuple[str, ...]:
        """Directories that no other module calls, and that have something to deploy."""
        called = self.callers()
        return tuple(
            directory
            for directory, module in sorted(self.modules.items())
            if directory not in called
            and ".terraform" not in directory.split("/")
            and (module.resources or module.calls or module.data)
        )

    def local_source(self, module: Module, block: s.Block) -> str | None:
        """The directory that a module call names, when it is a module of this project."""
        source = block.value("source")
        if not isinstance(source, s.Literal) or not isinstance(source.value, str):
            return None
        if not source.value.startswith(("./", "../")) and source.value not in (".", ".."):
            return self._fetched(module.directory, block.label, source.value)
        target = relative_to_file(join(module.directory, "x.tf"), source.value)
        return target if target in self.modules else None

    def _fetched(self, directory: str, label: str, source: str) -> str | None:
        """Where ``terraform init`` has put a module from elsewhere (its list is ``modules.json``)."""
        for root, modules in self._lists().items():
            if directory != root and not directory.startswith(posixpath.join(root, ".terraform/")):
                continue
            for one in modules:
                named = str(one.get("Source", "")), str(one.get("Key", "")).rpartition(".")[2]
                place = posixpath.normpath(posixpath.join(root, str(one.get("Dir", ""))))
                if named[0].endswith(source) and named[1] == label and place in self.modules:
                    return place
        return None

    def _lists(self) -> dict[str, list[dict[str, object]]]:
        """What ``terraform init`` says of each root module that it was run in."""
        if self._initialised is None:
            self._initialised = {}
            for name in self.files.names:
                if name == FETCHED or name.endswith(f"/{FETCHED}"):
                    modules = self.files.json(name).get("Modules")
                    told = (
                        [one for one in modules if isinstance(one, dict)] if isinstance(modules, list) else []
                    )
                    self._initialised[name.removesuffix(FETCHED).rstrip("/")] = told
        return self._initialised

    def span(self, node: s.Node) -> Span:
        return self.span_of(node.file, node.start, node.end)

    def head(self, block: s.Block) -> Span:
        """The line that opens a block, which is what a reader wants to see."""
        return self.span_of(block.file, block.start, max(block.start, block.body[0]))

    def span_of(self, name: str, start: int, end: int) -> Span:
        source = self._source(name)
        return whole_file(name) if source is None else source.span(start, end)

    def slice(self, node: s.Node) -> str:
        """The text of a node, on one line."""
        source = self._source(node.file)
        raw = source.data[node.start : node.end] if source is not None else b""
        return " ".join(raw.decode("utf-8", "replace").split())

    def _source(self, name: str) -> SourceFile | None:
        if name not in self._sources:
            text = self.files.text(name)
            if text is None:
                return None
            self._sources[name] = SourceFile(name, Path(name), text.encode("utf-8", "surrogatepass"))
        return self._sources[name]


def parent_of(name: str) -> str:
    parent = str(PurePosixPath(name).parent)
    return "" if parent == "." else parent


def join(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


def _is_override(name: str) -> bool:
    base = name.rpartition("/")[2].removesuffix(".json")
    return base.endswith(HCL) and (
        base.startswith("override.") or base.rpartition(".")[0].endswith("_override")
    )


def _overridden(block: s.Block, by: s.Block) -> s.Block:
    """A block with the arguments and nested blocks of another one in place of its own of the same names."""
    names = {one.name for one in by.attributes}
    types = set(map(made_type, by.blocks))
    kept = (one for one in block.blocks if made_type(one) not in types)
    return replace(
        block,
        attributes=(*(one for one in block.attributes if one.name not in names), *by.attributes),
        blocks=(*kept, *by.blocks),
    )


def made_type(block: s.Block) -> str:
    """The type of a block, or of those that a ``dynamic`` one makes."""
    return block.labels[0] if block.type == "dynamic" else block.type
