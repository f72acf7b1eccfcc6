"""Module names and import resolution of Python, plus which files are tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policywright.analyzers.program import Program

_TEST_NAME = re.compile(r"(^|/)(test_[^/]*|[^/]*_test|conftest)\.pyi?$")
_TEST_DIRECTORY = re.compile(r"(^|/)(tests?|testing|e2e|integration_tests?)/")
_TEST_TEXT = re.compile(rb"\b(import|from)\s+(pytest|unittest|moto|mock)\b|\bdef test_|\bStubber\b|@pytest\.")


def module_name(path: str) -> str:
    """``pkg/mod.py`` is ``pkg.mod``, ``pkg/__init__.py`` is ``pkg``."""
    stem = path.rsplit(".", 1)[0]
    if stem.endswith("/__init__"):
        stem = stem.removesuffix("/__init__")
    return stem.replace(".", "-").replace("/", ".")


def is_test(path: str, data: bytes) -> bool:
    """Named like a test, and reads like one."""
    named = _TEST_NAME.search(path) or _TEST_DIRECTORY.search(path)
    return bool(named and (_TEST_TEXT.search(data) or path.endswith("conftest.py")))


def resolve(program: Program, importer: str, name: str, level: int) -> str | None:
    """The module of the program that an import means.

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
    for end in range(len(directory), -1, -1):
        full = ".".join([*directory[:end], name])
        # ``import boto3`` inside a folder that happens to be called boto3 means the library.
        if (
            program.exists(full)
            and full != importer
            and (full in program.files or name.split(".", maxsplit=1)[0] not in _LIBRARIES)
        ):
            return full
    if name.split(".", maxsplit=1)[0] in _LIBRARIES:
        return None
    found = program.by_suffix(name)
    if len(found) == 2:
        # ``client/client.py`` beside an empty ``client/__init__.py``: a layer that is on the path itself.
        package, module = sorted(found, key=len)
        inside = module == f"{package}.{name.rpartition('.')[2]}"
        if inside and package in program.files and not program.files[package].data.strip():
            return module
    return found[0] if len(found) == 1 else None


_LIBRARIES = frozenset(("boto3", "botocore", "aioboto3", "aiobotocore", "s3transfer"))
