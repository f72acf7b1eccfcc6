"""Packages and source roots of Java: which file declares a type, and what a build leaves out.

A type is imported as ``package#Type``; where several packages can have it (its own, wildcard imports) they
are listed, ``own|wildcard|...#Type``. The package statement decides the qualified name, so any layout works.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.source import SourceFile

_IMPORT = regex(rb"^[ \t]*import[ \t]+([\w.]+)[ \t]*;", re.MULTILINE)
_PACKAGE = regex(rb"^[ \t]*package[ \t]+([\w.]+)[ \t]*;", re.MULTILINE)
_TEST = regex(
    r"(^|/)src/(?:i?tests?|it|integration-?[tT]ests?|functional-?[tT]ests?)(?:[A-Z0-9_-][\w-]*)?/"
    r"|(^|/)(test|tests)/java/"
)
_TEST_NAME = regex(r"(Test|Tests|IT)\.java$")
"""What test runners take for tests, of all that is compiled as such."""
_MAIN = regex(r"(?:^|/)src/main/")
"""What Maven and Gradle make the application of, whatever classes are called."""

_SOURCE_SET = regex(r"^(?:.*/)?src/(?!main/)\w+/(?:java|kotlin|groovy)/")
"""The sources of what a build makes beside the application (Gradle's source sets)."""
_TEST_IMPORT = regex(
    rb"^[ \t]*import[ \t]+(?:static[ \t]+)?"
    rb"(?:org\.junit|junit\.framework|org\.testng|org\.mockito|org\.assertj|org\.openjdk\.jmh|io\.cucumber)\.",
    re.MULTILINE,
)


LANG = frozenset((
    "AbstractMethodError", "Appendable", "ArithmeticException", "ArrayIndexOutOfBoundsException",
    "ArrayStoreException", "AssertionError", "AutoCloseable", "Boolean", "BootstrapMethodError", "Byte",
    "CharSequence", "Character", "Class", "ClassCastException", "ClassCircularityError", "ClassFormatError",
    "ClassLoader", "ClassNotFoundException", "ClassValue", "CloneNotSupportedException", "Cloneable",
    "Comparable", "Compiler", "Deprecated", "Double", "Enum", "EnumConstantNotPresentException", "Error",
    "Exception", "ExceptionInInitializerError", "Float", "FunctionalInterface", "IllegalAccessError",
    "IllegalAccessException", "IllegalArgumentException", "IllegalCallerException",
    "IllegalMonitorStateException", "IllegalStateException", "IllegalThreadStateException",
    "IncompatibleClassChangeError", "IndexOutOfBoundsException", "InheritableThreadLocal",
    "InstantiationError", "InstantiationException", "Integer", "InternalError", "InterruptedException",
    "Iterable", "LayerInstantiationException", "LinkageError", "Long", "MatchException", "Math", "Module",
    "ModuleLayer", "NegativeArraySizeException", "NoClassDefFoundError", "NoSuchFieldError",
    "NoSuchFieldException", "NoSuchMethodError", "NoSuchMethodException", "NullPointerException", "Number",
    "NumberFormatException", "Object", "OutOfMemoryError", "Override", "Package", "Process",
    "ProcessBuilder", "ProcessHandle", "Readable", "Record", "ReflectiveOperationException", "Runnable",
    "Runtime", "RuntimeException", "RuntimePermission", "SafeVarargs", "ScopedValue", "SecurityException",
    "SecurityManager", "Short", "StackOverflowError", "StackTraceElement", "StackWalker", "StrictMath",
    "String", "StringBuffer", "StringBuilder", "StringIndexOutOfBoundsException", "StringTemplate",
    "SuppressWarnings", "System", "Thread", "ThreadDeath", "ThreadGroup", "ThreadLocal", "Throwable",
    "TypeNotPresentException", "UnknownError", "UnsatisfiedLinkError", "UnsupportedClassVersionError",
    "UnsupportedOperationException", "VerifyError", "VirtualMachineError", "Void", "WrongThreadException",
))  # fmt: skip
"""The types of ``java.lang``, which need no import. Source: the API specification of Java SE."""


def module_name(path: str) -> str:
    """A file is a module of its own; types are found by their qualified names."""
    return path


def is_test(path: str, data: bytes) -> bool:
    """Test source sets, and test classes by the build tools' naming rules.

    Of the application's own sources (``AbTest``, ``SmokeTest``) only what imports a test library is one.
    """
    if _TEST.search(path) is not None:
        return True
    named = _TEST_NAME.search(path) is not None
    return named and (_MAIN.search(path) is None or _TEST_IMPORT.search(data) is not None)


def only_for_tests(
    files: Sequence[SourceFile], tests: Sequence[SourceFile], _configuration: Mapping[str, bytes],
    _whole: bool,
) -> Collection[str]:  # fmt: skip
    """The files of source sets, none of them the application's, in which something is tested or measured."""
    trees: dict[str, list[SourceFile]] = {}
    for source in files:
        tree = _SOURCE_SET.match(source.name)
        if tree is not None:
            trees.setdefault(tree.group(), []).append(source)
    testing = {
        tree.group() for one in (*files, *tests)
        if (tree := _SOURCE_SET.match(one.name)) is not None and _TEST_IMPORT.search(one.data)
    }  # fmt: skip
    return [source.name for tree, found in trees.items() if tree in testing for source in found]


def _shared(left: str, right: str) -> int:
    """How many directories two paths have in common from the start."""
    pairs = zip(left.split("/"), right.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def imported(data: bytes) -> Iterator[tuple[str, str]]:
    """The packages and names of the types that a file imports one by one."""
    for path in _IMPORT.findall(data):
        parts = path.decode("utf-8", "replace").split(".")
        size = next((at for at, part in enumerate(parts) if part[:1].isupper()), len(parts))
        if size < len(parts):
            yield ".".join(parts[:size]), parts[size]


def package_of(data: bytes) -> str:
    """The package that a file says it is in."""
    found = _PACKAGE.search(data)
    return found.group(1).decode("utf-8", "replace") if found else ""


class Types:
    """The top-level types of a program: qualified name to the files that declare it."""

    def __init__(self, program: Program) -> None:
        self.files: dict[str, list[str]] = {}
        for name, source in program.files.items():
            if program.languages[name].name != "java":
                continue
            package = package_of(source.data)
            for declared in program.outline(name).bound:
                self.files.setdefault(f"{package}#{declared}", []).append(name)
        self._found: dict[tuple[str, str], str | None] = {}
        packages = {one.partition("#")[0] for one in self.files}
        self.like_types = frozenset(one for one in packages if any(map(_is_like_type, one.split("."))))
        """Packages with a part that is written as types are."""

    def find(self, importer: str, name: str) -> str | None:
        """The file that declares a type, the nearest one where several do."""
        key = (importer, name)
        if key not in self._found:
            self._found[key] = self._find(importer, name)
        return self._found[key]

    def _find(self, importer: str, name: str) -> str | None:
        packages, _, declared = name.rpartition("#")
        for package in packages.split("|"):
            files = self.files.get(f"{package}#{declared}")
            if files:
                return max(files, key=lambda file: _shared(file, importer))
        return None


def resolve(program: Program, importer: str, name: str, level: int) -> str | None:
    """The file that declares an imported type; None for the JDK and libraries."""
    return _types(program).find(importer, name)


def in_package(program: Program, path: str, name: str) -> str | None:
    """The type of the program that a path and a name are, where the path is a package's which is written like
    a type's (``com.acme.Store``)."""
    types = _types(program)
    key = f"{path}#{name}"
    return key if path in types.like_types and key in types.files else None


def type_names(program: Program) -> frozenset[str]:
    """Qualified names of the program's top-level types, and the packages that they are in.

    Those of its project that it calls nothing of count as well.
    """
    found: set[str] = set(program.located.unused if program.located is not None else ())
    for name in _types(program).files:
        package, _, declared = name.partition("#")
        found.update((package, f"{package}.{declared}"))
    return frozenset(found)


def _is_like_type(name: str) -> bool:
    return name[:1].isupper()


def _types(program: Program) -> Types:
    types: Types | None = program.notes.get("java types")
    if types is None:
        types = program.notes["java types"] = Types(program)
    return types
