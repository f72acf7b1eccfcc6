"""Module names and import resolution of Python, plus which files are tests."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise, takewhile

from policywright.analyzers.languages.python import search_path
from policywright.analyzers.languages.python.made_up import made_up_names
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from policywright.analyzers.program import Program
    from policywright.analyzers.source import SourceFile

_TEST_NAME = regex(r"(^|/)(tests?(_[^/]*)?|[^/]*_tests?|conftest)\.pyi?$")
_TEST_DIRECTORY = regex(r"(^|/)(tests?|testing|e2e|integration[-_]tests?)/")
_TEST_TEXT = regex(
    rb"\b(import|from)\s+(pytest|unittest|moto|mock|behave)\b|\bdef test_|\bStubber\b|@pytest\."
)

_HANDLER = regex(rb"^(?:async[ \t]+)?def[ \t]+\w+\(\s*_*event\b", re.MULTILINE)
"""What is deployed, if only for a test."""
_PYTHON_FILES = regex(
    rb"^[ \t]*python_files[ \t]*=[ \t]*(\[[^\]]*\]|[^\n]*(?:\n[ \t]+[^\n]+)*)", re.MULTILINE
)
"""Documentation of pytest: configuration options, ``python_files``."""
IMPORTED = regex(rb"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)
_AT_ONCE = regex(rb"^(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)
_WRITES_TESTS = regex(
    rb"^[ \t]*(?:from|import)[ \t]+(?:[\w.]+[ \t]*,[ \t]*)*(factory|model_bakery|moto|polyfactory|pytest)\b",
    re.MULTILINE,
)
"""What nothing is written with that is deployed."""
_IMPORTS = regex(rb"^[ \t]*(?:from|import)\b[^\n(]*(?:\([^)]*\))?", re.MULTILINE)
_WORD = regex(rb"\w+")
_SAID = regex(
    rb"(\b[A-Za-z]{1,2})?(\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"
    rb"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|#[^\n]*",
    re.DOTALL,
)
"""Texts, with what they are marked with, and comments."""
_COMMENTS = regex(rb"#[^\n]*")
_ANY_NAME = regex(
    rb"\bimport[ \t\\\r\n]+\*|__getattr__|\b(?:globals|locals|vars|setattr|exec|import_module|__import__)\("
    rb"|\bsys\.modules\b|\bmodules\[|__dict__"
)
"""How a module comes to names that its text need not mention."""


def module_name(path: str) -> str:
    """``pkg/mod.py`` is ``pkg.mod``, ``pkg/__init__.py`` is ``pkg``.

    A script without an ending is nobody's module: ``bin/tool`` beside ``bin/tool.py`` is ``bin.tool-``.
    """
    stem, ending = posixpath.splitext(path)
    stem = stem if ending else f"{stem}-"
    if stem.endswith("/__init__"):
        stem = stem.removesuffix("/__init__")
    return stem.replace(".", "-").replace("/", ".")


def is_test(path: str, data: bytes) -> bool:
    """Named like a test, and reads like one."""
    named = _TEST_NAME.search(path) or _TEST_DIRECTORY.search(path)
    return bool(named and (_TEST_TEXT.search(data) or path.endswith("conftest.py")))


def only_for_tests(
    files: Sequence[SourceFile], tests: Sequence[SourceFile], configuration: Mapping[str, bytes],
    whole: bool,
) -> Collection[str]:  # fmt: skip
    """The other files of directories of tests (helpers, fixtures), what pytest is told to collect, and
    factories and the like wherever they are.

    A directory that something outside of it imports is the application's; so is one that has a handler in it,
    with what lies below.
    """
    trees: dict[str, list[SourceFile]] = {tree: [] for one in tests if (tree := _tree(one.name))}
    imported: set[tuple[str, str]] = set()
    for source in files:
        tree = _tree(source.name)
        if tree in trees:
            trees[tree].append(source)
            continue
        for path in IMPORTED.findall(source.data):
            parts = path.decode("utf-8", "replace").split(".")
            imported.update(pairwise(("", *parts)))
    above = {tree.split("/")[-3] for tree in trees if tree.count("/") > 1}

    def is_used(tree: str) -> bool:
        parent, name = ("", *tree.split("/"))[-3:-1]
        # Of what has nothing above it, the name may follow that of the whole package.
        return any(
            second == name and (first in ("", parent) or (not parent and first not in above))
            for first, second in imported
        )

    deployed = tuple(
        source.name.rpartition("/")[0] + "/"
        for found in trees.values() for source in found if _has_handler(source.data)
    )  # fmt: skip
    collected = _collected(configuration)
    return [
        *(_of_tests_alone(files, tests) if whole else ()),
        *(source.name for tree, found in trees.items() if not is_used(tree)
          for source in found if not source.name.startswith(deployed)),
        *(one.name for one in files
          if any(one.place.startswith(below) and fnmatchcase(posixpath.basename(one.name), pattern)
                 for below, pattern in collected) and _TEST_TEXT.search(one.data)),
    ]  # fmt: skip


def _of_tests_alone(files: Sequence[SourceFile], tests: Sequence[SourceFile]) -> Iterator[str]:
    """The files that are written with what tests are, and that tests import by a name (their own, or of a
    package that they are in) which no code beside them has in it."""
    likely = [one for one in files if _WRITES_TESTS.search(one.data) and not _has_handler(one.data)]
    own = {part for one in files if likely for part in module_name(one.place or one.name).split(".")}
    likely = [
        one for one in likely
        if not own.issuperset(word.decode() for word in _WRITES_TESTS.findall(one.data))
    ]  # fmt: skip
    if not likely or any(made_up_names("", one.data) for one in files):
        # Who makes up names may import anything.
        return
    texts = (b" ".join(_IMPORTS.findall(one.data)) for one in tests)
    imported = {word.decode() for text in texts for word in _WORD.findall(text)}
    for source in likely:
        parts = module_name(source.place or source.name).split(".")
        for part in imported.intersection(parts[1:] or parts):
            others = (one for one in files if part not in module_name(one.place or one.name).split("."))
            if not any(re.search(rb"\b" + re.escape(part).encode() + rb"\b", one.data) for one in others):
                yield source.name
                break


def _collected(configuration: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The names of files that pytest is told are tests (``python_files``), each with the directory where."""
    found: list[tuple[str, str]] = []
    for name, data in configuration.items():
        told = _PYTHON_FILES.search(data) if name.endswith((".toml", ".cfg", ".ini")) else None
        listed = told[1].decode("utf-8", "replace").replace(",", " ").split() if told is not None else []
        for pattern in (one.strip("'\"[]") for one in listed):
            if any(char.isalpha() for char in pattern.removesuffix(".py")):
                found.append((posixpath.dirname(name), pattern))
    return found


def _has_handler(data: bytes) -> bool:
    """Code that a test deploys as a text is none of the file's."""
    return any(
        sum(len(data[: one.start()].split(quotes)) - 1 for quotes in (b'"""', b"'''")) % 2 == 0
        for one in _HANDLER.finditer(data)
    )


def _tree(path: str) -> str:
    """The outermost directory of tests that a file is in."""
    found = _TEST_DIRECTORY.search(path)
    return path[: found.end()] if found is not None else ""


def resolve(program: Program, importer: str, name: str, level: int) -> str | None:
    """The module of the program that an import means.

    Under a name without dots, one that has nothing of what the file takes from it is not meant: a directory
    ``sagemaker`` near code that uses the library of that name. (What lies beside a script comes first.)
    """
    found = _found(program, importer, name, level)
    directory = importer.rpartition(".")[0]
    beside = found == f"{directory}.{name}".lstrip(".") and directory not in program.files
    if found is None or level or "." in name or found == importer or beside:
        return found
    return None if _lacks(program, importer, name, found) else found


def _lacks(program: Program, importer: str, name: str, module: str) -> bool:
    """Whether the text of a module mentions nothing of what a file takes from it."""
    source, importing = program.files.get(module), program.files.get(importer)
    if importing is None or (source is not None and _ANY_NAME.search(source.data)):
        return False
    taken = _taken(importing.data, name)
    if not taken:
        return False
    return not any(
        program.exists(f"{module}.{one}")
        or (source is not None and _mentions(source.data, one))
        or _is_set(program, one)
        for one in taken
    )


_SETS = re.compile(rb"\.\s*(\w+)\s*(?::[^=\n]+)?=(?!=)|\bsetattr\([^\n]*['\"](\w+)['\"]")
"""``state.s3 = boto3.client("s3")``, and the like."""


def _is_set(program: Program, name: str) -> bool:
    """Whether any file assigns a member of the name to something."""
    return name in program.whole.once("members that are set", lambda: _members_set(program.whole))


def _members_set(program: Program) -> frozenset[str]:
    return frozenset(
        one.decode()
        for source in program.files.values()
        for said in _SETS.findall(source.data)
        for one in said
    )


@lru_cache(maxsize=256)
def _code(data: bytes) -> bytes:
    """A text without its comments and texts; those that have code in them stay."""
    return _SAID.sub(lambda said: said[0] if b"f" in (said[1] or b"").lower() else b'""', data)


def _mentions(data: bytes, name: str) -> bool:
    """Whether a text has a name by itself, not as a member of something."""
    return re.search(rb"(?<![\w.])" + re.escape(name.encode()) + rb"\b", data) is not None


def _taken(data: bytes, name: str) -> set[str]:
    """What a file takes from a module that it imports by a whole name; nothing where that can't be told."""
    taken: set[str] = set()
    data = _code(data)
    path = re.escape(name.encode())
    for plain in re.finditer(rb"\bimport\b[^\n(]*?\b" + path + rb"(?!\.)\b(?:[ \t]+as[ \t]+(\w+))?", data):
        used = re.findall(rb"(?<![\w.])" + (plain[1] or path) + rb"[ \t]*\.[ \t]*(\w+)", data)
        # What every module has says nothing.
        used = [one for one in used if not one.startswith(b"__")]
        if not used:
            return set()
        taken.update(one.decode() for one in used)
    for told in re.finditer(rb"\bfrom[ \t]+" + path + rb"[ \t]+import\b[ \t]*(\([^)]*\)|[^\n#;]*)", data):
        names = re.findall(rb"(\*|\w+)(?:[ \t]+as[ \t]+\w+)?", _COMMENTS.sub(b"", told[1]))
        if b"*" in names:
            return set()
        taken.update(one.decode("utf-8", "replace") for one in names)
    return taken


def _found(program: Program, importer: str, name: str, level: int) -> str | None:
    """A module of the program that has the name of an import.

    The directories above the importing file are tried as import roots, nearest first: what is analysed may
    be a repository whose code runs from a sub-directory. A package that only a sub-directory holds (a
    layer, ``src``) is found by its whole dotted name, when that is unambiguous.
    """
    source = program.files.get(importer)
    is_package = source is not None and source.name.rsplit("/", 1)[-1].startswith("__init__.")
    parts = importer.split(".")
    directory = parts if is_package else parts[:-1]
    if level:
        up = level - 1
        base = directory[: len(directory) - up] if up else directory
        full = ".".join([*base, name] if name else base)
        return full if full and program.exists(full) else None
    space = None
    itself = False
    told = _on_path(program, importer, name, first=True)
    if told is not None:
        return told
    for end in range(len(directory), -1, -1):
        full = ".".join([*directory[:end], name])
        # A package names itself; a file ``redis.py`` that imports ``redis`` means the library.
        itself = itself or (full == importer and (is_package or "." in name))
        # ``import boto3`` inside a folder that happens to be called boto3 means the library.
        if (
            program.exists(full)
            and full != importer
            and (full in program.files or name.split(".", maxsplit=1)[0] not in LIBRARIES)
            and not _means_library(program, full, name)
        ):
            if full in program.files:
                return full
            # A directory by itself is a package only where no module of that name is found.
            space = space or full
        layered = _in_layers(program, "/".join(directory[:end]), name) if program.layers else None
        if layered is not None:
            return layered
    if name.split(".", maxsplit=1)[0] in LIBRARIES:
        return space
    if itself:
        return importer
    told = _on_path(program, importer, name, first=False) if space is None else None
    if told is not None:
        return told
    found = [
        one for one in program.by_suffix(name) if one != importer and not _means_library(program, one, name)
    ]
    if len(found) == 2:
        # ``client/client.py`` beside an empty ``client/__init__.py``: a layer that is on the path itself.
        package, module = sorted(found, key=len)
        inside = module == f"{package}.{name.rpartition('.')[2]}"
        if inside and package in program.files and not program.files[package].data.strip():
            return module
    nearest = _nearest(importer, found)
    return nearest if space is None or _is_layer(program, space, nearest) else space


def _on_path(program: Program, importer: str, name: str, *, first: bool) -> str | None:
    """A module in a directory that the file adds to those that Python looks into."""
    if name.split(".", maxsplit=1)[0] in LIBRARIES:
        return None
    for place, is_first in search_path.roots(program, importer):
        full = f"{place.replace('.', '-').replace('/', '.')}.{name}" if place else name
        found = is_first == first and full != importer and program.exists(full)
        if found and not _means_library(program, full, name):
            return full
    return None


def _means_library(program: Program, module: str, name: str) -> bool:
    """Whether a file imports its own name (``web/celery.py``: ``from celery import Celery``): in one process
    a name has one meaning, and this file's own it can't be. A package may well import from itself."""
    source = program.files.get(module)
    if source is None or "." in name or posixpath.basename(source.name).startswith("__init__."):
        return False
    return _imports_own_name(source.data, name)


@lru_cache(maxsize=4096)
def _imports_own_name(data: bytes, name: str) -> bool:
    """Whether it does so where it is loaded, and what it takes is nothing that it defines."""
    own = name.encode()
    if own not in data or not any(path.split(b".")[0] == own for path in _AT_ONCE.findall(_code(data))):
        return False
    return not any(
        re.search(rb"^(?:(?:async[ \t]+)?def|class)[ \t]+%s\b|^%s[ \t]*[:=]" % (one, one), data, re.MULTILINE)
        for one in (re.escape(taken.encode()) for taken in _taken(data, name))
    )


def _is_layer(program: Program, space: str, module: str | None) -> bool:
    """Whether a directory is where a layer's module lies (``helper/python/helper.py``), and no package."""
    inside = module is not None and module.startswith(f"{space}.") and module in program.files
    return inside and not any(name.rpartition(".")[0] == space for name in program.files)


_LAYER_ROOTS = (
    "python",
    *(f"python/lib/python3.{minor}/site-packages" for minor in range(6, 15)),
    "",
)
"""Where a layer has Python code: as it is deployed (for each runtime that Lambda has or had), or as a build
puts it below ``python``.

https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
"""


def _in_layers(program: Program, directory: str, name: str) -> str | None:
    """A module of the layers of the functions whose code is in a directory."""
    for layer in program.layers_of(directory):
        for root in _LAYER_ROOTS:
            path = "/".join(part for part in (layer, root) if part)
            # As ``module_name`` does it.
            full = f"{path.replace('.', '-').replace('/', '.')}.{name}" if path else name
            if program.exists(full):
                return full
    return None


def _nearest(importer: str, found: Sequence[str]) -> str | None:
    """Of several modules of a name the one with most directories in common; None when several have as many.

    A repository of many applications has a ``shared/utils.py`` in each.
    """
    if len(found) < 2:
        return found[0] if found else None
    own = importer.split(".")

    def shared(name: str) -> int:
        pairs = zip(own, name.split("."), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    counts = sorted(((shared(name), name) for name in found), reverse=True)
    return counts[0][1] if counts[0][0] > counts[1][0] else None


LIBRARIES: frozenset[str] = frozenset(("boto3", "botocore", "aioboto3", "aiobotocore", "s3transfer"))
