"""Compare ``evaluate`` with ``@cloud-copilot/iam-simulate``, an independent implementation (npm).

Not part of the default test run: it needs node and the npm package.

    npm install --prefix DIR @cloud-copilot/iam-simulate
    python tests/oracle/evaluator.py --node-modules DIR/node_modules --cases 5000 --seed 1

Cases are random but deterministic per seed. Exit status 1 when a verdict differs without being in
``KNOWN``, the list of differences that are theirs or a matter of taste, each with its reason.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.verdicts import EvaluationRequest, PolicySet, Reason, Verdict

HOME, AWAY = "111111111111", "222222222222"
PRINCIPALS: Final = (
    f"arn:aws:iam::{HOME}:user/alice",
    f"arn:aws:iam::{HOME}:user/team/bob",
    f"arn:aws:sts::{HOME}:assumed-role/App/session",
    f"arn:aws:sts::{HOME}:federated-user/fay",
)
ACTIONS: Final = ("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "kms:Decrypt", "sts:AssumeRole")
RESOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "s3:GetObject": ("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket/alice/key"),
    "s3:PutObject": ("arn:aws:s3:::bucket/key", "arn:aws:s3:::other/a/b"),
    "sqs:SendMessage": (f"arn:aws:sqs:us-east-1:{HOME}:queue", f"arn:aws:sqs:us-east-1:{AWAY}:queue"),
    "kms:Decrypt": (f"arn:aws:kms:us-east-1:{HOME}:key/k", f"arn:aws:kms:us-east-1:{AWAY}:key/k"),
    "sts:AssumeRole": (f"arn:aws:iam::{HOME}:role/Target", f"arn:aws:iam::{AWAY}:role/Target"),
}
ACTION_PATTERNS: Final = (
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:?utObject",
    "sqs:SendMessage",
    "kms:*",
    "sts:AssumeRole",
    "ec2:*",
)
RESOURCE_PATTERNS: Final = (
    "*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/${aws:username}/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'alice'}/*",
    "arn:aws:s3:::bucket/k?y",
    "arn:*:s3:::bucket/*",
    f"arn:aws:sqs:*:{HOME}:queue",
    "arn:aws:sqs:us-*-1:*:q*",
    f"arn:aws:kms:*:{AWAY}:key/*",
    "arn:aws:iam::*:role/*",
)
CONTEXT: Final[Mapping[str, tuple[Any, ...]]] = {
    "aws:SourceIp": ("10.0.0.1", "192.168.1.1", "2001:db8::1"),
    "aws:SecureTransport": ("true", "false"),
    "aws:MultiFactorAuthAge": ("30", "3600"),
    "aws:CurrentTime": ("2024-01-01T00:00:00Z", "2025-06-30T12:00:00Z"),
    "aws:PrincipalTag/team": ("alice", "Red", "b*"),
    "aws:SourceArn": (f"arn:aws:sns:us-east-1:{HOME}:topic", "arn:aws:s3:::bucket"),
    "aws:TagKeys": (["Team"], ["Team", "Cost"], ["team", "Stage", "Cost"]),
    "aws:RequestedRegion": ("us-east-1", "eu-west-1"),
    "aws:PrincipalTag/blob": ("aGVsbG8=", "d29ybGQ="),
}
TEXTS: Final = (
    "alice",
    "Red",
    "red",
    "r*",
    "b*",
    "us-east-1",
    "us-*",
    "${aws:PrincipalTag/team}",
    "*",
    "b${*}",
    "${aws:RequestedRegion, 'eu-west-1'}",
    "${aws:Missing}",
)
# operator stem -> (keys it is tried on, values)
OPERATORS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    **{
        name: (("aws:PrincipalTag/team", "aws:RequestedRegion"), TEXTS)
        for name in (
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
        )
    },
    **{
        name: (("aws:MultiFactorAuthAge",), ("30", "3600", "100", "3.6e3"))
        for name in (
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        )
    },
    **{
        name: (
            ("aws:CurrentTime",),
            ("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2025-06-30T14:00:00+02:00"),
        )
        for name in (
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        )
    },
    "Bool": (("aws:SecureTransport",), ("true", "false")),
    "BinaryEquals": (("aws:PrincipalTag/blob",), ("aGVsbG8=", "d29ybGQ=")),
    **{
        name: (("aws:SourceIp",), ("10.0.0.0/8", "192.168.1.1", "2001:db8::/32", "10.0.0.1/32"))
        for name in ("IpAddress", "NotIpAddress")
    },
    **{
        name: (
            ("aws:SourceArn",),
            (
                f"arn:aws:sns:*:{HOME}:topic",
                "arn:aws:s3:::bucket",
                "arn:aws:s3:::b*",
                "arn:*:sns:us-*:*:t?pic",
            ),
        )
        for name in ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike")
    },
}
NAMES: Final = {"Allowed": "allow", "ExplicitlyDenied": "explicit deny", "ImplicitlyDenied": "implicit deny"}


@dataclass(frozen=True, kw_only=True)
class Case:
    request: EvaluationRequest
    policies: PolicySet
    simulation: Mapping[str, Any]


class Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def some(self, choices: tuple[str, ...], most: int = 2) -> list[str]:
        return self.random.sample(choices, self.random.randint(1, most))

    def case(self) -> Case:
        pick = self.random.choice
        principal, action = pick(PRINCIPALS), pick(ACTIONS)
        resource = pick(RESOURCES[action])
        parts = resource.split(":", 5)
        owner = parts[4] or pick((HOME, HOME, AWAY))
        context = {key: pick(values) for key, values in CONTEXT.items() if self.chance(65)}
        near = (action, resource)
        identity = [self.document(near) for _ in range(self.random.randint(0, 2))]
        trust = action == "sts:AssumeRole"
        always = trust or action.startswith("kms:")  # roles and keys have a policy, without exception
        by_resource = self.document(near, principals=True, trust=trust) if always or self.chance(55) else None
        boundary = self.document(near) if self.chance(25) else None
        session = self.document(near) if self.chance(25) and ":user/" not in principal else None
        scps = (
            [[self.document(near, wide=True)] for _ in range(self.random.randint(1, 2))]
            if self.chance(30)
            else []
        )
        rcps = [[self.denying()]] if self.chance(15) else []
        vpce = self.document(near, everyone=True, wide=True) if self.chance(15) else None
        return Case(
            request=EvaluationRequest(
                principal_arn=principal,
                action=action,
                resource=resource,
                resource_account=owner,
                context={key: tuple(v) if isinstance(v, list) else (v,) for key, v in context.items()},
            ),
            policies=PolicySet(
                identity=identity,
                resource=by_resource,
                boundary=boundary,
                session=session,
                vpce=vpce,
                scps=scps,
                rcps=rcps,
            ),
            simulation=_simulation(
                principal,
                action,
                resource,
                owner,
                context,
                identity,
                by_resource,
                boundary,
                session,
                vpce,
                scps,
                rcps,
            ),
        )

    def document(
        self,
        near: tuple[str, str],
        *,
        principals: bool = False,
        everyone: bool = False,
        trust: bool = False,
        wide: bool = False,
    ) -> dict[str, Any]:
        count = self.random.randint(1, 3)
        made = [self.statement(near, principals, trust) for _ in range(count)]
        if wide and self.chance(70):
            made.append({"Effect": "Allow", "Action": "*", "Resource": "*"})
        if everyone:
            made = [{**statement, "Principal": "*"} for statement in made]
        version = "2008-10-17" if self.chance(5) else "2012-10-17"
        return {"Version": version, "Statement": made}

    def statement(self, near: tuple[str, str], principals: bool, trust: bool) -> dict[str, Any]:
        action, resource = near
        out: dict[str, Any] = {"Effect": "Deny" if self.chance(15) else "Allow"}
        if principals:
            name = "NotPrincipal" if out["Effect"] == "Deny" and self.chance(25) else "Principal"
            out[name] = self.principal() if name == "Principal" else self.excepted()
        actions = [action] if self.chance(60) else self.some(ACTION_PATTERNS)
        out["NotAction" if self.chance(10) else "Action"] = actions
        if not trust:
            resources = [resource] if self.chance(45) else self.some(RESOURCE_PATTERNS)
            out["NotResource" if self.chance(8) else "Resource"] = resources
        if self.chance(45):
            out["Condition"] = self.condition()
        return out

    def principal(self) -> Any:
        choices: tuple[Any, ...] = (
            "*",
            {"AWS": "*"},
            {"AWS": HOME},
            {"AWS": f"arn:aws:iam::{HOME}:root"},
            {"AWS": f"arn:aws:iam::{AWAY}:root"},
            {"AWS": [f"arn:aws:iam::{HOME}:role/App"]},
            {"AWS": self.some(PRINCIPALS)},
            {"Service": "lambda.amazonaws.com"},
        )
        return self.random.choice(choices)

    def excepted(self) -> Any:
        names = self.some(PRINCIPALS)
        more = (HOME, f"arn:aws:iam::{HOME}:root", f"arn:aws:iam::{HOME}:role/App")
        return {"AWS": names + [name for name in more if self.chance(50)]}

    def condition(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for _ in range(self.random.randint(1, 2)):
            if self.chance(12):
                out["Null"] = {self.random.choice(tuple(CONTEXT)): self.random.choice(("true", "false"))}
            elif self.chance(20):
                operator = self.random.choice(
                    ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike")
                )
                quantifier = self.random.choice(("ForAllValues", "ForAnyValue"))
                suffix = "IfExists" if self.chance(20) else ""
                out[f"{quantifier}:{operator}{suffix}"] = {
                    "aws:TagKeys": self.some(("Team", "team", "Cost", "T*", "Stage"))
                }
            else:
                name = self.random.choice(tuple(OPERATORS))
                keys, values = OPERATORS[name]
                out[name + ("IfExists" if self.chance(20) else "")] = {
                    self.random.choice(keys): self.some(values)
                }
        return out

    def denying(self) -> dict[str, Any]:
        return {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": self.some(ACTION_PATTERNS[1:]),
                    "Resource": "*",
                    "Condition": self.condition(),
                }
            ],
        }


def _simulation(
    principal: str,
    action: str,
    resource: str,
    owner: str,
    context: Mapping[str, Any],
    identity: list[Any],
    by_resource: Any,
    boundary: Any,
    session: Any,
    vpce: Any,
    scps: list[Any],
    rcps: list[Any],
) -> dict[str, Any]:
    # Their caller fills in what follows from the principal; ours is done by Caller.context().
    own: dict[str, Any] = {
        "aws:PrincipalAccount": HOME,
        "aws:PrincipalArn": principal.replace(":sts:", ":iam:").replace(
            "assumed-role/App/session", "role/App"
        )
        if "assumed-role" in principal
        else principal,
        "aws:ResourceAccount": owner,
    }
    if ":user/" in principal:
        own["aws:username"] = principal.rsplit("/", 1)[-1]
    out: dict[str, Any] = {
        "request": {
            "principal": principal,
            "action": action,
            "resource": {"resource": resource, "accountId": owner},
            "contextVariables": {**own, **context},
        },
        "identityPolicies": _named(identity),
        "serviceControlPolicies": _levels(scps),
        "resourceControlPolicies": _levels(rcps),
    }
    if by_resource is not None:
        out["resourcePolicy"] = by_resource
    if session is not None:
        out["sessionPolicy"] = session
    if boundary is not None:
        out["permissionBoundaryPolicies"] = _named([boundary])
    if vpce is not None:
        out["vpcEndpointPolicies"] = _named([vpce])
    return out


def _named(documents: list[Any]) -> list[dict[str, Any]]:
    return [{"name": f"p{index}", "policy": document} for index, document in enumerate(documents)]


def _levels(levels: list[Any]) -> list[dict[str, Any]]:
    return [
        {"orgIdentifier": f"level-{index}", "policies": _named(level)} for index, level in enumerate(levels)
    ]


def _mentions(pattern: str) -> Callable[[Case, Verdict, str], bool]:
    return lambda case, verdict, theirs: re.search(pattern, json.dumps(case.simulation)) is not None


def _any_value_if_exists(case: Case, verdict: Verdict, theirs: str) -> bool:
    text = json.dumps(case.simulation)
    return "aws:TagKeys" not in case.request.context and bool(re.search(r"ForAnyValue:\w+IfExists", text))


def _direct_grant_to_session(case: Case, verdict: Verdict, theirs: str) -> bool:
    return verdict.reason is Reason.RESOURCE_ALLOW and case.policies.session is not None


def _unresolved_not_resource(case: Case, verdict: Verdict, theirs: str) -> bool:
    return re.search(
        r'"NotResource": \[[^\]]*\$\{aws:username', json.dumps(case.simulation)
    ) is not None and (":user/" not in str(case.request.principal_arn))


KNOWN: Final[tuple[tuple[str, Callable[[Case, Verdict, str], bool]], ...]] = (
    (
        "a grant to the session itself is not limited by its session policy (AWS: Policies, Boundaries)",
        _direct_grant_to_session,
    ),
    (
        "a Deny with NotPrincipal spares who is listed with account, role and session (AWS: NotPrincipal)",
        _mentions('"NotPrincipal"'),
    ),
    ("policy variables are plain text before Version 2012-10-17", _mentions(r'2008-10-17".*\$\{')),
    (
        "a pattern whose variable has no value matches nothing, so NotResource applies",
        _unresolved_not_resource,
    ),
    ("an IPv6 address is not in an IPv4 range, so NotIpAddress holds", _mentions("NotIpAddress")),
    ("IfExists holds for an absent key after ForAnyValue too", _any_value_if_exists),
    ("StringEquals takes ${*} as the character, as AWS documents", _mentions(re.escape("b${*}"))),
)


BATCH = 5_000
"""Cases of one process."""


def simulate(cases: list[Case], node_modules: str) -> Iterator[str]:
    script = Path(__file__).with_name("simulate.mjs")
    lines = "\n".join(json.dumps(case.simulation) for case in cases)
    done = subprocess.run(
        ["node", str(script)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_MODULES": str(Path(node_modules).resolve())},
    )
    yield from done.stdout.splitlines()


def decided(maker: Maker, count: int, node_modules: str) -> Iterator[tuple[Case, str]]:
    """Cases with their answers, some thousands at once; how many there were is said as it goes."""
    for start in range(0, count, BATCH):
        cases = [maker.case() for _ in range(min(BATCH, count - start))]
        yield from zip(cases, simulate(cases, node_modules), strict=True)
        print(f"{start + len(cases):,} of {count:,} cases", file=sys.stderr, flush=True)


def said(verdict: Verdict) -> str:
    return "allow" if verdict.allowed else "explicit deny" if verdict.explicit else "implicit deny"


def show(case: Case, verdict: Verdict, theirs: str) -> None:
    for name, part in case.simulation.items():
        print(f"{name}: {json.dumps(part)}")
    print(f"ours: {said(verdict)}: {verdict.why}; theirs: {theirs}")
    for report in verdict.reasons:
        print("   ", report.kind, report.policy, report.index, report.effect, report.outcome, report.detail)
    print()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--node-modules", required=True)
    arguments.add_argument("--cases", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", type=int, default=5, help="differences to print")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    tally: Counter[str] = Counter()
    unexplained = 0
    for case, theirs in decided(maker, options.cases, options.node_modules):
        verdict = evaluate(case.request, case.policies)
        ours, other = said(verdict), NAMES.get(theirs, theirs)
        if other.startswith("error"):
            tally[f"refused by them: {other[:300]}"] += 1
            continue
        if ours == other:
            tally[f"agree: {ours}"] += 1
            continue
        why = next((reason for reason, test in KNOWN if test(case, verdict, other)), None)
        tally[f"known difference: {why}" if why else f"DIFFER: we say {ours}, they say {other}"] += 1
        if why is None:
            unexplained += 1
            if unexplained <= options.show:
                show(case, verdict, other)
    for line, count in sorted(tally.items()):
        print(f"{count:7} {line}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
