"""What a command of eksctl is told: its words, and the configuration of the cluster (``ClusterConfig``).

``Command`` says which stacks of CloudFormation come of that, with which parameters; what is unknown is said.
``eksctl`` has what these stacks make, and what the program asks by itself.
"""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from policywright.analyzers.deployment.model import Where
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.places import said_region, within
from policywright.analyzers.deployment.running import Started, holes
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Items, Value

PHASES = {"create": "crd", "delete": "rd", "upgrade": "ru", "update": "ru"}
_NODE_POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonSSMManagedInstanceCore",
)
_CNI_POLICY = "AmazonEKS_CNI_Policy"


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(package_files(__package__).joinpath("eksctl.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack that is made: of which template, what it is called after the cluster, with which parameters."""

    template: str
    suffix: Parts
    parameters: dict[str, Value] = field(default_factory=dict, compare=False)


class Command:
    """One command, and the configuration that it is told."""

    def __init__(self, started: Started, files: ProjectFiles) -> None:
        self.started = started
        self.files = files
        self.options = dict(_options(started.words[1:]))
        words = [one for one in _plain(started.words[1:]) if one]
        self.verb = words[0] if words else ""
        noun = words[1] if len(words) > 1 else ""
        self.noun = table()["called"].get(noun, noun)
        self.unresolved: list[Unresolved] = []
        self.understood = self._understood()
        self.config = self._config() if self.understood else {}
        self.cluster = self._cluster(words[2] if len(words) > 2 else None)
        region = self.option("--region", "-r") or said(at(self.config, "metadata", "region"))
        self.where = within(Where(region=said_region(region)), started.where)
        self.stacks = list(self._stacks())

    # --- what it is told ---

    def option(self, *names: str) -> str | None:
        return next((self.options[one] for one in names if one in self.options), None)

    def _config(self) -> dict[str, Any]:
        """The configuration in the file that the command names."""
        named = self.option("-f", "--config-file")
        if named is None:
            return {}
        path = posixpath.normpath(posixpath.join(self.started.directory, named))
        text = self.files.text(path) if path in self.files.names else None
        root = parse(path, text).root if text is not None else None
        found = _data(root) if root is not None else None
        if not isinstance(found, dict):
            self._not_known(f"{named} is not among these files; what eksctl makes of it is not known")
            return {}
        for section in found:
            if section not in table()["read"]:
                self._not_known(f"{path}: what eksctl makes of {section} is not known")
        if at(found, "kubernetesNetworkConfig", "ipFamily") in ("IPv6", "ipv6"):
            self._not_known(f"{path}: what eksctl makes of a network with IPv6 is not known")
        for more in table()["more"]:
            section, *rest = more.split(".")
            held = found.get(section)
            if any(at(one, *rest) for one in (held if isinstance(held, list) else [held])):
                self._not_known(f"{path}: what eksctl makes of {more} besides is not known")
        return found

    def _understood(self) -> bool:
        if self.noun in table()["known"].get(self.verb, ()):
            return True
        self._not_known(f"`eksctl {self.verb} {self.noun}` asks something of AWS that is not known here")
        return False

    def _not_known(self, detail: str) -> None:
        self.unresolved.append(
            Unresolved(code=UnresolvedCode.PROGRAM, span=self.started.span, detail=detail, name="eksctl")
        )

    def _cluster(self, positional: str | None) -> Parts:
        named = self.option("--cluster", "-c")
        if named is None and self.noun in ("cluster", "write-kubeconfig"):
            named = self.option("--name", "-n") or (positional if self.noun == "cluster" else None)
        named = named or said(at(self.config, "metadata", "name"))
        return holes(named) if named else OPEN

    # --- stacks ---

    def _stacks(self) -> Iterator[Stack]:
        if self.verb not in PHASES or not self.understood:
            return
        whole = self.noun == "cluster"
        if whole:
            yield self._control_plane()
        if whole and self.verb == "delete" and not self.config:
            yield from self._any_nodes()
        if self.noun in ("cluster", "nodegroup"):
            yield from self._nodes(whole)
        if whole or self.noun == "iamserviceaccount":
            yield from self._accounts()
        if self.noun == "fargateprofile" and not at(self.config, "iam", "fargatePodExecutionRoleARN"):
            yield Stack(template="fargate", suffix=("fargate",))
        if whole or self.noun == "addon":
            yield from self._addons()
        if whole or self.noun == "podidentityassociation":
            for one in tables(at(self.config, "iam", "podIdentityAssociations")):
                if not one.get("roleARN"):
                    parts = (one.get("namespace"), one.get("serviceAccountName"))
                    yield self._role(one, ("podidentityrole-", *_joined(parts)), "permissionPolicyARNs")
            if not whole and not self.config and "--role-arn" not in self.options:
                yield Stack(template="role", suffix=("podidentityrole-", *OPEN), parameters=_ANY_POLICIES)
        if whole or self.noun == "accessentry":
            for one in tables(at(self.config, "accessConfig", "accessEntries")) or (
                [{"principalARN": self.option("--principal-arn")}] if self.noun == "accessentry" else []
            ):
                given = {"Cluster": texts.join(self.cluster), "Principal": opened(one.get("principalARN"))}
                yield Stack(template="access", suffix=("accessentry-", *OPEN), parameters=given)

    def _control_plane(self) -> Stack:
        vpc = at(self.config, "vpc") or {}
        given = bool(vpc.get("id") or vpc.get("subnets")) or any("-subnets" in one for one in self.options)
        nat = self.option("--vpc-nat-mode") or said(at(self.config, "vpc", "nat", "gateway")) or "Single"
        return Stack(template="cluster", suffix=("cluster",), parameters={
            "Name": texts.join(self.cluster),
            "OwnNetwork": Const("no" if given else "yes"),
            "Nat": Const("Disable" if nat == "Disable" else nat),
            "Private": _yes(at(self.config, "privateCluster", "enabled")),
            "Role": opened(at(self.config, "iam", "serviceRoleARN"), ""),
            "Boundary": opened(at(self.config, "iam", "serviceRolePermissionsBoundary"), ""),
            "Key": opened(at(self.config, "secretsEncryption", "keyARN"), ""),
            "Auto": _yes(self.has("automatic")),
            "Fargate": _yes(self.has("fargate") and not at(self.config, "iam", "fargatePodExecutionRoleARN")),
        })  # fmt: skip

    def _nodes(self, whole: bool) -> Iterator[Stack]:
        for section, template in (("managedNodeGroups", "managed"), ("nodeGroups", "unmanaged")):
            for one in tables(self.config.get(section)):
                yield self._group(one, template)
        if self.config or (whole and ({"--without-nodegroup", "--fargate"} & set(self.options))):
            return
        if whole and self.verb != "create":
            return
        managed = self.options.get("--managed", "true") != "false"
        flags = [one for one in self.options if one.endswith("-access") and one not in ("--ssh-access",)]
        named = self.option("--nodegroup-name") or (None if whole else self.option("--name", "-n"))
        yield self._group(
            {"name": named, "iam": {"attachPolicy": bool(flags)}}, "managed" if managed else "unmanaged"
        )

    def _any_nodes(self) -> Iterator[Stack]:
        """Whatever the cluster has, where only its name is told."""
        for template, suffix in (("managed", "nodegroup-"), ("unmanaged", "nodegroup-"), ("role", "addon-")):
            yield Stack(template=template, suffix=(suffix, *OPEN), parameters={
                "Cluster": texts.join(self.cluster), **_ANY_POLICIES,
            })  # fmt: skip

    def _group(self, one: dict[str, Any], template: str) -> Stack:
        iam = one.get("iam") or {}
        policies = [opened(each) for each in iam.get("attachPolicyARNs") or ()]
        if not policies:
            own = [*_NODE_POLICIES, *(() if self.has("oidc") else (_CNI_POLICY,))]
            policies = [_managed(each) for each in own]
        addons = iam.get("withAddonPolicies") or {}
        if addons.get("imageBuilder"):
            policies.append(_managed("AmazonEC2ContainerRegistryPowerUser"))
        if addons.get("cloudWatch"):
            policies.append(_managed("CloudWatchAgentServerPolicy"))
        if addons.get("ebs"):
            policies.append(_managed("service-role/AmazonEBSCSIDriverPolicy"))
        inline = iam.get("attachPolicy") or any(
            value for name, value in addons.items() if name not in ("imageBuilder", "cloudWatch", "ebs")
        )
        name = said(one.get("name"))
        return Stack(template=template, suffix=("nodegroup-", *(holes(name) if name else OPEN)), parameters={
            "Cluster": texts.join(self.cluster),
            "Name": texts.join(holes(name) if name else OPEN),
            "Role": opened(iam.get("instanceRoleARN"), ""),
            "RoleName": opened(iam.get("instanceRoleName"), ""),
            "Boundary": opened(iam.get("instanceRolePermissionsBoundary"), ""),
            "Policies": _several(policies),
            "Inline": _yes(inline),
            "Template": Const("given" if one.get("launchTemplate") else ""),
            "Profile": opened(iam.get("instanceProfileARN"), ""),
        })  # fmt: skip

    def _accounts(self) -> Iterator[Stack]:
        found = tables(at(self.config, "iam", "serviceAccounts"))
        if not found and self.noun == "iamserviceaccount" and not self.config:
            attached = self.option("--attach-policy-arn")
            found = [{
                "metadata": {"name": self.option("--name", "-n"), "namespace": self.option("--namespace")},
                "attachPolicyARNs": attached.split(",") if attached else [],
                "roleName": self.option("--role-name"),
                "attachRoleARN": self.option("--attach-role-arn"),
            }]  # fmt: skip
        for one in found:
            if one.get("attachRoleARN"):
                continue
            meta = one.get("metadata") or {}
            parts = (meta.get("namespace") or "default", meta.get("name"))
            yield self._role(one, ("addon-iamserviceaccount-", *_joined(parts)), "attachPolicyARNs")

    def _addons(self) -> Iterator[Stack]:
        named = tables(self.config.get("addons"))
        if not named and self.noun == "addon" and not self.config:
            attached = self.option("--attach-policy-arn")
            named = [
                {
                    "name": self.option("--name", "-n"),
                    "attachPolicyARNs": attached.split(",") if attached else [],
                }
            ]
        for one in named:
            if one.get("serviceAccountRoleARN"):
                continue
            yield self._role(one, ("addon-", *_joined((one.get("name"),))), "attachPolicyARNs")
            for each in tables(one.get("podIdentityAssociations")):
                if not each.get("roleARN"):
                    name = _joined((one.get("name"), "podidentityrole", each.get("serviceAccountName")))
                    yield self._role(each, ("addon-", *name), "permissionPolicyARNs")

    def _role(self, one: dict[str, Any], suffix: Parts, policies: str) -> Stack:
        attached = [opened(each) for each in one.get(policies) or ()]
        if one.get("wellKnownPolicies") or (not attached and suffix[0] == "addon-"):
            # Of those that AWS recommends, or eksctl has for what is well known.
            attached.append(arn_in("iam", "policy/", *OPEN, region="", account="aws"))
        inline = one.get("attachPolicy") or one.get("permissionPolicy") or one.get("wellKnownPolicies")
        boundary = one.get("permissionsBoundary") or one.get("permissionsBoundaryARN")
        return Stack(template="role", suffix=suffix, parameters={
            "RoleName": opened(one.get("roleName"), ""),
            "Boundary": opened(boundary, ""),
            "Policies": _several(attached),
            "Inline": _yes(inline),
        })  # fmt: skip

    def has(self, what: str) -> bool:
        """Whether the configuration, or the command, has something that a row is about."""
        config, whole = self.config, self.noun == "cluster"
        match what:
            case "network":
                return not config.get("availabilityZones") and not (config.get("vpc") or {}).get("subnets")
            case "oidc":
                flagged = self.options.get("--with-oidc", "false") != "false" or not whole
                return bool(at(config, "iam", "withOIDC") or at(config, "iam", "serviceAccounts")) or flagged
            case "reconfigured":
                return bool(at(config, "cloudWatch", "clusterLogging") or config.get("privateCluster"))
            case "retention":
                return bool(at(config, "cloudWatch", "clusterLogging", "logRetentionInDays"))
            case "nodes":
                return any(one.suffix[0] == "nodegroup-" for one in self.stacks) or self.verb == "upgrade"
            case "ssh":
                groups = [*tables(config.get("nodeGroups")), *tables(config.get("managedNodeGroups"))]
                return "--ssh-access" in self.options or any(
                    (one.get("ssh") or {}).get("allow") for one in groups
                )
            case "fargate":
                return (
                    bool(config.get("fargateProfiles"))
                    or "--fargate" in self.options
                    or self.noun == "fargateprofile"
                )
            case "automatic":
                return bool(at(config, "autoModeConfig", "enabled")) or "--enable-auto-mode" in self.options
            case "identity-providers":
                return bool(config.get("identityProviders"))
            case "pods":
                return bool(at(config, "iam", "podIdentityAssociations")) or not whole
        return False


# --- words and configurations ---


def _options(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The options of a command; a switch is ``true``."""
    for index, word in enumerate(words):
        if not word.startswith("-") or word == "-":
            continue
        name, equals, value = word.partition("=")
        after = words[index + 1] if index + 1 < len(words) else "-"
        yield name, value if equals else "true" if after.startswith("-") and after != "-" else after


def _plain(words: tuple[str, ...]) -> Iterator[str]:
    """The words that are no options, nor their values."""
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = "=" not in word and word not in table()["switches"]
        else:
            yield word


def _data(node: Node) -> Any:
    """A document as plain values."""
    if node.mapping:
        return {name: _data(one) for name, one in node.mapping.items()}
    if isinstance(node.value, list):
        return [_data(one) for one in node.items]
    return node.value if not isinstance(node.value, dict) else {}


def at(config: Any, *path: str) -> Any:
    for name in path:
        config = config.get(name) if isinstance(config, dict) else None
    return config


def tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def said(value: Any) -> str | None:
    return str(value) if value not in (None, "", {}, []) and not isinstance(value, dict | list) else None


def opened(value: Any, otherwise: str | None = None) -> Value:
    """A text of the configuration; what a variable says in it is open."""
    text = said(value)
    if text is None:
        return texts.join(OPEN) if otherwise is None else Const(otherwise)
    return texts.join(holes(text))


def _joined(words: Iterable[Any]) -> Parts:
    found: list[Any] = []
    for index, word in enumerate(words):
        text = said(word)
        found += ["-"] if index else []
        found += holes(text) if text else OPEN
    return tuple(found)


def _yes(value: Any) -> Const:
    return Const("yes" if value else "no")


def _managed(name: str) -> Value:
    return arn_in("iam", f"policy/{name}", region="", account="aws")


def _several(values: list[Value]) -> Value:
    return Items(tuple(values))


_ANY_POLICIES: dict[str, Value] = {
    "Inline": Const("yes"),
    "Policies": _several([arn_in("iam", "policy/", *OPEN, region="", account=OPEN[0])]),
}  # fmt: skip
