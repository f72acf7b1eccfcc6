"""What JavaScript may mean that loads modules by names it makes up.

The rule is that of ``loading``: a path from the module's own directory on means what lies below where it
begins; of a name without such a beginning (a package's, a variable) anything that is a constant elsewhere.
"""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.languages.typescript.specifiers import EXTENSIONS
from policywright.analyzers.made_up import ANYTHING, argument, literals
from policywright.knowledge.regex import regex

_LOADS = regex(rb"(?<![.\w$])(?:require|import)\s*\(\s*(?:/\*[^*]*\*/\s*)*")
_GLOBS = regex(rb"\bimport\.meta\.glob(?:Eager)?\s*(?:<[^()]*>)?\s*\(\s*")
_BASE = regex(rb"[^)]{0,300}\bbase\s*:")
"""The directory that patterns are below is said apart."""
_OTHER_SIGNS = regex(r"[\[\]()]|\{[^{}]*(?:\{|\.\.)|[!+@](?=\()")
_OF_GLOB = regex(r"/?\*\*/|\*\*|\*|\?|\{([^{}]*)\}")
_OWN_DIRECTORY = regex(r"__dirname\s*\+\s*(['\"`])(?=/)|(`)\$\{__dirname\}(?=/)")
_EXPRESSION = regex(r"['\"`(]|(?:new|await)\s|[\w$.]+\s*(?:\Z|[+(\[?|&!`]|as\s)")
"""No sentence of a comment, no parameter of a method."""
_ENDING = regex(r"\.[A-Za-z][\w-]*\Z")
_STARTS = regex(
    rb"\bchild_process\b|\bchild-process|\bWorker\(|\bexeca\b|\bcross-spawn\b|piscina|pool\b|\bbull|\bpm2\b|shelljs"
)
_STARTED = regex(rb"(?<![\w.])((?:\.{0,2}/|[\w-]+/)*[\w-]+(?:\.[\w-]+)*)\.[cm]?[jt]s\b")
"""Files that a command line, a worker or a pool of them runs: ``./job.js``."""


def made_up_names(module: str, data: bytes) -> tuple[str, ...]:
    """Regular expressions of the modules that its calls of ``require`` and ``import`` may mean."""
    found: dict[str, None] = {}
    for call in _LOADS.finditer(data):
        text = argument(data, call.end())
        pattern = _modules(posixpath.dirname(module), text) if _EXPRESSION.match(text) else None
        if pattern is not None:
            found[pattern] = None
    for call in _GLOBS.finditer(data):
        globs = [text for _, _, text in literals(argument(data, call.end()))]
        based = _BASE.match(data, call.end()) is not None
        found.update(dict.fromkeys([globbed(module, text) for text in globs if not based] or (ANYTHING,)))
    if _STARTS.search(data):
        for file in _STARTED.findall(data):
            path = file.decode().rpartition("../")[2].removeprefix("./").lstrip("/")
            found[rf"(?:.*/)?{re.escape(path)}\.[cm]?[jt]sx?"] = None
    return tuple(found)


def globbed(module: str, glob: str) -> str:
    """The modules that a pattern of Vite's means, as a regular expression.

    What a pattern leaves out (``!…``) only takes others away; one that begins with no dot is below the root
    of the project, or below what an alias stands for (https://vite.dev/guide/features#glob-import). With
    other signs of patterns than ``*``, ``?`` and ``{a,b}`` it may be any.
    """
    if glob.startswith("!"):
        return r"(?!)"
    if _OTHER_SIGNS.search(glob):
        return ANYTHING
    if glob.startswith("."):
        path, start = posixpath.normpath(posixpath.join(posixpath.dirname(module), glob)), ""
    else:
        path, start = glob.lstrip("/") if glob.startswith("/") else glob.partition("/")[2], "(?:.*/)?"
    last, found = 0, start
    for one in _OF_GLOB.finditer(path):
        found += re.escape(path[last : one.start()]) + _meant(one.group(), one.group(1))
        last = one.end()
    return found + re.escape(path[last:])


def _meant(sign: str, either: str | None) -> str:
    if either is not None:
        return f"(?:{'|'.join(_meant_inside(one) for one in either.split(','))})"
    if sign.endswith("**/"):
        return "/(?:.*/)?" if sign.startswith("/") else "(?:.*/)?"
    return ANYTHING if sign == "**" else "[^/]*" if sign == "*" else "[^/]"


def _meant_inside(text: str) -> str:
    return re.escape(text).replace(r"\*", "[^/]*")


def _modules(directory: str, text: str) -> str | None:
    """The modules that are meant; None where all of the name is written down, or it is none of code."""
    path = _OWN_DIRECTORY.sub(r"\1\2.", text)
    known = list(literals(path))
    if not known:
        return ANYTHING
    start, end, first = known[0]
    _, last, tail = known[-1]
    holes = "${" in first and path[start] == "`"
    if start == 0 and end == len(path) and not holes:
        return None
    ending = _ENDING.search(tail) if path[last:].strip(") ") == "" else None
    if ending is not None and ending.group() not in EXTENSIONS:
        return None
    beginning = first.partition("${")[0] if holes else first
    if start or not beginning:
        return ANYTHING
    if not beginning.startswith("."):
        return None if "/" in beginning.strip("/") else ANYTHING
    within = posixpath.normpath(posixpath.join(directory, posixpath.dirname(f"{beginning}x")))
    name = beginning.rpartition("/")[2]
    return re.escape("" if within == "." else f"{within}/") + re.escape(name) + ANYTHING
