"""``policywright mcp``: the protocol side - transports, errors as results, who may ask for which files."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server import MCPServer
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, INVALID_REQUEST, Resource, ResourceTemplate
from pydantic import ValidationError

from policywright.knowledge.isolation import what_failed
from policywright.server import __version__
from policywright.server.console import PROGRAM, warn
from policywright.server.errors import UserError
from policywright.server.mcp_app import build_app
from policywright.server.mcp_prompts import build_prompts
from policywright.server.mcp_results import SHELF, failure
from policywright.server.mcp_stdin import repair_standard_input
from policywright.server.mcp_tools import build_tools
from policywright.server.mcp_worker import DEADLINE, end_threads, in_thread
from policywright.server.shelf import MAX_REPORTS, SCHEME, TYPES
from policywright.server.text import one_line
from policywright.server.tidying import put_garbage_off_for_moments
from policywright.server.words import spoken

if TYPE_CHECKING:
    from mcp_types import CallToolResult, GetPromptResult, InputRequiredResult

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_INSTRUCTIONS = """\
policywright derives least-privilege IAM policies from application code, offline. Call generate_policy with
the application's directory after code that calls AWS has changed; show the user what changes, what may be
needed and what could not be resolved; its `role`, `action` and `format` give the details. When something
fails with an access-denied error, pass it to explain_access_denied before you edit policies by hand, and to
fix_access_denied when the user wants the change made. Call generate_deployment_policy for the role that
deploys the templates, and validate_policy on policies that people wrote."""


class PolicywrightServer(MCPServer[Any]):
    """The MCP server, with one-line errors."""

    def __init__(
        self, fixed_roots: tuple[Path, ...], *, asks_client: bool, seconds: float = DEADLINE
    ) -> None:
        tools = build_tools()
        super().__init__(
            PROGRAM,
            title=PROGRAM,
            instructions=_INSTRUCTIONS,
            version=__version__,
            tools=tools,
            extensions=[build_app()],
            subscriptions=False,
            log_level="WARNING",
        )
        self.fixed_roots = fixed_roots
        self.asks_client = asks_client and not fixed_roots
        self.seconds = seconds
        """How long a request may take (``mcp_worker.run``)."""
        self._one_client = asks_client
        self._running: set[object] = set()
        self.may_use_aws = True
        """Whether ``fix_access_denied`` may use this machine's AWS credentials for its clients."""
        for prompt in build_prompts():
            self.add_prompt(prompt)
        self._descriptions: dict[str, dict[str, str]] = {
            tool.name: {
                name: schema.get("description", "") for name, schema in tool.parameters["properties"].items()
            }
            for tool in tools
        }

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        with self._once(context):
            return await self._call(name, arguments, context)

    @contextmanager
    def _once(self, context: Context[Any, Any] | None) -> Iterator[None]:
        """A request whose id no unanswered one has; on standard input there is one client alone."""
        request = context.request_id if context is not None and self._one_client else None
        if request in self._running:
            message = f"request id {one_line(str(request))!r}: one with this id is not answered yet"
            raise MCPError(code=INVALID_REQUEST, message=message)
        if request is None:
            yield
            return
        self._running.add(request)
        try:
            yield
        finally:
            self._running.discard(request)

    async def _call(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None
    ) -> CallToolResult | InputRequiredResult:
        known = self._descriptions.get(name)
        if known is None:
            return failure(f"no tool {one_line(name)!r}; there are {', '.join(self._descriptions)}")
        if unknown := sorted(set(arguments) - set(known)):
            return failure(
                f"{name}: unknown argument {one_line(unknown[0])!r}; known: {', '.join(sorted(known))}"
            )
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            if isinstance(error.__cause__, UserError):
                return failure(spoken(one_line(str(error.__cause__))))
            return failure(f"{name}: {what_failed(error.__cause__ or error)}")
        except ToolError as error:
            cause = error.__cause__
            text = str(cause or error)
            if isinstance(cause, ValidationError):
                text = _argument_errors(cause, self._descriptions[name])
            return failure(f"{name}: {one_line(text)}")

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Context[Any, Any] | None = None
    ) -> GetPromptResult | InputRequiredResult:
        prompts = {prompt.name: prompt for prompt in build_prompts()}
        if name not in prompts:
            raise _invalid(f"no prompt {one_line(name)!r}; there are {', '.join(prompts)}")
        known = {argument.name: argument.required for argument in prompts[name].arguments or ()}
        given = arguments or {}
        for argument in given:
            if argument not in known:
                raise _invalid(f"{name}: unknown argument {one_line(argument)!r}; known: {', '.join(known)}")
        for argument, required in known.items():
            if required and argument not in given:
                raise _invalid(f"{name}: {argument} is required")
        return await super().get_prompt(name, arguments, context)

    async def list_resources(self) -> list[Resource]:
        return [
            *await super().list_resources(),
            *(Resource(uri=uri, name=uri.partition("://")[2], mime_type=type) for uri, type in SHELF.uris()),
        ]

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return [
            ResourceTemplate(
                uri_template=f"{SCHEME}://{{id}}/{name}",
                name=name,
                description="What a call of generate_policy found; its answer names the id.",
                mime_type=type,
            )
            for name, type in TYPES.items()
        ]

    async def read_resource(
        self, uri: Any, context: Context[Any, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        scheme, _, rest = str(uri).partition("://")
        if scheme == "ui":
            return await super().read_resource(uri, context)
        id, _, name = rest.partition("/")
        text = await in_thread(partial(SHELF.read, id, name)) if scheme == SCHEME else None
        if text is None:
            raise ResourceNotFoundError(
                f"no resource {one_line(str(uri))}; the last {MAX_REPORTS} reports are kept, call "
                "generate_policy for a new one"
            )
        return [ReadResourceContents(content=text, mime_type=TYPES[name])]


def _invalid(message: str) -> MCPError:
    return MCPError(code=INVALID_PARAMS, message=message)


def _argument_errors(error: ValidationError, descriptions: dict[str, str]) -> str:
    """What is wrong with which argument; of one that must look like something, what it is."""
    said = []
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        path = [str(part) for part in item["loc"]]
        about = descriptions.get(path[0], "") if path and item["type"] == "string_pattern_mismatch" else ""
        said.append(f"{'.'.join(path) or 'arguments'}: {item['msg']}{f' ({about})' if about else ''}")
    return "; ".join(said)


def serve_stdio(roots: tuple[Path, ...], *, seconds: float = DEADLINE) -> None:
    """Serve one client over stdin and stdout until it closes them."""
    # A thread waits in a read of stdin and nothing can wake it: let Ctrl-C end the process outright. There is
    # nothing to clean up.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    put_garbage_off_for_moments()
    repair_standard_input()
    try:
        PolicywrightServer(roots, asks_client=True, seconds=seconds).run("stdio")
    except* BrokenPipeError:
        pass  # a client that is gone: the end, as the end of its messages is
    finally:
        end_threads()
        # The SDK diverts stdout only while it serves: what a stray print left in the buffer must not get to
        # the client at exit.
        os.dup2(2, 1)
        sys.stdout.flush()


def serve_http(roots: tuple[Path, ...], *, host: str, port: int, seconds: float = DEADLINE) -> None:
    """Serve streamable HTTP on ``host``; requests with a foreign Host or Origin header are refused."""
    import uvicorn

    put_garbage_off_for_moments()
    # Over HTTP a client may be anyone: what it says about its roots does not widen what may be read.
    server = PolicywrightServer(roots or _working_directory(), asks_client=False, seconds=seconds)
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
        try:
            anyio.run(lambda: uvicorn.Server(config).serve(sockets=[listener]))
        finally:
            end_threads()


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
