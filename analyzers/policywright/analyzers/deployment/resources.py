"""On which ARNs an action is needed: the resource itself, what its properties name, or any of the type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from policywright.analyzers.deployment.naming import OPEN, arn_in, is_statement, kinds_made, objects_of
from policywright.analyzers.infrastructure.types import parts_of
from policywright.knowledge import forms, naming, texts
from policywright.knowledge.binding import open_arn
from policywright.knowledge.catalog import Action, Catalog, ResourceType
from policywright.knowledge.deployments import Handlers
from policywright.knowledge.records import replace
from policywright.knowledge.templates import Filled
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    OneOf,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
)

_WITH_ALL = frozenset(
    ("wafv2:CreateWebACL", "wafv2:UpdateWebACL", "wafv2:CreateRuleGroup", "wafv2:UpdateRuleGroup")
)
"""Actions that are checked on what is referred to as well: managed rules have no ARN to be named by.

https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_id-based-policy-examples.html"""
_MAKES = ("Create", "Run", "Allocate", "Copy", "Import", "Delete")
"""How actions begin that make something which gets tags, or take it away with them."""
_RUN = "ec2:RunInstances"
_OF_INSTANCES = {
    "capacity-reservation": ("capacityreservation",),
    "group": ("capacityreservationresourcegroup",),
    "key-pair": ("keyname",),
    "license-configuration": ("licenseconfiguration",),
    "placement-group": ("placementgroup",),
    "secondary-interface": ("secondaryinterface",),
    "secondary-subnet": ("secondarysubnet",),
    "snapshot": ("snapshotid",),
    "spot-instances-request": ("markettype", "maxprice", "spotinstancetype"),
    "volume": ("",),
}
"""How the properties begin by which an instance has what starting it is checked on besides; each has volumes.
All of it may be said by a launch template alone.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances"""
_BY_KIND = "elasticloadbalancing"
"""The service in whose ARNs the kind of a load balancer stands, of all that belongs to it (``arns.toml``)."""
_SERVICE_LINKED = "iam:CreateServiceLinkedRole"
_ADDRESSES = ("s3uri", "s3url")
"""How properties end that say an object of S3 by its address."""
_MAX_DEPTH = 12
"""Levels of a resource's properties that are looked at for ARNs."""
_DOMAIN = re.compile(r"\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?\Z")
_NAMING = {
    "role": ("role",),
    "keypair": ("key",),
    "securitygroup": ("group", "groupset", "vpcsecuritygroup", "securitygroupidlist"),
    "image": ("ami",),
    "networkinterface": ("eni",),
    "pipeline": ("targetpipeline",),
    "key": ("kms", "kmskey", "kmsmasterkey", "encryptionkey", "sourcekmskey", "kmsencryptionkey"),
    "hostedzone": ("zone",),
    "bucket": ("s3bucket", "bucket", "destinationbucket", "targetbucket"),
    "object": (),
    "subgrp": ("dbsubnetgroup",),
    "pg": ("dbparametergroup", "parametergroup"),
    "clusterpg": ("dbclusterparametergroup",),
    "og": ("optiongroup",),
}
"""Stems of properties that name a resource of a type by another word than the type's."""
_MORE = re.compile(r"\A(?:secondary|additional|peer(?!ing))(?=[A-Za-z])", re.IGNORECASE)
"""How properties say that they name one more of what another one names (``PeerVpcId``)."""
_PEOPLES = frozenset((
    "environment", "variables", "environmentvariables", "parameters", "defaultarguments", "metadata",
))  # fmt: skip
"""Maps whose keys people choose: what stands there is for code to use, and names nothing that is deployed."""
_TAG = frozenset(("key", "value", "propagateatlaunch"))
_BUCKET = "bucket"
"""Whatever a bucket is for stands before the word, in properties that name one (``OutputS3BucketName``)."""
_SOURCE = re.compile("(?i)(?<!re)source")
_ALIAS = "alias/"
_OF_ANOTHER = "resource"
"""A property ``ResourceId`` says what something is about (a scalable target's service), never its own id; of
what kind that is ``ResourceType`` may say (a flow log's)."""
_OF_ANYTHING = frozenset(("name", "id", "type", "scope", "resourceid", "resourcename"))
"""Variables of ARNs that say of many things what they are."""


class Placing:
    """Binds actions to ARN patterns."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kinds: dict[str, tuple[tuple[bool, tuple[ResourceType, ...]], ...]] = {}
        self._fitting: dict[tuple[str, Value], bool] = {}
        self._being: dict[tuple[str, str, Value], bool] = {}
        self._within: dict[tuple[str, str], list[ResourceType]] = {}
        self._outer: dict[tuple[str, str], list[ResourceType]] = {}
        self._heads: dict[str, tuple[str, ...]] = {}
        self._naming: dict[
            tuple[tuple[tuple[str, str], ...], int, int], tuple[tuple[object, ...], tuple[Value, ...]]
        ] = {}
        self._strings: dict[Struct, tuple[tuple[str, Value], ...]] = {}
        self._bound: dict[tuple[str, int, int, int], tuple[tuple[object, ...], tuple[Value, ...]]] = {}
        """What was bound, by the records' identity (they are kept): many identities make one resource."""

    def own_of(
        self, handlers: Handlers, properties: Struct, unnamed: tuple[str | Hole, ...]
    ) -> tuple[Value, ...]:
        """The ARN patterns of a resource; ``unnamed`` is what its name is where no property says one."""
        prefix, _, name = handlers.kind.partition(":")
        kind = self._catalog.resource_type(prefix, name) if name else None
        if kind is None:
            return ()
        return tuple(
            arn
            for format in kind.arns
            for arn in _filled(replace(kind, arn=format), handlers, properties, unnamed)
        )

    def bind(
        self, action: str, own: tuple[Value, ...], properties: Struct, given: Struct | None = None
    ) -> tuple[Value, ...]:
        """The ARNs that an action is needed on for a resource; none for an action that has no resources.

        ``given`` are the properties once more, with ARNs for what they refer to.
        """
        key = (action, id(own), id(properties), id(given))
        known = self._bound.get(key)
        if known is None:
            known = self._bound[key] = ((own, properties, given), self._bind(action, own, properties, given))
        return known[1]

    def _bind(
        self, action: str, own: tuple[Value, ...], properties: Struct, given: Struct | None
    ) -> tuple[Value, ...]:
        found: list[Value] = []
        left: list[tuple[ResourceType, ...]] = []
        of_action = self._kinds_of(action)
        if action == _SERVICE_LINKED:
            roles = (one for one in own if ":role/aws-service-role/" in texts.glob(texts.parts(one)))
            return tuple(roles) or (arn_of_service_linked(),)
        if action.startswith("apigateway:") and any(_service(one) == "apigateway" for one in own):
            # Its actions are the verbs of a control plane, whose paths the catalog has only in part.
            tags = not action.endswith((":POST", ":PATCH"))
            return tuple(one for one in own if tags or "/tags/" not in texts.glob(texts.parts(one)))
        every = [kind for _, kinds in of_action for kind in kinds]
        formats = {kind.arn for kind in every}
        mine = [
            [
                one
                for one in own
                if any(self._is_it(kind, one) and not self._holds(kind, one, formats) for kind in kinds)
            ]
            for _, kinds in of_action
        ]
        if is_about_tags(action) and any(mine):
            # Of all that can be tagged, what is made is meant.
            return tuple(dict.fromkeys(one for fitting in mine for one in fitting))
        if (
            is_about_tags(action)
            and of_action
            and any(_service(one) == action.partition(":")[0] for one in own)
        ):
            # Of kinds that the same action tags, the catalog may name one (load balancers, old and new).
            return own
        vague: list[tuple[tuple[ResourceType, ...], list[Value]]] = []
        for (required, kinds), fitting in zip(of_action, mine, strict=True):
            any_of = set(map(open_arn, kinds))
            known = [one for one in fitting if not is_any(one) and one not in any_of]
            if any(_covers(wide, one) for wide in fitting if is_any(wide) for one in known):
                # It has that name, or any other one.
                known = fitting
            bound = known or [
                self._outside(kinds, every, one) for one in self._named(kinds, properties, given)
            ]
            found += bound
            if not bound and fitting:
                vague.append((kinds, fitting))
            elif required and not bound:
                left.append(kinds)
        left = [kinds for kinds in left if not self._is_of_other_kind(kinds, found)]
        one_of = not any(required for required, _ in of_action)
        for kinds, fitting in vague:
            # Of what is optional, something of that kind that is named is enough. Something else that is
            # named is not: an access point of a file system is read by its own id.
            if not (one_of and self._is_one_of(kinds, found)):
                found += fitting
        besides = [kind for required, kinds in of_action if not required for kind in kinds]
        if action in _WITH_ALL:
            found += map(open_arn, besides)
        elif action == _RUN:
            said = _had(properties)
            found += [
                open_arn(kind)
                for kind in besides
                if (said is None or kind.name in said) and not self._is_one_of((kind,), found)
            ]
        inside = [] if found else [one for kind in every for one in self._within_own(kind, own)]
        found += inside
        if left and not inside:
            found += [open_arn(kind) for kinds in left for kind in kinds]
        return tuple(dict.fromkeys(found))

    def _named(
        self, kinds: tuple[ResourceType, ...], properties: Struct, given: Struct | None
    ) -> tuple[Value, ...]:
        """What properties name of a kind, which many actions are about."""
        key = (tuple((kind.name, kind.arn) for kind in kinds), id(properties), id(given))
        known = self._naming.get(key)
        if known is None:
            strings = self._fields(properties)
            if given is not None and given != properties:
                strings = (*strings, *(one for one in self._fields(given) if _is_arn(one[1])))
            known = self._naming[key] = ((properties, given), tuple(named(kinds, properties, strings)))
        return known[1]

    def unbound(self, action: str, bound: tuple[Value, ...]) -> bool:
        """Whether an action may be checked on more kinds of resources than those that are known."""
        return any(
            not any(self._fits(kind, one) for kind in kinds for one in bound)
            and not self._is_of_other_kind(kinds, bound)
            for _, kinds in self._kinds_of(action)
        )

    def completed(
        self, action: str, bound: tuple[Value, ...], asked: tuple[Value, ...], properties: Struct
    ) -> tuple[Value, ...]:
        """What is bound, and of kinds that are not, what a request names: a default option group."""
        more: list[Value] = []
        for required, kinds in self._kinds_of(action):
            known = any(self._fits(kind, one) for kind in kinds for one in bound)
            if not known and not self._is_of_other_kind(kinds, bound):
                any_ = not required and any(self._is_open(kind, properties) for kind in kinds)
                open_ = {open_arn(kind) for kind in kinds}
                more += [
                    one
                    for one in asked
                    if (any_ or not (is_any(one) or one in open_))
                    and any(self._fits(kind, one) for kind in kinds)
                ]
        return tuple(dict.fromkeys((*bound, *more)))

    def _is_open(self, kind: ResourceType, properties: Struct) -> bool:
        """Whether a property is called after a type, and nothing is known of what it says."""
        return any(
            naming.stem(name).endswith(naming.stem(kind.name)) and _name_in(value) == OPEN
            for name, value in self._fields(properties)
        )

    def identified(self, action: str, bound: tuple[Value, ...], passed: Iterable[str]) -> tuple[Value, ...]:
        """What a request names, and any of the kinds that it names by an id which is no argument.

        ``passed`` are members that a request has to have, and that nothing is known of: AWS made the id.
        """
        stems = set(map(naming.stem, passed))
        more = [
            open_arn(kind)
            for required, kinds in self._kinds_of(action)
            if required and stems and not any(self._fits(kind, one) for kind in kinds for one in bound)
            for kind in kinds
            if naming.stem(kind.name) in stems
        ]
        return tuple(dict.fromkeys((*bound, *more))) if bound else bound

    def has_sources(self, action: str, properties: Struct) -> bool:
        """Whether an action that changes something may be about what a resource is made from."""
        entry = self._catalog.action(action)
        return entry is not None and entry.access_level == "Write" and bool(self._sources(properties))

    def with_sources(
        self, bound: tuple[Value, ...], asked: tuple[Value, ...], properties: Struct
    ) -> tuple[Value, ...]:
        """What is bound, and what a request names as another one of the type: what a replica is of."""
        sources = self._sources(properties)
        return tuple(dict.fromkeys((*bound, *(one for one in asked if _name_in(one) in sources))))

    def with_above(self, bound: tuple[Value, ...], asked: tuple[Value, ...]) -> tuple[Value, ...]:
        """What is bound, and what a request is about besides: a path that ends before the resource's own."""
        above = (one for one in asked if one not in bound and not any(_covers(wide, one) for wide in bound))
        return tuple(dict.fromkeys((*bound, *above)))

    def _sources(self, properties: Struct) -> set[Parts]:
        """The names of what properties call a source."""
        return {
            _name_in(option)
            for name, value in self._fields(properties)
            if _SOURCE.search(name)
            for option in alternatives(value)
        }

    def _is_one_of(self, kinds: tuple[ResourceType, ...], values: Iterable[Value]) -> bool:
        return any(self._fits(kind, one) for one in values for kind in kinds)

    def _is_of_other_kind(self, kinds: tuple[ResourceType, ...], bound: Iterable[Value]) -> bool:
        """What is bound is all there is: an application's load balancer is no network's."""
        heads = {_of_kinds(kind.arn) for kind in kinds} - {None}
        return any(_of_kinds(texts.glob(texts.parts(one))) in heads for one in bound)

    def made_by(self, actions: Iterable[str]) -> tuple[Value, ...]:
        """The patterns of all that actions which make or delete something are about."""
        found = [
            open_arn(kind)
            for action in actions
            for required, kinds in self._kinds_of(action)
            for kind in kinds
            if required
        ]
        return tuple(dict.fromkeys(found))

    def tagged(
        self, action: str, type: str, made: tuple[Value, ...], named: Iterable[Value]
    ) -> tuple[Value, ...]:
        """What gets the tags of a type of Terraform's: what it is called like, else what is made with it.

        ``made`` is what making it is about, which may be what it is in (``CreateAgentAlias``: an agent), and
        ``named`` what the request for that says.
        """
        kinds = [kind for _, several in self._kinds_of(action) for kind in several]
        spelt = {kind: naming.stem(kind.name) for kind in kinds if _spells(type, naming.stem(kind.name))}
        longest = max(map(len, spelt.values()), default=0)
        called = tuple(open_arn(kind) for kind, stem in spelt.items() if len(stem) == longest)
        told = {any_: [one for one in named if _covers(any_, one) and not is_any(one)] for any_ in made}
        if made and called and not set(called) & set(made):
            return tuple(dict.fromkeys((*called, *(one for one in made if not told[one]))))
        if len(made) == 1 and not any(self._inside(kind) for kind in kinds if open_arn(kind) in made):
            return tuple(dict.fromkeys(told[made[0]])) or made
        return made

    def made_besides(self, action: str, asked: Iterable[str]) -> tuple[Value, ...]:
        """What an action about tags is for, of what others that are asked for with it make in its service."""
        starts = tuple(f"{action.partition(':')[0]}:{verb}" for verb in _MAKES)
        found = self.made_by(one for one in asked if one.startswith(starts) and not is_about_tags(one))
        return tuple(one for one in found if self.possible(action, (one,)))

    def _fits(self, kind: ResourceType, value: Value) -> bool:
        key = (kind.arn, value)
        if key not in self._fitting:
            self._fitting[key] = forms.fits(kind, value)
        return self._fitting[key]

    def _is_it(self, kind: ResourceType, value: Value) -> bool:
        """Whether something is of a kind, and not of another one beside that or within it.

        A name that is known in part may go on in any way: what is beside has other words where both have
        words, and what is within has the slashes of its format.
        """
        key = (kind.prefix, kind.arn, value)
        known = self._being.get(key)
        if known is None:
            known = self._being[key] = self._looks_like(kind, value)
        return known

    def _looks_like(self, kind: ResourceType, value: Value) -> bool:
        text = texts.glob(texts.parts(value))
        if not self._fits(kind, value) or _has_other_words(text, kind.arn):
            return False
        if _resource(kind.arn).startswith("${") and _resource(text).startswith(self._words(kind.prefix)):
            # A pipeline is called by its name alone; what begins with a word of its service is another thing.
            return False
        slashes = text.count("/")
        within = (other for other in self._inside(kind) if other.arn.count("/") <= slashes)
        return not any(self._fits(other, value) for other in within)

    def _words(self, prefix: str) -> tuple[str, ...]:
        """How the ARNs of a service's types begin that begin with a word."""
        if prefix not in self._heads:
            arns = (arn for one in self._catalog.resource_types(prefix) for arn in one.arns)
            heads = (_resource(arn).partition("${")[0] for arn in arns if arn.split(":")[2] == prefix)
            self._heads[prefix] = tuple(filter(None, heads))
        return self._heads[prefix]

    def _outside(self, kinds: tuple[ResourceType, ...], every: list[ResourceType], value: Value) -> Value:
        """What an ARN is within, where the action is about that: an accelerator, whose listener is named."""
        parts = texts.split(texts.parts(value), "/")
        for kind in kinds:
            depth = kind.arn.count("/") + 1
            inside = self._inside(kind) if 1 < depth < len(parts) else []
            formats = {one.arn for one in inside}
            if any(self._fits(one, value) for one in inside) and not any(one.arn in formats for one in every):
                return texts.join(texts.rejoin(parts[:depth], "/"))
        return value

    def _within_own(self, kind: ResourceType, own: tuple[Value, ...]) -> Iterator[Value]:
        """Any of a type in what is made: the objects of a bucket."""
        for other in self._around(kind):
            inner = texts.parts(open_arn(replace(kind, arn=kind.arn.removeprefix(other.arn))))
            for one in own:
                if one != open_arn(other) and self._is_it(other, one):
                    yield texts.join((*texts.parts(one), *inner))

    def _holds(self, kind: ResourceType, value: Value, formats: set[str]) -> bool:
        """Whether a name that is known in part is of what a type is within, which the action is not about.

        It is a bucket's before it is that of an object in one.
        """
        return texts.glob(texts.parts(value)).count("/") < kind.arn.count("/") and any(
            one.arn not in formats and self._fits(one, value) for one in self._around(kind)
        )

    def _around(self, kind: ResourceType) -> list[ResourceType]:
        """The formats of what a type is within."""
        key = (kind.prefix, kind.arn)
        if key not in self._outer:
            self._outer[key] = [
                replace(other, arn=arn)
                for other in self._catalog.resource_types(kind.prefix)
                for arn in other.arns
                if kind.arn.startswith(f"{arn}/")
            ]
        return self._outer[key]

    def _inside(self, kind: ResourceType) -> list[ResourceType]:
        """The formats of what is within a type."""
        key = (kind.prefix, kind.arn)
        if key not in self._within:
            self._within[key] = [
                replace(other, arn=arn)
                for other in self._catalog.resource_types(kind.prefix)
                for arn in other.arns
                if arn.startswith(f"{kind.arn}/") or _goes_on(arn, kind.arn)
            ]
        return self._within[key]

    def _fields(self, properties: Struct) -> tuple[tuple[str, Value], ...]:
        if properties not in self._strings:
            self._strings[properties] = tuple(_fields(properties, 0))
        return self._strings[properties]

    def possible(self, action: str, resources: tuple[Value, ...]) -> bool:
        """Whether an action can be about one of the resources (a REST API's never is about a topic)."""
        kinds = [kind for _, several in self._kinds_of(action) for kind in several]
        return not kinds or not resources or any(self._fits(kind, one) for kind in kinds for one in resources)

    def services(self, action: str) -> set[str]:
        """The service of an action, and how the ARNs call it that it is about."""
        kinds = [kind for _, several in self._kinds_of(action) for kind in several]
        return {action.partition(":")[0], *(kind.arn.split(":")[2] for kind in kinds)}

    def names_all(self, action: str, bound: tuple[Value, ...]) -> bool:
        """Whether what ``bind`` gave says which resources are meant, each of them."""
        open_ = {open_arn(kind) for _, kinds in self._kinds_of(action) for kind in kinds}
        return bool(bound) and not open_.intersection(bound)

    def told(
        self, own: tuple[Value, ...], bound: tuple[Value, ...], asked: Iterable[Value]
    ) -> tuple[Value, ...]:
        """What is bound, with what a request names in place of any of the type, which is all that is known of
        a resource itself (``own``)."""
        found: list[Value] = []
        for one in bound:
            named = [each for each in asked if _covers(one, each) or each == one] if one in own else []
            found += named if named and not any(map(is_any, named)) else [one]
        return tuple(dict.fromkeys(found))

    def besides(self, action: str, bound: tuple[Value, ...], asked: tuple[Value, ...]) -> Iterator[Value]:
        """What properties name of kinds that a request says nothing of: the snapshot of an image."""
        for _, kinds in self._kinds_of(action):
            if asked and not self._is_one_of(kinds, asked):
                yield from (one for one in bound if not is_any(one) and self._is_one_of(kinds, (one,)))

    def _kinds_of(self, action: str) -> tuple[tuple[bool, tuple[ResourceType, ...]], ...]:
        known = self._kinds.get(action)
        if known is None:
            entry = self._catalog.action(action)
            known = self._kinds[action] = tuple(self._read(entry)) if entry is not None else ()
        return known

    def _read(self, entry: Action) -> Iterator[tuple[bool, tuple[ResourceType, ...]]]:
        for one in entry.resource_types:
            kind = self._catalog.resource_type(entry.prefix, one.name)
            if kind is not None:
                yield one.required, tuple(replace(kind, arn=arn) for arn in kind.arns)


def _resource(arn: str) -> str:
    """What an ARN says behind the account."""
    return arn.split(":", 5)[-1]


def _has_other_words(arn: str, format: str) -> bool:
    """Whether an ARN says something else between its slashes than a format (``queue`` and ``prompt``)."""
    mine, other = (_resource(one).split("/") for one in (arn, format))
    return any(
        own != theirs and "*" not in own and "${" not in theirs
        for own, theirs in zip(mine, other, strict=False)
    )


def _goes_on(arn: str, format: str) -> bool:
    """Whether a format has a variable for the word that another one begins with, and goes on behind that one.

    A consumer is in a stream, of whichever type (``${StreamType}/${StreamName}/consumer/...``).
    """
    longer, shorter = (_resource(one).split("/") for one in (arn, format))
    begin = longer[: len(shorter)]
    return (
        arn.split(":")[2] == format.split(":")[2]
        and len(longer) > len(shorter) > 1
        and begin[0].startswith("${")
        and not shorter[0].startswith("${")
        and begin[1:] == shorter[1:]
    )


def _of_kinds(arn: str) -> str | None:
    """What an ARN is of, where its kind stands behind that: ``listener`` of one of a network's balancer."""
    service, resource = (arn.split(":", 5) + [""] * 6)[2:6:3]
    return resource.partition("/")[0] if service == _BY_KIND and resource.count("/") > 1 else None


def _spells(type: str, stem: str) -> bool:
    """Whether a kind is called by the words of a type, its last one and some before it in their order."""
    *words, last = type.split("_")[1:] or [""]
    if not last or not stem.endswith(last):
        return False
    left = stem.removesuffix(last)
    for word in reversed(words):
        left = left.removesuffix(word)
    return not left


def is_about_tags(action: str) -> bool:
    return "Tag" in action or ":Untag" in action


def _filled(
    kind: ResourceType, handlers: Handlers, properties: Struct, unnamed: tuple[str | Hole, ...]
) -> Iterator[Value]:
    """A type's ARN with the properties of a resource in it; each, where it has one of several names."""
    own = naming.own_variable(kind.arn)
    before: list[str | Hole] = []
    after: list[str | Hole] = []
    names: list[Value | None] = []
    pieces = before
    for index, piece in enumerate(texts_of(kind)):
        property = handlers.fill.get(piece)
        said = _said(properties, property) if property and index % 2 else []
        if index % 2 == 0:
            pieces.append(piece)
        elif piece == own and property:
            names, pieces = said or [None], after
        elif len(said) == 1 and said[0] is not None:
            pieces += _last(said[0]) if _is_arn(said[0]) else parts_of(said[0])
        elif not said and piece in ("Partition", "Region", "Account", "AccountId"):
            pieces.append(Hole(kind="account" if piece == "AccountId" else piece.lower()))  # type: ignore[arg-type]
        else:
            pieces.append(Hole(kind="unknown"))
    for name in names or [None]:
        if name is not None and _is_arn(name):
            yield name
            continue
        called = () if not names else unnamed if name is None else parts_of(name)
        yield from forms.shape(kind, Filled(texts.join((*before, *called, *after)))).arns


def _said(properties: Struct, property: str) -> list[Value | None]:
    """What a property may say, and None where it may say nothing; nothing where it isn't set."""
    value = properties.get(property)
    if value is None:
        return []
    return [*alternatives(value), *([None] if property in properties.maybe else [])]


def texts_of(kind: ResourceType) -> list[str]:
    """A type's ARN format: literal, variable, literal, ..."""
    pieces: list[str] = []
    rest = forms.arn_format(kind)
    while "${" in rest:
        literal, _, rest = rest.partition("${")
        variable, _, rest = rest.partition("}")
        pieces += [literal, variable]
    return [*pieces, rest]


def named(
    kinds: tuple[ResourceType, ...], properties: Struct, strings: tuple[tuple[str, Value], ...]
) -> Iterator[Value]:
    """The resources of a type that properties name, by ARN or by name; ``strings`` are all of theirs."""
    referred = {name for name, value in strings if _is_arn(value)}
    about = _kinds_said(strings)
    for kind in kinds:
        if (kind.prefix, kind.name) == ("s3", "object"):
            told_apart = list(_objects(properties, 0))
            if told_apart:
                # Beside buckets and keys there may be addresses; where nothing is told, any object is meant.
                addresses = [value for name, value in strings if naming.norm(name).endswith(_ADDRESSES)]
                yield from (*told_apart, *(one for value in addresses for one in objects_of(value)))
            continue
        stem = naming.stem(kind.name)
        own = naming.own_variable(kind.arn)
        meant = {stem, *(_NAMING.get(stem, ())), *((naming.stem(own),) if own else ())} - {"", _OF_ANOTHER}
        parents = [one for one in naming.variables(kind.arn) if one != own]
        by_id = (own or "").lower().endswith(("id", "identifier"))
        made = f"{kind.prefix}:{kind.name}" in kinds_made()
        filled = _parents_said(parents, strings)
        told: list[Value] = []
        by_names = unknown = False
        for name, value in strings:
            # A name is no id; and what a property refers to is told by its ARN, where that is known.
            called = naming.stem(_MORE.sub("", name.replace("_", "")))
            by_name = (
                (called in meant or (stem == _BUCKET and called.endswith(_BUCKET)))
                and not (by_id and name.lower().endswith("name"))
                and not made
                and name not in referred
            )
            for option in alternatives(value):
                if naming.norm(name) == f"{_OF_ANOTHER}id" and not _is_arn(option):
                    told += _of_another(kind, option)
                    if naming.norm(kind.name) in about:
                        told += forms.own_hole(kind, parts_of(option))
                    unknown = unknown or None in about
                elif _is_arn(option):
                    if _surely_fits(kind, option):
                        told.append(_without_key(kind, option))
                elif (other := _of_image(kind, option) or _of_queue(kind, option)) is not None:
                    told.append(other)
                elif by_name and ":kms:" in kind.arn and texts.starts_with(parts_of(option), _ALIAS):
                    # Which key it is the name doesn't say.
                    told.append(open_arn(kind))
                elif by_name and isinstance(option, Const | Text) and _may_be_name(option, kind, own):
                    if naming.norm(name) in map(naming.norm, filled):
                        # It is what the resource belongs to.
                        continue
                    if own and _is_of_both(name, own, filled):
                        told += _within(kind, {**filled, own: parts_of(option)})
                        by_names = True
                    else:
                        told += forms.own_hole(kind, _bucket(kind, parts_of(option)))
                else:
                    unknown = unknown or (by_name and isinstance(option, Unknown))
        # Where nothing else tells which, something is named all the same.
        yield from told or ([open_arn(kind)] if unknown else [])
        if filled and not by_names:
            yield from _within(kind, filled)


def _bucket(kind: ResourceType, parts: Parts) -> Parts:
    """A bucket's name, where it is said by its domain (``logs.s3.amazonaws.com``)."""
    if (kind.prefix, kind.name) != ("s3", "bucket") or not parts or not isinstance(parts[-1], str):
        return parts
    name = _DOMAIN.sub("", parts[-1])
    return (*parts[:-1], name) if name else parts[:-1]


def _without_key(kind: ResourceType, arn: Value) -> Value:
    """A bucket's ARN, where one of its folders is named (``LogDestination``)."""
    if (kind.prefix, kind.name) != ("s3", "bucket"):
        return arn
    return texts.join(texts.split(texts.parts(arn), "/")[0])


def _kinds_said(strings: tuple[tuple[str, Value], ...]) -> set[str | None]:
    """The kinds that a ``ResourceType`` says, for the ``ResourceId`` beside it; None is any of them."""
    return {
        naming.norm(option.value) if isinstance(option, Const) and isinstance(option.value, str) else None
        for name, value in strings
        if naming.norm(name) == f"{_OF_ANOTHER}type"
        for option in alternatives(value)
    }


def _of_another(kind: ResourceType, value: Value) -> Iterator[Value]:
    """What a ``ResourceId`` is about, where it is the last part of an ARN (``service/main/jobs``).

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
    """
    service = kind.arn.split(":")[2]
    literal = kind.arn.split(":", 5)[-1].partition("$")[0]
    parts = texts.parts(value)
    if literal.endswith("/") and texts.starts_with(parts, literal):
        whole = arn_in(service, *parts)
        if forms.fits(kind, whole):
            yield whole


def _of_image(kind: ResourceType, value: Value) -> Value | None:
    """The repository of a container image: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG``."""
    if (kind.prefix, kind.name) != ("ecr", "repository") or not isinstance(value, Const | Text):
        return None
    host, *rest = texts.split(texts.parts(value), "/")
    account, *labels = texts.split(host, ".")
    if not rest or [*labels[:2], *labels[3:5]] != [("dkr",), ("ecr",), ("amazonaws",), ("com",)]:
        return None
    name = texts.split(texts.split(texts.rejoin(rest, "/"), "@")[0], ":")[0]
    return texts.join(("arn:", texts.PARTITION, ":ecr:", *labels[2], ":", *account, ":repository/", *name))


def _of_queue(kind: ResourceType, value: Value) -> Value | None:
    """A queue by its address: ``https://sqs.REGION.amazonaws.com/ACCOUNT/NAME``."""
    if (kind.prefix, kind.name) != ("sqs", "queue") or not isinstance(value, Const | Text):
        return None
    scheme, _, host, *rest = (*texts.split(texts.parts(value), "/"), (), ())
    labels = texts.split(host, ".")
    if scheme != ("https:",) or labels[:1] != [("sqs",)] or len(labels) < 4 or len(rest) < 4:
        return None
    return texts.join(("arn:", texts.PARTITION, ":sqs:", *labels[1], ":", *rest[0], ":", *rest[1]))


def _may_be_name(value: Value, kind: ResourceType, own: str | None) -> bool:
    """No document of a policy, say, no URL, and nothing with fields where more fields follow: a version."""
    sign = r'[\s{"]|://' if own is None or kind.arn.endswith(f"${{{own}}}") else r'[\s{":]'
    return not any(isinstance(part, str) and re.search(sign, part) for part in texts.parts(value))


def _parents_said(
    parents: list[str], strings: tuple[tuple[str, Value], ...]
) -> dict[str, tuple[str | Hole, ...]]:
    """What something that properties name belongs to: the function of a version."""
    filled: dict[str, tuple[str | Hole, ...]] = {}
    for variable in parents:
        for name, value in strings:
            if naming.norm(name) == naming.norm(variable):
                for option in alternatives(value):
                    said = _last(option)
                    filled[variable] = said if filled.get(variable, said) == said else OPEN
    return filled


def _is_of_both(name: str, own: str, filled: Iterable[str]) -> bool:
    """Whether a property says which one it is of what others say that it belongs to.

    An id is no name; and what is merely called a ``Name`` may be that of anything.
    """
    said, wanted = naming.norm(name), naming.norm(own)
    return (
        said.endswith("id") == wanted.endswith("id")
        and not said.endswith("arn")
        and bool(filled)
        and not any(naming.norm(one) in _OF_ANYTHING for one in (own, *filled))
    )


def _within(kind: ResourceType, filled: dict[str, tuple[str | Hole, ...]]) -> tuple[Value, ...]:
    """A type's ARN with what is known of its variables."""
    pieces: list[str | Hole] = []
    for index, piece in enumerate(texts_of(kind)):
        if index % 2 == 0:
            pieces.append(piece)
        elif piece in ("Partition", "Region", "Account"):
            pieces.append(Hole(kind=piece.lower()))  # type: ignore[arg-type]
        else:
            pieces += filled.get(piece, (Hole(kind="unknown"),))
    return forms.shape(kind, Filled(texts.join(pieces))).arns


def _last(value: Value) -> tuple[str | Hole, ...]:
    """A name, or the last part of an ARN."""
    parts = parts_of(value)
    if not texts.starts_with(parts, "arn:"):
        return parts
    return texts.split(texts.split(parts, ":")[-1], "/")[-1]


def _name_in(value: Value) -> Parts:
    """A name, or the end of an ARN, whatever stands before it."""
    return texts.split(texts.split(parts_of(value), ":")[-1], "/")[-1]


def _objects(value: Value, depth: int) -> Iterator[Value]:
    """The objects of S3 that properties name by a bucket and a key beside it."""
    if depth > _MAX_DEPTH:
        return
    for option in alternatives(value):
        if isinstance(option, Items):
            for item in option.values:
                yield from _objects(item, depth + 1)
        if not isinstance(option, Struct):
            continue
        by_stem = {naming.norm(name): inner for name, inner in option.fields}
        key = next((by_stem[name] for name in ("s3key", "key", "s3objectkey") if name in by_stem), None)
        for called, bucket in by_stem.items():
            if not called.removesuffix("name").endswith(_BUCKET):
                continue
            plain = called in ("s3bucket", "bucket", "bucketname")
            # A key is called like its bucket: `revocations_s3_bucket`, `revocations_s3_key`.
            alike = by_stem.get(f"{called.removesuffix('name').removesuffix(_BUCKET)}key")
            mine = key if plain else alike if "s3bucket" in called else None
            name: tuple[str | Hole, ...] = parts_of(mine) if mine is not None else (Hole(kind="unknown"),)
            for one in alternatives(bucket):
                if isinstance(one, Const | Text) and not _is_arn(one):
                    yield texts.join(("arn:", Hole(kind="partition"), ":s3:::", *parts_of(one), "/", *name))
        for _, inner in option.fields:
            yield from _objects(inner, depth + 1)


def _fields(value: Value, depth: int) -> Iterator[tuple[str, Value]]:
    """Names and strings of all properties, at any depth; a list's items have its name."""
    if depth > _MAX_DEPTH:
        return
    for option in alternatives(value):
        if not isinstance(option, Struct) or _is_tag(option) or is_statement(option):
            continue
        for name, inner in option.fields:
            if _is_peoples(name):
                continue
            for one in alternatives(inner):
                for item in one.values if isinstance(one, Items) else (one,):
                    if isinstance(item, Struct | OneOf):
                        yield from _fields(
                            Struct(((name, item),)) if isinstance(item, OneOf) else item, depth + 1
                        )
                    elif not (isinstance(item, Const) and not isinstance(item.value, str)):
                        yield name, item


def _had(properties: Struct) -> set[str] | None:
    """What an instance has besides by its properties; None where a launch template may say more."""
    names = {naming.norm(name) for name in _names(properties, 0)}
    if properties.open or not names or any(name.startswith("launchtemplate") for name in names):
        return None
    return {kind for kind, starts in _OF_INSTANCES.items() if any(one.startswith(starts) for one in names)}


def _names(value: Value, depth: int) -> Iterator[str]:
    """What properties are called, at any depth."""
    for option in alternatives(value) if depth <= _MAX_DEPTH else ():
        for item in option.values if isinstance(option, Items) else (option,):
            if isinstance(item, Struct):
                for name, inner in item.fields:
                    yield name
                    yield from _names(inner, depth + 1)
            elif isinstance(item, OneOf):
                yield from _names(item, depth + 1)


def _is_tag(value: Struct) -> bool:
    """The ``Key`` of a tag is no key."""
    names = {name.lower() for name, _ in value.fields}
    return names <= _TAG and {"key", "value"} <= names


def _is_peoples(name: str) -> bool:
    plain = naming.norm(name)
    return plain in _PEOPLES or plain.endswith(("tags", "tagsall"))


def _service(value: Value) -> str:
    """The service in an ARN."""
    fields = texts.split(texts.parts(value), ":")
    return "".join(part for part in fields[2] if isinstance(part, str)) if len(fields) > 2 else ""


def arn_of_service_linked(service: str = "") -> Value:
    """The roles that services make for themselves, or that one of them does."""
    own = (f":role/aws-service-role/{service}/",) if service else (":role/aws-service-role/",)
    return texts.join(("arn:", texts.PARTITION, ":iam::", texts.ACCOUNT, *own, Hole(kind="unknown")))


def is_any(value: Value) -> bool:
    """Whether nothing of the resource's own name is known."""
    resource = texts.glob(texts.parts(value)).split(":", 5)[-1]
    first, *rest = re.split("[:/]", resource)
    # The kind stands first, or after where it is that (``regional/webacl/NAME``).
    named = rest[1:] if first == "*" and rest[1:] else rest or [first]
    return all(one.strip("*") == "" for one in named)


def _covers(wide: Value, value: Value) -> bool:
    """Whether a pattern is about all that another one is about."""
    return wide != value and fnmatchcase(texts.glob(texts.parts(value)), texts.glob(texts.parts(wide)))


def _is_arn(value: Value) -> bool:
    return isinstance(value, Const | Text) and texts.starts_with(texts.parts(value), "arn:")


def _surely_fits(kind: ResourceType, value: Value) -> bool:
    """The service stands in the ARN, and is the type's."""
    fields = texts.split(texts.parts(value), ":")
    return len(fields) > 2 and fields[2] == (kind.arn.split(":")[2],) and forms.fits(kind, value)
