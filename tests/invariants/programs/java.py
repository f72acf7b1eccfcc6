"""Programs in Java that grow in one direction; see ``programs`` for what each shape is about.

A module is a class of static members, which others import statically; other classes stand beside it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.invariants.programs.model import Builder, Program
from tests.invariants.programs.services import Call, chunks, own, shared

SERVICES = "software.amazon.awssdk.services"
REGION = "import software.amazon.awssdk.regions.Region;"
LIST, MAP, HASH_MAP = "import java.util.List;", "import java.util.Map;", "import java.util.HashMap;"
ARRAY_LIST = "import java.util.ArrayList;"
SUPPLIER, FUNCTION = "import java.util.function.Supplier;", "import java.util.function.Function;"
BI_FUNCTION = "import java.util.function.BiFunction;"
UNARY = "import java.util.function.UnaryOperator;"


def library(call: Call) -> str:
    return f"import {SERVICES}.{call.small}.{call.pascal}Client;"


def model(call: Call) -> str:
    return f"import {SERVICES}.{call.small}.model.{call.operation}Request;"


def request(client: str, call: Call, value: str = '"one"') -> str:
    member = (call.required or "")[:1].lower() + (call.required or "")[1:]
    argument = f"request -> request.{member}({value})" if call.required else ""
    return f"{client}.{call.lower}({argument})"


def _run(made: Builder, names: Sequence[str]) -> None:
    body = "\n".join(f"        {name}();" for name in names)
    text = f"    public static void main(String[] arguments) {{\n{body}\n    }}"
    made.add("app/Main", "main", text, uses=names)


# --- many functions behind one wrapper ---

_TIMED = """
    static <T> T timed(String name, Supplier<T> work) {
        long started = System.nanoTime();
        try {
            return work.get();
        } finally {
            System.out.println(name + (System.nanoTime() - started));
        }
    }
"""
_ROW = """
class Row {
    final String id;
    final List<Row> parts = new ArrayList<>();
    final Map<String, String> values = new HashMap<>();

    Row(String id) {
        this.id = id;
    }
}
"""
_GRAPH = """
interface Graph {
    int merge(String name, List<Row> rows);
}
"""


def decorated(n: int, seed: int, wrapped: bool = True) -> Program:
    """N synchronisations of four functions each: one requests, the others carry data."""
    shape = "decorated" if wrapped else "undecorated"
    made = Builder("java", shape)
    if wrapped:
        made.add("app/Timing", "timed", _TIMED, (SUPPLIER,))
    made.add("app/Rows", "Row", _ROW, (LIST, MAP, ARRAY_LIST, HASH_MAP), outside=True)
    made.add("app/Rows", "Graph", _GRAPH, (LIST,), ("Row",), outside=True)
    wraps = ("timed",) if wrapped else ()

    def function(
        module: str, head: str, body: str, more: Sequence[str] = (), uses: Sequence[str] = ()
    ) -> None:
        name = head.split("(", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
        open_ = f'return timed("{name}", () -> {{' if wrapped else ""
        close = "});" if wrapped else ""
        text = f"    static {head} {{\n        {open_}\n{body}\n        {close}\n    }}"
        made.add(module, name, text, more, (*uses, *wraps))

    calls = own(n, random.Random(f"{shape}/{seed}"))
    for start, group in chunks(calls):
        module = f"app/Sync{start}"
        for index, call in enumerate(group, start):
            function(module, f"List<Row> fetch{index}(String region)", f"""\
            {call.pascal}Client client = {call.pascal}Client.builder().region(Region.of(region)).build();
            var answer = {request("client", call)};  {call.mark}
            return List.of(new Row(answer.toString()));""", (LIST, REGION, library(call)), ("Row",))  # fmt: skip
            function(module, f"List<Row> shape{index}(List<Row> rows, String region)", f"""\
            List<Row> found = new ArrayList<>();
            for (Row row : rows) {{
                for (Row part : row.parts) {{
                    Row made = new Row(part.id);
                    made.values.put("k{index}", part.values.get("A"));
                    found.add(made);
                }}
            }}
            return found;""", (LIST, ARRAY_LIST), ("Row",))  # fmt: skip
            function(module, f"Integer write{index}(Graph graph, List<Row> rows)", f"""\
            return graph.merge("node{index}", rows);""", (LIST,), ("Row", "Graph"))  # fmt: skip
            function(module, f"Integer sync{index}(Graph graph)", f"""\
            int total = 0;
            for (String region : List.of("us-east-1", "eu-west-1")) {{
                List<Row> found = fetch{index}(region);
                total += write{index}(graph, shape{index}(found, region));
            }}
            return total;""", (LIST,), ("Row", "Graph", f"fetch{index}", f"shape{index}", f"write{index}"))  # fmt: skip
    names = [f"sync{index}" for index in range(n)]
    rows = "".join(f'        SYNCS.put("{name}", graph -> {name}(graph));\n' for name in names)
    made.add("app/Table", "SYNCS", f"""
    static final Map<String, Function<Graph, Integer>> SYNCS = new HashMap<>();

    static {{
{rows}    }}
""", (MAP, HASH_MAP, FUNCTION), ("Graph", *names))  # fmt: skip
    made.add("app/Table", "syncAll", """
    static void syncAll() {
        for (String name : SYNCS.keySet()) {
            System.out.println(SYNCS.get(name).apply((kind, rows) -> rows.size()));
        }
    }
""", uses=("SYNCS",))  # fmt: skip
    _run(made, ["syncAll"])
    return made.program()


def undecorated(n: int, seed: int) -> Program:
    return decorated(n, seed, False)


# --- a class that stores how a service's client is made ---

_OPENER = """
class Opener<C> {
    private final Function<String, C> build;

    Opener(Function<String, C> build) {
        this.build = build;
    }

    C open() {
        return build.apply("us-east-1");
    }

    Map<String, C> regional(List<String> regions) {
        Map<String, C> found = new HashMap<>();
        for (String region : regions) {
            found.put(region, build.apply(region));
        }
        return found;
    }
}
"""


def sessions(n: int, seed: int) -> Program:
    """N services through one class that makes clients in two methods."""
    made = Builder("java", "sessions")
    made.add("app/Opening", "Opener", _OPENER, (LIST, MAP, HASH_MAP, FUNCTION), outside=True)
    calls = own(n, random.Random(f"sessions/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            kind = f"{call.pascal}Client"
            made.add(f"app/Users{start}", f"use{index}", f"""
    static void use{index}() {{
        var made = new Opener<{kind}>(region -> {kind}.builder().region(Region.of(region)).build());
        for (var client : made.regional(List.of("us-east-1", "eu-west-1")).values()) {{
            {request("client", call)};  {call.mark}
        }}
        {request("made.open()", call)};  {call.mark}
    }}
""", (library(call), REGION, LIST), ("Opener",))  # fmt: skip
    _run(made, [f"use{index}" for index in range(n)])
    return made.program()


# --- a generic repository ---

_REPOSITORY = """
abstract class Repository<C> {
    protected final C client;

    Repository(C client) {
        this.client = client;
    }

    Object tags(String name) {
        return read(client, name);
    }

    abstract Object read(C client, String name);
}
"""
_RESOURCE = """
class Resource<C> extends Repository<C> {
    private final BiFunction<C, String, Object> lister;

    Resource(Supplier<C> build, BiFunction<C, String, Object> lister) {
        super(build.get());
        this.lister = lister;
    }

    @Override
    Object read(C client, String name) {
        return lister.apply(client, name);
    }
}
"""


def generics(n: int, seed: int) -> Program:
    """N services behind one base class, or one generic class with a function; most have the same operation."""
    made = Builder("java", "generics")
    made.add("app/Base", "Repository", _REPOSITORY, outside=True)
    made.add("app/Base", "Resource", _RESOURCE, (SUPPLIER, BI_FUNCTION), ("Repository",), outside=True)
    calls = shared(n, random.Random(f"generics/{seed}"))
    for start, group in chunks(calls):
        module = f"app/Kinds{start}"
        for index, call in enumerate(group, start):
            kind = f"{call.pascal}Client"
            if index % 2:
                made.add(module, f"Repository{index}", f"""
class Repository{index} extends Repository<{kind}> {{
    Repository{index}() {{
        super({kind}.create());
    }}

    @Override
    Object read({kind} client, String name) {{
        return {request("client", call, "name")};  {call.mark}
    }}
}}
""", (library(call),), ("Repository",), outside=True)  # fmt: skip
                made.add(module, f"make{index}", f"""
    static Repository<?> make{index}() {{
        return new Repository{index}();
    }}
""", uses=(f"Repository{index}", "Repository"))  # fmt: skip
            else:
                made.add(module, f"list{index}", f"""
    static Object list{index}({kind} client, String name) {{
        return {request("client", call, "name")};  {call.mark}
    }}
""", (library(call),))  # fmt: skip
                made.add(module, f"make{index}", f"""
    static Repository<?> make{index}() {{
        return new Resource<{kind}>({kind}::create, (client, name) -> list{index}(client, name));
    }}
""", (library(call),), ("Resource", "Repository", f"list{index}"))  # fmt: skip
    makers = [f"make{index}" for index in range(n)]
    made.add("app/All", "runAll", f"""
    static void runAll() {{
        for (Repository<?> one : List.of({", ".join(f"{maker}()" for maker in makers)})) {{
            System.out.println(one.tags("one"));
        }}
    }}
""", (LIST,), ("Repository", *makers))  # fmt: skip
    _run(made, ["runAll"])
    return made.program()


# --- a factory with many callers ---


def factory(n: int, seed: int) -> Program:
    """N callers of two factories: one keeps what it made in a table."""
    made = Builder("java", "factory")
    made.add(
        "app/Clients", "MADE", "    static final Map<String, Object> MADE = new HashMap<>();", (MAP, HASH_MAP)
    )
    made.add("app/Clients", "clientOf", """
    static <C> C clientOf(Supplier<C> build) {
        System.out.println("new client");
        return build.get();
    }
""", (SUPPLIER,))  # fmt: skip
    made.add("app/Clients", "keptClient", """
    @SuppressWarnings("unchecked")
    static <C> C keptClient(String name, Supplier<C> build) {
        Object found = MADE.get(name);
        if (found == null) {
            found = build.get();
            MADE.put(name, found);
        }
        return (C) found;
    }
""", (SUPPLIER,), ("MADE",))  # fmt: skip
    calls = shared(n, random.Random(f"factory/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            kind = f"{call.pascal}Client"
            maker = "keptClient" if index % 2 else "clientOf"
            name = f'"{call.service}", ' if index % 2 else ""
            declared = "var" if index % 4 < 2 else kind
            made.add(f"app/Callers{start}", f"call{index}", f"""
    static void call{index}() {{
        {declared} client = {maker}({name}() -> {kind}.create());
        {request("client", call)};  {call.mark}
    }}
""", (library(call),), (maker,))  # fmt: skip
    _run(made, [f"call{index}" for index in range(n)])
    return made.program()


# --- a registry filled in a loop ---


def registry(n: int, seed: int) -> Program:
    """N clients made in a loop over a table and looked up by name, and handlers that are registered."""
    made = Builder("java", "registry")
    calls = own(n, random.Random(f"registry/{seed}"))
    rows = "".join(
        f'        BUILDERS.put("{call.service}", {call.pascal}Client::create);\n' for call in calls
    )
    made.add("app/Registry", "BUILDERS", f"""
    static final Map<String, Supplier<Object>> BUILDERS = new HashMap<>();

    static {{
{rows}    }}
""", (MAP, HASH_MAP, SUPPLIER, *(library(call) for call in calls)))  # fmt: skip
    made.add("app/Registry", "CLIENTS", """
    static final Map<String, Object> CLIENTS = new HashMap<>();

    static void fill() {
        for (Map.Entry<String, Supplier<Object>> entry : BUILDERS.entrySet()) {
            CLIENTS.put(entry.getKey(), entry.getValue().get());
        }
    }
""", (MAP, HASH_MAP, SUPPLIER), ("BUILDERS",))  # fmt: skip
    made.add("app/Registry", "lookup", """
    static Object lookup(String name) {
        fill();
        return CLIENTS.get(name);
    }
""", uses=("CLIENTS",), needs=("CLIENTS", "BUILDERS"))  # fmt: skip
    made.add("app/Handlers", "Handler", """
interface Handler {
    Object handle(Map<String, String> event);
}
""", (MAP,), outside=True)  # fmt: skip
    made.add("app/Handlers", "HANDLERS", "    static final Map<String, Handler> HANDLERS = new HashMap<>();",
             (MAP, HASH_MAP), ("Handler",))  # fmt: skip
    made.add("app/Handlers", "handles", """
    static void handles(String kind, Handler handler) {
        HANDLERS.put(kind, handler);
    }
""", uses=("HANDLERS", "Handler"))  # fmt: skip
    names = []
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            client = f'(({call.pascal}Client) lookup("{call.service}"))'
            names.append(made.add(f"app/Events{start}", f"on{index}", f"""
    static Object on{index}(Map<String, String> event) {{
        return {request(client, call)};  {call.mark}
    }}
""", (library(call), MAP), ("lookup",)))  # fmt: skip
    body = "".join(
        f'        handles("k{index}", event -> {name}(event));\n' for index, name in enumerate(names)
    )
    made.add("app/Dispatching", "dispatch", f"""
    static void dispatch() {{
{body}        for (String kind : HANDLERS.keySet()) {{
            System.out.println(HANDLERS.get(kind).handle(Map.of("kind", kind)));
        }}
    }}
""", (MAP,), ("HANDLERS", "handles", *names))  # fmt: skip
    _run(made, ["dispatch"])
    return made.program()


# --- a middleware around every handler ---


def middleware(n: int, seed: int) -> Program:
    """N handlers, each behind the same layers, put around it in a loop or by a chain of calls."""
    made = Builder("java", "middleware")
    made.add("app/Layers", "Handler", """
interface Handler {
    Object handle(Map<String, String> event);
}
""", (MAP,), outside=True)  # fmt: skip
    made.add("app/Layers", "Guard", """
class Guard implements Handler {
    private final Handler next;

    Guard(Handler next) {
        this.next = next;
    }

    @Override
    public Object handle(Map<String, String> event) {
        try {
            return next.handle(event);
        } catch (IllegalStateException error) {
            return error.getMessage();
        }
    }
}
""", (MAP,), ("Handler",), outside=True)  # fmt: skip
    made.add("app/Layers", "logged", """
    static Handler logged(Handler next) {
        return event -> {
            System.out.println("start " + event.get("id"));
            return next.handle(event);
        };
    }
""", uses=("Handler",))  # fmt: skip
    made.add("app/Layers", "wrapped", """
    static Handler wrapped(Handler whole, List<UnaryOperator<Handler>> layers) {
        for (UnaryOperator<Handler> layer : layers) {
            whole = layer.apply(whole);
        }
        return whole;
    }
""", (LIST, UNARY), ("Handler",))  # fmt: skip
    calls = own(n, random.Random(f"middleware/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            if index % 2:
                open_, close = "wrapped(", ", List.of(next -> logged(next), next -> new Guard(next)))"
            else:
                open_, close = "logged(new Guard(", "))"
            uses = ("Handler", "Guard", "logged", *(("wrapped",) if index % 2 else ()))
            made.add(f"app/Handlers{start}", f"HANDLER{index}", f"""
    static final Handler HANDLER{index} = {open_}event -> {{
        {call.pascal}Client client = {call.pascal}Client.create();
        return {request("client", call)};  {call.mark}
    }}{close};
""", (library(call), *((LIST,) if index % 2 else ())), uses)  # fmt: skip
    names = [f"HANDLER{index}" for index in range(n)]
    made.add("app/All", "serve", f"""
    static void serve() {{
        for (Handler one : List.of({", ".join(names)})) {{
            System.out.println(one.handle(Map.of("id", "one")));
        }}
    }}
""", (LIST, MAP), ("Handler", *names))  # fmt: skip
    _run(made, ["serve"])
    return made.program()


# --- helpers that get methods ---

_HELPERS = {
    "attempted": ("""
    static <T> T attempted(Supplier<T> work) {
        IllegalStateException last = null;
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                return work.get();
            } catch (IllegalStateException error) {
                last = error;
            }
        }
        throw last;
    }
""", "attempted(() -> {request})", False, (SUPPLIER,)),
    "supplied": ("""
    static <T> T supplied(Supplier<T> work) {
        return work.get();  {marks}
    }
""", "supplied(client::{lower})", True, (SUPPLIER,)),
    "applied": ("""
    static <I, O> O applied(Function<I, O> method, I input) {
        return method.apply(input);  {marks}
    }
""", "applied(client::{lower}, {operation}Request.builder().build())", True, (FUNCTION,)),
    "handed": ("""
    static <C, O> O handed(C client, Function<C, O> use) {
        return use.apply(client);
    }
""", "handed(client, one -> {one})", False, (FUNCTION,)),
    "both": ("""
    static <C, I, O> O both(BiFunction<C, I, O> method, C client, I input) {
        return method.apply(client, input);  {marks}
    }
""", "both({kind}::{lower}, client, {operation}Request.builder().build())", True, (BI_FUNCTION,)),
}  # fmt: skip


def retry(n: int, seed: int) -> Program:
    """N methods that are handed to helpers: in lambdas and as method references, bound and not."""
    made = Builder("java", "retry")
    calls = own(n, random.Random(f"retry/{seed}"))
    helpers = list(_HELPERS)
    for number, helper in enumerate(helpers):
        text, _, inside, more = _HELPERS[helper]
        mine = [call.mark[2:] for call in calls[number :: len(helpers)]]
        marks = f"@@{','.join(mine)}" if mine and inside else ""
        made.add("app/Helpers", helper, text.replace("{marks}", marks), more)
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            helper = helpers[index % len(helpers)]
            _, form, inside, _ = _HELPERS[helper]
            use = form.format(
                request=request("client", call), one=request("one", call), lower=call.lower,
                operation=call.operation, kind=f"{call.pascal}Client",
            )  # fmt: skip
            made.add(f"app/Users{start}", f"use{index}", f"""
    static Object use{index}() {{
        {call.pascal}Client client = {call.pascal}Client.create();
        return {use};{"" if inside else "  " + call.mark}
    }}
""", (library(call), *((model(call),) if "Request" in use else ())), (helper,))  # fmt: skip
    _run(made, [f"use{index}" for index in range(n)])
    return made.program()
