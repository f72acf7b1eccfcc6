"""From entry points over imports to what leaves the program, and the verdict on each such package."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from policywright.analyzers.infrastructure.code_names import company
from policywright.analyzers.infrastructure.foreign.manifests import Declared, Manifests, normal
from policywright.analyzers.infrastructure.foreign.members import lacking
from policywright.analyzers.infrastructure.foreign.tables import (
    Ecosystem,
    Names,
    naming,
    sounds_like_aws,
    tables,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.installations import COPIES, original
from policywright.analyzers.languages.java.imports import LANG
from policywright.analyzers.languages.typescript.specifiers import BUILTIN
from policywright.analyzers.model import Given, Span, Unresolved, UnresolvedCode
from policywright.analyzers.program import Program
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole, Text, Value

_ECOSYSTEMS: dict[str, Ecosystem] = {"python": "pypi", "typescript": "npm", "go": "go", "java": "maven"}
_DATA = (
    ".json", ".css", ".scss", ".sass", ".less", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".html",
    ".graphql", ".gql", ".txt", ".md", ".yaml", ".yml", ".sql", ".csv", ".pem", ".wasm", ".xml",
    ".ejs", ".hbs", ".mjml", ".ttf", ".otf", ".woff", ".woff2", ".eot", ".webp", ".avif", ".mp3", ".mp4",
)  # fmt: skip
"""Endings of what bundlers let JavaScript import and that runs nothing of its own."""
_DECLARING = (".d.ts", ".d.mts", "/index.d.ts", ".json")
"""What a file of JavaScript's is declared in, and what is read as data where the ending is left out."""
_NAMED = regex(
    rb"""\{([^{};=()]*)\}\s*(?:from\s*|=\s*(?:await\s+import|require)\s*\(\s*)['"]([^.'"\n][^'"\n]*)['"]"""
)
_DOTTED = regex(rb"""['"]([a-z_]\w*(?:\.\w+)*\.(?!(?:com|net|org|io|internal)['"])\w+)['"]""")
"""A text that may be the name of a module, or of something in one, and of no host."""
_COMMENTED = regex(rb"^[ \t]*#[^\n]*", re.MULTILINE)
"""A line of settings that is switched off."""
_PACKAGE = regex(rb"""['"`]((?:@[\w.-]+/)?[\w.-]+)['"`]""")
"""A text that may be the name of a package."""
_MEMBER = regex(rb"(?:^|,)\s*(?:type\s+)?(\w+)")
_CLASS = regex(rb"(?<![\w.])(\w+(?:\.\w+)*?)\.([A-Z]\w*)")
"""A class that a file names by its package: ``cohere.BedrockClient``."""
_FOR_CHECKERS = regex(rb"(?m)^([ \t]*)if (?:\w+\.)?TYPE_CHECKING:[^\n]*\n(?:(?:\1[ \t]+[^\n]*|[ \t]*)\n)+")
"""What Python runs for no program, but type checkers read."""
_IMPORTING = regex(rb"\b(?:from|import)\b(?:[^\n(\\]|\\\r?\n|\([^)]*\))*")
_CODE = (".py", ".pyc", ".pyd", ".pyi", ".pyx", ".so")
_MESSAGES = ("_pb2", "_pb2_grpc")
"""What protoc calls the modules that it writes of messages and their services, when a project is built
(https://protobuf.dev/reference/python/python-generated/)."""
_TYPES = regex(rb"""\b(?:import|export)\s+type\s+[^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]""")
"""What TypeScript leaves out of what runs."""
_JAVA = regex(rb"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)(\.\*)?[ \t]*;", re.MULTILINE)
_JAVA_PACKAGE = regex(rb"^[ \t]*package[ \t]+([\w.]+)[ \t]*;", re.MULTILINE)
_JAVA_TYPE = regex(r"(?P<package>(?:[a-z_]\w*\.)*)(?P<name>[A-Z]\w*)")
_MODELS = regex(r"(?:software\.amazon\.awssdk|com\.amazonaws)\.services\.\w+(?:\.\w+)?\.model$")
_DAGGER = "Dagger"
"""What the names of generated components begin with; then comes that of the interface."""
_HOSTS = frozenset(("github.com", "gitlab.com", "bitbucket.org"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """One import that leads out of the program: its name as written, and what package it is of."""

    name: str
    package: str
    missing: bool = False
    """It is written as a part of the program, which isn't there."""
    several: bool = False
    """Several parts of the program go by its name."""
    beside: bool = False
    """No import says so: it is of the file's own package."""
    text: bool = False
    """A text names it, for somebody who imports what settings name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    code: UnresolvedCode
    detail: str
    could_be: tuple[str, ...] = ()


class Foreign:
    """The imports of one program."""

    def __init__(self, program: Program, files: ProjectFiles | None = None) -> None:
        """``files`` are needed for what of entry points can't be told (``of``)."""
        self.program = program
        self.files = files
        self.manifests = Manifests(files) if files is not None else None
        self._modules = {source.name: name for name, source in reversed(program.files.items())}
        self._own: dict[str, tuple[str, ...]] = {}
        self._java_own: frozenset[str] | None = None
        self._words: dict[str, bytes] = {}
        self._out: dict[str, tuple[_Import, ...]] = {}
        self._verdicts: dict[tuple[Ecosystem, str, str], _Verdict | None] = {}

    def of(self, entries: Iterable[str], given: Sequence[Given] = ()) -> tuple[Unresolved, ...]:
        """What code behind entry points (``FILE[:FUNCTION]``, ``DIR/``) imports and may call AWS unseen.

        ``given`` are the calls of libraries there that have a client among the arguments.
        """
        return self._told(self.reached(entries), self._verdict, _clients(given))

    def told(self, entries: Iterable[str], given: Sequence[Given]) -> tuple[tuple[Value, Unresolved], ...]:
        """The texts of the environment that libraries get of which nothing is known, and what to say of each
        that turns out to name something."""
        found: dict[tuple[str, Value], Unresolved] = {}
        named = [call for call in given if call.named is not None]
        for module in sorted(self.reached(entries)) if named else ():
            for one in self._leaving(module):
                if one.beside or one.text or self._is_known(module, one) or self._verdict(module, one):
                    continue
                for call in named:
                    if call.named is not None and _is_of(call.path, one.name):
                        detail = (
                            f"{one.package} is given {_variables(call.named)}: "
                            "what it does with what that names can't be told"
                        )
                        found.setdefault(
                            (one.package, call.named),
                            Unresolved(code=UnresolvedCode.LIBRARY, span=call.span, detail=detail),
                        )
        return tuple((value, item) for (_, value), item in found.items())

    def unseen(self, given: Sequence[Given], entries: Sequence[str] = ()) -> tuple[Unresolved, ...]:
        """What code that no template deploys hands a client to, or imports and is known to call AWS unseen;
        and what it imports from beside itself that is not there.

        That everything else that it imports calls nothing is not asked: nobody calls its policy complete.
        """
        modules = self.reached(entries) if entries else self.program.files
        return self._told(modules, self._unseen, _clients(given))

    def words(self, module: str) -> bytes:
        """What ``words_of`` gives of a module's text."""
        if module not in self._words:
            self._words[module] = words_of(self.program.files[module].data)
        return self._words[module]

    def strangers(self, modules: Iterable[str]) -> Iterator[tuple[str, Span]]:
        """The packages that modules import and that nothing is known of, with the places."""
        for module in modules:
            for one in self._leaving(module):
                if not self._is_known(module, one):
                    yield one.package, self._place(module, one.name)

    def leaving(self, modules: Iterable[str]) -> Iterator[tuple[str, Span]]:
        """All that modules import of others, with the places."""
        for module in modules:
            for one in self._leaving(module):
                yield one.name, self._place(module, one.name)

    def _told(
        self, modules: Iterable[str], judge: Callable[[str, _Import], _Verdict | None],
        given: Sequence[Given],
    ) -> tuple[Unresolved, ...]:  # fmt: skip
        """What libraries may do unseen: each once, at the first place."""
        told: set[str] = set()
        found: dict[str, Unresolved] = {}
        for module in sorted(modules, key=lambda name: self.program.files[name].name):
            for item in self._given_to_own(module, given):
                found.setdefault(item.detail, item)
            for one in self._leaving(module):
                what = one.name if one.beside else one.package
                if what in told or (one.beside and _is_said(one.name, found)):
                    continue
                verdict, span = judge(module, one), None
                if verdict is None and given and not one.beside and self._keeps(module, one):
                    span = next((call.span for call in given if _is_of(call.path, one.name)), None)
                    verdict = _given(one.package) if span is not None else None
                if verdict is not None:
                    told.add(what)
                    if verdict.detail not in found:
                        span = span or self._place(module, one.name)
                        found[verdict.detail] = Unresolved(
                            code=verdict.code, span=span, detail=verdict.detail, could_be=verdict.could_be
                        )  # fmt: skip
        return tuple(sorted(found.values(), key=lambda item: (item.span, item.detail)))

    def _given_to_own(self, module: str, given: Sequence[Given]) -> Iterator[Unresolved]:
        """Types that no import names, and that are in no file: of Java's own package, in Kotlin or generated.

        Of packages that are imported as a whole, a model of the SDK would be given no client.
        """
        file = self.program.files[module]
        if self.program.languages[module].name != "java" or all(
            call.span.file != file.name for call in given
        ):
            return
        clause = _JAVA_PACKAGE.search(file.data)
        package = clause[1].decode("utf-8", "replace") if clause is not None else ""
        own, imported = self._java_names(), [one for one in self._leaving(module) if not one.beside]
        for call in given:
            kind = _JAVA_TYPE.match(call.path.lstrip(".")) if call.span.file == file.name else None
            if kind is None or any(one.name == kind[0] for one in imported):
                continue
            within = kind["package"].rstrip(".")
            whole = f"{package}.{kind['name']}".lstrip(".")
            beside = within == package and not any(_is_of(call.path, one.name) for one in imported)
            if (beside or _MODELS.match(within)) and whole not in own:
                detail = (
                    f"{whole} is given an AWS client, but not among the files analysed: "
                    "what it calls can't be told"
                )
                yield Unresolved(code=UnresolvedCode.MISSING, span=call.span, detail=detail)

    # --- the program's own modules ---

    def reached(self, entries: Iterable[str]) -> set[str]:
        """The program's own modules behind entry points."""
        pending: list[str] = []
        for entry in entries:
            file = entry if entry.endswith("/") else entry.partition(":")[0]
            if file.endswith("/"):
                pending.extend(name for source, name in self._modules.items() if source.startswith(file))
            elif file in self._modules:
                pending.append(self._modules[file])
        reached = set(pending)
        while pending:
            for name in self._imported(pending.pop()):
                if name not in reached:
                    reached.add(name)
                    pending.append(name)
        return reached

    def _imported(self, module: str) -> tuple[str, ...]:
        known = self._own.get(module)
        if known is None:
            program = self.program
            group = program.group_of.get(module)
            types = self._types(module)
            targets = [
                program.resolve(module, *one) for one in program.outline(module).imports
                if one[0] not in types
            ]  # fmt: skip
            python = program.languages[module].name == "python"
            found: dict[str, None] = dict.fromkeys(program.groups.get(group, ()) if group is not None else ())
            for target in targets:
                if target is not None:
                    found.update(dict.fromkeys(program.groups.get(target, (target,))))
                # Importing a package's submodule runs the package's own file first.
                parts = target.split(".") if python and target is not None else []
                found.update(dict.fromkeys(".".join(parts[:end]) for end in range(1, len(parts))))
            if module in program.files:
                # What it loads, or starts, by a name that is put together.
                found.update(dict.fromkeys(program.plugins(module)))
                if program.imports_what_is_named(module):
                    found.update(dict.fromkeys(sorted(program.named(program.languages[module]))))
            known = self._own[module] = tuple(name for name in found if name in program.files)
        return known

    # --- imports that lead out ---

    def _leaving(self, module: str) -> tuple[_Import, ...]:
        if module not in self._out:
            language = self.program.languages[module].name
            kinds = {"python": self._python, "typescript": self._script, "go": self._go, "java": self._java}
            found = kinds[language](module) if language in kinds else ()
            lacked = (
                _Import(name=f"{name}.{member}", package=f"{member} of {name}", missing=True)
                for name, _, member in lacking(self.program, module)
            )
            self._out[module] = tuple(dict.fromkeys((*found, *lacked)))
        return self._out[module]

    def _python(self, module: str) -> Iterator[_Import]:
        imports = self.program.outline(module).imports
        seen = set(imports)
        classes: dict[str, list[str]] = {}
        unloaded = self._for_checkers(module)
        for owner, member in dict.fromkeys(_CLASS.findall(self.program.files[module].data)):
            classes.setdefault(owner.decode(), []).append(member.decode())
        for name, level in imports:
            parent, _, attribute = name.rpartition(".")
            is_name = (parent, level) in seen and name != ""
            if name in unloaded or (
                level and (name.endswith(_MESSAGES) or self._is_data(module, name, level))
            ):
                continue
            if self.program.resolve(module, name, level) is not None:
                continue
            copied = original(name)
            if copied or name.rpartition(".")[2] in COPIES:
                if copied:
                    yield _Import(name=copied, package=copied.partition(".")[0])
                continue
            target = self.program.resolve(module, parent, level) if is_name else None
            if is_name and target is None and _is_for_aws("pypi", name, parent):
                yield _Import(name=name, package=name.partition(".")[0])
            if is_name and target is None and parent == "":
                # ``from . import name``, in a directory that is no package of the program's.
                yield _Import(name=name, package=f"{'.' * level}{name}", missing=True)
            if is_name and (target is None or not self._lacks(target, attribute)):
                continue
            if not name and any(one and at == level and "." not in one for one, at in imports):
                continue
            library = _Import(name=name, package=name.partition(".")[0])
            if level or self._is_own(module, library.package):
                yield _Import(name=name, package=f"{'.' * level}{name}", missing=True)
            elif target is not None and not self._is_declared(module, library):
                yield _Import(name=name, package=name, missing=True)
            elif name:
                yield library
                for member in classes.get(name, ()):
                    if _is_for_aws("pypi", f"{name}.{member}", name):
                        yield _Import(name=f"{name}.{member}", package=library.package)

        yield from self._in_settings(module)

    def _is_data(self, module: str, name: str, level: int) -> bool:
        """A relative import means a directory that has files, and no code."""
        directory = self.program.files[module].name
        for _ in range(level):
            directory = posixpath.dirname(directory)
        path = posixpath.join(directory, *name.split("."))
        found = self.files.inside(path) if self.files is not None and name else ()
        return bool(found) and not any(one.endswith(_CODE) for one in found)

    def _for_checkers(self, module: str) -> frozenset[str]:
        """The names that a file of Python imports for type checkers alone."""
        data = self.program.files[module].data + b"\n"
        if b"TYPE_CHECKING" not in data:
            return frozenset()
        read = b" ".join(found[0] for found in _FOR_CHECKERS.finditer(data))
        loaded = _words_of_imports(_FOR_CHECKERS.sub(b"", data))
        only = _words_of_imports(read) - loaded
        names = (name for name, _ in self.program.outline(module).imports)
        return frozenset(name for name in names if name.rpartition(".")[2].encode() in only)

    def _in_settings(self, module: str) -> Iterator[_Import]:
        """What a file of settings names by texts: ``EMAIL_BACKEND = "django_aws_mail.Backend"``."""
        data = _COMMENTED.sub(b"", self.program.files[module].data)
        if not _naming().search(data):
            return
        signs = tuple(one.decode() for one in self.program.languages[module].gate.signs())
        for text in dict.fromkeys(_DOTTED.findall(data)):
            name = text.decode()
            package = name.partition(".")[0]
            if not name.startswith(signs) and self.program.resolve(module, package, 0) is None:
                yield _Import(name=name, package=package, text=True)

    def _is_own(self, module: str, name: str) -> bool:
        """A name is that of a module of the program, and of no library.

        What lies in a package has a longer name: ``okta`` is a library beside ``intel/okta.py``.
        """
        found = self.program.resolve(module, name, 0)
        return found in self.program.files and found.rpartition(".")[0] not in self.program.files

    def _is_declared(self, module: str, one: _Import) -> bool:
        if self.manifests is None:
            return True
        near = self.manifests.near("pypi", posixpath.dirname(self.program.files[module].name))
        return any(_called("pypi", one, declared) for declared in (near, self.manifests.anywhere("pypi")))

    def _lacks(self, module: str, name: str) -> bool:
        """A module of the program certainly has no such name: the word stands nowhere in it."""
        source = self.program.files.get(module)
        if source is None:
            # A directory without a file of its own has only modules.
            return module in self.program.packages
        bound = self.program.bound(module)
        if name in bound or "*" in bound or "__getattr__" in bound or b"globals()" in source.data:
            return False
        return re.search(rb"\b%s\b" % re.escape(name.encode()), source.data) is None

    def _types(self, module: str) -> frozenset[str]:
        """The names of what a file imports for its types alone."""
        source = self.program.files.get(module)
        if source is None or self.program.languages[module].name != "typescript":
            return frozenset()
        found = [name.decode("utf-8", "replace") for name in _TYPES.findall(source.data)]
        return frozenset(
            spelling
            for name in found
            if found.count(name) == sum(source.data.count(f"{mark}{name}{mark}".encode()) for mark in "'\"`")
            for spelling in (name, name if name.startswith(".") else name.removesuffix(".js"))
        )

    def _declares(self, directory: str, name: str) -> bool:
        """The file of that name says what types there are, or has data: there is nothing to call."""
        stem = posixpath.normpath(posixpath.join(directory, name)).removesuffix(".js").removesuffix(".d")
        return self.files is not None and any(self.files.has(stem + end) for end in _DECLARING)

    def _is_declared_beside(self, module: str, name: str) -> bool:
        """The same of what is imported from beside a file, where nobody has listed the project's files."""
        stem = name.removesuffix(".js").removesuffix(".d")
        place = os.path.join(os.path.dirname(self.program.files[module].path), stem)
        return any(os.path.isfile(f"{place}{end}") for end in _DECLARING)

    def _script(self, module: str) -> Iterator[_Import]:
        types, named = self._types(module), self._named(module)
        unused = self.program.types(module)
        directory = posixpath.dirname(self.program.files[module].name)
        outline = self.program.outline(module)
        for name, level in outline.imports:
            if name in types or (name, level) in unused:
                continue
            if (
                name.partition("?")[0].endswith(_DATA)
                or self.program.resolve(module, name, level) is not None
            ):
                continue
            if level and self.files is None:
                if not self._is_declared_beside(module, name):
                    yield _Import(name=name, package=name, missing=True)
                continue
            if level or name.startswith(("@/", "~", "#", "$")):
                if self.files is not None and not self._declares(directory, name):
                    yield _Import(name=name, package=name, missing=True)
                continue
            parts = name.split("/")
            # What `baseUrl` is relative to is a directory above.
            above = ("", *(directory[:at] for at, char in enumerate(f"{directory}/") if char == "/"))
            if "/" in name and self.files is not None and any(self._declares(one, name) for one in above):
                continue
            if parts[0] not in BUILTIN:
                package = "/".join(parts[: 2 if name.startswith("@") else 1])
                yield _Import(name=name, package=package)
                for member in named.get(name, ()):
                    if _is_for_aws("npm", f"{name}/{member}", name):
                        yield _Import(name=f"{name}/{member}", package=package)

        yield from self._in_texts(module)

    def _in_texts(self, module: str) -> Iterator[_Import]:
        """Declared packages that a text names, for somebody to load: ``resolve: "@acme/file-s3"``."""
        declared = self.manifests.anywhere("npm").public if self.manifests is not None else frozenset[str]()
        for text in dict.fromkeys(_PACKAGE.findall(self.program.files[module].data)) if declared else ():
            if text.decode() in declared:
                yield _Import(name=text.decode(), package=text.decode(), text=True)

    def _named(self, module: str) -> dict[str, list[str]]:
        """What a file imports of packages by name: ``import { A, B as C } from "name"``."""
        found: dict[str, list[str]] = {}
        for listed, name in _NAMED.findall(self.program.files[module].data):
            members = (one.decode() for one in _MEMBER.findall(listed))
            found.setdefault(name.decode("utf-8", "replace"), []).extend(members)
        return found

    def _go(self, module: str) -> Iterator[_Import]:
        from policywright.analyzers.languages.go.imports import is_ambiguous, is_lacking

        for name, level in self.program.outline(module).imports:
            if "." in name.partition("/")[0] and self.program.resolve(module, name, level) is None:
                several = is_ambiguous(self.program, name, module)
                if several or is_lacking(self.program, name, module):
                    yield _Import(name=name, package=name, missing=True, several=several)
                    continue
                parts = name.split("/")
                yield _Import(name=name, package="/".join(parts[: 3 if parts[0] in _HOSTS else 2]))

    def _java(self, module: str) -> Iterator[_Import]:
        own = self._java_names()
        imported = {
            (path.decode("utf-8", "replace"), bool(wildcard))
            for path, wildcard in _JAVA.findall(self.program.files[module].data)
        }
        # Types that are called by their whole names are imported by nobody.
        whole = {
            (name.replace("#", "."), False) for name, _ in self.program.outline(module).imports
            if "|" not in name and "." in name
        }  # fmt: skip
        for name, wildcard in sorted(imported | whole):
            parts = name.split(".")
            size = next((at for at, part in enumerate(parts) if part[:1].isupper()), len(parts))
            package = ".".join(parts[:size])
            # What is written in capitals may be a package all the same.
            types = (".".join(parts[: end + 1]) for end in range(size, len(parts)))
            if any(one in own for one in types) or (wildcard and (package in own or name in own)):
                continue
            if parts[size:] and parts[size].startswith(_DAGGER):
                made = parts[size].removeprefix(_DAGGER).partition("_")[0]
                if f"{package}.{made}" in own:
                    # Dagger writes it: it calls what the component's modules provide.
                    continue
            mine = _JAVA_PACKAGE.search(self.program.files[module].data)
            missing = mine is not None and company(mine[1].decode("utf-8", "replace")) == company(name)
            yield _Import(name=name, package=package, missing=missing)
        yield from self._java_beside(module, own)

    def _java_beside(self, module: str, own: frozenset[str]) -> Iterator[_Import]:
        """What no import names is in a file's own package, or in none: in Kotlin, or in no file at all.

        What is made of the program's types by a processor of annotations has a name of theirs in its own
        (``QOrder``, ``Order_``, ``OrderMapperImpl``) and calls nothing else. A variable (``<T>``) is no type.
        """
        for names, _ in self.program.outline(module).imports:
            packages, _, name = names.rpartition("#")
            within, *others = packages.split("|")
            if not others or name in LANG or any(f"{one}.{name}" in own for one in (within, *others)):
                continue
            unread = self.files is not None and any(
                file.endswith((f"/{name}.kt", f"/{name}.scala", f"/{name}.groovy"))
                for file in self.files.names
            )
            # Of packages that are imported whole, another one may have it.
            alone = others == ["java.lang"] and not any(
                one.startswith(f"{within}.") and one.rpartition(".")[2] in name for one in own
            )
            word = re.escape(name.encode())
            calls = rb"\bnew\s+%s\b|(?<![\w.])%s\s*(?:\.\s*[a-z]\w*\s*\(|::)" % (word, word)
            data = self.program.files[module].data
            variable = rb"(?:\b(?:class|interface|record)\s+\w+\s*|\s)<[^{;()]*\b%s\b" % word
            if (unread or alone) and re.search(calls, data) and not re.search(variable, data):
                yield _Import(name=f"{within}.{name}".lstrip("."), package=within, missing=True, beside=True)

    def _java_names(self) -> frozenset[str]:
        """Qualified names of the program's types, and its packages."""
        if self._java_own is None:
            self._java_own = _java_names(self.program)
        return self._java_own

    # --- verdicts ---

    def _verdict(self, module: str, one: _Import) -> _Verdict | None:
        ecosystem = _ECOSYSTEMS[self.program.languages[module].name]
        directory = posixpath.dirname(self.program.files[module].name)
        key = (ecosystem, one.name, directory)
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(module, one, ecosystem, directory)
        return self._verdicts[key]

    def _is_known(self, module: str, one: _Import) -> bool:
        language = self.program.languages[module]
        return language.modelled(one.name) or self._is_quiet(language.name, one)

    def _keeps(self, module: str, one: _Import) -> bool:
        """A client that a library gets may be asked by others, or by itself."""
        language = self.program.languages[module]
        return not self._is_known(module, one) or (
            not language.modelled(one.name) and tables()[_ECOSYSTEMS[language.name]].hands_on(one.name)
        )

    def _is_quiet(self, language: str, one: _Import) -> bool:
        # The last part of Java's names is a type.
        package = one.package if language == "java" else one.name
        return tables()[_ECOSYSTEMS[language]].is_quiet(one.name, package)

    def _judge(self, module: str, one: _Import, ecosystem: Ecosystem, directory: str) -> _Verdict | None:
        verdict = self._by_itself(module, one)
        if verdict is not None or one.text or self.manifests is None or self._is_known(module, one):
            return verdict
        return self._by_manifests(one, ecosystem, directory, self.manifests)

    def _unseen(self, module: str, one: _Import) -> _Verdict | None:
        """The same where no manifest says which names are libraries': only a relative import names none."""
        return self._by_itself(module, one) if one.package.startswith(".") else self._by_name(module, one)

    def _by_itself(self, module: str, one: _Import) -> _Verdict | None:
        """What a library's name says, and that a part of the program is not there."""
        verdict = self._by_name(module, one)
        if verdict is not None or one.text or not one.missing or self._is_known(module, one):
            return verdict
        what = one.name if self.program.languages[module].name == "java" else one.package
        how = "mentioned" if one.beside else "imported"
        why = "may be any of several modules" if one.several else "not among the files analysed"
        detail = f"{what} is {how}, but {why}: what it calls can't be told"
        return _Verdict(code=UnresolvedCode.MISSING, detail=detail)

    def _by_name(self, module: str, one: _Import) -> _Verdict | None:
        """What a library's name says by itself."""
        language = self.program.languages[module]
        if language.modelled(one.name):
            return None
        table = tables()[_ECOSYSTEMS[language.name]]
        reaching = table.reaching.found(one.name)
        if reaching is not None:
            known = _library(reaching.rstrip("./"), "is known to call AWS in ways that are not modelled")
            return replace(known, could_be=table.could_be[reaching])
        # A library of many things has a module for this one: ``cloudtools.aws.iam``. The last part of Java's
        # names is a type.
        name = one.package if language.name == "java" else one.name
        if not one.missing and not self._is_quiet(language.name, one) and sounds_like_aws(name):
            return _library(_up_to_aws(name, one.package), "deals with AWS, by its name, and is not modelled")
        return None

    def _by_manifests(
        self, one: _Import, ecosystem: Ecosystem, directory: str, manifests: Manifests
    ) -> _Verdict | None:
        for declared in (manifests.near(ecosystem, directory), manifests.anywhere(ecosystem)):
            names = _called(ecosystem, one, declared)
            if not names:
                continue
            sdk = tables()[ecosystem].sdk
            below = next((found for name in names for found in declared.below(name) if sdk.has(found)), None)
            if below is not None:
                return _library(one.package, f"depends on {below} and is not modelled")
            if any(name in declared.private and name not in declared.public for name in names):
                return _library(one.package, "comes from no public registry: what it calls can't be told")
            plugin = next((found for name in names for found in _plugins(name, declared)), None)
            if plugin is not None:
                return _library(
                    one.package, f"runs plugins that its configuration names, and {plugin} is there"
                )
            peer = next((found for name in names for found in _peers(name, declared, sdk)), None)
            if peer is not None:
                return _library(
                    one.package,
                    f"is made for {peer[0]} by its name, which depends on {peer[1]}: it may use that",
                )
            if self._same_owner(one, ecosystem):
                break
            return None
        if ecosystem == "npm" and _of_types(one.package) in manifests.anywhere(ecosystem).public:
            # Declarations alone: there is nothing to run.
            return None
        if self._same_owner(one, ecosystem):
            return _library(
                one.package, "is the project's owner's and not in the project: what it calls can't be told"
            )
        detail = (
            f"{one.package} is imported, but neither in the project nor declared in it: "
            "what it calls can't be told"
        )
        return _Verdict(code=UnresolvedCode.MISSING, detail=detail)

    def _same_owner(self, one: _Import, ecosystem: Ecosystem) -> bool:
        """A package of the scope or account that the project's own packages are of."""
        owner = one.package.partition("/")[0]
        if ecosystem == "npm":
            return owner.startswith("@") and any(
                name.startswith(f"{owner}/") for name in _npm_names(self.program)
            )
        if ecosystem == "go" and owner in _HOSTS:
            account = "/".join(one.package.split("/")[:2])
            return any(name.startswith(f"{account}/") for name in _go_names(self.program))
        return False

    def _place(self, module: str, name: str) -> Span:
        """Where a name is imported, or else what it is of."""
        source = self.program.files[module]
        found = self._imports(module, name) or self._imports(module, name.rpartition(".")[0])
        return source.span(*(found.span() if found is not None else (0, 0)))

    def _imports(self, module: str, name: str) -> re.Match[bytes] | None:
        """The first place in a file that has a name after an import's words."""
        if not name:
            return None
        plain = re.escape(name.encode())
        language = self.program.languages[module].name
        if language == "python":
            parts = re.escape(name.rpartition(".")[2].encode())
            pattern = rb"^[ \t]*(?:from|import)[ \t][^\n]*?\b(?:%s|%s)\b|['\"]%s['\"]" % (plain, parts, plain)
        elif language == "java":
            last = re.escape(name.rpartition(".")[2].encode())
            pattern = rb"^[ \t]*import[ \t]+(?:static[ \t]+)?%s|\b%s\b|(?<![\w.])%s\b" % (plain, plain, last)
        else:
            pattern = rb"""['"`](?:node:|npm:)?%s(?:\.js)?['"`@?]""" % plain
        return re.search(pattern, self.program.files[module].data, re.MULTILINE)


@cache
def _naming() -> re.Pattern[bytes]:
    return re.compile(rf"\b(?:{'|'.join(naming())})\b".encode())


def _words_of_imports(text: bytes) -> set[bytes]:
    return set(re.findall(rb"\w+", b" ".join(_IMPORTING.findall(text))))


def words_of(text: bytes) -> bytes:
    """The words of a text, however they are put together in it: ``USE_S3``, ``use-s3``, ``useS3``."""
    return text.lower().translate(None, b"-_.")


def _plugins(package: str, declared: Declared) -> Iterator[str]:
    """Plugins of a package that deal with AWS by their names: nobody imports what it finds by a name."""
    own = f"{package}-plugin-", f"@{package}/plugin-"
    yield from sorted(
        name
        for name in (*declared.public, *declared.private)
        if name.startswith(own) and sounds_like_aws(name)
    )


def _peers(package: str, declared: Declared, sdk: Names) -> Iterator[tuple[str, str]]:
    """What a package is an addition to by its name, with the SDK below that: ``X-promisified`` asks for ``X``
    to be there beside it, and no lock file says so."""
    for name in sorted((*declared.public, *declared.private)):
        if package.startswith(f"{name}-"):
            yield from ((name, found) for found in declared.below(name) if sdk.has(found))


def _is_for_aws(ecosystem: Ecosystem, name: str, package: str) -> bool:
    """What is otherwise quiet has a class for AWS: ``cohere.BedrockClient``."""
    table = tables()[ecosystem]
    return table.is_quiet(package, package) and (
        table.reaching.found(name) is not None or sounds_like_aws(name[len(package) + 1 :], alone=False)
    )


def _up_to_aws(name: str, package: str) -> str:
    """As much of an import's name as says AWS, no less than the package."""
    ends = [at for at, sign in enumerate(name) if sign in "./" and at >= len(package)]
    return next((name[:end] for end in ends if sounds_like_aws(name[:end])), name)


def _library(package: str, what: str) -> _Verdict:
    return _Verdict(code=UnresolvedCode.LIBRARY, detail=f"{package} {what}")


def _given(package: str) -> _Verdict:
    return _library(package, "is given an AWS client: what it does with it can't be told")


def _clients(given: Iterable[Given]) -> list[Given]:
    return [call for call in given if call.named is None]


def _variables(value: Value) -> str:
    """The variables in a text, as people call them; the text itself, where it has none."""
    parts = value.parts if isinstance(value, Text) else ()
    names = [f"{part.name}" for part in parts if isinstance(part, Hole) and part.kind == "env"]
    return ", ".join(names or (f'"{part}"' for part in parts if isinstance(part, str)))


def _is_said(name: str, found: Iterable[str]) -> bool:
    """Something has been said of a type already."""
    return any(detail.startswith(f"{name} ") for detail in found)


def _of_types(package: str) -> str:
    """The package that has the types of another one: ``@types/fhir``, ``@types/scope__name``."""
    return f"@types/{package.removeprefix('@').replace('/', '__')}"


def _called(ecosystem: Ecosystem, one: _Import, declared: Declared) -> list[str]:
    """The names under which a package may be declared: an import's name is not always the package's."""
    every = declared.public | declared.private
    if ecosystem == "go":
        return sorted(name for name in every if one.name == name or one.name.startswith(f"{name}/"))
    if ecosystem == "npm":
        return [one.package] if one.package in every else []
    if ecosystem == "maven":
        # Packages are mostly called after the group or the artifact: ``spark`` of ``spark-core``.
        own = company(one.package).rpartition(".")[2].lower()
        return sorted(name for name in every if own in name.lower())
    wanted = normal(one.package)
    if wanted in every:
        return [wanted]
    bare = wanted.replace("-", "")
    return sorted(name for name in every if len(bare) > 2 and bare in name.replace("-", ""))


def _is_of(path: str, name: str) -> bool:
    """What is called by a path (``keeper().use``) comes from what is imported by a name."""
    return path.startswith(name) and path[len(name) : len(name) + 1] in ("", ".", "(", "[")


def _npm_names(program: Program) -> tuple[str, ...]:
    from policywright.analyzers.languages.typescript.projects import projects

    return tuple(projects(program).packages)


def _go_names(program: Program) -> tuple[str, ...]:
    from policywright.analyzers.languages.go.imports import modules

    return modules(program)


def _java_names(program: Program) -> frozenset[str]:
    from policywright.analyzers.languages.java.imports import type_names

    return type_names(program)
