"""Programs in TypeScript that grow in one direction; see ``programs`` for what each shape is about."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.invariants.programs.model import Builder, Program
from tests.invariants.programs.services import Call, chunks, own, shared


def library(call: Call) -> str:
    return f'import {{ {call.camel} }} from "@aws-sdk/client-{call.kebab}";'


def request(client: str, call: Call, value: str = '"one"') -> str:
    """The expression that makes a request, for the end of a line."""
    argument = f"{{ {call.required}: {value} }}" if call.required else "{}"
    return f"{client}.{call.lower}({argument})"


# --- many functions behind one wrapper ---

_TIMED = """
export function timed<A extends unknown[], R>(name: string, work: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const started = Date.now();
    try {
      return await work(...args);
    } finally {
      console.log(name, Date.now() - started);
    }
  };
}
"""


def decorated(n: int, seed: int, wrapped: bool = True) -> Program:
    """N synchronisations of four functions each: one requests, the others carry data."""
    shape = "decorated" if wrapped else "undecorated"
    made = Builder("typescript", shape, entries=("run",))
    if wrapped:
        made.add("src/timing", "timed", _TIMED)
    needs = ("timed",) if wrapped else ()

    def function(module: str, name: str, parameters: str, body: str, **more: Sequence[str]) -> None:
        inner = f"async {'' if wrapped else f'function {name}'}({parameters}) {'=> ' if wrapped else ''}{{\n{body}\n}}"
        text = f'export const {name} = timed("{name}", {inner});' if wrapped else f"export {inner}"
        made.add(module, name, text, needs=needs, **more)

    calls = own(n, random.Random(f"{shape}/{seed}"))
    for start, group in chunks(calls):
        module = f"src/sync_{start}"
        for index, call in enumerate(group, start):
            function(module, f"fetch_{index}", "region: string", f"""\
  const client = new {call.camel}({{ region }});
  const answer: any = await {request("client", call)};  {call.mark}
  return answer.Rows{index} ?? [];""", libraries=(library(call),))  # fmt: skip
            function(module, f"shape_{index}", "rows: any[], region: string, account: string", f"""\
  const found: object[] = [];
  for (const row of rows) {{
    for (const part of row.Parts) {{
      found.push({{ id: part.Id, k{index}: part.A?.B, region, account }});
    }}
  }}
  return found;""")  # fmt: skip
            function(module, f"write_{index}", "graph: any, rows: object[], region: string, tag: string", f"""\
  await graph.merge("node{index}", {{ rows, region, tag }});""")  # fmt: skip
            function(module, f"sync_{index}", "graph: any, regions: string[], account: string, tag: string", f"""\
  for (const region of regions) {{
    const found = await fetch_{index}(region);
    const rows = await shape_{index}(found, region, account);
    await write_{index}(graph, rows, region, tag);
  }}""", uses=(f"fetch_{index}", f"shape_{index}", f"write_{index}"))  # fmt: skip
    names = [f"sync_{index}" for index in range(n)]
    rows = "".join(f"  {name},\n" for name in names)
    made.add("src/table", "SYNC", f"export const SYNC: Record<string, any> = {{\n{rows}}};", needs=names)
    made.add("src/table", "run", """
export async function run(graph: any, config: any) {
  for (const name of Object.keys(SYNC)) {
    await SYNC[name](graph, ["us-east-1", "eu-west-1"], config.account, config.tag);
  }
}
""", uses=("SYNC",))  # fmt: skip
    return made.program()


def undecorated(n: int, seed: int) -> Program:
    return decorated(n, seed, False)


def _run(made: Builder, names: Sequence[str]) -> None:
    body = "\n".join(f"  await {name}();" for name in names)
    made.add("src/main", "run", f"export async function run() {{\n{body}\n}}", uses=names)
    made.add("src/main", "start", "void run();", uses=("run",), last=True)


# --- a class that stores the name of a service ---

_OPENER = """
export class Opener<C> {
  private readonly build: new (options: { region?: string }) => C;
  private readonly region?: string;

  constructor(build: new (options: { region?: string }) => C, region?: string) {
    this.build = build;
    this.region = region;
  }

  open(): C {
    return new this.build({ region: this.region });
  }

  regional(regions: string[]): Map<string, C> {
    const found = new Map<string, C>();
    for (const region of regions) {
      found.set(region, new this.build({ region }));
    }
    return found;
  }
}
"""
_NAMED = """
export class Named {
  service: string;

  constructor(service: string) {
    this.service = service;
  }

  open(): any {
    return new (AWS as any)[this.service]({ maxRetries: 2 });
  }

  regional(regions: string[]): any[] {
    return regions.map((region) => new (AWS as any)[this.service]({ region }));
  }
}
"""


def sessions(n: int, seed: int) -> Program:
    """N services through one class that makes clients in two methods; every other one by its name (version 2)."""
    made = Builder("typescript", "sessions", entries=("run",))
    made.add("src/opener", "Opener", _OPENER)
    made.add("src/named", "Named", _NAMED, ('import AWS from "aws-sdk";',))
    calls = own(n, random.Random(f"sessions/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            legacy = index % 2
            opener = f'new Named("{call.camel}")' if legacy else f"new Opener({call.camel})"
            each = f'{opener}.regional(["us-east-1", "eu-west-1"]){"" if legacy else ".values()"}'
            end = ".promise()" if legacy else ""
            made.add(f"src/users_{start}", f"use_{index}", f"""
export async function use_{index}() {{
  for (const client of {each}) {{
    await {request("client", call)}{end};  {call.mark}
  }}
  await {request(f"{opener}.open()", call)}{end};  {call.mark}
}}
""", () if legacy else (library(call),), ("Named" if legacy else "Opener",))  # fmt: skip
    _run(made, [f"use_{index}" for index in range(n)])
    return made.program()


# --- a generic repository ---

_REPOSITORY = """
export abstract class Repository<C> {
  protected readonly client: C;

  constructor(client: C) {
    this.client = client;
  }

  tags(name: string): Promise<unknown> {
    return this.read(this.client, name);
  }

  abstract read(client: any, name: string): Promise<unknown>;
}
"""
_RESOURCE = """
export class Resource<C> {
  constructor(private client: C, private lister: (client: C, name: string) => Promise<unknown>) {}

  tags(name: string): Promise<unknown> {
    return this.lister(this.client, name);
  }
}
"""


def generics(n: int, seed: int) -> Program:
    """N services behind one base class or one record with a function; most have the same operation."""
    made = Builder("typescript", "generics", entries=("run",))
    made.add("src/base", "Repository", _REPOSITORY)
    made.add("src/base", "Resource", _RESOURCE)
    calls = shared(n, random.Random(f"generics/{seed}"))
    for start, group in chunks(calls):
        module = f"src/kinds_{start}"
        for index, call in enumerate(group, start):
            line = f"return {request('client', call, 'name')};  {call.mark}"
            if index % 2:
                made.add(module, f"Repository{index}", f"""
export class Repository{index} extends Repository<{call.camel}> {{
  constructor() {{
    super(new {call.camel}({{}}));
  }}

  read(client: any, name: string) {{
    {line}
  }}
}}
""", (library(call),), needs=("Repository",))  # fmt: skip
                made.add(
                    module, f"make_{index}",
                    f"export function make_{index}() {{\n  return new Repository{index}();\n}}",
                    uses=(f"Repository{index}",),
                )  # fmt: skip
            else:
                made.add(module, f"list_{index}",
                         f"export function list_{index}(client: any, name: string) {{\n  {line}\n}}")  # fmt: skip
                made.add(
                    module, f"make_{index}",
                    f"export function make_{index}() {{\n"
                    f"  return new Resource(new {call.camel}({{}}), list_{index});\n}}",
                    (library(call),), ("Resource", f"list_{index}"),
                )  # fmt: skip
    makers = [f"make_{index}" for index in range(n)]
    made.add("src/main", "run", f"""
export async function run() {{
  for (const make of [{", ".join(makers)}]) {{
    console.log(await make().tags("one"));
  }}
}}
""", uses=makers)  # fmt: skip
    made.add("src/main", "start", "void run();", uses=("run",), last=True)
    return made.program()


# --- a factory with many callers ---


def factory(n: int, seed: int) -> Program:
    """N callers of three factories: one keeps what it made in a table, one goes through another."""
    made = Builder("typescript", "factory", entries=("run",))
    made.add("src/clients", "MADE", "export const MADE = new Map<string, unknown>();")
    made.add("src/clients", "clientOf", """
export function clientOf<C>(name: string, build: new (options: object) => C): C {
  let made = MADE.get(name) as C | undefined;
  if (made === undefined) {
    made = new build({});
    MADE.set(name, made);
  }
  return made;
}
""", uses=("MADE",))  # fmt: skip
    made.add("src/clients", "newClient", """
export function newClient<C>(build: new (options: object) => C, options: object = {}): C {
  return new build({ region: "eu-west-1", ...options });
}
""")  # fmt: skip
    made.add("src/clients", "tracedClient", """
export const tracedClient = <C>(build: new (options: object) => C): C => newClient(build, { maxAttempts: 2 });
""", uses=("newClient",))  # fmt: skip
    calls = shared(n, random.Random(f"factory/{seed}"))
    forms = (
        ("clientOf", 'clientOf("{service}", {build})'),
        ("newClient", "newClient({build})"),
        ("tracedClient", "tracedClient({build})"),
    )
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            maker, form = forms[index % 3]
            client = form.format(service=call.service, build=call.camel)
            made.add(f"src/callers_{start}", f"call_{index}", f"""
export async function call_{index}() {{
  const client: any = {client};
  return await {request("client", call)};  {call.mark}
}}
""", (library(call),), (maker,))  # fmt: skip
    _run(made, [f"call_{index}" for index in range(n)])
    return made.program()


# --- a registry filled in a loop ---


def registry(n: int, seed: int) -> Program:
    """N clients made in a loop over a table and looked up by name, and handlers that are registered."""
    made = Builder("typescript", "registry", entries=("dispatch",))
    calls = own(n, random.Random(f"registry/{seed}"))
    rows = "".join(f"  {call.word}: {call.camel},\n" for call in calls)
    made.add("src/registry", "BUILDERS", f"export const BUILDERS: Record<string, any> = {{\n{rows}}};",
             [library(call) for call in calls])  # fmt: skip
    made.add("src/registry", "CLIENTS", """
export const CLIENTS: Record<string, any> = {};
for (const [name, build] of Object.entries(BUILDERS)) {
  CLIENTS[name] = new build({});
}
""", needs=("BUILDERS",))  # fmt: skip
    made.add("src/registry", "lookup", """
export function lookup(name: string): any {
  return CLIENTS[name];
}
""", uses=("CLIENTS",))  # fmt: skip
    made.add(
        "src/handlers",
        "HANDLERS",
        "export const HANDLERS = new Map<string, (event: any) => Promise<unknown>>();",
    )
    made.add("src/handlers", "handles", """
export function handles(kind: string, handler: (event: any) => Promise<unknown>) {
  HANDLERS.set(kind, handler);
  return handler;
}
""", needs=("HANDLERS",))  # fmt: skip
    handlers = []
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            client = f"CLIENTS.{call.word}" if index % 2 else f'lookup("{call.word}")'
            handlers.append(made.add(f"src/events_{start}", f"on_{index}", f"""
export const on_{index} = handles("k{index}", async (event: any) => {{
  return await {request(client, call)};  {call.mark}
}});
""", uses=("CLIENTS" if index % 2 else "lookup",), needs=("handles",)))  # fmt: skip
    made.add("src/main", "ALL", f"export const ALL = [{', '.join(handlers)}];", needs=handlers)
    made.add("src/main", "dispatch", """
export async function dispatch(event: any) {
  console.log(ALL.length);
  for (const kind of event.kinds) {
    await HANDLERS.get(kind)?.(event);
  }
}
""", uses=("HANDLERS", "ALL"))  # fmt: skip
    return made.program()


# --- a middleware around every handler ---


def middleware(n: int, seed: int) -> Program:
    """N handlers, each behind the same layers, put around it in a loop or by a chain of calls."""
    made = Builder("typescript", "middleware", entries=tuple(f"handler_{index}" for index in range(n)))
    made.add("src/layers", "logged", """
export function logged(handler: (event: any) => Promise<any>) {
  return async (event: any) => {
    console.log("start", event.id);
    return await handler(event);
  };
}
""")  # fmt: skip
    made.add("src/layers", "guarded", """
export function guarded(handler: (event: any) => Promise<any>) {
  return async (event: any) => {
    try {
      return await handler(event);
    } catch (error) {
      return { error: String(error) };
    }
  };
}
""")  # fmt: skip
    made.add("src/layers", "Shaped", """
export class Shaped {
  private handler: (event: any) => Promise<any>;

  constructor(handler: (event: any) => Promise<any>) {
    this.handler = handler;
  }

  use(layer: (handler: (event: any) => Promise<any>) => (event: any) => Promise<any>): Shaped {
    this.handler = layer(this.handler);
    return this;
  }

  done() {
    return async (event: any) => ({ body: await this.handler(event) });
  }
}
""")  # fmt: skip
    made.add("src/layers", "LAYERS", "export const LAYERS = [logged, guarded];", needs=("logged", "guarded"))
    made.add("src/layers", "wrapped", """
export function wrapped(handler: (event: any) => Promise<any>) {
  let whole = handler;
  for (const layer of LAYERS) {
    whole = layer(whole);
  }
  return whole;
}
""", needs=("LAYERS",))  # fmt: skip
    made.add("src/layers", "shielded", """
export function shielded(handler: (event: any) => Promise<any>) {
  return new Shaped(handler).use(logged).use(guarded).done();
}
""", needs=("logged", "guarded", "Shaped"))  # fmt: skip
    calls = own(n, random.Random(f"middleware/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            layer = "wrapped" if index % 2 else "shielded"
            made.add(f"src/handlers_{start}", f"handler_{index}", f"""
export const handler_{index} = {layer}(async (event: any) => {{
  const client = new {call.camel}({{}});
  return await {request("client", call)};  {call.mark}
}});
""", (library(call),), needs=(layer,))  # fmt: skip
    return made.program()


# --- helpers that get methods ---

_HELPERS = {
    "attempted": ("""
export async function attempted<T>(action: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt > 2) throw error;
    }
  }
}
""", "attempted(() => {request})", False),
    "handed": ("""
export async function handed<C, T>(client: C, use: (client: C) => Promise<T>): Promise<T> {
  return await use(client);
}
""", "handed(client, (one: any) => {one})", False),
    "applied": ("""
export async function applied(method: (input: object) => Promise<unknown>, input: object) {
  return await method(input);  {marks}
}
""", "applied(client.{lower}.bind(client), {{}})", True),
    "byName": ("""
export async function byName(client: any, name: string, input: object) {
  return await client[name](input);  {marks}
}
""", 'byName(client, "{lower}", {{}})', True),
    "sent": ("""
export async function sent(client: any, command: any) {
  return await client.send(command);  {marks}
}
""", "sent(client, new {operation}Command({{}}))", True),
    "sending": ("""
export function sending(client: any) {
  const send = client.send.bind(client);
  return (command: any) => send(command);  {marks}
}
""", "sending(client)(new {operation}Command({{}}))", True),
}  # fmt: skip


def retry(n: int, seed: int) -> Program:
    """N methods, commands and arrow functions that are handed to helpers which call, bind or send them."""
    made = Builder("typescript", "retry", entries=("run",))
    calls = own(n, random.Random(f"retry/{seed}"))
    helpers = list(_HELPERS)
    for number, helper in enumerate(helpers):
        text, _, inside = _HELPERS[helper]
        mine = [call.mark[2:] for call in calls[number :: len(helpers)]]
        marks = f"@@{','.join(mine)}" if mine and inside else ""
        made.add("src/helpers", helper, text.replace("{marks}", marks))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            helper = helpers[index % len(helpers)]
            _, form, inside = _HELPERS[helper]
            use = form.format(
                request=request("client", call), one=request("one", call), lower=call.lower,
                operation=call.operation,
            )  # fmt: skip
            command = f", {call.operation}Command" if "Command" in use else ""
            plain = f"{call.camel}Client" if command else call.camel
            made.add(f"src/users_{start}", f"use_{index}", f"""
export async function use_{index}() {{
  const client = new {plain}({{}});
  return await {use};{"" if inside else "  " + call.mark}
}}
""", (f'import {{ {plain}{command} }} from "@aws-sdk/client-{call.kebab}";',), (helper,))  # fmt: skip
    _run(made, [f"use_{index}" for index in range(n)])
    return made.program()
