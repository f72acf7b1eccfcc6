"""CloudFormation, SAM and what CDK synthesised: templates to what each stack's execution role and caller do.

A stack is deployed by two identities. The *execution role* (CloudFormation's service role; CDK's
``cfn-exec-role``) makes the resources; the *caller* runs the tool. Nested templates of the project belong to
the stack that has them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.deployment import callers, inside, nested, sections
from policywright.analyzers.deployment.configurations import (
    Assembled,
    artifact_buckets,
    has_tags,
    manifests_of,
    region_of,
    samconfig,
)
from policywright.analyzers.deployment.model import Asked, Deployment, Made, Told, Tool, Where, unread
from policywright.analyzers.deployment.naming import MANAGED_BUCKET, OPEN, generated
from policywright.analyzers.deployment.places import NO_REGION, put_all, said_region, within
from policywright.analyzers.deployment.references import Names
from policywright.analyzers.deployment.resources import Placing
from policywright.analyzers.deployment.templates import PACKAGED, Known, OfTemplate
from policywright.analyzers.infrastructure.cloudformation import template_names
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.nesting import STACK, child_of
from policywright.analyzers.infrastructure.cloudformation.reader import read_scopes
from policywright.analyzers.infrastructure.cloudformation.samconfig import overrides
from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.serverless.service import Service
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Struct, Value

_DEEPEST = 10
"""Levels of nested stacks that are read."""
_MOST_NESTED = 500
"""Nested stacks of one stack that are read: each template may have several of the next."""
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")
_REGION_CHOSEN = re.compile(rf"""\$\{{opt:region,\s*['"]?({_REGION.pattern})['"]?\s*\}}""")
"""What a command may choose, with what it is otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stack:
    """A stack as somebody deploys it."""

    name: Parts
    tool: Tool
    told: Told
    tagged: bool
    buckets: tuple[Parts, ...]


@dataclass(slots=True, eq=False)
class Stacks:
    """The stacks of a project's templates."""

    files: ProjectFiles
    catalog: Catalog
    knowledge: Deployments
    stack_name: str | None = None
    """What the user calls the stack; else what the tool's configuration says."""
    told: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    """What commands say of the stacks of templates (``""``: of any template), each of them a stack."""
    served: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    """What commands say of the services of directories."""
    region: str | None = None
    """What the user says of it."""
    left: int = 0
    """Nested stacks that may still be read."""
    likely: dict[tuple[str, str], str] = field(default_factory=dict)
    """Nested stacks and sets (by file and id) whose template in S3 likely is a file of the project."""

    def deployments(self) -> Iterator[Deployment]:
        """Two for each stack that is deployed by itself: its execution role's, and its caller's."""
        names, assemblies = template_names(self.files, unmarked=True)
        scopes = read_scopes(self.files, names)
        by_file = {scope.template.file: scope for scope in scopes}
        templates = {scope.template.file: scope.template for scope in scopes}
        children: dict[str, list[tuple[str, str]]] = {}
        for scope in scopes:
            for declared in scope.template.of_kind(STACK):
                child = self._child(scope, declared, templates)
                if child is not None and child != scope.template.file:
                    children.setdefault(scope.template.file, []).append((declared.id, child))
        inner = {child for below in children.values() for _, child in below}
        inner |= {
            child
            for scope in scopes
            for declared in scope.template.of_kind(inside.STACK_SET)
            if (child := self._child(scope, declared, templates)) is not None and child != scope.template.file
        }
        manifests = dict(manifests_of(self.files, assemblies))
        for file, scope in by_file.items():
            if file in inner:
                continue
            tool: Tool = (
                "cdk" if file in manifests else "sam" if scope.template.serverless else "cloudformation"
            )
            for told in self._told_of(file) if tool != "cdk" else (Told(),):
                as_told = nested.bound(scope, self._parameters(scope, told))
                try:
                    yield from list(self._stack(as_told, tool, told, manifests.get(file), by_file, children))
                except Exception as error:
                    yield unread(_label(self.files, file), tool, file, error)

        if any(name.endswith("cdk.json") for name in self.files.names):
            yield from self._not_synthesised(assemblies)

    def _not_synthesised(self, assemblies: list[str]) -> Iterator[Deployment]:
        """Applications of the CDK that are only code yet: who runs it is known, what they have is not."""
        from policywright.analyzers.infrastructure.cloudformation import cdk

        for file, problem in cdk.without_templates(self.files, assemblies):
            span = problem.span
            asked = tuple(callers.asked(callers.Facts(stack=OPEN, tool="cdk", span=span)))
            said = Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=problem.detail)
            name = f"{_label(self.files, file)}-caller"
            yield Deployment(
                name=name, tool="cdk", purpose="caller", span=span, asked=asked, unresolved=(said,)
            )

    def _child(self, scope: Scope, declared: Declared, templates: dict[str, Template]) -> str | None:
        """The file that a stack, or a set of them, is made from; by the end of its address in S3."""
        child = child_of(scope, declared, templates)
        if child is None:
            child = nested.uploaded_from(scope, declared, templates)
            if child is not None:
                self.likely[scope.template.file, declared.id] = child
        return child

    def _told_of(self, file: str) -> tuple[Told, ...]:
        """What commands say of a template's stacks; nothing, where none does."""
        return self.told.get(file) or self.told.get("") or (Told(),)

    def _stack(
        self, scope: Scope, tool: Tool, told: Told, assembled: Assembled | None, by_file: dict[str, Scope],
        children: dict[str, list[tuple[str, str]]],
    ) -> Iterator[Deployment]:  # fmt: skip
        """The identities of one stack, as one command deploys it."""
        file = scope.template.file
        name = self._name(file, told, assembled)
        # A nested stack has the tags of the one that it is in.
        tagged = told.tagged or has_tags(self.files, file, told)
        buckets = artifact_buckets(self.files, file, tool, told)
        stack = _Stack(name=name, tool=tool, told=told, tagged=tagged, buckets=buckets)
        self.left = _MOST_NESTED
        made, unresolved, asked = self._made(scope, stack, by_file, children, 0)
        unresolved += assembled.lacking if assembled is not None else ()
        said = Where(region=() if self.region else region_of(self.files, file, told))
        where = assembled.where if assembled is not None else within(told.where, said)
        for one in _identities(scope, stack, made, unresolved, asked, self, assembled):
            yield put_all(one, where)
            if one.purpose == "execution role":
                yield from self._sets(file, one, by_file)

    def _sets(self, file: str, execution: Deployment, by_file: dict[str, Scope]) -> Iterator[Deployment]:
        """Who makes what the stack sets of a stack make."""
        templates = {name: scope.template for name, scope in by_file.items()}
        label = execution.name.removesuffix("-execution")
        for one in execution.made:
            if one.type != inside.STACK_SET:
                continue
            declared = templates[one.span.file].resources.get(one.id) if one.span.file in templates else None
            scope = by_file.get(one.span.file)
            child = None
            if scope is not None and declared is not None:
                child = self._child(scope, declared, templates)
            text = self.files.text(child) if child is not None else None
            found = inside.set_of(one.id, one.span, one.properties, text)
            yield from inside.identities(found, label, execution.tool, self.known())

    def likely_of(self, label: str, files: set[str]) -> Iterator[str]:
        """What is said of nested stacks whose template is taken to be a file of the project."""
        for (file, id), child in self.likely.items():
            if file in files:
                yield f"{label}: {id} is read as {child}, by the end of its template's address"

    def known(self) -> Known:
        """What templates are read with."""
        return Known(files=self.files, knowledge=self.knowledge, placing=Placing(self.catalog))

    def services(self) -> Iterator[Deployment]:
        """The services of the Serverless Framework: whoever runs it makes the stack.

        Unless a role is given.
        """
        from policywright.analyzers.deployment import serverless

        for file, service in serverless.services(self.files):
            for told in self.served.get(posixpath.dirname(file)) or (Told(),):
                try:
                    for one in list(self._service(file, service, told)):
                        yield replace(put_all(one, self._place_of(service, told)), told=told)
                except Exception as error:
                    yield unread(_label(self.files, file), "serverless", file, error)

    def _place_of(self, service: Service, told: Told) -> Where:
        """Where a service is deployed: as a command says, or its own file where the user says nothing."""
        said = service.provider.get("region")
        known = said.text if said is not None and said.text and _REGION.fullmatch(said.text) else None
        written = service.variables.root.get("provider", "region")
        default = _REGION_CHOSEN.fullmatch(written.text or "") if written is not None else None
        if default is not None and told.where.region == said_region(NO_REGION):
            # A command that chooses none has the one that the file says.
            known = default[1]
        if known is None or self.region or any(isinstance(piece, str) for piece in told.where.region):
            return told.where
        return Where(region=(known,), account=told.where.account)

    def _service(self, file: str, service: Service, told: Told) -> Iterator[Deployment]:
        from policywright.analyzers.deployment import serverless

        name = serverless.stack_name(service, told.stage)

        def restored(properties: Struct) -> Struct:
            found = serverless.at_stage(service.variables.restored(properties), told.stage)
            return found if isinstance(found, Struct) else properties

        # The framework gives every stack the tag STAGE.
        more = [
            (replace(one, properties=restored(one.properties)), span)
            for one, span in serverless.added(service)
        ]
        one = OfTemplate(service.scope, name, self.known(), more, restored, tagged=True)
        made = one.all()
        said = [
            Unresolved(code=UnresolvedCode.TEMPLATE, span=problem.span, detail=problem.detail)
            for problem in service.all_problems()
        ]
        said += [
            Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail, name=name)
            for span, name, detail in serverless.not_known(service)
        ]
        span = service.provider.key_span
        role = service.provider.get("iam", "deploymentRole") or service.provider.get("cfnRole")
        bucket = texts.parts(one.deployment_bucket())
        facts = callers.Facts(
            stack=name, tool="serverless", span=span, packaged=True, tagged=True, images=_has_images(made),
            buckets=(bucket,),
            execution=None if role is None else Names().settled(service.value(role)),
            **serverless.of_plugins(service),
        )  # fmt: skip
        asked = (*callers.asked(facts), *serverless.looked_up(service, told.stage))
        label = _label(self.files, file)
        unresolved = (*one.unresolved, *said)
        if role is None:
            yield Deployment(
                name=f"{label}-deploy", tool="serverless", purpose="caller", span=span, made=tuple(made),
                asked=asked, unresolved=unresolved,
            )  # fmt: skip
        else:
            yield Deployment(
                name=f"{label}-execution", tool="serverless", purpose="execution role", span=span,
                made=tuple(made), unresolved=unresolved,
            )  # fmt: skip
            yield Deployment(
                name=f"{label}-caller", tool="serverless", purpose="caller", span=span, asked=asked
            )

    def _name(self, file: str, told: Told, assembled: Assembled | None) -> Parts:
        """The stack's name: the user's, a command's, the assembly's, samconfig's; else open."""
        if not self.stack_name and told.stack is not None and file in self.told:
            return told.stack
        known = self.stack_name or (assembled.stack if assembled is not None else None)
        if known:
            return (known,)
        return samconfig(self.files, file, "stack_name", told) or told.stack or OPEN

    def _parameters(self, scope: Scope, told: Told) -> dict[str, Value]:
        """The parameters that are the same in every environment of SAM's configuration."""
        given = {} if told.parametrised else overrides(self.files, scope.template.file, told.environment)
        types = {name: node.get("Type") for name, node in scope.parameters.items()}
        plain = {name for name, type in types.items() if type is not None and type.text == "String"}
        return {
            name: Const(values[0]) for name, values in given.items() if len(values) == 1 and name in plain
        }

    def _made(
        self,
        scope: Scope,
        stack: _Stack,
        by_file: dict[str, Scope],
        children: dict[str, list[tuple[str, str]]],
        depth: int,
    ) -> tuple[list[Made], list[Unresolved], list[Asked]]:
        """What a template and those nested in it make, what is not known of it, and what is asked besides."""
        made: list[Made] = []
        unresolved: list[Unresolved] = []
        asked: list[Asked] = []
        for one in self._read(scope, stack, by_file, children, depth):
            made += one.all()
            unresolved += one.unresolved
            asked += callers.transformed(list(sections.transforms(one.scope)), one.scope.template.root.span)
            read = {id for id, _ in children.get(one.scope.template.file, ())}
            unresolved += [
                inside.elsewhere(stack.id, STACK, stack.span)
                for stack in one.scope.template.of_kind(STACK)
                if stack.id not in read and one.is_there(stack)
            ]
            if one.scope is scope:
                continue
            # Those of the outermost are its caller's, too.
            more = [*sections.parameters(one.scope), *sections.rest(one.scope)]
            asked += [each for each in more if isinstance(each, Asked)]
            unresolved += [each for each in more if not isinstance(each, Asked)]
        return made, unresolved, asked

    def _read(
        self,
        scope: Scope,
        stack: _Stack,
        by_file: dict[str, Scope],
        children: dict[str, list[tuple[str, str]]],
        depth: int,
    ) -> list[OfTemplate]:
        """A template and those nested in it, the outermost first: each has what its parent gives it."""
        one = OfTemplate(scope, stack.name, self.known(), tagged=stack.tagged, buckets=stack.buckets)
        one.named()
        found = [one]
        resources = scope.template.resources
        below = [each for each in children.get(scope.template.file, ()) if one.is_there(resources[each[0]])]
        for id, file in nested.in_order(below, resources):
            self.left -= 1
            if depth >= _DEEPEST or self.left < 0:
                one.unresolved.append(inside.not_read(id, resources[id].span))
                continue
            inner = replace(stack, name=generated(STACK, stack.name, id))
            given = nested.as_given(by_file[file], resources[id].get("Parameters"), scope, one.names)
            read = self._read(given, inner, by_file, children, depth + 1)
            if nested.returned(one.names, id, nested.outputs_of(given, read[0].names)):
                one.named()
            found += read
        return found


def _identities(
    scope: Scope, stack: _Stack, made: list[Made], unresolved: list[Unresolved], needed: list[Asked],
    stacks: Stacks, assembled: Assembled | None,
) -> Iterator[Deployment]:  # fmt: skip
    template, name, tool, told = scope.template, stack.name, stack.tool, stack.told
    span = next((one.span for one in template.resources.values()), template.root.span)
    label = name[0] if len(name) == 1 and isinstance(name[0], str) else _label(stacks.files, template.file)
    more = list(sections.rest(scope))
    asked = (*sections.parameters(scope), *(one for one in more if isinstance(one, Asked)))
    said = (one for one in more if not isinstance(one, Asked))
    packaged = _is_packaged(made)
    if packaged and any(_is_open(one) for one in stack.buckets):
        unresolved = [*unresolved, _uploaded(span)]
    execution = Deployment(
        name=f"{label}-execution", tool=tool, purpose="execution role", span=span, made=tuple(made),
        asked=(*needed, *asked), unresolved=(*unresolved, *said), told=told,
        notes=tuple(stacks.likely_of(label, {one.span.file for one in made})),
    )  # fmt: skip
    yield execution
    facts = callers.Facts(
        stack=name, tool=tool, span=span, serverless=template.serverless, tagged=stack.tagged,
        images=_has_images(made), packaged=packaged, nested=any(one.type == STACK for one in made),
        transforms=tuple(sections.transforms(scope)), buckets=stack.buckets,
        managed=MANAGED_BUCKET in stack.buckets,
    )  # fmt: skip
    notes: tuple[str, ...] = ()
    if assembled is not None:
        facts = _as_assembled(facts, assembled)
        if facts.direct and facts.execution is None:
            notes = (f"{label}: the CDK has no role for it: whoever deploys it needs both policies",)
    yield Deployment(
        name=f"{label}-caller", tool=tool, purpose="caller", span=span, notes=notes,
        # Values of parameters are looked up before there is a stack, by whoever asks for it.
        asked=(*callers.asked(facts), *(asked if assembled is None or facts.direct else ())), told=told,
    )  # fmt: skip


def _as_assembled(facts: callers.Facts, assembled: Assembled) -> callers.Facts:
    """What CDK's manifest says of who deploys a stack, and of what is uploaded without a role."""
    return replace(
        facts, assembled=True, roles=assembled.roles, direct=assembled.direct, sessions=assembled.sessions,
        execution=texts.join(callers.written(assembled.execution)) if assembled.execution else None,
        packaged=bool(assembled.buckets), images=bool(assembled.repositories),
        buckets=tuple(map(callers.written, assembled.buckets)),
        repositories=tuple(map(callers.written, assembled.repositories)),
    )  # fmt: skip


def _is_open(name: Parts) -> bool:
    return not any(isinstance(piece, str) for piece in name)


def _uploaded(span: Span) -> Unresolved:
    detail = (
        "the bucket that code and templates are uploaded to is not known: a command of a pipeline says it "
        "(`--s3-bucket`), or samconfig"
    )
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail, name="bucket")


def _label(files: ProjectFiles, file: str) -> str:
    """What a stack without a known name is called here: its file.

    Or its folder where files have the usual name.
    """
    base = posixpath.basename(file).partition(".")[0]
    parent = posixpath.basename(posixpath.dirname(file)) or files.root.name
    return (
        parent
        if base in ("template", "cdk", "stack", "cloudformation", "main", "serverless") and parent
        else base
    )


def _has_images(made: list[Made]) -> bool:
    return any(
        one.type == "AWS::Lambda::Function" and one.properties.get("PackageType") == Const("Image")
        for one in made
    )


def _is_packaged(made: list[Made]) -> bool:
    return any(need.source == PACKAGED for one in made for need in one.needs)
