"""Decides about every dependent action that AWS documents: needed with a member, maybe needed, always, never.

``facts/dependents.json`` has the pairs, by action; ``overlay/_dependents.toml`` has rules by kind. For each
operation and each pair of its actions that neither the client's own file nor the rules by shape decide, the
first rule that applies is written out as a row like those of the overlay, with the members of the operation
at hand. What no rule decides is a problem of the build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action, ResourceType
from policywright.knowledge.generator.facts_source import documented
from policywright.knowledge.generator.handlers import made_by_terraform, named_by_handlers
from policywright.knowledge.generator.identities import last_name, word
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.overlay_source import OVERLAY, load_tables
from policywright.knowledge.generator.places import is_written, places
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.generator.shapes import is_key
from policywright.knowledge.generator.words import words
from policywright.knowledge.naming import norm, noun, own_variable, stem
from policywright.knowledge.operations import Operation, parse_operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Document

FILE = "_dependents.toml"
_KEYS = {
    "dependents", "except", "clients", "operations", "other", "reads", "of_reads", "handlers", "uncalled",
    "listed", "alike", "needs", "usual", "optional", "always", "never", "resources", "arn", "via",
    "source", "why",
}  # fmt: skip
_OUTCOMES = ("usual", "optional", "always", "never", "resources")
_MEMBER_KEYS = {"needs", "actions", "operations", "members", "optional", "never", "via", "source", "why"}
_MEMBERS = ("role", "key", "tags", "read place", "written place")
_MAKING = ("Create", "Register", "Import", "Allocate", "Generate", "Publish", "Put", "Start")
_REFERRING = frozenset({"arn", "id", "identifier", "name", "config", "configuration", "list"})
_GIVING = frozenset({"associate", "attach", "use", "pass", "add", "put", "set", "lock", "grant"})
_TAKING = frozenset({"delete", "deregister", "remove", "detach", "disassociate", "revoke"})
_NAMING = frozenset({"id", "identifier", "arn", "name"})
_LINKED_ROLE = "iam:CreateServiceLinkedRole"
_TOLD = {"passed", "equals", "conditions"}
"""What a row about a handler's action has where a member, or the service (``kms:ViaService``), is named."""
_IDENTITY_CENTER = re.compile(r"(?i:identity_?center|trustedidentity)|[Ii]d[Cc](?![a-z])")
_CLUSTER = re.compile(r"(?i)eks")
_NETWORK = re.compile(
    r"(subnet|securitygroup|vpc)_?(id|ids|identifier|identifiers|arn|arns|s)?$|subnetgroupname$",
    re.IGNORECASE,
)
_GROUPS_MADE = "ec2:CreateSecurityGroup"
_LOGGING = re.compile(
    r"(?:^(?:logging|log|audit)|Logging|Log|Audit)"
    r"(?i:config\w*|options|destination\w*|publishing\w*|delivery\w*)?$"
)
_SECRET = re.compile(r"secret\w*(arn|id)$|^secrets?arn$|credentials?arn$", re.IGNORECASE)
_MANAGED = re.compile(r"^manage\w*password$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    where: str
    row: dict[str, Any]

    def about(self, operation: Operation, dependent: str, **known: bool) -> bool:
        """Whether the rule speaks of such a pair; ``known``: what the two actions do, and who names it."""
        row = self.row
        return (
            any(fnmatchcase(dependent, pattern) for pattern in row["dependents"])
            and not any(fnmatchcase(dependent, pattern) for pattern in row.get("except", ()))
            and ("clients" not in row or operation.service in row["clients"])
            and (
                "operations" not in row or any(fnmatchcase(operation.name, one) for one in row["operations"])
            )
            and all(row.get(key, value) == value for key, value in known.items())
            and not (row.get("other") and dependent.startswith(f"{operation.prefix}:"))
            and not (row.get("alike") and noun(dependent.partition(":")[2]) != noun(operation.name))
        )


def read_rules(problems: Problems) -> list[Rule]:
    """The rules of the overlay's table, in order."""
    rules = _read("dependent", _KEYS, problems)
    for rule in rules:
        if sum(key in rule.row for key in ("needs", "usual", "optional", "always", "never")) != 1:
            problems.add(rule.where, "needs one of needs, usual, optional, always, never")
        if rule.row.get("needs") not in (None, NAMED, LOOKED_UP, *KINDS):
            problems.add(rule.where, f"needs is one of {', '.join((NAMED, LOOKED_UP, *KINDS))}")
    return rules


def read_member_rules(problems: Problems) -> list[Rule]:
    """The rules about roles, keys and tags of which AWS says nothing."""
    rules = _read("member", _MEMBER_KEYS, problems)
    for rule in rules:
        if "optional" in rule.row and "never" in rule.row:
            problems.add(rule.where, "has one of optional, never, or neither")
        if rule.row.get("needs") not in _MEMBERS:
            problems.add(rule.where, f"needs is one of {', '.join(_MEMBERS)}")
        if ("actions" in rule.row) == (rule.row.get("needs") == "tags"):
            problems.add(rule.where, "has actions, but for tags: those are set by the service's own")
    return rules


def _read(table: str, keys: set[str], problems: Problems) -> list[Rule]:
    """The rows of one of the file's tables; what all have to have is checked."""
    rules = []
    tables = load_tables(OVERLAY / FILE, {"dependent", "member"}, problems)
    for number, row in enumerate(tables.get(table, ()), 1):
        where = f"{FILE} [[{table}]] #{number}"
        for unknown in sorted(set(row) - keys):
            problems.add(where, f"unknown key {unknown!r}")
        if not str(row.get("source", "")).startswith("https://"):
            problems.add(where, "needs a source: an https:// page")
        rules.append(Rule(where, row))
    return rules


class Dependents:
    """Writes out the rows of one store."""

    def __init__(
        self,
        authorizer: Authorizer,
        rules: list[Rule],
        problems: Problems,
        members: list[Rule] | None = None,
        kms: dict[str, list[str]] | None = None,
    ) -> None:
        self._authorizer = authorizer
        self._rules = rules
        self._members = members or []
        self._kms = kms or {}
        """What else KMS calls a client."""
        self._problems = problems
        self._pairs = documented()
        self._handlers = named_by_handlers()
        self._called: dict[str, frozenset[str]] = {}
        self.used: set[str] = set()

    def of(self, name: str, client: ClientSource) -> Document:
        """Operation -> rows, of one client."""
        table: Document = {}
        for operation_name in client.document["operations"]:
            operation = parse_operation(name, operation_name, client.document)
            plan = self._authorizer.planner.plan(operation)
            rows = [self._row(operation, dependent, client) for dependent in self.undecided(plan)]
            rows += self._of_members(plan, rows, client)
            rows += self._of_handlers(plan, rows, client)
            if rows:
                table[operation_name] = rows
        return table

    def undecided(self, plan: Plan) -> Iterator[str]:
        """The dependent actions of an operation, and others that AWS lists for it, about which nothing else
        decides."""
        found = {dependent for action in plan.base for dependent in self._pairs.get(action, ())}
        found.update(plan.listed)
        for dependent in sorted(found - set(plan.base)):
            if not plan.rows_for(dependent) and not self._by_shape(plan, dependent):
                yield dependent

    def _of_handlers(self, plan: Plan, rows: list[Document], client: ClientSource) -> Iterator[Document]:
        """What only CloudFormation's handlers name: nothing says that the operation itself is checked for it,
        or when. What an operation of its own is for, the handler may as well call itself: it may be needed
        only where the request has a member for it, where it is a key or the linked role of the service, or
        where a rule takes Terraform's word that who makes such a resource doesn't call it."""
        grouped: dict[str, Document] = {}
        decided = {action for row in rows for action in row["actions"]}
        for dependent, type in self.named_alone(plan).items():
            row = self._row(plan.operation, dependent, client, alone=True)
            told = bool(_TOLD & row.keys()) or dependent == _LINKED_ROLE
            uncalled = row.pop("uncalled", False) and self._is_uncalled(plan.operation, dependent)
            if dependent in decided or not (
                told or uncalled or "never" in row or not self.is_a_call(dependent)
            ):
                continue
            if "never" not in row:
                row.pop("always", None)
                row.setdefault("optional", row.pop("usual", generic.AS_CALLER))
                row["why"] = f"CloudFormation's handler of {type} names it, AWS's reference doesn't"
            alike = grouped.setdefault(json.dumps({**row, "actions": ()}, sort_keys=True), row)
            if alike is not row:
                alike["actions"] += row["actions"]
        yield from grouped.values()

    def named_alone(self, plan: Plan) -> dict[str, str]:
        """Of an operation the actions that handlers name, and nothing else decides about -> the type."""
        prefix = plan.operation.prefix
        known = {*plan.candidates(), *(one for action in plan.base for one in self._pairs.get(action, ()))}
        return {
            dependent: type
            for action in plan.base
            for dependent, type in self._handlers.get(action, {}).items()
            if dependent not in known
            and not (dependent.startswith(f"{prefix}:") and self.is_a_call(dependent))
            and not self._by_shape(plan, dependent)
            and not self._is_of_a_pattern(dependent, self._handlers[action])
        }

    def _is_of_a_pattern(self, action: str, beside: Iterable[str]) -> bool:
        """Whether a handler has all that begin so (``ssm:Get*``), which tells nothing of each."""
        prefix, _, name = action.partition(":")
        verb = next(iter(words(name)), "").capitalize()
        alike = [one for one in self._authorizer.catalog.action_names(prefix) if one.startswith(verb)]
        return (
            len(alike) > 1 and name.startswith(verb) and {f"{prefix}:{one}" for one in alike} <= set(beside)
        )

    def is_a_call(self, action: str) -> bool:
        """Whether an action authorizes an operation of its own."""
        prefix = action.partition(":")[0]
        if prefix not in self._called:
            operations = self._authorizer.operations
            of_it = [one for one in operations.services() if operations.prefix(one) == prefix]
            asked = (operations.get(one, name) for one in of_it for name in operations.names(one))
            plans = (self._authorizer.planner.plan(one) for one in asked if one is not None)
            self._called[prefix] = frozenset(action for plan in plans for action in plan.base)
        return action in self._called[prefix]

    def _is_uncalled(self, operation: Operation, action: str) -> bool:
        """Whether Terraform's provider has nothing against it: for no type for which it calls the operation
        does it call what the action is for, too."""
        calls = made_by_terraform().get(f"{operation.service}:{operation.name}", ())
        prefix, _, name = action.partition(":")
        prefixes = self._authorizer.operations.prefix
        called = {(prefixes(client), made) for client, _, made in (one.partition(":") for one in calls)}
        return (prefix, name) not in called

    def _by_shape(self, plan: Plan, action: str) -> bool:
        """Whether the rules about roles and tags decide (``authorization.py``)."""
        operation, listed = plan.operation, action in plan.listed
        if not listed and not plan.by_shape:
            return False
        if action == generic.PASS_ROLE:
            return bool(generic.role_members(operation, listed=listed))
        if not generic.is_tag_action(action) or not generic.tag_paths(operation, listed=listed):
            return False
        return listed or generic.tag_action(operation, self._authorizer.catalog) == action

    def _of_members(self, plan: Plan, rows: list[Document], client: ClientSource) -> Iterator[Document]:
        """Rows about roles, keys, tags and places that an operation takes, of which nothing else speaks."""
        operation = plan.operation
        base = self._authorizer.catalog.action(plan.base[0]) if plan.base else None
        if plan.layer == "no-permission":
            return
        named = self._unread(plan, rows, client)
        left = {
            "read place": [path for path in named if not is_written(path, operation, client)],
            "written place": [path for path in named if is_written(path, operation, client)],
        }
        # What is invoked or started may be a reading action to AWS, and yet uses keys and roles, and writes.
        writes = generic.writes(base) or operation.name.startswith(("Invoke", "Start"))
        if writes:
            left |= {
                "role": self._unspoken(plan, rows, generic.role_members(operation, listed=True)),
                "key": self._unspoken(plan, rows, key_members(operation, client)),
                "tags": self._untagged(plan, rows),
            }
        tagging = generic.tag_action(operation, self._authorizer.catalog)
        name = f"{operation.service}.{operation.name}"
        for rule in self._members:
            row = rule.row
            paths = [path for path in left.get(row["needs"], ()) if _among(path, row.get("members"))]
            if not paths or not _among(name, row.get("operations")) or not (writes or "operations" in row):
                continue
            self.used.add(rule.where)
            left[row["needs"]] = [path for path in left[row["needs"]] if path not in paths]
            found: Document = {"passed": paths, "member": True}
            actions = row.get("actions") or ([tagging] if tagging else [])
            if row["needs"].endswith("place"):
                buckets = places(operation, client, of_bucket=True)
                for of, its in ((named, False), (buckets, True)):
                    about = [action for action in actions if ("Bucket" in action) == its]
                    if about:
                        where = {"templates": [of[path] for path in paths]}
                        yield {**self._written_plainly(row, about, client), **found, **where}
                continue
            if row["needs"] != "tags":
                found["resources"] = paths
            if actions:
                yield self._on_the_way(
                    {**self._written_plainly(row, actions, client), **found}, operation, client
                )

    def _unread(self, plan: Plan, rows: list[Document], client: ClientSource) -> dict[str, str]:
        """The places in S3 that a request names, where no role and no row says who reads or writes them."""
        operation = plan.operation
        spoken = {*plan.candidates(), *(action for row in rows for action in row["actions"])}
        told = any(action.startswith("s3:") for action in spoken) or operation.prefix.startswith("s3")
        return {} if told or generic.role_members(operation, listed=True) else places(operation, client)

    def _untagged(self, plan: Plan, rows: list[Document]) -> list[str]:
        """The members that set tags on what a request makes, where no tagging action is spoken of."""
        operation = plan.operation
        spoken = {*plan.candidates(), *(action for row in rows for action in row["actions"])}
        by_shape = plan.by_shape and operation.tag_paths
        if by_shape or any("Tag" in action for action in spoken) or not operation.name.startswith(_MAKING):
            return []
        return [path for path in generic.tag_paths(operation, listed=True) if "." not in path]

    def _unspoken(self, plan: Plan, rows: list[Document], members: Iterable[str]) -> list[str]:
        """The members among some that no row about roles, or keys, names."""
        members = list(members)
        about_roles = members == list(generic.role_members(plan.operation, listed=True))
        asked = [row for row in (*plan.rows, *rows) if _is_about(row, roles=about_roles)]
        if about_roles and generic.PASS_ROLE in plan.candidates() and not asked:
            return []
        if not about_roles and plan.operation.prefix == "kms":
            return []
        said = {path for row in asked for path in _named_in(row)}
        if about_roles and plan.by_shape:
            said |= set(plan.operation.role_paths)
        if any("never" in row and not _named_in(row) for row in asked):
            return []
        return [path for path in members if path not in said]

    def _row(
        self, operation: Operation, dependent: str, client: ClientSource, *, alone: bool = False
    ) -> Document:
        """The first rule that applies, written out; ``alone``: only CloudFormation's handlers name it."""
        action = self._authorizer.catalog.action(dependent)
        reads, of_reads = not generic.writes(action), self._reads(operation)
        listed = dependent in self._authorizer.planner.plan(operation).listed
        for rule in self._rules:
            if rule.about(
                operation, dependent, reads=reads, of_reads=of_reads, handlers=alone, listed=listed
            ):
                ours = list(self._authorizer.catalog.resource_types(operation.prefix))
                row = self._written(rule.row, operation, dependent, client, self._types(action), ours)
                if row is not None:
                    self.used.add(rule.where)
                    return {**row, "uncalled": True} if alone and rule.row.get("uncalled") else row
        self._problems.add(f"{operation.service}.{operation.name}", f"{dependent}: no rule decides")
        return {"actions": [dependent], "never": True, "source": ""}

    def _reads(self, operation: Operation) -> bool:
        """Whether all that authorizes an operation reads."""
        base = self._authorizer.planner.plan(operation).base
        return not any(generic.writes(self._authorizer.catalog.action(action)) for action in base)

    def _written(
        self,
        rule: Document,
        operation: Operation,
        dependent: str,
        client: ClientSource,
        kinds: list[ResourceType],
        ours: list[ResourceType],
    ) -> Document | None:
        """A rule as a row about this operation; None where it has no such member."""
        row = self._written_plainly(rule, [dependent], client)
        if "needs" not in rule:
            return row
        if rule["needs"] == NAMED:
            paths = _naming(operation, client, kinds, {stem(kind.name) for kind in ours})
            return {**row, "passed": paths, "resources": paths} if paths else None
        if rule["needs"] == LOOKED_UP:
            paths = _looked_up(operation, dependent, client, ours)
            return {**row, "passed": paths} if paths else None
        found = KINDS[rule["needs"]](operation, dependent, client)
        return None if found is None else self._on_the_way({**row, **found}, operation, client)

    def _written_plainly(self, rule: Document, actions: list[str], client: ClientSource) -> Document:
        """What of a rule holds for every operation."""
        row: Document = {"actions": actions, "source": rule["source"], "dependent": True}
        row.update({key: rule[key] for key in ("why", *_OUTCOMES) if key in rule})
        if "arn" in rule:
            row["templates"] = [rule["arn"]]
        if rule.get("via"):
            # KMS calls most services like their endpoints, and some like their actions (``api.sagemaker``).
            names = [client.document["endpoint"], client.document["prefix"], *self._kms.get(client.name, ())]
            services = [f"{name}.*.amazonaws.com" for name in dict.fromkeys(names)]
            row["conditions"] = [["StringLike", "kms:ViaService", services]]
        return row

    def _on_the_way(self, row: Document, operation: Operation, client: ClientSource) -> Document:
        """Which other service uses a key that is passed: Secrets Manager that of a secret which the service
        keeps (``MasterUserSecretKmsKeyId``), S3 that of what is put there. KMS sees who asks it last."""
        keys = row.get("passed", ())
        services = [
            *(["secretsmanager"] if any("secret" in path.lower() for path in keys) else ()),
            *(["s3"] if {*keys} & {*keys_of_objects(operation, client)} else ()),
        ]
        if not services or "conditions" not in row:
            return row
        more = [f"{service}.*.amazonaws.com" for service in services]
        conditions = [
            [operator, key, list(dict.fromkeys([*values, *more])) if key == "kms:ViaService" else values]
            for operator, key, values in row["conditions"]
        ]
        return {**row, "conditions": conditions}

    def _types(self, action: Action | None) -> list[ResourceType]:
        """The resource types of a dependent action."""
        if action is None:
            return []
        names = [entry.name for entry in action.resource_types]
        found = (self._authorizer.catalog.resource_type(action.prefix, name) for name in names)
        return [kind for kind in found if kind]


def _is_about(row: Document, *, roles: bool) -> bool:
    """Whether a row is about passing roles, or about using keys."""
    return any(
        action == generic.PASS_ROLE if roles else action.startswith("kms:") for action in row["actions"]
    )


def _named_in(row: Document) -> set[str]:
    """The members that a row speaks of."""
    named = {*row.get("passed", ()), *row.get("resources", ()), *row.get("equals", ())}
    named |= {text for _, _, values in row.get("conditions", ()) for text in values}
    return named | ({row["arn"]["member"]} if "arn" in row else set())


def _among(name: str, patterns: list[str] | None) -> bool:
    return patterns is None or any(fnmatchcase(name, pattern) for pattern in patterns)


def _required(operation: Operation) -> Iterator[str]:
    return (member.name for member in operation.members if member.required)


def keys_of_objects(operation: Operation, client: ClientSource) -> list[str]:
    """The keys that a request names for what its caller has put into S3, or read there: within a structure
    that says where, or beside a place that is written. Where a role has to be passed, that one does it."""
    if any(path in generic.role_members(operation, listed=True) for path in _required(operation)):
        return []
    found = places(operation, client)
    within = {f"{head}." for path in found if (head := path.rpartition(".")[0])}
    written = any("." not in path and is_written(path, operation, client) for path in found)
    return [
        path
        for path in key_members(operation, client)
        if path.startswith(tuple(within)) or (written and "." not in path)
    ]


def _named(
    pattern: re.Pattern[str], *, types: tuple[str, ...]
) -> Callable[[Operation, str, ClientSource], Any]:
    """The members of a kind, by their last names."""

    def find(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
        paths = [path for path, _ in _members(operation, client, types) if pattern.search(last_name(path))]
        return {"passed": paths} if paths else None

    return find


def _network(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    """The members that name a network; a security group is made where none is named."""
    found: Document | None = _named(_NETWORK, types=("string",))(operation, dependent, client)
    groups = [path for path in (found or {}).get("passed", ()) if "securitygroup" in norm(last_name(path))]
    if found is None or not groups or not fnmatchcase(dependent, _GROUPS_MADE):
        return found
    others = [path for path in found["passed"] if path not in groups]
    return {"absent": groups, **({"passed": others} if others else {})}


def _key(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    paths = key_members(operation, client)
    return {"passed": paths, "resources": paths} if paths else None


def key_members(operation: Operation, client: ClientSource) -> list[str]:
    """The members that name a key of KMS."""
    details = client.model["operations"][operation.name]
    return [path for path, _, _ in client.shapes.walk_to(details, is_key)]


def _role(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    paths = list(generic.role_members(operation, listed=True))
    return {"passed": paths, "resources": paths} if paths else None


def _tags(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    paths = list(generic.tag_paths(operation, listed=True))
    return {"passed": paths} if paths else None


def log_members(operation: Operation, client: ClientSource) -> list[str]:
    """The members that say whether, and where, something is logged."""
    members = _members(operation, client, ("string", "structure"))
    return [path for path, _ in members if _LOGGING.search(last_name(path))]


def _logging(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    paths = log_members(operation, client)
    return {"passed": paths} if paths else None


def _secret(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    found = _named(_SECRET, types=("string",))(operation, dependent, client)
    keys = key_members(operation, client)
    paths = [path for path in (found or {}).get("passed", ()) if path not in keys]
    return {"passed": paths, "resources": paths} if paths else None


def managed_passwords(operation: Operation, client: ClientSource) -> list[str]:
    """The members that say whether the service keeps a password in Secrets Manager."""
    members = _members(operation, client, ("boolean",))
    return [path for path, _ in members if _MANAGED.search(last_name(path))]


def _managed(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    members = managed_passwords(operation, client)
    return {"equals": {members[0]: [True]}} if members else None


def _s3(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    """Where the request names a bucket: the bucket, or the objects in it; of what is read and what is written
    (``Uri``, ``OutputUri``) that which the action is about."""
    of_bucket = "Bucket" in dependent
    found = places(operation, client, of_bucket=of_bucket)
    puts = ":Put" in dependent
    meant = {path: arn for path, arn in found.items() if is_written(path, operation, client) == puts}
    meant = found if of_bucket or not meant else meant
    return {"passed": list(meant), "templates": list(meant.values())} if meant else None


def _naming(
    operation: Operation, client: ClientSource, kinds: list[ResourceType], ours: set[str]
) -> list[str]:
    """The members that name a resource of one of these types: by its ARN, or as the ARN has it. ``ours`` are
    the names of types that the operation's own service has."""
    found = []
    for path, _ in _members(operation, client, ("string",)):
        leaf = last_name(path)
        for kind in kinds:
            own = own_variable(kind.arn) or ""
            names = {stem(kind.name), stem(own)} - {"", "resource"}
            alike = any(stem(leaf) == name or (len(name) > 4 and stem(leaf).endswith(name)) for name in names)
            # A cluster of SageMaker is none of EKS, unless the path says so.
            other = kind.prefix != operation.prefix and stem(leaf) in ours and kind.prefix not in path.lower()
            if alike and not other and word(leaf) in ("arn", word(own)) and path not in found:
                found.append(path)
    return found


def _looked_up(
    operation: Operation, dependent: str, client: ClientSource, ours: list[ResourceType]
) -> list[str]:
    """The members that name what a look-up is called after (``DescribeVolumes``: ``VolumeId``), but for what
    the operation's own service calls so."""
    prefix, _, name = dependent.partition(":")
    about, other = noun(name), prefix != operation.prefix
    own = {
        (stem(kind.name), word(own_variable(kind.arn) or "")[:2])
        for kind in ours
        if other and f":{prefix}:" not in kind.arn
    }
    return [
        path
        for path, _ in _members(operation, client, ("string",))
        for leaf in (last_name(path),)
        if (stem(leaf) == about or (len(about) > 4 and stem(leaf).endswith(about)))
        and word(leaf) in _NAMING
        and not any(stem(leaf) == one and word(leaf)[:2] in ("ar", kind) for one, kind in own)
    ]


def _said(operation: Operation, dependent: str, client: ClientSource) -> Document | None:
    """The members that are called like an action, or like what it is about (``AddFlowOutputs`` of
    ``CreateFlow``: ``Outputs``): all its words are the member's, the operation's, or its verb. What is
    named is there already, so it is not made; nothing that is told of is taken away."""
    verb, *about = words(dependent.partition(":")[2])
    beyond = set(about) - set(words(operation.name)[1:])
    paths = []
    for path, _, shape in client.shapes.walk(client.model["operations"][operation.name], 2):
        its = words(last_name(path))
        said = {one for one in its if one not in _REFERRING}
        if (
            shape["type"] == "boolean"
            or path.count(".") > 1
            or not beyond
            or not beyond <= said <= {verb, *about}
        ):
            continue
        if verb in said or (verb in _GIVING if shape["type"] == "string" else verb not in _TAKING):
            paths.append(path.removesuffix("[]"))
    return {"passed": list(dict.fromkeys(paths))} if paths else None


def _members(operation: Operation, client: ClientSource, types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(path, type) of the members of these types, lists of them included, at most three deep."""
    details = client.model["operations"][operation.name]
    for path, _, shape in client.shapes.walk(details, 3):
        if shape["type"] in types and not shape.get("enum"):
            yield path, shape["type"]


KINDS: dict[str, Callable[[Operation, str, ClientSource], Document | None]] = {
    "role": _role,
    "key": _key,
    "network": _network,
    "identity center": _named(_IDENTITY_CENTER, types=("string", "structure", "boolean")),
    "cluster": _named(_CLUSTER, types=("string", "structure")),
    "tags": _tags,
    "s3": _s3,
    "logging": _logging,
    "secret": _secret,
    "managed password": _managed,
    "said": _said,
}
"""How a rule's ``needs`` is found among the members of an operation."""

NAMED = "named resource"
"""What a rule ``needs`` where a member names what the dependent action is about."""

LOOKED_UP = "looked up"
"""The same of a look-up that has no resource type of its own: it is told by what the action is called."""
