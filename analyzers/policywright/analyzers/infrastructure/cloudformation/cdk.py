"""CDK: which templates of ``cdk.out`` count, and from which sources of the project an asset was made.

A synthesised template names assets (``aws:asset:path`` in a resource's Metadata): copies of directories, or
bundles. ``source_of`` finds the original: a directory of the project with the same handler file, the
entry point that esbuild's comments or source map name, what the application's source names as the construct's
entry (``cdk_entries``), or files called like the construct. A project with
``cdk.json`` and nothing synthesised is a ``Problem`` that says what to run; the package ``cdk`` reads its
source.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.ignoring import ignored_below
from policywright.analyzers.infrastructure.cloudformation.cdk_entries import written_entry
from policywright.analyzers.infrastructure.model import Alike, Code, Problem, ProblemCode
from policywright.analyzers.infrastructure.project import (
    ProjectFiles,
    objects_in,
    relative_to_file,
    whole_file,
)
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import replace

MANIFEST = "manifest.json"
ASSET_PATH = "aws:asset:path"
NESTED = ".nested.template.json"
_ASSETS = ".assets.json"
_MAX_ASSEMBLIES = 200
"""Assemblies (stages) below one ``cdk.out``."""
_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_EXPORTS = re.compile(r"^// (\S.*)\nvar (\w+) = \{\};", re.MULTILINE)
_GIVEN_OUT = re.compile(r"^module\.exports = __toCommonJS\((\w+)\);", re.MULTILINE)
_MADE_COMMONJS = re.compile(r"\b0 ?&& ?\(module\.exports ?= ?\{")
"""What esbuild writes at the end of an ES module that it makes CommonJS for Node.js."""
_EXPORTING = r"\bexport\s+(?:(?:async|const|let|var|function)\b[\s*]*)+NAME\b|\bexport\s*\{[^}]*\bNAME\b"
"""A module whose text exports NAME."""
_COMMENT = re.compile(r"^// (\S+\.(?:[cm]?[jt]s|[jt]sx))$", re.MULTILINE)
_SUFFIX = re.compile(r"[0-9A-F]{8}\Z")
_OWN = re.compile(
    r"(?:Custom::.*|AWSCDK\..*|@aws-cdk--.*|.*CustomResourceProvider|framework-(?:onEvent|isComplete|onTimeout)"
    r"|(?:AWS|LogRetention|BucketNotificationsHandler)[0-9a-f]{32})\Z"
)
"""Ids of the constructs that run the CDK's own handlers. Source: aws-cdk-lib 2.276, custom-resources,
custom-resource-handlers, aws-logs/log-retention, aws-s3/notifications-resource, aws-eks."""
_OWN_ID = re.compile(
    r"(?:CustomCDK\w+|CustomS3AutoDelete\w+|\w*CustomResourceProviderHandler"
    r"|\w*(?:AWS|LogRetention|BucketNotificationsHandler)[0-9a-f]{32})[0-9A-F]{8}\Z"
)
"""The logical ids of the same: the path without its signs, with a hash behind it."""
_ASSET = re.compile(r"(?:^|/)asset\.[0-9a-f]{64}\Z")
"""A directory that ``cdk synth`` copied; what is the project's own is found where it comes from."""
_ARTIFACTS = ('"aws:cloudformation:stack"', '"cdk:cloud-assembly"')
_COMPARED = 40
"""Files of an asset that are compared with a directory of the project."""


def assemblies(files: ProjectFiles, *, unmarked: bool = False) -> list[str]:
    """The directories that ``cdk synth`` wrote to: ``cdk.out``, or wherever there is such a manifest.

    The file that marks one may be missing: Git leaves it out together with directories that are called so.
    Then it is deployed all the same (``unmarked``), yet may be what somebody keeps and changes.
    """
    found: list[str] = []
    for name in files.names:
        if name.rpartition("/")[2] != MANIFEST:
            continue
        directory = posixpath.dirname(name)
        marked = files.has(f"{directory}/cdk.out" if directory else "cdk.out")
        if marked or (unmarked and any(mark in (files.text(name) or "") for mark in _ARTIFACTS)):
            found.append(directory)
    return [one for one in found if not any(is_inside(one, other) for other in found if other != one)]


def is_inside(name: str, directory: str) -> bool:
    """A file is below a directory; everything is below the root."""
    return not directory or name.startswith(f"{directory}/")


def templates_of(files: ProjectFiles, assembly: str) -> set[str]:
    """The templates that an assembly's manifest names, those of its stages and of nested stacks too."""
    found: set[str] = set()
    pending, seen = [assembly], 0
    while pending and seen < _MAX_ASSEMBLIES:
        directory = pending.pop()
        seen += 1
        artifacts = files.json(posixpath.join(directory, MANIFEST)).get("artifacts")
        for one in artifacts.values() if isinstance(artifacts, dict) else ():
            properties = one.get("properties", {}) if isinstance(one, dict) else {}
            template = properties.get("templateFile")
            if isinstance(template, str):
                found.add(posixpath.join(directory, template))
            inner = properties.get("directoryName")
            if one.get("type") == "cdk:cloud-assembly" and isinstance(inner, str):
                pending.append(posixpath.join(directory, inner))
    for name in list(found):
        found |= _nested(files, name)
    return found


def _nested(files: ProjectFiles, template: str) -> set[str]:
    """The nested stacks' templates that a template names, and those that they name."""
    found: set[str] = set()
    pending = [template]
    while pending:
        current = pending.pop()
        text = files.text(current) or ""
        paths = set(re.findall(r'"aws:asset:path"\s*:\s*"([^"]*\.nested\.template\.json)"', text))
        for key, path in _uploads(files, posixpath.dirname(current)):
            if path.endswith(NESTED) and f"/{key}" in text:
                paths.add(path)
        for path in paths:
            name = relative_to_file(current, path)
            if name is not None and name not in found and files.has(name):
                found.add(name)
                pending.append(name)
    return found


def key_of(files: ProjectFiles, name: str) -> str:
    """What a nested stack's template is called where it is uploaded to; empty where no file says it."""
    directory, _, base = name.rpartition("/")
    return next((key for key, path in _uploads(files, directory) if path == base), "")


def _uploads(files: ProjectFiles, directory: str) -> Iterator[tuple[str, str]]:
    """Keys of objects and the files that they are made of, as the manifests beside a template say."""
    for name in files.names:
        if not name.endswith(_ASSETS) or posixpath.dirname(name) != directory:
            continue
        for _, asset in objects_in(files.json(name).get("files")):
            path = dict(objects_in(asset)).get("source", {}).get("path")
            for _, place in objects_in(asset.get("destinations")):
                if isinstance(path, str) and isinstance(key := place.get("objectKey"), str):
                    yield key, path


def without_templates(files: ProjectFiles, synthesised: list[str]) -> Iterator[tuple[str, Problem]]:
    """The ``cdk.json`` of each application that is not synthesised, and that as a problem."""
    for name in files.names:
        if name.rpartition("/")[2] != "cdk.json" or "app" not in files.json(name):
            continue
        directory = posixpath.dirname(name)
        output = files.json(name).get("output")
        place = posixpath.normpath(
            posixpath.join(directory, output if isinstance(output, str) else "cdk.out")
        )
        if any(one == place or is_inside(one, directory) for one in synthesised):
            continue
        if any(one and is_inside(name, one) for one in synthesised):
            continue  # a copy: the whole of an application is an asset
        where = f" in {directory}" if directory else ""
        detail = f"this CDK application is not synthesised: run `npx cdk synth`{where} and analyse again"
        together = "these CDK applications are not synthesised: run `npx cdk synth` in each and analyse again"
        problem = Problem(
            code=ProblemCode.NOT_SYNTHESISED,
            span=whole_file(name),
            detail=detail,
            alike=Alike(name=directory or ".", said=together),
        )
        yield name, problem


# --- sources ---


def asset_of(files: ProjectFiles, template: str, resource: Node, property: str) -> str | None:
    """The asset that a property of a resource is made of, relative to the root: a directory or file.

    By its Metadata; without (``--no-asset-metadata``), by the hash in the key of the object in S3.
    """
    path = _text(resource.get("Metadata", ASSET_PATH))
    if path is not None:
        if path.startswith("/"):
            root = f"{files.root.resolve().as_posix()}/"
            return path.removeprefix(root) if path.startswith(root) else None
        return relative_to_file(template, path)
    code = resource.get("Properties", property)
    key = None if code is None else _text(code.get("S3Key")) or _image_tag(code.get("ImageUri"))
    if key is None:
        return None
    hashed = key.removesuffix(".zip").rpartition(":")[2]
    found = relative_to_file(template, f"asset.{hashed}")
    return found if found is not None and files.inside(found) else None


def _text(node: Node | None) -> str | None:
    return None if node is None else node.text


def _image_tag(node: Node | None) -> str | None:
    return None if node is None else _text(node.get("Fn::Sub"))


def source_of(files: ProjectFiles, asset: str, code: Code, construct: str) -> Code:
    """The code with the directory, and the entry point if need be, that the asset was made from.

    ``construct`` is the path of the construct (``aws:cdk:path``).
    """
    project = _project_of(asset)
    if not _within_output(asset):
        return replace(code, directory=asset, opaque=None)
    handler = code.handler or ""
    runtime = code.runtime or ""
    if runtime.startswith("nodejs"):
        return _script_source(files, asset, project, code, construct)
    if runtime.startswith(("go", "provided")):
        return _go_source(files, asset, project, code, construct)
    if runtime.startswith("python"):
        path = (handler.rpartition(".")[0] or handler).replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            directory = _same(files, asset, file, project)
            if directory is not None:
                return replace(code, directory=directory, opaque=None)
        return _without_source(asset, code)
    # Java and the rest: by the handler's name, anywhere below the application.
    return replace(code, directory=project, opaque=None)


def _project_of(asset: str) -> str:
    """The directory of the CDK application: what ``cdk.out`` is in."""
    parts = asset.split("/")
    return "/".join(parts[: parts.index("cdk.out")]) if "cdk.out" in parts else ""


def _within_output(name: str) -> bool:
    return "cdk.out" in name.split("/") or posixpath.basename(name).startswith("asset.")


def _without_source(asset: str, code: Code) -> Code:
    """An asset of no source in the project: custom resources of CDK's, whose policies are CDK's as well."""
    name = posixpath.basename(asset)
    return replace(
        code, opaque=f"the project has no source of its asset {name} (CDK brings some code itself)"
    )


def _same(files: ProjectFiles, asset: str, file: str, project: str) -> str | None:
    """The directory of the project with the same text in ``file`` as the asset: the most alike of several."""
    text = files.text(f"{asset}/{file}") if files.has(f"{asset}/{file}") else None
    if text is None:
        return None
    candidates = [
        name[: len(name) - len(file)].rstrip("/")
        for name in files.names
        if (name == file or name.endswith(f"/{file}"))
        and not _within_output(name)
        and files.text(name) == text
    ]
    if not candidates:
        return None
    others = [name[len(asset) + 1 :] for name in files.inside(asset)][:_COMPARED]
    found = [posixpath.join(one, file) for one in candidates]
    # What Git ignores is itself a copy, made for the asset.
    copies = set(ignored_below(found, files.root, files.root)) if len(found) > 1 else set()

    def alike(directory: str) -> tuple[bool, int, bool, int]:
        prefix = f"{directory}/" if directory else ""
        same = sum(files.has(prefix + other) for other in others)
        is_source = posixpath.join(directory, file) not in copies
        return is_source, same, is_inside(directory, project), -len(directory)

    return max(sorted(candidates), key=alike)


def _script_source(files: ProjectFiles, asset: str, project: str, code: Code, construct: str) -> Code:
    module, _, function = (code.handler or "").rpartition(".")
    for suffix in _SCRIPTS:
        directory = _same(files, asset, module + suffix, project)
        if directory is not None:
            return replace(code, directory=directory, opaque=None)
    bundle = next((name for suffix in _SCRIPTS if files.has(name := f"{asset}/{module}{suffix}")), None)
    entry = None if bundle is None else _bundled_from(files, bundle, project, function)
    scripts = _scripts(files, project)
    entry = entry or written_entry(files, scripts, project, construct) or _named(scripts, construct)
    if entry is not None:
        return replace(
            code, directory=posixpath.dirname(entry), entries=(f"{entry}:{function}",), opaque=None
        )
    return _without_source(asset, code)


def _bundled_from(files: ProjectFiles, bundle: str, project: str, function: str) -> str | None:
    """The entry point of a bundle: by the comments that esbuild puts before each module, or the source map.

    esbuild writes modules in the order in which they are evaluated, so the entry point's part is last; but
    of an ES module that is made CommonJS, what it exports comes before all that it imports.
    """
    text = files.text(bundle) or ""
    given_out = _GIVEN_OUT.search(text)
    comments = (
        [one for one, name in _EXPORTS.findall(text) if name == given_out[1]]
        if given_out is not None
        else _COMMENT.findall(text)[-1:]
    )
    for comment in comments:
        found = _in_project(files, comment, project)
        if found is not None:
            return found
    modules = _mapped(files, f"{bundle}.map", project)
    if _MADE_COMMONJS.search(text) is not None:
        exporting = re.compile(_EXPORTING.replace("NAME", re.escape(function)))
        modules = [one for one in modules if exporting.search(files.text(one) or "") is not None] or modules
        return modules[0] if modules else None
    return modules[-1] if modules else None


def _mapped(files: ProjectFiles, map_name: str, project: str) -> list[str]:
    """The project's own modules in a source map, in its order."""
    sources = files.json(map_name).get("sources") if files.has(map_name) else None
    found: list[str] = []
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, str) and "node_modules" not in source:
            name = relative_to_file(map_name, source)
            module = name if name is not None and files.has(name) else _in_project(files, source, project)
            if module is not None:
                found.append(module)
    return found


def _in_project(files: ProjectFiles, path: str, project: str) -> str | None:
    """A path of a bundler's, which is relative to where it ran, as a file of the project."""
    plain = "/".join(part for part in path.split("/") if part not in ("..", "."))
    if "node_modules/" in plain:
        return None
    for base in (project, ""):
        name = f"{base}/{plain}" if base else plain
        if files.has(name):
            return name
    ends = [name for name in files.names if name.endswith(f"/{plain}") and not _within_output(name)]
    inside = [name for name in ends if is_inside(name, project)]
    chosen = inside or ends
    return chosen[0] if len(chosen) == 1 else None


def _words(construct: str) -> list[str]:
    """The names of a construct that a file may be called by, innermost first."""
    parts = [part for part in construct.split("/") if part not in ("Resource", "Default")]
    return [_plain(part) for part in reversed(parts[1:] or parts)]


def _plain(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return re.sub(r"(function|lambda|handler|fn)$", "", plain) or plain


def _scripts(files: ProjectFiles, project: str) -> list[str]:
    """What may be a function's source, or a construct's."""
    return [
        name for name in files.inside(project)
        if name.endswith((*_SCRIPTS, ".py")) and not name.endswith(".d.ts") and not _within_output(name)
        and not re.search(r"(?:\.test|\.spec)\.|(?:^|/)(?:node_modules|tests?|__tests__)/", name)
    ]  # fmt: skip


def _named(scripts: list[str], construct: str) -> str | None:
    """The script called like the construct: ``orders.ts``, or ``stack.Orders.ts`` (NodejsFunction's way)."""
    names = [name for name in scripts if name.endswith(_SCRIPTS)]
    for word in _words(construct):
        by_file: list[str] = []
        for name in names:
            stem = posixpath.splitext(posixpath.basename(name))[0]
            if word and word in (_plain(stem), _plain(stem.rpartition(".")[2])):
                by_file.append(name)
        in_directory = [
            name for name in names
            if posixpath.splitext(posixpath.basename(name))[0] in ("index", "handler", "main", "app")
            and _plain(posixpath.basename(posixpath.dirname(name))) == word
        ]  # fmt: skip
        for found in (by_file, in_directory):
            if len(found) == 1:
                return found[0]
    return None


def _go_source(files: ProjectFiles, asset: str, project: str, code: Code, construct: str) -> Code:
    """The program called like the construct, or the only one."""
    from policywright.analyzers.infrastructure.compiled import go_programs

    packages = [one for one in go_programs(files, project) if not _within_output(one)]
    for word in _words(construct):
        named = [one for one in packages if _plain(posixpath.basename(one)) == word]
        if len(named) == 1:
            return replace(code, directory=named[0], opaque=None)
    if len(packages) == 1:
        return replace(code, directory=packages[0], opaque=None)
    if packages:
        return replace(code, opaque="which Go program it is made of can't be told")
    return _without_source(asset, code)


def image_asset(files: ProjectFiles, template: str, image: Node | None) -> tuple[str, str] | None:
    """What the image of a container is made of, and the Dockerfile in it, by the asset's hash in its name."""
    hashed = (_image_tag(image) or "").rpartition(":")[2]
    found = relative_to_file(template, f"asset.{hashed}") if hashed else None
    if found is None or not files.inside(found):
        return None
    manifest = parse(template, files.text(template.replace(".template.json", ".assets.json")) or "{}").root
    source = None if manifest is None else manifest.get("dockerImages", hashed, "source")
    name = None if source is None else _text(source.get("dockerFile"))
    return directory_like(files, found), name or "Dockerfile"


def directory_like(files: ProjectFiles, asset: str) -> str:
    """The directory of the project that an asset (of a layer, of an image) is a copy of; else itself."""
    for name in files.inside(asset)[:_COMPARED]:
        relative = name[len(asset) + 1 :]
        if relative.endswith((".py", *_SCRIPTS, "Dockerfile")):
            found = _same(files, asset, relative, _project_of(asset))
            if found is not None:
                return found
    return asset


def is_its_own(resource: Node, id: str, code: Code) -> bool:
    """A function that the CDK brings: a custom resource's handler, whose policies are its own, too.

    Where the constructs' paths are switched off (tests of applications), the logical id says it.
    """
    path = _text(resource.get("Metadata", "aws:cdk:path"))
    asset = _ASSET.search(code.directory or "") is not None
    brought = code.opaque is not None or code.inline is not None or asset
    if path is None:
        return brought and _OWN_ID.match(id) is not None
    return brought and any(_OWN.match(step) for step in path.split("/"))


def construct_of(resource: Node, id: str) -> str:
    """The path of the construct that a resource belongs to; its logical id without the hash otherwise."""
    return _text(resource.get("Metadata", "aws:cdk:path")) or _SUFFIX.sub("", id)
