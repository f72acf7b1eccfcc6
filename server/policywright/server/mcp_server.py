"""``policywright mcp``: the protocol side - transports, errors as results, who may ask for which files."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import ValidationError

from policywright.server import __version__
from policywright.server.console import PROGRAM, warn
from policywright.server.errors import UserError
from policywright.server.mcp_tools import build_tools, failure
from policywright.server.text import one_line

if TYPE_CHECKING:
    from mcp_types import CallToolResult, InputRequiredResult

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_INSTRUCTIONS = """\
policywright derives least-privilege IAM policies from application code, offline. Call generate_policy with
the application's directory after code that calls AWS has changed; show the user the policy, what may be
needed and what could not be resolved. When something fails with an access-denied error, pass it to
explain_access_denied before you edit policies by hand, and to fix_access_denied when the user wants the
change made. Call generate_deployment_policy for the role that deploys the templates, and validate_policy on
policies that people wrote."""


class PolicywrightServer(MCPServer[Any]):
    """The MCP server, with one-line errors."""

    def __init__(self, fixed_roots: tuple[Path, ...], *, asks_client: bool) -> None:
        tools = build_tools()
        super().__init__(
            PROGRAM,
            title=PROGRAM,
            instructions=_INSTRUCTIONS,
            version=__version__,
            tools=tools,
            log_level="WARNING",
        )
        self.fixed_roots = fixed_roots
        self.asks_client = asks_client and not fixed_roots
        self.may_use_aws = True
        """Whether ``fix_access_denied`` may use this machine's AWS credentials for its clients."""
        self._arguments = {tool.name: frozenset(tool.parameters["properties"]) for tool in tools}

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        known = self._arguments.get(name)
        if known is None:
            return failure(f"no tool {one_line(name)!r}; there are {', '.join(self._arguments)}")
        if unknown := sorted(set(arguments) - known):
            return failure(
                f"{name}: unknown argument {one_line(unknown[0])!r}; there are {', '.join(sorted(known))}"
            )
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            if isinstance(error.__cause__, UserError):
                return failure(one_line(str(error.__cause__)))
            raise
        except ToolError as error:
            cause = error.__cause__
            text = _argument_errors(cause) if isinstance(cause, ValidationError) else str(cause or error)
            return failure(f"{name}: {one_line(text)}")


def _argument_errors(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in item['loc']) or 'arguments'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    )


def serve_stdio(roots: tuple[Path, ...]) -> None:
    """Serve one client over stdin and stdout until it closes them."""
    # A thread waits in a read of stdin and nothing can wake it: let Ctrl-C end the process outright. There is
    # nothing to clean up.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        PolicywrightServer(roots, asks_client=True).run("stdio")
    finally:
        # The SDK diverts stdout only while it serves: what a stray print left in the buffer must not get to
        # the client at exit.
        os.dup2(2, 1)
        sys.stdout.flush()


def serve_http(roots: tuple[Path, ...], *, host: str, port: int) -> None:
    """Serve streamable HTTP on ``host``; requests with a foreign Host or Origin header are refused."""
    import uvicorn

    # Over HTTP a client may be anyone: what it says about its roots does not widen what may be read.
    server = PolicywrightServer(roots or _working_directory(), asks_client=False)
    listener = _listen(host, port)
    bound = listener.getsockname()[1]
    security = _security(host)
    application = server.streamable_http_app(transport_security=security, host=host)
    # uvicorn's access log would go to stdout.
    config = uvicorn.Config(application, log_level="warning", access_log=False)
    if host not in {name.strip("[]") for name in _LOOPBACK}:
        # A client approves for its user, and out there nobody knows who that is.
        server.may_use_aws = False
        warn(f"listening on {host}: there is no authentication, whoever reaches it can have files read")
    sys.stderr.write(f"{PROGRAM}: serving MCP at http://{_in_url(host)}:{bound}/mcp\n")
    sys.stderr.flush()
    with listener:
        anyio.run(lambda: uvicorn.Server(config).serve(sockets=[listener]))


def _working_directory() -> tuple[Path, ...]:
    from policywright.server.workspace import choose_workspace

    return choose_workspace((), ()).roots


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UserError(f"mcp: cannot listen on {host}:{port}: {error.strerror or error}") from error


def _security(host: str) -> TransportSecuritySettings:
    names = list(dict.fromkeys((*_LOOPBACK, _in_url(host), socket.gethostname())))
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=list(_with_ports(names)),
        allowed_origins=[f"http://{name}" for name in _with_ports(names)],
    )


def _with_ports(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield name
        yield f"{name}:*"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
