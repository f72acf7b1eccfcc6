"""Python's standard library where it makes texts: environment variables, paths, URLs, command lines."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import env_files, order, variables
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Known,
    Tup,
    Unknown,
    Value,
    change_texts,
    concat_all,
    constant,
    from_here,
    join_all,
    make_text,
    options,
    or_default,
)
from policywright.analyzers.languages.python.handles import Url
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _str(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return concat_all([run.semantics.in_text(run, value)]) if value is not None else Known("")


def _environment(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    name, default = args.get(0, "key"), args.get(1, "default")
    value = variables.got(run, constant(name) if name is not None else None)
    return value if default is None or default == NONE else _or(value, default)


def _or(value: Value, default: Value) -> Value:
    """A variable, or what is taken where it is not set, or was taken away."""
    return or_default(value, lambda one: one != NONE, default)


def _set_by_default(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.environ.setdefault(name, value)``"""
    variables.put(run, args.get(0), args.get(1), by_default=True)
    return _environment(run, args, pos)


def _taken_away(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.environ.pop(name, default)``"""
    variables.put(run, args.get(0), NONE)
    return _environment(run, args, pos)


def _taken_away_all(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.environ.clear()``"""
    variables.put(run, None, NONE)
    return NONE


def _set_one(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.putenv(name, value)``"""
    variables.put(run, args.get(0), args.get(1))
    return NONE


def _set_more(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.environ.update(others, NAME=value)``"""
    set_environment(run, args.get(0))
    for name, value in args.keywords:
        variables.put(run, Known(name), value)
    if args.open:
        variables.put(run, None, None)
    return NONE


def _patched(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``mock.patch.dict(os.environ, values)``: set for a while"""
    if any(one == Known("os.environ") or is_environment(one) for one in options(args.get(0) or NONE)):
        _set_more(run, Args(args.positional[1:], args.keywords, open=args.open), pos)
    return None


def _set_by_file(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``load_dotenv(override=True)`` (https://github.com/theskumar/python-dotenv)"""
    override, stream = args.get(3, "override"), args.get(1, "stream")
    if args.open:
        variables.put(run, None, None)
    elif override is not None and override != Known(False):
        path = args.get(0, "dotenv_path")
        given = NONE if path is None else path
        named = join_all([env_files.DEFAULT if one == NONE else one for one in options(given)])
        env_files.load(run, [named if stream is None or stream == NONE else Unknown("stream")], pos)
    return None


def _read_file(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Env().read_env(path, override=True)``; the path is found otherwise where none is given"""
    override = args.get(-1, "override") or args.get(-1, "overwrite")
    if args.open or (override is not None and override != Known(False)):
        env_files.load(run, [args.get(0, "path") or args.get(-1, "env_file") or env_files.DEFAULT], pos)
    return None


def _found_file(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``find_dotenv()``"""
    return args.get(0, "filename") or env_files.DEFAULT


def set_environment(run: Interpreter, source: Value | None) -> None:
    """All that a dict has is set."""
    if source is not None:
        variables.put_all(run, source, is_environment)


def of_copy(run: Interpreter, path: str, name: str) -> Ext:
    """A member of a copy of ``os.environ``: it is read alike, and changes nothing there."""
    changes = (_set_by_default, _taken_away, _taken_away_all, _set_one, _set_more)
    found = TABLE.get(f"os.environ.{name}")
    if found in changes:
        variables.change_copy(run, None, None)
        return Ext("os.environ.get" if name in ("setdefault", "pop") else f"{path}.{name}")
    return Ext(f"os.environ.{name}")


def is_environment(value: Value) -> bool:
    """``os.environ``"""
    return isinstance(value, Ext) and value.path == "os.environ"


def _setting(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A variable by way of a library of settings: its name, what makes something else of it, a default."""
    return _read_setting(run, args, args.get(1, "cast"), args.get(2, "default"))


def _text_setting(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The same where the default comes first."""
    return _read_setting(run, args, args.get(2, "cast"), args.get(1, "default"))


def _read_setting(run: Interpreter, args: Args, cast: Value | None, default: Value | None) -> Value | None:
    if cast is not None and cast not in (NONE, Ext("builtins.str")):
        return None
    value = variables.got(run, constant(args.get(0, "var")))
    return value if default is None or default == NONE else _or(value, default)


def environment(run: Interpreter, name: Value | None) -> Value:
    """An environment variable that is there."""
    return variables.got(run, constant(name) if name is not None else None, None)


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.of_arguments(args, paths.python)


def _here(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.path.dirname(__file__)``"""
    return from_here(args.get(0))


_WHOLE_PATH = make_text(("/", Hole(kind="unknown")))


def _absolute(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A path of this machine of which no more is told than that it is whole: what it is joined to is gone."""
    told = args.get(0)
    here = from_here(told)
    known = told is not None and any([isinstance(one, Known) for one in options(told)])
    return here if here is not None or known else _WHOLE_PATH


def _path(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths

    return paths.of_arguments(args, paths.pathlib)


def _url_parse(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text = constant(args.get(0))
    return Url(text)


def _coded(name: str) -> Handler:
    """``quote(text, safe)`` and its reverse."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        safe = args.get(1, "safe") if name == "quote" else None
        given = constant(safe)
        if safe is not None and given is None:
            return make_text((Hole(kind="unknown"),))
        return change_texts(args.get(0) or Unknown("text"), (name,) if given is None else (name, given))

    return handler


def _words(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``shlex.split(text)``"""
    text = args.get(0, "s") or BOTTOM
    if isinstance(text, Known) and isinstance(text.value, str):
        try:
            return Tup(tuple(map(Known, shlex.split(text.value))))
        except ValueError:
            return None
    return order.words(run.heap, text)


TABLE: dict[str, Handler] = {
    "builtins.str": _str,
    "shlex.split": _words,
    "os.getenv": _environment,
    "os.environ.get": _environment,
    "os.environ.setdefault": _set_by_default,
    "os.environ.__getitem__": _environment,
    "os.environ.pop": _taken_away,
    "os.environ.__delitem__": _taken_away,
    "os.unsetenv": _taken_away,
    "os.environ.clear": _taken_away_all,
    "os.environ.popitem": _taken_away_all,
    "os.environ.__setitem__": _set_one,
    "os.putenv": _set_one,
    "os.environ.update": _set_more,
    "dotenv.load_dotenv": _set_by_file,
    "dotenv.find_dotenv": _found_file,
    **dict.fromkeys(("unittest.mock.patch.dict", "mock.patch.dict"), _patched),
    # https://django-environ.readthedocs.io/en/latest/api.html, https://www.starlette.io/config/
    **dict.fromkeys(
        ("environ.Env.read_env", "environ.Env().read_env", "environs.Env().read_env"), _read_file
    ),
    **dict.fromkeys(("environ.Env()", "environ.FileAwareEnv()", "starlette.config.Config()"), _setting),
    # https://github.com/sloria/environs, https://github.com/HBNetwork/python-decouple
    **dict.fromkeys(
        (
            "environ.Env().str",
            "environ.FileAwareEnv().str",
            "environs.Env()",
            "environs.Env().str",
            "environs.FileAwareEnv().str",
            "environs.env",
            "environs.env.str",
            "decouple.config",
            "decouple.Config()",
            "decouple.AutoConfig()",
        ),
        _text_setting,
    ),
    "os.path.join": _path_join,
    "posixpath.join": _path_join,
    "os.path.dirname": _here,
    **dict.fromkeys(("os.path.abspath", "os.path.realpath"), _absolute),
    **dict.fromkeys(("tempfile.mkdtemp", "tempfile.gettempdir"), lambda run, args, pos: _WHOLE_PATH),
    "pathlib.Path": _path,
    "pathlib.PurePosixPath": _path,
    "urllib.parse.urlparse": _url_parse,
    "urllib.parse.urlsplit": _url_parse,
    "urllib.parse.unquote_plus": _coded("unquote_plus"),
    "urllib.parse.unquote": _coded("unquote"),
    "urllib.parse.quote": _coded("quote"),
}
