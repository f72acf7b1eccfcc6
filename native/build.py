"""Compiles the modules on the path from code to policy with mypyc, for one platform's wheel.

What comes out is a shared library a group, and for each module a small extension module that Python imports
instead of the ``.py`` file beside it. The sources stay what they are, plain Python that runs without all
this; ``expand`` writes their records out on the way. Needs ``mypy``, ``setuptools`` and a C compiler.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any

from native.expand import Expander
from native.guard import HEADER, guard

ROOTS = ("knowledge", "analyzers", "server")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "core": (
        "knowledge/policywright/knowledge/*.py",
        "knowledge/policywright/knowledge/policy/patterns.py",
        "analyzers/policywright/analyzers/*.py",
        "analyzers/policywright/analyzers/engine/*.py",
        "analyzers/policywright/analyzers/sdk/*.py",
        "analyzers/policywright/analyzers/commands/started.py",
        "analyzers/policywright/analyzers/languages/*.py",
    ),
    **{
        language: (f"analyzers/policywright/analyzers/languages/{language}/**/*.py",)
        for language in ("go", "java", "python", "typescript")
    },
}
"""Files that share a library: a program reads one language, and a library makes all its literals at once."""
LEFT_OUT = frozenset((
    *(f"analyzers/policywright/analyzers/{name}.py" for name in (
        "api", "discovery", "file_kinds", "forked", "ignoring", "installations", "policies", "processes",
    )),
    *(f"knowledge/policywright/knowledge/{name}.py" for name in (
        "database", "isolation", "lookup", "record_templates", "records", "refresh", "refreshed", "regex",
        "store",
    )),
))  # fmt: skip
"""What makes classes and patterns at run time, or has nothing to gain."""
OPTIMISE = "POLICYWRIGHT_OPTIMISE"
"""The environment variable with the C compiler's level: CI, which only wants to know whether answers are the
same, takes 1, which compiles in three fifths of the time."""
_FLAGS = ("-fcommon", "-fvisibility=hidden")
"""Each file of a group declares what the group takes of others, in C's old way; and names that only the
library itself uses are not looked up when it is loaded."""
_RECORDS = """\
from dataclasses import dataclass as dataclass, field as field
from typing import Any, TypeVar

Record = TypeVar("Record")

def names(record: object) -> tuple[str, ...]:
    raise NotImplementedError

def replace(record: Record, /, **changes: Any) -> Record:
    raise NotImplementedError
"""
"""What the compiler is told of ``policywright.knowledge.records``: a written-out record is no dataclass."""
_NOT_SOURCES = shutil.ignore_patterns("__pycache__", "*.sqlite", "*.so")
_CONFIGURATION = """\
[mypy]
namespace_packages = True
explicit_package_bases = True
# An installed policywright would be taken for the one at hand; other packages' types make nothing faster.
no_site_packages = True
ignore_missing_imports = True
mypy_path = {roots}

[mypy-tree_sitter]
ignore_errors = True
"""


def modules(root: Path) -> dict[str, list[Path]]:
    """The files to compile by group, relative to the checkout."""
    found: dict[str, list[Path]] = {}
    for group, patterns in GROUPS.items():
        paths = {path.relative_to(root) for pattern in patterns for path in root.glob(pattern)}
        found[group] = sorted(
            path for path in paths if path.name != "__init__.py" and path.as_posix() not in LEFT_OUT
        )
    return found


def compile_modules(root: Path, scratch: Path, jobs: int | None = None) -> dict[Path, str]:
    """Compiles a checkout; gives the extension modules by file, with the place that each has in a wheel.

    ``scratch`` is a directory for everything that is made, ``jobs`` how many files are compiled at a time (as
    many as there are processors). Raises ``SystemExit`` where mypyc fails, setuptools' errors where the
    compiler does.
    """
    sources = scratch / "source"
    for name in ROOTS:
        shutil.copytree(root / name, sources / name, ignore=_NOT_SOURCES)
    groups = modules(root)
    _tell_of_nodes(sources)
    _expand(sources, (path for paths in groups.values() for path in paths))
    built = scratch / "built"
    with chdir(sources):
        _run(groups, built, jobs or os.cpu_count() or 1)
    made = (path for path in sorted(built.rglob("*")) if path.suffix in (".so", ".pyd"))
    return {path: path.relative_to(built).as_posix() for path in made}


def _tell_of_nodes(sources: Path) -> None:
    """The types of tree-sitter, which the compiler knows no other package of."""
    import tree_sitter

    (sources / "tree_sitter").mkdir()
    stub = Path(str(tree_sitter.__file__)).with_suffix(".pyi")
    shutil.copyfile(stub, sources / "tree_sitter" / "__init__.pyi")


def _expand(sources: Path, paths: Iterable[Path]) -> None:
    texts = {path: (sources / path).read_text(encoding="utf-8") for path in paths}
    for path, text in written_out(texts).items():
        (sources / path).write_text(text, encoding="utf-8")
    (sources / "knowledge/policywright/knowledge/records.py").write_text(_RECORDS, encoding="utf-8")


def written_out(texts: Mapping[Path, str]) -> dict[Path, str]:
    """Modules by their places in a checkout, with their records written out, whichever derive from which."""
    expander = Expander()
    before: dict[Path, str] = {}
    while True:
        found = {
            path: expander.expand(".".join(path.with_suffix("").parts[1:]), text)
            for path, text in texts.items()
        }
        if found == before:
            return found
        before = found


def _run(groups: Mapping[str, Sequence[Path]], built: Path, jobs: int) -> None:
    """mypyc, then the C compiler, in the directory of the sources."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    class Parallel(build_ext):  # type: ignore[misc]  # setuptools is untyped
        """setuptools compiles several extensions side by side, but not the files of one."""

        def build_extensions(self) -> None:
            self.compiler.compile = partial(_compile, self.compiler, jobs)
            super().build_extensions()

    Path("mypy.ini").write_text(_CONFIGURATION.format(roots=":".join((*ROOTS, "."))), encoding="utf-8")
    named: list[tuple[list[str], str | None]] = [
        ([str(path) for path in paths], f"policywright_{group}") for group, paths in groups.items()
    ]
    extensions = mypycify(
        ["--config-file=mypy.ini", *(name for paths, _ in named for name in paths)],
        separate=named, multi_file=True, opt_level=os.environ.get(OPTIMISE, "2"), debug_level="0",
    )  # fmt: skip
    if not guard(Path("build")):
        raise SystemExit("mypyc writes its functions in another form than native/guard.py knows")
    for extension in extensions:
        # Not in place: all extensions have one list.
        own = (*_FLAGS, "-D_GNU_SOURCE", "-include", str(HEADER))
        extension.extra_compile_args = [*extension.extra_compile_args, *own]
    command = Parallel(Distribution({"name": "policywright", "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(built), str(built.with_name("objects"))
    command.ensure_finalized()
    command.run()


def _compile(compiler: Any, jobs: int, sources: Any, output_dir: Any = None, macros: Any = None,
             include_dirs: Any = None, debug: Any = False, extra_preargs: Any = None,
             extra_postargs: Any = None, depends: Any = None) -> list[str]:  # fmt: skip
    """``CCompiler.compile`` with several files at a time."""
    macros, objects, after, options, build = compiler._setup_compile(
        output_dir, macros, include_dirs, sources, depends, extra_postargs
    )
    arguments = compiler._get_cc_args(options, debug, extra_preargs)

    def one(name: str) -> None:
        compiler._compile(name, *build[name], arguments, after, options)

    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(one, (name for name in objects if name in build)):
            pass
    return list(objects)
