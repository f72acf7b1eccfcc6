"""Resource binding: from the members of a request to the ARNs that an action is limited to.

The overlay's ``[[resource]]`` rows come first. Without one, the catalog's resource types of the action are
filled by the names of members: ``Bucket`` for ``${BucketName}``, ``QueueUrl`` for ``${QueueName}``, and an
ARN passes through. ``naming.py`` decides which member means which variable, ``forms.py`` what its value
means (an alias, a URL, a partial ARN). An empty answer means ``*``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product

from policywright.knowledge import forms, homes, naming, networks, rules, templates, texts
from policywright.knowledge.catalog import Action, Catalog, ResourceType
from policywright.knowledge.forms import Condition
from policywright.knowledge.functions import HOME
from policywright.knowledge.narrowing import meant
from policywright.knowledge.operations import Operation
from policywright.knowledge.paths import select
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.rules import Tri
from policywright.knowledge.store import Document
from policywright.knowledge.templates import Filled
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION, Parts
from policywright.knowledge.values import Hole, Struct, Unknown, Value, alternatives

_VARIABLE = regex(r"\$\{([^}]*)\}")
_MAKING = ("Create", "Register", "Import")
_LIKE = "StringLike"
_SET_BY_TEMPLATES = ("parameter", "reference")
_AMBIENT = {"Partition": PARTITION, "Region": REGION, "Account": ACCOUNT}


@dataclass(frozen=True, slots=True)
class Bound:
    """Where an action applies; ``conditions`` as in ``Need``. ``free`` are the resources without them."""

    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    free: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class _Filled:
    """A resource type filled from the request; ``bound`` names the variables that a member filled.

    ``limits`` are the ARNs that are meant under a condition alone, each with one.
    """

    type: ResourceType
    required: bool
    bound: frozenset[str]
    own: bool
    arns: tuple[Value, ...]
    limits: tuple[tuple[Value, Condition], ...] = ()
    sure: bool = True
    """Whether the members that filled it are passed, and not only may be."""


class Binder:
    def __init__(self, catalog: Catalog, members: Callable[[str], Document | None]) -> None:
        self._catalog = catalog
        self._names = naming.Names(members)
        self._kinds: dict[str, list[tuple[ResourceType, bool]]] = {}
        self._open: dict[tuple[str, str, str], Value] = {}
        self._fitting: dict[tuple[str, ...], tuple[tuple[str, naming.Candidates], ...]] = {}

    def named(self, operation: Operation) -> Iterator[str]:
        """The members that by a name or id say what an operation is about, as the store's table has it."""
        return self._names.named(operation)

    def bind(
        self, operation: Operation, action: Action, parameters: Struct, rows: Iterable[Document]
    ) -> Bound:
        """The resources of ``action`` in this request: with what may not be passed, and without it."""
        if not action.resource_types:
            return Bound()
        given = list(rows)
        found = self._with_and_without(operation, action, parameters, given)
        return self._checkable(_placed(self._owned(found, operation, action, parameters)), action)

    def _checkable(self, bound: Bound, action: Action) -> Bound:
        """Without conditions on keys that the action has not, which never hold: operations that take no alias
        (``ScheduleKeyDeletion``) have no ``kms:RequestAlias``."""
        if not bound.conditions:
            return bound
        own = {key.lower() for key in self._catalog.keys_of(action)}
        asked = (key.lower() for _, key, _ in bound.conditions)
        if all(key in own or key.startswith("aws:") for key in asked):
            return bound
        return Bound(tuple(dict.fromkeys((*bound.resources, *bound.free))))

    def _with_and_without(
        self, operation: Operation, action: Action, parameters: Struct, given: list[Document]
    ) -> Bound:
        found = self._bind(operation, action, parameters, given)
        if parameters.open and found.resources and not any(one.required for one in action.resource_types):
            least = self._bind(operation, action, _no_more(operation, parameters), given)
            found = together((found, least)) if least.resources else least
        if not parameters.maybe or not found.resources:
            return found
        required = {member.name for member in operation.members if member.required}
        others = []
        for name in sorted(parameters.maybe - required):
            fields = tuple(field for field in parameters.fields if field[0] != name)
            left = replace(parameters, fields=fields, maybe=parameters.maybe - {name})
            other = self._bind(operation, action, left, given)
            if other != found:
                others.append(other)
        if len(others) != 1:
            # Of several members that say it, one is passed.
            return found
        return together((found, others[0])) if others[0].resources else others[0]

    def _bind(
        self, operation: Operation, action: Action, parameters: Struct, rows: Iterable[Document]
    ) -> Bound:
        types, deciding, besides = self._types(action), list[Document](), list[Document]()
        for row in rows:
            (besides if "besides" in row else deciding).append(row)
        explicit = _from_rows(operation, action, parameters, deciding, types)
        if explicit is not None:
            found = _shaped(explicit, types)
        else:
            found = self._by_names(operation, action, parameters)
        more = _from_rows(operation, action, parameters, besides, types) if besides else None
        return together((found, _shaped(more, types))) if more and found.resources else found

    def member(self, operation: Operation, action: Action, parameters: Struct, path: str) -> Bound:
        """The resources that one member is or names (a row's ``resources``)."""
        types = self._types(action)
        found = [self._fill_from(kind, required, path, parameters, operation) for kind, required in types]
        usable = [item for item in found if item.arns]
        exact = [item for item in usable if naming.names_type(path, item.type)] or usable[:1]
        return _placed(self._owned(_unite(exact), operation, action, parameters))

    def _owned(self, bound: Bound, operation: Operation, action: Action, parameters: Struct) -> Bound:
        """In the account that the request says (``registryId``); also in the caller's where it may not."""
        owners = self._names.owners(operation)
        said = [
            (kind, where)
            for kind, _ in (self._types(action) if owners else ())
            if (where := [*homes.of(owners.get(kind.arn, ()), parameters)])
        ]
        if not said:
            return bound

        def placed(values: tuple[Value, ...]) -> tuple[Value, ...]:
            found: list[Value] = []
            for value in values:
                where = next((where for kind, where in said if forms.fits(kind, value)), None)
                found += [value] if where is None else [homes.at(value, home) for home in where]
            return tuple(dict.fromkeys(found))

        return replace(bound, resources=placed(bound.resources), free=placed(bound.free))

    def tagged(
        self,
        operation: Operation,
        action: Action,
        own: tuple[Value, ...],
        named: tuple[Value, ...],
        parameters: Struct,
    ) -> tuple[Value, ...]:
        """What a tagging action is limited to: what it lists, and the service's type that the operation is
        called like, listed or not (``CreateTrustStore``)."""
        found = self._owned(
            Bound(self._tagged(operation, action, own, named, parameters)), operation, action, parameters
        ).resources
        if not found or action.prefix != operation.prefix or not operation.name.startswith(_MAKING):
            return found
        called = [
            replace(kind, arn=arn)
            for kind in self._catalog.resource_types(operation.prefix)
            if naming.is_called_like(kind, operation.name)
            for arn in kind.arns
        ]
        if any(forms.fits(kind, value) for kind in called for value in found):
            return found
        filled = (self._fill(kind, True, operation, parameters) for kind in called)
        return tuple(dict.fromkeys((*found, *(arn for item in filled for arn in item.arns))))

    def _tagged(
        self,
        operation: Operation,
        action: Action,
        own: tuple[Value, ...],
        named: tuple[Value, ...],
        parameters: Struct,
    ) -> tuple[Value, ...]:
        """What a tagging action is limited to by what it lists: the type that the operation is called like
        (``CreateEnvironment``), else those of ``own``, the operation's resources, that it can match, else
        ``named``, what it is about by the names of members.

        Of something new whose type can't be told nothing is known (``()``).
        """
        types = self._types(action)
        making = operation.name.startswith((*_MAKING, "Start", "Allocate"))
        # What the request has an ARN of is there already, and not what is created or started.
        there = (
            set(_taken(operation, parameters)) if operation.name.startswith(("Create", "Start")) else set()
        )
        if action.prefix == operation.prefix:
            found = naming.made([kind for kind, _ in types], operation.name)
            if found:
                filled = [self._fill(kind, True, operation, parameters) for kind in found]
                arns = _unite(_alternatives(filled, action)).resources
                if not there & set(arns):
                    return arns
                return () if operation.name.startswith("Start") else tuple(map(self._wildcard, found))
        fitting = tuple(value for value in own if any(forms.fits(kind, value) for kind, _ in types))
        if (fitting or named) and there.issuperset(fitting or named):
            return ()
        if making and len({kind.name for kind, _ in types}) > 1 and not any(map(_is_open, fitting)):
            return () if fitting else named
        return _deepest(fitting) or named

    def decides(self, operation: Operation, action: Action, rows: Iterable[Document]) -> bool:
        """Whether a row of the overlay is about just this action of this operation."""
        return any(_rank(row, operation, action) == 0 for row in rows if "besides" not in row)

    def _types(self, action: Action) -> list[tuple[ResourceType, bool]]:
        """The action's resource types, one entry for each ARN format."""
        types = self._kinds.get(action.full_name)
        if types is None:
            types = self._kinds[action.full_name] = []
            for entry in action.resource_types:
                kind = self._catalog.resource_type(action.prefix, entry.name)
                if kind is not None:
                    types += [(replace(kind, arn=arn), entry.required) for arn in kind.arns]
        return types

    def _wildcard(self, kind: ResourceType) -> Value:
        key = (kind.prefix, kind.name, kind.arn)
        found = self._open.get(key)
        if found is None:
            found = self._open[key] = open_arn(kind)
        return found

    def _by_names(self, operation: Operation, action: Action, parameters: Struct) -> Bound:
        types = self._types(action)
        if action.prefix != operation.prefix:
            anywhere = [
                _Filled(
                    k,
                    r,
                    frozenset(),
                    False,
                    networks.named(k, action, operation, parameters, self._wildcard(k)),
                )
                for k, r in types
            ]
            if any(item.required for item in anywhere) and "Tag" not in action.name:
                # Which of the optional ones (security groups of an interface) the service names is not known.
                return _unite(anywhere)
            return _unite(_primary(anywhere, operation, action))
        filled = [self._fill(kind, required, operation, parameters) for kind, required in types]
        generic = _generic_arn(operation, types, parameters, named=any(item.own for item in filled))
        if generic is not None:
            return Bound(generic + _besides(filled, generic, action))
        # Without a name, ``Describe`` and ``List`` are about all resources of the type, and IAM says so.
        about_all = action.name.startswith(("Describe", "List"))
        bound = any(item.required or item.bound for item in filled)
        told = [] if any(item.required for item in filled) else self._told(filled, operation, parameters)
        if told and not operation.name.startswith("List"):
            return _unite([*(item for item in filled if item.own), *told])
        if filled and not (about_all or bound or parameters.open):
            members = {member.name for member in operation.members} - {name for name, _ in parameters.fields}
            if any(naming.names_type(name, item.type) for item in filled for name in members):
                # The one resource that the action may be about is named by a member that is not passed.
                return Bound(())
        chosen = _choose(filled, operation, action)
        said = {item.type.arn: item for item in self._told(chosen, operation, parameters)}
        chosen = [said.get(item.type.arn, item) for item in chosen]
        chosen = _without_variants(chosen)
        chosen += self._besides(filled, chosen, operation, parameters)
        return _unite([*chosen, *_others_of_it(chosen, operation, parameters)])

    def _told(self, filled: list[_Filled], operation: Operation, parameters: Struct) -> list[_Filled]:
        """The types that no member fills by its name, but an ARN in the request is of: that is what is meant,
        unless the request makes another one (``LibraryArn`` of a data automation library)."""
        # What names one type by its own name is of no other one.
        named = {value for item in filled if item.own for value in item.arns}
        taken = [value for value in _taken(operation, parameters) if value not in named]
        found = []
        for item in filled:
            arns = tuple(
                value for value in taken if forms.fits(item.type, value) and _has_form(item.type, value)
            )
            if arns and not item.own and not naming.makes(item.type, operation):
                found.append(replace(item, own=True, arns=arns, limits=()))
        return found

    def _besides(
        self, filled: list[_Filled], chosen: list[_Filled], operation: Operation, parameters: Struct
    ) -> list[_Filled]:
        """Optional types that members name under a longer name, or by an ARN (``OriginationIdentity``)."""
        open_types = [item for item in filled if not item.required and not item.own and item not in chosen]
        if not chosen or not open_types:
            return []
        taken = self._arns(operation, parameters)
        filling = [self._present(item.type, operation, parameters) for item in chosen]
        named = {path for present in filling for paths in present.values() for path in paths}
        untold = self._untold(operation, parameters, named)
        found = []
        for item in open_types:
            arns = [
                value for value in taken if forms.fits(item.type, value) and not forms.is_everything(value)
            ]
            for path in self._names.others(item.type, operation):
                if select(parameters, path):
                    arns += self._fill_from(item.type, False, path, parameters, operation).arns
            if not arns and untold and naming.is_named_by_no_member(item.type, operation):
                arns += [arn for pieces in untold for arn in forms.own_hole(item.type, pieces)]
            if arns:
                found.append(replace(item, own=True, arns=tuple(dict.fromkeys(arns))))
        return found

    def _arns(self, operation: Operation, parameters: Struct) -> list[Value]:
        """The ARNs that the request says, wherever one is taken."""
        told = _said(self._names.others(None, operation), parameters)
        return [texts.join(pieces) for pieces in told if texts.starts_with(pieces, "arn:")]

    def _untold(self, operation: Operation, parameters: Struct, named: set[str]) -> list[Parts]:
        """What nothing is known of, where an ARN of some type is passed: it may be of any. ``named`` are the
        members that name what is chosen."""
        others = self._names.others(None, operation)
        paths = [path for path in others if path not in named and naming.names_some_type(path)]
        told = dict.fromkeys(_said(paths, parameters))
        return [pieces for pieces in told if not any(isinstance(piece, str) for piece in pieces)]

    def _fill(self, kind: ResourceType, required: bool, operation: Operation, parameters: Struct) -> _Filled:
        """Fills one resource type's variables from the members whose names fit."""
        present = self._present(kind, operation, parameters)
        if not present:
            return _Filled(kind, required, frozenset(), False, (self._wildcard(kind),))
        own = any(naming.is_own(name, kind) for name in present)
        return self._filled(kind, required, present, operation, parameters, own=own)

    def _present(self, kind: ResourceType, operation: Operation, parameters: Struct) -> dict[str, list[str]]:
        """For each variable that can be filled, the members that do."""
        key = (kind.prefix, kind.name, kind.arn, operation.service, operation.name)
        fitting = self._fitting.get(key)
        if fitting is None:
            members = (
                (name, self._names.members_for(name, kind, operation)) for name in naming.variables(kind.arn)
            )
            fitting = self._fitting[key] = tuple(
                (name, found) for name, found in members if found.sure or found.known or found.weak
            )
        own = naming.own_variable(kind.arn)
        present = {
            name: paths
            for name, found in fitting
            if (paths := _passed(found, parameters, operation, kind if name == own else None))
        }
        if own is not None and own in present:
            twins = (path for path in self._names.twins(kind, operation) if path not in present[own])
            present[own] = [*present[own], *(path for path in twins if select(parameters, path))]
        return present

    def _filled(
        self,
        kind: ResourceType,
        required: bool,
        present: dict[str, list[str]],
        operation: Operation,
        parameters: Struct,
        *,
        own: bool,
    ) -> _Filled:
        shaped: list[forms.Shaped] = []
        for paths in product(*present.values()):
            template = _template(kind, dict(zip(present, paths, strict=True)))
            for filled in templates.fill_each(template, parameters):
                one = forms.shape(kind, filled)
                shaped.append(replace(one, arns=tuple(arn for arn in one.arns if forms.fits(kind, arn))))
        arns = tuple(arn for one in shaped for arn in one.arns)
        if not arns and own and (within := self._within(kind, present)) != present:
            return self._filled(kind, required, within, operation, parameters, own=True)
        if not arns:
            # The ARN of what it is in (``InstanceArn`` of a permission set): of itself nothing is said.
            anywhere = (self._wildcard(kind),) if required and not own else ()
            return _Filled(kind, required, frozenset(), False, anywhere)
        limits, sure = tuple(_limits(shaped)), _surely(present, operation, parameters)
        return _Filled(kind, required, frozenset(present), own, arns, limits, sure)

    def _within(self, kind: ResourceType, present: dict[str, list[str]]) -> dict[str, list[str]]:
        """What something is in is said by an ARN of its own (``hub/h``, of ``hub-content/h/…``): its name is
        the last part, where a type has nothing but that in its ARN, else unknown; it is where that is."""
        alone = {
            names[0]
            for one in self._catalog.resource_types(kind.prefix)
            if len(names := naming.variables(one.arn)) == 1
        }
        return {
            name: [
                path if naming.is_own(name, kind) or ":" in path
                # ``${home:Path}${?}``: unknown, and of there.
                else f"last:{path}" if name in alone else f"{HOME}:{path}}}${{{forms.MISSING}"
                for path in paths
            ]
            for name, paths in present.items()
        }  # fmt: skip

    def _fill_from(
        self, kind: ResourceType, required: bool, path: str, parameters: Struct, operation: Operation
    ) -> _Filled:
        """Fills a resource type whose own name one given member holds."""
        own = naming.own_variable(kind.arn)
        if own is None:
            return _Filled(kind, required, frozenset(), False, ())
        present = {**self._present(kind, operation, parameters), own: [path]}
        if kind.prefix != operation.prefix or naming.is_arn(path):
            # Another service's, or an ARN: that says all of it, whatever else the request is about.
            present = {own: [path]}
        return self._filled(kind, required, present, operation, parameters, own=True)


def _no_more(operation: Operation, parameters: Struct) -> Struct:
    """The request if nothing is passed but what is known of it and what has to be."""
    known = {name for name, _ in parameters.fields}
    needed = (member.name for member in operation.members if member.required and member.name not in known)
    return replace(
        parameters, fields=(*parameters.fields, *((name, Unknown()) for name in needed)), open=False
    )


def _surely(present: dict[str, list[str]], operation: Operation, parameters: Struct) -> bool:
    """Whether a member of each variable is passed."""
    required = {member.name for member in operation.members if member.required}
    given = ([path.removeprefix(naming.GIVEN) for path in paths] for paths in present.values())
    return not parameters.open or all(
        any(path in required or any(item.certain for item in select(parameters, path)) for path in paths)
        for paths in given
    )


def _without_variants(chosen: list[_Filled]) -> list[_Filled]:
    """Without the other variants of a type of which one is named (``listener-rule/app``, and ``net``)."""
    named = {item.type.name.partition("/")[0] for item in chosen if item.own and "/" in item.type.name}
    return [item for item in chosen if item.own or item.type.name.partition("/")[0] not in named]


def _taken(operation: Operation, parameters: Struct) -> list[Value]:
    """The ARNs in a request, whatever the members are called that hold them."""
    listed = [member.name for member in operation.members if member.type == "list"]
    single = [member.name for member in operation.members if member.type == "string"]
    paths = dict.fromkeys((*single, *(f"{name}[]" for name in listed), *operation.paths))
    told = (texts.join(pieces) for pieces in _said(paths, parameters) if texts.starts_with(pieces, "arn:"))
    return [value for value in told if not forms.is_everything(value)]


def _others_of_it(chosen: list[_Filled], operation: Operation, parameters: Struct) -> list[_Filled]:
    """Of the types that are checked, the ARNs in the request of others than those that are named: the source
    of a copy, in another account or Region."""
    if not all(item.arns for item in chosen):
        return []
    known = {value for item in chosen for value in item.arns}
    return [
        replace(item, arns=(value,), limits=())
        for value in _taken(operation, parameters)
        for item in chosen
        if value not in known and forms.fits(item.type, value) and _has_form(item.type, value)
    ]


def _said(paths: Iterable[str], parameters: Struct) -> Iterator[Parts]:
    for path in paths:
        for item in select(parameters, path):
            yield from map(texts.parts, alternatives(item.value))


def _passed(
    candidates: naming.Candidates, parameters: Struct, operation: Operation, kind: ResourceType | None
) -> list[str]:
    """The first of the members that surely is passed, else the first that may be; known ones count all.

    Of what a type is called itself an ARN of another one gives way to what is left: a word of AWS's
    (``ResourceId``) may be that of several types. What is made has no ARN yet.
    """
    paths = _first(candidates, parameters)
    if kind is None or not paths or not _is_of_another(paths, parameters, operation, kind):
        return paths
    return _passed(candidates.without(paths), parameters, operation, kind) or paths


def _is_of_another(paths: list[str], parameters: Struct, operation: Operation, kind: ResourceType) -> bool:
    made = operation.name.startswith(_MAKING) and naming.stem(kind.name) == naming.noun(operation.name)
    if made and all(naming.is_arn(path) for path in paths):
        return True
    told = list(_said((path.removeprefix(naming.GIVEN) for path in paths), parameters))
    return bool(told) and all(
        texts.is_arn(pieces) and not forms.fits(kind, texts.join(pieces)) for pieces in told
    )


def _first(candidates: naming.Candidates, parameters: Struct) -> list[str]:
    possible: list[list[str]] = []
    for paths, together in ((candidates.sure, False), (candidates.known, True), (candidates.weak, False)):
        if not paths:
            continue
        found = {
            path: values for path in paths if (values := select(parameters, path.removeprefix(naming.GIVEN)))
        }
        certain = [path for path, values in found.items() if any(item.certain for item in values)]
        if certain:
            # In several structures by one name (``Add[].GroupArn``, ``Remove[].GroupArn``) it is each.
            alike = [path for path in certain if "." in path and _last(path) == _last(certain[0])]
            return certain if together else alike or certain[:1]
        possible.append(list(found)[:1])
    return next((paths for paths in possible if paths), [])


@lru_cache(maxsize=4096)
def _form(arn: str) -> re.Pattern[str] | None:
    """The resource part of a format, field by field; None where the format doesn't say what it is about."""
    service, resource = arn.split(":")[2], ":".join(arn.split(":")[5:])
    if {"$", "*"} & {*service} or not re.search("[a-z]", re.sub(r"\$\{[^}]*\}", "", resource)):
        return None
    return re.compile("[^:/]+".join(map(re.escape, re.split(r"\$\{[^}]*\}|\*", resource))))


def _has_form(kind: ResourceType, value: Value) -> bool:
    """Whether an ARN is of the type itself, and not of something within one."""
    form = _form(kind.arn) if kind.arn.count(":") > 4 else None
    text = texts.glob(texts.parts(value)).split(":", 5)
    return form is not None and len(text) > 5 and form.fullmatch(text[5]) is not None


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _from_rows(
    operation: Operation,
    action: Action,
    parameters: Struct,
    rows: Iterable[Document],
    types: list[tuple[ResourceType, bool]],
) -> tuple[Filled, ...] | None:
    """The ARNs of the most specific overlay rows that apply; None when none does."""
    tiers: dict[int, list[tuple[Document, Tri]]] = {}
    for row in rows:
        rank = _rank(row, operation, action)
        verdict = Tri.NO if rank is None else rules.holds(row, parameters)
        if rank is not None and verdict is not Tri.NO:
            tiers.setdefault(rank, []).append((row, verdict))
    for rank in sorted(tiers):
        anywhere = [verdict for row, verdict in tiers[rank] if "*" in row["templates"]]
        if Tri.YES in anywhere:
            return ()
        arns = [arn for row, _ in tiers[rank] for arn in _row_arns(row, meant(parameters, row), types)]
        if arns:
            return tuple(dict.fromkeys(arns))
        if anywhere:
            return ()
    return None


def _rank(row: Document, operation: Operation, action: Action) -> int | None:
    """0 for operation and action, 1 for the action, 2 for the operation alone."""
    if row["operations"] and operation.name not in row["operations"]:
        return None
    if row["actions"]:
        return None if action.full_name not in row["actions"] else 0 if row["operations"] else 1
    return 2 if action.prefix == operation.prefix else None


def _row_arns(row: Document, parameters: Struct, types: list[tuple[ResourceType, bool]]) -> list[Filled]:
    through = row.get("pass_through")
    if through:
        values = [value for item in select(parameters, through) for value in alternatives(item.value)]
        arns = [texts.join(pieces) for pieces in map(texts.parts, values) if texts.is_arn(pieces)]
        if arns and len(arns) == len(values):
            return [Filled(arn, given=True) for arn in arns]
    found: list[Filled] = []
    for template in row["templates"]:
        whole = templates.sole_path(template)
        for filled in templates.fill_each(template, parameters):
            pieces = texts.parts(filled.value)
            if whole is None or texts.is_arn(pieces):
                found.append(filled)
            else:
                found.extend(map(Filled, _named(whole, pieces, types)))
    return found


def _named(path: str, pieces: Parts, types: list[tuple[ResourceType, bool]]) -> list[Value]:
    """A member that is meant to hold an ARN and holds something else: the format of its type around it; where
    it is not called like one, of those that are required, or of any (``ResourceArn``)."""
    named = [kind for kind, _ in types if naming.names_type(path, kind)]
    required = [kind for kind, needed in types if needed and not naming.is_generic(path)]
    fitting = named[:1] or required or [kind for kind, _ in types]
    return [value for kind in fitting for value in forms.own_hole(kind, pieces)]


def _shaped(arns: tuple[Filled, ...], types: list[tuple[ResourceType, bool]]) -> Bound:
    """The overlay's ARNs, finished like the ones that were bound by name."""
    found: list[forms.Shaped] = []
    for arn in arns:
        value = arn.value
        kind = next((k for k, _ in types if forms.finishes_rows(k) and forms.fits(k, value)), None)
        found.append(forms.shape(kind, arn) if kind else forms.Shaped((value,)))
    return _bound([value for one in found for value in one.arns], _limits(found))


def _limits(shaped: Iterable[forms.Shaped]) -> Iterator[tuple[Value, Condition]]:
    """The ARNs that are meant under a condition alone; one that another value means without any is not."""
    found = list(shaped)
    free = {arn for one in found if not one.conditions for arn in one.arns}
    for one in found:
        for arn in one.arns:
            if arn not in free:
                yield from ((arn, condition) for condition in one.conditions)


def _bound(arns: Iterable[Value], limits: Iterable[tuple[Value, Condition]]) -> Bound:
    pairs = list(limits)
    limited = dict.fromkeys(arn for arn, _ in pairs)
    free = tuple(arn for arn in dict.fromkeys(arns) if arn not in limited)
    return (
        Bound(tuple(limited), _either(condition for _, condition in pairs), free) if limited else Bound(free)
    )


def _placed(bound: Bound) -> Bound:
    """With what AWS itself owns where it is, and no place that is none. IAM refuses an ARN of any service
    (``MalformedPolicyDocument``: the vendor must be fully qualified): what may be of any is anything."""
    if any(_is_of_any_service(value) for value in (*bound.resources, *bound.free)):
        return Bound()
    resources, free = (
        tuple(dict.fromkeys(one for value in each for one in forms.of_aws(forms.findable(value))))
        for each in (bound.resources, bound.free)
    )
    same = resources == bound.resources and free == bound.free
    return bound if same else replace(bound, resources=resources, free=free)


def _is_of_any_service(value: Value) -> bool:
    pieces = texts.parts(value)
    if not texts.starts_with(pieces, "arn:"):
        return False
    service = texts.split(pieces, ":")[2:3]
    return any(
        (isinstance(one, Hole) and one.kind not in _SET_BY_TEMPLATES) or one == "*"
        for run in service
        for one in run
    )


def together(bounds: Iterable[Bound]) -> Bound:
    """Where an action applies that is bound several times."""
    found = list(bounds)
    limited = dict.fromkeys(value for one in found if one.conditions for value in one.resources)
    free = dict.fromkeys(value for one in found for value in (one.free if one.conditions else one.resources))
    if not limited:
        return Bound(tuple(free))
    return Bound(tuple(limited), _either(one for bound in found for one in bound.conditions), tuple(free))


def _either(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions of which one has to hold, on the same key as one that lists what it may be.

    Two operators on a key would both have to hold. A text without a wildcard is itself to either.
    """
    found: dict[tuple[str, str], tuple[str, dict[Value, None]]] = {}
    for operator, key, values in conditions:
        quantifier, _, kind = operator.rpartition(":")
        other, named = found.get((quantifier, key), (kind, {}))
        named.update(dict.fromkeys(values))
        found[quantifier, key] = (kind if kind == other else _LIKE, named)
    return tuple(
        (f"{quantifier}:{kind}" if quantifier else kind, key, tuple(named))
        for (quantifier, key), (kind, named) in found.items()
    )


def _template(kind: ResourceType, present: dict[str, str]) -> str:
    """The type's ARN format over member paths; unfilled variables become ``*``-holes."""

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        return match.group() if name in _AMBIENT else f"${{{present.get(name, forms.MISSING)}}}"

    return _VARIABLE.sub(replace, forms.arn_format(kind))


def open_arn(kind: ResourceType) -> Value:
    """The type's ARN with every variable open."""
    pieces: list[str | Hole] = []
    for index, piece in enumerate(_VARIABLE.split(forms.arn_format(kind))):
        if index % 2 == 0:
            pieces.append(piece)
        else:
            pieces.append(_AMBIENT.get(piece, Hole(kind="unknown")))
    return texts.join(pieces)


def _generic_arn(
    operation: Operation, types: list[tuple[ResourceType, bool]], parameters: Struct, *, named: bool
) -> tuple[Value, ...] | None:
    """The value of ``ResourceArn`` and the like, which may be of any of the action's types.

    Where another member names the one type there is (``name`` of a source of logs), it is what that is for,
    unless it is known to be an ARN of the type.
    """
    path = naming.generic_arn(operation)
    found = select(parameters, path) if path else ()
    if not found:
        return None
    arns: list[Value] = []
    for value in (value for item in found for value in alternatives(item.value)):
        pieces = texts.parts(value)
        if named and len(types) == 1 and not texts.starts_with(pieces, "arn:"):
            return None
        if texts.is_arn(pieces):
            if not any(forms.fits(kind, texts.join(pieces)) for kind, _ in types):
                return None
            arns.append(texts.join(pieces))
        elif len(types) == 1 and path and path.lower().endswith(("id", "name")):
            # ``ResourceId``: what it holds of the type's ARN is known of its name, or not at all.
            return None
        elif len(types) == 1:
            arns.extend(forms.own_hole(types[0][0], pieces))
        elif any(isinstance(piece, str) for piece in pieces):
            return None
        else:
            arns.extend(_any_of(types, pieces))
    return tuple(dict.fromkeys(arns))


def _besides(filled: list[_Filled], generic: tuple[Value, ...], action: Action) -> tuple[Value, ...]:
    """Required types that the ARN isn't of: a workspace, and the ARNs of what is put into it. Where the ARN
    is of one of several required types, the others are its alternatives, unless it is of the one that the
    action is called like (``DeleteChannel``, and its stream keys)."""
    required = [item for item in filled if item.required]
    others = [item for item in required if not any(forms.fits(item.type, value) for value in generic)]
    noun = naming.noun(action.name)
    called = any(naming.stem(item.type.name) == noun for item in required if item not in others)
    alone = (called or len(others) == len(required)) and "tag" not in action.name.lower()
    return tuple(arn for item in others if item.own or alone for arn in item.arns)


def _any_of(types: list[tuple[ResourceType, bool]], pieces: Parts) -> Iterator[Value]:
    """An unknown ARN of several types: as much of their formats as several share (not all have a region)."""
    if len(pieces) == 1 and isinstance(pieces[0], Hole) and pieces[0].kind == "reference":
        yield texts.join(pieces)
        return
    heads = [tuple(kind.arn.split(":", 5)[2:5]) for kind, _ in types if kind.arn.startswith("arn:")]
    for service, region, account in dict.fromkeys(heads) or [("*", "*", "*")]:
        places = (_place(service), ":", _place(region), ":", _place(account), ":")
        yield texts.join(("arn:", PARTITION, ":", *places, *pieces))


def _place(field: str) -> str | Hole:
    """A field of a type's format; ``*`` for a variable that is neither region nor account."""
    return _AMBIENT.get(field[2:-1], "*") if "$" in field else field


def _choose(filled: list[_Filled], operation: Operation, action: Action) -> list[_Filled]:
    """Required types always; optional ones where a member names them, the most specific of them."""
    required = [item for item in filled if item.required]
    optional = [item for item in filled if not item.required and item.own]
    optional = [
        item for item in optional if not any(item.bound < other.bound and other.sure for other in optional)
    ]
    if required or optional:
        return [*_alternatives(required, action), *optional, *_made(filled, optional, operation)]
    return _primary(filled, operation, action)


def _made(filled: list[_Filled], optional: list[_Filled], operation: Operation) -> list[_Filled]:
    """What the operation makes is checked whatever else is named, optional in the catalog or not."""
    if not operation.name.startswith(_MAKING):
        return []
    noun = naming.noun(operation.name)
    chosen = {item.type.name for item in optional}
    return [
        item
        for item in filled
        if not item.required and item.type.name not in chosen and naming.stem(item.type.name) == noun
    ]


def _alternatives(required: list[_Filled], action: Action) -> list[_Filled]:
    """Formats of one type are alternatives: those that a member fills, the most specific of them, else all.

    Of different types, AWS checks each (service authorization reference, "Required resources"): a data
    source of Kendra needs its index, too. Only for tags every type is listed as required, and one is meant.
    """
    one_is_meant = "Tag" in action.name
    named = {item.type.name for item in required if item.own}
    return [
        item
        for item in required
        if (item.own or item.type.name not in named)
        and not any(
            (one_is_meant or item.type.name == other.type.name)
            and item.bound < other.bound
            and _extends(other, item)
            for other in required
        )
    ]


def _is_open(resource: Value) -> bool:
    """Whether AWS assigns how an ARN ends: it is of what the request makes."""
    return texts.glob(texts.parts(resource)).endswith("*")


def _deepest(resources: tuple[Value, ...]) -> tuple[Value, ...]:
    """Of a resource and what it is part of, the resource: that is what gets the tags."""
    known = [texts.parts(value) for value in resources]
    return tuple(
        value
        for value, mine in zip(resources, known, strict=True)
        if not any(_is_part(other, mine) for other in known)
    )


def _is_part(longer: Parts, shorter: Parts) -> bool:
    """One ARN goes on where the other one ends."""
    *same, last = shorter or ("",)
    end = longer[len(same)] if len(longer) > len(same) else ""
    if longer[: len(same)] != tuple(same):
        return False
    if isinstance(last, str):
        return isinstance(end, str) and end.startswith(f"{last}/")
    following = longer[len(shorter)] if len(longer) > len(shorter) else ""
    return end == last and isinstance(following, str) and following.startswith("/")


def _extends(longer: _Filled, shorter: _Filled) -> bool:
    return longer.type.arn.startswith(shorter.type.arn)


def _primary(filled: list[_Filled], operation: Operation, action: Action) -> list[_Filled]:
    """Nothing binds: the type that the operation is about, or the only one; else none, which is ``*``."""
    if len({item.type.name for item in filled}) == 1:
        return filled
    nouns = {naming.noun(action.name), naming.noun(operation.name)}
    about = [item for item in filled if naming.stem(item.type.name) in nouns]
    return [item for item in about if item.type.name == about[0].type.name] if about else []


def _unite(filled: list[_Filled]) -> Bound:
    arns = [value for item in filled for value in item.arns]
    if any(forms.is_everything(value) for value in arns):
        return Bound()
    return _bound(arns, (limit for item in filled for limit in item.limits))
