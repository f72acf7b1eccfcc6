"""Java frameworks that choose a function by configuration: Spring Cloud Function, Quarkus, Micronaut.

The handler of such a function is the framework's. Which code runs is said by an environment variable or in
the application's properties, as the name of a bean (or of a method that makes one). ``chosen`` gives its
entry points, and with them what the framework itself calls when it starts: what has nothing to do with the
other functions of the same archive, and runs in all of them. What is not plain is None: all code counts then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from policywright.analyzers.engine.roots import CALLED
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Struct


@dataclass(frozen=True, slots=True, kw_only=True)
class _Framework:
    """``handlers`` begin the names of its classes; ``variables`` and ``properties`` say the bean's name.

    ``types`` are what a bean may be, by simple name, with the method that is called. ``sole``: without a name
    the only bean is meant.
    """

    handlers: tuple[str, ...]
    variables: tuple[str, ...]
    properties: tuple[str, ...]
    types: Mapping[str, str]
    named: bool = False
    """A function is only known by a name that is given."""
    marks: tuple[str, ...] = ()
    """Texts that show the framework in the code, for programs whose handler's name means nothing."""


_FUNCTIONS = {"Function": "apply", "Consumer": "accept", "Supplier": "get"}
_HANDLERS = {"RequestHandler": "handleRequest", "RequestStreamHandler": "handleRequest"}
# Spring Cloud Function reference, "AWS Lambda"; Quarkus guides "AWS Lambda" and "Funqy AWS Lambda Binding";
# Micronaut AWS, "Lambda Functions" (``@FunctionBean`` on classes, not on methods of factories).
_FRAMEWORKS = (
    _Framework(
        handlers=("org.springframework.cloud.function.adapter.aws.",),
        variables=("SPRING_CLOUD_FUNCTION_DEFINITION", "DEFAULT_HANDLER", "FUNCTION_NAME"),
        properties=("spring.cloud.function.definition", "function.name"),
        types=_FUNCTIONS,
    ),
    _Framework(
        handlers=("io.quarkus.amazon.lambda.runtime.",),
        variables=("QUARKUS_LAMBDA_HANDLER",),
        properties=("quarkus.lambda.handler",),
        types=_HANDLERS,
        marks=("io.quarkus", "jakarta.inject.Named", "javax.inject.Named"),
    ),
    _Framework(
        handlers=("io.quarkus.funqy.lambda.",),
        variables=("QUARKUS_FUNQY_EXPORT",),
        properties=("quarkus.funqy.export",),
        types={},
    ),
    _Framework(
        handlers=("io.micronaut.function.aws.MicronautRequestStreamHandler",),
        variables=("MICRONAUT_FUNCTION_NAME",),
        properties=("micronaut.function.name",),
        types={**_FUNCTIONS, "BiFunction": "apply"},
        named=True,
    ),
)
_CONTAINER = re.compile(
    r"\b(?:com\.amazonaws\.serverless\.proxy\.(?:spring|jersey)|org\.springframework\.cloud\.function\.adapter\.aws"
    r"|io\.quarkus\.(?:amazon|funqy)\.lambda\.runtime|io\.micronaut\.function\.aws\.proxy)\.(?:[A-Z]\w*|\*)"
)
"""Classes that start an application whose code they find by themselves, from which handlers may derive."""
_UNUSED = ("not.used.in.provided.runtime",)
"""Handlers that Quarkus writes for native programs."""
_CONFIGURED = re.compile(
    r"(?:^|/)resources/(?:config/)?(?:application|bootstrap)(-[\w-]+)?\.(properties|ya?ml)$"
)
_TEST = re.compile(r"(?:^|/)(?:test|tests|it|integrationTest)/")
_COMMENT = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|(//[^\n]*|/\*.*?\*/)", re.DOTALL)
_CLASS = re.compile(
    r"((?:@[\w.]+(?:\((?:[^()\"]|\"[^\"]*\")*\))?\s*|\b(?:public|final|abstract|static|sealed|protected)\s+)*)"
    r"\b(?:class|record)\s+(\w+)[^{]*?\{"
)
_OTHER_METHOD = re.compile(r"@(?:[\w.]+\.)?FunctionBean\([^)]*\bmethod\s*=")
"""A class of Micronaut's of which another method is called."""
_ANNOTATION = re.compile(r"@(?:[\w.]+\.)?(\w+)(?:\(((?:[^()\"]|\"[^\"]*\")*)\))?")
_METHOD = re.compile(
    r"((?:@[\w.]+(?:\((?:[^()\"]|\"[^\"]*\")*\))?\s*)+)"
    r"(?:(?:public|protected|private|static|final|synchronized)\s+)*"
    r"(?:<[^>]*>\s*)?([\w.]+(?:<[^;{}()]*>)?(?:\[\])?)\s+(\w+)\s*\(([^{};]*?)\)[^{};]*\{"
)
_STARTED = re.compile(
    r"\b(?:void|int)\s+(beforeCheckpoint|afterRestore|afterPropertiesSet|onApplicationEvent|run)\s*\("
)
"""Methods of interfaces that a container calls: CRaC's, Spring's and Micronaut's."""
_OBSERVER = re.compile(r"\b(\w+)\s*\((?:[^(){};]|\([^(){};]*\))*@(?:[\w.]+\.)?Observes(?:Async)?\b")
_RUNNERS = re.compile(r"\b(?:CommandLineRunner|ApplicationRunner|QuarkusApplication)\b")
_HOOKS = frozenset((
    "PostConstruct", "EventListener", "Scheduled", "Startup", "OnStartup", "BeforeCheckpoint", "AfterRestore",
))  # fmt: skip
"""Annotations of methods that a container calls by itself."""
_INTERCEPTOR = re.compile(r"\bimplements\b[^{]*\bMethodInterceptor\b")
"""What Micronaut and Spring call around other methods."""
_MAKERS = frozenset(("Bean", "Produces", "Singleton"))
_EAGER = frozenset((
    "Component", "Service", "Repository", "Configuration", "Controller", "RestController", "Context",
    "Startup",
))  # fmt: skip
"""Annotations of classes that a container makes when it starts."""
_NAMING = frozenset(("Bean", "Component", "Service", "Named", "Funq", "FunctionBean", "Configuration"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A class, or a method that makes a bean: its file, the names of the bean, and what it is started by."""

    file: str
    names: tuple[str, ...]
    entry: str


def has(handler: str) -> bool:
    """Whether a handler is a class of a framework's, which finds the application's code by itself."""
    known = handler.startswith(tuple(one for each in _FRAMEWORKS for one in each.handlers))
    return known or _CONTAINER.match(handler) is not None


def chosen(
    files: ProjectFiles, modules: Sequence[str], handler: str, environment: Struct, sources: Iterable[str]
) -> tuple[str, ...] | None:
    """The entry points of a framework's function; None where it can't be told which it is.

    ``modules`` are the directories that its application is built from, ``sources`` the code in them.
    """
    names = tuple(sources)
    texts = plain_texts(files, names)
    name = handler.partition("::")[0]
    framework = next((one for one in _FRAMEWORKS if name.startswith(one.handlers)), None)
    if framework is None and name in _UNUSED:
        framework = next((one for one in _FRAMEWORKS if _shows(one, texts)), None)
    if framework is None:
        return None
    derived = files.once(("clauses", names), lambda: _clauses(texts))
    parts = [part for file, text in texts.items() for part in _parts(framework, file, text, derived)]
    wanted = _wanted(framework, files, modules, environment)
    if wanted is None or (framework.named and not wanted) or len({part.file for part in parts}) == 0:
        return None
    found = [part for part in parts if any(one in wanted for one in part.names)] if wanted else parts
    if not found or len(found) != max(len(wanted), 1):
        return None
    apart = {part.entry for part in parts if part not in found}
    entries = [part.entry for part in found]
    return tuple(dict.fromkeys((*entries, *(one for one in started(texts) if one not in apart))))


def started_by(files: ProjectFiles, entry: str, sources: Iterable[str]) -> str | None:
    """The framework's class that the class of a handler, or one that it derives from, is or starts."""
    names = tuple(sources)
    texts = plain_texts(files, names)
    file = entry.partition(":")[0]
    bases = files.once(("bases", names), lambda: _bases(texts))
    own = _plain(files.text(file) or "")
    found = (_CONTAINER.search(text) for text in (own, *_line_of(texts, file, bases)))
    return next((one[0] for one in found if one), None)


def beside(files: ProjectFiles, entry: str, sources: Iterable[str]) -> tuple[str, ...]:
    """What is called beside a handler: what is woven around methods, and what a container calls for one that
    derives from a class of Micronaut's.
    """
    names = tuple(sources)
    texts = plain_texts(files, names)
    file = entry.partition(":")[0]
    bases = files.once(("bases", names), lambda: _bases(texts))
    if not any("io.micronaut.function.aws" in text for text in _line_of(texts, file, bases)):
        return files.once(("woven", names), lambda: tuple(dict.fromkeys(woven(texts))))
    same = {name for name, own in bases.items() if own & bases.get(file, set())}
    found = files.once(("started", names), lambda: tuple(started(texts)))
    return tuple(one for one in found if one.partition(":")[0] not in same - {file})


def plain_texts(files: ProjectFiles, names: tuple[str, ...]) -> dict[str, str]:
    """Code without comments, by the names of its files; no tests."""
    return files.once(("plain", names), lambda: {
        name: _plain(files.text(name) or "") for name in names if not _TEST.search(name)
    })  # fmt: skip


def _shows(framework: _Framework, texts: Mapping[str, str]) -> bool:
    return any(mark in text for mark in framework.marks for text in texts.values())


def _plain(text: str) -> str:
    """Java without comments."""
    return _COMMENT.sub(lambda found: " " if found[1] else found[0], text)


# --- which one ---


def _wanted(
    framework: _Framework, files: ProjectFiles, modules: Sequence[str], environment: Struct
) -> tuple[str, ...] | None:
    """The names of the beans that are meant; none where nothing says one, None where that can't be told."""
    given = {re.sub(r"\W", "_", name).upper(): value for name, value in environment.fields}
    value = next((given[name] for name in framework.variables if name in given), None)
    if value is not None:
        return _names(value.value) if isinstance(value, Const) and isinstance(value.value, str) else None
    if environment.open:
        return None
    said: set[str] = set()
    for name in (one for module in modules for one in files.inside(module)):
        if _CONFIGURED.search(name) and not _TEST.search(name):
            said.update(
                value for key, value in _settings(files, name)
                if key.partition("}")[2].lstrip(".") in framework.properties or key in framework.properties
                or re.sub(r"^%[\w-]+\.", "", key) in framework.properties
            )  # fmt: skip
    if len(said) > 1 or any("$" in one for one in said):
        return None
    return _names(said.pop()) if said else ()


def _names(text: str) -> tuple[str, ...] | None:
    """Names of a definition: one, or several that are composed or routed to (``a|b``, ``a;b``)."""
    found = tuple(dict.fromkeys(one.strip() for one in re.split(r"[|;,]", text)))
    return found if all(re.fullmatch(r"[\w.-]+", one) for one in found) else None


def _settings(files: ProjectFiles, name: str) -> Iterator[tuple[str, str]]:
    """The properties in a file, by their dotted names."""
    text = files.text(name) or ""
    if name.endswith(".properties"):
        for line in text.splitlines():
            key, sign, value = line.partition("=") if "=" in line else line.partition(":")
            if sign and not key.lstrip().startswith(("#", "!")):
                yield key.strip(), value.strip()
        return
    for document in re.split(r"^---\s*$", text, flags=re.MULTILINE):
        root = parse(name, document).root
        if root is not None:
            yield from _flat(root, "")


def _flat(node: Node, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from _flat(inner, f"{prefix}.{key}" if prefix else str(key))
    elif node.is_scalar:
        yield prefix, str(node.value)


# --- what there is ---


def _parts(
    framework: _Framework, file: str, text: str, derived: Mapping[str, frozenset[str]]
) -> Iterator[_Part]:
    """The functions of a file that the framework may call.

    ``derived`` are the names of what each class derives from: a handler's own class may only say its base.
    """
    for found in _CLASS.finditer(text):
        name = found[2]
        above = derived.get(name, frozenset())
        method = next((method for type, method in framework.types.items() if type in above), None)
        if method is not None and "abstract" not in found[1] and not _OTHER_METHOD.search(found[1]):
            names = (*_named(found[1]), name[:1].lower() + name[1:], name)
            yield _Part(file=file, names=names, entry=f"{file}:{name}.{method}")
    for found in _METHOD.finditer(text):
        annotations = {one[1] for one in _ANNOTATION.finditer(found[1])}
        if "Funq" in annotations and not framework.types:
            yield _Part(file=file, names=(*_named(found[1]), found[3]), entry=f"{file}:{found[3]}")
        if not annotations.isdisjoint(_MAKERS) and found[2].partition("<")[0] in framework.types:
            names = _named(found[1]) or (found[3],)
            yield _Part(file=file, names=names, entry=f"{file}:{found[3]}{CALLED}")


def _named(annotations: str) -> tuple[str, ...]:
    """The names that annotations give a bean."""
    return tuple(
        name
        for one in _ANNOTATION.finditer(annotations) if one[1] in _NAMING
        for name in re.findall(r"\"([^\"]*)\"", one[2] or "") if name
    )  # fmt: skip


def woven(texts: Mapping[str, str]) -> Iterator[str]:
    """What is called around or after methods that name it nowhere: observers, interceptors of frameworks.

    What annotations bind is called by the engine, when what they are on is.
    """
    for file, text in texts.items():
        if _INTERCEPTOR.search(text):
            yield from (f"{file}:{name}" for name in ("intercept", "invoke") if f" {name}(" in text)
        yield from (f"{file}:{found[1]}" for found in _OBSERVER.finditer(text))


def started(texts: Mapping[str, str]) -> Iterator[str]:
    """What a container calls when it starts, whatever it is to do then."""
    yield from dict.fromkeys(woven(texts))
    for file, text in texts.items():
        for found in _METHOD.finditer(text):
            annotations = {one[1] for one in _ANNOTATION.finditer(found[1])}
            function = found[2].partition("<")[0] in _FUNCTIONS
            if annotations & _HOOKS or (annotations & _MAKERS and not function):
                yield f"{file}:{found[3]}"
        for name in dict.fromkeys(found[1] for found in _STARTED.finditer(text)):
            if name != "run" or _RUNNERS.search(text):
                yield f"{file}:{name}"
        for found in _CLASS.finditer(text):
            if not {one[1] for one in _ANNOTATION.finditer(found[1])}.isdisjoint(_EAGER):
                yield f"{file}:{found[2]}.<init>"


# --- who derives from whom ---


def _bases(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """The simple names of what the classes of each file derive from."""
    return {
        file: {
            name for found in _CLASS.finditer(text)
            for clause in re.findall(r"\bextends\s+([\w.]+)", found[0])
            for name in (clause.rpartition(".")[2],)
        }
        for file, text in texts.items()
    }  # fmt: skip


def _clauses(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The simple names of all that each class derives from, directly or through others.

    Two classes of one name are taken as one.
    """
    own: dict[str, set[str]] = {}
    for text in texts.values():
        for found in _CLASS.finditer(text):
            clause = re.search(r"\b(?:extends|implements)\b.*", found[0][:-1], re.DOTALL)
            own.setdefault(found[2], set()).update(re.findall(r"\w+", clause[0]) if clause else ())
    made: dict[str, frozenset[str]] = {}
    for name in own:
        seen, pending = set[str](), [name]
        while pending:
            new = own.get(pending.pop(), set()) - seen
            seen |= new
            pending.extend(new)
        made[name] = frozenset(seen)
    return made


def _line_of(texts: Mapping[str, str], file: str, bases: Mapping[str, Set[str]]) -> Iterator[str]:
    """The texts of a file and of those with the classes that its own derive from."""
    by_class = {name.rpartition("/")[2].removesuffix(".java"): name for name in texts}
    pending, seen = [file], {file}
    while pending:
        current = pending.pop()
        yield texts.get(current, "")
        new = {by_class[name] for name in bases.get(current, ()) if name in by_class} - seen
        seen |= new
        pending.extend(new)
