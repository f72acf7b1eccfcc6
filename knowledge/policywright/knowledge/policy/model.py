"""The IAM policy grammar as pydantic models: every element, one place that knows its shape.

``parse`` validates with these and turns their errors into located findings. The models keep what
was written (order, Sids, spelling) and forget only whether a single value stood in a list. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from policywright.knowledge.policy import operators, statements
from policywright.knowledge.policy.findings import Code

VERSIONS: Final = ("2008-10-17", "2012-10-17")
PRINCIPAL_KINDS: Final = ("AWS", "Service", "Federated", "CanonicalUser")
_ACCOUNT = re.compile(r"\d{12}$")
_PAIRS: Final = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))


def _refuse(code: Code, message: str, suggestion: str | None = None) -> PydanticCustomError:
    # The message reaches pydantic as a parameter: it may hold braces, which a template would not survive.
    return PydanticCustomError(code.value, "{text}", {"text": message, "suggestion": suggestion})


def _texts(value: Any) -> Any:
    """A single text or a list of texts, as a tuple."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        raise _refuse(Code.WRONG_TYPE, f"expected text or a list of texts, found {_kind(value)}")
    if not value:
        raise _refuse(Code.EMPTY_LIST, "the list is empty; a statement needs at least one value here")
    return tuple(value)


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise _refuse(Code.WRONG_TYPE, f"expected text, found {_kind(value)}")
    if not value:
        raise _refuse(Code.INVALID_VALUE, "the text is empty")
    return value


def _condition_values(value: Any) -> Any:
    items = value if isinstance(value, list | tuple) else [value]
    if not items:
        raise _refuse(Code.EMPTY_LIST, "the list is empty; the condition can never be met")
    return tuple(items)


def _condition_value(value: Any) -> Any:
    text = statements.scalar_text(value)
    if text is None:
        raise _refuse(Code.WRONG_TYPE, f"expected text, a number or a boolean, found {_kind(value)}")
    return text


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "null"
    return (
        "a boolean" if isinstance(value, bool) else "a number" if isinstance(value, int | float) else "text"
    )


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_texts)]
ConditionValue = Annotated[str, BeforeValidator(_condition_value)]
ConditionValues = Annotated[tuple[ConditionValue, ...], BeforeValidator(_condition_values)]


def _operator(value: Any) -> Any:
    use = operators.find(value) if isinstance(value, str) else None
    if use is None or operators.spelled(use) != value:
        near = operators.suggest(str(value))
        raise _refuse(Code.UNKNOWN_OPERATOR, f"there is no condition operator {value!r}", near)
    return value


def _object(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise _refuse(Code.WRONG_TYPE, f"expected an object, found {_kind(value)}")
    return value


Operator = Annotated[str, BeforeValidator(_operator)]
Condition = Annotated[
    dict[Operator, Annotated[dict[str, ConditionValues], BeforeValidator(_object)]], BeforeValidator(_object)
]


class _Element(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, strict=True)


class Principal(_Element):
    """``anyone`` is the bare ``"*"``; otherwise names by kind."""

    anyone: bool = False
    aws: Texts | None = Field(None, alias="AWS")
    service: Texts | None = Field(None, alias="Service")
    federated: Texts | None = Field(None, alias="Federated")
    canonical_user: Texts | None = Field(None, alias="CanonicalUser")

    @model_validator(mode="before")
    @classmethod
    def _star(cls, value: Any) -> Any:
        if value == "*":
            return {"anyone": True}
        if not isinstance(value, Mapping):
            message = f'expected "*" or an object such as {{"AWS": "arn:..."}}, found {_kind(value)}'
            raise _refuse(
                Code.INVALID_PRINCIPAL, message, f'{{"AWS": {value!r}}}' if isinstance(value, str) else None
            )
        if not value:
            raise _refuse(Code.EMPTY_LIST, "the principal is an empty object")
        if "anyone" in value:
            raise _refuse(Code.UNKNOWN_ELEMENT, 'there is no principal kind "anyone"')
        return value

    def data(self) -> Any:
        if self.anyone:
            return "*"
        values = (self.aws, self.service, self.federated, self.canonical_user)
        return {
            kind: statements.scalar_or_list(names)
            for kind, names in zip(PRINCIPAL_KINDS, values, strict=True)
            if names is not None
        }


class Statement(_Element):
    """One statement. Action or NotAction is required; the kind of policy decides about the rest."""

    sid: str | None = Field(None, alias="Sid")
    effect: Literal["Allow", "Deny"] = Field(alias="Effect")
    principal: Principal | None = Field(None, alias="Principal")
    not_principal: Principal | None = Field(None, alias="NotPrincipal")
    action: Texts | None = Field(None, alias="Action")
    not_action: Texts | None = Field(None, alias="NotAction")
    resource: Texts | None = Field(None, alias="Resource")
    not_resource: Texts | None = Field(None, alias="NotResource")
    condition: Condition | None = Field(None, alias="Condition")

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _refuse(Code.WRONG_TYPE, f"expected a statement (an object), found {_kind(value)}")
        for name, not_name in _PAIRS:
            if name in value and not_name in value:
                raise _refuse(
                    Code.CONFLICTING_ELEMENTS, f"{name} and {not_name} in one statement; keep one of them"
                )
        if "Action" not in value and "NotAction" not in value:
            names = [name for name in value if str(name).lower() in ("action", "notaction", "actions")]
            if not names:  # a misspelled Action is reported as such by the unknown element
                raise _refuse(Code.MISSING_ELEMENT, "the statement has neither Action nor NotAction")
        return {key: item for key, item in value.items() if item is not None or key != "Condition"}

    def data(self) -> dict[str, Any]:
        """The statement as JSON data, elements in AWS's usual order, single values as scalars."""
        out: dict[str, Any] = {"Sid": self.sid} if self.sid is not None else {}
        out["Effect"] = self.effect
        for name, principal in (("Principal", self.principal), ("NotPrincipal", self.not_principal)):
            if principal is not None:
                out[name] = principal.data()
        for name, values in (
            ("Action", self.action),
            ("NotAction", self.not_action),
            ("Resource", self.resource),
            ("NotResource", self.not_resource),
        ):
            if values is not None:
                out[name] = statements.scalar_or_list(values)
        if self.condition is not None:
            out["Condition"] = {
                operator: {key: statements.scalar_or_list(values) for key, values in keys.items()}
                for operator, keys in self.condition.items()
            }
        return out


def _statements(value: Any) -> Any:
    if isinstance(value, Mapping):
        return (value,)
    if not isinstance(value, list | tuple):
        raise _refuse(Code.WRONG_TYPE, f"expected a statement or a list of statements, found {_kind(value)}")
    if not value:
        raise _refuse(Code.EMPTY_LIST, "the policy has no statement")
    return tuple(value)


class Policy(_Element):
    """A policy document of any kind."""

    version: Literal["2008-10-17", "2012-10-17"] | None = Field(None, alias="Version")
    id: str | None = Field(None, alias="Id")
    statement: Annotated[tuple[Statement, ...], BeforeValidator(_statements)] = Field(alias="Statement")

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _refuse(Code.WRONG_TYPE, f"a policy document is an object, found {_kind(value)}")
        return value

    def data(self) -> dict[str, Any]:
        """The document as JSON data; ``parse(json.dumps(x.data()))`` gives ``x`` again."""
        out: dict[str, Any] = {"Version": self.version} if self.version is not None else {}
        if self.id is not None:
            out["Id"] = self.id
        out["Statement"] = [statement.data() for statement in self.statement]
        return out


def is_account(text: str) -> bool:
    return _ACCOUNT.match(text) is not None
