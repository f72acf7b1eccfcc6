"""Walks the input shapes of a botocore model: member paths, role members, tag members.

A path is dotted, ``[]`` for the elements of a list or the values of a map.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

MAX_DEPTH = 5
"""What all members are looked for in; roles and keys are found at any depth (``walk_to``)."""

MAX_PATHS = 400
"""Of one operation; policies-as-JSON inputs (QuickSight dashboards) have thousands."""

# boto3 takes S3's CopySource as text or as a dict of these (botocore.handlers.handle_copy_source_param).
_COPY_SOURCE = frozenset({"Bucket", "Key", "VersionId"})

_ROLE_NAME = re.compile(r"(role|role_?arns?|iamrole|roles)$", re.IGNORECASE)
_ROLE_ARN = re.compile(
    r"(role_?(name_?)?arns?(update|forlogging)?|iam_?role_?names?|^service_?role|role_?update)$",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(kms\w*(key)?|encryptionkey|customermanagedkey|cmk)_?(id|arn|identifier)?(override|update)?$",
    re.IGNORECASE,
)
_NO_KEY = re.compile(
    r"policy|policies|context|provider\w*$|arns?to|constraint|(role(_?arn)?|region)$", re.IGNORECASE
)
_OTHER_ARN = re.compile(r"arn:[^:]*:[a-z][a-z0-9-]*:")
"""A pattern that names a service (``payment-cryptography`` has keys of its own)."""
_PLAIN_KEY = re.compile(r"^(key|key_?id|key_?arn|key_?identifier|id)(update)?$", re.IGNORECASE)
_SAYS_KEY = re.compile(r"\bKMS\b|Key Management Service")
_SAYS_WHICH = re.compile(
    r"\b(ARN|ID|identifier|alias)\b|Amazon Resource Name|identifies|unique", re.IGNORECASE
)
_ROLE_SHAPE = re.compile(r"role", re.IGNORECASE)
_TAG_NAME = re.compile(
    r"^(tags?|taglist|tagset|tagmap|tagspecifications?|resourcetags|tagslist)$", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"(name|names|id|ids|arn|arns|identifier|identifiers|url)$", re.IGNORECASE)


class InputShapes:
    """The input side of one client's model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._shapes: dict[str, Any] = model["shapes"]
        self._leading: dict[Any, set[str]] = {}

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

    def walk_to(
        self, operation: dict[str, Any], wanted: Callable[[str, str, dict[str, Any], str], bool]
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """As ``walk``, at any depth: members that are ``wanted`` by path, shape and documentation."""
        if "input" not in operation:
            return
        leading = self._leading.get(wanted)
        if leading is None:
            leading = self._leading[wanted] = self._leading_to(wanted)
        yield from self._walk_to(operation["input"]["shape"], "", (), wanted, leading)

    def _leading_to(self, wanted: Callable[[str, str, dict[str, Any], str], bool]) -> set[str]:
        """The structures that have a wanted member, or lead to one that has."""
        within: dict[str, set[str]] = {}
        found: list[str] = []
        for name, shape in self._shapes.items():
            for member, reference in shape.get("members", {}).items():
                target, suffix = self.element(reference["shape"])
                within.setdefault(target, set()).add(name)
                # Above the member there may stand anything here: what it is within is asked on the way.
                if wanted(
                    f"?.{member}{suffix}", target, self._shapes[target], reference.get("documentation", "")
                ):
                    found.append(name)
        leading: set[str] = set()
        while found:
            name = found.pop()
            if name not in leading:
                leading.add(name)
                found.extend(within.get(name, ()))
        return leading

    def _walk_to(
        self,
        name: str,
        path: str,
        above: tuple[str, ...],
        wanted: Callable[[str, str, dict[str, Any], str], bool],
        leading: set[str],
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if name in above or name not in leading:
            return
        deeper = []
        for member, reference in sorted(self._shapes[name].get("members", {}).items()):
            target, suffix = self.element(reference["shape"])
            here, shape = f"{path}.{member}{suffix}".lstrip("."), self._shapes[target]
            if wanted(here, target, shape, reference.get("documentation", "")):
                yield here, target, shape
            deeper.append((target, here))
        for target, here in deeper:
            yield from self._walk_to(target, here, (*above, name), wanted, leading)

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
    if _ROLE_ARN.search(leaf):
        return True
    if "role" in leaf.lower() and ":iam:" in pattern and ":role" in pattern and "policy" not in pattern:
        return True
    return bool(_ROLE_NAME.search(leaf)) and (
        bool(_ROLE_SHAPE.search(shape_name)) or "iam" in pattern or "role/" in pattern
    )


def some_role(path: str, shape_name: str, shape: dict[str, Any], documentation: str) -> bool:
    """What may name a role, surely or by a looser measure."""
    return is_role(path, shape_name, shape) or may_be_role(path, shape)


def is_key(path: str, shape_name: str, shape: dict[str, Any], documentation: str) -> bool:
    """A member that names a key of KMS: by its name, its pattern, or what is said of a plain ``KeyId``."""
    if shape["type"] != "string" or shape.get("enum") or _NO_KEY.search(path):
        return False
    *above, leaf = path.replace("[]", "").split(".")
    pattern = shape.get("pattern", "")
    if ":kms:" in pattern:
        return True
    if _OTHER_ARN.search(pattern):
        return False
    if _KEY.search(leaf):
        return True
    if leaf.lower() == "id" and not (above and above[-1].lower() in ("?", "encryptionkey", "kmskey")):
        return False
    said = documentation or shape.get("documentation", "")
    return bool(_PLAIN_KEY.match(leaf) and _SAYS_KEY.search(said) and _SAYS_WHICH.search(said))


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
