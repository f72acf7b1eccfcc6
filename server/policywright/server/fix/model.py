"""What the steps of ``fix`` exchange."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from policywright.knowledge.denials.model import Denial, NotDenial, Pasted
from policywright.knowledge.policy.statements import Rule
from policywright.knowledge.policy.verdicts import EvaluationRequest
from policywright.knowledge.records import dataclass
from policywright.server.errors import Exit, UserError
from policywright.server.principals import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.kept import Kept

Json: TypeAlias = dict[str, Any]
Status: TypeAlias = Literal[
    "applied", "unchanged", "restored", "unconfirmed", "declined", "cancelled", "unapproved"
]
"""``unconfirmed``: IAM was asked, and what came of it could not be read back."""


class ChangedMeanwhile(UserError):
    """Somebody else wrote the policy between the diff and the approval."""

    status = Exit.FINDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the user asked for; see ``policywright fix --help`` for each."""

    text: str = ""
    code: tuple[Path, ...] = ()
    infra: tuple[Path, ...] = ()
    apply: bool = False
    live: bool = False
    undo: bool = False
    force: bool = False
    all_actions: bool = False
    resource_pattern: bool = False
    resource: str | None = None
    principal: str | None = None
    profile: str | None = None
    region: str | None = None
    root: Path | None = None
    kept: Kept | None = None
    """See ``Request``."""
    mine: bool = False
    """Whether what the text seems to show only has happened, as the user says."""
    tool: bool = False
    """Whether an assistant asks, who has arguments where a person has options."""

    @property
    def wants_aws(self) -> bool:
        """AWS is called only when one of these asks for it."""
        return self.apply or self.live or self.undo or self.profile is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place in the code that performs the denied operation, or a resource whose deployment does."""

    file: str
    line: int
    column: int
    operation: str
    action: str
    deployed: bool = False
    """``operation`` is the resource's type, and what for and in which phases it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a denied action is to be allowed. ``exact`` is false for a guess that needs the user's choice."""

    resources: tuple[str, ...]
    exact: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would turn one denial. ``refusal`` says why its rules may not be used as they are."""

    denial: Denial
    target: Target | None = None
    rules: tuple[Rule, ...] = ()
    requests: tuple[EvaluationRequest, ...] = ()
    sites: tuple[Site, ...] = ()
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """What whoever approves this should know first."""
    exact: bool = True
    """Whether the resources are told, rather than the widest that they may be."""
    refusal: str | None = None
    unreal: str | None = None
    """Why its rules can't be written as they stand: part of them is not known."""

    @property
    def usable(self) -> bool:
        return bool(self.rules) and self.refusal is None and self.unreal is None


def fingerprint(
    target: Target | None,
    policy_name: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> str:
    """Of all that an approval is about; equal only for the same change to the same principal."""
    whose = target and [target.partition, target.account, target.kind, target.name]
    what = [whose, policy_name, before, after]
    text = json.dumps(what, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One document before and after. ``None`` is: there is none. What is approved is ``hash``."""

    target: Target | None
    policy_name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    before_text: str
    after_text: str
    diff: str
    changes: tuple[str, ...] = ()
    characters: int = 0
    quota: int | None = None
    read: bool = False
    """Whether ``before`` was read (from the account or a file), rather than taken to be absent."""
    file: str | None = None
    document: bool = True
    """Whether the text is the document; a template holds it in its own way."""
    undoes: str | None = None
    """The journal entry that this takes back."""

    @property
    def hash(self) -> str:
        """What an approval is for."""
        return fingerprint(self.target, self.policy_name, self.before, self.after)

    @property
    def written_text(self) -> str:
        """The new document as IAM takes it: characters beyond Latin-1 only as escapes."""
        try:
            self.after_text.encode("latin-1")
        except UnicodeEncodeError:
            return json.dumps(self.after, indent=2) + "\n"
        return self.after_text

    @property
    def proposed(self) -> Mapping[str, Any]:
        """The new document as whoever gets it reads it: from the text, where the text is the document."""
        if self.after is None or (self.file is not None and not self.document):
            return self.after or {}
        found: Mapping[str, Any] = json.loads(self.after_text if self.file else self.written_text)
        return found

    @property
    def empty(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose credentials are used."""

    account: str
    arn: str

    def same(self, other: Caller | None) -> bool:
        """Whether it is the same user or role; a role's sessions come and go."""
        return other is not None and self._whose == other._whose

    @property
    def _whose(self) -> tuple[str, str]:
        assumed = ":assumed-role/" in self.arn
        return self.account, self.arn.rpartition("/")[0] if assumed else self.arn


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found out about the denied requests, and how sure that is."""

    by: Literal["simulator", "evaluator"]
    allowed: bool
    certainty: Literal["high", "medium", "low"]
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything about one run of ``fix`` so far."""

    ask: Ask
    proposals: tuple[Proposal, ...] = ()
    not_denials: tuple[NotDenial, ...] = ()
    pasted: Pasted = Pasted.UNCLEAR
    shown: tuple[Proposal, ...] = ()
    """What would turn what the text only shows: never part of a change."""
    target: Target | None = None
    caller: Caller | None = None
    """Who would make the change; known once AWS was asked."""
    change: Change | None = None
    proof: str | None = None
    applied: Status | None = None
    journal: str | None = None
    verified: Verified | None = None
    notes: tuple[str, ...] = ()
    problem: str | None = None
    """One line about a call to AWS that failed; the rest of the result stands all the same."""
    status: Exit = Exit.DONE

    @property
    def cautions(self) -> tuple[str, ...]:
        """What is pointed out before the approval of the change."""
        found = (caution for proposal in self.proposals if proposal.usable for caution in proposal.cautions)
        return tuple(dict.fromkeys(found))

    @property
    def doubted(self) -> bool:
        """Whether what the change is for may be an example, which a person has to say."""
        return any(proposal.usable and proposal.denial.doubt for proposal in self.proposals)

    @property
    def needs_approval(self) -> bool:
        return (
            (self.ask.apply or self.ask.undo)
            and self.applied is None
            and self.problem is None
            and self.change is not None
            and self.change.read
            and self.change.file is None
        )
