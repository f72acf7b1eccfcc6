"""A Terraform resource's arguments as the members of a request, for the authorization layer.

The provider's arguments are the API's members in another spelling (``function_name``: ``FunctionName``); a
``name`` is the member called after what the operation is about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.deployment.selecting import below
from policywright.knowledge import naming
from policywright.knowledge.operations import Operation
from policywright.knowledge.paths import select
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Items, Struct, Value, alternatives, one_of

_TAGS = ("tags", "tags_all")
_EMPTY = Const("")
_ROLES = ("role", "rolearn")
"""How members end that roles are passed in: ``grants`` looks for these by themselves."""
_OF_ALL = frozenset(("arn", "id", "resourcetype", "staticvalue"))
"""Members that say of many things what they are."""
_BY = re.compile("(?:arn|id|identifier)\\Z")
_EBS = "BlockDeviceMappings[].Ebs.KmsKeyId"
_AT_REST = "EncryptionInfo.EncryptionAtRest"
_HOOK = {"ExecutionRole": "ExecutionRoleArn"}
_REVOKED = "RevocationContents"
_STARTED = "LaunchTemplate.LaunchTemplateId"
_VPC = {"vpc_id": "VPC.VPCId", "zone_id": "HostedZoneId"}
_LOGGED = "Options.TunnelOptions[].LogOptions"
_MIXED = "mixed_instances_policy.launch_template"
_MEMBERS: dict[str, dict[str, str]] = {
    "action.aws_ec2_stop_instance": {"instance_id": "InstanceIds"},
    "action.aws_elasticache_apply_service_update": {
        "cache_cluster_id": "CacheClusterIds",
        "replication_group_id": "ReplicationGroupIds",
    },
    "action.aws_events_put_events": {"entry.event_bus_name": "Entries[].EventBusName"},
    "action.aws_rds_cluster_instance_reboot": {"id": "DBInstanceIdentifier"},
    "action.aws_s3_empty_bucket": {"bucket_name": "Bucket"},
    "action.aws_transcribe_start_transcription_job": {"media_file_uri": "Media.MediaFileUri"},
    "aws_GuardHook": _HOOK,
    "aws_LambdaHook": _HOOK,
    "aws_SpotFleet": {"SpotFleetRequestConfigData.IamFleetRole": "SpotFleetRequestConfig.IamFleetRole"},
    "aws_db_instance": {
        "final_snapshot_identifier": "FinalDBSnapshotIdentifier",
        "replicate_source_db": "SourceDBInstanceIdentifier",
        "restore_to_point_in_time.source_db_instance_identifier": "SourceDBInstanceIdentifier",
    },
    "aws_rds_cluster": {
        "replication_source_identifier": "ReplicationSourceIdentifier",
        "restore_to_point_in_time.source_cluster_identifier": "SourceDBClusterIdentifier",
    },
    "aws_autoscaling_group": {
        "launch_template.id": _STARTED,
        "launch_template.name": "LaunchTemplate.LaunchTemplateName",
        f"{_MIXED}.launch_template_specification.launch_template_id": _STARTED,
        f"{_MIXED}.launch_template_specification.launch_template_name": "LaunchTemplate.LaunchTemplateName",
        # Where there are several, any of them is meant, as by a name.
        f"{_MIXED}.override.launch_template_specification.launch_template_id": (
            "LaunchTemplate.LaunchTemplateName"
        ),
    },
    "aws_backup_vault": {"kms_key_arn": "EncryptionKeyArn"},
    "aws_dynamodb_table": {
        "server_side_encryption.kms_key_arn": "SSESpecification.KMSMasterKeyId",
        "replica.kms_key_arn": "ReplicaUpdates[].Create.KMSMasterKeyId",
    },
    "aws_dynamodb_table_replica": {"kms_key_arn": "ReplicaUpdates[].Create.KMSMasterKeyId"},
    "aws_eks_cluster": {"encryption_config.provider.key_arn": "encryptionConfig[].provider.keyArn"},
    "aws_eks_node_group": {"node_role_arn": "nodeRole"},
    "aws_instance": {"root_block_device.kms_key_id": _EBS, "ebs_block_device.kms_key_id": _EBS},
    "aws_lb_trust_store_revocation": {
        "revocations_s3_bucket": f"{_REVOKED}.S3Bucket",
        "revocations_s3_key": f"{_REVOKED}.S3Key",
        "revocations_s3_object_version": f"{_REVOKED}.S3ObjectVersion",
    },
    "aws_msk_cluster": {
        "encryption_info.encryption_at_rest_kms_key_arn": f"{_AT_REST}.DataVolumeKMSKeyId",
    },
    "aws_pinpoint_app": {"tags": "CreateApplicationRequest.tags"},
    "aws_pinpoint_email_template": {"tags": "EmailTemplateRequest.tags"},
    "aws_redshift_cluster": {"final_snapshot_identifier": "FinalClusterSnapshotIdentifier"},
    "aws_route53_vpc_association_authorization": _VPC,
    "aws_route53_zone": {"vpc.vpc_id": "VPC.VPCId"},
    "aws_route53_zone_association": _VPC,
    "aws_s3_bucket": {"object_lock_enabled": "ObjectLockEnabledForBucket"},
    "aws_s3_object": {"kms_key_id": "SSEKMSKeyId"},
    "aws_s3_bucket_object": {"kms_key_id": "SSEKMSKeyId"},
    "aws_s3_object_copy": {"kms_key_id": "SSEKMSKeyId"},
    "aws_secretsmanager_secret": {"replica": "AddReplicaRegions"},
    "aws_vpn_connection": {"tunnel1_log_options": _LOGGED, "tunnel2_log_options": _LOGGED},
    "aws_workspaces_workspace": {
        "tags": "Workspaces[].Tags",
        "volume_encryption_key": "Workspaces[].VolumeEncryptionKey",
    },
}
"""Arguments that have another name in the request, and what depends on them.

https://github.com/hashicorp/terraform-provider-aws: ``internal/service/dynamodb/table.go``,
``internal/service/rds/instance.go``, ``internal/service/rds/cluster.go``,
``internal/service/ec2/ec2_instance.go``, ``internal/service/backup/vault.go``,
``internal/service/eks/cluster.go``, ``internal/service/kafka/cluster.go``, ``internal/service/s3/object.go``,
``internal/service/workspaces/workspace.go``, ``internal/service/autoscaling/group.go``,
``internal/service/elbv2/trust_store_revocation.go``, the
files of actions that ``_deployments.toml`` names. Types of
CloudFormation are ``aws_`` and their last name."""


def parameters_of(
    operation: Operation, type: str, properties: Struct, arns: Struct | None = None, *, tagged: bool,
    blocks: bool = True, nested: Sequence[str] = (),
) -> Struct:  # fmt: skip
    """What a request has of a resource; everything else that it could have is not passed.

    ``arns`` are the properties where references to whole resources are ARNs. ``blocks``: a list of one may be
    a nested block, which is no list; an empty string is an argument that isn't set. ``nested`` are members
    below others that somebody asks about: the provider may have their arguments elsewhere.
    """
    given = {
        naming.norm(name): value
        for name, value in properties.fields
        if name not in _TAGS and not (blocks and value == _EMPTY)
    }
    for name, arn in arns.fields if arns is not None else ():
        if name.endswith(("arn", "arns")) and not (blocks and arn == _EMPTY):
            given[naming.norm(name)] = arn
    keys = {_key(name): value for name, value in given.items() if _key(name)}
    spelling = _Spelling.of(operation, blocks, nested)
    taken: set[str] = set()
    noun = naming.norm(type.partition("_")[2])
    core = naming.stem(type.partition("_")[2].partition("_")[2] or noun)
    fields: dict[str, Value] = {}
    for member in operation.members:
        plain = naming.norm(member.name)
        value = given.get(plain)
        if value is None and blocks and plain.endswith("s") and plain[:-1] in given:
            # A block that may stand several times is called after one of what it makes.
            fields[member.name] = spelling.listed(given[plain[:-1]])
            taken.add(plain[:-1])
            continue
        called = plain.removesuffix("name").removeprefix("db")
        if (
            value is None
            and plain.endswith("name")
            and (plain == "name" or (called and noun.endswith(called)))
        ):
            value = given.get("name")
        if value is None and plain.endswith("id") and noun.endswith(plain[:-2]):
            value = given.get("id")
        if value is None and blocks and member.type == "string":
            value = _called(plain, core, given)
        if value is None:
            value = keys.get(_key(plain))
        if value is not None:
            fields[member.name] = spelling.in_list(member.name, spelling.of_value(value))
            taken.update(name for name, one in given.items() if one is value)
    for path in nested if blocks else ():
        # Where it counts that there is something at all around it, that has to be there.
        around = any(path.startswith(f"{one}.") for one in nested)
        if not around and not select(Struct(tuple(fields.items())), path):
            for value in _elsewhere(path, properties, taken):
                _put(fields, path.split("."), value)
            own = _called("".join(map(naming.norm, path.split(".")[-2:])), core, given)
            if own is not None and not select(Struct(tuple(fields.items())), path):
                _put(fields, path.split("."), own)
    for argument, path in _MEMBERS.get(type, {}).items():
        for value in below(properties, argument):
            whole = spelling.listed(value) if isinstance(value, Struct | Items) else value
            _put(fields, path.split("."), whole)
    for name in {path.partition(".")[0] for path in _MEMBERS.get(type, {}).values()} & fields.keys():
        # What the provider has flat is one of a list.
        fields[name] = spelling.in_list(name, fields[name])
    if tagged or any(properties.get(name) is not None for name in _TAGS):
        tags = next(
            (value for name in _TAGS if (value := properties.get(name)) is not None), Struct((), open=True)
        )
        for path in operation.tag_paths or operation.loose_tag_paths:
            if "." not in path:
                fields[path.removesuffix("[]")] = tags
    return Struct(tuple(fields.items()))


def _called(member: str, core: str, given: dict[str, Value]) -> Value | None:
    """What says how something of the type is called, where the member for that has another name than the
    argument (``roleAlias``: ``alias``; ``CacheClusterId``: ``cluster_id``; ``ScheduleIdentifier``:
    ``identifier``). ``core`` is the type without its service."""
    stem, way = naming.stem(member), _way(member)
    if way in ("arn", "url", "value") or not stem or not (core.endswith(stem) or stem.endswith(core)):
        return None
    shorter = (
        value
        for name, value in given.items()
        if (part := naming.stem(name)) and _way(name) == way and stem.endswith(part) and core.endswith(part)
    )
    return next(shorter, None) or given.get("identifier" if way == "id" else "name")


def _way(name: str) -> str:
    """How a name says that something is told: by its id, its name, its ARN, or (``alias``) not."""
    found = _WAY.search(name)
    return found[0].replace("identifier", "id") if found is not None else ""


_WAY = re.compile("(?:arn|id|identifier|name|url|value)\\Z")


def _elsewhere(path: str, properties: Struct, taken: set[str]) -> Iterator[Value]:
    """The arguments that say a nested member, of those that are no member themselves (``taken``).

    The provider flattens structures (``s3_bucket``: ``Content.S3Bucket``) and calls blocks otherwise
    (``server_side_encryption.key_arn``: ``DeliveryStreamEncryptionConfigurationInput.KeyARN``): the last name
    tells, unless it is one word, which says the same of many things.
    """
    *above, last = (one.removesuffix("[]") for one in path.split("."))
    plain, key = naming.norm(last), _key(naming.norm(last))
    alone = plain.endswith(_ROLES) or plain in _OF_ALL or not re.search("[a-z0-9][A-Z]|[A-Z]{2}[a-z]", last)
    for names, value in _leaves(properties, ()):
        mine = naming.norm(names[-1])
        if naming.norm(names[0]) in taken or not (mine == plain or (key and _key(mine))):
            continue
        within = len(names) > 1 and naming.norm(names[-2]) == naming.norm(above[-1])
        if within or not alone:
            yield value


def _leaves(value: Value, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
    """What is within blocks, with the names on the way there."""
    for option in alternatives(value):
        if isinstance(option, Struct):
            for name, inner in option.fields:
                if name not in _TAGS:
                    yield from _leaves(inner, (*names, name))
        elif isinstance(option, Items):
            for item in option.values:
                yield from _leaves(item, names)
        elif option not in (_EMPTY, Const(None)):
            yield names, option


def _key(name: str) -> str:
    """Which key a name speaks of, whether by its ARN or by its id (``kms_key_arn``: ``KmsKeyId``)."""
    stem = _BY.sub("", name)
    return stem if stem.endswith("kmskey") else ""


def _put(fields: dict[str, Value], path: list[str], value: Value) -> None:
    """A value at a path of a request: one more element of a list, or a member beside others."""
    name, *rest = path
    plain = name.removesuffix("[]")
    if not rest:
        fields[plain] = value
        return
    known = fields.get(plain)
    inner = dict(known.fields) if isinstance(known, Struct) else {}
    _put(inner, rest, value)
    made = Struct(tuple(inner.items()))
    if name == plain:
        fields[plain] = made
    else:
        fields[plain] = Items((*(known.values if isinstance(known, Items) else ()), made))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spelling:
    """Nested members' names as an operation spells them."""

    known: dict[str, str]
    """Those that are known, by their plain form."""
    lists: dict[str, frozenset[str]]
    """The members that are lists of structures, with what is known to be in these."""
    small: bool
    """Members of this service begin with a small letter."""
    blocks: bool

    @classmethod
    def of(cls, operation: Operation, blocks: bool, nested: Sequence[str] = ()) -> _Spelling:
        paths = (
            *nested, *operation.paths, *operation.role_paths, *operation.loose_role_paths,
            *operation.tag_paths,
        )  # fmt: skip
        known = {naming.norm(step): step.removesuffix("[]") for path in paths for step in path.split(".")[1:]}
        lists: dict[str, frozenset[str]] = {}
        for path in paths if blocks else ():
            steps = path.split(".")
            for step, inner in itertools.pairwise(steps):
                if step.endswith("[]"):
                    name = step.removesuffix("[]")
                    lists[name] = lists.get(name, frozenset()) | {inner.removesuffix("[]")}
        small = bool(operation.members) and operation.members[0].name[:1].islower()
        return cls(known=known, lists=lists, small=small, blocks=blocks)

    def name(self, name: str) -> str:
        known = self.known.get(naming.norm(name))
        if known is not None:
            return known
        words = name.split("_")
        head = words[0] if len(words) > 1 or name[:1].isupper() else name
        whole = head + "".join(word[:1].upper() + word[1:] for word in words[1:])
        first = whole[:1].lower() if self.small else whole[:1].upper()
        return f"{first}{whole[1:]}"

    def of_value(self, value: Value) -> Value:
        """A nested block as a structure with the API's names; a block that stands once is no list."""
        options = list(alternatives(value))
        if len(options) > 1:
            return one_of([self.of_value(option) for option in options])
        if (
            self.blocks
            and isinstance(value, Items)
            and len(value.values) == 1
            and isinstance(value.values[0], Struct)
        ):
            return self.of_value(value.values[0])
        if isinstance(value, Items):
            return Items(tuple(self.of_value(one) for one in value.values), value.open)
        if isinstance(value, Struct):
            fields = {
                self.name(name): self.in_list(self.name(name), self.of_value(one))
                for name, one in value.fields
                if not (self.blocks and one == _EMPTY)
            }
            return Struct(tuple(fields.items()), value.open)
        return value

    def in_list(self, name: str, value: Value) -> Value:
        """A block that stands once, of a member that is a list of such."""
        inner = self.lists.get(name)
        if inner and isinstance(value, Struct) and any(one in inner for one, _ in value.fields):
            return Items((value,))
        return value

    def listed(self, value: Value) -> Value:
        """Blocks of one name as a list."""
        if isinstance(value, Items):
            return Items(tuple(self.of_value(one) for one in value.values), value.open)
        return Items((self.of_value(value),)) if isinstance(value, Struct) else self.of_value(value)
