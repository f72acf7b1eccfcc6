"""Writes programs whose objects go through libraries that have no model: containers, wrappers, buses, decorators.

Each of N areas has a repository with a client, a service that gets one, and plug-ins; all are registered with,
wrapped by and asked back from libraries, and one function (``ENTRY``) starts it. What a mechanism that follows
objects through libraries costs shows there, and nowhere in a program that only passes them itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ENTRY: Mapping[str, str] = {
    "python": "app/main.py:run",
    "typescript": "src/main.ts:run",
    "go": "main.go:Run",
    "java": "src/main/java/app/Main.java:run",
}
"""Where each language's program starts."""

_PYTHON = """
import boto3
from busline import Bus, listens, wrap
from app.registry import container

class Repository{n}:
    def __init__(self, table):
        self.client = boto3.client("dynamodb")
        self.table = table
    def load_{n}(self, key):
        return self.client.get_item(TableName=self.table, Key={{"id": {{"S": key}}}})
    def describe(self):
        return {{"name": "area{n}", "table": self.table}}

class Service{n}:
    def __init__(self, repository, bus):
        self.repository = repository
        self.bus = bus
        self.parts = wrap([repository, self])
    @listens("area{n}")
    def on_message(self, message):
        found = self.repository.load_{n}(message["key"])
        self.bus.emit("loaded{n}", {{"row": found, "by": self}})
        return self.parts.first().describe()
    def describe(self):
        return [one.describe() for one in self.parts]

def install(app):
    bus = Bus("area{n}")
    repository = Repository{n}("table{n}")
    service = Service{n}(wrap(repository, retries={n}), bus)
    container.register("repository{n}", repository)
    container.register("service{n}", service)
    bus.subscribe(service)
    app.state.service{n} = service
    app.add_plugin(service, name="area{n}")
    return container.resolve("service{n}").on_message({{"key": "k"}})
"""
_TYPESCRIPT = """
import {{ DynamoDBClient, GetItemCommand }} from "@aws-sdk/client-dynamodb";
import {{ Bus, Listens, wrap }} from "busline";
import {{ container }} from "./registry";

export class Repository{n} {{
  private client = new DynamoDBClient({{}});
  constructor(private table: string) {{}}
  async load{n}(key: string) {{
    return this.client.send(new GetItemCommand({{ TableName: this.table, Key: {{ id: {{ S: key }} }} }}));
  }}
  describe() {{ return {{ name: "area{n}", table: this.table }}; }}
}}

export class Service{n} {{
  private parts: any;
  constructor(private repository: any, private bus: any) {{ this.parts = wrap([repository, this]); }}
  async onMessage(message: any) {{
    const found = await this.repository.load{n}(message.key);
    this.bus.emit("loaded{n}", {{ row: found, by: this }});
    return this.parts.first().describe();
  }}
  describe() {{ return this.parts.map((one: any) => one.describe()); }}
}}

export function install(app: any) {{
  const bus = new Bus("area{n}");
  const repository = new Repository{n}("table{n}");
  const service = new Service{n}(wrap(repository, {{ retries: {n} }}), bus);
  container.register("repository{n}", {{ useValue: repository }});
  container.register("service{n}", {{ useValue: service }});
  bus.subscribe(service);
  app.state.service{n} = service;
  app.addPlugin(service, {{ name: "area{n}" }});
  return container.resolve("service{n}").onMessage({{ key: "k" }});
}}
"""
_GO = """
package app

import (
	"context"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"example.org/busline"
)

type Repository{n} struct {{
	client *dynamodb.Client
	table  string
}}

func (r *Repository{n}) Load{n}(ctx context.Context, key string) error {{
	_, err := r.client.GetItem(ctx, &dynamodb.GetItemInput{{TableName: aws.String(r.table)}})
	return err
}}

func (r *Repository{n}) Describe() string {{ return r.table }}

type Loader{n} interface {{ Load{n}(ctx context.Context, key string) error }}

type Service{n} struct {{
	repository Loader{n}
	bus        *busline.Bus
}}

func (s *Service{n}) OnMessage(ctx context.Context, message busline.Message) error {{
	s.bus.Emit("loaded{n}", s)
	return s.repository.Load{n}(ctx, message.Key)
}}

func Install{n}(container *busline.Container) error {{
	conf, _ := config.LoadDefaultConfig(context.TODO())
	repository := &Repository{n}{{client: dynamodb.NewFromConfig(conf), table: "table{n}"}}
	service := &Service{n}{{repository: repository, bus: busline.New("area{n}")}}
	container.Provide("repository{n}", repository)
	container.Provide("service{n}", service)
	busline.Wrap(repository, {n}).Describe()
	service.bus.Subscribe("area{n}", service.OnMessage)
	return container.Invoke(func(s *Service{n}) error {{
		return s.OnMessage(context.TODO(), busline.Message{{Key: "k"}})
	}})
}}
"""
_JAVA = """
package app;

import org.busline.Bus;
import org.busline.Container;
import org.busline.Listens;
import org.busline.Wrapper;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Service{n} {{
    static class Repository{n} {{
        private final DynamoDbClient client = DynamoDbClient.create();
        private final String table;
        Repository{n}(String table) {{ this.table = table; }}
        Object load{n}(String key) {{ return client.getItem(r -> r.tableName(table)); }}
        String describe() {{ return table; }}
    }}
    private final Repository{n} repository;
    private final Bus bus;
    private final Wrapper<Object> parts;
    Service{n}(Repository{n} repository, Bus bus) {{
        this.repository = repository;
        this.bus = bus;
        this.parts = Wrapper.of(repository, this);
    }}
    @Listens("area{n}")
    public Object onMessage(String key) {{
        bus.emit("loaded{n}", this);
        return repository.load{n}(key);
    }}
    public static Object install(Container container) {{
        Bus bus = new Bus("area{n}");
        Repository{n} repository = new Repository{n}("table{n}");
        Service{n} service = new Service{n}(Wrapper.around(repository).get(), bus);
        container.register(Repository{n}.class, repository);
        container.register(Service{n}.class, service);
        bus.subscribe(service);
        return container.resolve(Service{n}.class).onMessage("k");
    }}
}}
"""
_MAIN: Mapping[str, tuple[str, str, str, str]] = {
    "python": ("app/main.py", "{imports}\n\ndef run(event, context):\n    app = __import__('web').App()\n{calls}\n",
               "from app import area{n}", "    area{n}.install(app)"),
    "typescript": ("src/main.ts", 'import {{ App }} from "web";\n{imports}\n\n'
                   "export async function run(event: any) {{\n  const app = new App();\n{calls}\n}}\n",
                   'import {{ install as install{n} }} from "./area{n}";', "  await install{n}(app);"),
    "go": ("main.go", 'package app\n\nimport "example.org/busline"\n{imports}\n'
           "func Run() {{\n\tcontainer := busline.NewContainer()\n{calls}\n}}\n", "", "\tInstall{n}(container)"),
    "java": ("src/main/java/app/Main.java", "package app;\n\nimport org.busline.Container;\n{imports}\n"
             "public class Main {{\n    public static void run() {{\n        Container container = new Container();\n"
             "{calls}\n    }}\n}}\n", "", "        Service{n}.install(container);"),
}  # fmt: skip
_AREAS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "python": ("app/area{n}.py", _PYTHON, {
        "app/__init__.py": "", "app/registry.py": "from busline import Container\n\ncontainer = Container()\n"}),
    "typescript": ("src/area{n}.ts", _TYPESCRIPT, {
        "src/registry.ts": 'import { createContainer } from "busline";\n\nexport const container = createContainer();\n'}),
    "go": ("area{n}.go", _GO, {"go.mod": "module example.org/app\n\ngo 1.22\n"}),
    "java": ("src/main/java/app/Service{n}.java", _JAVA, {}),
}  # fmt: skip


def write(directory: Path, language: str, areas: int) -> Path:
    """The program of so many areas in a directory, which is given back."""
    place, text, files = _AREAS[language]
    main, frame, imported, called = _MAIN[language]
    numbers = range(areas)
    made = {place.format(n=n): text.format(n=n).lstrip() for n in numbers} | files
    made[main] = frame.format(
        imports="\n".join(imported.format(n=n) for n in numbers).strip(),
        calls="\n".join(called.format(n=n) for n in numbers),
    )
    return written(directory, made)


def written(directory: Path, files: Mapping[str, str]) -> Path:
    """A directory in which files of these names have these texts."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return directory
