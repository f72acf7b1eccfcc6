"""Module names and import resolution of JavaScript and TypeScript; which files are tests or generated.

A module's name is its path. Specifiers are resolved as Node and TypeScript do: relative ones to a file
(``specifiers``), others by ``paths`` and ``baseUrl`` of the nearest tsconfig, ``exports`` and ``main`` of
packages of the same repository (``projects``).
"""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.languages.typescript.projects import projects
from policywright.analyzers.languages.typescript.specifiers import EXTENSIONS, beside, find
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from policywright.analyzers.program import Program
    from policywright.analyzers.source import SourceFile

_DATA = regex(rb"""(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*['"`](\.{1,2}/[^'"`\n]+\.json)['"`]""")
_EXTENDS = regex(rb'"extends"\s*:\s*(?:"[^"]*"|\[[^\]]*\])')
_RELATIVE = regex(rb'"(\.{1,2}/[^"]+)"')

_TEST_NAME = regex(
    r"(\.|-|_)(\w*(?:[tT]ests?|[sS]pec)|e2e|it|cy|stories)(?:-\w+)?\.[cm]?[jt]sx?$|[a-z0-9](?:Tests?|Spec)\.[cm]?[jt]sx?$"
    r"|(^|/)(jest|vitest|karma|cypress)\.[\w.]+$"
)
"""Names that test runners are told to look for, ``orders.unitTest.ts`` and ``orders.e2e-live.ts`` among them;
the text has to agree."""
_DRAWN = (
    (
        regex(rb"^import\b.*['\"](?:react-dom(?:/client)?|preact)['\"]", re.M),
        regex(rb"\b(?:createRoot|hydrateRoot|hydrate|render)\s*\("),
        regex(rb"\bdocument\.(?:getElementById|querySelector|body)\b"),
    ),
    (regex(rb"^import\b.*['\"]vue['\"]", re.M), regex(rb"\bcreateApp\s*\("), regex(rb"\.mount\(\s*['\"]#")),
    (
        regex(rb"^import\b.*['\"]@angular/platform-browser(?:-dynamic)?['\"]", re.M),
        regex(rb"\b(?:platformBrowserDynamic|platformBrowser|bootstrapApplication)\("),
    ),
)
"""Where React, Preact, Vue and Angular put an application into a document, by all that is in a file then:
https://react.dev/reference/react-dom/client, https://vuejs.org/guide/essentials/application,
https://angular.dev/api/platform-browser/bootstrapApplication."""
_SERVED = regex(
    rb"['\"](?:react-dom/server|vue/server-renderer|@angular/ssr[\w/-]*|electron|jsdom|express|node:\w+|https?|fs)['\"]"
)
"""What no page in a browser alone imports."""
_JEST_DIRECTORY = regex(r"(?:^|/)__(?:tests|mocks|fixtures)__/")
_TEST_DIRECTORY = regex(r"(^|/)(__tests__|__mocks__|tests?|e2e|integration-tests?|spec|cypress)/")
_TEST_TEXT = regex(
    rb"aws-sdk-client-mock|aws-sdk-mock|\bjest\.|from\s+['\"](?:vitest|@jest/globals|mocha|chai|ava|node:test|tap|@playwright/test)['\"]"
    rb"|\b(?:describe|it|test|beforeEach|beforeAll)(?:\.\w+)?\(\s*['\"`\w(]|\bCypress\.\w+|require\(['\"](?:chai|ava|mocha|tape|sinon)['\"]\)"
)
_TEST_MATCH = regex(rb"\btestMatch[\"']?\s*:\s*\[([^;]{0,1000})")
"""The patterns, and what follows them: a pattern may have brackets."""
_QUOTED = regex(rb"[\"'`]([^\"'`\n]+)[\"'`]")
_PLAIN = regex(r"[\w.@-]+")
_BESIDE = regex(rb"""(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*['"`](\.{1,2}/[^'"`\n]+)['"`]""")
_NAMED = regex(rb"""(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*['"`]([^.'"`\n][^'"`\n]*)['"`]""")
_HANDLER = regex(
    rb"\bexports\.(?:\w*[hH]andler|main|lambda)\s*="
    rb"|\bexport\s+(?:const|let|async\s+function|function)\s+(?:\w*[hH]andler|main|lambda)\b"
    rb"|\bexports\s*=\s*(?:async\s*)?(?:function\s*\w*\s*)?\(\s*_*event\b"
    rb"|\bexports?[\s.]\s*\w+\s*=\s*(?:async\s*)?(?:function\s*\w*\s*)?\(\s*_*event\b"
)
"""What is deployed, if only for a test."""
_GENERATED = regex(
    rb"^\s*(?://|/?\*+)[^\n]*(?:@generated|auto-?generated|do not (?:edit|modify))",
    re.IGNORECASE | re.MULTILINE,
)
_PRELUDE = regex(rb"MODULE_NOT_FOUND[\"'][^\n]{0,200}\.call\(\w+\.exports,\s*function")
"""How browserify's bundles begin (https://github.com/browserify/browser-pack, ``prelude.js``)."""
_SDK = regex(rb"\s*(?://|/\*!?)\s*AWS SDK for JavaScript v\d")
"""The first line of the SDK's own builds for browsers, as people copy them beside their pages."""
_HEAD = 4_000
"""Bytes in which a bundle says what it is."""
COMPILED = "compiled code"
"""What has a source of the same name somewhere."""
MINIFIED_LINE = 5_000
"""A line this long was not written by hand."""


def module_name(path: str) -> str:
    """A module is called by its path."""
    return path


def is_test(path: str, data: bytes) -> bool:
    """Named like a test, and reads like one; or in a directory that only Jest and its kin have."""
    if _JEST_DIRECTORY.search(path):
        return True
    named = _TEST_NAME.search(path) or _TEST_DIRECTORY.search(path)
    return bool(named and _TEST_TEXT.search(data))


def starts_page(data: bytes) -> bool:
    """Puts an application into the document of a browser, and into none that a server sends."""
    return any(all(sign.search(data) for sign in signs) for signs in _DRAWN) and not _SERVED.search(data)


def only_for_tests(
    files: Sequence[SourceFile], tests: Sequence[SourceFile], configuration: Mapping[str, bytes],
    _whole: bool,
) -> Collection[str]:  # fmt: skip
    """The other files of directories of tests: helpers, fixtures and clean-up; and what Jest is told to run.

    What is imported from outside of the directory is the application's, with what that imports; so is what a
    test deploys: a handler, with what lies beside and below it.
    """
    directories = list(_directories(files, configuration))
    run = [
        one.name for one in files
        if any(one.place.startswith(at) if fixed else at in f"/{one.place}" for fixed, at in directories)
        and _TEST_TEXT.search(one.data)
    ]  # fmt: skip
    return [*_beside_tests(files, tests), *run]


def _directories(
    files: Sequence[SourceFile], configuration: Mapping[str, bytes]
) -> Iterator[tuple[bool, str]]:
    """The directories of what Jest is told are tests (``testMatch``), and whether they are fixed or anywhere.

    Names of files say it by themselves.
    """
    told = {name: data for name, data in configuration.items() if posixpath.basename(name) == "package.json"}
    told |= {one.place: one.data for one in files if posixpath.basename(one.name).startswith("jest.config.")}
    for name, data in told.items():
        for quoted in (one for listed in _TEST_MATCH.findall(data) for one in _QUOTED.findall(listed)):
            parts = quoted.decode("utf-8", "replace").removeprefix("<rootDir>").lstrip("/").split("/")[:-1]
            fixed = parts[:1] != ["**"]
            plain = parts if fixed else parts[1:]
            plain = plain[:-1] if plain[-1:] == ["**"] else plain
            if plain and all(map(_PLAIN.fullmatch, plain)):
                place = "/".join(plain)
                yield fixed, f"{posixpath.join(posixpath.dirname(name), place)}/" if fixed else f"/{place}/"


def _beside_tests(files: Sequence[SourceFile], tests: Sequence[SourceFile]) -> Collection[str]:
    """The other files of directories of tests."""
    trees = {tree for one in tests if (tree := _tree(one.name))}
    inside = {one.name: one for one in files if _tree(one.name) in trees}
    if not inside:
        return ()
    stems = {_stem(name): name for name in inside}
    pending = [one for one in files if one.name not in inside]
    # By an alias, or the name of the package.
    last = {tree.rstrip("/").rpartition("/")[2].encode() for tree in trees}
    if any(name in path.split(b"/") for one in pending for path in _NAMED.findall(one.data) for name in last):
        return ()
    deployed = tuple(
        f"{posixpath.dirname(name)}/" for name, one in inside.items() if _HANDLER.search(one.data)
    )
    used = {name for name in inside if name.startswith(deployed)}
    pending.extend(inside[name] for name in used)
    while pending:
        one = pending.pop()
        for path in _BESIDE.findall(one.data):
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(one.name), path.decode("utf-8", "replace"))
            )
            for stem in (_stem(target), f"{target}/index"):
                if stem in stems and stems[stem] not in used:
                    used.add(stems[stem])
                    pending.append(inside[stems[stem]])
    return [name for name in inside if name not in used]


def _tree(path: str) -> str:
    """The outermost directory of tests that a file is in."""
    found = _TEST_DIRECTORY.search(path)
    return path[: found.end()] if found is not None else ""


def _stem(path: str) -> str:
    """A path as it is imported."""
    return posixpath.splitext(path)[0] if path.endswith(EXTENSIONS) else path


def generated(path: str, data: bytes) -> str | None:
    """Why a file is not source that somebody wrote; None when it is."""
    if path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return "type declarations"
    if path.endswith((".min.js", ".bundle.js", ".min.mjs", ".min.cjs")):
        return "a minified bundle"
    if (
        len(data) > MINIFIED_LINE
        and _longest_line(data) > MINIFIED_LINE
        and len(data) / (data.count(b"\n") + 1) > 200
    ):
        return "a minified bundle"
    if b"__webpack_require__" in data or _PRELUDE.search(data, 0, _HEAD):
        return "a bundle"
    if _SDK.match(data):
        return "the SDK itself"
    if b"//# sourceMappingURL=" in data[-4000:]:
        return COMPILED
    return None


def _longest_line(data: bytes) -> int:
    longest = start = 0
    while start < len(data) and longest <= MINIFIED_LINE:
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        longest = max(longest, end - start)
        start = end + 1
    return longest


def resolve(program: Program, importer: str, name: str, level: int) -> str | None:
    """The module of the program that an import means."""
    if name.startswith(_LAYERS):
        return _in_layers(program, importer, name.removeprefix(_LAYERS))
    if level:
        return find(program.has, beside(importer, name))
    return projects(program).resolve(importer, name)


_LAYERS = "/opt/"
"""Where Lambda unpacks layers."""


def _in_layers(program: Program, importer: str, path: str) -> str | None:
    """A file of a layer: of the functions' own, or the nearest that ends so.

    A build may put it below ``nodejs`` (https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html).
    """
    paths = (path, path.removeprefix("nodejs/"))
    directory = importer
    while directory:
        directory = posixpath.dirname(directory)
        for layer in program.layers_of(directory):
            for one in paths:
                found = find(program.has, posixpath.normpath(posixpath.join(layer, one)))
                if found is not None:
                    return found
    stem = posixpath.splitext(path)[0] if path.endswith(EXTENSIONS) else path
    ends = tuple(f"/{stem}{middle}{extension}" for middle in ("", "/index") for extension in EXTENSIONS)
    names = [name for name in program.files if f"/{name}".endswith(ends)]
    common = {name: len(posixpath.commonprefix([name, importer]).split("/")) for name in names}
    best = [name for name in names if common[name] == max(common.values())]
    return best[0] if len(best) == 1 else None


def keeps_types(program: Program, module: str) -> bool:
    """Whether imports of which only types are used may be there at run time."""
    return projects(program).keeps_types(program.files[module].name if module in program.files else module)


def references(name: str, data: bytes) -> Iterator[str]:
    """Data that a file imports, and the configuration that a tsconfig extends, as paths from the root."""
    directory = posixpath.dirname(name)
    if name.endswith(".json"):
        for match in _EXTENDS.finditer(data) if b'"extends"' in data else ():
            for target in _RELATIVE.findall(match.group(0)):
                path = posixpath.normpath(posixpath.join(directory, target.decode("utf-8", "replace")))
                yield path if path.endswith(".json") else f"{path}.json"
    elif b".json" in data:
        for match in _DATA.finditer(data):
            yield posixpath.normpath(posixpath.join(directory, match.group(1).decode("utf-8", "replace")))
