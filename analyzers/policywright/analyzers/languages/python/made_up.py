"""What Python may mean that imports modules by names it makes up (what comes of it is ``loading``)."""

from __future__ import annotations

import re

from policywright.analyzers.made_up import ANYTHING, NAMED, argument
from policywright.knowledge.regex import regex

_USES = regex(
    rb"\b(?:import_module|__import__|import_string|get_storage_class|resolve_name|import_class|import_from_string|import_object|load_object"
    rb"|iter_entry_points|load_entry_point|get_entry_map|get_entry_info|namedAny|pydoc\.locate|symbol_by_name"
    rb"|load_setuptools_entrypoints|(?:Driver|Extension|Hook)Manager(?=\s*\()"
    rb"|(?:iter_modules|walk_packages|entry_points)(?=\s*\()|(?<=\.)entry_points)\b"
)
_GROUPS = regex(rb"entry|Manager")
"""What takes the name of a group of entry points, and none of a module."""
_IMPORTED = regex(rb"^[ \t]*(?:from\s+[\w.]+\s+)?import\b[^\n]*\Z|\bdef\s+\Z", re.MULTILINE)
_LISTED = regex(
    rb"\b(?:iter_modules|walk_packages|listdir|scandir|i?glob|iterdir|os\.walk)\b"
    rb"|(?<!__class__)(?<!\bcls)(?<!\))\.__(?:name|package)__\s*[+}.]"
)
"""Names of modules are put together from what is in a directory, or from the name of another module."""
_OWN = regex(rb"(?<!\.)__(?:name__\s*[+}.]|package__|path__)")
_TEXT = regex(rb"""['"]([A-Za-z_]\w*(?:\.\w+)*\.?)(?::[\w.]+)?['"]""")
_SERVED = regex(rb"""\(\s*['"]([A-Za-z_]\w*(?:\.\w+)*):[A-Za-z_][\w.]*['"]""")
"""The first argument of a call: ``uvicorn.run("shop.main:app")``."""
_BEGINNING = regex(r"[rRfFuU]{0,2}(['\"])((?!\1)[\w.]*)")
_STARTS = regex(
    rb"\b(?:subprocess|popen|Popen|os\.system|os\.exec|os\.spawn|posix_spawn|create_subprocess|pexpect)"
)
_STARTED = regex(
    rb"(?<![\w.])((?:\.{0,2}/|[\w-]+/)*[A-Za-z_][\w-]*)\.py\b|-m(?:['\"]\s*,)?\s*['\"]?([A-Za-z_]\w*(?:\.\w+)*)"
)
"""Files and modules that a command line runs: ``scripts/worker.py``, ``-m jobs.worker``."""


def made_up_names(module: str, data: bytes) -> tuple[str, ...]:
    """Regular expressions of the modules that the functions that import by names may mean."""
    found: dict[str, None] = {}
    unknown = ANYTHING if _LISTED.search(data) else NAMED
    own = [one for one in (module, module.rpartition(".")[0]) if one] if _OWN.search(data) else []
    for use in _USES.finditer(data):
        line = data[data.rfind(b"\n", 0, use.start()) + 1 : use.start()]
        if _IMPORTED.search(line):
            continue
        modules = None if _GROUPS.search(use[0]) else _modules(data, use.end())
        found[modules or unknown] = None
    for name in _SERVED.findall(data):
        found[rf"(?:.*\.)?{re.escape(name.decode())}"] = None
    if _STARTS.search(data):
        for file, name in _STARTED.findall(data):
            path = file.decode().rpartition("../")[2].strip("./").replace("/", ".") or name.decode()
            found[rf"(?:.*\.)?{re.escape(path)}(?:\.__main__)?"] = None
    if NAMED in found:
        found.update(dict.fromkeys(rf"{re.escape(one)}\..*" for one in own))
    return tuple(found)


def named(data: bytes) -> frozenset[str]:
    """The texts of a file that may be names of modules, of something in one, or begin one (with a dot)."""
    return frozenset(one.decode("utf-8", "replace") for one in _TEXT.findall(data))


def _modules(data: bytes, end: int) -> str | None:
    """The modules that one use may mean; None where its text says nothing of them."""
    text = argument(data, end + 1) if data[end : end + 1] == b"(" else ""
    beginning = _BEGINNING.match(text)
    if beginning is None:
        return None
    package, dot, name = beginning.group(2).rpartition(".")
    if not dot and beginning.end() + 1 == len(text):
        package = name
    if not package or package.startswith("."):
        return None
    return rf"(?:.*\.)?{re.escape(package)}(?:\..*)?"
