"""What code hands to libraries: a framework calls it later, and for a single entry point that counts.

Routes (``@app.get("/orders")``), resolvers, middleware and tasks are called by nobody in the program. They
belong to the entry point that makes the framework run, which is whoever reaches the code that registers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from policywright.analyzers import ir
from policywright.analyzers.engine import unset
from policywright.analyzers.engine.language import Semantics, any_operation
from policywright.analyzers.engine.names import targets
from policywright.analyzers.engine.outlines import STORING
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    join_all,
    options,
)
from policywright.analyzers.model import Given, UnresolvedCode
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.state import State

HARMLESS = frozenset((
    "dataclass", "define", "frozen", "mutable", "attrs", "s", "total_ordering", "unique", "final",
    "runtime_checkable", "wraps", "overload", "deprecated",
    "retry", "retrying", "retryable", "on_exception", "on_predicate", "circuit", "circuit_breaker",
    "sleep_and_retry", "limits", "ratelimit", "throttle", "debounce", "timeout", "synchronized",
    "cache", "cached", "cachedmethod", "cached_property", "lru_cache", "memoize", "memoized",
    "capture_method", "capturemethod", "capture_lambda_handler", "capturelambdahandler", "capture",
    "inject_lambda_context", "injectlambdacontext", "log_metrics", "logmetrics", "idempotent",
    "idempotent_function", "timed", "timeit", "trace", "traced", "instrument", "profile",
    "contextmanager", "asynccontextmanager", "validate_call", "validate_arguments", "typechecked",
))  # fmt: skip
"""Decorators that only change what they decorate and register nothing: it is called when its name is.

By their last name, in lower case.
"""
_TOLD_CLASSES = frozenset((
    "getLogger", "getLog", "forClass", "isInstance", "isAssignableFrom", "getResource", "getResourceAsStream",
    "readValue", "convertValue", "treeToValue", "readerFor", "writerFor", "fromJson", "unmarshal",
    "isinstance", "issubclass", "cast", "fromBean", "fromClass", "fromImmutableClass",
))  # fmt: skip
"""What is told a class by these last names calls none of its methods that do anything: a log is named after
it, a test asks for it, or an instance is filled with data."""
_NOTING = frozenset((
    "captureexception", "captureextra", "convertvalue", "critical", "debug", "dump", "dumps", "error",
    "exception", "fatal", "info", "inspect", "json", "jsonify", "log", "marshal", "notice", "panic",
    "pformat", "pprint", "print", "serialize", "setcontext", "setextra", "stringify", "tojson", "trace",
    "valuetotree", "verbose", "warn", "warning", "withfield", "withfields", "writevalueasbytes",
    "writevalueasstring",
))  # fmt: skip
"""What notes down what it gets, by the last name in lower case, without underscores. It calls nothing of that
but what says it (``toJSON``, ``__str__``). What writes objects as data (API specifications of Jackson's
``ObjectMapper`` and of Gson) is known by its methods: libraries hand out mappers of their own."""
NOBODY = "?."
"""Before the name of a method of something that no code at hand gives a value."""
SET = f"{NOBODY}="
"""What is put into a field of such a thing."""
SET_THERE = "an AWS client is put into something that isn't known: what that does with it can't be told"
GIVEN_BACK = "a function that gives an AWS client is passed to something that isn't known"
_NAME = regex(r"[\w./:+=@-]{3,2048}\Z")
"""How resources are called, and where they are: names, ARNs and URLs."""
_PART_OF_NAME = regex(r"[\w./:+=@-]{1,2048}\Z")
_TELLING = regex(r"[A-Za-z0-9]{3}")
"""What of a name is written tells something."""
WRAPS = "wraps "
"""Before the path of what of a library gets a method to wrap it, and perhaps calls it."""
_MAKING = frozenset((
    "Callable", "Coroutine", "Factory", "Field", "PrivateAttr", "Resource", "Singleton",
    "ThreadLocalSingleton", "ThreadSafeSingleton", "attrib", "defaultdict", "field", "ib", "partial",
    "partialmethod", "replace", "super", "type",
))  # fmt: skip
"""What has a model and makes an instance of a class that it gets, at most."""


def note_arguments(
    run: State, args: Args, path: str = "", pos: ir.Pos = (0, 0), *, given_back: Value | None = None,
    loose: bool = False, kept_in: Value | None = None,
) -> None:  # fmt: skip
    """The arguments of a call that leaves the program; ``path`` is what of a library gets them.

    What is ``given_back`` is called by whoever has that. ``loose``: nothing is known of what is called. A
    class that is put into a container (``kept_in``) has nothing called by that.
    """
    if path in run.semantics.looking or (path in run.semantics.holding and not loose):
        return
    called = run.semantics.has_called(args)
    kept: set[Value] = set()
    for option in options(given_back) if given_back is not None else ():
        kept.update((option, *run.semantics.wraps(option)))
    last = path.rpartition(".")[2]
    told = last in _TOLD_CLASSES or (not loose and last in _MAKING)
    told = told or (type(kept_in) is Obj and run.heap.shape(kept_in).kind != "instance")
    for value in dict.fromkeys(args.values()):
        if told and any([isinstance(option, ClassV) for option in options(value)]):
            value = join_all([option for option in options(value) if not isinstance(option, ClassV)])  # noqa: PLW2901
        if value is not BOTTOM and not (kept and value in kept):
            # What functions give to a library without a model that has called them, it has.
            note(run, value, path, pos, loose or (called and function_of(value) is not None))


def note(run: State, value: Value, path: str = "", pos: ir.Pos = (0, 0), loose: bool = False) -> None:
    """A value that a library gets where the running site stands."""
    site = run.engine.site
    if site is None or isinstance(value, Unknown):
        return
    if isinstance(value, Text | Known):
        text = named(run, value)
        if text is not None and is_of_library(path):
            site.told = {} if site.told is None else site.told
            site.told.setdefault((path, text), pos)
        return
    if site.handed is None:
        site.handed = {}
    known = site.handed.get(value)
    if known is None or (loose and not known[2]) or wraps(site, value):
        site.handed[value] = path, pos, loose


def notes_down(path: str) -> bool:
    """What of a library has this path calls nothing that an object does for the program.

    A log's methods may say by a letter how they take it: ``Infof``, ``Infow``, ``infoln``.
    """
    last = path.rpartition(".")[2].replace("_", "").lower()
    return last in _NOTING or (
        last.endswith(("f", "w", "ln")) and last.removesuffix("ln").rstrip("fw") in _NOTING
    )


def wraps(site: Site, value: Value) -> bool:
    """Whether a library gets a value only to wrap it."""
    return (site.handed or {})[value][0].startswith(WRAPS)


def given_clients(run: State, sites: Iterable[Site]) -> tuple[Given, ...]:
    """Which calls of libraries have a client of an SDK among the arguments, or among members of one."""
    found: dict[Given, None] = {}
    barren = set[Value]()
    called, back = _called(sites), _Back(run)
    for site in sites:
        for value, (said, pos, loose) in (site.handed or {}).items():
            if said.startswith(NOBODY) and said != SET:
                # That is said where it is called.
                continue
            path = said if said != SET else ""
            own = site.instance.function if loose and pos != (0, 0) and not path else None
            if own is not None:
                # ``library.configure((options) => { options.client = client })``. What has no place nobody
                # wrote.
                path = called.get(own.function, "")
            if not path:
                continue
            span = run.program.span(site.instance.module, pos)
            if any(gives_away(run, one) for one in sending(run, value, barren)):
                # ``pool.submit(library.work, client)``: what is handed on with it gets it.
                same = (said, pos, loose)
                beside = (one.path for one, way in (site.handed or {}).items()
                          if type(one) is Ext and way == same and "()" not in one.path)  # fmt: skip
                found.update((Given(path=one, span=span), None) for one in (path, *beside))
            elif loose and not path.startswith(WRAPS) and back.gives(value):
                found[Given(path=path, span=span)] = None
    return tuple(sorted(found, key=lambda one: (one.span, one.path)))


def is_of_library(path: str) -> bool:
    """Whether what gets a value is known to be of a library, which does with it what it does."""
    return bool(path) and not path.startswith((NOBODY, WRAPS))


def is_set(text: Text) -> bool:
    """Variables of the environment are in a text: who deploys the code says what it is."""
    return any([isinstance(part, out.Hole) and part.kind == "env" for part in text.parts])


def named(run: State, value: Value) -> Text | None:
    """A text that may be a name: who deploys the code sets it, or it is written like one.

    What is written counts, all of it or a part (``f"orders-{tenant}"``), where the roles are known that the
    code runs under.
    """
    if isinstance(value, Text):
        return value if is_set(value) or (not run.engine.whole and _is_partly_named(value)) else None
    written = value.value if isinstance(value, Known) and not run.engine.whole else None
    return Text((written,)) if isinstance(written, str) and _NAME.match(written) else None


def _is_partly_named(text: Text) -> bool:
    written = [part for part in text.parts if isinstance(part, str)]
    return all([_PART_OF_NAME.match(part) is not None for part in written]) and any(
        [_TELLING.search(part) is not None for part in written]
    )


def given_names(run: State, sites: Iterable[Site]) -> tuple[Given, ...]:
    """Which calls of libraries have a text among the arguments, or in one, that may be a name."""
    sites = list(sites)
    ways = [
        (site, value, path, pos) for site in sites
        for value, (path, pos, _) in (site.handed or {}).items() if is_of_library(path)
    ]  # fmt: skip
    inside = texts_in(run, [value for _, value, _, _ in ways])
    told: dict[Site, dict[tuple[str, Text], ir.Pos]] = {site: dict(site.told) for site in sites if site.told}
    for site, value, path, pos in ways:
        texts = inside[value]
        if texts:
            told.setdefault(site, {}).update({(path, text): pos for text in texts})
    found: dict[Given, None] = {}
    for site, said in told.items():
        for (path, text), pos in said.items():
            span = run.program.span(site.instance.module, pos)
            found[Given(path=path, span=span, named=out.Text(text.parts))] = None
    return tuple(sorted(found, key=lambda one: (one.span, one.path, repr(one.named))))


def texts_in(run: State, values: Iterable[Value]) -> dict[Value, tuple[Text, ...]]:
    """The texts in values that may be names, by value; containers and objects are looked into.

    Thousands of values share what is in them: that is gone through once, and from each text to what it is in.
    """
    asked = list(dict.fromkeys(values))
    holders: dict[Value, list[Value]] = {}
    pending, seen = [one for value in asked for one in options(value)], dict[Value, None]()
    while pending:
        option = pending.pop()
        if option in seen:
            continue
        seen[option] = None
        inside: Iterable[Value] = ()
        if isinstance(option, Tup):
            inside = option.items
        elif isinstance(option, Obj):
            inside = members(run, option)
        for one in dict.fromkeys([one for each in inside for one in options(each)]):
            if isinstance(one, Text | Known | Tup | Obj):
                holders.setdefault(one, []).append(option)
                pending.append(one)
    found: dict[Value, dict[Text, None]] = {}
    for one in seen:
        text = named(run, one)
        pending = [one] if text is not None else []
        while pending and text is not None:
            option = pending.pop()
            known = found.setdefault(option, {})
            if text not in known:
                known[text] = None
                pending.extend(holders.get(option, ()))
    return {
        value: tuple(dict.fromkeys([text for one in options(value) for text in found.get(one, ())]))
        for value in asked
    }


def _called(sites: Iterable[Site]) -> dict[ir.Function, str]:
    """The functions that libraries without a model get, and what of them."""
    return {
        function.function: path for site in sites for value, (path, _, loose) in (site.handed or {}).items()
        if path and path != SET and loose and (function := function_of(value)) is not None
    }  # fmt: skip


class _Back:
    """Which functions give a client to whoever calls them: ``register(lambda: boto3.client("s3"))``."""

    def __init__(self, run: State) -> None:
        self._run = run
        self._barren = set[Value]()
        self._giving: set[ir.Function] | None = None
        self._owners = set[ClassV]()
        """The classes that have such methods, which others may call."""

    def gives(self, value: Value) -> bool:
        """Whether a value is such a function, or has one: ``{context: () => ({client})}``."""
        pending, seen = [*options(value)], set[Value]()
        while pending:
            option = pending.pop()
            if option in seen or option in self._barren:
                continue
            seen.add(option)
            function = function_of(option)
            cls = self._run.heap.shape(option).cls if isinstance(option, Obj) else None
            if function is None and cls is None:
                pending.extend(one for each in _inside(self._run, option) for one in options(each))
                continue
            if self._giving is None:
                self._giving = self._found()
            if function is not None and function.function in self._giving:
                return True
            if cls is not None and not self._owners.isdisjoint(self._run.mro(cls)):
                return True
        self._barren |= seen
        return False

    def _found(self) -> set[ir.Function]:
        barren, found = set[Value](), set[ir.Function]()
        engine = self._run.engine
        for one in engine.instances.by_id:
            function = one.function
            if function is None or function.function in found:
                continue
            # What a generator yields is nobody's result where a library calls it.
            made = (one.result.value, engine.peek(("yield", one.id)))
            told = (value for value in made if not isinstance(value, Known | Text | Unknown))
            if any([gives_away(self._run, each) for value in told
                    for each in sending(self._run, value, barren)]):  # fmt: skip
                found.add(function.function)
                if function.owner is not None and not self._is_hidden(function):
                    self._owners.add(function.owner)
        return found

    def _is_hidden(self, method: FuncV) -> bool:
        hides = self._run.semantics_of(method.module).hides
        return method.function.hidden or hides(method.function.name)


def say_given(run: State, sites: Iterable[Site]) -> None:
    """Reports what something unknown gets beside what calls of it say: functions that give it a client when
    it calls them, and clients in its fields; and methods of fields that nothing sets, whoever gets them."""
    back, called, barren = _Back(run), _called(sites), set[Value]()
    for site in sites:
        own = site.instance.function
        for value, (said, pos, _) in (site.handed or {}).items():
            if type(value) is Method and type(value.receiver) is Unknown:
                unset.say_handed(run, site, value.receiver, pos)
            if not said.startswith(NOBODY) or said.removeprefix(NOBODY) in STORING:
                continue
            if back.gives(value):
                say(run, site, pos, GIVEN_BACK)
            elif (
                said == SET
                and (own is None or own.function not in called)
                and any(gives_away(run, one) for one in sending(run, value, barren))
            ):
                say(run, site, pos, SET_THERE)


def say(run: State, site: Site, pos: ir.Pos, detail: str) -> None:
    """Reports of a site what else would be found where it is, if nothing there says so already."""
    span = run.program.span(site.instance.module, pos)
    if any(one.span == span and one.code is UnresolvedCode.DYNAMIC_CODE for one in site.unresolved or ()):
        return
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, of=site)


def members(run: State, obj: Obj) -> list[Value]:
    """What is in a container."""
    cells = (*run.heap.fields(obj, run.heap.keys(obj)), ("field", obj.id, ANY))
    return [run.engine.peek(cell) for cell in cells]


def gives_away(run: State, value: Value) -> bool:
    """Whoever gets a value may make requests that nothing here tells.

    A method of a client that is an operation is called as one (``Semantics.handed``).
    """
    match value:
        case Handle() | Ext():
            return (isinstance(value, Handle) and value.reaches()) or run.language.makes_clients(value)
        case Method(name=name):
            return name in run.language.any_request
        case Partial(function=function):
            return any(gives_away(run, one) for one in options(function))
    return False


def note_decorated(run: State, path: str, said: str, target: Value, pos: ir.Pos) -> None:
    """A definition that a library's decorator gets: by its path, and as the code calls it.

    A method has no object yet: what traces or caches it is called by who calls the method. Those that
    frameworks register are called when they get the object, or the class.
    """
    names = {path.replace("()", "").rsplit(".", 1)[-1].lower(), said.lower()}
    if names.isdisjoint(HARMLESS):
        if isinstance(target, FuncV) and target.owner is not None and not target.function.static:
            path = path if run.semantics.is_entry(run.own, target) else f"{WRAPS}{path}"
        note(run, target, path, pos, loose=isinstance(target, ClassV))


def wrapped_apart(engine: Engine, started: Set[tuple[str, str]]) -> set[Value]:
    """What libraries wrap just as they wrap what is started: entry points of their own, registered nowhere.

    ``started`` are modules and names in them. What the code mentions by the name that it has then is used.
    """
    loading = [site for site in engine.sites if site.handed and site.instance.function is None]
    named = {site: _names_given(site.node) for site in loading}
    own = [site for site in loading if any((site.instance.module, name) in started for name in named[site])]
    ways = {path for site in own for path, _, _ in (site.handed or {}).values() if path}
    if not ways:
        return set()
    used = mentioned(engine)
    others = {site for site in loading if site not in own and named[site] and used.isdisjoint(named[site])}
    found = {value for site in others for value in site.handed or ()}
    return found.difference(
        value for site in engine.sites for value, (path, _, _) in (site.handed or {}).items()
        if path not in ways or site not in others
    )  # fmt: skip


def mentioned(engine: Engine) -> set[str]:
    """The names of what the code that is reached calls."""
    used = {name for function in engine.instances.evaluated for name in function.calls}
    for site in engine.sites:
        if site.instance.function is None and isinstance(site.node, ir.Node):
            used |= engine.names.called(site.node)
    return used


def _names_given(node: object) -> tuple[str, ...]:
    """The names that a statement gives to what it makes."""
    match node:
        case ir.FunctionDef(function=function):
            return (function.name,)
        case ir.Assign(targets=found):
            return tuple(one.name for one in found if isinstance(one, ir.Name | ir.Attr))
        case ir.Export(names=found):
            return tuple(name for _, name in found)
    return ()


def callables(run: State, values: Iterable[Value], semantics: Semantics) -> Iterator[Value]:
    """The functions, methods and classes in values that escaped, containers looked into."""
    heap, engine = run.heap, run.engine
    pending = list(dict.fromkeys(option for value in dict.fromkeys(values) for option in options(value)))
    seen = set(pending)
    while pending:
        value = pending.pop()
        inside: list[Value] = []
        match value:
            case ClassV(cls=cls):
                yield value
                # ``functions = [resize]``: a class that is nothing but settings is read.
                assigned = [one for one in cls.body if isinstance(one, ir.Assign) and one.value is not None]
                named = [name for one in assigned for target in one.targets for name in targets(target)]
                held = [engine.peek(("class", value, name)) for name in named]
                # What is defined in it under several signatures is assigned, too; it is called of objects.
                inside = [
                    one for each in held for one in options(each)
                    if not (isinstance(one, FuncV) and one.owner == value)
                ]  # fmt: skip
            case FuncV() | Bound() | Partial():
                yield value
            case Wrapped(function=inner):
                inside = [inner]
            case Handle() if value.computed() is not None:
                # Which members that are is found where it is called; a client's, where it is given.
                if not any_operation(value):
                    yield value
            case Handle() if (code := value.code()) is not None and _is_own(code):
                yield value
            case Handle():
                inside = list(semantics.wraps(value))
            case Tup(items=items):
                inside = list(items)
            case Gen(task=task):
                inside = [engine.peek(("yield", task))]
            case ModuleV(name=module):
                inside = [member for _, member in semantics.module_members(run, module)]
            case Obj() if heap.shape(value).kind != "instance":
                inside = [engine.peek(cell) for cell in heap.fields(value, heap.shape(value).keys)]
        if inside:
            found = dict.fromkeys(option for one in inside for option in options(one) if option not in seen)
            seen.update(found)
            pending.extend(found)


def _is_own(code: Value) -> bool:
    """A method of the program's: ``this::store`` in a list of tasks."""
    return isinstance(code, Method) and any(isinstance(one, Obj | ClassV) for one in options(code.receiver))


def sending(run: State, value: Value, barren: set[Value] | None = None) -> Iterator[Value]:
    """What makes requests in a value that escaped: clients and their methods, containers looked into.

    Who asks of many values that share what is in them passes the same ``barren``: what has none is in it.
    """
    barren = set() if barren is None else barren
    pending, seen, found = [*options(value)], set[Value](), False
    while pending:
        option = pending.pop()
        if option in seen or option in barren:
            continue
        seen.add(option)
        if sends(run, option):
            found = True
            yield option
            continue
        pending.extend(one for each in _inside(run, option) for one in options(each))
    if not found:
        barren |= seen


def _inside(run: State, value: Value) -> list[Value]:
    """What whoever gets a value has with it: what is in a container, not in an object of the program's."""
    match value:
        case Handle():
            return list(value.inside())
        case Tup(items=items):
            return list(items)
        case Gen(task=task):
            return [run.engine.peek(("yield", task))]
        case ModuleV(name=module):
            return [member for _, member in run.semantics.module_members(run, module)]
        case Obj() if run.heap.shape(value).cls is None:
            return members(run, value)
    return []


def sends(run: State, value: Value) -> bool:
    """Whoever calls it, or something of it, makes requests."""
    match value:
        case Method(receiver=receiver):
            return any(isinstance(one, Handle) and one.reaches() for one in options(receiver))
        case Partial(function=function):
            return not isinstance(function, FuncV | Bound)
        case Handle() if value.reaches() or any_operation(value):
            return True
        case Handle() | Ext():
            return run.language.makes_clients(value)
    return False


def function_of(value: Value) -> FuncV | None:
    """The function behind a callable of the program."""
    match value:
        case FuncV():
            return value
        case Bound(function=inner) | Partial(function=inner):
            return next((found for option in options(inner) if (found := function_of(option))), None)
    return None


def class_of(value: Value) -> ClassV | None:
    """The class of the program that a value makes instances of, with arguments of its own."""
    match value:
        case Partial(function=inner):
            classes = (one if isinstance(one, ClassV) else class_of(one) for one in options(inner))
            return next((one for one in classes if one is not None), None)
    return None
