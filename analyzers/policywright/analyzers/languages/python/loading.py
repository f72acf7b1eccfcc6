"""Modules that Python code imports by a name it computes: ``importlib.import_module(f"plugins.{name}")``.

What a name with holes can mean among the modules of the program is imported, all of it. Of every other name
that is not known it is said that what the module calls can't be told, and so of entry points: which code they
are, the packages say that are installed. Those that the project declares itself (``declared``) are followed;
what is looked up is something of the library whose path has their numbers, until it is loaded.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.carrying import held
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    ClassV,
    Ext,
    Known,
    ModuleV,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    join_all,
    make_text,
    options,
    passed_by,
    text_parts,
)
from policywright.analyzers.languages.python import declared
from policywright.analyzers.languages.python.handles import Namespace
from policywright.analyzers.languages.python.records import named_tuple
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_MODULE = re.compile(r"[A-Za-z_]\w*(\.\w+)*:[A-Za-z_]\w*(\.\w+)*(\(\))?")
"""A module, and what of it: how Python's servers and packages write entry points."""
ITSELF = "imported"
"""What stands for the name of the module that is running (``__name__``)."""
_COMPUTED = "a module is imported whose name is computed, and what it asks AWS for is not known"
_ENTRY_POINTS = (
    "entry points are looked up, and what those of the installed packages ask AWS for is not known"
)
_METADATA = "importlib.metadata."
ENTRIES = "python.$entries"
"""How the path of declared entry points begins; their numbers follow."""
_LOADED = ("driver", "obj", "plugin")
_OWN = re.compile(r"python\.\$entries((?:_\d+)+)")
_FOUND = "a library finds code by the settings of the project, and what that asks AWS for is not known"


LOADERS: tuple[str, ...] = (
    "celery.utils.imports.symbol_by_name",
    "django.core.files.storage.get_storage_class",
    "django.utils.module_loading.import_string",
    "kombu.utils.imports.symbol_by_name",
    "oslo_utils.importutils.import_class",
    "pydoc.locate",
    "scrapy.utils.misc.load_object",
    "tornado.util.import_object",
    "twisted.python.reflect.namedAny",
    "uvicorn.importer.import_from_string",
    "werkzeug.utils.import_string",
)
"""What gives the object that a text names, by the documentation of each (``made_up`` has their names)."""


_MODULE_INFO = Args((Known("ModuleInfo"), Known("module_finder name ispkg")))


def entry_points(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What ``importlib.metadata.entry_points`` and its likes give, to be loaded and called."""
    return _looked_up(run, args, pos)


def entry_points_of(group: int, name: int = -1) -> Handler:
    """What takes the group and the name of entry points at these positions."""
    return lambda run, args, pos: _looked_up(run, args, pos, group, name)


def entry_point(group: int, name: int) -> Handler:
    """``pkg_resources.load_entry_point("shop", "shop.stores", name)``"""
    return lambda run, args, pos: _load(run, _looked_up(run, args, pos, group, name), pos)


def extensions(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A manager that loads the entry points of a group, and calls what they are."""
    found = _looked_up(run, args, pos, 0, 1)
    for option in options(_load(run, found, pos)):
        if not isinstance(option, Unknown):
            escapes.note(run, option, "stevedore", pos, loose=True)
    return found


def _looked_up(run: Interpreter, args: Args, pos: ir.Pos, group: int = -1, name: int = -1) -> Value:
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _ENTRY_POINTS)
    every = range(len(declared.entry_points(run.program)))
    return join_all([_entries(_chosen(run, every, args, group, name)), Unknown("import")])


def _chosen(run: Interpreter, numbers: Iterable[int], args: Args, group: int, name: int) -> list[int]:
    """Of some declared entry points those of the group and name that are told."""
    every = declared.entry_points(run.program)
    groups, names = _told(args, group, "group", "namespace"), _told(args, name, "name")
    return [
        number
        for number in numbers
        if (groups is None or every[number].group in groups)
        and (names is None or every[number].name in names)
    ]


def _told(args: Args, index: int, *names: str) -> set[str] | None:
    """The texts that an argument may be; None where it is not passed, or not known."""
    given = [args.keyword(name) for name in names]
    value = next((one for one in given if one is not None), args.get(index))
    texts = [constant(option) for option in options(value)] if value is not None else [None]
    return None if None in texts else {text for text in texts if text is not None}


def _entries(numbers: Iterable[int]) -> Value:
    """Entry points of the project, or a collection of them."""
    own = "".join([f"_{number}" for number in numbers])
    return Ext(f"{ENTRIES}{own}") if own else BOTTOM


def of_entries(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """What a method of declared entry points gives, or of a collection of them."""
    numbers = _numbers(path)
    if not numbers:
        return None
    if path.rpartition(".")[2] in ("load", "resolve"):
        return _load(run, Ext(path), pos)
    return _entries(_chosen(run, numbers, args, -1, -1))


def entries_at(run: Interpreter, path: str, key: Value) -> Value | None:
    """``entry_points(group="shop.stores")["s3"]``, ``entry_points()["shop.stores"]``"""
    numbers, text = _numbers(path), constant(key)
    every = declared.entry_points(run.program)
    return _entries(one for one in numbers if text is None or text in (every[one].group, every[one].name))


def _numbers(path: str) -> list[int]:
    found = _OWN.match(path)
    return [int(one) for one in found[1].split("_")[1:]] if found is not None else []


def _load(run: Interpreter, points: Value, pos: ir.Pos) -> Value:
    """What entry points are, with whatever else there is in place of one."""
    found: list[Value] = []
    every = declared.entry_points(run.program)
    for option in options(points):
        if not isinstance(option, Ext):
            found.append(option)
            continue
        for number in _numbers(option.path):
            point = every[number]
            if run.program.resolve(run.frame.module, point.module, 0):
                text = f"{point.module}:{point.attribute}"
                found.append(named(run, Args((Known(text),)), pos) or BOTTOM)
    return join_all(found)


def distributions(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The installed packages; each is asked for its ``entry_points`` (``attribute``)."""
    return Tup((Ext(f"{_METADATA}distribution()"),), open=True)


def attribute(run: Interpreter, path: str, name: str) -> Value | None:
    """``importlib.metadata.distribution("shop").entry_points``, and what else gives a package.

    What a manager has loaded is there as it is, and as what calling it has given.
    """
    if name in _LOADED and path.startswith(ENTRIES):
        loaded = _load(run, Ext(path), run.here)
        given = Args((), (), Unknown("argument"), True)
        return join_all([loaded, *(run.call(option, given, run.here) for option in options(loaded))])
    if name != "entry_points" or not path.replace("_", ".").startswith(_METADATA) or "()" not in path:
        return None
    return entry_points(run, Args(()), run.here)


def import_module(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The modules that ``importlib.import_module`` or ``__import__`` may give."""
    found: list[Value] = []
    package = constant(args.get(1, "package"))
    is_asked = pos in _asked_later(run)
    for option in options(args.get(0, "name") or BOTTOM):
        name = constant(option)
        if name is not None:
            bare = name.lstrip(".")
            found.append(run.import_module(bare, len(name) - len(bare)))
            continue
        modules = _modules_like(run, option, package) if isinstance(option, Text) else []
        found.extend(modules or (Unknown("import"),))
        if not modules or is_asked:
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _COMPUTED)
    return join_all(found) if found else None


def _asked_later(run: Interpreter) -> frozenset[ir.Pos]:
    """Where a file imports by a name that it has from elsewhere, and leaves what that gives: the package may
    be asked for it, or ``sys.modules``, in ways that are not followed. (What a text in place begins with says
    what is loaded for its effects.)"""
    module = run.frame.module

    def left() -> frozenset[ir.Pos]:
        lowered = run.program.lowered(module)
        statements = [*lowered.body, *(one for function in lowered.functions for one in function.body)]
        return frozenset(
            node.value.pos
            for statement in statements
            for node in walk(statement)
            if isinstance(node, ir.ExprStmt) and isinstance(node.value, ir.Call) and not _begins(node.value)
        )

    return run.program.once(f"imports left {module}", left)


def _begins(call: ir.Call) -> bool:
    """Whether the first argument begins with a text that is written there, or with the file's own name."""
    given = next(iter(call.args), None)
    while isinstance(given, ir.Template | ir.BinOp):
        given = given.left if isinstance(given, ir.BinOp) else next(iter(given.parts), None)
    return isinstance(given, ir.Const) or (isinstance(given, ir.Name) and given.name == "__name__")


def listed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pkgutil.iter_modules(path, prefix)``: names of modules, of which what they begin with is known."""
    name = make_text((*text_parts(args.get(1, "prefix") or Known("")), Hole(kind="unknown")))
    made = named_tuple(run, _MODULE_INFO, pos) or BOTTOM
    return Tup((run.call(made, Args((Ext("pkgutil.finder"), name, Unknown("flag"))), pos),), open=True)


def loaded_by_finder(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``finder.find_spec(name).loader.load_module(name)``, which need not be told the name again."""
    return import_module(run, args if args.positional or args.keywords else Args((Unknown("import"),)), pos)


def made_of_spec(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``importlib.util.module_from_spec(finder.find_spec(name))``: a module that nothing here names."""
    found = [option for option in options(args.get(0, "spec") or BOTTOM) if isinstance(option, Ext)]
    if any(option.path.startswith("pkgutil.finder.") for option in found):
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _COMPUTED)
    return None


def imported_by_statement(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``__import__("shop.store")`` gives ``shop``, unless it is told what to take of it."""
    found = import_module(run, args, pos)
    if args.get(3, "fromlist") is not None or args.more is not None or args.open:
        return found
    names = [constant(option) or "" for option in options(args.get(0, "name") or BOTTOM)]
    first = [run.import_module(name.partition(".")[0], 0) for name in names if "." in name]
    return join_all([*first, *([found] if len(first) < len(names) and found is not None else [])])


def named(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pkgutil.resolve_name("shop.store:Store")``, ``import_string("shop.store.Store")``"""
    text = constant(args.get(0, "name"))
    if text is None:
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _COMPUTED)
        return None
    module, colon, name = text.partition(":") if ":" in text else text.rpartition(".")
    found: Value = ModuleV(module) if module == run.frame.module else run.import_module(module, 0)
    for part in name.split(".") if colon and name else ():
        found = run.attribute(found, part)
    return found


def served(run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
    """``uvicorn.run("shop.main:app")``: a library loads what a text names with a colon, and calls it."""
    for option in (one for value in args.positional[:1] for one in options(value)):
        text = constant(option)
        if not isinstance(text, str) or not _MODULE.fullmatch(text):
            continue
        if run.program.resolve(run.frame.module, text.partition(":")[0], 0):
            found = named(run, Args((Known(text.removesuffix("()")),)), pos)
            if found is not None:
                escapes.note(run, found, path, pos, loose=True)


def scanned(run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
    """``create_container(service_modules=[repos])``: a library looks through the package that it gets.

    What is in a module, or in the mapping of a module's or an object's names, whoever gets that has.
    """
    if path.partition(".")[0] in sys.stdlib_module_names:
        return
    given = list(passed_by(args))
    given.extend([option for one in given for part in _inside(run, one) for option in options(part)])
    for option in given:
        if isinstance(option, ModuleV) and option.name in run.program.packages:
            for module in sorted(run.program.files):
                if module.startswith(option.name + "."):
                    run.ensure(module)
        if isinstance(option, ModuleV | Namespace):
            for one in _members(run, option):
                escapes.note(run, one, path, pos, loose=True)


def _members(run: Interpreter, owner: ModuleV | Namespace) -> Iterable[Value]:
    """What is in a module, or in a mapping of names, that is more than data."""
    held = owner.obj if isinstance(owner, Namespace) else owner
    if isinstance(held, Obj):
        found = options(run.heap.everything(held))
    else:
        # What it imports of libraries, or keeps to itself, is not what it is handed on for.
        names = [name for name in sorted(run.program.lowered(held.name).bound) if not name.startswith("_")]
        values = [run.module_attribute(held.name, name) for name in names]
        found = tuple(one for value in values for one in options(value) if not isinstance(one, Ext))
    return [one for one in dict.fromkeys(found) if not isinstance(one, Known | Text | Unknown | ModuleV)]


def _inside(run: Interpreter, value: Value) -> Iterable[Value]:
    if isinstance(value, Tup):
        return value.items
    return held(run, value) if isinstance(value, Obj) and run.heap.shape(value).kind == "list" else ()


def configured(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``logging.config.dictConfig``: the classes of the program that it names."""
    pending = list(options(args.get(0, "config") or BOTTOM))
    seen = set[Value]()
    while pending:
        one = pending.pop()
        if isinstance(one, Obj) and one not in seen:
            seen.add(one)
            pending.extend(options(run.heap.everything(one)))
        text = constant(one) if not isinstance(one, Obj) else None
        module = text.rpartition(".")[0] if text is not None else ""
        if module and (module == run.frame.module or run.program.resolve(run.frame.module, module, 0)):
            for option in options(named(run, Args((one,)), pos) or BOTTOM):
                if isinstance(option, ClassV):
                    escapes.note(run, option, "logging.config.dictConfig", pos, loose=True)
    return None


def finds_code(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A library that finds code of the project by its settings: Django, and Connexion by what operations are
    called (https://connexion.readthedocs.io/en/latest/routing.html)."""
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _FOUND)
    return None


def loaded(run: Interpreter, key: Value) -> Value | None:
    """``sys.modules[name]``"""
    # ``__name__`` is not known where the module may be what is run.
    own = [option for option in options(key) if option in (Known(ITSELF), Unknown("name"))]
    others = join_all([option for option in options(key) if option not in own])
    found = import_module(run, Args((others,)), run.here) if others is not BOTTOM else None
    return join_all([*(ModuleV(run.frame.module) for _ in own[:1]), *([found] if found is not None else [])])


def _modules_like(run: Interpreter, name: Text, package: str | None) -> list[Value]:
    """Modules of the program that a name with holes can mean: those below the package it begins with."""
    first, *rest = name.parts
    module = run.frame.module
    within: str | None = module
    start = ""
    if isinstance(first, str):
        bare = first.lstrip(".")
        level = len(first) - len(bare)
        if level == 1 and package is not None:
            bare, level = f"{package}.{bare}", 0
        base, dot, start = bare.rpartition(".")
        if base != ITSELF:
            within = run.program.resolve(module, base, level) if dot or level else None
    elif rest and isinstance(after := rest.pop(0), str) and after.startswith("."):
        # ``f"{__name__}.{plugin}"`` where it may be what is run, ``f"{__package__}.{plugin}"``.
        start = after[1:]
    else:
        within = None
    if within is None:
        return []
    like = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in (start, *rest))
    pattern = re.compile(re.escape(within + ".") + like)
    found = [one for one in run.program.files if pattern.fullmatch(one) and one != module]
    for one in found:
        run.ensure(one)
    return [ModuleV(one) for one in found]


TABLE: dict[str, Handler] = {
    "builtins.__import__": imported_by_statement,
    "importlib.import_module": import_module,
    "pkgutil.iter_modules": listed,
    "pkgutil.walk_packages": listed,
    **dict.fromkeys(
        (
            "pkgutil.finder.find_module().load_module",
            "pkgutil.finder.find_spec()[].load_module",
        ),
        loaded_by_finder,
    ),
    "importlib.util.module_from_spec": made_of_spec,
    "pkgutil.resolve_name": named,
    "importlib.metadata.distributions": distributions,
    "importlib_metadata.distributions": distributions,
    "importlib.metadata.Distribution.discover": distributions,
    **dict.fromkeys(LOADERS, named),
    "logging.config.dictConfig": configured,
    "django.core.wsgi.get_wsgi_application": finds_code,
    "django.core.asgi.get_asgi_application": finds_code,
    **dict.fromkeys(
        (f"connexion.{name}().add_api" for name in ("AioHttpApp", "App", "AsyncApp", "FlaskApp")), finds_code
    ),
    **dict.fromkeys(
        (
            "stevedore.driver.DriverManager",
            "stevedore.dispatch.DispatchExtensionManager",
            "stevedore.dispatch.NameDispatchExtensionManager",
            "stevedore.enabled.EnabledExtensionManager",
            "stevedore.extension.ExtensionManager",
            "stevedore.hook.HookManager",
            "stevedore.named.NamedExtensionManager",
            "pluggy.PluginManager().load_setuptools_entrypoints",
        ),
        extensions,
    ),
    **dict.fromkeys(
        (
            "importlib.metadata.entry_points",
            "importlib.metadata.EntryPoint",
            "importlib_metadata.entry_points",
            "importlib_metadata.EntryPoint",
            "pkg_resources.EntryPoint.parse",
        ),
        entry_points,
    ),
    "pkg_resources.load_entry_point": entry_point(1, 2),
    "pkg_resources.get_distribution().load_entry_point": entry_point(0, 1),
    "pkg_resources.get_distribution().get_entry_info": entry_points_of(0, 1),
    "pkg_resources.get_distribution().get_entry_map": entry_points_of(0),
    "pkg_resources.working_set.iter_entry_points": entry_points_of(0, 1),
    "pkg_resources.iter_entry_points": entry_points_of(0, 1),
    "pkg_resources.get_entry_info": entry_points_of(1, 2),
    "pkg_resources.get_entry_map": entry_points_of(1),
}
