"""Clients that are made for another service than AWS: a stand-in on this machine, or a store that speaks S3.

Their requests need no permission, which is said of them. An endpoint counts only where the code always gives
it, and gives hosts that can't be of AWS: one that an option or a variable says may be unset, and a name of
somebody's own domain may lead to AWS all the same.
"""

from __future__ import annotations

from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import Value
from policywright.analyzers.model import Identity
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_HOST = regex(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?(\[[0-9a-f:]+\]|[^/:?#\[]+)(?::|/|$)")
_ANYTHING = "\ue001"
_LOCAL = regex(
    r"^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|.+\.localhost"
    r"|localhost\.localstack\.cloud|.+\.localhost\.localstack\.cloud)$"
)
"""RFC 6761, section 6.3; documentation of Docker ("host.docker.internal"), of LocalStack ("Endpoint URL")."""


def at(run: Interpreter, identity: Identity, endpoint: Value | None) -> Identity:
    """The identity of a client with an endpoint."""
    if endpoint is None:
        return identity
    hosts = [host_of(one) for one in out.alternatives(convert(run, endpoint))]
    if not hosts or not all(host is not None and _is_elsewhere(host) for host in hosts):
        return identity
    return replace(identity, elsewhere=min(host for host in hosts if host is not None))


def host_of(value: out.Value) -> str | None:
    """The host of a URL, with a mark for what is not known of it."""
    parts = (
        value.parts if isinstance(value, out.Text) else (value.value,) if isinstance(value, out.Const) else ()
    )
    text = "".join(part if isinstance(part, str) else _ANYTHING for part in parts).lower()
    found = _HOST.match(text)
    return found[1] if found is not None else None


def _is_elsewhere(host: str) -> bool:
    if _LOCAL.match(host) is not None:
        return True
    from policywright.knowledge.stores_of_others import is_other_store  # most programs name no host

    return is_other_store(host)
