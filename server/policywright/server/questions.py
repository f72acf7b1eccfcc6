"""What people ask ``lookup_iam`` beside the name of one action or operation.

Patterns (``s3:Get*``), a service by what its actions do (``s3 write``, ``s3 bucket``), condition keys
(``aws:SourceArn``), ARNs, AWS's managed policies, SAM's policy templates, calls as each SDK writes them
(``s3Client.putObject``), and helpers that make several requests (``s3.upload_file``). The first reading that
gives anything is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from policywright.knowledge.catalog import Action, Catalog, ResourceType
from policywright.knowledge.operations import Operations
from policywright.knowledge.policy.global_keys import SPELLINGS, global_type, stem
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.store import Store
from policywright.server.helper_calls import helper_needs, is_command_line, type_needs
from policywright.server.published import Json

MAX_ACTIONS = 400
"""Actions listed in an answer: more than the largest service's write actions."""
MAX_KEY_ACTIONS = 60
"""Actions named for a condition key; ``count`` says how many there are."""
_LEVELS = {
    "list": "List",
    "read": "Read",
    "write": "Write",
    "tagging": "Tagging",
    "tag": "Tagging",
    "permissions": "Permissions management",
    "permission": "Permissions management",
}
"""The access levels of AWS's reference by their first words."""
_GLOBAL = "aws:"
_CLIENT = re.compile(r"_?(?:async)?(?:client|resource)$|service$|api$", re.IGNORECASE)
_VENDOR = re.compile(r"^(?:amazon|aws)", re.IGNORECASE)
_ENDINGS = re.compile(
    r"(?:Command|Request|Response|Input|Output|Async|WithContext|WithResponse|Pages|Paginator)+$"
)
_STARTS = re.compile(r"^(?:New|paginate|[Pp]resign)(?=[A-Z])")
_PACKAGE = re.compile(
    r"(?:@aws-sdk/)?lib-\w+[ ./]+|(?:@aws-sdk/client-|github\.com/aws/aws-sdk-go(?:-v2)?/service/"
    r"|software\.amazon\.awssdk\.services\.|com\.amazonaws\.services\.)([\w-]+)[ ./]+"
)
"""What names the package before a class or a method, and the service in it."""
_SENT = re.compile(r"[\w.]+\.send\(\s*(?:new )?(\w+Command)\b.*")
_PAGINATOR = re.compile(r"""get_paginator\(["'](\w+)["']\)""")
_WAITERS = (
    re.compile(r"""\b(?:get_)?waiter[\s(]+["']?(?P<name>\w+)"""),
    re.compile(r"(?:waitUntil|wait_until_|WaitUntil)(?P<name>[A-Z]\w+|[a-z]\w+)"),
    re.compile(r"New(?P<name>[A-Z]\w+)Waiter"),
)
"""How SDKs write that something is waited for."""
_PRINCIPAL = re.compile(r"(?:[\w-]+\.)*?([\w-]+)\.amazonaws\.com(?:\.cn)?")
"""A service as trust policies name it."""
_ADDRESS = re.compile(r"(aws_[a-z0-9_]+)\.[\w-]+")
"""A resource of Terraform: its type and its name."""
_REFERENCE = re.compile(r"(?<=\w)::(?=[a-z]\w*(?:\(\))?$)")
"""What Java puts between a class and a method that is referred to."""
_ARN = re.compile(r"arn:aws[\w-]*:\S+")
_KEYS = frozenset(("condition keys", "conditions", "keys"))
_NAMES = _KEYS | {"resource types", "resources", "types", "arns", "arn"}
"""Words for all that a service has of something."""
_TYPE = re.compile(r"AWS::(\w+)::(\w+)|aws_([a-z0-9]+)_([a-z0-9_]+)")
_FILLING = re.compile(
    r"\b(?:by|with|on|of|and|all|actions?|access levels?|resource types?|conditions?(?: keys?)?)\b"
)
"""Words between those that choose actions."""


def meant_by(question: str) -> str:
    """The question without what it is wrapped in: a package, a keyword, a sentence around an ARN."""
    plain = question.strip().removeprefix("await ").removesuffix(";")
    plain = _SENT.sub(r"\1", plain).removeprefix("new ").removesuffix("()")
    if (arn := _ARN.search(plain)) is not None:
        return arn[0]
    if (whole := _PRINCIPAL.fullmatch(plain) or _ADDRESS.fullmatch(plain)) is not None:
        return whole[1]
    plain = _REFERENCE.sub(".", plain)
    # ``dynamodb DocumentClient.get``
    plain = re.sub(r"^([\w-]+) (?=\w+\.\w+$)", r"\1.", _PAGINATOR.sub(r"\1", plain))
    return _PACKAGE.sub(lambda found: f"{found[1]}." if found[1] else "", plain)


def answers(store: Store, question: str) -> list[Json]:
    """The results of the first reading that gives some."""
    asked = _Asked(store)
    readings: tuple[Callable[[str], Iterable[Json]], ...] = (
        asked.command, asked.arn, asked.managed_policy, asked.policy_template, asked.pattern,
        asked.condition_key, asked.waiter, asked.names, asked.words, asked.template_type, asked.helper,
    )  # fmt: skip
    for reading in readings:
        found = list(reading(question))
        if found:
            return found
    return []


def spellings(store: Store, question: str) -> Iterator[str]:
    """Other ways to write a call, from what an SDK makes of it to what the knowledge calls it.

    Where it says whose call it is, it is no other service's.
    """
    receiver, _, method = question.removesuffix("()").rpartition(".")
    plain = _STARTS.sub("", _ENDINGS.sub("", method.strip()))
    service = _VENDOR.sub("", _CLIENT.sub("", receiver.rpartition(".")[2].removesuffix("()")))
    if service and plain:
        yield f"{service.lower()}:{plain}"
        yield f"{service.lower()}:{method}"
    if not plain or (service and _Asked(store).prefix(service.lower()) is not None):
        return
    if plain != question:
        yield plain
    yield plain[:1].upper() + plain[1:]


class _Asked:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._catalog = Catalog(store)
        self._operations = Operations(store)

    # --- lists of actions ---

    def pattern(self, question: str) -> Iterator[Json]:
        if ":" in question and ("*" in question or "?" in question):
            names = self._catalog.expand(question)
            yield from _listed(f"actions that {question} allows", map(self._catalog.action, names))

    def words(self, question: str) -> Iterator[Json]:
        """``s3 write``, ``s3 bucket``, ``sqs send_message_batch``."""
        first, *rest = question.replace(",", " ").split()
        service = self.prefix(first)
        if service is None or not rest:
            return
        from policywright.knowledge.lookup import lookup

        for word in ("".join(rest), "_".join(rest)):
            if lookup(self._store, f"{first}:{word}"):
                yield {"kind": "see", "name": f"{first}:{word}"}
                return
        if len(rest) == 1 and rest[0].lower() not in _LEVELS and not self._types(service, rest[0].lower()):
            helped = list(self.helper(f"{first}.{rest[0]}"))
            yield from helped
            if helped:
                return
        yield from self._filtered(service, _FILLING.sub(" ", " ".join(rest).lower()).split())

    def names(self, question: str) -> Iterator[Json]:
        """``sqs condition keys``, ``dynamodb resource types``: what a service has of them."""
        first, _, rest = question.lower().partition(" ")
        service = self.prefix(first)
        if service is None or rest not in _NAMES:
            return
        if rest in _KEYS:
            keys = {key.name: key.type for key in self._catalog.condition_keys(service)}
            yield {"kind": "names", "title": f"condition keys of {service}", "names": keys}
        else:
            types = {one.name: one.arn for one in self._catalog.resource_types(service)}
            yield {"kind": "names", "title": f"resource types of {service}", "names": types}

    def _filtered(self, service: str, words: list[str]) -> Iterator[Json]:
        """The actions to which each word applies: an access level, a resource type, or a part of the name."""
        chosen, title = list(self._catalog.actions(service)), f"actions of {service}"
        for word in words:
            level = _LEVELS.get(word.partition("-")[0])
            exact = self._types(service, word)
            if level is not None:
                chosen = [action for action in chosen if level in action.access_level.split(", ")]
                title = f"{level} {title}"
            elif word == "management":  # of permissions
                continue
            elif ":" in word:
                chosen = [action for action in chosen if self._has(action, stem(word))]
                title += f" with the condition key {word}"
            elif exact:
                chosen = [one for one in chosen if any(kind.name in exact for kind in one.resource_types)]
                title += f" on {', '.join(exact)}"
            else:
                chosen = [action for action in chosen if word in action.name.lower()]
                title += f" whose name has {word!r}"
        yield from _listed(title, chosen)

    def _types(self, service: str, word: str) -> list[str]:
        """The resource types that a word names, or else those that have it in their name."""
        types = [one.name for one in self._catalog.resource_types(service)]
        return [name for name in types if name.lower() == word] or [
            name for name in types if word in name.lower()
        ]

    def prefix(self, name: str) -> str | None:
        """The prefix of a service's actions, by that or by what an SDK calls it."""
        service = self._catalog.service(name)
        if service is not None:
            return service.prefix
        client = name if name in self._operations.services() else self._operations.service_by_id(name)
        return None if client is None else self._operations.prefix(client)

    def waiter(self, question: str) -> Iterator[Json]:
        """The operation that something is waited for with: ``get_waiter("bucket_exists")``."""
        for form in _WAITERS:
            if (found := form.search(question)) is not None:
                name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", found["name"]).lower()
                called = _CLIENT.sub("", question[: found.start()].rstrip(".").rpartition(".")[2]).lower()
                having = {
                    service: operation
                    for service in self._operations.services()
                    if (operation := self._operations.waiters(service).get(name)) is not None
                }
                chosen = [called] if called in having else having
                yield from ({"kind": "see", "name": f"{one}:{having[one]}"} for one in chosen)
                return

    def condition_key(self, question: str) -> Iterator[Json]:
        """A key of a service, and the actions that have it; a global one, and the services that list it."""
        prefix, separator, _ = question.partition(":")
        if not separator or "/" in prefix or " " in question.partition("/")[0]:
            return
        wanted = stem(question)
        services = (
            [one.prefix for one in self._catalog.services()] if f"{prefix}:" == _GLOBAL else [prefix.lower()]
        )
        found: list[Action] = []
        about = None
        for service in services:
            keys = [key for key in self._catalog.condition_keys(service) if stem(key.name) == wanted]
            about = keys[0] if keys and about is None else about
            found += [one for one in self._catalog.actions(service) if keys and self._has(one, wanted)]
        if about is not None:
            yield {
                "kind": "condition-key",
                "key": about.name,
                "type": about.type,
                "description": about.description,
                "actions": [action.full_name for action in found[:MAX_KEY_ACTIONS]],
                "count": len(found),
            }
        elif (key := SPELLINGS.get(wanted)) in ABOUT_GLOBAL_KEYS:
            yield {
                "kind": "condition-key", "key": key, "type": global_type(wanted),
                "description": ABOUT_GLOBAL_KEYS[key], "actions": [], "count": 0,
            }  # fmt: skip

    def _has(self, action: Action, wanted: str) -> bool:
        return any(stem(key) == wanted for key in self._catalog.keys_of(action))

    # --- ARNs and managed policies ---

    def arn(self, question: str) -> Iterator[Json]:
        """The actions that can be limited to a resource, by its ARN."""
        parts = question.split(":", 5)
        if not question.startswith("arn:") or len(parts) < 6 or ":aws:policy/" in question:
            return
        service = parts[2].lower()
        types = self._catalog.resource_types(service)
        fitting = [one for one in types if _fits(one, question)]
        most = max(map(_fixed, fitting), default=0)
        # With a wildcard it may be more than one thing: ``log-group:name:*`` is the group and its streams.
        meant = [one for one in fitting if _fixed(one) == most] + [
            one for one in types if one not in fitting and _fixed(one) > most and _meets(one, question)
        ]
        for kind in meant:
            actions = [
                action
                for action in self._catalog.actions(service)
                if any(one.name.lower() == kind.name.lower() for one in action.resource_types)
            ]
            yield from _listed(f"actions of {service} on resources of type {kind.name} ({kind.arn})", actions)

    def managed_policy(self, question: str) -> Iterator[Json]:
        from policywright.analyzers.infrastructure.managed import (
            managed_arn,
            managed_document,
            managed_spelling,
        )

        name = managed_spelling(question.rpartition("/")[2] if ":aws:policy/" in question else question)
        document = managed_document(name)
        if document is not None:
            yield {"kind": "policy", "name": name, "arn": managed_arn(name), "document": document}

    def policy_template(self, question: str) -> Iterator[Json]:
        """A policy template of SAM: ``SQSSendMessagePolicy``."""
        if "policy" not in question.lower():
            return
        from policywright.analyzers.infrastructure.cloudformation.sam import template_document

        found = template_document(question)
        if found is not None:
            name, parameters, document = found
            yield {
                "kind": "policy-template", "name": name, "parameters": list(parameters), "document": document,
            }  # fmt: skip

    # --- helpers of SDKs ---

    def template_type(self, question: str) -> Iterator[Json]:
        """A type of CloudFormation or Terraform: what deploying one needs, and what can be done with it."""
        if actions := type_needs(question):
            yield {"kind": "helper", "name": f"deploying {question}, at least", "actions": actions}
        if (kind := _TYPE.fullmatch(question)) is not None:
            first, word = (part.lower().replace("_", "") for part in kind.groups() if part)
            service = self.prefix(first)
            if service is not None and self._types(service, word):
                yield from self._filtered(service, [word])

    def command(self, question: str) -> Iterator[Json]:
        """A command line of the AWS CLI, which is no list of words."""
        if is_command_line(question):
            yield from self.helper(question)

    def helper(self, question: str) -> Iterator[Json]:
        """What a method, a class or a command line needs that is no operation."""
        if actions := helper_needs(question, self._operations):
            yield {"kind": "helper", "name": question, "actions": actions}


def _listed(title: str, actions: Iterable[Action | None]) -> Iterator[Json]:
    found = [action for action in actions if action is not None]
    levels: dict[str, list[str]] = {}
    for one in found[:MAX_ACTIONS]:
        levels.setdefault(one.access_level, []).append(one.name)
    if found:
        service = found[0].prefix
        yield {"kind": "actions", "title": title, "service": service, "count": len(found), "actions": levels}


def _fits(kind: ResourceType, arn: str) -> bool:
    return any(covers(_wild(format), arn) for format in kind.arns)


def _meets(kind: ResourceType, arn: str) -> bool:
    """Whether an ARN with wildcards is one of this type, too: the part after the account decides."""
    rest = arn.split(":", 5)[5]
    return "*" in rest and any(intersects(_wild(format.split(":", 5)[-1]), rest) for format in kind.arns)


def _wild(format: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "*", format)


def _fixed(kind: ResourceType) -> int:
    """How much of a resource type's format is given: an object is more than a bucket of any name."""
    return max(len(_wild(format).replace("*", "")) for format in kind.arns)


ABOUT_GLOBAL_KEYS = {
    "aws:SourceArn": "The resource on whose behalf an AWS service makes the request",
    "aws:SourceAccount": "The account of the resource on whose behalf a service calls",
    "aws:SourceOrgID": "The organization of the resource on whose behalf a service calls",
    "aws:PrincipalArn": "The ARN of the principal that made the request",
    "aws:PrincipalOrgID": "The organization that the principal's account belongs to",
    "aws:PrincipalAccount": "The account that the principal belongs to",
    "aws:PrincipalTag": "A tag of the principal that made the request",
    "aws:SourceIp": "The address that the request came from",
    "aws:SourceVpc": "The VPC that the request came through, by an endpoint",
    "aws:SourceVpce": "The VPC endpoint that the request came through",
    "aws:SecureTransport": "Whether the request was sent over TLS",
    "aws:MultiFactorAuthPresent": "Whether temporary credentials were made with MFA",
    "aws:RequestedRegion": "The region that was called",
    "aws:CalledVia": "The services that made requests on the principal's behalf",
    "aws:ViaAWSService": "Whether a service made the request on the principal's behalf",
    "aws:UserAgent": "The client's own description",
    "aws:CurrentTime": "The time of the request",
    "aws:ResourceAccount": "The account that owns the resource",
    "aws:ResourceOrgID": "The organization of the account that owns the resource",
}
"""Keys of every request, which the reference of no service lists:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
