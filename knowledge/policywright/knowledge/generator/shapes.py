"""Walks the input shapes of a botocore model: member paths, role members, tag members.

A path is dotted, ``[]`` for the elements of a list or the values of a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 5
"""Role members sit at most this deep (MediaLive, SageMaker); deeper shapes repeat themselves."""

MAX_PATHS = 400
"""Of one operation; policies-as-JSON inputs (QuickSight dashboards) have thousands."""

# boto3 takes S3's CopySource as text or as a dict of these (botocore.handlers.handle_copy_source_param).
_COPY_SOURCE = frozenset({"Bucket", "Key", "VersionId"})

_ROLE_NAME = re.compile(r"(role|role_?arns?|iamrole|roles)$", re.IGNORECASE)
_ROLE_SHAPE = re.compile(r"role", re.IGNORECASE)
_TAG_NAME = re.compile(
    r"^(tags?|taglist|tagset|tagmap|tagspecifications?|resourcetags|tagslist)$", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"(name|names|id|ids|arn|arns|identifier|identifiers|url)$", re.IGNORECASE)


class InputShapes:
    """The input side of one client's model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._shapes: dict[str, Any] = model["shapes"]

    def members(self, operation: dict[str, Any]) -> dict[str, Any]:
        return self.structure(operation.get("input"))

    def structure(self, reference: dict[str, Any] | None) -> dict[str, Any]:
        if reference is None:
            return {}
        members: dict[str, Any] = self._shapes[reference["shape"]].get("members", {})
        return members

    def required(self, operation: dict[str, Any]) -> frozenset[str]:
        reference = operation.get("input")
        return frozenset(self._shapes[reference["shape"]].get("required", ())) if reference else frozenset()

    def shape(self, reference: dict[str, Any]) -> dict[str, Any]:
        shape: dict[str, Any] = self._shapes[reference["shape"]]
        return shape

    def walk(
        self, operation: dict[str, Any], depth: int = MAX_DEPTH
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(path, shape name, shape) of every member, breadth of a level before its details."""
        if "input" in operation:
            yield from self._walk(operation["input"]["shape"], "", (), depth)

    def _walk(
        self, name: str, path: str, above: tuple[str, ...], depth: int
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if depth == 0 or name in above:
            return
        shape = self._shapes[name]
        deeper = []
        for member, reference in sorted(shape.get("members", {}).items()):
            here = f"{path}.{member}" if path else member
            target, suffix = self.element(reference["shape"])
            yield here + suffix, target, self._shapes[target]
            deeper.append((target, here + suffix))
        for target, here in deeper:
            yield from self._walk(target, here, (*above, name), depth - 1)

    def element(self, name: str) -> tuple[str, str]:
        """What a list or map is made of, and the path suffix that reaches it."""
        suffix = ""
        for _ in range(MAX_DEPTH):
            shape = self._shapes[name]
            if shape["type"] == "list":
                name = shape["member"]["shape"]
            elif shape["type"] == "map":
                name = shape["value"]["shape"]
            else:
                break
            suffix += "[]"
        return name, suffix

    def resolves(self, operation: dict[str, Any], path: str) -> bool:
        """Whether a path of the overlay exists in the operation's input."""
        if "input" not in operation:
            return False
        name: str | None = operation["input"]["shape"]
        for step in path.split("."):
            member, *suffixes = re.split(r"(?=\[)", step)
            name = self._enter(name, member)
            for suffix in suffixes:
                name = self._through(name, suffix)
            if name is None:
                return False
        return True

    def _enter(self, name: str | None, member: str) -> str | None:
        """The shape of a member; maps have members of any name."""
        shape = self._shapes.get(name or "", {})
        if name == "CopySource" and member in _COPY_SOURCE:
            return "CopySource"
        if shape.get("type") == "map":
            return str(shape["value"]["shape"])
        reference = shape.get("members", {}).get(member)
        return str(reference["shape"]) if reference else None

    def _through(self, name: str | None, suffix: str) -> str | None:
        shape = self._shapes.get(name or "", {})
        part = {("list", "[]"): "member", ("map", "[]"): "value", ("map", "[key]"): "key"}.get(
            (shape.get("type"), suffix)
        )
        return str(shape[part]["shape"]) if part else None


def is_role(path: str, shape_name: str, shape: dict[str, Any]) -> bool:
    """A member that takes the ARN (or name) of an IAM role."""
    if shape["type"] != "string" or shape.get("enum"):
        return False
    leaf = path.rsplit(".", 1)[-1].removesuffix("[]")
    pattern = shape.get("pattern", "")
    if re.search(r"(role_?arns?|iam_?role_?names?)$", leaf, re.IGNORECASE):
        return True
    return bool(_ROLE_NAME.search(leaf)) and (
        bool(_ROLE_SHAPE.search(shape_name)) or "iam" in pattern or "role/" in pattern
    )


def may_be_role(path: str, shape: dict[str, Any]) -> bool:
    """A string whose name ends like a role's; believed where AWS lists iam:PassRole for the operation."""
    leaf = path.rsplit(".", 1)[-1].removesuffix("[]")
    return shape["type"] == "string" and not shape.get("enum") and bool(_ROLE_NAME.search(leaf))


def may_be_tags(path: str, shape: dict[str, Any]) -> bool:
    """A member whose name ends in ``tags``; believed where AWS lists a tagging action."""
    steps = path.replace("[]", "").split(".")
    return len(steps) == 1 and steps[0].lower().endswith("tags") and shape["type"] in ("structure", "string")


def is_tag_member(path: str) -> bool:
    """A member that sets tags, by its name; only top-level and one level of wrapping count."""
    steps = path.replace("[]", "").split(".")
    return len(steps) <= 2 and bool(_TAG_NAME.match(steps[-1]))


def is_identifier(path: str, shape: dict[str, Any]) -> bool:
    """A nested string that may name a resource."""
    leaf = path.rsplit(".", 1)[-1].replace("[]", "")
    return shape["type"] == "string" and not shape.get("enum") and bool(_IDENTIFIER.search(leaf))
