"""What Python and its libraries call of the program's own objects.

Source: the data model chapter of the Python language reference, and the documentation of the libraries whose
records are named here.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    ClassV,
    Ext,
)
from policywright.analyzers.languages.python import (
    classes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

DATA_TYPES = {
    f"builtins.{kind.__name__}": kind for kind in (str, bytes, int, float, dict, list, set, tuple, Exception)
}  # fmt: skip
_MAKING = frozenset(("__init__", "__new__", "__init_subclass__", "__post_init__", "__class_getitem__"))
_SETTING = frozenset(("__delattr__", "__delitem__", "__setattr__", "__setitem__"))
"""What only statements call: the methods of ``dict`` and ``list`` call nothing that is derived from them."""
_BY_STATEMENTS = frozenset(("__aenter__", "__aexit__", "__call__", "__enter__", "__exit__"))
_PROTOCOLS = frozenset((
    "close", "emit", "exec_module", "find_spec", "flush", "read", "readline", "run", "seek", "tell", "write",
))  # fmt: skip
"""What the standard library calls of an object that it gets, beside the methods with special names."""
_OF_BASES: Mapping[str, frozenset[str]] = {
    base: frozenset(methods.split())
    for bases, methods in (
        ("abc.ABC contextlib.AbstractAsyncContextManager contextlib.AbstractContextManager "
         "contextlib.ContextDecorator typing.Generic typing.Protocol typing_extensions.Protocol", ""),
        ("threading.Thread threading.Timer multiprocessing.Process multiprocessing.context.Process", "run"),
        ("json.JSONEncoder json.encoder.JSONEncoder", "default encode iterencode"),
        ("json.JSONDecoder json.decoder.JSONDecoder", "decode raw_decode"),
        ("logging.Handler logging.StreamHandler logging.FileHandler logging.handlers.BufferingHandler "
         "logging.handlers.MemoryHandler logging.handlers.QueueHandler",
         "acquire close createLock emit enqueue filter flush format handle handleError prepare release "
         "setFormatter setLevel shouldFlush"),
        ("logging.Formatter", "format formatException formatMessage formatStack formatTime usesTime"),
        ("logging.Filter", "filter"),
        ("queue.Queue queue.LifoQueue queue.PriorityQueue",
         "_get _init _put _qsize empty full get get_nowait join put put_nowait qsize task_done"),
        ("http.server.BaseHTTPRequestHandler http.server.CGIHTTPRequestHandler "
         "http.server.SimpleHTTPRequestHandler socketserver.BaseRequestHandler "
         "socketserver.DatagramRequestHandler socketserver.StreamRequestHandler",
         "do_* handle* setup finish send_* end_headers flush_headers log_* version_string date_time_string "
         "address_string parse_request list_directory translate_path guess_type copyfile is_cgi "
         "is_executable is_python run_cgi"),
        ("http.server.HTTPServer http.server.ThreadingHTTPServer socketserver.BaseServer "
         "socketserver.ForkingMixIn socketserver.TCPServer socketserver.ThreadingMixIn "
         "socketserver.ThreadingTCPServer socketserver.ThreadingUDPServer socketserver.UDPServer "
         "socketserver.UnixStreamServer",
         "server_* service_actions serve_forever get_request verify_request process_request* finish_request "
         "handle_* shutdown* close_request fileno collect_children"),
        ("asyncio.BaseProtocol asyncio.BufferedProtocol asyncio.DatagramProtocol asyncio.Protocol "
         "asyncio.SubprocessProtocol",
         "buffer_updated connection_lost connection_made data_received datagram_received eof_received "
         "error_received get_buffer pause_writing pipe_connection_lost pipe_data_received process_exited "
         "resume_writing"),
        ("html.parser.HTMLParser",
         "close error feed get_starttag_text goahead handle_* parse_* reset unknown_decl"),
        ("cmd.Cmd",
         "do_* help_* complete* cmdloop default emptyline onecmd parseline postcmd postloop precmd preloop"),
        ("ast.NodeVisitor ast.NodeTransformer", "generic_visit visit*"),
    )
    for base in bases.split()
}  # fmt: skip
"""What the standard library calls of what derives from its types: names, or how these begin (``do_*``)."""
_SHOWING = (".register_instance", "Manager.register")
"""What the standard library lets others call anything of: ``xmlrpc.server``, ``multiprocessing.managers``."""
_RECORDS = frozenset((
    "BaseModel", "BaseSettings", "DeclarativeBase", "Document", "Enum", "Exception", "Form", "IntEnum",
    "IntFlag", "Model", "ModelForm", "NamedTuple", "Schema", "Serializer", "ModelSerializer", "StrEnum",
    "Struct", "TypedDict", "SQLModel", "MapAttribute", "UserMixin",
))  # fmt: skip
"""Bases, by their last name, of what is data to a library: rows, messages, settings, errors."""

_SESSIONS = frozenset((
    "aioboto3.Session", "aioboto3.session.Session", "boto3.Session", "boto3.session.Session",
    "botocore.session.Session",
))  # fmt: skip
"""What calls nothing of a class below it but its own methods, where these are overridden."""
_OF_SESSIONS = frozenset((
    "client", "create_client", "get_available_regions", "get_component", "get_config_variable",
    "get_credentials", "get_scoped_config", "register", "resource", "user_agent",
))  # fmt: skip


def calls_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool) -> bool:
    """See ``Semantics.calls_back``."""
    name = function.name
    if name in _MAKING:
        return False
    if path is None and name in _SETTING and _is_builtin(run.external_base(cls)):
        return False
    if name == "model_post_init" or (name.startswith("__") and name.endswith("__")):
        # ``str(x)``, ``sorted([x])``, the end of its life: the language itself calls them. What is only made
        # is neither called nor entered, but where the program does that, or an unknown base keeps it.
        return path is not None or name not in _BY_STATEMENTS or run.external_base(cls) is not None
    if path is None:
        return False
    if name in _PROTOCOLS:
        # ``print(x, file=stream)`` alone of what is built in; the others look at an object, or hold it.
        return not path.startswith("builtins.") or path == "builtins.print"
    if path.endswith(_SHOWING):
        return not name.startswith("_")
    own = path.partition(".")[0] in sys.stdlib_module_names or not (path or loose)
    called = _of_bases(run, cls) if own else None
    if called is not None:
        begins = tuple(one.removesuffix("*") for one in called if one.endswith("*"))
        return name in called or name.startswith(begins)
    bases = run.library_bases(cls)
    if bases and all(base.path in _SESSIONS for base in bases):
        return name.startswith("_") or name in _OF_SESSIONS
    return any(not is_record(base) or classes.named_by_fields(run, cls, name) for base in bases)


def _is_builtin(base: Ext | None) -> bool:
    return base is not None and base.path.startswith("builtins.")


def _of_bases(run: Interpreter, cls: ClassV) -> frozenset[str] | None:
    """The methods that the standard library calls because of the bases; None where one has no row."""
    rows = [_OF_BASES.get(base.path.removesuffix("[]")) for base in run.external_bases(cls)]
    known = [row for row in rows if row is not None]
    return frozenset[str]().union(*known) if known and len(known) == len(rows) else None


def may_call_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool) -> bool:
    """See ``Semantics.may_call_back``."""
    known = not loose or path.partition(".")[0] in sys.stdlib_module_names
    return not known and not function.name.startswith("_") and run.external_base(cls) is None


def is_record(base: Ext) -> bool:
    """A type of the language or a library whose instances are data."""
    return base.path in DATA_TYPES or base.path.rpartition(".")[2] in _RECORDS
