"""Lists and dicts of mere data, put where a program keeps its tables, take nothing away from what it does.

Where very many meet, one stands for those that bear nothing: what gets something later, or has it deep inside, or
gets it by way of the others, has to be found as if it were alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.invariants.adapter import analyse_shuffled

MANY = 40
"""More than any place keeps apart."""

PYTHON = """
import boto3
client = boto3.client("sns")
tables = []
def run(given, topic):
    given.list_tags_for_resource(ResourceArn=topic)
run(client, "own")
first = {"name": "first"}
inner = {"name": "inner"}
def enter():
    tables.append(first)
    tables.append({"inner": inner})
%(data)s
%(use)s
"""
TYPESCRIPT = """
import { SNS } from "@aws-sdk/client-sns";
const client = new SNS({});
const tables: any[] = [];
function run(given: any, topic: any) { given.listTagsForResource({ ResourceArn: topic }); }
run(client, "own");
const first: any = { name: "first" };
const inner: any = { name: "inner" };
function enter() {
    tables.push(first);
    tables.push({ inner: inner });
%(data)s
}
%(use)s
"""
GO = """
package main

import (
	"context"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

type Table map[string]any

var client = sns.New(sns.Options{})
var tables []Table

func run(topic any) {
	client.ListTagsForResource(context.TODO(), &sns.ListTagsForResourceInput{ResourceArn: aws.String(topic.(string))})
}

var first = Table{"name": "first"}
var inner = Table{"name": "inner"}

func enter() {
	tables = append(tables, first)
	tables = append(tables, Table{"inner": inner})
%(data)s
}
func init() { run("own") }
%(use)s
"""
JAVA = """
package shop;

import java.util.*;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sns.SnsClient;

public class App {
    static final SnsClient client = SnsClient.create();
    static final List<Map<String, Object>> tables = new ArrayList<>();
    static final Map<String, Object> first = new HashMap<>();
    static final Map<String, Object> inner = new HashMap<>();
    static void run(Object topic) { client.listTagsForResource(b -> b.resourceArn((String) topic)); }
    static { run("own"); }
    static void enter() {
        tables.add(first);
        tables.add(new HashMap<>(Map.of("inner", inner)));
%(data)s
    }
%(use)s
}
"""
TEXTS = {"app.py": PYTHON, "app.ts": TYPESCRIPT, "main.go": GO, "src/main/java/shop/App.java": JAVA}
DATA = {
    "app.py": '    tables.append({"number": %d})',
    "app.ts": "    tables.push({ number: %d });",
    "main.go": '\ttables = append(tables, Table{"number": %d})',
    "src/main/java/shop/App.java": '        tables.add(new HashMap<>(Map.of("number", %d)));',
}
USES = {
    "gets a function later": {
        "app.py": 'first["run"] = run\nenter()\nfor one in tables: one["run"](client, "orders")',
        "app.ts": 'first["run"] = run;\nenter();\nfor (const one of tables) one["run"](client, "orders");',
        "main.go": """func main() {
	enter()
	first["run"] = run
	for _, one := range tables { one["run"].(func(any))("orders") }
}""",
        "src/main/java/shop/App.java": """
    public static void main(String[] args) {
        enter();
        first.put("run", (Consumer<Object>) App::run);
        for (Map<String, Object> one : tables) ((Consumer<Object>) one.get("run")).accept("orders");
    }""",
    },
    "gets a client later": {
        "app.py": 'enter()\ndef late(): first["client"] = client\nlate()\n'
        'for one in tables: one["client"].list_tags_for_resource(ResourceArn="orders")',
        "app.ts": 'enter();\nfunction late() { first["client"] = client; }\nlate();\n'
        'for (const one of tables) one["client"].listTagsForResource({ ResourceArn: "orders" });',
    },
    "has a function deep inside": {
        "app.py": 'enter()\ndef late(): inner["run"] = run\nlate()\n'
        'for one in tables: one["inner"]["run"](client, "orders")',
        "app.ts": 'enter();\nfunction late() { inner["run"] = run; }\nlate();\n'
        'for (const one of tables) one["inner"]["run"](client, "orders");',
        "main.go": """func late() { inner["run"] = run }
func main() {
	enter()
	late()
	for _, one := range tables { one["inner"].(Table)["run"].(func(any))("orders") }
}""",
        "src/main/java/shop/App.java": """
    static void late() { inner.put("run", (Consumer<Object>) App::run); }
    public static void main(String[] args) {
        enter();
        late();
        for (Map<String, Object> one : tables)
            ((Consumer<Object>) ((Map<String, Object>) one.get("inner")).get("run")).accept("orders");
    }""",
    },
    "gets a client by way of the others": {
        "app.py": 'enter()\nfor one in tables: one["client"] = client\nfirst["client"].list_tags_for_resource(ResourceArn="orders")',
        "app.ts": 'enter();\nfor (const one of tables) one["client"] = client;\nfirst["client"].listTagsForResource({ ResourceArn: "orders" });',
    },
    "gets a client deep inside by way of the others": {
        "app.py": 'enter()\nfor one in tables: one["inner"]["client"] = client\ninner["client"].list_tags_for_resource(ResourceArn="orders")',
        "app.ts": 'enter();\nfor (const one of tables) one["inner"]["client"] = client;\n'
        'inner["client"].listTagsForResource({ ResourceArn: "orders" });',
    },
    "names a member": {
        "app.py": 'first["op"] = "list_tags_for_resource"\nenter()\nfor one in tables: getattr(client, one["op"])(ResourceArn="orders")',
        "app.ts": 'first["op"] = "listTagsForResource";\nenter();\nfor (const one of tables) (client as any)[one["op"]]({ ResourceArn: "orders" });',
    },
    "names a member in a row": {
        "app.py": 'first["op"] = ("sns", "list_tags_for_resource")\nenter()\n'
        'for one in tables:\n    service, op = one["op"]\n    getattr(boto3.client(service), op)(ResourceArn="orders")',
    },
}
"""What is done with the tables, by file."""


def topics(directory: Path, name: str, use: str, many: int) -> set[str]:
    """Whose tags a program with so many tables of data asks for."""
    file = directory / str(many) / name
    file.parent.mkdir(parents=True)
    if name == "main.go":
        (file.parent / "go.mod").write_text("module shop\n\ngo 1.22\n")
    data = "\n".join(DATA[name] % one for one in range(many))
    file.write_text(TEXTS[name] % {"data": data, "use": use})
    calls = analyse_shuffled(directory / str(many), entries=()).code.calls
    assert {(call.service, call.operation) for call in calls} == {("sns", "ListTagsForResource")}
    assert {call.certainty for call in calls} == {"resolved"}
    return {repr(call.parameters) for call in calls}


@pytest.mark.parametrize(("use", "name"), [(use, name) for use, texts in USES.items() for name in texts])
def test_tables_of_data_take_nothing_away(use: str, name: str, tmp_path: Path) -> None:
    alone = topics(tmp_path, name, USES[use][name], 0)
    assert "own" in repr(alone)
    assert "orders" in repr(alone), "the program itself is understood"
    found = topics(tmp_path, name, USES[use][name], MANY)
    if name.endswith(".java") and "function" in use:
        # Whoever calls a method of something in Java may call a function: ``one.get("run")``.
        assert found >= alone
    else:
        assert found == alone
