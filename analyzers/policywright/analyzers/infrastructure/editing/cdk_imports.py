"""How a CDK source says ``PolicyStatement`` and ``Stack``, and the imports that it lacks for that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.cdk.records import Import, Source
from policywright.analyzers.infrastructure.editing.cdk_values import Scope, Style
from policywright.analyzers.infrastructure.refusal import Refused

_CORE = ("aws_cdk", "aws-cdk-lib", "@aws-cdk/core", "aws_cdk.core")
_IAM = ("aws_cdk.aws_iam", "aws-cdk-lib/aws-iam", "@aws-cdk/aws-iam")
_REQUIRED = re.compile(r"^const (\w+) = require\(['\"](aws-cdk-lib(?:/aws-iam)?)['\"]\)", re.MULTILINE)


class Imports:
    """The imports of one source."""

    def __init__(self, source: Source, style: Style) -> None:
        self._source, self._style = source, style
        self._plain = [one for one in source.imports if one.is_plain]
        self._imports = [*self._plain, *self._required()]
        self._new: set[str] = set()

    def _required(self) -> Iterator[Import]:
        """What CommonJS imports."""
        for found in _REQUIRED.finditer(self._source.text) if not self._source.python else ():
            line = self._source.text.count("\n", 0, found.start()) + 1
            yield Import(module=found.group(2), name="", local=found.group(1), line=line)

    def statement(self) -> str:
        """The class ``PolicyStatement``; ``Refused`` where it can't be imported."""
        for one in self._imports:
            if one.module in _CORE and one.name == "aws_iam":
                return f"{one.local}.PolicyStatement"
            if one.module in _IAM:
                if not one.name:
                    return f"{one.local}.PolicyStatement"
                if one.name == "PolicyStatement":
                    return one.local
        if self._old() == "@aws-cdk/core":
            raise Refused(f"{self._source.name} does not import @aws-cdk/aws-iam, which a statement takes")
        taken = re.search(
            r"^\s*(?:iam\s*=|import iam\b|from \S+ import .*\biam\b|(?:const|let|var) iam\b)",
            self._source.text, re.MULTILINE,
        )  # fmt: skip
        alias = "aws_iam" if taken else "iam"
        if self._source.python:
            line = "from aws_cdk import aws_iam" + ("" if taken else " as iam")
        elif any(_REQUIRED.finditer(self._source.text)) and not self._plain:
            line = f"const {alias} = require({self._style.text('aws-cdk-lib/aws-iam')}){self._style.end}"
        else:
            line = f"import * as {alias} from {self._style.text('aws-cdk-lib/aws-iam')}{self._style.end}"
        self._new = {line}
        return f"{alias}.PolicyStatement"

    def stack(self) -> str:
        """The class ``Stack``."""
        for one in self._imports:
            if one.module in _CORE and one.name == "Stack":
                return one.local
        for one in self._imports:
            if one.module in _CORE and (not one.name or (one.module, one.name) == ("aws_cdk", "core")):
                return f"{one.local}.Stack"
        return "Stack"

    def _old(self) -> str:
        """The module that has ``Stack`` in the first version of the CDK, where this is of that."""
        if any(one.module == "aws_cdk.core" for one in self._imports):
            return "aws_cdk.core"
        # The second one has modules of such names for what is not stable yet.
        named = (one.module for one in self._imports if one.module.startswith("@aws-cdk/"))
        of_second = any(one.module.split("/")[0] == "aws-cdk-lib" for one in self._imports)
        return "@aws-cdk/core" if not of_second and not all(map(_is_alpha, named)) else ""

    def needed(self, scope: Scope) -> set[str]:
        """The imports that are missing for what a scope has said."""
        lines = set(self._new)
        if scope.needs_stack and self.stack() == "Stack" and not self._has("Stack"):
            style = self._style
            old = self._old()
            core = f"import {{ Stack }} from {style.text(old or 'aws-cdk-lib')}{style.end}"
            lines.add(f"from {old or 'aws_cdk'} import Stack" if style.python else core)
        return lines

    def _has(self, local: str) -> bool:
        return any(one.local == local for one in self._imports)

    def lines(self, wanted: Iterable[str]) -> Iterator[tuple[int, str]]:
        """The missing imports, and behind which line each goes: of the same module, what sorts before it."""
        for one in sorted(wanted, reverse=True):
            if not self._source.python:
                lines = [other.line for other in self._imports if "aws-cdk" in other.module]
                yield max(lines or [other.line for other in self._imports], default=0), one
                continue
            name = one.split(" import ")[1].partition(" ")[0]
            ours = [other for other in self._imports if other.module.split(".")[0] == "aws_cdk"]
            alike = [other for other in ours if other.module == "aws_cdk" and other.name]
            smaller = [other.line for other in alike if other.name < name]
            yield max(smaller or [other.line for other in alike or ours], default=0), one


def _is_alpha(module: str) -> bool:
    return module.endswith("-alpha")
