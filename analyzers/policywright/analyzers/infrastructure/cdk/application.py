"""A CDK application: its sources, and which construct of them each resource of its templates is of."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from policywright.analyzers.infrastructure.cdk.records import Construct, Source
from policywright.analyzers.infrastructure.cdk.source import SCRIPTS, read_source
from policywright.analyzers.infrastructure.cloudformation.cdk import MANIFEST, templates_of
from policywright.analyzers.infrastructure.model import Resource, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass

APPLICATION = "cdk.json"
"""The file that says how an application is run."""
MAX_SOURCES = 400
"""Files of an application that are looked at."""
_LIBRARY = re.compile(r"aws_cdk|aws-cdk|@aws-cdk|constructs")
_SHOWN_ONLY = (".java", ".kt", ".cs", ".go")
"""Sources of the CDK's other languages."""
_INNER = ("Resource", "DefaultPolicy", "ServiceRole", "TaskRole", "Role", "ExecutionRole", "Key")
"""Names of the constructs that others make inside themselves."""


_PARTS = {"AWS::IAM::Role": "ServiceRole/", "AWS::KMS::Key": "Key/"}
_PARTS_OF = ("Role", "Key")
"""What constructs make beside their own resource, and the constructs whose own that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A construct and the source that makes it."""

    source: Source
    construct: Construct

    @property
    def place(self) -> str:
        return f"{self.source.name}:{self.construct.call.line}"


@lru_cache(maxsize=MAX_SOURCES)
def _read(name: str, text: str) -> Source:
    """What a source says: an application has one template for each stack, and a patch changes few files."""
    return read_source(name, text)


_ENVIRONMENT = re.compile(r"aws://(\d{12})/([a-z0-9-]+)")
"""An environment in a manifest of CDK's; ``unknown-account`` where it is not told."""


class Application:
    """The sources of a CDK application, and the constructs of one template of it.

    Of one that is not synthesised ``template`` is its ``cdk.json``, and ``stack`` says where each resource is
    made.
    """

    def __init__(self, files: ProjectFiles, template: str, stack: Stack | None = None) -> None:
        self.files = files
        output = posixpath.dirname(template)
        if posixpath.basename(template) == APPLICATION:
            output = posixpath.join(output, "cdk.out")
        while output and not files.has(posixpath.join(posixpath.dirname(output), APPLICATION)):
            output = posixpath.dirname(output)
        self.root = posixpath.dirname(output)
        self.output = output
        self.template = template
        self.paths = _paths_in(files, template)
        self._found: dict[str, Found | str] = {}
        self._instances: dict[int, list[str]] = {}
        self.is_source = stack is not None and not self.paths
        """It is not synthesised: what is said of it stands where its source says it."""
        self.runs: Counter[tuple[str, int, int]] = Counter()
        """How often its calls run, once somebody has asked (``frames.runs_of``)."""
        for resource, one in self._by_places(stack) if stack is not None and not self.paths else ():
            if isinstance(one, str):
                self.paths[resource.id] = resource.id
                self._found[resource.id] = one
                continue
            part = _PARTS.get(resource.type, "") if one.construct.kind not in _PARTS_OF else ""
            path = f"{one.place}/{one.construct.id}/{part}Resource"
            self.paths[resource.id], self._found[path] = path, one

    @property
    def environment(self) -> str:
        """``:region:account:`` that the template was synthesised for, if it comes from outside of the source.

        An application that takes them from whoever runs it (``CDK_DEFAULT_ACCOUNT``) has them in its
        template, where they are one deployment's.
        """
        manifest = posixpath.join(posixpath.dirname(self.template), MANIFEST)
        artifacts = self.files.json(manifest).get("artifacts") if self.files.has(manifest) else None
        for one in artifacts.values() if isinstance(artifacts, dict) else ():
            properties = one.get("properties") if isinstance(one, dict) else None
            of = properties.get("templateFile") if isinstance(properties, dict) else None
            if of != posixpath.basename(self.template):
                continue
            found = _ENVIRONMENT.fullmatch(str(one.get("environment")))
            if found is not None and not any(found[1] in source.text for source in self.sources):
                return f":{found[2]}:{found[1]}:"
        return ""

    def _by_places(self, stack: Stack) -> Iterator[tuple[Resource, Found | str]]:
        """The resources of a stack that was read from the source, by where they are made, or why not."""
        made = {
            (source.name, place.start_byte): Found(source=source, construct=one)
            for source in self.sources
            for one in source.constructs
            for place in (one.call.node, one.call.method_node)
        }
        times = Counter((one.type, one.span.file, one.span.start_byte) for one in stack.resources)
        for resource in stack.resources:
            span = resource.span
            found = made.get((span.file, span.start_byte))
            place = f"{span.file}:{span.line}"
            if (count := times[resource.type, span.file, span.start_byte]) > 1:
                yield resource, f"{place} makes {count} constructs of the application, and serves them all"
            elif found is not None:
                yield resource, found
            elif span.file != stack.name:
                yield resource, f"its id is computed where it is made ({place})"

    def _with_suffix(self, suffixes: tuple[str, ...]) -> list[str]:
        """The application's files of some kinds, for all of its templates."""

        def found() -> list[str]:
            inside = (name for name in self.files.inside(self.root) if name.endswith(suffixes))
            return [
                name for name in inside
                if not (self.output and name.startswith(f"{self.output}/"))
                and "node_modules" not in name.split("/") and not name.endswith(".d.ts")
                and not _is_compiled(name, self.files)
                and (suffixes == _SHOWN_ONLY or _LIBRARY.search(self.files.text(name) or ""))
            ][:MAX_SOURCES]  # fmt: skip

        return self.files.once(("sources of a CDK application", self.root, self.output, suffixes), found)

    @property
    def names(self) -> list[str]:
        return self._with_suffix((".py", *SCRIPTS))

    @property
    def unread(self) -> list[str]:
        """Sources in the CDK's other languages."""
        return self._with_suffix(_SHOWN_ONLY)

    def source(self, name: str) -> Source:
        return _read(name, self.files.text(name) or "")

    @property
    def sources(self) -> list[Source]:
        return [self.source(name) for name in self.names]

    def of_resource(self, id: str) -> Found:
        """The construct that a resource of the template is of; ``Refused`` says why there is none."""
        path = self.paths.get(id)
        if path is None:
            raise Refused("the template does not say which construct it is of (aws:cdk:path)")
        return self.of_path(path)

    def of_path(self, path: str) -> Found:
        """The construct of a path, or the one that made it."""
        if path not in self._found:
            try:
                self._found[path] = self._look_up(path)
            except Refused as error:
                self._found[path] = str(error)
        found = self._found[path]
        if isinstance(found, str):
            raise Refused(found)
        return found

    def known(self, id: str) -> Found | None:
        """The construct of a resource, where that can be told."""
        try:
            return self.of_resource(id)
        except Refused:
            return None

    def is_part(self, id: str, found: Found) -> bool:
        """A construct made a resource beside its own: ``Fn/ServiceRole/Resource``."""
        steps = self.paths[id].split("/")
        own = steps[-2] if steps[-1] == "Resource" and len(steps) > 1 else steps[-1]
        return own != found.construct.id

    def _look_up(self, path: str) -> Found:
        if not self.names:
            raise Refused(self._elsewhere(path))
        steps = [step for step in path.split("/") if step]
        while steps:
            id, owner = steps[-1], steps[-2] if len(steps) > 1 else ""
            found = [one for one in self._called(id) if self._is_inside(one, owner)]
            if len(found) == 1:
                return found[0]
            if found:
                places = ", ".join(one.place for one in found[:3])
                raise Refused(f"several constructs of the application are called {id} ({places})")
            if id not in _INNER:
                break
            steps.pop()
        raise Refused(self._made_by(path))

    def _is_inside(self, found: Found, owner: str) -> bool:
        """A construct may be made in the scope that a path says: of a class that is made under that id."""
        scope, own = found.construct.scope, found.source.shape.own.rstrip(".")
        if scope == own:
            classes = {kind for source in self.sources for kind in source.classes_of(owner)}
            bases = {name for source in self.sources for one in classes for name in source.base_names(one)}
            return not classes or found.construct.owner in classes | bases
        made = found.source.made_by(scope, found.construct.call.where)
        return made is None or made.id == owner

    def _called(self, id: str) -> list[Found]:
        return [
            Found(source=source, construct=one)
            for source in self.sources
            if id in source.text
            for one in source.constructs
            if one.id == id
        ]

    def _made_by(self, path: str) -> str:
        """That no source makes a construct, and which of its parents one does."""
        steps = path.split("/")
        for length in range(len(steps) - 1, 0, -1):
            found = self._called(steps[length - 1]) if steps[length - 1] not in _INNER else []
            if len(found) == 1:
                return (
                    f"no source makes {'/'.join(steps[length:])} under that literal id: it is made for "
                    f"{steps[length - 1]} ({found[0].place})"
                )
        return f"no construct with the literal id of {path} is in the application's source"

    def _elsewhere(self, path: str) -> str:
        """Where an application in another language makes a construct."""
        others = self.unread
        if not others:
            return "the application's source is not here"
        for id in reversed([step for step in path.split("/") if step not in _INNER]):
            for name in others:
                for number, line in enumerate((self.files.text(name) or "").splitlines(), 1):
                    if f'"{id}"' in line:
                        return f"only Python and TypeScript are rewritten; {id} is made at {name}:{number}"
        return "only Python and TypeScript are rewritten, and the application is in another language"

    def instances(self, of: Found) -> list[str]:
        """The templates of the whole assembly with a construct that one place of the source makes.

        One is named as often as it has them.
        """
        key = id(of.construct)
        if key not in self._instances:
            self._instances[key] = [
                name
                for name in self._templates()
                for path in dict.fromkeys(_outer(path) for path in _paths_in(self.files, name).values())
                if self._is_of(path, of)
            ]
        return self._instances[key]

    def _is_of(self, path: str, of: Found) -> bool:
        if path.rpartition("/")[2] != of.construct.id:
            return False
        try:
            return self.of_path(path).construct is of.construct
        except Refused:
            return False

    def _templates(self) -> list[str]:
        return sorted(templates_of(self.files, self.output))


def _paths_in(files: ProjectFiles, template: str) -> dict[str, str]:
    """The paths of a template's constructs, by logical id: its own, or those that its assembly lists."""
    return construct_paths(files.text(template) or "") or _listed(files, template)


def _listed(files: ProjectFiles, template: str) -> dict[str, str]:
    """The paths as the assembly lists them, for a template without (``--no-path-metadata``)."""
    data = files.json(template)
    own = data.get("Resources")
    found: dict[str, set[str]] = {}
    directory = posixpath.dirname(template)
    artifacts = files.json(posixpath.join(directory, MANIFEST)).get("artifacts")
    every = (
        [one for one in artifacts.values() if isinstance(one, dict)] if isinstance(artifacts, dict) else []
    )
    # A nested stack's are listed with those of the stack that it is in.
    file = posixpath.basename(template)
    for one in [one for one in every if one.get("properties", {}).get("templateFile") == file] or every:
        more = one.get("additionalMetadataFile")
        listed = files.json(posixpath.join(directory, more)) if isinstance(more, str) else {}
        for path, entries in {**(one.get("metadata") or {}), **listed}.items():
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and entry.get("type") == "aws:cdk:logicalId":
                    found.setdefault(str(entry.get("data")), set()).add(path.strip("/"))
    return {
        id: next(iter(paths))
        for id, paths in found.items()
        if len(paths) == 1 and isinstance(own, dict) and id in own
    }


def _outer(path: str) -> str:
    """The path without the constructs that others make inside themselves."""
    steps = path.split("/")
    while len(steps) > 1 and steps[-1] in _INNER:
        steps.pop()
    return "/".join(steps)


def _is_compiled(name: str, files: ProjectFiles) -> bool:
    """JavaScript beside the TypeScript that it was made from."""
    stem, suffix = posixpath.splitext(name)
    return suffix in (".js", ".mjs", ".cjs") and files.has(f"{stem}.{suffix[1:].replace('js', 'ts')}")


def construct_paths(template: str) -> dict[str, str]:
    """The paths of a template's constructs, by logical id."""
    try:
        data = json.loads(template)
    except (ValueError, RecursionError):
        return {}
    resources = data.get("Resources") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for id, resource in resources.items() if isinstance(resources, dict) else ():
        metadata = resource.get("Metadata") if isinstance(resource, dict) else None
        path = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        if isinstance(path, str):
            found[id] = path
    return found
