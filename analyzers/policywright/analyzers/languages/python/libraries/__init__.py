"""Libraries that reach AWS for the application: tables, one TOML file per top-level package.

A call of a library path with a row here becomes the requests that the row says (``rows`` has the row
language). Values that carry something for later calls are ``LibraryValue``: the path
is what an unmodelled value would have as ``Ext``, the fields are what rows bound on the way. A table is read
when a path of its package is called first.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    Args,
    ClassV,
    Ext,
    Known,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
    told_by,
)
from policywright.analyzers.languages.python.declared import may_be_declared
from policywright.analyzers.languages.python.handles import LibraryValue
from policywright.analyzers.languages.python.libraries import bindings, rows
from policywright.analyzers.languages.python.libraries.bindings import Bindings, Fields
from policywright.analyzers.languages.python.libraries.rows import (
    COMMON,
    SETTINGS,
    Doubt,
    Library,
    RequestRow,
    Row,
)
from policywright.analyzers.model import Identity, UnresolvedCode
from policywright.analyzers.sdk import signing
from policywright.analyzers.sdk.requests import in_region, with_member
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policywright.analyzers.engine.interpreter import Interpreter

_PASSED = "<passed>"
_ANY = "<any>"
_CALL = "call"
_SUBCLASS = "<subclass>"
_SET = "<set>"
_VERBS = frozenset(("get", "post", "put", "delete", "head", "patch", "options"))
_HTTP = frozenset(("requests", "httpx", "aiohttp", "urllib3", "niquests"))
_UNMODELLED = "_unmodelled"


class Libraries:
    """All tables, read as they are needed."""

    def __init__(self) -> None:
        self._files = rows.files()
        self._loaded: dict[str, Library] = {}
        self._paths: dict[str, str] = {}

    # --- tables ---

    def table(self, package: str) -> Library | None:
        """The table of a top-level package."""
        if package not in self._files:
            return None
        found = self._loaded.get(package)
        if found is None:
            common = self.table(COMMON) if package != COMMON else None
            found = self._loaded[package] = rows.load(package, common)
        return found

    def canonical(self, path: str) -> str:
        """The path under which the tables know a thing."""
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = self._canonical(path)
        return known

    def _canonical(self, path: str) -> str:
        table = self.table(path.split(".", 1)[0])
        if table is None or not table.aliases:
            return path
        parts = path.split(".")
        for end in range(len(parts), 0, -1):
            head, called = ".".join(parts[:end]), ""
            if head.endswith("()"):
                head, called = head[:-2], "()"
            target = table.aliases.get(head)
            if target is not None and target != head:
                return self.canonical(".".join([target + called, *parts[end:]]))
        return path

    def _known(self, path: str) -> bool:
        table = self.table(path.split(".", 1)[0])
        return table is not None and path in table.prefixes

    def _any(self, path: str) -> tuple[Row, ...]:
        """The rows for whatever method of a type has no row of its own."""
        table = self.table(path.split(".", 1)[0])
        kind = path.split("()", 1)[0]
        return table.rows.get(f"{kind}().{_ANY}", ()) if table is not None and kind != path else ()

    # --- hooks of the semantics ---

    def call(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        """A call of a library path."""
        fields = () if run.making is None else (("self", run.making),)
        return self._call(run, self.canonical(path), fields, args, pos)

    def call_handle(self, run: Interpreter, handle: LibraryValue, args: Args, pos: ir.Pos) -> Value | None:
        """A call of something that a row's result led to."""
        return self._call(run, handle.path, handle.fields, args, pos)

    def attribute(self, handle: LibraryValue, name: str) -> Value:
        """An attribute of a library value; on the way to a row it keeps what is known."""
        full = self.canonical(f"{handle.path}.{name}")
        return LibraryValue(full, handle.fields) if self._known(full) or self._any(full) else Ext(full)

    def special(self, run: Interpreter, value: Value, name: str, args: Args = NO_ARGS) -> Value | None:
        """Methods that the language calls: ``__enter__``, ``__iter__``, ``__getitem__``."""
        path = value.path if isinstance(value, LibraryValue | Ext) else ""
        fields = value.fields if isinstance(value, LibraryValue) else ()
        full = f"{self.canonical(path)}.{name}"
        return self._call(run, full, fields, args, run.here) if self._known(full) else None

    def inherited(self, base: Ext, name: str, owner: Value) -> Value | None:
        """A member that a class of the program inherits from a library class."""
        full = f"{self.canonical(base.path)}().{name}"
        table = self.table(full.split(".", 1)[0])
        known = self._known(full) or (table is not None and _not_said(table, full) is not None)
        return LibraryValue(full, (("self", owner),)) if known else None

    def subclassed(self, run: Interpreter, base: Ext, cls: ClassV, pos: ir.Pos) -> None:
        """A class that frameworks instantiate by itself: a storage back end, for one."""
        path = f"{self.canonical(base.path)}().{_SUBCLASS}"
        table = self.table(path.split(".", 1)[0])
        found = table.rows.get(path) if table is not None else None
        if table is not None and found:
            self._apply(run, table, found, path, (("self", cls),), NO_ARGS, pos)

    def assigned(self, run: Interpreter, receiver: Ext | LibraryValue, name: str, value: Value) -> None:
        """An attribute of something of a library that the program sets: ``app.conf.broker_url = "sqs://"``."""
        fields = receiver.fields if isinstance(receiver, LibraryValue) else ()
        full = f"{self.canonical(receiver.path)}.{name}.{_SET}"
        table = self.table(full.split(".", 1)[0])
        found = table.rows.get(full) if table is not None else None
        if table is not None and found:
            self._apply(run, table, found, full, fields, Args((value,)), run.here)

    def instance(self, path: str) -> Value | None:
        """A value of an annotated library type."""
        full = f"{self.canonical(path)}()"
        return LibraryValue(full) if self._known(full) else None

    def known_by_name(self, name: str) -> bool:
        """Whether there are rows for a method of this name, whatever it is of."""
        return rows.mentions(COMMON, f'*.{name}"')

    def method_of_anything(
        self, run: Interpreter, name: str, args: Args, pos: ir.Pos, receiver: str = ""
    ) -> Value | None:
        """A method whose arguments by themselves show that it reaches AWS (``df.to_csv("s3://...")``)."""
        common = self.table(COMMON) if rows.mentions(COMMON, f"*.{name}") else None
        found = common.anything.get(name) if common is not None else None
        if common is None or not found:
            return None
        return self._apply(run, common, found, f"{receiver}.{name}", (), args, pos)

    # --- calls ---

    def _call(self, run: Interpreter, path: str, fields: Fields, args: Args, pos: ir.Pos) -> Value | None:
        package, _, _ = path.partition(".")
        table = self.table(package)
        name = path.rsplit(".", 1)[-1]
        if table is not None:
            for found in (table.rows.get(path), self._any(path), table.anything.get(name)):
                result = self._apply(run, table, found, path, fields, args, pos) if found else None
                if result is not None:
                    return result
        result = self.method_of_anything(run, name, args, pos, path.rpartition(".")[0])
        if result is not None:
            return result
        self._pass_on(run, path, args, pos)
        if table is not None:
            self._strict(run, table, path, pos)
        self._unmodelled(run, path, pos)
        return None

    def _apply(
        self,
        run: Interpreter,
        table: Library,
        found: tuple[Row, ...],
        path: str,
        fields: Fields,
        args: Args,
        pos: ir.Pos,
    ) -> Value | None:
        """The first row that applies makes its requests, and those ``also`` before it; else None.

        Of several texts each has the first row that applies to it.
        """
        unsure: list[Doubt] = []
        answered: bindings.Answered = {}
        results: list[Value] = []
        for row in found:
            values = {**bindings.bound(run, row, fields, args), _CALL: Known(path)}
            if answered and not bindings.without(row, values, answered):
                continue
            if not bindings.holds(run, row.when, values):
                continue
            alternatives = list(bindings.sets(run, row, values))
            if not alternatives:
                unsure.extend(bindings.doubts(run, row, values, fields, args))
                continue
            if not row.requests:
                self._doubted(run, table, found, unsure, path, pos)
            identity = in_region(run, bindings.identity(run, values.get("identity")), values.get("region"))
            for request in row.requests:
                if bindings.holds(run, request.when, values):
                    for one in alternatives:
                        if bindings.suits(request.match, one):
                            _emit(run, table, request, one, identity, pos)
            if row.also:
                continue
            function = values.get("function") if row.hands or row.first else None
            if function is not None and row.hands:
                run.call(function, _handed(row.hands), pos)
            if function is not None and row.first:
                return Partial(function, _handed(row.first))
            for name, template in row.set:
                values[name] = join_all(
                    [bindings.value(bindings.fill(template, one)) for one in alternatives]
                )
            results.append(_result(run, row, path, values, alternatives))
            if not bindings.leave(run, row, values, answered):
                return join_all(results)
        if results:
            return join_all(results)
        self._doubted(run, table, found, unsure, path, pos)
        return None

    def _doubted(
        self, run: Interpreter, table: Library, found: tuple[Row, ...], doubts: list[Doubt], path: str,
        pos: ir.Pos,
    ) -> None:  # fmt: skip
        """Says what rows may mean that do not apply for want of a text."""
        for doubt in dict.fromkeys(doubts):
            if not may_be_declared(run.program, doubt.declared, doubt.needs):
                continue
            requests = {
                one.call for row in found for one in row.requests
                if one.call and one.optional is None and any(said == doubt for _, said in row.doubts)
            }  # fmt: skip
            run.unresolved(
                pos, UnresolvedCode.LIBRARY, doubt.said, tuple(sorted(requests)),
                name=path.replace("()", "").removesuffix(f".{_SET}"), cause=table.name,
            )  # fmt: skip

    def _pass_on(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
        """A signer given to a library without a model signs that library's requests."""
        name = path.rsplit(".", 1)[-1]
        for option in told_by(args):
            if isinstance(option, LibraryValue):
                self.passed(run, option, pos, _caller(path, name, args))

    def passed(
        self, run: Interpreter, handle: LibraryValue, pos: ir.Pos, caller: dict[str, Value] | None = None
    ) -> None:
        """A library value leaves the program for something that uses it."""
        path = handle.path
        full = f"{path}.{_PASSED}"
        table = self.table(path.split(".", 1)[0])
        found = table.rows.get(full) if table is not None else None
        if table is not None and found:
            merged = tuple({**dict(handle.fields), **(caller or {})}.items())
            self._apply(run, table, found, full, merged, NO_ARGS, pos)

    # --- what is not modelled ---

    def _strict(self, run: Interpreter, table: Library, path: str, pos: ir.Pos) -> None:
        what = _not_said(table, path)
        if what is not None:
            self._report(run, table.name, path, pos, what, table.could_be)

    def _unmodelled(self, run: Interpreter, path: str, pos: ir.Pos) -> None:
        """Packages known to reach AWS in ways that the tables don't say."""
        known = rows.mentions(_UNMODELLED, path.partition(".")[0].removesuffix("()"))
        table = self.table(_UNMODELLED) if known else None
        for key, found in table.rows.items() if table is not None else ():
            if table is not None and f"{path}.".startswith(f"{key}."):
                self._apply(run, table, found, key, (), NO_ARGS, pos)
                return

    def _report(
        self, run: Interpreter, name: str, path: str, pos: ir.Pos, what: str, could_be: tuple[str, ...]
    ) -> None:
        call = path.replace("()", "")
        run.unresolved(pos, UnresolvedCode.LIBRARY, f"{call} of {name} is not modelled: {what}", could_be,
                       cause=name)  # fmt: skip

    # --- settings ---

    def module_done(self, run: Interpreter) -> None:
        """Settings modules name storage back ends and brokers as text; the framework makes them."""
        module = run.frame.module
        bound = run.program.lowered(module).bound
        body = run.program.lowered(module).body
        self._settings(run, body, bound, lambda name: run.engine.read(("global", module, name)))

    def class_done(self, run: Interpreter, cls: ClassV) -> None:
        """So do classes of settings."""
        bound = (
            target.name for statement in cls.cls.body if isinstance(statement, ir.Assign)
            for target in statement.targets if isinstance(target, ir.Name)
        )  # fmt: skip
        self._settings(run, cls.cls.body, bound, lambda name: run.engine.read(("class", cls, name)))

    def _settings(
        self, run: Interpreter, body: tuple[ir.Stmt, ...], bound: Iterable[str], of: Callable[[str], Value]
    ) -> None:
        named = sorted({name for name in bound if rows.sets(name)})
        table = self.table(SETTINGS) if named else None
        if table is None:
            return
        for name in named:
            value = of(name)
            if value is not BOTTOM:
                siblings = self._siblings(run, run.frame.module, table)
                pos = _assignment(body, name)
                for row in table.rows[name]:
                    self._apply(run, table, (row,), name, siblings, Args((value,)), pos)

    def _siblings(self, run: Interpreter, module: str, table: Library) -> Fields:
        """The other settings of the module, for rows that need them."""
        found: list[tuple[str, Value]] = []
        for name in sorted(run.program.lowered(module).bound):
            if name.startswith("AWS_"):
                value = run.engine.read(("global", module, name))
                if value is not BOTTOM:
                    found.append((name, value))
        return tuple(found)


def _not_said(table: Library, path: str) -> str | None:
    """What a call of a path may do that its table says nothing of; None where that is no matter.

    Of a type these are its methods, without the methods of its attributes and those that it calls its own.
    """
    if path in table.prefixes:
        return None
    for prefix, what in table.strict:
        method = path.removeprefix(prefix)
        of_type = prefix.endswith("().") and ("." in method or method.startswith("_"))
        if method != path and "()" not in method and not of_type:
            return what
    return None


def _result(
    run: Interpreter, row: Row, path: str, values: dict[str, Value], alternatives: list[Bindings]
) -> Value:
    """What the call returns."""
    if row.gives is not None:
        templates = (row.gives,) if isinstance(row.gives, str) else row.gives
        items = [
            bindings.value(bindings.fill(text, one), glob=True) for text in templates for one in alternatives
        ]
        return join_all(items) if isinstance(row.gives, str) else Tup((join_all(items),), open=True)
    if row.returns is None:
        return Ext(f"{path}()")
    if row.returns in ("<self>", "<selves>"):
        found = _instances(run, values.get("owner") or values.get("self"))
        return found if row.returns == "<self>" else Tup((found,), open=True)
    if not row.returns:
        return Unknown("library")
    return LibraryValue(row.returns, tuple(item for item in values.items() if item[0] != _CALL))


def _instances(run: Interpreter, owner: Value | None) -> Value:
    found: list[Value] = []
    for option in options(owner) if owner is not None else ():
        if isinstance(option, ClassV):
            found.append(run.typed_instance(option))
        elif isinstance(option, Obj):
            found.append(option)
    return join_all(found) if found else Unknown("library")


def _emit(
    run: Interpreter, table: Library, request: RequestRow, values: Bindings, identity: Identity, pos: ir.Pos
) -> None:
    """Records what one request row says, for one set of bindings."""
    if request.unresolved:
        detail = str(getattr(bindings.fill(request.unresolved, values), "value", request.unresolved))
        run.unresolved(pos, UnresolvedCode.LIBRARY, detail, request.could_be, cause=table.name)
        return
    if request.sign:
        given = {name: bindings.fill(template, values) for name, template in request.sign}
        signing.sign(run, given, identity, pos, table.name)
        return
    if request.actions:
        filled = [bindings.fill(template, values, lenient=True) for template in request.resources]
        resources = tuple(
            option for value in filled if value is not None for option in out.alternatives(value)
        )
        service, _, name = request.actions[0].partition(":")
        run.emit(pos, service, name, via=table.name, identity=identity, actions=request.actions,
                 resources=resources, optional=request.optional)  # fmt: skip
        return
    service, _, operation = request.call.partition(":")
    struct = out.Struct(())
    for path, template in request.members:
        value = bindings.fill(template, values)
        if value is not None and value != out.Const(None):
            struct = with_member(struct, path, value)
    run.emit(pos, service, operation, struct, via=table.name, identity=identity, optional=request.optional)


def _caller(path: str, name: str, args: Args) -> dict[str, Value]:
    """Method and URL of a call of an HTTP library."""
    if path.split(".", 1)[0] not in _HTTP:
        return {}
    url = args.get(1, "url") if name == "request" else args.get(0, "url")
    method: Value | None = Unknown("method")
    if name in _VERBS:
        method = Known(name.upper())
    elif name == "request":
        method = args.get(0, "method")
    return {
        key: value
        for key, value in (("url", url), ("method", method), ("headers", args.keyword("headers")))
        if value
    }


def _assignment(body: tuple[ir.Stmt, ...], name: str) -> ir.Pos:
    """Where a module sets a name first."""
    for statement in body:
        if isinstance(statement, ir.Assign):
            for target in statement.targets:
                if isinstance(target, ir.Name) and target.name == name:
                    return statement.pos
        elif isinstance(statement, ir.If):
            found = _assignment((*statement.body, *statement.orelse), name)
            if found != (0, 0):
                return found
    return (0, 0)


def _handed(values: tuple[str, ...]) -> Args:
    """Arguments that a library passes: values of its own, or anything."""
    return Args(tuple(LibraryValue(one) if one else Unknown("event") for one in values))
