"""Who a statement of a resource's own policy names, as a template has it."""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.infrastructure.cdk.constructs import Constructs, class_of
from policywright.analyzers.infrastructure.cdk.records import Placed
from policywright.analyzers.infrastructure.cdk.values import Data, Values

_ANYBODY = ("AnyPrincipal", "StarPrincipal")
_KINDS = {
    "ArnPrincipal": "AWS", "AccountPrincipal": "AWS", "ServicePrincipal": "Service",
    "addArnPrincipal": "AWS", "addAwsAccountPrincipal": "AWS", "addServicePrincipal": "Service",
}  # fmt: skip
"""What a principal of the CDK is called in a policy. Source: aws-iam, principals."""
_ROOT: Data = {
    "Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":root"]]
}


def principals_of(
    method: str, given: Sequence[Placed], constructs: Constructs, values: Values
) -> list[Data] | None:
    """What a method of a statement adds; None where one of them can't be told."""
    match method:
        case "addAnyPrincipal":
            return [{"AWS": "*"}]
        case "addAccountRootPrincipal":
            return [{"AWS": _ROOT}]
        case "addPrincipals":
            found = [_principal(one, constructs, values) for one in given]
            known = [one for one in found if one is not None]
            return known if len(known) == len(found) else None
    if method not in _KINDS or not given:
        return None
    return [{_KINDS[method]: values.data(given[0].node, given[0].source, given[0].where)}]


def _principal(placed: Placed, constructs: Constructs, values: Values) -> Data | None:
    role = values.role_arn(placed)
    if role is not None:
        return {"AWS": role}
    found = constructs.call_of(placed)
    kind = class_of(*found) if found is not None else ""
    if found is None or kind in _ANYBODY:
        return {"AWS": "*"} if kind in _ANYBODY else None
    if kind == "AccountRootPrincipal":
        return {"AWS": _ROOT}
    source, call = found
    plain = call.positional or [one for one in call.arguments if one.name in ("arn", "account_id", "service")]
    if kind not in _KINDS or not plain:
        return None
    return {_KINDS[kind]: values.data(plain[0].node, source, call.where)}
