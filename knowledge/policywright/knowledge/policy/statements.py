"""A statement in canonical form: what minimising, diffing, splitting and evaluating work on.

In comes plain JSON data as ``json.loads`` gives it (already valid, or good enough: what has the
wrong shape is left out), out come ``Rule`` values, and back. Scalars and lists, order and spelling
of the same thing become equal here: two documents with equal rules mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policywright.knowledge.policy import operators
from policywright.knowledge.policy.variables import VERSION_WITH_VARIABLES
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, Literal, TypeAlias

Effect: TypeAlias = "Literal['Allow', 'Deny']"
# operator as AWS spells it, condition key as written, values sorted
Condition: TypeAlias = tuple[str, str, tuple[str, ...]]
# ("AWS", "arn:...") pairs, sorted; ("*", "*") is the bare "*"
Principals: TypeAlias = tuple[tuple[str, str], ...]
Document: TypeAlias = "Mapping[str, Any]"

ANYONE: Final = ("*", "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One of Action, Resource or Principal with its Not form: which things a statement speaks of.

    ``None`` where the statement has neither (a trust policy has no Resource, an identity policy no
    Principal).
    """

    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One statement, canonical: everything sorted, nothing twice, always lists."""

    effect: Effect
    actions: Selection
    resources: Selection | None = None
    principals: Principals | None = None
    principals_negated: bool = False
    conditions: tuple[Condition, ...] = ()
    sid: str | None = None

    @property
    def without_sid(self) -> Rule:
        return replace(self, sid=None)


def rules(document: Document) -> tuple[Rule, ...]:
    """The document's statements in their own order."""
    return tuple(rule for rule in map(rule_of, raw_statements(document)) if rule is not None)


def raw_statements(document: Document) -> tuple[Mapping[str, Any], ...]:
    """The statements as they stand, a single one wrapped."""
    found = document.get("Statement", ())
    items = [found] if isinstance(found, Mapping) else found
    return tuple(item for item in items if isinstance(item, Mapping)) if isinstance(items, Sequence) else ()


def rule_of(statement: Mapping[str, Any]) -> Rule | None:
    """None for a statement without a usable Effect or Action; those grant nothing."""
    effect = statement.get("Effect")
    actions = _selection(statement, "Action", "NotAction")
    if effect not in ("Allow", "Deny") or actions is None:
        return None
    principals, negated = _principals(statement)
    sid = statement.get("Sid")
    return Rule(
        effect="Allow" if effect == "Allow" else "Deny",
        actions=actions,
        resources=_selection(statement, "Resource", "NotResource"),
        principals=principals,
        principals_negated=negated,
        conditions=conditions_of(statement.get("Condition")),
        sid=sid if isinstance(sid, str) and sid else None,
    )


def selection(values: Iterable[str], *, negated: bool = False) -> Selection:
    return Selection(values=tuple(sorted(set(values))), negated=negated)


def texts(value: Any) -> tuple[str, ...]:
    """A scalar or a list of scalars as text, booleans and numbers spelled as IAM spells them."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(text for text in map(scalar_text, items) if text is not None)


def scalar_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return format(value, "") if isinstance(value, int | float) else None


def conditions_of(block: Any) -> tuple[Condition, ...]:
    """The condition block, sorted, operators in AWS's spelling; unknown operators stay as written."""
    if not isinstance(block, Mapping):
        return ()
    out: list[Condition] = []
    taken: set[str] = set()
    for operator, keys in block.items():
        use = operators.find(str(operator))
        spelled = operators.spelled(use) if use else str(operator)
        if spelled in taken:  # two spellings of one operator are two conditions; neither may be lost
            spelled = str(operator)
        taken.add(spelled)
        if isinstance(keys, Mapping):
            out.extend((spelled, str(key), tuple(sorted(set(texts(value))))) for key, value in keys.items())
    return tuple(sorted(out))


def _selection(statement: Mapping[str, Any], name: str, not_name: str) -> Selection | None:
    for key, negated in ((name, False), (not_name, True)):
        if key in statement:
            return selection(texts(statement[key]), negated=negated)
    return None


def _principals(statement: Mapping[str, Any]) -> tuple[Principals | None, bool]:
    for key, negated in (("Principal", False), ("NotPrincipal", True)):
        if key in statement:
            return principals_of(statement[key]), negated
    return None, False


def principals_of(value: Any) -> Principals:
    if isinstance(value, Mapping):
        return tuple(sorted({(str(kind), text) for kind, names in value.items() for text in texts(names)}))
    return (ANYONE,) if value == "*" else ()


def statement(rule: Rule) -> dict[str, Any]:
    """The rule as JSON data: elements in AWS's usual order, single values as scalars."""
    out: dict[str, Any] = {"Sid": rule.sid} if rule.sid else {}
    out["Effect"] = rule.effect
    if rule.principals is not None:
        out["NotPrincipal" if rule.principals_negated else "Principal"] = _principal_data(rule.principals)
    out["NotAction" if rule.actions.negated else "Action"] = scalar_or_list(rule.actions.values)
    if rule.resources is not None:
        out["NotResource" if rule.resources.negated else "Resource"] = scalar_or_list(rule.resources.values)
    if rule.conditions:
        out["Condition"] = condition_data(rule.conditions)
    return out


def condition_data(conditions: Iterable[Condition]) -> dict[str, dict[str, Any]]:
    block: dict[str, dict[str, Any]] = {}
    for operator, key, values in conditions:
        block.setdefault(operator, {})[key] = scalar_or_list(values)
    return block


def scalar_or_list(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _principal_data(principals: Principals) -> Any:
    if principals == (ANYONE,):
        return "*"
    out: dict[str, list[str]] = {}
    for kind, value in principals:
        out.setdefault(kind, []).append(value)
    return {kind: scalar_or_list(values) for kind, values in out.items()}


def document(
    found: Iterable[Rule], *, version: str | None = VERSION_WITH_VARIABLES, policy_id: str | None = None
) -> dict[str, Any]:
    """The policy document of these rules; ``version`` None leaves the element out."""
    out: dict[str, Any] = {"Version": version} if version else {}
    if policy_id:
        out["Id"] = policy_id
    out["Statement"] = [statement(rule) for rule in found]
    return out


def canonical(source: Document) -> dict[str, Any]:
    """The document in canonical form, statements sorted: equal for documents that say the same."""
    version, policy_id = source.get("Version"), source.get("Id")
    return document(
        sorted(rules(source), key=order),
        version=version if isinstance(version, str) else None,
        policy_id=policy_id if isinstance(policy_id, str) else None,
    )


def order(rule: Rule) -> tuple[Any, ...]:
    """Deny first, then by what the statement speaks of; Sids decide last."""
    resources = rule.resources or Selection()
    return (
        rule.effect == "Allow",
        rule.actions.negated,
        rule.actions.values,
        resources.negated,
        resources.values,
        rule.principals or (),
        rule.conditions,
        rule.sid or "",
    )
