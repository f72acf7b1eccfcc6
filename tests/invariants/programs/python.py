"""Programs in Python that grow in one direction; see ``programs`` for what each shape is about."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.invariants.programs.model import Builder, Program
from tests.invariants.programs.services import Call, chunks, own, paginators, shared

BOTO3 = "import boto3"


def request(client: str, call: Call) -> str:
    """The expression that makes a request, for the end of a line."""
    argument = f'{call.required}="one"' if call.required else ""
    return f"{client}.{call.method}({argument})"


# --- many functions behind one wrapper ---

_TIMED = """
def timed(method):
    @wraps(method)
    def measured(*args, **kwargs):
        started = time.monotonic()
        try:
            return method(*args, **kwargs)
        finally:
            print(method.__name__, time.monotonic() - started)
    return measured
"""


def decorated(n: int, seed: int, mark: str = "@timed\n", shape: str = "decorated") -> Program:
    """N synchronisations of four functions each: one requests, the others carry data."""
    made = Builder("python", shape, entries=("run",))
    wraps = ("timed",) if mark else ()
    if mark:
        made.add("app/timing", "timed", _TIMED, ("import time", "from functools import wraps"))
    calls = own(n, random.Random(f"{shape}/{seed}"))
    for start, group in chunks(calls):
        module = f"app/sync_{start}"
        for index, call in enumerate(group, start):
            made.add(module, f"fetch_{index}", f"""
{mark}def fetch_{index}(session, region):
    client = session.client("{call.service}", region_name=region)
    answer = {request("client", call)}  {call.mark}
    return answer.get("Rows{index}", [])
""", needs=wraps)  # fmt: skip
            made.add(module, f"shape_{index}", f"""
{mark}def shape_{index}(rows, region, account):
    found = []
    for row in rows:
        for part in row["Parts"]:
            found.append({{"id": part["Id"], "k{index}": part.get("A", {{}}).get("B"), "region": region,
                          "account": account}})
    return found
""", needs=wraps)  # fmt: skip
            made.add(module, f"write_{index}", f"""
{mark}def write_{index}(graph, rows, region, account, tag):
    graph.merge("node{index}", rows=rows, region=region, account=account, tag=tag)
""", needs=wraps)  # fmt: skip
            made.add(module, f"sync_{index}", f"""
{mark}def sync_{index}(graph, session, regions, account, tag, common):
    rows = []
    for region in regions:
        found = fetch_{index}(session, region)
        rows = shape_{index}(found, region, account)
        write_{index}(graph, rows, region, account, tag)
    common["n{index}"] = rows
""", uses=(f"fetch_{index}", f"shape_{index}", f"write_{index}"), needs=wraps)  # fmt: skip
    names = [f"sync_{index}" for index in range(n)]
    made.add("app/table", "SYNC", "SYNC = {" + ", ".join(f'"{n}": {n}' for n in names) + "}", needs=names)
    made.add("app/table", "run", """
def run(graph, config):
    session = boto3.Session()
    common = {"tag": config.tag}
    for name in list(SYNC):
        SYNC[name](graph, session, ["us-east-1", "eu-west-1"], config.account, config.tag, common)
""", (BOTO3,), ("SYNC",))  # fmt: skip
    return made.program()


def undecorated(n: int, seed: int) -> Program:
    return decorated(n, seed, "", "undecorated")


# --- a class that stores the name of a service ---

_CONNECTION = """
class Connection:
    def __init__(self, service, region=None):
        self.service = service
        self.region = region

    def open(self):
        return boto3.client(self.service, region_name=self.region)

    def regional(self, regions):
        found = {}
        for region in regions:
            found[region] = boto3.client(self.service, region_name=region)
        return found
"""


def sessions(n: int, seed: int) -> Program:
    """N services through one class that makes clients in two methods."""
    made = Builder("python", "sessions", entries=("run",))
    made.add("app/connection", "Connection", _CONNECTION, (BOTO3,))
    calls = own(n, random.Random(f"sessions/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            made.add(f"app/users_{start}", f"use_{index}", f"""
def use_{index}():
    clients = Connection("{call.service}").regional(["us-east-1", "eu-west-1"])
    for region in clients:
        {request("clients[region]", call)}  {call.mark}
    return {request(f'Connection("{call.service}").open()', call)}  {call.mark}
""", uses=("Connection",))  # fmt: skip
    _run(made, [f"use_{index}" for index in range(n)])
    return made.program()


def _run(made: Builder, names: Sequence[str], arguments: str = "") -> None:
    body = "\n".join(f"    {name}({arguments})" for name in names)
    made.add("app/main", "run", f"def run():\n{body}\n", uses=names)
    made.add("app/main", "start", 'if __name__ == "__main__":\n    run()', uses=("run",), last=True)


# --- a generic repository ---

_REPOSITORY = """
class Repository:
    service = None

    def __init__(self):
        self.client = boto3.client(self.service)

    def tags(self, name):
        return self.read(self.client, name)

    def read(self, client, name):
        raise NotImplementedError
"""
_RESOURCE = """
class Resource:
    def __init__(self, service, lister):
        self.client = boto3.client(service)
        self.lister = lister

    def tags(self, name):
        return self.lister(self.client, name)
"""


def generics(n: int, seed: int) -> Program:
    """N services behind one base class or one record with a function; most have the same operation."""
    made = Builder("python", "generics", entries=("run",))
    made.add("app/base", "Repository", _REPOSITORY, (BOTO3,))
    made.add("app/base", "Resource", _RESOURCE, (BOTO3,))
    calls = shared(n, random.Random(f"generics/{seed}"))
    for start, group in chunks(calls):
        module = f"app/kinds_{start}"
        for index, call in enumerate(group, start):
            argument = f"{call.required}=name" if call.required else ""
            line = f"client.{call.method}({argument})  {call.mark}"
            if index % 2:
                made.add(module, f"Repository{index}", f"""
class Repository{index}(Repository):
    service = "{call.service}"

    def read(self, client, name):
        return {line}
""", needs=("Repository",))  # fmt: skip
                made.add(
                    module, f"make_{index}", f"def make_{index}():\n    return Repository{index}()\n",
                    uses=(f"Repository{index}",),
                )  # fmt: skip
            else:
                made.add(module, f"list_{index}", f"def list_{index}(client, name):\n    return {line}\n")
                made.add(
                    module, f"make_{index}",
                    f'def make_{index}():\n    return Resource("{call.service}", list_{index})\n',
                    uses=("Resource", f"list_{index}"),
                )  # fmt: skip
    makers = [f"make_{index}" for index in range(n)]
    made.add("app/main", "run", f"""
def run():
    for make in ({", ".join(makers)},):
        print(make().tags("one"))
""", uses=makers)  # fmt: skip
    made.add("app/main", "start", "run()", needs=("run",), last=True)
    return made.program()


# --- a factory with many callers ---

_FACTORIES = {
    "client_of": """
def client_of(service, region=None):
    if service not in MADE:
        MADE[service] = boto3.client(service, region_name=region)
    return MADE[service]
""",
    "cached_client": """
@lru_cache(maxsize=None)
def cached_client(service):
    return boto3.client(service)
""",
    "client_with": """
def client_with(service, **options):
    return new_client(service, **{"region_name": "eu-west-1", **options})
""",
}


def factory(n: int, seed: int) -> Program:
    """N callers of three factories: one keeps what it made in a table, one is cached, one goes through another."""
    made = Builder("python", "factory", entries=("run",))
    made.add("app/clients", "MADE", "MADE = {}")
    made.add("app/clients", "client_of", _FACTORIES["client_of"], (BOTO3,), ("MADE",))
    made.add(
        "app/clients", "cached_client", _FACTORIES["cached_client"],
        (BOTO3, "from functools import lru_cache"),
    )  # fmt: skip
    made.add("app/clients", "new_client", """
def new_client(service, **options):
    return boto3.client(service, **options)
""", (BOTO3,))  # fmt: skip
    made.add("app/clients", "client_with", _FACTORIES["client_with"], uses=("new_client",))
    calls = shared(n, random.Random(f"factory/{seed}"))
    makers = ("client_of", "cached_client", "client_with")
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            maker = makers[index % 3]
            made.add(f"app/callers_{start}", f"call_{index}", f"""
def call_{index}():
    client = {maker}("{call.service}")
    return {request("client", call)}  {call.mark}
""", uses=(maker,))  # fmt: skip
    _run(made, [f"call_{index}" for index in range(n)])
    return made.program()


# --- a registry filled in a loop ---


def registry(n: int, seed: int) -> Program:
    """N clients made in a loop over names and looked up by name, and handlers that register themselves."""
    made = Builder("python", "registry", entries=("run", "dispatch"))
    calls = shared(n, random.Random(f"registry/{seed}"))
    names = "\n".join(f'    "{call.service}",' for call in calls)
    made.add("app/registry", "SERVICES", f"SERVICES = (\n{names}\n)")
    made.add("app/registry", "CLIENTS", """
CLIENTS = {}
for name in SERVICES:
    CLIENTS[name] = boto3.client(name)
""", (BOTO3,), needs=("SERVICES",))  # fmt: skip
    made.add("app/registry", "lookup", """
def lookup(name):
    return CLIENTS[name]
""", uses=("CLIENTS",))  # fmt: skip
    made.add("app/handlers", "HANDLERS", "HANDLERS = {}")
    made.add("app/handlers", "handles", """
def handles(kind):
    def register(function):
        HANDLERS[kind] = function
        return function
    return register
""", needs=("HANDLERS",))  # fmt: skip
    made.add("app/handlers", "dispatch", """
def dispatch(event):
    for kind in list(HANDLERS):
        print(HANDLERS[kind](event))
    return HANDLERS[event["kind"]](event) if event["kind"] in HANDLERS else None
""", uses=("HANDLERS",))  # fmt: skip
    handlers = []
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            client = f'CLIENTS["{call.service}"]' if index % 2 else f'lookup("{call.service}")'
            handlers.append(made.add(f"app/events_{start}", f"on_{index}", f"""
@handles("k{index}")
def on_{index}(event):
    return {request(client, call)}  {call.mark}
""", uses=("CLIENTS" if index % 2 else "lookup",), needs=("handles",)))  # fmt: skip
    made.add("app/main", "run", "def run():\n    return len(ALL)\n", uses=("ALL",))
    made.add("app/main", "ALL", f"ALL = [{', '.join(handlers)}]", needs=handlers)
    return made.program()


# --- a middleware around every handler ---


def middleware(n: int, seed: int) -> Program:
    """N handlers, each behind the same layers, put around it in a loop."""
    made = Builder("python", "middleware", entries=tuple(f"handler_{index}" for index in range(n)))
    made.add("app/layers", "logged", """
def logged(handler):
    def run(event, context):
        print("start", handler.__name__)
        return handler(event, context)
    return run
""")  # fmt: skip
    made.add("app/layers", "guarded", """
def guarded(handler):
    def run(event, context):
        try:
            return handler(event, context)
        except ValueError as error:
            return {"error": str(error)}
    return run
""")  # fmt: skip
    made.add("app/layers", "shaped", """
class shaped:
    def __init__(self, handler):
        self.handler = handler
        self.__name__ = "shaped"

    def __call__(self, event, context):
        return {"body": self.handler(event, context)}
""")  # fmt: skip
    made.add("app/layers", "LAYERS", "LAYERS = [logged, guarded, shaped]",
             needs=("logged", "guarded", "shaped"))  # fmt: skip
    made.add("app/layers", "wrapped", """
def wrapped(handler):
    for layer in LAYERS:
        handler = layer(handler)
    return handler
""", needs=("LAYERS",))  # fmt: skip
    made.add("app/layers", "shielded", """
def shielded(handler):
    return logged(guarded(shaped(handler)))
""", needs=("logged", "guarded", "shaped"))  # fmt: skip
    calls = own(n, random.Random(f"middleware/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            layer = "wrapped" if index % 2 else "shielded"
            made.add(f"app/handlers_{start}", f"handler_{index}", f"""
@{layer}
def handler_{index}(event, context):
    client = boto3.client("{call.service}")
    return {request("client", call)}  {call.mark}
""", (BOTO3,), needs=(layer,))  # fmt: skip
    return made.program()


# --- helpers that get methods ---

_HELPERS = {
    "to_thread": ("""
def to_thread(method, **kwargs):
    return POOL.submit(lambda: method(**kwargs)).result()  {marks}
""", "to_thread({client}.{method}{argument})"),
    "retried": ("""
def retried(method, *args, attempts=3, **kwargs):
    for attempt in range(attempts):
        try:
            return method(*args, **kwargs)  {marks}
        except TimeoutError:
            time.sleep(attempt)
    return None
""", "retried({client}.{method}{argument}, attempts=2)"),
    "by_name": ("""
def by_name(client, name, **kwargs):
    return getattr(client, name)(**kwargs)  {marks}
""", 'by_name({client}, "{method}")'),
    "again": ("""
def again(method, **kwargs):
    owner = method.__self__
    return getattr(owner, method.__name__)(**kwargs)  {marks}
""", "again({client}.{method})"),
    "fixed": ("""
def fixed(method, **kwargs):
    later = partial(method, **kwargs)
    return later()  {marks}
""", "fixed({client}.{method}{argument})"),
    "bound": ("""
def bound(method, *args, **kwargs):
    given = signature(method).bind_partial(*args, **kwargs)
    return method(*given.args, **given.kwargs)  {marks}
""", "bound({client}.{method})"),
}  # fmt: skip
_HELPER_LIBRARIES = {
    "to_thread": ("from concurrent.futures import ThreadPoolExecutor",),
    "retried": ("import time",),
    "fixed": ("from functools import partial",),
    "bound": ("from inspect import signature",),
}


def retry(n: int, seed: int) -> Program:
    """N methods of clients, handed to helpers that call them in every way that there is; and single dispatch."""
    made = Builder("python", "retry", entries=("run",))
    helpers = list(_HELPERS)
    plain = own(n, random.Random(f"retry/{seed}"))
    given = shared(n, random.Random(f"retry/{seed}"))
    # Arguments go through those helpers that hand on the method as it is.
    calls = [
        (given if "{argument}" in _HELPERS[helpers[index % len(helpers)]][1] else plain)[index]
        for index in range(n)
    ]
    made.add("app/helpers", "POOL", "POOL = ThreadPoolExecutor(4)", _HELPER_LIBRARIES["to_thread"])
    for number, helper in enumerate(helpers):
        text, _ = _HELPERS[helper]
        mine = [call.mark[2:] for call in calls[number :: len(helpers)]]
        marks = f"@@{','.join(mine)}" if mine else ""
        made.add(
            "app/helpers", helper, text.replace("{marks}", marks),
            _HELPER_LIBRARIES.get(helper, ()) if helper != "to_thread" else (),
            ("POOL",) if helper == "to_thread" else (),
        )  # fmt: skip
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            helper = helpers[index % len(helpers)]
            use = _HELPERS[helper][1].format(
                client="client",
                method=call.method,
                argument=f', {call.required}="one"' if call.required else "",
            )
            made.add(f"app/users_{start}", f"use_{index}", f"""
def use_{index}():
    client = boto3.client("{call.service}")
    return {use}
""", (BOTO3,), (helper,))  # fmt: skip
    first, second, *_ = own(n + 2, random.Random(f"retry/dispatched/{seed}"))
    made.add("app/dispatched", "Order", "class Order:\n    pass\n")
    made.add("app/dispatched", "Invoice", "class Invoice:\n    pass\n")
    made.add("app/dispatched", "publish", f"""
@singledispatch
def publish(value):
    raise TypeError(value)


@publish.register
def _(value: Order):
    return {request(f'boto3.client("{first.service}")', first)}  {first.mark}


@publish.register(Invoice)
def _publish_invoice(value):
    return {request(f'boto3.client("{second.service}")', second)}  {second.mark}
""", (BOTO3, "from functools import singledispatch"), needs=("Order", "Invoice"))  # fmt: skip
    made.add("app/dispatched", "publish_all", """
def publish_all():
    for value in (Order(), Invoice()):
        publish(value)
""", uses=("Order", "Invoice", "publish"))  # fmt: skip
    _run(made, [*(f"use_{index}" for index in range(n)), "publish_all"])
    return made.program()


def paginated(n: int, seed: int) -> Program:
    """N lists, each read through one helper that is given the operation's name."""
    made = Builder("python", "paginated", entries=("run",))
    calls = paginators(n, random.Random(f"paginated/{seed}"))
    marks = ",".join(call.mark[2:] for call in calls)
    made.add("app/paging", "paginate", f"""
def paginate(client, name, **kwargs):
    for page in client.get_paginator(name).paginate(**kwargs):  @@{marks}
        yield page
""")  # fmt: skip
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            made.add(f"app/lists_{start}", f"list_{index}", f"""
def list_{index}():
    client = boto3.client("{call.service}")
    return [page for page in paginate(client, "{call.method}")]
""", (BOTO3,), ("paginate",))  # fmt: skip
    _run(made, [f"list_{index}" for index in range(n)])
    return made.program()
