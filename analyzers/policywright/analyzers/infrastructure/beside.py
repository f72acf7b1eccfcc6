"""What runs under a role beside its code: layers' extensions, what comes before the code, other containers.

Lambda starts every file of ``/opt/extensions``, and runs ``AWS_LAMBDA_EXEC_WRAPPER`` before the runtime
(https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html); variables tell Node and Java what to load
before the code. Containers of one task have one role. Of the project's own layers that is code
to read; of others it is not known.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers import languages
from policywright.analyzers.infrastructure.compiled import MARKS, go_mains
from policywright.analyzers.infrastructure.extensions import is_quiet_preload, is_quiet_wrapper
from policywright.analyzers.infrastructure.images.commands import SCRIPTS
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, alternatives

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
_PRELOADS = {
    "NODE_OPTIONS": re.compile(
        r"(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[\s=]+(\S+)"
    ),
    "JAVA_TOOL_OPTIONS": re.compile(r"-javaagent:([^\s=]+)"),
    "JDK_JAVA_OPTIONS": re.compile(r"-javaagent:([^\s=]+)"),
}
"""The variables that tell a runtime what to load before the code, and how they say it."""
_SOURCES = (".js", ".mjs", ".cjs", ".ts", ".mts")
_LAYERS, _CODE = "/opt/", "/var/task/"


def beside(workload: Workload, files: ProjectFiles) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Entries of the project that run beside the handler, and what does that is not known."""
    code = workload.code
    layers = [layer.strip("/") for layer in code.layers]
    found: list[str] = []
    unknown = [f"the layer {one}" for one in code.extensions]
    unknown += [f"the container {one}" for one in code.sidecars]
    for layer in layers:
        if files.inside(posixpath.join(layer, "extensions")):
            found.append(f"{layer}/")
        elif len(programs := go_mains(files, layer)) == 1:
            # What a build makes of it is started beside the handler.
            found.append(f"{programs[0]}:main")
        elif programs or any(files.has(posixpath.join(layer, mark)) for mark in MARKS):
            unknown.append(f"the program in the layer {layer or '.'}")
    set_to = workload.environment.get(_WRAPPER)
    for wrapper in alternatives(set_to) if set_to is not None else ():
        path = wrapper.value if isinstance(wrapper, Const) else None
        if wrapper == Const("") or (isinstance(path, str) and is_quiet_wrapper(path)):
            continue
        there = [name for name in _places(path, layers, code.directory) if files.has(name)]
        here = [name for name in there if name.endswith(SCRIPTS) or languages.for_path(name) is not None]
        found += here
        if not here and not code.extensions:
            unknown.append(f"the wrapper {path}" if isinstance(path, str) else "its wrapper")
    for loaded in _loaded(workload):
        places = (name for place in _places(loaded, layers, code.directory) for name in _as_written(place))
        here = [name for name in places if files.has(name) and languages.for_path(name) is not None]
        found += here[:1]
        if not here and not is_quiet_preload(loaded):
            unknown.append(f"{loaded}, which is loaded before the code,")
    if set_to is None and workload.environment.open and layers:
        # Wrappers come in layers; nobody keeps removals from every function whose variables a caller gives.
        unknown.append("a wrapper that its variables may name")
    problems = (
        Problem(
            code=ProblemCode.OPAQUE_CODE,
            span=workload.span,
            detail=f"{workload.id}: what {one} calls is not known here",
        )
        for one in unknown
    )
    return tuple(dict.fromkeys(found)), tuple(problems)


def _loaded(workload: Workload) -> Iterator[str]:
    """What the runtime is told to load before the code, as far as that is known."""
    for name, said in _PRELOADS.items():
        value = workload.environment.get(name)
        for option in alternatives(value) if value is not None else ():
            if isinstance(option, Const) and isinstance(option.value, str):
                yield from (
                    found.strip("\"'").removeprefix("file://") for found in said.findall(option.value)
                )


def _as_written(name: str) -> Iterator[str]:
    """A file as it is deployed, or what it is compiled from."""
    stem, _ = posixpath.splitext(name)
    yield from (name, *(f"{one}{end}" for one in dict.fromkeys((name, stem)) for end in _SOURCES))


def _places(path: object, layers: list[str], directory: str | None) -> Iterator[str]:
    """Where in the project the file of a wrapper may be."""
    if isinstance(path, str) and path.startswith(_LAYERS):
        for layer in layers:
            yield posixpath.normpath(posixpath.join(layer, path.removeprefix(_LAYERS)))
    elif isinstance(path, str):
        yield posixpath.normpath(posixpath.join(directory or "", path.removeprefix(_CODE))).lstrip("/")
