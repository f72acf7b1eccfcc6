"""From the root modules of a project to their stacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from policywright.analyzers.infrastructure.agents import passed
from policywright.analyzers.infrastructure.given import says_arn
from policywright.analyzers.infrastructure.model import (
    Alike,
    Code,
    Problem,
    ProblemCode,
    Resource,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_stack
from policywright.analyzers.infrastructure.terraform import registry
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.chosen import choices_of
from policywright.analyzers.infrastructure.terraform.declared import is_never_empty, may_be_null
from policywright.analyzers.infrastructure.terraform.deployed import (
    attributes_of,
    deployed_files,
    handles_of,
)
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.holders import add_others
from policywright.analyzers.infrastructure.terraform.inputs import inputs_of, same_things
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.packages import Packages
from policywright.analyzers.infrastructure.terraform.policies import PolicyReader
from policywright.analyzers.infrastructure.terraform.resource_policies import resource_policies
from policywright.analyzers.infrastructure.terraform.resources import (
    encryption_key,
    has_untold_key,
    key_of,
    named,
)
from policywright.analyzers.infrastructure.terraform.roles import Roles
from policywright.analyzers.infrastructure.terraform.spelling import spellings_of
from policywright.analyzers.infrastructure.terraform.tfvars import usual_in, values_of
from policywright.analyzers.infrastructure.terraform.traced import Handle, Instance, plain
from policywright.analyzers.infrastructure.terraform.workloads import Workloads
from policywright.analyzers.infrastructure.types import resource_type, terraform_type, text_of
from policywright.analyzers.model import Span
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Value

_NAMES: dict[str, str] = {
    "lambda": "function_name",
    "task": "family",
    "agent": "family",
    "state-machine": "name",
}
"""The argument that names a workload."""
_SHOWING = re.compile(r"(?:^|/)(?:examples?|tests?|fixtures?|samples?|demos?)(?:/|$)", re.IGNORECASE)
"""Directories of callers that show a module, or test it."""
MAX_RESOURCES = 20_000
"""Instances of resources of one root module."""


def read_stacks(files: ProjectFiles) -> tuple[Stack, ...]:
    """One stack for each root module, and one for each plan or state that has no ``.tf`` files beside it.

    A module that is called is read once more by itself, with its variables open: what its files should say
    has to be right for all who call it.
    """
    modules = Modules.of(files)
    roots = modules.roots()
    deployed = deployed_files(files)
    found: list[Stack] = []
    for directory in roots:
        names = deployed.pop(directory, ())
        if not names and len(roots) == 1:
            names = tuple(name for directory in sorted(deployed) for name in deployed.pop(directory))
        root = _Root(modules, directory)
        stack = attempt(root.stack, partial(failed_stack, directory or ".", "terraform"))
        found.append(_with_names(stack, attributes_of(files, names)))
    called = modules.callers()
    for directory, callers in called.items():
        inner = _Root(modules, directory, start=_first_root(called, directory))
        stack = attempt(inner.stack, partial(failed_stack, directory or ".", "terraform"))
        if not modules.is_called_by_address(directory):
            stack = _with_given_functions(_with_given_code(stack, found), found)
        if stack.workloads:
            same = same_things(directory, found)
            found.append(replace(stack, callers=callers, problems=(), same=same))
    for directory, names in deployed.items():
        module = modules.modules.get(directory)
        if module is None or not module.resources:
            alone = partial(_Root(modules, directory).of_deployed, names[0])
            found.append(attempt(alone, partial(failed_stack, names[0], "terraform")))
    read = {file for stack in found for file in stack.files}
    for directory, problems in modules.problems.items():
        files_of = modules.modules[directory].files
        if not read.intersection(files_of):
            name = directory or "."
            found.append(Stack(name=name, dialect="terraform", files=files_of, problems=tuple(problems)))
    return tuple(sorted(found, key=lambda stack: stack.name))


def _with_given_code(module: Stack, stacks: Sequence[Stack]) -> Stack:
    """A module whose functions have the code that their callers give them, where all of it is known.

    What shows how a module is called says nothing of what it is for.
    """
    given: dict[Span, list[Code]] = {}
    roots: dict[Span, set[str]] = {}
    for stack in stacks:
        for one in stack.workloads if not stack.callers else ():
            shown = _SHOWING.search(stack.name)
            given.setdefault(one.span, []).append(one.code if shown is None else Code())
            roots.setdefault(one.span, set()).add(stack.name)
    made: list[Workload] = []
    for one in module.workloads:
        codes = given.get(one.span, [])
        # What is taken for the code of the only function that each root makes so is no other one's.
        alone = len(codes) == len(roots.get(one.span, ())) and len({*codes}) == 1
        told = alone and codes[0].directory is not None and codes[0].opaque is None
        known = told or (bool(codes) and all(map(_is_known, codes)))
        open_ = one.code.directory is None or one.code.handler is None
        each = dict.fromkeys(codes) if known and open_ else (one.code,)
        made.extend(replace(one, code=code) for code in each)
    return replace(module, workloads=tuple(made), given_code=tuple(made) != module.workloads)


def _texts(name: str, default: s.Expr | None) -> Iterator[tuple[str, str]]:
    """What a variable is by default, and each member of an object, by how expressions say it."""
    if isinstance(default, s.Literal) and isinstance(default.value, str) and default.value:
        yield name, default.value
    elif isinstance(default, s.Object):
        for key, value in default.items:
            if isinstance(key, str):
                yield from _texts(f"{name}.{key}", value)
                yield from _texts(f'{name}["{key}"]', value)


def _is_known(code: Code) -> bool:
    """Where it is, is said: of code that all callers share, a guess for one of them would be one for all."""
    return code.directory is not None and code.opaque is None and not code.alone


def _with_given_functions(module: Stack, stacks: Sequence[Stack]) -> Stack:
    """A module of roles alone, with the functions that every caller runs under them, where all run the same.

    What these are called and given is said in the callers' words, which are none in the module.
    """
    if module.workloads or not module.roles:
        return module
    own = {role.span: role.id for role in module.roles}
    by_instance: dict[str, list[list[Workload]]] = {}
    for stack in stacks:
        shown = _SHOWING.search(stack.name) is not None
        for role in stack.roles if not stack.callers else ():
            if role.span in own:
                several = [one for one in stack.workloads if one.role == role.id and not shown]
                by_instance.setdefault(own[role.span], []).append(several)
    made: list[Workload] = []
    for id, instances in by_instance.items():
        codes = [[(one.span, one.code) for one in several] for several in instances]
        known = all(_is_known(code) for _, code in codes[0])
        if known and all(one == codes[0] for one in codes):
            made.extend(_in_no_words(one, id) for one in instances[0])
    return replace(module, workloads=tuple(made), given_code=bool(made))


def _in_no_words(workload: Workload, role: str) -> Workload:
    needs = tuple(replace(one, resources=tuple(map(_opened, one.resources))) for one in workload.needs)
    return replace(
        workload, role=role, other_roles=(), name=_opened(workload.name), environment=Struct((), open=True),
        needs=needs,
    )  # fmt: skip


def _opened(value: Value) -> Value:
    """A pattern in which what a template names may be anything."""
    if not isinstance(value, Text):
        return value
    named = ("reference", "parameter")
    return text_of(
        [Hole(kind="unknown") if isinstance(one, Hole) and one.kind in named else one for one in value.parts]
    )


def _first_root(called: dict[str, tuple[str, ...]], directory: str) -> str:
    """A root module that leads to a module: where ``path.root`` is."""
    seen = {directory}
    while directory in called:
        directory = next((one for one in called[directory] if one not in seen), "")
        seen.add(directory)
    return directory


def handles_of_root(
    modules: Modules, directory: str, given: dict[str, s.Expr] | None = None
) -> tuple[Evaluation, Instance, list[Handle], tuple[Problem, ...]]:
    """Everything that a root module has, those of the modules that it calls included.

    And how to evaluate it. ``given`` are variables that a command sets.
    """
    evaluator = Evaluation(modules)
    values = {**values_of(modules, directory), **(given or {})}
    top = Instance(module=modules.modules[directory], root=directory, values=values)
    root = _Root(modules, directory)
    handles = list(root._handles(evaluator, top, ("managed", "data", "ephemeral", "action")))
    return evaluator, top, handles, tuple(root.problems)


@dataclass(slots=True, eq=False)
class _Root:
    """One root module while it is read, or a called one that is read by itself (then ``start`` is a root)."""

    modules: Modules
    directory: str
    start: str | None = None
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)
    """Directories of all modules that take part."""

    def stack(self) -> Stack:
        """The stack of the ``.tf`` files."""
        module = self.modules.modules[self.directory]
        evaluator = Evaluation(self.modules)
        values = values_of(self.modules, self.directory) if self.start is None else {}
        usual = usual_in(self.modules, self.directory, values) if values else {}
        top = Instance(
            module=module,
            root=self.directory if self.start is None else self.start,
            values={name: value for name, value in values.items() if name not in usual},
            usual=usual,
        )
        handles = list(self._handles(evaluator, top))
        files = tuple(name for used in self.used for name in self.modules.modules[used].files)
        early = [one for used in self.used for one in self.modules.problems.get(used, ())]
        stack = self._read(evaluator, handles, files, early, top)
        return replace(
            stack,
            parameters=tuple(f"var.{name}" for name in module.variables),
            defaults=tuple(
                found
                for name, block in module.variables.items()
                if name not in top.values
                for found in _texts(f"var.{name}", usual.get(name) or block.value("default"))
            ),
            unset=tuple(
                f"var.{name}"
                for name, block in module.variables.items()
                if name not in values and _is_nothing(block.value("default"))
            ),
            there=(
                "terraform.workspace",
                *(f"var.{name}" for name, block in module.variables.items() if is_never_empty(block)),
            ),
            nullable=tuple(f"var.{name}" for name, block in module.variables.items() if may_be_null(block)),
            arns=tuple(
                f"var.{name}"
                for name, block in module.variables.items()
                if isinstance(said := block.value("description"), s.Literal) and says_arn(str(said.value))
            ),
            spellings=spellings_of(evaluator, handles, stack.resources, top),
            inputs=tuple(inputs_of(evaluator, top)),
            choices=choices_of(evaluator, handles),
            undeclared=tuple(evaluator.undeclared),
        )

    def of_deployed(self, name: str) -> Stack:
        """The stack of a plan or state alone."""
        stack = self._read(Evaluation(self.modules), handles_of(self.modules.files, name), (name,), [])
        return replace(stack, name=name)

    def _read(
        self,
        evaluator: Evaluator,
        handles: list[Handle],
        files: tuple[str, ...],
        early: list[Problem],
        top: Instance | None = None,
    ) -> Stack:
        policies = PolicyReader(evaluator)
        roles = Roles(evaluator=evaluator, policies=policies, problems=self.problems)
        managed = [handle for handle in handles if handle.mode == "managed"]
        roles.add_all(managed)
        add_others(roles, handles, top)
        packages = Packages(evaluator=evaluator, handles=handles, problems=self.problems)
        reader = Workloads(evaluator=evaluator, roles=roles, packages=packages, problems=self.problems)
        workloads = tuple(reader.all(managed))
        resources = tuple(self._resources(evaluator, handles))
        for what, expr in evaluator.limits.items():
            detail = f"{what}; what comes of it is not known"
            span = self.modules.span(expr)
            self.problems.append(Problem(code=ProblemCode.UNKNOWN_VALUE, span=span, detail=detail))
        return Stack(
            name=self.directory or ".",
            dialect="terraform",
            files=files,
            resources=resources,
            workloads=workloads,
            roles=roles.finished(workloads),
            resource_policies=tuple(resource_policies(policies, self.modules, managed)),
            untold=tuple(roles.untold),
            absent=tuple(roles.absent()),
            problems=tuple(dict.fromkeys((*early, *self.problems))),
        )

    def _handles(
        self, evaluator: Evaluator, instance: Instance, modes: tuple[str, ...] = ("managed", "data")
    ) -> Iterator[Handle]:
        """All resources and data sources and calls of unknown modules, those of called modules included."""
        pending = [instance]
        count = 0
        while pending:
            current = pending.pop(0)
            if current.module.files:
                self.used.setdefault(current.module.directory)
            for mode in modes:
                blocks = current.module.of_mode(mode)
                for block in blocks.values():
                    for handle in evaluator.handles(current, block, mode):
                        count += 1
                        if count > MAX_RESOURCES:
                            self._too_many(evaluator, block)
                            return
                        yield handle
            for block in current.module.calls.values():
                for handle in evaluator.handles(current, block, "module"):
                    child = evaluator.children(handle)
                    if child is not None:
                        pending.append(child)
                    else:
                        yield handle
                        self._not_here(handle)

    def _too_many(self, evaluator: Evaluator, block: s.Block) -> None:
        detail = f"more than {MAX_RESOURCES:,} resources; the rest is not looked at"
        span = self.modules.head(block)
        self.problems.append(Problem(code=ProblemCode.UNSUPPORTED, span=span, detail=detail))

    def _not_here(self, handle: Handle) -> None:
        if registry.known_module(handle.block) is not None:
            return
        source = registry.source_of(handle.block) or "an unknown source"
        if self.modules.local_source(handle.instance.module, handle.block) is not None:
            source = f"{source} (too many or too deep modules)"
        name = f"module.{handle.block.label}"
        above = ": ask from a directory above it" if source.startswith("../") else ""
        problem = Problem(
            code=ProblemCode.UNSUPPORTED,
            span=self.modules.head(handle.block),
            detail=f"{name} comes from {source}; what it makes is not known here{above}",
            alike=Alike(
                name=name,
                said=f"they come from {{}}; what they make is not known here{above}",
                own=source,
            ),
        )
        self.problems.append(problem)

    def _resources(self, evaluator: Evaluator, handles: list[Handle]) -> Iterator[Resource]:
        bucket_keys, untold = _bucket_keys(evaluator, handles)
        for handle in handles:
            span = self.modules.head(handle.block)
            if handle.mode == "module":
                row = registry.known_module(handle.block)
                if row is not None:
                    known = terraform_type(row.type)
                    yield Resource(
                        id=registry.address(handle, row),
                        type=known.type if known is not None else row.type,
                        span=span,
                        name=named(evaluator, handle, row.name),
                        key=encryption_key(evaluator, handle.block, evaluator.env_of(handle), row.key),
                        any_key=not row.key or has_untold_key(evaluator, handle, row.key),
                        many=handle.many,
                    )
                continue
            known = terraform_type(handle.type)
            if handle.mode == "data" and known is None:
                continue
            yield Resource(
                id=handle.address,
                type=known.type if known is not None else handle.type,
                span=span,
                name=named(evaluator, handle, known.tf_property) if known is not None else None,
                family=named(evaluator, handle, known.tf_family) if known is not None else None,
                key=key_of(evaluator, handle) or bucket_keys.get(handle.address),
                found=handle.mode == "data",
                any_key=handle.mode == "data"
                or handle.address in untold
                or (known is not None and has_untold_key(evaluator, handle, known.tf_key)),
                many=handle.many,
                passes=_passed(evaluator, handle),
            )


def _is_nothing(default: s.Expr | None) -> bool:
    match default:
        case s.Literal(value=value):
            return value is None or value == ""
        case s.Tuple(items=items):
            return not items
        case s.Object(items=entries):
            return not entries
    return False


def _with_names(stack: Stack, attributes: dict[str, dict[str, Any]]) -> Stack:
    """The stack with the physical names that a plan or state knows."""
    if not attributes:
        return stack

    def real(id: str, argument: str, old: Value | None) -> Value | None:
        found = attributes.get(id, {}).get(argument)
        return Const(found) if argument and isinstance(found, str) and found else old

    resources = []
    for one in stack.resources:
        row = resource_type(one.type)
        name = real(one.id, row.tf_property if row is not None else "", one.name)
        resources.append(replace(one, name=name) if name != one.name else one)
    return replace(
        stack,
        resources=tuple(resources),
        roles=tuple(replace(one, name=real(one.id, "name", one.name) or one.name) for one in stack.roles),
        workloads=tuple(
            replace(one, name=real(one.id, _NAMES[one.kind], one.name) or one.name) for one in stack.workloads
        ),
    )


def _passed(evaluator: Evaluator, handle: Handle) -> tuple[Value, ...]:
    """The roles that whoever runs a task definition passes on."""
    if handle.type != "aws_ecs_task_definition":
        return ()
    env = evaluator.env_of(handle)
    found = (evaluator.attribute(handle.block, name, env) for name in ("task_role_arn", "execution_role_arn"))
    return passed(plain(one) for one in found)


_BUCKET_KEY = "rule.apply_server_side_encryption_by_default.kms_master_key_id"


def _bucket_keys(evaluator: Evaluator, handles: list[Handle]) -> tuple[dict[str, Value], set[str]]:
    """Address of a bucket to its key, which stands in a resource of its own; buckets with one not told."""
    found: dict[str, Value] = {}
    untold: set[str] = set()
    for handle in handles:
        if handle.type != "aws_s3_bucket_server_side_encryption_configuration":
            continue
        env = evaluator.env_of(handle)
        bucket = plain(evaluator.attribute(handle.block, "bucket", env))
        key = encryption_key(evaluator, handle.block, env, _BUCKET_KEY)
        for part in bucket.parts if isinstance(bucket, Text) else ():
            if isinstance(part, Hole) and part.name:
                address = part.name.removesuffix(".id").removesuffix(".bucket")
                if key is not None:
                    found[address] = key
                if has_untold_key(evaluator, handle, _BUCKET_KEY):
                    untold.add(address)
    return found, untold
