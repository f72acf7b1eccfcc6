"""The values of AWS SDKs that more than one language has: whose they are, and what for.

A client, a session or credentials is made by a language's model of its SDK; what only one SDK has is a record
of that language (``languages/<name>/handles.py``).
"""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.handles import Data, Steps, View
from policywright.analyzers.engine.values import Handle, Value
from policywright.analyzers.model import Identity
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers import ir

Place: TypeAlias = "tuple[str, ir.Pos]"
"""A module and a position in it."""
WHOLE = Steps()
"""All of a response."""

ASSUMING = {
    ("sts", "AssumeRole"): "RoleArn",
    ("sts", "AssumeRoleWithWebIdentity"): "RoleArn",
    ("sts", "AssumeRoleWithSAML"): "RoleArn",
    ("cognito-identity", "GetCredentialsForIdentity"): "CustomRoleArn",
}
"""Operations whose response holds credentials of a role, and the member that names it."""
FEDERATION = ("sts", "GetFederationToken")
"""The operation whose response holds credentials of a federated user."""
CALLERS_OWN = frozenset((("sts", "GetSessionToken"), ("s3", "CreateSession")))
"""Operations whose response holds credentials with the caller's own permissions."""
_SAYING = frozenset((*ASSUMING, FEDERATION, *CALLERS_OWN, ("sts", "GetCallerIdentity")))
"""Operations whose response says whose it is, whatever was asked."""


@dataclass(frozen=True, slots=True)
class Signing(Handle):
    """Something that signs requests, or that clients are made from: with whose credentials."""

    __hash__ = Frozen.__hash__

    identity: Identity

    def reaches(self) -> bool:
        # A table, a transfer or a waiter in other hands asks AWS as a client does.
        return True

    def works(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Hooks(View):
    """What a client does before each request, to which code may add: boto3's events, JavaScript's middleware.

    Without a service it is that of all clients of a session.
    """

    __hash__ = Frozen.__hash__

    service: str


@dataclass(frozen=True, slots=True)
class Client(Signing):
    """A client of a service; None for one that the code computes.

    ``bound`` are members of every request that does not give them (version 2 of JavaScript's SDK).
    """

    __hash__ = Frozen.__hash__

    service: str | None
    bound: Value | None = None
    at: Place | None = None
    """Where one is made whose service is computed."""

    def exists(self) -> bool:
        return True

    def sends(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Foreign(Signing):
    """A client of a service that botocore does not have, by its package."""

    __hash__ = Frozen.__hash__

    package: str


@dataclass(frozen=True, slots=True)
class Session(Signing):
    """What clients are made from. Credentials put into it later are in a cell of the place that made it."""

    __hash__ = Frozen.__hash__

    site: Place | None

    def exists(self) -> bool:
        return True

    def sends(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Credentials(Signing):
    """Credentials, or what provides them."""

    __hash__ = Frozen.__hash__

    def works(self) -> bool:
        # Its parts are data.
        return False


@dataclass(frozen=True, slots=True)
class Waiter(Signing):
    """A waiter by its name; None for a name, or a service, that the code computes."""

    __hash__ = Frozen.__hash__

    service: str | None
    name: str | None
    at: Place | None = None
    """Where what is computed of it is."""
    polls: str | None = None
    """The operation that one asks for which no SDK has."""

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Presigner(Signing):
    """What makes presigned requests to a service."""

    __hash__ = Frozen.__hash__

    service: str


@dataclass(frozen=True, slots=True)
class Transfer(Signing):
    """S3's transfer manager, by what it is in its SDK."""

    __hash__ = Frozen.__hash__

    kind: str = ""

    def exists(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Response(Data):
    """What an operation has returned, or a part of it; of the request, what may name something later."""

    __hash__ = Frozen.__hash__

    service: str
    operation: str
    parameters: out.Struct
    path: Steps = WHOLE

    def is_part(self) -> bool:
        return self.path != WHOLE

    def alike(self) -> Hashable:
        return self.service, self.operation, self.path

    def tells(self) -> bool:
        return bool(self.parameters.fields) or (self.service, self.operation) in _SAYING


@dataclass(frozen=True, slots=True)
class Parameter(Handle):
    """A value that is only known as an argument of a request."""

    __hash__ = Frozen.__hash__

    value: out.Value
