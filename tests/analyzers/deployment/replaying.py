"""A replay at moto's server: IAM decides about each request with the names and the resources that AWS has for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from moto.iam.access_control import IAMPolicy, IAMRequestBase, PermissionResult
from tests.analyzers.deployment.replay import LOOKS, Replay, Resource, Step, steps
from tests.analyzers.deployment.truth import REGION
from tests.moto_server import everybody_may

from policywright.knowledge.naming import norm


@dataclass(slots=True)
class Made:
    """A request that was made: whose, which, on what it is checked, and how it went."""

    resource: Resource
    step: Step
    arguments: dict[str, Any]
    needed: bool
    checks: list[tuple[str, str | None]]
    outcome: str = ""


@dataclass(slots=True)
class Gate:
    """What moto's IAM asks for the request that is under way."""

    checks: list[tuple[str, str | None]] = field(default_factory=list)
    asked: int = 0

    @contextmanager
    def put_in(self) -> Iterator[Gate]:
        before, signature = IAMRequestBase.check_action_permitted, IAMRequestBase.check_signature

        def check(request: IAMRequestBase, _resource: str) -> None:
            self.asked += 1
            documents = [IAMPolicy(one) for one in request._access_key.collect_policies()]
            for action, arn in self.checks:
                request._action = action
                if not any(allowed(one, action, arn) for one in documents):
                    request._raise_access_denied()

        # Moto gets the signatures of requests without a body wrong.
        IAMRequestBase.check_signature = lambda _: None  # type: ignore[method-assign]
        IAMRequestBase.check_action_permitted = check  # type: ignore[method-assign]
        try:
            yield self
        finally:
            IAMRequestBase.check_action_permitted, IAMRequestBase.check_signature = before, signature  # type: ignore[method-assign]


def allowed(policy: IAMPolicy, action: str, arn: str | None) -> bool:
    if arn is not None:
        return policy.is_action_permitted(action, arn) is PermissionResult.PERMITTED
    statements = policy._policy_json["Statement"]
    return any(
        action.lower() == one.lower()
        for s in statements
        for one in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])
    )


class Machine:
    """One account at the server, and the deployer's clients in it."""

    def __init__(self, endpoint: str, gate: Gate) -> None:
        self.endpoint, self.gate = endpoint, gate
        self.keys: dict[str, str] = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "example"}
        self.clients: dict[str, Any] = {}
        everybody_may(endpoint)
        iam = self.client("iam")
        iam.create_user(UserName="deployer")
        made = iam.create_access_key(UserName="deployer")["AccessKey"]
        self.admin = iam
        s3 = self.client("s3")
        s3.create_bucket(Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="artifacts", Key="layer.zip", Body=b"")
        self.keys = {
            "aws_access_key_id": made["AccessKeyId"],
            "aws_secret_access_key": made["SecretAccessKey"],
        }
        self.clients = {}

    def client(self, service: str) -> Any:
        if service not in self.clients:
            config = Config(retries={"max_attempts": 0}, region_name=REGION, parameter_validation=False)
            self.clients[service] = boto3.client(
                service, endpoint_url=self.endpoint, config=config, **self.keys
            )  # type: ignore[call-overload]
        return self.clients[service]

    def may(self, statements: list[dict[str, Any]]) -> None:
        from moto.iam.models import iam_backends
        from tests.analyzers.deployment.truth import ACCOUNT

        plain = [{k: v for k, v in one.items() if k not in ("Condition", "Sid")} for one in statements]
        document = json.dumps({"Version": "2012-10-17", "Statement": plain})
        iam_backends[ACCOUNT]["aws"].put_user_policy("deployer", "p", document)

    def call(
        self, step: Step, arguments: dict[str, Any], checks: list[tuple[str, str | None]]
    ) -> tuple[str, Any]:
        """How a request went: ``ok``, ``denied``, ``unsent`` (the arguments do not do), ``unasked``, or an error."""
        from botocore import xform_name

        self.gate.checks, before = checks, self.gate.asked
        try:
            answer = getattr(self.client(step.client), xform_name(step.operation))(**arguments)
        except ParamValidationError as error:
            return f"unsent: {error}", None
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if self.gate.asked == before:
                return f"unasked: {code} {str(error)[:150]}", None
            denied = "not authorized to perform" in str(error.response) or code in ("AccessDenied", "403")
            return ("denied" if denied else f"error: {code} {str(error)[:150]}"), None
        except Exception as error:
            return (
                f"{'unasked' if self.gate.asked == before else 'error'}: {type(error).__name__} {str(error)[:150]}",
                None,
            )
        return ("ok" if self.gate.asked > before else "unasked"), answer


def replayed(machine: Machine, project: Replay) -> list[Made]:
    """The project made: create and read, update, then everything taken down, each request in its place."""
    made: list[Made] = []
    order = project.ordered()
    for phases, resources in (("cr", order), ("u", order), ("d", order[::-1])):
        for one in resources:
            seen: set[tuple[str, str]] = set()
            listed = [step for step in steps(one) if step.phase in phases]
            listed.sort(key=lambda step: phases.index(step.phase))
            makes = main(one, "c")
            listed.sort(key=lambda step: step != makes)
            for step in listed:
                if (step.client, step.operation) in seen:
                    continue
                seen.add((step.client, step.operation))
                arguments, told, guessed = project.arguments(one, step)
                needed = needs(one, step, told and not guessed)
                checks = project.checks(one, step, arguments, {})
                outcome, answer = machine.call(step, arguments, checks)
                if answer is not None and step == makes:
                    project.learn(one, step, arguments, answer)
                    checks = project.checks(one, step, arguments, answer)
                made.append(
                    Made(
                        one,
                        step,
                        arguments,
                        needed,
                        checks,
                        outcome + (f" guessed {guessed}" if guessed else ""),
                    )
                )
    return made


_MAKING = (
    "Create",
    "Allocate",
    "Run",
    "Register",
    "Request",
    "Publish",
    "Put",
    "Add",
    "Authorize",
    "Subscribe",
    "Attach",
    "Associate",
    "Change",
    "Set",
)
_TAKING = (
    "Delete",
    "Terminate",
    "Release",
    "Deregister",
    "Schedule",
    "Remove",
    "Revoke",
    "Unsubscribe",
    "Detach",
    "Disassociate",
    "Change",
    "Put",
)
"""How operations begin that make something, or take it away: the first of which a type has one."""


def main(one: Resource, phase: str) -> Step | None:
    """The operation by which a resource is made, or taken away."""
    own = [step for step in steps(one) if step.phase == phase and not step.operation.startswith(LOOKS)]
    starts = _MAKING if phase == "c" else _TAKING
    for start in starts:
        for step in own:
            if step.operation.startswith(start) and called(one, step):
                return step
    return next((step for start in starts for step in own if step.operation.startswith(start)), None)


_ALSO = {"address": "eip", "": "subscription", "loadbalancer": "lb", "hostedzone": "zone"}
"""What operations call it, where types have another word."""


def needs(one: Resource, step: Step, told: bool) -> bool:
    """Whether a resource like this one cannot be deployed without the request."""
    if step.operation.startswith(LOOKS):
        return False
    first = main(one, step.phase) if step.phase in "cd" else None
    if first is not None and first.operation == step.operation:
        alone = [
            other
            for other in steps(one)
            if other.phase == step.phase and not other.operation.startswith(LOOKS)
        ]
        return told or called(one, step) or len(alone) == 1
    return told and (step.phase != "u" or "::" in one.type)


def called(one: Resource, step: Step) -> bool:
    """Whether an operation is called after what the resource is."""
    for start in (*_MAKING, *_TAKING):
        rest = norm(step.operation.removeprefix(start)).removesuffix("deletion")
        rest = _ALSO.get(rest, rest)
        if step.operation.startswith(start) and (
            one.noun.endswith(rest) or one.noun.endswith(rest.removesuffix("s"))
        ):
            return True
    return False
