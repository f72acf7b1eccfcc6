"""One Chalice project: its configuration per stage and function, its handlers, roles and policy files.

Settings are looked up as Chalice does: the stage's entry of the function, the stage, the function, the top
(https://aws.github.io/chalice/topics/configfile.html). With ``autogen_policy`` (the default) Chalice writes
the policy from the code at every deployment, so nothing is held; otherwise a file next to the configuration
is the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.chalice.handlers import API, Handler, handlers
from policywright.analyzers.infrastructure.documents import constant, site_of, statements
from policywright.analyzers.infrastructure.model import (
    Code,
    HeldPolicy,
    Problem,
    ProblemCode,
    Resource,
    Role,
    RuntimeNeed,
    Site,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.infrastructure.runtime import FunctionConfiguration, Source, function_needs
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Unknown, Value

RUNTIME = "python3.13"
"""Chalice deploys with the version of Python that it runs on itself; which one is known to the deployment
alone.
"""
_AUTOGEN = "Chalice writes this policy from the code at every deployment (autogen_policy)"


def stack(files: ProjectFiles, config: str) -> Stack:
    """The stack of one ``.chalice/config.json``; problems instead of exceptions."""
    text = files.text(config)
    tree = parse(config, text) if text is not None else None
    if tree is None or tree.root is None or not tree.root.mapping:
        problems = tree.problems if tree is not None else []
        if tree is not None and not problems:
            detail = "no configuration of Chalice: not a mapping"
            problems = [Problem(code=ProblemCode.UNREADABLE, span=whole_file(config), detail=detail)]
        return Stack(name=config, dialect="chalice", files=(config,), problems=tuple(problems))
    return _Project(files, config, tree.root, list(tree.problems)).stack()


@dataclass(slots=True, eq=False)
class _Project:
    files: ProjectFiles
    config: str
    root: Node
    problems: list[Problem]
    policies: dict[str, tuple[HeldPolicy, Site] | None] = field(default_factory=dict)
    """Policy files by name."""
    roles: dict[str, Role] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def directory(self) -> str:
        parent = PurePosixPath(self.config).parent.parent.as_posix()
        return "" if parent == "." else parent

    @property
    def name(self) -> str:
        return _text(self.root.get("app_name")) or PurePosixPath(self.directory or "app").name

    def stack(self) -> Stack:
        found = tuple(self._handlers())
        stages = self.root.get("stages")
        names = list(stages.mapping) if stages is not None and stages.mapping else ["dev"]
        workloads = tuple(
            workload for stage in names for workload in self._stage(stage, found, several=len(names) > 1)
        )
        return Stack(
            name=self.config,
            dialect="chalice",
            files=(self.config, *sorted(self.used)),
            resources=tuple(
                Resource(id=one.id, type="AWS::Lambda::Function", span=one.span, name=one.name)
                for one in workloads
            ),
            workloads=workloads,
            roles=tuple(self.roles.values()),
            problems=tuple(self.problems),
        )

    def _handlers(self) -> Iterator[Handler]:
        """Handlers of ``app.py`` and, for blueprints, of the modules in ``chalicelib``."""
        prefix = f"{self.directory}/" if self.directory else ""
        main = f"{prefix}app.py"
        if not self.files.has(main):
            detail = f"{main} isn't there: Chalice finds its handlers in it"
            self._problem(ProblemCode.CODE_NOT_FOUND, whole_file(self.config), detail)
            return
        library = [name for name in self.files.inside(f"{prefix}chalicelib") if name.endswith(".py")]
        for name in (main, *library):
            text = self.files.text(name)
            if text is not None:
                yield from handlers(name, text.encode())

    def _stage(self, stage: str, found: tuple[Handler, ...], *, several: bool) -> Iterator[Workload]:
        names = list(dict.fromkeys(one.name for one in found))
        for name in names:
            group = [one for one in found if one.name == name]
            id = f"{stage}/{name}" if several else name
            first = group[0]
            handler = "app.app" if name == API else f"app.{first.function}"
            physical = f"{self.name}-{stage}" if name == API else f"{self.name}-{stage}-{name}"
            yield Workload(
                id=id,
                kind="lambda",
                name=Const(physical),
                span=first.span,
                role=self._role(stage, name),
                code=Code(
                    directory=self.directory, handler=handler, runtime=RUNTIME,
                    entries=tuple(dict.fromkeys(f"{one.file}:{one.function}" for one in group)),
                ),
                environment=self._environment(stage, name),
                needs=tuple(self._needs(stage, name, physical, group)),
            )  # fmt: skip

    # --- configuration ---

    def _places(self, stage: str, function: str) -> Iterator[Node]:
        """Where a setting may stand, the nearest first."""
        for steps in (
            ("stages", stage, "lambda_functions", function),
            ("stages", stage),
            ("lambda_functions", function),
            (),
        ):
            node = self.root.get(*steps)
            if node is not None:
                yield node

    def _setting(self, stage: str, function: str, name: str) -> Node | None:
        found = (place.get(name) for place in self._places(stage, function))
        return next((node for node in found if node is not None and node.value is not None), None)

    def _environment(self, stage: str, function: str) -> Struct:
        variables: dict[str, Value] = {}
        for place in reversed(list(self._places(stage, function))):
            node = place.get("environment_variables")
            for name, inner in node.mapping.items() if node is not None else ():
                # ``chalice package --merge-template`` fills what is left empty.
                variables[name] = constant(inner) if inner.text != "" else Unknown("template")
        return Struct(tuple(variables.items()))

    # --- roles ---

    def _role(self, stage: str, function: str) -> str | None:
        if self._is(stage, function, "manage_iam_role", default=True) is False:
            return self._given(stage, function)
        if self._is(stage, function, "autogen_policy", default=True):
            id = f"{self.name}-{stage}"
            held = HeldPolicy(name=id, kind="implied", opaque=_AUTOGEN, span=self._place(stage))
            role = Role(id=id, name=Const(id), span=self._place(stage), policies=(held,))
            self.roles.setdefault(id, _assumed(role))
            return id
        return self._from_file(stage, function)

    def _from_file(self, stage: str, function: str) -> str:
        """The role of a policy file: each function has a role of its own, all with that one policy."""
        node = self._setting(stage, function, "iam_policy_file")
        file = _text(node) or f"policy-{stage}.json"
        id = PurePosixPath(file).stem
        found = self._policy(file, node.span if node is not None else self._place(stage))
        name = text_of([f"{self.name}-{stage}-", Hole(kind="unknown")])
        role = Role(
            id=id, name=name, span=self._place(stage),
            policies=(found[0],) if found is not None else (), owner=found[1] if found is not None else None,
        )  # fmt: skip
        self.roles.setdefault(id, _assumed(role))
        return id

    def _given(self, stage: str, function: str) -> str | None:
        """A role that Chalice is told to use."""
        node = self._setting(stage, function, "iam_role_arn")
        arn = _text(node)
        if node is None or not arn:
            detail = f"{function}: manage_iam_role is false and there is no iam_role_arn"
            self._problem(ProblemCode.ROLE_NOT_FOUND, self._place(stage), detail)
            return None
        id = arn.rsplit("/", 1)[-1]
        role = Role(id=id, name=Const(id), span=node.span, external=True)
        self.roles.setdefault(id, _assumed(role))
        return id

    def _policy(self, name: str, span: Span) -> tuple[HeldPolicy, Site] | None:
        """A policy file of the project, and where statements can be added; None (and a problem) when it
        isn't there.
        """
        file = f"{PurePosixPath(self.config).parent.as_posix()}/{name}"
        if file in self.policies:
            return self.policies[file]
        self.policies[file] = None
        text = self.files.text(file)
        tree = parse(file, text) if text is not None else None
        if tree is None or tree.root is None:
            self.problems.extend(tree.problems if tree is not None else ())
            detail = f"the policy file {file} isn't there" if tree is None else f"{file} can't be read"
            self._problem(ProblemCode.UNKNOWN_POLICY, span, detail)
            return None
        self.used.add(file)
        self.problems.extend(tree.problems)
        listed = tree.root.get("Statement")
        whole = site_of(tree.root, "chalice")
        held = HeldPolicy(
            name=name, kind="inline", span=tree.root.span, statements=statements(listed, "chalice"),
            site=whole, statements_site=site_of(listed, "chalice") if listed is not None else None,
        )  # fmt: skip
        self.policies[file] = (held, whole)
        return self.policies[file]

    # --- what the configuration needs ---

    def _needs(self, stage: str, function: str, physical: str, group: list[Handler]) -> Iterator[RuntimeNeed]:
        subnets = self._setting(stage, function, "subnet_ids")
        tracing = self._setting(stage, function, "xray")
        sources = tuple(
            Source(arn=_polled(one), label=_label(one), span=one.span, kind=one.polls)
            for one in group
            if one.polls
        )
        yield from function_needs(
            FunctionConfiguration(
                name=Const(physical),
                # ``chalice package`` leaves the name to CloudFormation, so the log may be called anything.
                log_groups=(Const("/aws/lambda/*"),),
                span=group[0].span,
                sources=sources,
                vpc=subnets.span if subnets is not None else None,
                tracing=tracing.span if tracing is not None and tracing.value is True else None,
            )
        )

    def _is(self, stage: str, function: str, name: str, *, default: bool) -> bool:
        node = self._setting(stage, function, name)
        return default if node is None else bool(node.value)

    def _place(self, stage: str) -> Span:
        node = self.root.get("stages", stage)
        return node.key_span if node is not None else whole_file(self.config)

    def _problem(self, code: ProblemCode, span: Span, detail: str) -> None:
        found = Problem(code=code, span=span, detail=detail)
        if found not in self.problems:
            self.problems.append(found)


def _assumed(role: Role) -> Role:
    return replace(role, services=("lambda.amazonaws.com",))


def _label(handler: Handler) -> str:
    named = handler.source[1] if handler.source is not None else None
    return (named or f"of {handler.function}").rsplit(":", 1)[-1]


def _polled(handler: Handler) -> Value:
    """The ARN of what Lambda polls; the name of a queue or stream is given instead of it, or neither is
    constant.
    """
    argument, text = handler.source if handler.source is not None else ("", None)
    if argument.endswith("_arn"):
        return Const(text) if text is not None else Text((Hole(kind="unknown"),))
    name: str | Hole = text if text is not None else Hole(kind="unknown")
    kind = "stream/" if handler.polls == "kinesis" else ""
    return text_of([
        "arn:", Hole(kind="partition"), f":{handler.polls}:", Hole(kind="region"), ":", Hole(kind="account"),
        f":{kind}", name,
    ])  # fmt: skip


def _text(node: Node | None) -> str:
    return node.text or "" if node is not None else ""
