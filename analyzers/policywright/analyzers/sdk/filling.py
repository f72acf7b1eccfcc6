"""What libraries without a model may write into data that they are passed: ``merge(settings, loaded)``,
``load_into(config)``, and what classes and decorators of theirs set: ``class Config(library.Settings)``.

What the program has put there before is a default then. Go has tables of its own (``languages.go.filling``),
as its libraries fill in through pointers all the time.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import BOTTOM, Args, Handle, Obj, Unknown, options
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_FILLS = regex(
    r"^(?:[Dd]eep|[Mm]ust|[Ss]afe|[Tt]ry)?_?(?:[Ll]oad|[Mm]erge|[Uu]pdate|[Ff]ill|[Pp]opulate|[Cc]onfigure"
    r"|[Oo]verride|[Oo]verlay|[Ee]xtend|[Aa]ssign|[Dd]efaults|[Hh]ydrate|[Ii]nject|[Pp]arse|[Rr]ead"
    r"|[Cc]opy(?=_?(?:[Pp]roperties|[Tt]o|[Ii]nto))|[Mm]ap(?=_?(?:[Tt]o|[Ii]nto)))(?=[A-Z_\d]|$)"
)
"""How functions are called that write into what they get. Methods of what a library has made are left out:
``session.merge(row)``, ``cache.update(key, data)`` keep it."""
_WRITES = regex(r"^(?:updateValue|readerForUpdating|withValueToUpdate|set|setField|populate|copyProperties)$")
"""Methods of Java that write into an object they are passed: of Jackson, reflection, bean utilities."""
_SETTINGS = regex(r"(?i)config|setting|environ|options")
"""How libraries call what takes the fields of a class from elsewhere."""


def perhaps_filled(run: Interpreter, path: str, args: Args) -> None:
    """A function of a library without a model gets data, which may be other data from now on."""
    if "(" in path or _FILLS.match(path.rpartition(".")[2]) is None:
        return
    for value in args.positional:
        for option in options(value):
            if isinstance(option, Obj) and _is_data(run, option):
                _filled(run, option)


def written(run: Interpreter, name: str, args: Args) -> None:
    """The same of methods that are there for it: ``field.set(config, x)``, ``mapper.updateValue(config)``."""
    for option in options(args.get(0) or BOTTOM) if _WRITES.match(name) is not None else ():
        if isinstance(option, Obj) and run.heap.shape(option).kind == "instance":
            run.overlay(option)


def configures(path: str) -> bool:
    """A library's class, or decorator of classes, that sets their fields."""
    return _SETTINGS.search(path) is not None


def _filled(run: Interpreter, obj: Obj) -> None:
    shape = run.heap.shape(obj)
    if shape.kind == "instance":
        run.overlay(obj)
    elif shape.kind == "dict":
        run.heap.make_open(obj)
        run.heap.replace(obj, Unknown("call"), lambda: list(run.heap.keys(obj)))


def _is_data(run: Interpreter, obj: Obj) -> bool:
    """An object that leads to no request: what sends requests is passed to be called."""
    cls = run.heap.shape(obj).cls
    minor = run.engine.bounds.crowds.minor
    methods = (
        statement.function
        for base in (run.mro(cls) if cls is not None else ())
        for statement in base.cls.body
        if isinstance(statement, ir.FunctionDef)
    )
    if any(function not in minor for function in methods):
        return False
    held = [option for key in run.heap.keys(obj) for option in options(run.heap.load(obj, key))]
    return not any(isinstance(option, Handle) and option.reaches() for option in held)
