"""What deploying a resource of a type calls, and because of which properties: rows of
``knowledge.deployments``.

``facts/cloudformation.json`` and ``facts/terraform.json`` (``carry_deployments``) list everything that the
handlers of a type may call. A call is decided by the first of these:

1. A row of ``overlay/_deployments.toml`` about the type, or about all types.
2. Of Terraform's types, what the provider's source says of it (``when`` of the facts).
3. What an action of another service is about (a role, a key, a network, a bucket), or the words that its name
   has beyond the type's own (``PutBucketCors``: cors): it belongs to the properties that say such a word.
   That is sure where the request has such a property as a member, and no other of the type's; of passing a
   role where the request takes one under that name, of a key where the type has one; else inferred.
4. Reading, and what is named like the type itself, is done for every resource.
5. What takes something back is part of failing or replacing, and may be needed; the rest is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from policywright.knowledge import naming
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.deployment_evidence import (
    ASKS,
    BACK,
    HELD,
    LISTED,
    MAKES,
    Decision,
    known_otherwise,
)
from policywright.knowledge.generator.deployment_rows import Row, only_in, read_likes, read_rows
from policywright.knowledge.generator.facts_source import FACTS, documented
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.generator.words import related, words
from policywright.knowledge.store import Document

READS = ("Get", "List", "Describe", "Head", "BatchGet", "Search", "Query", "Lookup", "View", "Test")
_UNDOES = (
    "Delete", "Remove", "Detach", "Disassociate", "Deregister", "Cancel", "Abort", "Stop", "Revoke",
    "Disable", "Untag", "Terminate", "Reject", "Unassign", "Release", "Reset", "Reboot", "Restore",
)  # fmt: skip
_WHILE_CHANGING = ("Stop", "Disassociate", "Dissociate", "Detach", "Remove", "Unassign")
"""What a change consists of, too: it is stopped for it, or belongs to something else from then on."""
_SWITCHES_OFF = ("Disable", "Stop", "Suspend")
_SURELY = {"c": ("Create", "Register", "Run", "Request", "Allocate", "Provision"), "d": _UNDOES}
"""Verbs that say of a call that it is the making or the deleting."""
_PLAIN = frozenset((*MAKES, *_UNDOES, *READS, "Post", "Patch"))
"""Verbs that tell nothing of what is done (replicate and promote do)."""
_ABOUT: dict[str, tuple[str, ...]] = {
    "kms": ("kms", "encryption"),
    "ec2": ("vpc", "subnet", "network", "zone", "eni", "security"),
    "s3": ("s3", "bucket", "object", "artifact"),
    "secretsmanager": ("secret", "password", "credential"),
    "elasticfilesystem": ("efs", "filesystem", "file"),
    "logs": ("log", "logging"),
    "iam": ("role", "profile"),
    "lambda": ("lambda", "function"),
    "sns": ("topic",),
    "sqs": ("queue", "letter"),
    "kinesis": ("kinesis",),
    "firehose": ("firehose",),
    "acm": ("certificate", "acm"),
    "cloudwatch": ("alarm", "metric"),
    "elasticloadbalancing": ("balancer", "target"),
    "route53": ("zone", "dns", "domain"),
    "ecr": ("image", "repository", "ecr"),
    "ssm": ("ssm", "parameter"),
    "events": ("event", "rule", "schedule"),
    "states": ("machine",),
    "codestar-connections": ("connection",),
    "sso": ("sso", "idc", "center"),
}
"""What properties are called that bring in a service."""
_GUESSED = {
    "iam": ("PassRole",),
    "kms": (
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "ReEncrypt",
        "CreateGrant",
        "RetireGrant",
        "RevokeGrant",
        "Sign",
    ),
}
"""What is done with a role or key that a property names.

Making one, or changing who may do what with it, is more than a name tells."""
OR_ELSE: dict[str, tuple[str, ...]] = {
    "s3": ("uri", "url"),
    "kinesis": ("stream",),
    "firehose": ("stream",),
}
"""What they are called where none is called so."""
_LETTERS = {
    "create": "c", "put": "cu", "register": "c", "get": "cru", "describe": "cru", "list": "r", "update": "u",
    "modify": "u", "delete": "d", "deregister": "d", "tag": "cu", "untag": "u",
}  # fmt: skip
"""When an operation is called for a type that it is named after, of which nobody publishes what is."""
_OWN_LEVELS = 3
"""Properties that are deeper within say nothing of what the type's own service is called for."""
_IDENTITY = frozenset(("name", "tags", "description", "id", "arn", "clienttoken"))
"""Members of requests that say which resource is meant, or what every one has."""
_SUFFIXES = frozenset(("arn", "name", "id", "identifier"))
"""How a name may go on that says what something is."""
_COMMON = frozenset((
    "configuration", "config", "attribute", "setting", "specification", "resource", "status", "option",
    "name", "arn", "id", "type", "state", "by", "for", "from", "to", "with", "of", "in", "on", "and",
    "batch", "item", "info", "all", "db",
))  # fmt: skip
"""Words that tell nothing apart."""


SOURCE = "terraform-provider-aws 5.46, source of the resource"


def read_deployments(
    catalog: CatalogSource, clients: dict[str, ClientSource], problems: Problems
) -> dict[str, Document]:
    """Documents of the table ``facts``: ``_cloudformation:AWS::S3`` and ``_terraform:aws_s3``, by type.

    An operation that botocore doesn't know (any more) stays: who asks hears that nobody knows its action.
    """
    rows = read_rows(problems)
    used: set[str] = set()
    found: dict[str, Document] = {}
    provider = _facts("terraform.json")
    told = only_in(rows, "AWS::")
    types = {
        type: facts
        if "actions" in facts
        else {
            **facts,
            **(_like(type, provider, catalog, clients) or _named_after(type, facts, told, catalog, clients)),
        }
        for type, facts in _facts("cloudformation.json").items()
    }
    inputs, needed, roles = _inputs(clients), documented(), _roles(clients)
    for type in sorted({*types, *only_in(rows, "AWS::", "Custom::")}):
        one = _Type(type, types.get(type, {}), rows, used, "::", catalog, inputs, needed, roles)
        made = one.cloudformation()
        if not made["steps"]:
            continue
        found.setdefault(f"_cloudformation:{'::'.join(type.split('::')[:2])}", {})[type] = made
    types = provider
    for type in sorted({*types, *only_in(rows, "aws_", "data.aws_", "action.aws_")}):
        made = _Type(type, types.get(type, {}), rows, used, "_").terraform()
        found.setdefault(f"_terraform:{'_'.join(type.split('_')[:2])}", {})[type] = made
    for row in rows:
        if row.where not in used:
            problems.add(row.where, "decides nothing (any more): take it out")
        for call in row.data["calls"] if row.data.get("add") else ():
            service, _, name = call.partition(":")
            known = service in clients and name in clients[service].document["operations"]
            if not known and catalog.spelling(call) is None:
                problems.add(row.where, f"{call}: there is no such action or operation")
    return found


def _inputs(clients: dict[str, ClientSource]) -> dict[str, frozenset[str]]:
    """What the requests of operations have, by the action that is called like the operation."""
    found: dict[str, frozenset[str]] = {}
    for client in clients.values():
        for name, operation in client.model["operations"].items():
            shape = client.model["shapes"].get(operation.get("input", {}).get("shape"), {})
            members = frozenset(map(naming.norm, shape.get("members", ())))
            key = f"{client.document['prefix']}:{name}".lower()
            found[key] = found.get(key, frozenset()) | members
    return found


def _roles(clients: dict[str, ClientSource]) -> dict[str, frozenset[str]]:
    """What the members are called that requests have roles in, by the action of the operation's name."""
    found: dict[str, frozenset[str]] = {}
    for client in clients.values():
        for name, operation in client.document["operations"].items():
            paths = (*operation.get("roles", ()), *operation.get("loose_roles", ()))
            key = f"{client.document['prefix']}:{name}".lower()
            found[key] = found.get(key, frozenset()) | {_last(path) for path in paths}
    return found


def _holds_key(path: str) -> bool:
    """Whether a property is a key, by the end of its name."""
    said = words(path.rpartition(".")[2])
    while said[1:] and said[-1] in _SUFFIXES:
        said = said[:-1]
    return said[-1:] in (("key",), ("kms",), ("cmk",))


def _is_one_key(when: list[str]) -> bool:
    return len(when) == 1 and _holds_key(when[0])


def _is_role(path: str) -> bool:
    """Whether a property is a role, or has one, by the end of its name: a role's type or session is none."""
    said = words(path.rpartition(".")[2])
    while said[1:] and said[-1] in _SUFFIXES:
        said = said[:-1]
    return said[-1:] in (("role",), ("profile",))


def _last(path: str) -> str:
    return naming.norm(path.rpartition(".")[2].removesuffix("[]"))


def _facts(name: str) -> dict[str, dict[str, Any]]:
    types: dict[str, dict[str, Any]] = json.loads((FACTS / name).read_text(encoding="utf-8"))["types"]
    return types


def _like(
    type: str, provider: dict[str, dict[str, Any]], catalog: CatalogSource, clients: dict[str, ClientSource]
) -> dict[str, Any]:
    """What Terraform's provider calls for the same type.

    Of one whose handlers CloudFormation doesn't publish.
    """
    service, noun = type.split("::")[1:3]
    named = read_likes().get(type)
    for name, facts in provider.items():
        called = "".join(words(name.removeprefix("aws_")))
        # ``aws_instance`` is one of EC2, not of any service that has instances.
        alone = called == "".join(words(noun)) and service.lower() in facts["operations"]
        if name != named and (named or not (alone or called == "".join((*words(service), *words(noun))))):
            continue
        actions: dict[str, dict[str, str]] = {}
        for client, operations in facts["operations"].items():
            prefix = clients[client].document["prefix"] if client in clients else client
            for operation, letters in operations.items():
                spelt = catalog.spelling(f"{prefix}:{operation}")
                if spelt is not None:
                    prefix_, _, action = spelt.partition(":")
                    actions.setdefault(prefix_, {})[action] = letters.replace("l", "t")
        if actions:
            return {"actions": actions, "like": "provider"}
    return {}


def _named_after(
    type: str,
    facts: dict[str, Any],
    told: set[str],
    catalog: CatalogSource,
    clients: dict[str, ClientSource],
) -> dict[str, Any]:
    """The operations that are called after a type of which nobody publishes anything, and no row tells."""
    _, service, noun = type.split("::")[:3]
    wanted = naming.norm(service)
    for name, client in sorted(clients.items()):
        prefix = client.document["prefix"]
        if type in told or wanted not in (naming.norm(name), naming.norm(prefix)):
            continue
        found: dict[str, str] = {}
        for operation in client.document["operations"]:
            verb, *said = words(operation) or ("",)
            about = tuple(said) == words(noun) or (_tags(operation) and "Tags" in facts.get("properties", ()))
            spelt = catalog.spelling(f"{prefix}:{operation}") if about and verb in _LETTERS else None
            if spelt is not None:
                letters = _LETTERS[verb]
                found[spelt.partition(":")[2]] = f"{letters}t" if _tags(operation) else letters
        if any("c" in one and "t" not in one for one in found.values()):
            return {"actions": {prefix: found}, "like": "names"}
    return {}


class _Type:
    """One resource type and all that its handlers may call."""

    def __init__(
        self, type: str, facts: dict[str, Any], rows: list[Row], used: set[str], separator: str,
        catalog: CatalogSource | None = None, inputs: dict[str, frozenset[str]] | None = None,
        needed: dict[str, dict[str, int]] | None = None, roles: dict[str, frozenset[str]] | None = None,
    ) -> None:  # fmt: skip
        self.type = type
        self.roles = roles or {}
        self.inputs = inputs or {}
        self.handlers = separator == "::"
        self.needed = needed or {}
        """What AWS's reference names as needed for an action."""
        self.facts = facts
        self.rows = [row for row in rows if row.of(type)]
        self.used = used
        noun = type.rpartition("::")[2] if separator == "::" else "_".join(type.split("_")[1:])
        self.own = set(words(noun)) | _COMMON
        self.squeezed = "".join(words(noun))
        """The whole of what is made: ``UpdateAutoScalingGroup`` is always what updating a group does."""
        self.service = set(words(type.split(separator)[1]))
        calls = facts.get("actions") or facts.get("operations") or {}
        self.phases = {
            f"{prefix}:{name}": letters for prefix, names in calls.items() for name, letters in names.items()
        }
        self.properties: list[str] = list(facts.get("properties") or facts.get("arguments") or ())
        self.main = _main(self.phases, self.own, type.split(separator)[1])
        self.plainly: set[str] | None = None
        self.kinds: dict[str, list[str]] = {}
        """By action, the catalog's resource types that it is about."""
        self.kind = self._kind(catalog) if catalog is not None else None

    def cloudformation(self) -> Document:
        """``id``, ``tags``, ``kind`` (a resource type of the catalog), ``fill`` and ``steps``."""
        found: Document = {"steps": self.steps(self._tag_properties())}
        unlisted = [
            [name, self._inferred(name, "")[0]]
            for name in self.facts.get("unlisted", ())
            if not self._is_never(name)
        ]
        if unlisted:
            found["unlisted"] = unlisted
        for key in ("id", "tags", "system", "like"):
            if key in self.facts:
                found[key] = self.facts[key]
        if self.kind is not None:
            prefix, name, arn = self.kind
            found["kind"] = f"{prefix}:{name}"
            fill = self._fill(arn)
            if fill:
                found["fill"] = fill
        return found

    def _tag_properties(self) -> tuple[str, ...]:
        """Where a type has its tags: not each has them at the top, or under that name."""
        told = self.facts.get("tags")
        if told is not None:
            return (told.replace("/*/", "."),)
        paths = (one.split(".") for one in self.properties)
        within = {
            ".".join(steps[: at + 1])
            for steps in paths
            for at, step in enumerate(steps)
            if step in ("Tags", "TagSpecifications")
        }
        return ("Tags",) if "Tags" in within or not within else tuple(_outer(sorted(within)))

    def _is_never(self, call: str) -> bool:
        for row in self.rows:
            if row.about(call) and "never" in row.data:
                self.used.add(row.where)
                return True
        return False

    def terraform(self) -> Document:
        return {"steps": self.steps(("tags",)), "arguments": self.facts.get("arguments", []) is not None}

    def steps(self, tags: tuple[str, ...]) -> list[list[Any]]:
        """``[calls, phases, when, optional, source]``, decided alike together; a sixth says: a guess."""
        grouped: dict[Decision, list[str]] = {}
        decided = [
            (call, key)
            for call, letters in sorted(self.phases.items())
            for key in self._decided(call, letters, tags)
        ]
        floored = list(self._floored(decided))
        for call, (phases, when, optional, source, sure) in (
            known_otherwise(floored, self._does_it, self.needed) if self.handlers else floored
        ):
            off: tuple[str, ...] = ()
            if call.partition(":")[2].startswith(_SWITCHES_OFF) and set(phases) & set("cu"):
                # What is said to be off is what brings it about.
                said = (f"{one}=false" for one in when if "=" not in one)
                off = tuple(one for one in said if one not in when)
            known = sure and self.facts.get("like") != "names"
            grouped.setdefault((phases, (*when, *off), optional, source, known), []).append(call)
        for row in self.rows:
            if not row.data.get("add"):
                continue
            for call in row.data["calls"]:
                listed = self.phases.get(call, "")
                phases = "".join(one for one in row.data.get("phases", "c") if one not in listed)
                if row.about(call) and phases:
                    self.used.add(row.where)
                    key = (
                        phases, tuple(row.data.get("when", ())), row.data.get("optional", ""),
                        row.data["source"], "read" in row.data,
                    )  # fmt: skip
                    grouped.setdefault(key, []).append(call)
        return [
            [calls, phases, list(when), optional, source, *(() if sure else (False,))]
            for (phases, when, optional, source, sure), calls in sorted(
                grouped.items(), key=lambda one: one[1]
            )
        ]

    def _floored(self, decided: list[tuple[str, Decision]]) -> Iterator[tuple[str, Decision]]:
        """Making, changing and deleting is something that the type's own service does for every resource.

        Where names say of each of its calls that a property brings it about, names are wrong: all are made.
        """
        doing = [(call, decision) for call, decision in decided if self._does_it(call)]
        bare = set()
        for letter in "cud":
            mine = [
                (call, not when and not optional)
                for call, (phases, when, optional, _, _) in doing
                if letter in phases
            ]
            if letter in _SURELY:
                mine = [one for one in mine if one[0].partition(":")[2].startswith(_SURELY[letter])] or mine
            # Many settings are changed one by one: only one call says that it is the change.
            if not any(always for _, always in mine) and (
                letter != "u" or len({one for one, _ in mine}) == 1
            ):
                bare.add(letter)
        for call, (phases, when, optional, source, sure) in decided:
            always = "".join(one for one in phases if one in bare) if not source else ""
            for letter, verbs in _SURELY.items():
                if not call.partition(":")[2].startswith(verbs) and _begins(doing, letter, verbs):
                    always = always.replace(letter, "")
            if not always or not (when or optional) or not self._does_it(call):
                yield call, (phases, when, optional, source, sure)
                continue
            # That the one call that does it is the one that is made is what the list says.
            sole = all(len(_doing_it(doing, letter)) == 1 for letter in always)
            yield call, (always, (), "", source, sure or sole)
            rest = "".join(one for one in phases if one not in always)
            if rest:
                yield call, (rest, when, optional, source, sure)

    def _does_it(self, call: str) -> bool:
        """Whether a call of the type's own service changes something, other than tags of a taggable type."""
        prefix, _, name = call.partition(":")
        if prefix != self.main or name.startswith(READS) or name == "CreateServiceLinkedRole":
            return False
        return "tag" in self.own or not _tags(name)

    def _decided(self, call: str, letters: str, tags: tuple[str, ...]) -> Iterator[Decision]:
        """Phases, properties, circumstance and source of a call; several where its phases differ."""
        for row in self.rows:
            if row.about(call) and not row.data.get("add"):
                self.used.add(row.where)
                data = row.data
                phases = "".join(one for one in letters if one in data.get("phases", letters))
                if "never" not in data and phases:
                    by = tuple(one.replace("<call>", call) for one in data.get("when", ()))
                    # What is called for tags (t, l) as well: the row says when it is called.
                    yield (
                        phases.replace("l", "").replace("t", "") or phases,
                        by,
                        data.get("optional", ""),
                        data["source"],
                        "read" in data,
                    )
                letters = "".join(one for one in letters if one not in phases)
                if not letters:
                    return
        name = call.partition(":")[2]
        own = call.startswith(f"{self.main}:")
        if own and not name.startswith(READS) and _tags(name):
            taken_back = name.startswith(("Untag", "UnTag", "Remove", "Delete"))
            phases = "".join(one for one in letters if one in "cud") or "cu"
            if "t" in letters and "u" not in phases and not taken_back:
                phases = f"{phases}u"
            # Tags are taken away where they change, never from what is made.
            phases = "u" if taken_back and set(phases) <= set("cu") else phases
            yield phases, tags if taken_back else (*tags, "<tags>"), "", "", True
            return
        if letters.strip("lt") == "":
            # Terraform looks at the tags of whatever can have some (l), CloudFormation at those that are set.
            always = name.startswith(READS) and "l" in letters
            yield "r" if name.startswith(READS) else "cu", () if always else (*tags, "<tags>"), "", "", True
            return
        if "l" in letters and "r" not in letters and name.startswith(READS):
            # It looks at them whenever it looks at the resource, whatever else calls it.
            yield "r", (), "", "", True
        letters = letters.replace("l", "").replace("t", "")
        when, optional = self._inferred(call, letters)
        told = self.facts.get("when", {}).get(name, {})
        # What its making calls for some alone, and what is named after more than it, is no change of all.
        whole = not told.get("c") and not self._beyond(call)
        for letter in letters:
            if letter not in told or (letter == "u" and told[letter] and not (when or optional) and whole):
                # A change may bring what isn't set now: what is called for every resource stays so.
                continue
            newer = set(when).intersection(self.facts.get("newer", ())) if told[letter] else ()
            yield letter, tuple(sorted((*told[letter], *newer))), "", SOURCE, True
            if letter != "u" or when or optional or not told[letter] or not name.startswith(_UNDOES):
                # What takes something back may be called for what isn't set any more, too.
                letters = letters.replace(letter, "")
        if not letters:
            return
        if not optional and not when and name.startswith(_UNDOES):
            # Deleting is what deleting does; before that it is part of failing, or of taking a setting back.
            whole = self._mentions_all(name)
            if "d" in letters:
                yield "d", (), "" if whole else HELD, "", whole
            left = "".join(one for one in letters if one in "cru")
            if "u" in left and self.handlers and own and name.startswith(_WHILE_CHANGING):
                yield "u", (), "", "", False
                left = left.replace("u", "")
            if left and not whole:
                yield left, (), BACK, "", False
            elif left:
                yield left, (), "it is made anew, or its creation fails", "", False
            return
        yield letters, tuple(when), optional, "", not optional and self._is_sure(call, letters, when)

    def _is_sure(self, call: str, letters: str, when: list[str]) -> bool:
        """Whether others say the same of when a call is made: for every resource (none), or by properties.

        That it is for every resource is what the lists say; that it is for some, names say alone, unless the
        request has the property, takes a role under its name, or there is one key that it may be about.
        """
        if not when:
            return not self._is_besides(call, letters)
        if call == "iam:PassRole" and self._takes_roles(when, letters):
            return True
        keyed = self.handlers and call.startswith("kms:") and not call.startswith(f"{self.main}:")
        return (keyed and _is_one_key(when)) or self._takes(call, when)

    def _takes(self, call: str, when: list[str]) -> bool:
        """Whether the request of a call has these properties, and no other one of the type's."""
        members = self.inputs.get(call.lower(), frozenset())
        if not all(naming.norm(path.rpartition(".")[2]) in members for path in when):
            return False
        identity = {naming.norm(one) for one in self.facts.get("id", ())} | _IDENTITY
        others = {path.partition(".")[0] for path in self.properties} - {
            path.partition(".")[0] for path in when
        }
        return not any(naming.norm(one) in members - identity for one in others)

    def _keys(self, about: list[str]) -> list[str]:
        """Of what is said about encryption, what holds a key, where anything does.

        What is encrypted without one has a key of AWS's, whose policy lets everybody in the account use it by
        way of the service (https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html).
        """
        within = tuple(f"{one}." for one in about)
        held = [one for one in self.properties if one in about or one.startswith(within)]
        return [one for one in held if _holds_key(one)] or about

    def _takes_roles(self, when: list[str], letters: str) -> bool:
        """Whether what makes or changes the resource in these phases takes a role under each of the names."""
        own = (
            self.roles.get(call.lower(), frozenset())
            for call, phases in self.phases.items()
            if self._does_it(call) and set(phases) & set(letters)
        )
        named = frozenset[str]().union(*own)
        return bool(when) and all(_last(path) in named for path in when)

    def _inferred(self, call: str, letters: str) -> tuple[list[str], str]:
        """The properties that bring a call about (none: every resource), or in what case it may be made."""
        prefix, _, name = call.partition(":")
        nouns = words(name)[1:]
        if prefix == self.main and "".join(nouns) == self.squeezed:
            return [], ""
        foreign = prefix != self.main
        if foreign and self.main:
            if name == "CreateServiceLinkedRole":
                return [], "the service's own role is not in the account yet"
            if self.handlers and prefix in _GUESSED and not name.startswith((*READS, *_GUESSED[prefix])):
                return [], LISTED
            named = _ABOUT.get(prefix) or (prefix, *(word for word in nouns if word not in _COMMON))
            about = self._saying(named) or self._saying(OR_ELSE.get(prefix, ()))
            if name == "PassRole":
                said = [one for one in about if _is_role(one) or self._takes_roles([one], letters)]
                about = said or about
            elif prefix == "kms" and self.handlers:
                about = self._keys(about)
            if about:
                return _outer(about), ""
            if name.startswith(READS) or self.facts.get("arguments", []) is None:
                return [], "" if not self.properties and "properties" not in self.facts else ASKS
            return [], LISTED
        # Who reads is told which resource it is, and nothing of what it has.
        reads = name.startswith(READS)
        if reads and ("r" in letters or _tags(name) or not self._of_another_kind(call)):
            return [], ""
        rest = self._beyond(call)
        if not rest:
            return [], ""
        scores = {
            one: sum(any(related(word, other) for other in words(one.rpartition(".")[2])) for word in rest)
            for one in self.properties
            if one.count(".") < _OWN_LEVELS
        }
        best = max(scores.values(), default=0)
        if not best:
            return [], ""
        return _outer([one for one, score in scores.items() if score == best]), ""

    def _saying(self, wanted: Iterable[str]) -> list[str]:
        """The properties whose names say one of the words."""
        return [
            one
            for one in self.properties
            if any(related(word, other) for word in self._words_of(one) for other in wanted)
        ]

    def _words_of(self, property: str) -> tuple[str, ...]:
        """What a property's name says; of CloudFormation's profiles only those of instances are roles."""
        name = property.rpartition(".")[2]
        said = words(name)
        if self.handlers and "profile" in said and "InstanceProfile" not in name:
            return tuple(one for one in said if one != "profile")
        # What is encrypted on its way is so without a key.
        return tuple(one for one in said if one != "encryption") if {"transit", "traffic"} & {*said} else said

    def _beyond(self, call: str) -> list[str]:
        """The words of a call's name that are not the type's own."""
        verb, *nouns = words(call.partition(":")[2]) or ("",)
        if "".join(nouns) == self.squeezed:
            return []
        telling = nouns if verb.capitalize() in _PLAIN else [verb, *nouns]
        return [
            word for word in telling if not any(related(word, other) for other in self.own | self.service)
        ]

    def _is_besides(self, call: str, letters: str) -> bool:
        """Whether a call is named after more than the resource, in a phase that has one which is not.

        What brings it about nobody has said: that it is made for every resource is a guess.
        """
        return self._does_it(call) and bool(self._beyond(call)) and bool(self._plainly() & set(letters))

    def _plainly(self) -> set[str]:
        """The phases that have a call which does something, and is named after nothing but the resource."""
        if self.plainly is None:
            plain = (call for call in self.phases if self._does_it(call) and not self._beyond(call))
            self.plainly = {letter for call in plain for letter in self.phases[call] if letter in "cud"}
        return self.plainly

    def _of_another_kind(self, call: str) -> bool:
        """Whether what is read is a resource of another type, which some property then names."""
        return self.kind is not None and bool(self.kinds.get(call)) and self.kind[1] not in self.kinds[call]

    def _mentions_all(self, name: str) -> bool:
        return all(any(related(word, other) for other in self.own) for word in words(name)[1:])

    # --- which resource it is ---

    def _kind(self, catalog: CatalogSource) -> tuple[str, str, str] | None:
        """The catalog's resource type of what is made: the one that creating or deleting it is about."""
        if not self.main:
            return None
        document = catalog.documents[self.main]
        arns = {name: arn for name, arn, _ in document["types"]}
        noun = naming.stem(self.type.rpartition("::")[2])
        by_action = {row[0]: [kind[0] for kind in row[3]] for row in document["actions"]}
        self.kinds = {f"{self.main}:{name}": kinds for name, kinds in by_action.items()}
        votes: dict[str, int] = {}
        for call, letters in self.phases.items():
            prefix, _, name = call.partition(":")
            if prefix != self.main or not set(letters) & set("cud"):
                continue
            for kind in by_action.get(name, ()):
                near = naming.stem(kind) == noun or related(naming.stem(kind), noun)
                votes[kind] = votes.get(kind, 0) + (100 if near else 0) + 1
        best = max(votes, key=lambda kind: (votes[kind], kind), default=None)
        if best is None or votes[best] < 100:
            return None
        best = self._deleted(best)
        return self.main, best, str(arns[best]).split(", ", maxsplit=1)[0]

    def _deleted(self, best: str) -> str:
        """The kind that deleting it is about, where that is another: parts are named after the whole."""
        noun = naming.stem(self.type.rpartition("::")[2])
        for call, letters in self.phases.items():
            verb, *nouns = words(call.partition(":")[2]) or ("",)
            kinds = self.kinds.get(call, [])
            if "d" not in letters or not verb.capitalize().startswith(_SURELY["d"]) or len(kinds) != 1:
                continue
            if not self._mentions_all(call.partition(":")[2]) or "".join(nouns) not in (
                self.squeezed, self.squeezed.removesuffix("s")
            ):  # fmt: skip
                continue
            narrower = set(words(noun)) <= set(words(kinds[0]))
            if best != kinds[0] and (naming.stem(best) != noun or narrower):
                return kinds[0]
        return best

    def _fill(self, arn: str) -> dict[str, str]:
        """The property that each variable of the ARN is."""
        noun = naming.norm(self.type.rpartition("::")[2])
        own = naming.own_variable(arn)
        given = {
            naming.norm(one): one
            for one in (*self.facts.get("within", ()), *self.properties, *self.facts.get("id", ()))
            if "." not in one
        }
        found: dict[str, str] = {}
        for variable in naming.variables(arn):
            plain = naming.norm(variable)
            if plain == "resourceid" and variable == own:
                # The property says what it is about; its own id is the service's.
                continue
            named = plain.endswith("name")
            told: tuple[str, ...] = (plain,)
            if plain in (noun, f"{noun}name") or (named and variable == own):
                told = (plain, f"{noun}name", "name", naming.stem(variable))
            elif named:
                # What it belongs to (a service's cluster) is never called by the name of the resource itself.
                told = (plain, plain.removesuffix("name"))
            property = next((given[one] for one in told if one in given), None)
            if property is not None:
                found[variable] = property
        return found


def _main(phases: dict[str, str], own: set[str], service: str) -> str:
    """The service that the type is of: whose calls make and delete what is called like it.

    Else the one that is called like the type's, else most of them.
    """
    votes: dict[str, int] = {}
    for call, letters in phases.items():
        prefix, _, name = call.partition(":")
        rest = [word for word in words(name)[1:] if word not in _COMMON]
        about = bool(rest) and all(any(related(word, other) for other in own) for word in rest)
        # Some handlers list dozens of another service's actions.
        votes[prefix] = votes.get(prefix, 0) + 1 + (100 if about and set(letters) & set("cd") else 0)
        if naming.norm(prefix) == naming.norm(service):
            votes[prefix] += 100
    return max(votes, key=lambda prefix: (votes[prefix], prefix), default="")


def main_service(type: str, phases: dict[str, str]) -> str:
    """The service that a type of CloudFormation is of."""
    own = set(words(type.rpartition("::")[2])) | _COMMON
    return _main(phases, own, type.split("::")[1])


def _begins(doing: list[tuple[str, Decision]], phase: str, verbs: tuple[str, ...]) -> bool:
    """Whether a phase has a call that begins with one of the verbs."""
    return any(phase in one[0] and call.partition(":")[2].startswith(verbs) for call, one in doing)


def _doing_it(doing: list[tuple[str, Decision]], phase: str) -> set[str]:
    return {call for call, one in doing if phase in one[0]}


def _tags(name: str) -> bool:
    """Whether a call is about a resource's tags (``AddTagsToResource``; not ``PutImageTagMutability``)."""
    said = words(name)
    at = next((index for index, one in enumerate(said) if one.startswith(("tag", "untag"))), None)
    if at is None or "with" in said:
        return False
    return at == 0 or at + 1 == len(said) or said[at + 1] in ("to", "from", "for")


def _outer(paths: list[str]) -> list[str]:
    """Without what is part of another one."""
    return sorted(one for one in paths if not any(one.startswith(f"{other}.") for other in paths))
