"""What references to the project's own resources come to: their names, and their ARNs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from policywright.knowledge import texts
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Unknown, Value, one_of

_IDENTIFIES = re.compile(r"(?i)(?:^|_)(?:id|name|arn|bucket|url)\Z|(?:Id|Name|Arn|ARN)\Z")
"""Attributes that say which resource it is."""
_NAMES_IT = frozenset(("name", "function_name", "bucket", "Name"))
"""Attributes that are a resource's own name, where it has one."""


class Names:
    """What references to the project's own resources come to: nothing of them exists before they are
    deployed.

    ``names`` has physical names by id, ``arns`` ARNs; what is not known of a reference is open.
    """

    def __init__(self) -> None:
        self.names: dict[str, tuple[str | Hole, ...]] = {}
        self.arns: dict[str, tuple[Value, ...]] = {}
        self.given: dict[str, Struct] = {}
        """What Terraform's resources are given, by address: their arguments can be referred to as well."""
        self.whole: dict[Value, str] = {}
        """How a template says the whole ARN of a resource, and whose it is."""
        self.profiles: dict[str, tuple[Value, ...]] = {}
        """ARNs of the roles that instance profiles have."""
        self.qualified: dict[str, Value] = {}
        """ARNs of versions and aliases, as references to them are; making one is asked on its function."""
        self._as_arns = False

    def as_arns(self, value: Value) -> Value:
        """A value without references, where those to a whole resource are its ARN.

        An instance profile's is its role's.
        """
        self._as_arns = True
        try:
            return self.settled(value)
        finally:
            self._as_arns = False

    def settled(self, value: Value) -> Value:
        """A value without references."""
        named = self.whole.get(value, "") if self.whole else ""
        if named in self.qualified:
            return self.qualified[named]
        found = (self._as_arns and self.profiles.get(named)) or self.arns.get(named)
        if found:
            return _one_of(found)
        match value:
            case Text(parts=parts):
                if len(parts) == 1 and isinstance(parts[0], Hole):
                    whole = self._of_part(parts[0]) or (
                        (self._whole(parts[0]) if self._as_arns else None) or self._arn(parts[0])
                    )
                    if whole is not None:
                        return whole
                made: list[str | Hole] = []
                for part in parts:
                    made += [part] if isinstance(part, str) else self._name(part)
                return _apart(made)
            case Struct(fields=fields):
                return Struct(
                    tuple((name, self.settled(one)) for name, one in fields), value.open, value.maybe
                )
            case Items(values=values):
                return Items(tuple(self.settled(one) for one in values), value.open)
            case OneOf(options=options):
                return _one_of([self.settled(one) for one in options])
        return value

    def _of_part(self, hole: Hole) -> Value | None:
        id, _, attribute = (hole.name or "").partition(".")
        known = self.qualified.get(id) if hole.kind == "reference" else None
        return known if not attribute or attribute.lower().endswith("arn") else None

    def _whole(self, hole: Hole) -> Value | None:
        base, _, attribute = (hole.name or "").rpartition(".")
        for id in (hole.name or "", base if _IDENTIFIES.search(attribute) else ""):
            found = self.profiles.get(id) or self.arns.get(id)
            if found and hole.kind == "reference":
                return _one_of(found)
        return None

    def _arn(self, hole: Hole) -> Value | None:
        base, dot, attribute = (hole.name or "").rpartition(".")
        if hole.kind != "reference" or not dot or not attribute.lower().endswith("arn"):
            return None
        found = self.arns.get(base, ())
        return _one_of(list(found)) if found else None

    def _name(self, hole: Hole) -> tuple[str | Hole, ...]:
        if hole.kind in ("region", "account", "partition"):
            return (hole,)
        if hole.kind == "reference" and hole.name:
            base, _, attribute = hole.name.rpartition(".")
            value = given.get(attribute) if (given := self.given.get(base)) is not None else None
            if isinstance(value, Const | Text):
                return texts.parts(self.settled(value))
            # An id that is the name is said as the name already, but for these types.
            named = attribute in _NAMES_IT or (attribute == "id" and "aws_iam_" in base)
            for id in (hole.name, base if named else ""):
                if id in self.names:
                    return self.names[id]
        return (Hole(kind="unknown"),)


def _apart(parts: list[str | Hole]) -> Value:
    """A text; one that is several ARNs, one after the other, is any of them: all others will be empty."""
    starts = [
        index
        for index, part in enumerate(parts)
        if isinstance(part, str) and part.startswith("arn:") and index and isinstance(parts[index - 1], Hole)
    ]
    if not starts or not (isinstance(parts[0], str) and parts[0].startswith("arn:")):
        return texts.join(parts)
    bounds = [0, *starts, len(parts)]
    return one_of([texts.join(parts[first:last]) for first, last in pairwise(bounds)])


def _one_of(values: Iterable[Value]) -> Value:
    found = list(values)
    return one_of(found) if found else Unknown("reference")
