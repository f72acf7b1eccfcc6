"""Functions, tasks and state machines of a root module."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.agents import UNTOLD, execution_needs
from policywright.analyzers.infrastructure.images.dockerfile import image as built_image
from policywright.analyzers.infrastructure.model import (
    NOTHING,
    Code,
    Definition,
    Path,
    Problem,
    ProblemCode,
    Workload,
)
from policywright.analyzers.infrastructure.overlaid import UNREAD, overlaid
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.guessing import settled
from policywright.analyzers.infrastructure.terraform.needs import Needs
from policywright.analyzers.infrastructure.terraform.packages import Packages
from policywright.analyzers.infrastructure.terraform.resources import mapped, nested
from policywright.analyzers.infrastructure.terraform.roles import Roles
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Env,
    Handle,
    Listing,
    Mapping,
    Scalar,
    Traced,
    Whole,
    is_null,
    options,
    plain,
    string,
)
from policywright.analyzers.infrastructure.types import physical_name
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Const, Struct, Text, Unknown, Value

_SOME_IMAGE = "a container image"
_UNTOLD_WORDS = ["\ue000"]
"""A command that is not told."""


@dataclass(slots=True, eq=False)
class Workloads:
    """Makes the workloads of one root module."""

    evaluator: Evaluator
    roles: Roles
    packages: Packages
    problems: list[Problem] = field(default_factory=list)

    def all(self, handles: list[Handle]) -> list[Workload]:
        """Every workload, in the order of the blocks."""
        return settled([*self._each(handles)], self.packages.unsure, self.packages.problems)

    def _each(self, handles: list[Handle]) -> Iterator[Workload]:
        needs = Needs(evaluator=self.evaluator, handles=handles, problems=self.problems)
        for handle in handles:
            match handle.type:
                case "aws_lambda_function":
                    yield self._function(handle, needs)
                case "aws_ecs_task_definition":
                    yield from self._agent(handle, needs)
                    yield from self._tasks(handle, needs)
                case "aws_sfn_state_machine":
                    yield self._machine(handle, needs)

    def _function(self, handle: Handle, needs: Needs) -> Workload:
        env, place = self.evaluator.env_of(handle), self.evaluator.modules.head(handle.block)
        name = self._name(handle, "function_name")
        return Workload(
            id=handle.address,
            kind="lambda",
            name=name,
            span=place,
            role=self._role(handle, "role", place),
            other_roles=self._other_roles(handle, place),
            code=self.packages.of_function(handle),
            environment=self._environment(handle, env),
            needs=needs.of_function(handle, name),
        )

    def _name(self, handle: Handle, argument: str) -> Value:
        found = plain(self.evaluator.attribute(handle.block, argument, self.evaluator.env_of(handle)))
        known = isinstance(found, Const | Text) and found != Const(None)
        return found if known else physical_name(handle.address)

    def _role(self, handle: Handle, argument: str, place: Span) -> str | None:
        value = self.evaluator.attribute(handle.block, argument, self.evaluator.env_of(handle))
        if is_null(value) and argument != "role":
            return None
        found = self.roles.at(value, place)
        here = tuple(id for id in found if not self.roles.roles[id].external)
        if len(found) > 1 and len(here) == 1:
            detail = f"the role of {handle.address} is {here[0]} unless a variable names another one"
            self.problems.append(Problem(code=ProblemCode.UNKNOWN_VALUE, span=place, detail=detail))
            return here[0]
        if here:
            return here[0]
        if len(found) != 1:
            why = f"one of {', '.join(found)}" if found else "not known from the files here"
            detail = f"the role of {handle.address} is {why}"
            self.problems.append(Problem(code=ProblemCode.ROLE_NOT_FOUND, span=place, detail=detail))
            return None
        return found[0]

    def _other_roles(self, handle: Handle, place: Span) -> tuple[str, ...]:
        """Further roles of a function where a condition decides."""
        value = self.evaluator.attribute(handle.block, "role", self.evaluator.env_of(handle))
        here = [id for id in self.roles.at(value, place) if not self.roles.roles[id].external]
        return tuple(here[1:])

    def _environment(self, handle: Handle, env: Env) -> Struct:
        blocks = nested(self.evaluator, handle.block, "environment", env)
        found = [mapped(self.evaluator, block, "variables", at) for block, at in blocks]
        several = [_variables(one) for value in found for one in options(value)]
        if any(block.type == "dynamic" for block in handle.block.blocks):
            several += [NOTHING] if not self._has_environment(handle, env) else []
        return overlaid([several])

    def _has_environment(self, handle: Handle, env: Env) -> bool:
        """Whether one of the blocks that variables make, or leave out, is there in any case."""
        for block in handle.block.blocks:
            if block.type == "environment":
                return True
            if block.type == "dynamic" and block.labels == ("environment",):
                pairs, _ = self.evaluator.pairs(each := self.evaluator.attribute(block, "for_each", env))
                several = [self.evaluator.pairs(one) for one in options(each)]
                if pairs and all(found and not more for found, more in several):
                    return True
        return False

    # ECS

    def _agent(self, handle: Handle, needs: Needs) -> Iterator[Workload]:
        """What ECS does for the task under its execution role, when it has one."""
        place = self.evaluator.modules.head(handle.block)
        role = self._role(handle, "execution_role_arn", place)
        if role is None:
            return
        value = self.evaluator.attribute(handle.block, "container_definitions", self.evaluator.env_of(handle))
        found = [one for option in options(value) for one in self._containers(option)]
        containers = [
            (plain(one), self.evaluator.modules.span(one.node) if one.node is not None else place)
            for one in found
        ]
        whole = bool(found) and not self._has_more(value)
        if found and not whole:
            containers.append((UNTOLD, place))
        unknown = () if whole else (self._unread(handle, place),)
        self.problems.extend(one for one in unknown if one not in self.problems)
        yield Workload(
            id=handle.address,
            kind="agent",
            name=self._name(handle, "family"),
            span=place,
            role=role,
            code=Code(opaque=None if whole else "not all of its containers can be read"),
            needs=tuple(dict.fromkeys((*execution_needs(containers), *needs.of_agent(handle)))),
        )

    def _has_more(self, value: Traced) -> bool:
        """There may be containers that are not told."""
        return any(one is None for option in options(value) for one in self._listed(option))

    def _unread(self, handle: Handle, place: Span) -> Problem:
        detail = f"not all containers of {handle.address} can be read from the files here"
        return Problem(code=ProblemCode.UNKNOWN_VALUE, span=place, detail=detail)

    def _tasks(self, handle: Handle, needs: Needs) -> Iterator[Workload]:
        block, env, place = (
            handle.block,
            self.evaluator.env_of(handle),
            self.evaluator.modules.head(handle.block),
        )
        role = self._role(handle, "task_role_arn", place)
        value = self.evaluator.attribute(block, "container_definitions", env)
        found = [one for option in options(value) for one in self._containers(option)]
        if self._has_more(value) or not found:
            unread = self._unread(handle, place)
            self.problems.extend(one for one in (unread,) if one not in self.problems)
            yield Workload(
                id=f"{handle.address}/..." if found else handle.address,
                kind="task",
                name=self._name(handle, "family"),
                span=place,
                role=role,
                code=Code(opaque=f"its code is in {_SOME_IMAGE}"),
                environment=Struct((), open=True),
                needs=needs.of_task(handle),
            )
        for container in found:
            label = string(container.fields["name"]) if "name" in container.fields else None
            several = len(found) > 1 and label
            span = self.evaluator.modules.span(container.node) if container.node is not None else place
            id = f"{handle.address}/{label}" if several else handle.address
            yield Workload(
                id=id,
                kind="task",
                name=self._name(handle, "family"),
                span=span,
                role=role,
                code=self._in_image(handle, container),
                environment=self._variables(container),
                needs=needs.of_task(handle),
            )

    def _in_image(self, handle: Handle, container: Mapping) -> Code:
        """The code of a container, where its image is built from the project."""
        image = container.fields.get("image")
        name = string(image) if image is not None else None
        label = string(container.fields["name"]) if "name" in container.fields else None
        family = self._name(handle, "family")
        called = (
            label or "",
            str(family.value) if isinstance(family, Const) else "",
            handle.block.labels[-1],
        )
        what = f"the container image {name}" if name else _SOME_IMAGE
        if image is None:
            return Code(opaque=f"its code is in {what}")
        unknown = Code(opaque=self.packages.images.unread(image, called, what))
        build = self.packages.images.of(image, image)
        given = [self._command(container, one) for one in ("entryPoint", "command")]
        if build is None or _UNTOLD_WORDS in given:
            return unknown
        made = built_image(self.evaluator.modules.files, build.dockerfile, build.context, *given)
        if made is None:
            return unknown
        return Code(directory=made.directory, entries=made.entries)

    def _command(self, container: Mapping, key: str) -> list[str] | None:
        """What starts a container instead of what its image says; None where it says nothing."""
        value = container.fields.get(key)
        if value is None or is_null(value):
            return None
        items, more = self.evaluator.elements(value)
        words = [string(one) for one in items or ()]
        known = [one for one in words if one is not None]
        return known if items is not None and not more and len(known) == len(words) else _UNTOLD_WORDS

    def _containers(self, value: Traced) -> Iterator[Mapping]:
        return (one for one in self._listed(value) if one is not None)

    def _listed(self, value: Traced) -> Iterator[Mapping | None]:
        """The containers of a list, as it is or as a text; None where there may be more."""
        document = value.document if isinstance(value, Scalar) else value
        if isinstance(document, Listing):
            items = [one for item in document.items for one in options(item) if not is_null(one)]
            yield from (one if isinstance(one, Mapping) else None for one in items)
            if document.open:
                yield None
        elif isinstance(document, Choice):
            for one in document.options:
                yield from self._listed(one)
        elif not is_null(value):
            yield None

    def _variables(self, container: Mapping) -> Struct:
        value = container.fields.get("environment")
        if value is None or is_null(value):
            return NOTHING
        items, more = self.evaluator.elements(value)
        fields: dict[str, Value] = {}
        for item in items or ():
            name = (
                string(item.fields["name"]) if isinstance(item, Mapping) and "name" in item.fields else None
            )
            if name is None or not isinstance(item, Mapping):
                more = True
            elif "value" in item.fields:
                fields[name] = plain(item.fields["value"])
        return Struct(tuple(fields.items()), open=more or items is None)

    # Step Functions

    def _machine(self, handle: Handle, needs: Needs) -> Workload:
        block, env, place = (
            handle.block,
            self.evaluator.env_of(handle),
            self.evaluator.modules.head(handle.block),
        )
        value = self.evaluator.attribute(block, "definition", env)
        document = value.document if isinstance(value, Scalar) else value
        role = self._role(handle, "role_arn", place)
        definition = None
        if isinstance(document, Mapping):
            spans = tuple(self._spans(document, ()))
            definition = Definition(data=plain(document), spans=spans, role=role)
        else:
            detail = f"the definition of {handle.address} can't be read from the files here"
            self.problems.append(Problem(code=ProblemCode.UNKNOWN_TASK, span=place, detail=detail))
        return Workload(
            id=handle.address,
            kind="state-machine",
            name=self._name(handle, "name"),
            span=place,
            role=role,
            code=Code(),
            needs=needs.of_machine(handle),
            definition=definition,
        )

    def _spans(self, value: Traced, path: Path) -> Iterator[tuple[Path, Span]]:
        match value:
            case Mapping(fields=fields, node=node):
                if node is not None:
                    yield path, self.evaluator.modules.span(node)
                for key, one in fields.items():
                    yield from self._spans(one, (*path, key))
            case Listing(items=items, node=node):
                if node is not None:
                    yield path, self.evaluator.modules.span(node)
                for index, one in enumerate(items):
                    yield from self._spans(one, (*path, index))
            case Scalar(node=node) if node is not None:
                yield path, self.evaluator.modules.span(node)
            case Choice() | Whole() | Scalar():
                return


def _variables(value: Traced) -> Struct:
    """What a function's variables are set to; unknown where something unknown may set them anew."""
    if is_null(value):
        return NOTHING
    if not isinstance(value, Mapping):
        return UNREAD
    fields = tuple(
        (name, plain(one) if value.is_told(name) else Unknown("template"))
        for name, one in value.fields.items()
    )
    maybe = frozenset(name for name in value.fields if not value.is_always(name))
    return Struct(fields, value.open, maybe)
