"""Serverless Framework: what a service's stack has beside its ``resources`` (the table is
``serverless.toml``).

The framework makes the stack with the permissions of whoever runs it, unless ``provider.iam.deploymentRole``
is set; names begin with ``service-stage``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.sam import Expanded
from policywright.analyzers.deployment.selecting import present
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.serverless import CONFIGURATIONS
from policywright.analyzers.infrastructure.serverless.roles import PER_FUNCTION, per_function_mode
from policywright.analyzers.infrastructure.serverless.service import (
    DEFAULT_ROLE,
    Service,
    logical,
    machine_id,
)
from policywright.analyzers.infrastructure.serverless.variables import STAGE
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span
from policywright.knowledge import forms, texts
from policywright.knowledge.records import replace
from policywright.knowledge.rules import Tri
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Value, one_of

_TRUSTED: tuple[tuple[str, Value], ...] = (
    ("AssumeRolePolicyDocument", Struct((("Service", Const("lambda.amazonaws.com")),))),
)
_VPC_POLICY = Const("AWSLambdaVPCAccessExecutionRole")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(package_files(__package__).joinpath("serverless.toml").read_text("utf-8"))


def services(files: ProjectFiles) -> Iterator[tuple[str, Service]]:
    """The services of a project that are deployed to AWS, by the names of their files."""
    for name in files.names:
        if name.rpartition("/")[2] not in CONFIGURATIONS:
            continue
        tree = parse(name, files.text(name) or "")
        if tree.root is None:
            files.problems.extend(tree.problems)
        provider = tree.root.get("provider") if tree.root is not None else None
        cloud = provider.get("name") if provider is not None and provider.mapping else provider
        if tree.root is not None and cloud is not None and (cloud.text or "").lower() == "aws":
            yield name, Service.of(files, tree, tree.root)


def stack_name(service: Service, stage: str | None = None) -> Parts:
    """``service-stage``, or what the provider calls the stack."""
    given = service.provider.get("stackName")
    value = service.value(given) if given is not None else service.variables.restored(Const(service.prefix))
    return _opened(at_stage(value, stage))


def at_stage(value: Value, stage: str | None) -> Value:
    """A value with the stage that a command says in the place of any."""
    if stage is None:
        return value
    match value:
        case Text(parts=parts):
            return texts.join(stage if part in STAGE.parts else part for part in parts)
        case Struct(fields=fields):
            return replace(value, fields=tuple((name, at_stage(one, stage)) for name, one in fields))
        case Items(values=values):
            return replace(value, values=tuple(at_stage(one, stage) for one in values))
        case OneOf(options=options):
            return one_of([at_stage(one, stage) for one in options])
    return value


def _open(hole: Hole) -> Hole:
    return hole if hole.kind in ("region", "account", "partition") else Hole(kind="unknown")


def added(service: Service) -> Iterator[tuple[Expanded, Span]]:
    """What the framework adds to the template."""
    provider = service.provider
    span = provider.key_span
    for row in _table()["service"]:
        if not any(_is_set(provider, path) for path in row.get("unless", ())):
            options = provider.get(row["of"]) if "of" in row else None
            body = service.value(options) if options is not None and options.mapping else Struct(())
            yield _made(row, "", 0, body if isinstance(body, Struct) else Struct(()), None), span
    if _has_own_role(service):
        yield _role(service), span
    for name, node in service.functions.items():
        yield from _function(service, name, node)
    for made in _of_apis(service):
        yield made, span
    for name, node in service.layers.items():
        for made in _layer(service, name, node):
            yield made, node.key_span
    for name, node in service.machines.items():
        yield from _machine(service, name, node)
    activities = service.root.get("stepFunctions", "activities")
    for number, node in enumerate(activities.items if activities is not None else (), 1):
        given = Struct((("Name", service.value(node)),))
        made = Expanded(id=f"StepFunctionsActivity{number}", type=_ACTIVITY, properties=given)
        yield made, node.span


def _is_set(provider: Node, path: str) -> bool:
    """An option is given; a text where a mapping could be is the name in that."""
    node: Node | None = provider
    for step in path.split("."):
        if node is not None and not node.mapping:
            return step == "name" and bool(node.text)
        node = node.get(step) if node is not None else None
    return node is not None and node.value is not False


def _has_own_role(service: Service) -> bool:
    provider = service.provider
    given = provider.get("role") or provider.get("iam", "role")
    statements = provider.get("iam", "role", "statements")
    return (given is None or statements is not None or bool(given.mapping)) and any(
        node.get("role") is None for node in service.functions.values()
    )


def _role(service: Service) -> Expanded:
    prefix = service.variables.restored(Const(service.prefix))
    name = texts.join((*texts.parts(prefix), "-", Hole(kind="region"), "-lambdaRole"))
    provider = service.provider
    given = provider.get("iam", "role", "name")
    fields: list[tuple[str, Value]] = [
        ("RoleName", name if given is None else service.value(given)),
        *_TRUSTED,
        ("Policies", Items((Struct(()),))),
    ]
    managed = provider.get("iam", "role", "managedPolicies") or provider.get("iamManagedPolicies")
    attached = [service.value(one) for one in managed.items] if managed is not None else []
    if provider.get("vpc") is not None or any(node.get("vpc") for node in service.functions.values()):
        attached.append(_VPC_POLICY)
    if attached:
        fields.append(("ManagedPolicyArns", Items(tuple(attached))))
    boundary = provider.get("iam", "role", "permissionsBoundary") or provider.get("rolePermissionsBoundary")
    if boundary is not None:
        fields.append(("PermissionsBoundary", service.value(boundary)))
    schedules = (
        one.get("schedule", "method") for node in service.functions.values() for one in _events(node)
    )
    by_scheduler = any(one is not None and one.text == "scheduler" for one in schedules)
    trusted = ("lambda.amazonaws.com", *(("scheduler.amazonaws.com",) if by_scheduler else ()))
    return Expanded(
        id=DEFAULT_ROLE, type="AWS::IAM::Role", properties=Struct(tuple(fields)), services=trusted,
    )  # fmt: skip


_PASSED_ON = {
    "vpc": "VpcConfig", "tracing": "TracingConfig", "kmsKeyArn": "KmsKeyArn", "layers": "Layers", "tags":
    "Tags", "reservedConcurrency": "ReservedConcurrentExecutions", "fileSystemConfig": "FileSystemConfigs",
    "onError": "DeadLetterConfig", "runtimeManagement": "RuntimeManagementConfig",
}  # fmt: skip


_USUAL = {"runtimeManagement": "auto"}
"""Values that the framework takes for none."""


def _physical(service: Service, name: str, node: Node) -> Value:
    """The name of a function."""
    own = node.get("name")
    if own is not None:
        return service.value(own)
    usual: Value = service.variables.restored(Const(f"{service.prefix}-{name}"))
    return usual


def _function(service: Service, name: str, node: Node) -> Iterator[tuple[Expanded, Span]]:
    called = logical(name)
    physical = _physical(service, name, node)
    role = node.get("role") or service.provider.get("role") or service.provider.get("iam", "role")
    fields: list[tuple[str, Value]] = [("FunctionName", physical)]
    own_role = _role_of_function(service, name, node)
    if own_role is not None:
        yield own_role, node.key_span
        fields.append(("Role", Text((Hole(kind="reference", name=f"{own_role.id}.Arn"),))))
    elif role is None or role.mapping or not role.text:
        fields.append(("Role", Text((Hole(kind="reference", name=f"{DEFAULT_ROLE}.Arn"),))))
    else:
        fields.append(("Role", service.value(role)))
    if node.get("image") is not None:
        fields.append(("Code", Struct((("ImageUri", Const("image")),))))
        fields.append(("PackageType", Const("Image")))
    else:
        bucket = service.provider.get("deploymentBucket")
        where: Value = Text((Hole(kind="reference", name="ServerlessDeploymentBucket"),))
        if bucket is not None:
            given = bucket.get("name") if bucket.mapping else bucket
            where = service.value(given) if given is not None else where
        fields.append(("Code", Struct((("S3Bucket", where),))))
    for option, property in _PASSED_ON.items():
        given = node.get(option) or service.provider.get(option)
        if given is not None and given.value not in (None, False, _USUAL.get(option)):
            fields.append((property, service.value(given)))
    span = node.key_span
    yield (
        Expanded(
            id=f"{called}LambdaFunction", type="AWS::Lambda::Function", properties=Struct(tuple(fields))
        ),
        span,
    )
    for made in _beside(service, node, called, physical):
        yield made, span
    alias = _alias(node)
    counted: dict[str, int] = {}
    for number, event in enumerate(_events(node), 1):
        kinds = event.mapping.items() if event.mapping else [(event.text or "", event)]
        for kind, inner in kinds:
            counted[kind] = counted.get(kind, 0) + 1
            value = service.value(inner)
            body = value if isinstance(value, Struct) else _short(kind, value)
            for row in _table()["events"].get(kind, ()):
                if _applies(row, body):
                    made = _made(row, called, number, body, physical, counted[kind], alias)
                    yield _logging(service, row, made, name, number), span


def _applies(row: dict[str, Any], body: Struct) -> bool:
    """Whether an event's options bring something about."""
    when = row.get("when", ())
    if when and all(present(body, path) is Tri.NO for path in when):
        return False
    named = body.get(row["named"]) if "named" in row else None
    if named is not None and not isinstance(named, Const):
        # What refers to something of the template, or of another stack, names no new one.
        return False
    if named is not None and texts.starts_with(texts.parts(named), "arn:"):
        return False
    return not any(present(body, path) is Tri.YES for path in row.get("unless", ()))


def _beside(service: Service, node: Node, called: str, physical: Value) -> Iterator[Expanded]:
    """What the framework makes of a function's own options: its logs, versions, aliases, address."""
    off = _true(node.get("disableLogs")) or _true(service.provider.get("logs", "disableLogs"))
    said = node.get("versionFunction") or service.provider.get("versionFunctions")
    for row in _table()["function"]:
        if (row.get("log") and off) or (row.get("versions") and said is not None and said.value is False):
            continue
        made = _made(row, called, 0, Struct(()), physical)
        yield _kept(service, node, made) if row.get("log") else made
    for row in _table()["option"]:
        given = node.get(row["of"])
        if given is not None and given.value not in (None, False):
            alias = _alias(node) if row["of"] == "url" else ""
            yield _made(row, called, 0, Struct(()), physical, alias=alias)
    for event in _events(node):
        for kind in ("http", "websocket"):
            given = event.get(kind, "authorizer")
            yield from _authorizing(given.get("name") or given if given is not None else None)


def _authorizing(named: Node | None) -> Iterator[Expanded]:
    """Whoever calls an API is told by a function of the service: the API may invoke that."""
    if named is None or not named.text or ":" in named.text or named.text == "aws_iam":
        return
    called = logical(named.text)
    refer: Value = Text((Hole(kind="reference", name=f"{called}LambdaFunction"),))
    properties = Struct((("FunctionName", refer),))
    yield Expanded(
        id=f"{called}LambdaPermissionAuthorizer", type="AWS::Lambda::Permission", properties=properties
    )


def _true(node: Node | None) -> bool:
    return node is not None and node.value is not False


def _kept(service: Service, node: Node | None, group: Expanded) -> Expanded:
    """A group of logs with the days that they are kept, and how they are protected."""
    fields = list(group.properties.fields)
    for option, property in (
        ("logRetentionInDays", "RetentionInDays"),
        ("logDataProtectionPolicy", "DataProtectionPolicy"),
    ):
        given = (node.get(option) if node is not None else None) or service.provider.get(option)
        if given is not None:
            fields.append((property, service.value(given)))
    return replace(group, properties=Struct(tuple(fields)))


def _alias(node: Node) -> str:
    """The alias that a function is called by, where it has one."""
    if _true(node.get("provisionedConcurrency")):
        return ":provisioned"
    return ":snapstart" if _true(node.get("snapStart")) else ""


def _logging(service: Service, row: dict[str, Any], made: Expanded, name: str, number: int) -> Expanded:
    """A stage with its logs; what is started by the role of functions with that; names that are made."""
    fields = made.properties.fields
    prefix = texts.parts(service.variables.restored(Const(service.prefix)))
    if row.get("rule") and made.properties.get("Name") is None:
        fields = (*fields, ("Name", texts.join((*prefix, f"-{name}-rule-{number}"))))
    if row.get("consumer"):
        fields = (*fields, ("ConsumerName", texts.join((name, *OPEN, "Consumer"))))
    if "logs" in row and _true(service.provider.get("logs", row["logs"])):
        fields = (*fields, ("AccessLogSettings", Const("true")))
    if "passes" in row:
        role = Struct((("RoleArn", Text((Hole(kind="reference", name=f"{DEFAULT_ROLE}.Arn"),))),))
        fields = (*fields, (row["passes"], role))
    return replace(made, properties=Struct(fields))


def _of_apis(service: Service) -> Iterator[Expanded]:
    """Logs and keys of APIs; the role by which API Gateway logs is made by a function of the framework's.

    https://www.serverless.com/framework/docs/providers/aws/events/apigateway#logs
    """
    events = [one for node in service.functions.values() for one in _events(node)]
    kinds = {kind for event in events for kind in (event.mapping or {event.text or "": event})}
    by_function = False
    prefix = texts.parts(service.variables.restored(Const(service.prefix)))
    for option, row in _table()["logs"].items():
        given = service.provider.get("logs", option)
        if row["event"] not in kinds or not _true(given):
            continue
        name = texts.join((row["group"], *prefix))
        group = Expanded(
            id=row["id"], type="AWS::Logs::LogGroup", properties=Struct((("LogGroupName", name),))
        )
        yield _kept(service, None, group)
        managed = given.get("roleManagedExternally") if given is not None else None
        by_function = by_function or (bool(row.get("role")) and not (managed is not None and _true(managed)))
    if by_function:
        yield from _own_function(prefix, "apigw-cw-role", "Custom::ApiGatewayAccountRole")
    for kind, short, type in (
        ("s3", "s3", "Custom::S3"),
        ("cognitoUserPool", "cup", "Custom::CognitoUserPool"),
    ):
        if any(_true(event.get(kind, "existing")) for event in events):
            yield from _own_function(prefix, f"existing-{short}", type)
    authorizers = service.provider.get("httpApi", "authorizers")
    for one in authorizers.mapping.values() if authorizers is not None else ():
        yield from _authorizing(one.get("functionName"))
    for row in _table()["keys"]["rows"]:
        given = service.provider.get("apiGateway", row["of"]) or service.provider.get(row["of"])
        if "http" in kinds and given is not None:
            yield Expanded(id=row["id"], type=row["type"], properties=Struct(()))


def _own_function(prefix: Parts, kind: str, type: str) -> Iterator[Expanded]:
    """A function of the framework, and what calls it: for API Gateway's logs, or what exists already."""
    called = f"{logical(f'custom-resource-{kind}')}LambdaFunction"
    role = "IamRoleCustomResourcesLambdaExecution"
    yield Expanded(
        id=role, type="AWS::IAM::Role", properties=Struct((*_TRUSTED, ("Policies", Items((Struct(()),))))),
        services=("lambda.amazonaws.com",),
    )  # fmt: skip
    fields: list[tuple[str, Value]] = [
        ("FunctionName", texts.join((*prefix, f"-custom-resource-{kind}"))),
        ("Role", Text((Hole(kind="reference", name=f"{role}.Arn"),))),
        ("Code", Struct((("S3Bucket", Text((Hole(kind="reference", name="ServerlessDeploymentBucket"),))),))),
    ]
    yield Expanded(id=called, type="AWS::Lambda::Function", properties=Struct(tuple(fields)))
    token = Struct((("ServiceToken", Text((Hole(kind="reference", name=f"{called}.Arn"),))),))
    yield Expanded(id=f"{called}Called", type=type, properties=token)


def _layer(service: Service, name: str, node: Node) -> Iterator[Expanded]:
    given = node.get("name")
    bucket = Text((Hole(kind="reference", name="ServerlessDeploymentBucket"),))
    fields: list[tuple[str, Value]] = [
        ("LayerName", Const(name) if given is None else service.value(given)),
        ("Content", Struct((("S3Bucket", bucket),))),
    ]
    id = f"{logical(name)}LambdaLayer"
    kept = _true(node.get("retain"))
    yield Expanded(id=id, type="AWS::Lambda::LayerVersion", properties=Struct(tuple(fields)), retained=kept)
    if node.get("allowedAccounts") is not None:
        refer: Value = Text((Hole(kind="reference", name=id),))
        yield Expanded(
            id=f"{logical(name)}Permission", type="AWS::Lambda::LayerVersionPermission",
            properties=Struct((("LayerVersionArn", refer),)), retained=kept,
        )  # fmt: skip


def _events(node: Node) -> list[Node]:
    events = node.get("events")
    return events.items if events is not None else []


def _role_of_function(service: Service, name: str, node: Node) -> Expanded | None:
    """The role that a plugin, or the framework's own mode, makes for one function."""
    statements = node.get("iamRoleStatements")
    plugged = statements is not None and any(PER_FUNCTION in one for one in service.plugins)
    if node.get("role") is not None or not (plugged or per_function_mode(service)):
        return None
    fields: list[tuple[str, Value]] = []
    if plugged:
        given = node.get("iamRoleStatementsName")
        prefix = service.variables.restored(Const(f"{service.prefix}-{name}"))
        usual = texts.join((*texts.parts(prefix), "-", Hole(kind="region"), "-lambdaRole"))
        fields.append(("RoleName", usual if given is None else service.value(given)))
    fields += [*_TRUSTED, ("Policies", Items((Struct(()),)))]
    boundary = node.get("iamPermissionsBoundary") or service.provider.get(
        "iam", "role", "permissionsBoundary"
    )
    if boundary is not None:
        fields.append(("PermissionsBoundary", service.value(boundary)))
    return Expanded(
        id=f"{logical(name)}IamRoleLambdaExecution", type="AWS::IAM::Role",
        properties=Struct(tuple(fields)), services=("lambda.amazonaws.com",),
    )  # fmt: skip


def _machine(service: Service, name: str, node: Node) -> Iterator[tuple[Expanded, Span]]:
    """A state machine of the plugin serverless-step-functions, its role, and what starts it."""
    id, span = machine_id(name, node), node.key_span
    given, own = node.get("role"), node.get("name")
    role: Value = Text((Hole(kind="reference", name=f"{id}Role.Arn"),))
    if given is None:
        policies = ("Policies", Items((Struct(()),)))
        yield Expanded(
            id=f"{id}Role", type="AWS::IAM::Role", properties=Struct((policies,)),
            services=("states.amazonaws.com",),
        ), span  # fmt: skip
    else:
        role = service.value(given)
    fields: list[tuple[str, Value]] = [("RoleArn", role), ("DefinitionString", Const("true"))]
    if own is not None:
        fields.append(("StateMachineName", service.value(own)))
    for option, property in _OF_MACHINES.items():
        value = node.get(option) or service.root.get("stepFunctions", option)
        if value is not None and value.value not in (None, False):
            fields.append((property, service.value(value)))
    yield Expanded(
        id=id, type="AWS::StepFunctions::StateMachine", properties=Struct(tuple(fields))
    ), span  # fmt: skip
    alarms = node.get("alarms", "metrics")
    for number, alarm in enumerate(alarms.items if alarms is not None else ()):
        yield Expanded(id=f"{id}{number}Alarm", type=_ALARM, properties=Struct(())), alarm.span
    events = node.get("events")
    for number, event in enumerate(events.items if events is not None else (), 1):
        for kind, inner in event.mapping.items():
            said = service.value(inner)
            body = said if isinstance(said, Struct) else Struct(())
            for row in _table()["machine"].get(kind, ()):
                if not any(body.get(one) is not None for one in row.get("unless", ())):
                    yield _made(row, id, number, body, None), span


def _short(kind: str, value: Value) -> Struct:
    """``- s3: photos`` is its bucket, ``- sns: dispatch`` its topic."""
    key = {"s3": "bucket", "sns": "topicName", "cloudwatchLog": "logGroup"}.get(kind)
    if kind == "sns" and texts.starts_with(texts.parts(value), "arn:"):
        key = "arn"
    return Struct(((key, value),)) if key is not None else Struct(())


def _made(
    row: dict[str, Any], function: str, number: int, body: Struct, physical: Value | None, count: int = 0,
    alias: str = "",
) -> Expanded:  # fmt: skip
    fields: list[tuple[str, Value]] = [(name, Const("true")) for name in row.get("give", ())]
    fields += [(name, Text((Hole(kind="reference", name=id),))) for name, id in row.get("refer", {}).items()]
    for name, option in row.get("like", {}).items():
        value = body.get(option)
        if value is not None:
            fields.append((name, value))
    if "function" in row:
        own: Value = Text((Hole(kind="reference", name=f"{function}LambdaFunction"),))
        if alias and row["function"].endswith("Arn") and physical is not None:
            own = arn_in("lambda", "function:", *texts.parts(physical), alias)
        elif alias:
            own = texts.join((*texts.parts(own), alias))
        fields.append((row["function"], own))
    if "topic" in row and body.get("arn") is None:
        topic = row["topic"].format(fn=function, n=number)
        fields.append(("TopicArn", Text((Hole(kind="reference", name=topic),))))
    if row.get("log") and physical is not None:
        fields.append(("LogGroupName", texts.join(("/aws/lambda/", *texts.parts(physical)))))
    id = row["id"].format(fn=function, n=number, k=count or number)
    trusted = (row["for"],) if "for" in row else ()
    if trusted:
        fields.append(("Policies", Items((Struct(()),))))
    return Expanded(id=id, type=row["type"], properties=Struct(tuple(fields)), services=trusted)


_OF_MACHINES = {"loggingConfig": "LoggingConfiguration", "tracingConfig": "TracingConfiguration",
                "tags": "Tags", "encryptionConfig": "EncryptionConfiguration"}  # fmt: skip
_ACTIVITY, _ALARM = "AWS::StepFunctions::Activity", "AWS::CloudWatch::Alarm"
_DOMAINS = "serverless-domain-manager"
_READ = ("serverless-step-functions", PER_FUNCTION, "serverless-prune-plugin", "serverless-s3-sync",
         _DOMAINS)  # fmt: skip
"""Plugins of which it is known what they make."""
_HARMLESS = re.compile(
    r"serverless-(?:offline.*|.*requirements|.*esbuild|webpack|plugin-typescript|dotenv.*|bundle|"
    r"jetpack|plugin-optimize|optimizer.*|plugin-include-dependencies|dynamodb-local|local.*|s3-local|"
    r"plugin-tracing|pseudo-parameters|export-env|better-credentials|openapi.*|"
    r"go-plugin|rust|wsgi|rack|package-.*)"
)
"""Plugins that build, package, run locally or rewrite what is there."""


def of_plugins(service: Service) -> dict[str, Any]:
    """What ``callers.Facts`` wants to know of plugins that call AWS themselves."""
    custom = service.root.get("custom")
    prune = custom.get("prune", "automatic") if custom is not None else None
    synced: list[Parts] = []
    listed = custom.get("s3Sync", "buckets") or custom.get("s3Sync") if custom is not None else None
    for one in listed.items if listed is not None else ():
        name = one.get("bucketName")
        value = service.value(name) if name is not None else None
        synced.append(_opened(value) if value is not None else OPEN)
    zone = custom.get("customDomain", "hostedZoneId") if custom is not None else None
    enabled = custom.get("customDomain", "enabled") if custom is not None else None
    off = {_DOMAINS} if enabled is not None and enabled.text == "false" else set()
    return {
        "plugins": tuple(one for one in service.plugins if one not in off),
        "pruned": prune is not None and prune.text != "false",
        "synced": tuple(synced),
        "zone": _opened(service.value(zone)) if zone is not None else OPEN,
        "functions": tuple(
            _opened(_physical(service, name, node)) for name, node in service.functions.items()
        ),
    }


def _opened(value: Value) -> Parts:
    """A value with what only a deployment knows open."""
    return tuple(part if isinstance(part, str) else _open(part) for part in texts.parts(value))


def not_known(service: Service) -> Iterator[tuple[Span, str, str]]:
    """What plugins make, which isn't read: place, name, and what it is."""
    plugins = service.root.get("plugins")
    listed = plugins.get("modules") or plugins if plugins is not None else None
    for one in listed.items if listed is not None else ():
        if one.text and one.text not in _READ and not _HARMLESS.fullmatch(one.text):
            yield one.span, one.text, f"the plugin {one.text} may add resources; what they need is not known"
    constructs = service.root.get("constructs")
    for name, one in constructs.mapping.items() if constructs is not None else ():
        yield one.key_span, name, f"the construct {name} adds resources; what they need is not known"


_VARIABLES = "https://www.serverless.com/framework/docs/providers/aws/guide/variables"
_DECRYPTED = re.compile(r"~(?:true|false|split)\Z")
_OF_SECRET = "/aws/reference/secretsmanager/"
"""How parameters begin that stand for secrets.

https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html"""


def looked_up(service: Service, stage: str | None = None) -> Iterator[Asked]:
    """What the framework asks AWS for to know the values of variables, as whoever runs it."""
    for (kind, said, address), node in service.variables.looked_up.items():
        name = _parts_of(service, _DECRYPTED.sub("", address), stage)
        where = _parts_of(service, said, stage)
        region = where[0] if len(where) == 1 and said not in ("raw", "noDecrypt") else Hole(kind="region")

        def asked(action: str, *on: Value, optional: str = "", node: Node = node) -> Asked:
            return Asked(
                actions=(action,), resources=on, why="the value of a variable is looked up", span=node.span,
                source=_VARIABLES, operation=action, optional=optional,
            )  # fmt: skip

        if kind == "ssm":
            path = texts.rejoin([one for one in texts.split(name, "/") if one], "/")
            yield asked("ssm:GetParameter", arn_in("ssm", "parameter/", *path, region=region))
            if texts.starts_with(name, _OF_SECRET):
                secret = texts.rejoin(texts.split(name, "/")[4:], "/")
                whole = arn_in("secretsmanager", "secret:", *secret, region=region)
                yield asked(
                    "secretsmanager:GetSecretValue", *forms.secret_arns(texts.parts(whole), given=False)
                )
            else:
                key = arn_in("kms", "key/", *OPEN, region=region)
                yield asked("kms:Decrypt", key, optional="it is encrypted with a customer managed key")
        elif kind == "cf":
            stack = texts.split(name, ".")[0]
            on = arn_in("cloudformation", "stack/", *stack, "/", *OPEN, region=region)
            yield asked("cloudformation:DescribeStacks", on)
        else:
            yield asked("s3:GetObject", texts.join(("arn:", texts.PARTITION, ":s3:::", *name)))


def _parts_of(service: Service, address: str, stage: str | None) -> Parts:
    """What stands in a variable, with what only a deployment knows left open."""
    return _opened(at_stage(service.variables.restored(Const(address)), stage)) if address else ()
