"""AWS Copilot: services and jobs by their manifests, and addons, which are CloudFormation.

A service's task role is made by Copilot; addons give it managed policies (those that they return as
outputs), and their other outputs are environment variables (``TableName`` is ``TABLE_NAME``). Source:
https://aws.github.io/copilot-cli/docs/developing/addons/workload/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.containers.tasks import is_quiet_image
from policywright.analyzers.infrastructure.documents import statements
from policywright.analyzers.infrastructure.images.dockerfile import image
from policywright.analyzers.infrastructure.model import (
    NOTHING,
    Code,
    HeldPolicy,
    HeldStatement,
    Problem,
    ProblemCode,
    Resource,
    Role,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.overlaid import overlaid
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_stack
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Unknown, Value

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WITHOUT_CODE = ("Static Site",)
_TASK_ROLE = "TaskRole"
_INJECTED = ("COPILOT_APPLICATION_NAME", "COPILOT_ENVIRONMENT_NAME", "COPILOT_LB_DNS")


def read_applications(files: ProjectFiles, manifests: list[str]) -> Iterator[Stack]:
    """A stack for each service or job with its addons."""
    for name in sorted(manifests):
        found = attempt(partial(_read, files, name), partial(failed_stack, name, "copilot"))
        if found is not None:
            yield found


def _read(files: ProjectFiles, name: str) -> Stack | None:
    tree = parse(name, files.text(name) or "")
    root = tree.root
    kind = root.get("type") if root is not None else None
    if root is None or kind is None or kind.text is None:
        if tree.problems:
            return Stack(name=name, dialect="copilot", files=(name,), problems=tuple(tree.problems))
        return None
    # The directory `environments` holds manifests too: those of the type Environment run nothing.
    if kind.text == "Environment" or kind.text in _WITHOUT_CODE:
        return None
    return _Service(files, name, root, list(tree.problems)).stack(kind.text)


@dataclass(slots=True, eq=False)
class _Addon:
    template: Template
    scope: Scope


@dataclass(slots=True, eq=False)
class _Service:
    files: ProjectFiles
    manifest: str
    root: Node
    problems: list[Problem]
    addons: list[_Addon] = field(default_factory=list)

    @property
    def id(self) -> str:
        node = self.root.get("name")
        return node.text if node is not None and node.text else PurePosixPath(self.manifest).parent.name

    def stack(self, kind: str) -> Stack:
        self._read_addons()
        role = Role(
            id=_TASK_ROLE,
            name=Text((Hole(kind="unknown"),)),
            span=self.root.span,
            policies=(*self._policies(), *self._implied(kind)),
            services=("tasks.apprunner.amazonaws.com",) if kind.startswith("Request-Driven") else
            ("ecs-tasks.amazonaws.com",),
        )  # fmt: skip
        workload = Workload(
            id=self.id, kind="task", name=Const(self.id), span=self.root.span, role=role.id,
            code=self._code(), environment=self._environment(),
        )  # fmt: skip
        files = (self.manifest, *(one.template.file for one in self.addons))
        return Stack(
            name=self.manifest, dialect="copilot", files=files, resources=tuple(self._resources()),
            workloads=(workload,), roles=(role,), problems=tuple(dict.fromkeys(self._all_problems())),
            parameters=tuple(dict.fromkeys(name for one in self.addons for name in one.scope.parameters)),
        )  # fmt: skip

    def _all_problems(self) -> Iterator[Problem]:
        yield from self.problems
        for one in self.addons:
            yield from one.template.problems

    # --- code ---

    def _code(self) -> Code:
        node = self.root.get("image")
        build = node.get("build") if node is not None else None
        if build is None:
            location = node.get("location") if node is not None else None
            shown = location.text if location is not None else None
            return Code(opaque=f"container image {shown or 'of this service'} is not built here")
        dockerfile = build.text or _text(build.get("dockerfile")) or "Dockerfile"
        context = _text(build.get("context")) or str(PurePosixPath(dockerfile).parent)
        above = self._workspace()
        found = image(self.files, _below(above, dockerfile), _below(above, context))
        if found is None:
            detail = f"{self.id}: its Dockerfile {dockerfile} isn't there"
            self.problems.append(Problem(code=ProblemCode.CODE_NOT_FOUND, span=build.span, detail=detail))
            return Code(opaque=f"the Dockerfile {dockerfile} isn't there")
        return Code(directory=found.directory, entries=found.entries, sidecars=tuple(self._sidecars()))

    def _sidecars(self) -> Iterator[str]:
        """Containers beside that of the service: those of the manifest, and the router of its log.

        https://aws.github.io/copilot-cli/docs/developing/sidecars/
        """
        for place in self._manifests():
            for name, node in _entries(place.get("sidecars")):
                shown = _text(node.get("image")) or _text(node.get("image", "location"))
                if not is_quiet_image(shown):
                    yield name
            if place.get("logging", "destination") is not None or place.get("logging", "image") is not None:
                yield "firelens_log_router"

    def _workspace(self) -> str:
        """The directory that holds ``copilot``; paths of a manifest are relative to it."""
        parts = self.manifest.split("/")
        return "/".join(parts[: len(parts) - 1 - parts[::-1].index("copilot")])

    def _environment(self) -> Struct:
        found: dict[str, Value] = {name: Text((Hole(kind="parameter", name=name),)) for name in _INJECTED}
        found["COPILOT_SERVICE_NAME"] = Const(self.id)
        for addon in self.addons:
            for name, node in addon.template.section("Outputs").items():
                value = addon.scope.evaluate(node.get("Value"))
                if self._policy_of(addon, node) is None and value != NO_VALUE:
                    found[_WORDS.sub("_", name).upper()] = value
        own, *others = map(_variables, self._manifests())
        # An environment that changes nothing need not be listed.
        made = overlaid([[Struct(tuple(found.items()))], [own], [NOTHING, *others]])
        return replace(made, open=self.root.get("env_file") is not None)

    def _manifests(self) -> Iterator[Node]:
        """The manifest and its overrides by environment."""
        yield self.root
        for _, node in _entries(self.root.get("environments")):
            yield node

    # --- addons ---

    def _read_addons(self) -> None:
        directory = f"{PurePosixPath(self.manifest).parent.as_posix()}/addons"
        for name in self.files.inside(directory):
            if not name.endswith((".yml", ".yaml")) or name.endswith("addons.parameters.yml"):
                continue
            tree = parse(name, self.files.text(name) or "")
            template = Template.of(tree)
            if template is None:
                self.problems.extend(tree.problems)
                continue
            self.addons.append(_Addon(template, Scope(template)))

    def _policy_of(self, addon: _Addon, output: Node) -> str | None:
        """The managed policy that an output returns."""
        value = output.get("Value")
        single = value.single if value is not None else None
        id = single[1].text if single is not None and single[0] == "Ref" else None
        declared = addon.template.resources.get(id or "")
        return declared.id if declared is not None and declared.type == "AWS::IAM::ManagedPolicy" else None

    def _policies(self) -> Iterator[HeldPolicy]:
        for addon in self.addons:
            ids = [self._policy_of(addon, node) for node in addon.template.section("Outputs").values()]
            for id in dict.fromkeys(one for one in ids if one is not None):
                declared = addon.template.resources[id]
                listed = declared.get("PolicyDocument", "Statement")
                site = addon.template.site(declared.node)
                yield HeldPolicy(
                    name=id, kind="customer-managed", span=declared.span, site=site,
                    statements=statements(listed, "cloudformation", addon.scope.evaluate),
                    statements_site=addon.template.site(listed) if listed is not None else None,
                )  # fmt: skip

    def _resources(self) -> Iterator[Resource]:
        for addon in self.addons:
            for one in addon.template.resources.values():
                yield Resource(id=one.id, type=one.kind, span=one.span, name=addon.scope.set_name(one.id))

    def _implied(self, kind: str) -> Iterator[HeldPolicy]:
        """What Copilot grants by itself for topics and queues of the manifest."""
        span = self.root.span
        if self.root.get("publish", "topics") is not None:
            yield _granted("Publish2SNS", ("sns:Publish",), ":sns:", span)
        if kind == "Worker Service":
            actions = (
                "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
            )  # fmt: skip
            yield _granted("EventsQueueAccess", actions, ":sqs:", span)


def _granted(name: str, actions: tuple[str, ...], service: str, span: Span) -> HeldPolicy:
    resource = Text((
        "arn:", Hole(kind="partition"), service, Hole(kind="region"), ":", Hole(kind="account"), ":*",
    ))  # fmt: skip
    held = HeldStatement(
        effect="Allow", actions=tuple(Const(action) for action in actions), resources=(resource,), span=span
    )
    return HeldPolicy(name=name, kind="implied", statements=(held,), span=span)


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return list(node.mapping.items()) if node is not None else []


def _text(node: Node | None) -> str:
    return node.text or "" if node is not None else ""


def _below(base: str, path: str) -> str:
    parts: list[str] = []
    for part in f"{base}/{path}".split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _variables(place: Node) -> Struct:
    """What a manifest, or its changes of one environment, sets."""
    found: dict[str, Value] = {
        name: Const(node.text) if node.text is not None else Unknown("import")
        for name, node in _entries(place.get("variables"))
    }
    found |= {name: Unknown("secret") for name, _ in _entries(place.get("secrets"))}
    return Struct(tuple(found.items()))
