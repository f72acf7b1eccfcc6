"""One vocabulary for what every language can say, so that programs of any size are written once.

All functions take two whole numbers and give one. A ``Dialect`` says how a function of each kind looks; what it
calls and what it requests is decided by ``application``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from tests.invariants.programs import go, java, python, typescript
from tests.invariants.programs.services import Call


@dataclass(frozen=True)
class Text:
    """A definition and what it imports from outside."""

    text: str
    libraries: tuple[str, ...] = field(default=())


class Dialect(Protocol):
    language: str
    folder: str
    """Where modules stand; empty for the root."""
    extra: Mapping[str, str]

    def module(self, word: str) -> str:
        """A module's name, in the language's manner."""
        ...

    def numbers(self, name: str, calls: Sequence[str]) -> Text:
        """Counts and branches, and passes numbers on."""
        ...

    def rows(self, name: str, calls: Sequence[str]) -> Text:
        """Builds records and lists of them."""
        ...

    def words(self, name: str, calls: Sequence[str]) -> Text:
        """Builds texts in a loop."""
        ...

    def recursive(self, name: str, calls: Sequence[str]) -> Text:
        """Calls itself."""
        ...

    def direct(self, name: str, call: Call, calls: Sequence[str]) -> Text:
        """Makes a client and a request."""
        ...

    def taking(self, name: str, call: Call) -> Text:
        """Makes a request with a client that it is given as well."""
        ...

    def giving(self, name: str, call: Call, taker: str) -> Text:
        """Makes a client and hands it on."""
        ...

    def stored(self, name: str, table: str) -> Text:
        """Reads from a table whose name it knows."""
        ...

    def decoy(self, name: str) -> Text:
        """Calls what is named like S3's DeleteBucket, on a class of the program's own."""
        ...

    def ring(self, name: str, other: str, call: Call) -> Text:
        """One of two functions of different modules that call each other with a client, and a number that falls."""
        ...

    def ringed(self, name: str, call: Call, first: str) -> Text:
        """Makes the client and enters the ring."""
        ...

    def evaluator(self, kinds: int) -> Sequence[tuple[str, Text, Sequence[str]]]:
        """Name, text and uses of an interpreter of expressions of so many kinds; ``evaluated`` starts it."""
        ...

    def applied(self) -> Text:
        """A helper, ``applied``, that calls the function that it is given."""
        ...

    def handing(self, name: str, callee: str) -> Text:
        """Hands a function to ``applied``."""
        ...

    def main(self, calls: Sequence[str]) -> Text:
        """Calls everything; called ``main``."""
        ...


def _python_calls(calls: Iterable[str], first: str = "total % 3") -> str:
    return "".join(f"    total = total + {name}({first}, b)\n" for name in calls)


class Python:
    language, folder = "python", "app/"
    extra: Mapping[str, str] = MappingProxyType({})

    def module(self, word: str) -> str:
        return word

    def numbers(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
def {name}(a, b):
    total = a * 2 + b
    for step in range(3):
        if total > 100 and step:
            return total - step
        total = total + step
{_python_calls(calls)}    return total
""")

    def rows(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
def {name}(a, b):
    found = []
    for number in range(a):
        found.append({{"id": number, "rank": b, "parts": [{{"of": "{name}", "n": number}}]}})
    by_id = {{row["id"]: row for row in found if row["parts"]}}
    total = len(by_id)
{_python_calls(calls)}    return total
""")

    def words(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
def {name}(a, b):
    text = "{name}"
    for number in range(a):
        text = text + "-" + str(number % 7)
        text = f"{{text}}:{{b}}" if number % 2 else text.upper()
    total = len(text.split(":"))
{_python_calls(calls)}    return total
""")

    def recursive(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
def {name}(a, b):
    if a <= 0:
        return b
    total = {name}(a - 1, b + 1)
{_python_calls(calls, "a - 1")}    return total
""")

    def direct(self, name: str, call: Call, calls: Sequence[str]) -> Text:
        return Text(f"""
def {name}(a, b):
    client = boto3.client("{call.service}")
    total = len({python.request("client", call)})  {call.mark}
{_python_calls(calls)}    return total
""", (python.BOTO3,))  # fmt: skip

    def taking(self, name: str, call: Call) -> Text:
        return Text(f"""
def {name}(client, a, b):
    answer = {python.request("client", call)}  {call.mark}
    return len(answer) + a + b
""")

    def giving(self, name: str, call: Call, taker: str) -> Text:
        text = f'\ndef {name}(a, b):\n    return {taker}(boto3.client("{call.service}"), a, b)\n'
        return Text(text, (python.BOTO3,))

    def stored(self, name: str, table: str) -> Text:
        return Text(f"""
def {name}(a, b):
    store = boto3.client("dynamodb")
    answer = store.get_item(TableName="{table}", Key={{"id": {{"S": str(a)}}}})  @@dynamodb:GetItem
    return len(answer) + b
""", (python.BOTO3,))  # fmt: skip

    def decoy(self, name: str) -> Text:
        return Text(f"""
class {name.title().replace("_", "")}Cache:
    def __init__(self):
        self.kept = {{}}

    def delete_bucket(self, Bucket):
        return self.kept.pop(Bucket, None)


def {name}(a, b):
    cache = {name.title().replace("_", "")}Cache()
    cache.delete_bucket(Bucket="kept")
    return a + b
""")

    def ring(self, name: str, other: str, call: Call) -> Text:
        return Text(f"""
def {name}(client, depth):
    from @@module({other}) import {other}

    if depth <= 0:
        return 0
    {python.request("client", call)}  {call.mark}
    return 1 + {other}(client, depth - 1)
""")

    def ringed(self, name: str, call: Call, first: str) -> Text:
        text = f'\ndef {name}(a, b):\n    return {first}(boto3.client("{call.service}"), 40)\n'
        return Text(text, (python.BOTO3,))

    def evaluator(self, kinds: int) -> Sequence[tuple[str, Text, Sequence[str]]]:
        found: list[tuple[str, Text, Sequence[str]]] = [("Scope", Text("""
class Scope:
    def __init__(self, parent=None, names=None):
        self.parent = parent
        self.names = dict(names or {})

    def get(self, name):
        if name in self.names:
            return self.names[name]
        return self.parent.get(name) if self.parent is not None else None

    def inner(self, name, value):
        return Scope(self, {name: value})
"""), ())]  # fmt: skip
        names = [f"evaluate_{kind}" for kind in range(kinds)]
        for kind, name in enumerate(names):
            found.append((name, Text(f"""
def {name}(node, scope):
    left = evaluate(node["left"], scope)
    right = evaluate(node.get("right"), scope.inner("k{kind}", left))
    if callable(left):
        return left(right, scope)
    return {{"kind": "k{(kind + 1) % kinds}", "left": left, "right": [right, node["args"]],
            "name": node["name"] + "{kind}"}}
"""), ("evaluate",)))  # fmt: skip
        branches = "".join(
            f'    {"if" if not kind else "elif"} kind == "k{kind}":\n        found = {name}(node, scope)\n'
            for kind, name in enumerate(names)
        )
        found.append(("evaluate", Text(f"""
def evaluate(node, scope):
    if isinstance(node, list):
        return [evaluate(one, scope) for one in node]
    if not isinstance(node, dict):
        return scope.get(node)
    kind = node["kind"]
{branches}    else:
        found = lambda value, inner: evaluate(node["body"], inner.inner(node["name"], value))
    return found
"""), names))  # fmt: skip
        found.append(("evaluated", Text("""
def evaluated(text):
    import json

    return evaluate(json.loads(text), Scope(names={"one": 1}))
"""), ("evaluate", "Scope")))  # fmt: skip
        return found

    def applied(self) -> Text:
        return Text("\ndef applied(function, a, b):\n    return function(a, b) + 1\n")

    def handing(self, name: str, callee: str) -> Text:
        return Text(f"\ndef {name}(a, b):\n    return applied({callee}, a, b)\n")

    def main(self, calls: Sequence[str]) -> Text:
        body = "".join(
            f"    {name}(1, 2)\n" if name != "evaluated" else '    print(evaluated("1"))\n' for name in calls
        )
        return Text(f"def main():\n{body}")


def _typescript_calls(calls: Iterable[str], first: str = "total % 3") -> str:
    return "".join(f"  total = total + (await {name}({first}, b));\n" for name in calls)


class TypeScript:
    language, folder = "typescript", "src/"
    extra: Mapping[str, str] = MappingProxyType({})
    _HEAD = "(a: number, b: number): Promise<number> {\n"

    def module(self, word: str) -> str:
        return word

    def numbers(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  let total = a * 2 + b;
  for (let step = 0; step < 3; step++) {{
    if (total > 100 && step) {{
      return total - step;
    }}
    total = total + step;
  }}
{_typescript_calls(calls)}  return total;
}}
""")

    def rows(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  const found: any[] = [];
  for (let number = 0; number < a; number++) {{
    found.push({{ id: number, rank: b, parts: [{{ of: "{name}", n: number }}] }});
  }}
  const byId = new Map(found.filter((row) => row.parts.length).map((row) => [row.id, row]));
  let total = byId.size;
{_typescript_calls(calls)}  return total;
}}
""")

    def words(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  let text = "{name}";
  for (let number = 0; number < a; number++) {{
    text = text + "-" + String(number % 7);
    text = number % 2 ? `${{text}}:${{b}}` : text.toUpperCase();
  }}
  let total = text.split(":").length;
{_typescript_calls(calls)}  return total;
}}
""")

    def recursive(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  if (a <= 0) {{
    return b;
  }}
  let total = await {name}(a - 1, b + 1);
{_typescript_calls(calls, "a - 1")}  return total;
}}
""")

    def direct(self, name: str, call: Call, calls: Sequence[str]) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  const client = new {call.camel}({{}});
  const answer = await {typescript.request("client", call)};  {call.mark}
  let total = Object.keys(answer).length;
{_typescript_calls(calls)}  return total;
}}
""", (typescript.library(call),))  # fmt: skip

    def taking(self, name: str, call: Call) -> Text:
        return Text(f"""
export async function {name}(client: any, a: number, b: number): Promise<number> {{
  const answer = await {typescript.request("client", call)};  {call.mark}
  return Object.keys(answer).length + a + b;
}}
""")

    def giving(self, name: str, call: Call, taker: str) -> Text:
        body = f"  return await {taker}(new {call.camel}({{}}), a, b);\n}}"
        return Text(f"export async function {name}{self._HEAD}{body}", (typescript.library(call),))

    def stored(self, name: str, table: str) -> Text:
        return Text(f"""
export async function {name}{self._HEAD}  const store = new DynamoDBClient({{}});
  const command = new GetItemCommand({{ TableName: "{table}", Key: {{ id: {{ S: String(a) }} }} }});
  const answer = await store.send(command);  @@dynamodb:GetItem
  return Object.keys(answer).length + b;
}}
""", ('import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";',))  # fmt: skip

    def decoy(self, name: str) -> Text:
        cls = name.title().replace("_", "") + "Cache"
        return Text(f"""
class {cls} {{
  kept = new Map<string, number>();

  async deleteBucket(input: {{ Bucket: string }}) {{
    return this.kept.delete(input.Bucket);
  }}
}}

export async function {name}{self._HEAD}  const cache = new {cls}();
  await cache.deleteBucket({{ Bucket: "kept" }});
  return a + b;
}}
""")

    def ring(self, name: str, other: str, call: Call) -> Text:
        return Text(f"""
export async function {name}(client: any, depth: number): Promise<number> {{
  if (depth <= 0) {{
    return 0;
  }}
  await {typescript.request("client", call)};  {call.mark}
  return 1 + (await {other}(client, depth - 1));
}}
""")

    def ringed(self, name: str, call: Call, first: str) -> Text:
        body = f"  return await {first}(new {call.camel}({{}}), 40);\n}}"
        return Text(f"export async function {name}{self._HEAD}{body}", (typescript.library(call),))

    def evaluator(self, kinds: int) -> Sequence[tuple[str, Text, Sequence[str]]]:
        found: list[tuple[str, Text, Sequence[str]]] = [("Scope", Text("""
export class Scope {
  parent: Scope | null;
  names: Record<string, any>;

  constructor(parent: Scope | null = null, names: Record<string, any> = {}) {
    this.parent = parent;
    this.names = { ...names };
  }

  get(name: string): any {
    if (name in this.names) {
      return this.names[name];
    }
    return this.parent ? this.parent.get(name) : undefined;
  }

  inner(name: string, value: any): Scope {
    return new Scope(this, { [name]: value });
  }
}
"""), ())]  # fmt: skip
        names = [f"evaluate_{kind}" for kind in range(kinds)]
        for kind, name in enumerate(names):
            found.append((name, Text(f"""
export function {name}(node: any, scope: Scope): any {{
  const left = evaluate(node.left, scope);
  const right = evaluate(node.right, scope.inner("k{kind}", left));
  if (typeof left === "function") {{
    return left(right, scope);
  }}
  return {{ kind: "k{(kind + 1) % kinds}", left, right: [right, node.args], name: node.name + "{kind}" }};
}}
"""), ("evaluate", "Scope")))  # fmt: skip
        branches = "".join(
            f'    case "k{kind}":\n      return {name}(node, scope);\n' for kind, name in enumerate(names)
        )
        found.append(("evaluate", Text(f"""
export function evaluate(node: any, scope: Scope): any {{
  if (Array.isArray(node)) {{
    return node.map((one) => evaluate(one, scope));
  }}
  if (typeof node !== "object") {{
    return scope.get(node);
  }}
  switch (node.kind) {{
{branches}    default:
      return (value: any, inner: Scope) => evaluate(node.body, inner.inner(node.name, value));
  }}
}}
"""), (*names, "Scope")))  # fmt: skip
        found.append(("evaluated", Text("""
export function evaluated(text: string): any {
  return evaluate(JSON.parse(text), new Scope(null, { one: 1 }));
}
"""), ("evaluate", "Scope")))  # fmt: skip
        return found

    def applied(self) -> Text:
        return Text("""
export async function applied(call: (a: number, b: number) => Promise<number>, a: number, b: number) {
  return (await call(a, b)) + 1;
}
""")

    def handing(self, name: str, callee: str) -> Text:
        return Text(f"export async function {name}{self._HEAD}  return await applied({callee}, a, b);\n}}")

    def main(self, calls: Sequence[str]) -> Text:
        body = "".join(
            f"  await {name}(1, 2);\n" if name != "evaluated" else '  console.log(evaluated("1"));\n'
            for name in calls
        )
        return Text(f"export async function main() {{\n{body}}}")


def _go_calls(calls: Iterable[str], first: str = "total % 3") -> str:
    return "".join(f"\ttotal = total + {name}({first}, b)\n" for name in calls)


class Go:
    language, folder = "go", ""
    extra = go.MODULE
    _CLIENT = (go.CONTEXT, go.CONFIG)

    def module(self, word: str) -> str:
        return word

    def numbers(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
func {name}(a int, b int) int {{
	total := a*2 + b
	for step := 0; step < 3; step++ {{
		if total > 100 && step > 0 {{
			return total - step
		}}
		total = total + step
	}}
{_go_calls(calls)}	return total
}}
""")

    def rows(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
type {name}Row struct {{
	id, rank int
	parts    []map[string]int
}}

func {name}(a int, b int) int {{
	var found []{name}Row
	for number := 0; number < a; number++ {{
		found = append(found, {name}Row{{id: number, rank: b, parts: []map[string]int{{{{"n": number}}}}}})
	}}
	byId := map[int]{name}Row{{}}
	for _, one := range found {{
		if len(one.parts) > 0 {{
			byId[one.id] = one
		}}
	}}
	total := len(byId)
{_go_calls(calls)}	return total
}}
""")

    def words(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
func {name}(a int, b int) int {{
	text := "{name}"
	for number := 0; number < a; number++ {{
		text = text + "-" + fmt.Sprint(number%7)
		if number%2 == 1 {{
			text = fmt.Sprintf("%s:%d", text, b)
		}} else {{
			text = strings.ToUpper(text)
		}}
	}}
	total := len(strings.Split(text, ":"))
{_go_calls(calls)}	return total
}}
""", (go.FMT, '"strings"'))  # fmt: skip

    def recursive(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
func {name}(a int, b int) int {{
	if a <= 0 {{
		return b
	}}
	total := {name}(a-1, b+1)
{_go_calls(calls, "a-1")}	return total
}}
""")

    def _made(self, call: Call) -> str:
        return (
            "\tctx := context.Background()\n\tcfg, err := config.LoadDefaultConfig(ctx)\n"
            f"\tif err != nil {{\n\t\treturn 0\n\t}}\n\tclient := {call.small}.NewFromConfig(cfg)\n"
        )

    def direct(self, name: str, call: Call, calls: Sequence[str]) -> Text:
        return Text(f"""
func {name}(a int, b int) int {{
{self._made(call)}	if _, err = {go.request("client", call)}; err != nil {{  {call.mark}
		return 0
	}}
	total := a
{_go_calls(calls)}	return total
}}
""", (*self._CLIENT, *go.libraries(call)))  # fmt: skip

    def taking(self, name: str, call: Call) -> Text:
        return Text(f"""
func {name}(ctx context.Context, client *{call.small}.Client, a int, b int) int {{
	{go.request("client", call)}  {call.mark}
	return a + b
}}
""", go.libraries(call))  # fmt: skip

    def giving(self, name: str, call: Call, taker: str) -> Text:
        body = f"{self._made(call)}\treturn {taker}(ctx, client, a, b)\n}}"
        return Text(f"func {name}(a int, b int) int {{\n{body}", (*self._CLIENT, go.library(call)))

    def stored(self, name: str, table: str) -> Text:
        return Text(f"""
func {name}(a int, b int) int {{
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	store := dynamodb.NewFromConfig(cfg)
	key := map[string]types.AttributeValue{{"id": &types.AttributeValueMemberS{{Value: fmt.Sprint(a)}}}}
	_, err := store.GetItem(ctx, &dynamodb.GetItemInput{{TableName: aws.String("{table}"), Key: key}})  @@dynamodb:GetItem
	if err != nil {{
		return a
	}}
	return b
}}
""", (*self._CLIENT, go.AWS, go.FMT, f'"{go.SDK}/service/dynamodb"', f'"{go.SDK}/service/dynamodb/types"'))  # fmt: skip

    def decoy(self, name: str) -> Text:
        return Text(f"""
type {name}Cache struct{{ kept map[string]int }}

func (c *{name}Cache) DeleteBucket(ctx context.Context, name string) int {{
	delete(c.kept, name)
	return len(c.kept)
}}

func {name}(a int, b int) int {{
	cache := &{name}Cache{{kept: map[string]int{{}}}}
	cache.DeleteBucket(context.Background(), "kept")
	return a + b
}}
""", (go.CONTEXT,))  # fmt: skip

    def ring(self, name: str, other: str, call: Call) -> Text:
        return Text(f"""
func {name}(ctx context.Context, client *{call.small}.Client, depth int) int {{
	if depth <= 0 {{
		return 0
	}}
	{go.request("client", call)}  {call.mark}
	return 1 + {other}(ctx, client, depth-1)
}}
""", go.libraries(call))  # fmt: skip

    def ringed(self, name: str, call: Call, first: str) -> Text:
        body = f"{self._made(call)}\treturn {first}(ctx, client, 40)\n}}"
        return Text(f"func {name}(a int, b int) int {{\n{body}", (*self._CLIENT, go.library(call)))

    def evaluator(self, kinds: int) -> Sequence[tuple[str, Text, Sequence[str]]]:
        found: list[tuple[str, Text, Sequence[str]]] = [("scope", Text("""
type node struct {
	kind, name  string
	left, right *node
	args, body  []*node
	value       any
}

type scope struct {
	parent *scope
	names  map[string]any
}

func (s *scope) get(name string) any {
	if found, ok := s.names[name]; ok {
		return found
	}
	if s.parent != nil {
		return s.parent.get(name)
	}
	return nil
}

func (s *scope) inner(name string, value any) *scope {
	return &scope{parent: s, names: map[string]any{name: value}}
}
"""), ())]  # fmt: skip
        names = [f"evaluate{kind}" for kind in range(kinds)]
        for kind, name in enumerate(names):
            found.append((name, Text(f"""
func {name}(one *node, names *scope) any {{
	left := evaluate(one.left, names)
	right := evaluate(one.right, names.inner("k{kind}", left))
	if call, ok := left.(func(any, *scope) any); ok {{
		return call(right, names)
	}}
	return &node{{kind: "k{(kind + 1) % kinds}", name: one.name + "{kind}", value: []any{{left, right}}, args: one.args}}
}}
"""), ("evaluate", "scope")))  # fmt: skip
        branches = "".join(
            f'\tcase "k{kind}":\n\t\treturn {name}(one, names)\n' for kind, name in enumerate(names)
        )
        found.append(("evaluate", Text(f"""
func evaluate(one *node, names *scope) any {{
	if one == nil {{
		return names.get("one")
	}}
	switch one.kind {{
{branches}	}}
	return func(value any, inner *scope) any {{
		var last any
		for _, step := range one.body {{
			last = evaluate(step, inner.inner(one.name, value))
		}}
		return last
	}}
}}
"""), (*names, "scope")))  # fmt: skip
        found.append(("evaluated", Text("""
func evaluated(text string) any {
	var one node
	if err := json.Unmarshal([]byte(text), &one); err != nil {
		return nil
	}
	return evaluate(&one, &scope{names: map[string]any{"one": 1}})
}
""", ('"encoding/json"',)), ("evaluate", "scope")))  # fmt: skip
        return found

    def applied(self) -> Text:
        return Text("func applied(call func(int, int) int, a int, b int) int {\n\treturn call(a, b) + 1\n}")

    def handing(self, name: str, callee: str) -> Text:
        return Text(f"func {name}(a int, b int) int {{\n\treturn applied({callee}, a, b)\n}}")

    def main(self, calls: Sequence[str]) -> Text:
        body = "".join(f"\t{name}(1, 2)\n" if name != "evaluated" else '\tevaluated("1")\n' for name in calls)
        return Text(f"func main() {{\n{body}}}")


def _java_calls(calls: Iterable[str], first: str = "total % 3") -> str:
    return "".join(f"        total = total + {name}({first}, b);\n" for name in calls)


class Java:
    language, folder = "java", "app/"
    extra: Mapping[str, str] = MappingProxyType({})

    def module(self, word: str) -> str:
        return word.title().replace("_", "")

    def numbers(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        int total = a * 2 + b;
        for (int step = 0; step < 3; step++) {{
            if (total > 100 && step > 0) {{
                return total - step;
            }}
            total = total + step;
        }}
{_java_calls(calls)}        return total;
    }}
""")

    def rows(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        List<Map<String, Object>> found = new ArrayList<>();
        for (int number = 0; number < a; number++) {{
            found.add(Map.of("id", number, "rank", b, "parts", List.of(Map.of("n", number))));
        }}
        Map<Object, Object> byId = new HashMap<>();
        for (Map<String, Object> row : found) {{
            byId.put(row.get("id"), row);
        }}
        int total = byId.size();
{_java_calls(calls)}        return total;
    }}
""", (java.LIST, java.MAP, java.ARRAY_LIST, java.HASH_MAP))  # fmt: skip

    def words(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        String text = "{name}";
        for (int number = 0; number < a; number++) {{
            text = text + "-" + number % 7;
            text = number % 2 == 1 ? String.format("%s:%d", text, b) : text.toUpperCase();
        }}
        int total = text.split(":").length;
{_java_calls(calls)}        return total;
    }}
""")

    def recursive(self, name: str, calls: Sequence[str]) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        if (a <= 0) {{
            return b;
        }}
        int total = {name}(a - 1, b + 1);
{_java_calls(calls, "a - 1")}        return total;
    }}
""")

    def direct(self, name: str, call: Call, calls: Sequence[str]) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        {call.pascal}Client client = {call.pascal}Client.create();
        int total = {java.request("client", call)}.hashCode();  {call.mark}
{_java_calls(calls)}        return total;
    }}
""", (java.library(call),))  # fmt: skip

    def taking(self, name: str, call: Call) -> Text:
        return Text(f"""
    static int {name}({call.pascal}Client client, int a, int b) {{
        {java.request("client", call)};  {call.mark}
        return a + b;
    }}
""", (java.library(call),))  # fmt: skip

    def giving(self, name: str, call: Call, taker: str) -> Text:
        body = f"        return {taker}({call.pascal}Client.create(), a, b);\n    }}"
        return Text(f"    static int {name}(int a, int b) {{\n{body}", (java.library(call),))

    def stored(self, name: str, table: str) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        DynamoDbClient store = DynamoDbClient.create();
        var key = Map.of("id", AttributeValue.fromS(String.valueOf(a)));
        return store.getItem(request -> request.tableName("{table}").key(key)).hashCode();  @@dynamodb:GetItem
    }}
""", (java.MAP, f"import {java.SERVICES}.dynamodb.DynamoDbClient;",
            f"import {java.SERVICES}.dynamodb.model.AttributeValue;"))  # fmt: skip

    def decoy(self, name: str) -> Text:
        return Text(f"""
    static class Cache{name.title().replace("_", "")} {{
        private final Map<String, Integer> kept = new HashMap<>();

        Integer deleteBucket(String name) {{
            return kept.remove(name);
        }}
    }}

    static int {name}(int a, int b) {{
        Cache{name.title().replace("_", "")} cache = new Cache{name.title().replace("_", "")}();
        cache.deleteBucket("kept");
        return a + b;
    }}
""", (java.MAP, java.HASH_MAP))  # fmt: skip

    def ring(self, name: str, other: str, call: Call) -> Text:
        return Text(f"""
    static int {name}({call.pascal}Client client, int depth) {{
        if (depth <= 0) {{
            return 0;
        }}
        {java.request("client", call)};  {call.mark}
        return 1 + {other}(client, depth - 1);
    }}
""", (java.library(call),))  # fmt: skip

    def ringed(self, name: str, call: Call, first: str) -> Text:
        body = f"        return {first}({call.pascal}Client.create(), 40);\n    }}"
        return Text(f"    static int {name}(int a, int b) {{\n{body}", (java.library(call),))

    def evaluator(self, kinds: int) -> Sequence[tuple[str, Text, Sequence[str]]]:
        found: list[tuple[str, Text, Sequence[str]]] = [("Node", Text("""
    static class Node {
        String kind;
        String name;
        Node left;
        Node right;
        List<Node> body = new ArrayList<>();
        Object value;
    }
""", (java.LIST, java.ARRAY_LIST)), ()), ("Scope", Text("""
    static class Scope {
        final Scope parent;
        final Map<String, Object> names = new HashMap<>();

        Scope(Scope parent) {
            this.parent = parent;
        }

        Object get(String name) {
            if (names.containsKey(name)) {
                return names.get(name);
            }
            return parent == null ? null : parent.get(name);
        }

        Scope inner(String name, Object value) {
            Scope made = new Scope(this);
            made.names.put(name, value);
            return made;
        }
    }
""", (java.MAP, java.HASH_MAP)), ())]  # fmt: skip
        names = [f"evaluate{kind}" for kind in range(kinds)]
        for kind, name in enumerate(names):
            found.append((name, Text(f"""
    @SuppressWarnings("unchecked")
    static Object {name}(Node node, Scope scope) {{
        Object left = evaluate(node.left, scope);
        Object right = evaluate(node.right, scope.inner("k{kind}", left));
        if (left instanceof BiFunction) {{
            return ((BiFunction<Object, Scope, Object>) left).apply(right, scope);
        }}
        Node made = new Node();
        made.kind = "k{(kind + 1) % kinds}";
        made.name = node.name + "{kind}";
        made.value = List.of(left, right);
        made.body = node.body;
        return made;
    }}
""", (java.LIST, java.BI_FUNCTION)), ("evaluate", "Node", "Scope")))  # fmt: skip
        branches = "".join(
            f'            case "k{kind}":\n                return {name}(node, scope);\n'
            for kind, name in enumerate(names)
        )
        found.append(("evaluate", Text(f"""
    static Object evaluate(Node node, Scope scope) {{
        if (node == null) {{
            return scope.get("one");
        }}
        switch (node.kind) {{
{branches}            default:
                BiFunction<Object, Scope, Object> call = (value, inner) -> {{
                    Object last = null;
                    for (Node step : node.body) {{
                        last = evaluate(step, inner.inner(node.name, value));
                    }}
                    return last;
                }};
                return call;
        }}
    }}
""", (java.BI_FUNCTION,)), (*names, "Node", "Scope")))  # fmt: skip
        found.append(("evaluated", Text("""
    static Object evaluated(String text) {
        Node node = new Node();
        node.kind = text;
        return evaluate(node, new Scope(null).inner("one", 1));
    }
"""), ("evaluate", "Node", "Scope")))  # fmt: skip
        return found

    def applied(self) -> Text:
        return Text("""
    static int applied(IntBinaryOperator call, int a, int b) {
        return call.applyAsInt(a, b) + 1;
    }
""", ("import java.util.function.IntBinaryOperator;",))  # fmt: skip

    def handing(self, name: str, callee: str) -> Text:
        return Text(f"""
    static int {name}(int a, int b) {{
        return applied((one, other) -> {callee}(one, other), a, b);
    }}
""")

    def main(self, calls: Sequence[str]) -> Text:
        body = "".join(
            f"        {name}(1, 2);\n" if name != "evaluated" else '        evaluated("1");\n'
            for name in calls
        )
        return Text(f"    public static void main(String[] arguments) {{\n{body}    }}")


DIALECTS: dict[str, Dialect] = {
    dialect.language: dialect for dialect in (Python(), TypeScript(), Go(), Java())
}
