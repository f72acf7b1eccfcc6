"""Patterns of ARNs and template references: from one to the other, and patterns in a form that compares.

``canonical`` gives every pattern that means the same resource the same form; ``native`` finds the shortest
way to write a canonical pattern in the template's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from policywright.analyzers.infrastructure.model import Resource, Stack
from policywright.analyzers.infrastructure.types import (
    ResourceType,
    after,
    arn_value,
    attribute_value,
    pattern_value,
    physical_name,
    resource_type,
    text_of,
)
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_ARN_FIELDS = 5
_DYNAMIC = "{{resolve:"
_PUBLIC = f"{_DYNAMIC}ssm:"
"""How dynamic references begin; they are text in any string of a template."""
IMPORTED = "Fn::ImportValue "
"""How the names of holes for other stacks' exports begin."""
_FROM_OTHERS = (IMPORTED, "cf:")
"""The same, and those of its outputs that the Serverless Framework looks up."""
_STAGE = regex(r"\$\{(?:sls:stage|self:provider\.stage|opt:stage[^{}]*)\}")
_RANDOM_SUFFIX = "-??????"
"""What Secrets Manager adds to a secret's name in its ARN."""
_NO_NAME = regex(r"alias/|[a-z][a-z0-9]*://|arn:[^:]*:secretsmanager:.*:secret:(?!.*-[A-Za-z0-9]{6}\Z)")
"""Addresses, aliases, and the part of a secret's ARN that code may ask by and no statement may be on."""
_LOGS_OF_FUNCTIONS = "/aws/lambda/"
_LOG_GROUP = ":log-group:"
_PSEUDO = {"region": "${AWS::Region}", "account": "${AWS::AccountId}", "partition": "${AWS::Partition}"}
_ANY = "arn:*:"
_OWN = ("parameter", "reference")
"""What a template has names for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of a resource of the template: ``Orders.Arn``, ``aws_dynamodb_table.orders.arn``.

    ``attribute`` is ``"Ref"`` where CloudFormation's ``Ref`` gives it.
    """

    id: str
    attribute: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A parameter, variable or other expression as it stands inside ``${...}``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudo:
    """The region, account or partition of the deployment."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """A reference that CloudFormation resolves, as the template writes it: ``{{resolve:ssm:/x}}``."""

    text: str


Piece = str | Attribute | Expression | Pseudo | Dynamic
"""What a pattern is written of; ``"*"`` stands for what can't be named."""


_Named = tuple[tuple[str | Hole, ...], str]
"""A name as it stands in an ARN, and the resource that has it."""


def _forms(stack: Stack) -> tuple[frozenset[str], frozenset[str]]:
    """Parameters that are ARNs, by description or default, and those whose default is no name."""
    arns = (name for name, default in stack.defaults if default.startswith("arn:"))
    unnamed = (name for name, default in stack.defaults if _NO_NAME.match(default))
    return frozenset((*stack.arns, *arns)), frozenset(unnamed)


def _names(stack: Stack) -> tuple[frozenset[str], frozenset[str]]:
    """Parameters that are names by default, or where a template's policies have them behind the beginning of
    an ARN, whatever they are called; and those that are ids of keys.
    """
    names = {name for name, default in stack.defaults if default and not default.startswith("arn:")}
    keys = {name for name, default in stack.defaults if default}
    for held in (one for role in stack.roles for policy in role.policies for one in policy.statements):
        for value in (option for one in held.resources for option in alternatives(one)):
            for before, part in pairwise(_parts(value)):
                if isinstance(part, Hole) and part.name and str(before).endswith((":", "/")):
                    names.add(part.name)
                    keys.update((part.name,) if str(before).endswith(":key/") else ())
    return frozenset(names), frozenset(keys)


class References:
    """The references of one stack."""

    def __init__(self, stack: Stack) -> None:
        self.terraform = stack.dialect == "terraform"
        self.conditions = stack.conditions
        self.place = dict(stack.place)
        self.resources = {resource.id: resource for resource in stack.resources}
        self._conditional = any(resource.only_if for resource in stack.resources)
        self._defaults = {name: _parts(Const(default)) for name, default in stack.defaults}
        self._imported = {name: _parts(value) for name, value in stack.imported}
        self._stages = stack.stages
        self._untold = frozenset(stack.parameters) - self._defaults.keys() - set(stack.unset)
        """Parameters that somebody has to set."""
        self.arns, self.unnamed, self.named, self.keys = *_forms(stack), *_names(stack)
        """Parameters that are ARNs, those that are another word for a resource than its name, those that are
        names, whatever they are called, and ids of keys."""
        self._same = [(_neutral(_parts(arn)), variable) for arn, variable in stack.same]
        self.types: dict[str, ResourceType] = {}
        self._literal: dict[tuple[str | Hole, ...], list[_Named]] = {}
        self._canonical: dict[Value, Value] = {}
        self.ways: dict[Value, tuple[str, ...]] = {}
        """Forms of needed resources, for whoever asks many statements for the same ones."""
        self.names: dict[Value, tuple[str, ...]] = {}
        """Forms of needed resources by each of several names."""
        self._versions: dict[Value, Value] = {}
        """The ARN of every version, by that of the one that the template makes, where it sets their name."""
        for resource in stack.resources:
            row = resource_type(resource.type)
            if row is None:
                continue
            self.types[resource.id] = row
            if (
                resource.only_if is not None
                and _LOG_GROUP in row.arn
                and not self._is_with_its_function(resource)
            ):
                # Who writes a log has it without the resource, too: its name is no word for that.
                continue
            for option in alternatives(resource.name) if resource.name is not None else ():
                # A log group called after its function is named by the function's own name, too.
                for name in dict.fromkeys((option, self.by_name(option))):
                    if not isinstance(name, Const | Text):
                        continue
                    # Who asks by name writes no random suffix.
                    for arn in dict.fromkeys((row.arn, row.arn.removesuffix(_RANDOM_SUFFIX))):
                        full = _neutral(_parts(pattern_value(arn, name)))
                        self._literal.setdefault(_service(full), []).append((full, resource.id))
        self._by_default: dict[tuple[str | Hole, ...], list[tuple[str | Hole, ...]]] = {}
        """The ARNs of resources whose names are made of parameters, by what these are unless set."""
        for literal, _ in (
            [one for named in self._literal.values() for one in named]
            if self._defaults or self._imported
            else ()
        ):
            usual = _parts(self._with_defaults(text_of([*literal])))
            if usual != literal and not any(isinstance(one, Hole) and one.name for one in usual):
                self._by_default.setdefault(_service(usual), []).append(usual)
        self._shared = {service: _of_several(named) for service, named in self._literal.items()}
        """Names that several resources have, which conditions or stacks keep apart: any may be meant."""
        self._literal = {
            service: [one for one in named if one not in self._shared[service]]
            for service, named in self._literal.items()
        }
        for id, row in self.types.items():
            if row.arn.endswith(_RANDOM_SUFFIX):
                # The code may have the name or the ARN in its variable, so what it asks for has no suffix.
                bare = pattern_value(row.arn.removesuffix(_RANDOM_SUFFIX), physical_name(id))
                self._canonical[bare] = self._arn(id)
            family = self.resources[id].family
            if isinstance(family, Const | Text):
                every = pattern_value(row.arn, text_of([*_parts(family), ":*"]))
                self._versions[self._arn(id)] = text_of([*_neutral(_parts(every))])
            if self.terraform and row.tf_versions:
                hole = Hole(kind="reference", name=f"{id}.{row.tf_versions}")
                self._canonical[Text((hole, ":*"))] = self._arn(id)

    def _is_with_its_function(self, group: Resource) -> bool:
        """A log group is made whenever the function is whose log it is."""
        named = set(alternatives(group.name)) if group.name is not None else set[Value]()
        for one in self.resources.values():
            if one.type.endswith("::Function") and one.only_if == group.only_if:
                own = physical_name(one.id)
                for name in (own, one.name or own):
                    if named == {
                        text_of([_LOGS_OF_FUNCTIONS, *_parts(option)]) for option in alternatives(name)
                    }:
                        return True
        return False

    def every_version(self, resource: Value) -> Value | None:
        """The ARN of every version, by that of one that a deployment replaces; None for anything else.

        Who runs what it replaces (an execution of a state machine) may still ask for the version before.
        """
        *before, last = _parts(resource) or ("",)
        if isinstance(last, Hole) and last.name is not None:
            owner, _, attribute = last.name.rpartition(".")
            if attribute == "qualified_arn" and not before:
                return text_of([Hole(kind=last.kind, name=f"{owner}.arn"), ":*"])
            if attribute == "version" and before and str(before[-1]).endswith(":"):
                return text_of([*before, "*"])
        return self._versions.get(resource)

    def canonical(self, pattern: Value) -> Value:
        """The pattern with its resource named by reference where a resource of the stack has that name.

        Partitions are holes whatever was written; region and account are left as written.
        """
        found = self._canonical.get(pattern)
        if found is None:
            found = self._named_by_reference(_neutral(tuple(map(_shown, _parts(pattern)))))
            literal = {
                one: self._named_by_reference(_parts(one)) for one in self._without_names_of_others(found)
            }
            # Whichever of its names a thing has, what is called after it may be the same.
            if found not in literal and len(set(literal.values())) == 1:
                (found,) = set(literal.values())
            self._canonical[pattern] = found
        return found

    def _without_names_of_others(self, pattern: Value) -> list[Value]:
        """The pattern with the literal name of what it is not an ARN of: a function's, in that of its log.

        With each of several names that a condition chooses among.
        """

        def is_other(resource: Resource) -> bool:
            named = resource.id in self.types and len(_parts(pattern)) > 1
            return named and not self._is_arn_of(pattern, resource.id)

        return self._by_names(pattern, is_other)

    def _by_names(self, pattern: Value, chosen: Callable[[Resource], bool]) -> list[Value]:
        """The pattern with some resources by the names that the template sets, where it does."""
        found: list[list[str | Hole]] = [[]]
        for part in pattern.parts if isinstance(pattern, Text) else ():
            resource = self.resources.get(_own_name(part))
            name = resource.name if resource is not None and chosen(resource) else None
            names = list(alternatives(name)) if name is not None else []
            if not names or not all(isinstance(one, Const | Text) for one in names):
                for parts in found:
                    parts.append(part)
            elif len(found) * len(names) <= _MAX_NAMES:
                found = [[*parts, *after(parts, _parts(one))] for parts in found for one in names]
            else:
                return [pattern]
        return [text_of(parts) for parts in found] if found[0] else [pattern]

    def _is_arn_of(self, pattern: Value, id: str) -> bool:
        """Of its service: what else has its name in it is another thing's."""
        return _service(_neutral(_parts(pattern))) == _service(_neutral(_parts(self._arn(id))))

    def _named_by_reference(self, parts: tuple[str | Hole, ...]) -> Value:
        for part in parts:
            if isinstance(part, Hole) and part.kind == "reference" and part.name in self.types:
                # It is that very resource, whatever region a client of it was made for.
                arn = self._arn(part.name)
                # Who asks by name writes no random suffix.
                bare = pattern_value(
                    self.types[part.name].arn.removesuffix(_RANDOM_SUFFIX), physical_name(part.name)
                )
                for option in dict.fromkeys((arn, bare)):
                    rest = _without_prefix(parts, _neutral(_parts(option)))
                    if rest is not None and (not rest or str(rest[0])[:1] in ("/", ":")):
                        return text_of([*_neutral(_parts(arn)), *rest])
        for literal, id in self._literal.get(_service(parts), ()):
            rest = _without_prefix(parts, literal)
            if rest is not None and (not rest or str(rest[0])[:1] in ("/", ":")):
                return text_of([*_neutral(_parts(self._arn(id))), *rest])
        for literal, variable in self._same:
            rest = _without_prefix(parts, literal)
            if rest is not None and (not rest or str(rest[0])[:1] in ("/", ":")):
                return text_of([Hole(kind="parameter", name=variable), *rest])
        return text_of(list(parts))

    def by_name(self, pattern: Value) -> Value:
        """The pattern with resources by the names that the template sets, where it sets one."""
        found = self.by_names(pattern)
        return found[0] if len(found) == 1 else pattern

    def by_names(self, pattern: Value) -> list[Value]:
        """The same, with each of several names that a condition chooses among.

        A log group that is called after its function has that function's name.
        """
        found = [pattern]
        for _ in range(_MAX_STEPS):
            more = [
                name for one in found
                for name in (self._by_names(one, lambda _: True) if isinstance(one, Text) else [one])
            ]  # fmt: skip
            if more == found or len(more) > _MAX_NAMES:
                break
            found = more
        return found

    def without_late(self, patterns: Iterable[Value]) -> tuple[Value, ...]:
        """The patterns with what is made after functions by its names."""
        return tuple(dict.fromkeys(
            name for one in patterns for name in self._by_names(one, lambda resource: resource.late)
        ))  # fmt: skip

    def says_where(self, pattern: Value) -> bool:
        """An ARN has a region or account that is written out."""
        return _says_where(_parts(pattern))

    def by_default(self, pattern: Value) -> Value:
        """The pattern with what its parameters are unless somebody sets them, and what it imports.

        What the template makes under such a name is in the region and account of the deployment, unless what
        asks for it says another place in so many words.
        """
        if not (self._defaults or self._imported) or not isinstance(pattern, Text | Const):
            return pattern
        found = self._with_defaults(pattern)
        parts = _neutral(_parts(found))
        if _says_where(_parts(pattern)):
            return found
        for literal in self._by_default.get(_service(parts), ()):
            rest = _without_prefix(parts, literal)
            if rest is not None and (not rest or str(rest[0])[:1] in ("/", ":")):
                return text_of([*literal, *rest])
        return found

    def _with_defaults(self, pattern: Value) -> Value:
        if not isinstance(pattern, Text):
            return pattern
        parts: list[str | Hole] = []
        for part in pattern.parts:
            name = _own_name(part)
            default = self._defaults.get(name)
            if default is None and self._imported and name.startswith(_FROM_OTHERS):
                default = self._imported.get(any_stage(name, self._stages))
            parts.extend((part,) if default is None else after(parts, default))
        return text_of(parts)

    def however_set(self, pattern: Value) -> list[tuple[Value, int]]:
        """By the names that the template sets, with anything for parameters that have a default, and in how
        many parts between slashes these are; 0 where one may be several such parts.

        Empty where there is no such parameter.
        """
        found: list[tuple[Value, int]] = []
        for parts in map(_parts, self.by_names(pattern)) if self._defaults else ():
            places = [place for place, part in enumerate(parts) if _own_name(part) in self._defaults]
            if not places:
                continue
            opened: list[str | Hole] = ["*" if place in places else part for place, part in enumerate(parts)]
            usual = "".join(str(one) for place in places for one in self._defaults[_own_name(parts[place])])
            before = [part for place, part in enumerate(parts[: places[-1]]) if place not in places]
            unknown = any(
                "*" in one if isinstance(one, str) else one.kind not in (*_OWN, *_PSEUDO) for one in before
            )
            plain = not unknown and not any(sign in usual for sign in "/:")
            slashes = sum(one.count("/") for one in before if isinstance(one, str))
            found.append((text_of(opened), slashes + 1 if plain else 0))
        return found

    def makes(self, pattern: Value) -> bool:
        """The pattern is of a resource of the stack, by its name or by a reference."""
        return self.names_own(self.canonical(pattern))

    def names_unnamed(self, pattern: Value) -> bool:
        """The pattern names a resource of the stack whose physical name is not known."""
        for part in pattern.parts if isinstance(pattern, Text) else ():
            resource = self.resources.get(_own_name(part))
            options = (
                alternatives(resource.name) if resource is not None and resource.name is not None else ()
            )
            if not all(isinstance(option, Const | Text) for option in options):
                return True
        return False

    def however_given(self, pattern: Value) -> Value:
        """The pattern with anything for parameters that somebody has to set."""
        parts = _parts(pattern)
        if not any(isinstance(one, Hole) and one.name in self._untold for one in parts):
            return pattern
        return text_of(["*" if isinstance(one, Hole) and one.name in self._untold else one for one in parts])

    def only_given(self, pattern: Value) -> bool:
        """The pattern is what a parameter gives that somebody has to set, and nothing else."""
        only = pattern.parts[0] if isinstance(pattern, Text) and len(pattern.parts) == 1 else None
        return isinstance(only, Hole) and only.name in self._untold

    def names_own(self, pattern: Value) -> bool:
        """The pattern names a resource of the stack."""
        return bool(self.owners(pattern))

    def makes_what(self, pattern: Value) -> bool:
        """The template makes what a pattern names, and does not look it up."""
        return any(not self.resources[id].found for id in self.owners(pattern))

    def owners(self, pattern: Value) -> list[str]:
        """The resources of the stack that a canonical pattern names: of one name there may be several."""
        parts = _parts(pattern)
        named = [one.name for one in parts if isinstance(one, Hole) and one.name in self.resources]
        for literal, id in self._shared.get(_service(parts), ()) if not named else ():
            rest = _without_prefix(parts, literal)
            if rest is not None and (not rest or str(rest[0])[:1] in ("/", ":")):
                named.append(id)
        return [one for one in dict.fromkeys(named) if one is not None]

    def only_if(self, pattern: Value) -> tuple[str, ...]:
        """The conditions under which the template can write a canonical pattern by reference."""
        return tuple(dict.fromkeys(self.conditional(pattern).values()))

    def conditional(self, pattern: Value) -> dict[str, str]:
        """The resources that a canonical pattern refers to and a condition makes, and that condition."""
        if not self._conditional:
            return {}
        ids = [piece.id for piece in self.native(pattern) if isinstance(piece, Attribute)]
        found = ((id, self.resources[id].only_if) for id in ids if id in self.resources)
        return {id: only_if for id, only_if in found if only_if is not None}

    def native(self, pattern: Value) -> tuple[Piece, ...]:
        """The pieces that say a canonical pattern, a whole ARN as one reference where possible."""
        parts = _parts(pattern)
        holes = [part.name for part in parts if isinstance(part, Hole) and part.kind == "reference"]
        for id in dict.fromkeys(name for name in holes if name in self.types):
            if self.resources[id].many:
                # ``aws_sqs_queue.q`` is a map there: no single one of them can be named.
                continue
            for whole, arn in self._wholes(id):
                rest = _without_prefix(_neutral(parts), _neutral(_parts(arn)))
                if rest is not None and not (rest and str(rest[0])[:1] not in ("/", ":", "*")):
                    return (Attribute(id=id, attribute=whole), *self._pieces(rest))
        return tuple(self._pieces(parts))

    def shown(self, value: Value) -> str:
        """A pattern in the words of the template: ``Orders.Arn``, ``${Inbox.Arn}/*``."""
        pieces = self.native(self.canonical(value))
        texts: list[str] = []
        for piece in pieces:
            match piece:
                case str():
                    texts.append(piece)
                case Dynamic(text=text):
                    texts.append(text)
                case Attribute(id=id, attribute=attribute):
                    name = id if attribute == "Ref" else f"{id}.{attribute}"
                    texts.append(name if len(pieces) == 1 else f"${{{name}}}")
                case Expression(text=text):
                    texts.append(f"${{{text}}}")
                case _:
                    anywhere = "*" if self.terraform else _PSEUDO[piece.kind]
                    texts.append(self.place.get(piece.kind) or anywhere)
        return "".join(texts)

    def written(self, value: Value) -> str:
        """The same as a patch would write it.

        Of Terraform's files only the account and the region stand for any where nothing names them.
        """
        text = self.shown(value)
        return f"arn:aws:{text.removeprefix(_ANY)}" if self.terraform and text.startswith(_ANY) else text

    def is_whole(self, pattern: Value) -> bool:
        """The pattern is the ARN of a resource of the template, as one reference, or begins with that."""
        return any(isinstance(one, Attribute) for one in self.native(pattern)[:1])

    def spelled(self, pattern: Value) -> Value:
        """The pattern with holes whose names are what stands inside ``${...}`` in the template's language."""
        parts: list[str | Hole] = []
        for piece in self.native(pattern):
            match piece:
                case str():
                    parts.append(piece)
                case Pseudo(kind=kind):
                    parts.append(Hole(kind=kind))  # type: ignore[arg-type]
                case Attribute(id=id, attribute=attribute):
                    name = id if attribute == "Ref" else f"{id}.{attribute}"
                    parts.append(Hole(kind="reference", name=name))
                case Expression(text=text) | Dynamic(text=text):
                    parts.append(Hole(kind="reference", name=text))
        return text_of(parts)

    def _arn(self, id: str) -> Value:
        return arn_value(self.types[id], physical_name(id))

    def as_arn(self, pattern: Value) -> Value:
        """What begins with the name of one of the stack's resources, as no ARN does, as that one's ARN.

        The code passes the name where the call takes an ARN: a policy with it could not be deployed.
        """
        first, *rest = _parts(pattern) or ("",)
        id = _own_name(first)
        if id not in self.types or (rest and str(rest[0])[:1] not in ("/", ":")):
            return pattern
        return text_of([*_parts(self._arn(id)), *rest])

    def _wholes(self, id: str) -> Iterator[tuple[str, Value]]:
        """The attributes that are the ARN, or all of it but its end, and what each is."""
        row = self.types[id]
        whole = row.tf_arn if self.terraform else row.arn_from
        if whole:
            yield whole, self._arn(id)
        elif self.terraform and "arn" in row.tf_attributes:
            found = attribute_value(row, "arn", physical_name(id), terraform=True)
            if found is not None:
                yield "arn", found

    def _pieces(self, parts: tuple[str | Hole, ...]) -> Iterator[Piece]:
        for part in parts:
            if isinstance(part, str):
                yield part
            elif part.kind in ("region", "account", "partition"):
                yield Pseudo(kind=part.kind)
            elif part.kind == "parameter" and part.name:
                yield Expression(text=part.name)
            elif part.kind == "reference" and part.name and part.name.startswith(_DYNAMIC):
                yield Dynamic(text=part.name)
            elif part.kind == "reference" and part.name:
                yield from self._named(part.name)
            else:
                yield "*"

    def _named(self, name: str) -> Iterator[Piece]:
        """A physical name, or another expression of the template's language."""
        row = self.types.get(name)
        resource: Resource | None = self.resources.get(name)
        if resource is not None and resource.many:
            own = resource.name if isinstance(resource.name, Const | Text) else None
            yield from self._pieces(_parts(own)) if own is not None else ("*",)
            return
        if row is None:
            yield Expression(text=name) if resource is None else Attribute(id=name, attribute=self._id())
            return
        attribute = row.tf_name if self.terraform else row.name
        if attribute:
            yield Attribute(id=name, attribute=attribute)
        elif attribute_value(row, self._id(), physical_name(name), terraform=self.terraform) == physical_name(
            name
        ):
            yield Attribute(id=name, attribute=self._id())
        else:
            yield "*"

    def _id(self) -> str:
        return "id" if self.terraform else "Ref"


def _of_several(named: Sequence[_Named]) -> list[_Named]:
    """The names that more than one resource has."""
    owners: dict[tuple[str | Hole, ...], set[str]] = {}
    for literal, id in named:
        owners.setdefault(literal, set()).add(id)
    return [(literal, id) for literal, id in named if len(owners[literal]) > 1]


def references_of(stack: Stack) -> References:
    """The references of a stack, made once for each of the last few stacks."""
    known = _made.get(id(stack))
    if known is None or known[0] is not stack:
        if len(_made) >= _MAX_MADE:
            _made.clear()
        known = _made[id(stack)] = (stack, References(stack))
    return known[1]


_MAX_STEPS = 3
"""Names that are made of other resources' names."""
_MAX_NAMES = 16
"""Ways to name the resources of a pattern, several of which may be called one thing or another."""
_MAX_MADE = 64
_made: dict[int, tuple[Stack, References]] = {}


def any_stage(name: str, stages: Iterable[str]) -> str:
    """The name of what another stack exports, however it says the stage (``Stack.stages``)."""
    for one in stages:
        name = name.replace(f"${{{one}}}", "${sls:stage}")
    return _STAGE.sub("${sls:stage}", name)


def _shown(part: str | Hole) -> str | Hole:
    """A part that a policy may have: what other dynamic references than these resolve to is a secret."""
    name = part.name or "" if isinstance(part, Hole) else ""
    return Hole(kind="unknown") if name.startswith(_DYNAMIC) and not name.startswith(_PUBLIC) else part


def _service(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    """The service field of an ARN; empty for what is none."""
    fields = _split(parts)
    return fields[2] if len(fields) > _ARN_FIELDS else ()


def _parts(value: Value) -> tuple[str | Hole, ...]:
    match value:
        case Const(value=scalar) if scalar is not None:
            return (str(scalar),)
        case Text(parts=parts):
            return parts
    return ("*",)


def _own_name(part: str | Hole) -> str:
    """The name that the template has for a part; what code has (of a variable) may be spelt the same."""
    return part.name or "" if isinstance(part, Hole) and part.kind in _OWN else ""


def _neutral(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    """The parts of an ARN with its partition as a hole and empty regions and accounts left alone."""
    if not parts or not isinstance(parts[0], str) or not parts[0].startswith("arn:"):
        return parts
    prefix, _, rest = parts[0].partition(":")
    partition, colon, tail = rest.partition(":")
    if not colon or not partition.startswith("aws"):
        return parts
    found = text_of([f"{prefix}:", Hole(kind="partition"), f":{tail}", *parts[1:]])
    return _parts(found)


def _without_prefix(
    parts: tuple[str | Hole, ...], prefix: tuple[str | Hole, ...]
) -> tuple[str | Hole, ...] | None:
    """What follows a prefix; None when the pattern doesn't start with it.

    A ``*`` or a literal stands for the region and account of the deployment.
    """
    mine, wanted = _split(parts), _split(prefix)
    if len(mine) <= _ARN_FIELDS or len(wanted) <= _ARN_FIELDS:
        return None
    for index in range(_ARN_FIELDS):
        if mine[index] == wanted[index]:
            continue
        if index not in (1, 3, 4) or not _is_place(wanted[index]) or not mine[index]:
            return None
    rest, start = list(mine[_ARN_FIELDS]), list(wanted[_ARN_FIELDS])
    while start:
        want = start.pop(0)
        if not rest:
            return None
        have = rest.pop(0)
        if have == want:
            continue
        if isinstance(have, str) and isinstance(want, str) and have.startswith(want):
            rest.insert(0, have[len(want) :])
            continue
        return None
    return tuple(rest)


def _says_where(parts: tuple[str | Hole, ...]) -> bool:
    """An ARN has a region or account that is written out."""
    return any(isinstance(one, str) and one != "*" for field in _split(parts)[3:_ARN_FIELDS] for one in field)


def _is_place(part: tuple[str | Hole, ...]) -> bool:
    return len(part) == 1 and isinstance(part[0], Hole)


def _split(parts: tuple[str | Hole, ...]) -> list[tuple[str | Hole, ...]]:
    """The fields of an ARN: partition, service, region, account and the rest, after ``arn``."""
    fields: list[list[str | Hole]] = [[]]
    for part in parts:
        if isinstance(part, Hole):
            fields[-1].append(part)
            continue
        room = _ARN_FIELDS + 1 - len(fields)
        first, *others = part.split(":", room) if room > 0 else [part]
        if first:
            fields[-1].append(first)
        for other in others:
            fields.append([other] if other else [])
    return [tuple(one) for one in fields]


def beyond(pattern: Value, arn: Value) -> str | None:
    """What follows an ARN in a pattern, as far as it is text; None where it does not begin with that."""
    rest = _without_prefix(_neutral(_parts(pattern)), _neutral(_parts(arn)))
    return None if rest is None else "".join(one if isinstance(one, str) else "*" for one in rest)


def placed_like(written: Value, pattern: Value) -> Value:
    """A pattern with the region and account that another one is written with, where it has the deployment's.

    Neither is taken from what people wrote unasked, nor put where there was none.
    """
    mine, wanted = _split(_parts(written)), _split(_parts(pattern))
    if len(mine) <= _ARN_FIELDS or len(wanted) <= _ARN_FIELDS:
        return pattern
    for index in (3, 4):
        if _is_place(wanted[index]) and mine[index]:
            wanted[index] = mine[index]
    return text_of([part for number, field in enumerate(wanted) for part in _joined_field(number, field)])


def _joined_field(number: int, field: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    return field if number == 0 else (":", *field)
