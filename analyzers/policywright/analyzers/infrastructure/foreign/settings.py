"""Variables of a function that say AWS and that no code of it reads: an unknown library may read them.

``CLAUDE_CODE_USE_BEDROCK=1`` is told nobody but the package that asks Bedrock for it. In come the imports of
a program (``Foreign``), entry points and the variables that the template sets; out goes an ``Unresolved`` for
each that may be a library's: a switch that is on, what is called after a package, or, where the code asks
AWS for nothing itself, what names a resource. Anything else is the application's own, left over, and so is
all where everything that is imported is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.foreign.imports import Foreign, words_of
from policywright.analyzers.infrastructure.foreign.tables import sounds_like_aws, told
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value

_NOT_OF_LIBRARIES = ("AWS_", "LAMBDA_", "OTEL_INSTRUMENTATION_", "_")
"""Lambda's and the SDKs' own, and what OpenTelemetry's agents are to watch: what they mean is known.

https://opentelemetry.io/docs/zero-code/java/agent/disable/
"""
_ON = ("1", "true", "yes", "on", "enabled")
_NAME = regex(rb"""['"`]((?:[\w./:+=@-]|\$?\{[^{}\n]{1,200}\}|%[sdv]){3,2048})['"`]""")
"""A text that is written like the name of a resource, an ARN or a URL, or a part of it is."""
_FILLED = regex(r"\$?\{[^{}]*\}|%[sdv]")
"""What of it the code puts in."""
_TELLING = regex(r"[A-Za-z0-9]{3}")
_GOES_ON = ("-", "_", ".", "/", ":")
_RESOURCES = "/src/main/resources/"
"""Where Java's frameworks give variables other names."""


def of_libraries(
    foreign: Foreign, entries: Sequence[str], variables: Mapping[str, Value]
) -> tuple[Unresolved, ...]:
    """What libraries may be told by ``variables`` of the function with these entry points."""
    said = [*_of_quiet(foreign, entries, variables), *_of_resources(foreign, entries, variables)]
    names = [name for name in variables if not name.startswith(_NOT_OF_LIBRARIES) and sounds_like_aws(name)]
    if not names:
        return tuple(said)
    modules = sorted(foreign.reached(entries))
    unread = [name for name in names if not any(_is_read(name, foreign.words(module)) for module in modules)]
    if unread and any(foreign.program.languages[module].name == "java" for module in modules):
        texts = [words_of(text) for text in _resources(foreign)]
        unread = [name for name in unread if not any(_is_read(name, text) for text in texts)]
    found: list[Unresolved] = []
    for name in unread:
        reader = _reader(name, variables[name], foreign, modules)
        if reader is not None:
            package, span = reader
            detail = f"{name} is set, which no code here reads: {package} may, and call AWS then"
            found.append(Unresolved(code=UnresolvedCode.LIBRARY, span=span, detail=detail))
    return (*said, *found)


def _of_quiet(
    foreign: Foreign, entries: Iterable[str], variables: Mapping[str, Value]
) -> Iterator[Unresolved]:
    """What packages do that a variable tells, and call nothing without it (``[[told]]`` of the table)."""
    known = {name: row for name, row in told("variables").items() if name in variables}
    for name, value in variables.items():
        text = str(value.value) if isinstance(value, Const) else ""
        known.update((name, row) for start, row in told("values").items() if text.startswith(start))
    if not known:
        return
    imported = list(foreign.leaving(sorted(foreign.reached(entries))))
    for name, (packages, operation) in known.items():
        for package, span in imported:
            if package.replace("/", ".").startswith(tuple(one.replace("/", ".") for one in packages)):
                detail = f"{name} is set: {package} calls {operation} then"
                yield Unresolved(code=UnresolvedCode.LIBRARY, span=span, detail=detail, could_be=(operation,))
                break


def _of_resources(
    foreign: Foreign, entries: Sequence[str], variables: Mapping[str, Value]
) -> Iterator[Unresolved]:
    """Resources that a function is told of whose own code has nothing to do with AWS: a package may have."""
    names = [name for name, value in variables.items() if _names_a_resource(value)]
    modules = sorted(foreign.reached(entries)) if names else []
    if not modules or any(map(foreign.program.mentions_sdk, modules)) or foreign.of(entries):
        # What its imports may call is told, or said.
        return
    unread = [name for name in names if not any(_is_read(name, foreign.words(one)) for one in modules)]
    package, span = next(foreign.strangers(modules), ("", None)) if unread else ("", None)
    if span is not None:
        detail = f"{unread[0]} names a resource, and no code here reads it: {package} may"
        yield Unresolved(code=UnresolvedCode.LIBRARY, span=span, detail=detail)


def named_unseen(
    foreign: Foreign, entries: Sequence[str], variables: Iterable[str]
) -> tuple[tuple[Value, Unresolved], ...]:
    """Variables that code reads which has nothing to do with AWS itself, and names written in it.

    It has them for a library. Such code is not evaluated, so which one gets them is not known. With each
    comes what to say if it names something that the role has statements on.
    """
    modules = sorted(foreign.reached(entries))
    if not modules or any(map(foreign.program.mentions_sdk, modules)):
        return ()
    found: list[tuple[Value, Unresolved]] = []
    # Where what an import may call is said by itself, that keeps everything.
    for written, module in () if foreign.of(entries) else _written(foreign, modules).items():
        package, span = next(foreign.strangers([module, *modules]), ("", None))
        value = _value(written)
        if span is not None and value is not None:
            detail = f'{package} may get "{written}": what it does with what that names can\'t be told'
            item = Unresolved(code=UnresolvedCode.LIBRARY, span=span, detail=detail)
            found.append((value, item))
    for name in variables:
        readers = [one for one in modules if _is_read(name, foreign.words(one))]
        package, span = next(foreign.strangers([*readers, *modules]), ("", None)) if readers else ("", None)
        if span is not None:
            detail = (
                f"{name} is read, and {package} may get it: what it does with what that names can't be told"
            )
            value = Text((Hole(kind="env", name=name),))
            found.append((value, Unresolved(code=UnresolvedCode.LIBRARY, span=span, detail=detail)))
    return tuple(found)


def _written(foreign: Foreign, modules: Iterable[str]) -> dict[str, str]:
    """Texts in modules that may be names, each with the first module; none where all imports are known."""
    if next(foreign.strangers(modules), None) is None:
        return {}
    found: dict[str, str] = {}
    for module in modules:
        for text in _NAME.findall(foreign.program.files[module].data):
            found.setdefault(text.decode("utf-8", "replace"), module)
    return found


def _value(written: str) -> Text | None:
    """A text as it is written: ``orders-{tenant}``, and ``orders-``, which something comes behind."""
    literals = _FILLED.split(f"{written}{{}}" if written.endswith(_GOES_ON) else written)
    if len(literals) == 1:
        return Text((written,))
    if not any(_TELLING.search(one) for one in literals):
        return None
    first, *rest = literals
    parts = [first, *(part for one in rest for part in (Hole(kind="unknown"), one))]
    return Text(tuple(part for part in parts if part))


def _names_a_resource(value: Value) -> bool:
    """A reference to something of the template, or an ARN."""
    match value:
        case Text(parts=(Hole(kind="reference"),)) | Text(parts=("arn:", *_)):
            return True
    return False


def _reader(name: str, value: Value, foreign: Foreign, modules: Iterable[str]) -> tuple[str, Span] | None:
    """The package that may read a variable, if there is one, and where it is imported."""
    first: tuple[str, Span] | None = None
    word = name.partition("_")[0].lower().encode()
    for package, span in foreign.strangers(modules):
        if len(word) > 2 and not sounds_like_aws(word.decode()) and word in words_of(package.encode()):
            return package, span
        if first is None and isinstance(value, Const) and str(value.value).lower() in _ON:
            first = package, span
    return first


def _is_read(name: str, words: bytes) -> bool:
    """Words spell the name, as a field's (``dynamodbTable``) or without its first word, a prefix."""
    parts = [part for part in name.lower().encode().split(b"_") if part]
    return b"".join(parts) in words or (len(parts) > 2 and b"".join(parts[1:]) in words)


def _resources(foreign: Foreign) -> Iterator[bytes]:
    files = foreign.files
    if files is not None:
        yield from ((files.text(name) or "").encode() for name in files.names if _RESOURCES in f"/{name}")
