"""Programs of several files as applications are written: what the entry point leads to is granted, by its name.

Each was a silent loss, or a name that was taken for certain: a file that is called like a library that it
imports, a module as a table of functions, an object with a ``then`` of its own, models that change what they
are assigned or how they are written.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_entries import write

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.model import UnresolvedCode

READ = 'boto3.client("s3").get_object(Bucket="b", Key="k")'
GET_OF = 'boto3.client("s3").get_object(Bucket={}, Key="k")'
DUMPED = (
    "import boto3\nfrom model import C\ndef handler(e, c):\n    d = C(name='{}').model_dump()\n"
    "    boto3.client('s3').get_object(Bucket=d['{}'], Key='k')\n"
)
PYTHON: dict[str, dict[str, str]] = {
    "a file of a package that is called like the library that it imports": {
        "app.py": "from web.tasks import read\ndef handler(e, c):\n    read.delay()\n",
        "web/__init__.py": "",
        "web/celery.py": "from celery import Celery\napp = Celery('web')\n",
        "web/tasks.py": f"import boto3\nfrom web.celery import app\n@app.task(bind=True)\ndef read(self):\n    {READ}\n",
    },
    "a file beside it that imports the library": {
        "app.py": "from web.tasks import read\ndef handler(e, c):\n    read.delay()\n",
        "web/__init__.py": "",
        "web/celery.py": "from celery import Celery\napp = Celery('web')\n",
        "web/tasks.py": f"import boto3\nfrom celery import shared_task\n@shared_task\ndef read():\n    {READ}\n",
    },
    "a package that imports from itself": {
        "app.py": "import acts\ndef handler(e, c):\n    acts.read()\n",
        "acts/__init__.py": "from acts.files import read\n",
        "acts/files.py": f"import boto3\ndef read():\n    {READ}\n",
    },
    "a computed name of a package that has it from below": {
        "app.py": "import acts\ndef handler(e, c):\n    getattr(acts, e['op'])()\n",
        "acts/__init__.py": "from acts.files import read\n",
        "acts/files.py": f"import boto3\ndef read():\n    {READ}\n",
    },
    "a computed name that begins like what a module has from elsewhere": {
        "app.py": "from acts import *\ndef handler(e, c):\n    globals()['on_' + e['op']]()\n",
        "acts.py": f"import boto3\ndef on_read():\n    {READ}\n",
    },
    "a method of an object that a library gets gives back a function": {
        "app.py": "import boto3, somelib\ns3 = boto3.client('s3')\nclass Schema:\n    def run(self, ctx):\n"
                  "        def inner(x):\n            return s3.get_object(Bucket='b', Key='k')\n"
                  "        return inner\ndef handler(e, c):\n    somelib.serve(Schema())\n",
    },
    "the modules of a package by the names that they have below it": {
        "app.py": "import importlib, pkgutil\nimport acts.all as every\ndef handler(e, c):\n"
                  "    for m in pkgutil.iter_modules(every.__path__, every.__name__ + '.'):\n"
                  "        importlib.import_module(m.name).read()\n",
        "acts/__init__.py": "",
        "acts/all/__init__.py": "",
        "acts/all/files.py": f"import boto3\ndef read():\n    {READ}\n",
    },
    "an object that is only looked at, with a method that streams have": {
        "app.py": "from store import Store\ndef handler(e, c):\n    Store().get()\n",
        "store.py": "import boto3\nclass Store:\n    @property\n    def s3(self):\n"
        "        if not hasattr(self, '_s3'):\n            self._s3 = boto3.client('s3')\n        return self._s3\n"
        "    def get(self):\n        self.s3.get_object(Bucket='b', Key='k')\n"
        "    def write(self):\n        self.s3.put_object(Bucket='b', Key='k')\n",
    },
    "a field that attrs converts when it is assigned": {
        "app.py": "import boto3\nfrom attrs import define, field\n@define\nclass C:\n"
                  "    name: str = field(converter=lambda v: v[:1])\n"
                  f"def handler(e, c):\n    r = C('b')\n    r.name = 'bx'\n    {GET_OF.format('r.name')}\n",
    },
    "a field that a model validates when it is assigned": {
        "app.py": f"import boto3\nfrom model import C\ndef handler(e, c):\n    r = C(name='bb')\n    r.name = 'bx'\n    {GET_OF.format('r.name')}\n",
        "model.py": "from pydantic import BaseModel, ConfigDict, field_validator\nclass C(BaseModel):\n"
                    "    model_config = ConfigDict(validate_assignment=True)\n    name: str\n"
                    "    @field_validator('name')\n    @classmethod\n    def short(cls, v):\n        return v[:1]\n",
    },
    "a field that is written otherwise than it is held": {
        "app.py": DUMPED.format("bx", "name"),
        "model.py": "from pydantic import BaseModel, field_serializer\nclass C(BaseModel):\n    name: str\n"
                    "    @field_serializer('name')\n    def short(self, v):\n        return v[:1]\n",
    },
    "a field that its type says how to write": {
        "app.py": DUMPED.format("bx", "name"),
        "model.py": "from typing import Annotated\nfrom pydantic import BaseModel, PlainSerializer\nclass C(BaseModel):\n"
                    "    name: Annotated[str, PlainSerializer(lambda v: v[:1])]\n",
    },
    "fields under the names that they are written by": {
        "app.py": "import boto3\nfrom model import Read\ndef handler(e, c):\n"
                  "    boto3.client('s3').get_object(**Read(bucket='b', key='k').model_dump(by_alias=True))\n",
        "model.py": "from pydantic import BaseModel, Field\nclass Read(BaseModel):\n"
                    "    bucket: str = Field(serialization_alias='Bucket')\n    key: str = Field(serialization_alias='Key')\n",
    },
    "what a model computes": {
        "app.py": DUMPED.format("x", "full"),
        "model.py": "from pydantic import BaseModel, computed_field\nclass C(BaseModel):\n    name: str\n"
                    "    @computed_field\n    @property\n    def full(self) -> str:\n        return 'b'\n",
    },
    "a model that says itself how it is written": {
        "app.py": DUMPED.format("x", "full"),
        "model.py": "from pydantic import BaseModel, model_serializer\nclass C(BaseModel):\n    name: str\n"
                    "    @model_serializer\n    def written(self):\n        return {'full': 'b'}\n",
    },
}  # fmt: skip

S3 = 'import { S3 } from "@aws-sdk/client-s3";\n'
GET = 's3.getObject({ Bucket: "b", Key: "k" })'
MADE = f"{S3}const s3 = new S3({{}});\n"
RUN = f"{MADE}export const run = () => {GET};\n"
FIELD = 'new S3({}).getObject({ Bucket: this.name, Key: "k" })'
GET_NAMED = 'new S3({}).getObject({ Bucket: name, Key: "k" })'
TYPESCRIPT: dict[str, dict[str, str]] = {
    "a module that a library gets in a table": {
        "app.ts": 'import * as all from "./all"; import { Server } from "somelib";\nconst s = new Server({ handlers: all });\n'
                  "export const handler = (e: any) => s.handle(e);\n",
        "all.ts": RUN,
    },
    "a module whose exports are spread": {
        "app.ts": 'import * as all from "./all";\nconst t: any = { ...all, x: 1 };\nexport const handler = () => t.run();\n',
        "all.ts": RUN,
    },
    "the values of a module that passes on others": {
        "app.ts": 'import * as all from "./all";\nexport const handler = () => Object.values(all).map(f => f());\n',
        "all.ts": 'export * from "./one";\n',
        "one.ts": RUN,
    },
    "a computed name of a module that passes on others": {
        "app.ts": 'import * as all from "./all";\nexport const handler = (e: any) => (all as any)[e.op]();\n',
        "all.ts": 'export * from "./one";\n',
        "one.ts": RUN,
    },
    "an object that has a then of its own": {
        "app.ts": MADE + "class Steps { constructor(private all: any[]) {} then(step: any) { return new Steps([...this.all, step]); }\n"
                  "  async run() { for (const one of this.all) await one.run(); } }\n"
                  f"export const handler = () => new Steps([]).then({{ run: () => {GET} }}).run();\n",
    },
    "exports under computed names": {
        "app.js": 'const { s3 } = require("./aws");\n'
                  f"exports.handler = (e, c, cb) => {GET.replace(' })', ' }, cb)')};\n",
        "aws.js": 'const AWS = require("aws-sdk");\n'
                  "for (const [name, C] of Object.entries({ s3: AWS.S3 })) exports[name] = new C();\n",
    },
    "an unknown receiver that gets a callback of which nothing is known": {
        "app.js": 'const AWS = require("aws-sdk");\n'
                  f"exports.handler = (e, c, cb) => e.{GET.replace(' })', ' }, cb)')};\n",
    },
    "a module by its URL": {
        "app.mjs": 'export const handler = async () => (await import(new URL("./one.mjs", import.meta.url))).run();\n',
        "one.mjs": RUN,
    },
    "modules by computed URLs": {
        "app.mjs": "export const handler = async e => (await import(new URL(`./all/${e.op}`, import.meta.url))).run();\n",
        "all/one.mjs": RUN,
    },
    "modules of a directory beside the code": {
        "app.ts": 'import path from "path"; import { readdirSync } from "fs";\n'
                  'export const handler = () => readdirSync(path.join(__dirname, "all")).map(f => require(path.join(__dirname, "all", f)).run());\n',
        "all/one.ts": RUN,
    },
    "modules by the addresses of files": {
        "app.mjs": 'import path from "path"; import { fileURLToPath, pathToFileURL } from "url";\n'
                   "const here = path.dirname(fileURLToPath(import.meta.url));\n"
                   'export const handler = async e => (await import(pathToFileURL(path.join(here, "all", e.op)).href)).run();\n',
        "all/one.mjs": RUN,
    },
    "a field whose decorator makes another first value": {
        "app.ts": f'{S3}import {{ short }} from "./marks";\n'
                  f'class A {{ private n = "bx"; @short(1) name = this.n; go() {{ return {FIELD}; }} }}\n'
                  "export const handler = () => new A().go();\n",
        "marks.ts": "export const short = (n: number) => (_: undefined, c: unknown) => (v: string) => v.slice(0, n);\n",
    },
    "a field whose decorator only notes it": {
        "app.ts": f'{S3}import * as marks from "./marks";\n'
                  f'class A {{ @marks.noted() name = "b"; go() {{ return {FIELD}; }} }}\n'
                  "export const handler = () => new A().go();\n",
        "marks.ts": "const names: string[] = [];\nexport const noted = () => (t: any, n: string) => { names.push(n); };\n",
    },
    "a decorated field of a class of a function": {
        "app.ts": f'{S3}import {{ noted }} from "./marks";\n'
                  f'const made = () => {{ class A {{ @noted name = "b"; go() {{ return {FIELD}; }} }} return new A(); }};\n'
                  "export const handler = () => made().go();\n",
        "marks.ts": "export function noted(t: any, n: any) { }\n",
    },
    "a field of such a class whose decorator makes another first value": {
        "app.ts": f'{S3}import {{ short }} from "./marks";\n'
                  f'const made = () => {{ class A {{ private n = "bx"; @short(1) name = this.n; go() {{ return {FIELD}; }} }} return new A(); }};\n'
                  "export const handler = () => made().go();\n",
        "marks.ts": "export const short = (n: number) => (_: undefined, c: unknown) => (v: string) => v.slice(0, n);\n",
    },
    "a field whose decorator is not known to return": {
        "app.ts": f"{S3}function again(a: any, b: any): any {{ return again(a, b); }}\n"
                  f'class A {{ @again name = "b"; go() {{ return {FIELD}; }} }}\n'
                  "export const handler = () => new A().go();\n",
    },
    "callbacks that an array is made longer by": {
        "app.ts": f"{S3}class D {{ all: any[] = []; then(f: any) {{ this.all = this.all.concat(f); return this; }}"
                  " done(v: any) { this.all.forEach(f => f(v)); } }\n"
                  f'export const handler = () => {{ const d = new D(); d.then((name) => {GET_NAMED}); d.done("b"); }};\n',
    },
}  # fmt: skip

USED = 'const { S3 } = require("@aws-sdk/client-s3");\n'
ELSEWHERE = {
    "a list of names": "const names = ['./m'];\nexports.handler = () => require(names, m => m.run());\n",
    "an object of what is given": "exports.handler = e => { const t = {...e}; require(t).run(); };\n",
    "an object with a text of its own": "const cfg = {toString() { return './m'; }};\nexports.handler = () => require(cfg).run();\n",
    "a path that is not here": "const path = require('path');\nconst dirs = [__dirname, '/opt/nodejs'];\n"
                               "exports.handler = () => { for (const d of dirs) require(path.join(d, 'run.js')).run(); };\n",
}  # fmt: skip

GO = {
    "go.mod": "module example.com/app\n",
    "main.go": """package main
import ("context"; "github.com/aws/aws-sdk-go-v2/config"; "github.com/aws/aws-sdk-go-v2/service/s3"; "github.com/some/lib"; "example.com/app/schema")
func main() { c, _ := config.LoadDefaultConfig(context.TODO()); lib.Serve(schema.New(s3.NewFromConfig(c))) }
""",
    "schema/schema.go": """package schema
import ("context"; "github.com/aws/aws-sdk-go-v2/aws"; "github.com/aws/aws-sdk-go-v2/service/s3")
type Schema struct { c *s3.Client }
func New(c *s3.Client) *Schema { return &Schema{c} }
func (s *Schema) Exec(ctx context.Context) func(string) { return func(k string) { s.c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")}) } }
""",
}  # fmt: skip


def granted(root: Path, files: dict[str, str], entry: str) -> dict[str, set[str]]:
    write(root, files)
    analysis = analyse([root], Options(entries=(entry,)))
    found: dict[str, set[str]] = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            found.setdefault(grant.action, set()).update(str(one.parts[-1]) for one in grant.resources)
    return found


@pytest.mark.parametrize("name", PYTHON)
def test_python(name: str, tmp_path: Path) -> None:
    assert is_read(granted(tmp_path, PYTHON[name], "app.py:handler"))


def test_what_operations_are_called_finds_code(tmp_path: Path) -> None:
    """Connexion imports what a specification names: which code that is, is not known."""
    write(tmp_path, {
        "main.py": "import connexion\napp = connexion.FlaskApp(__name__)\napp.add_api('openapi.yaml')\n",
        "api/__init__.py": "",
        "api/items.py": f"import boto3\ndef read():\n    {READ}\n",
    })  # fmt: skip
    analysis = analyse([tmp_path], Options(entries=("main.py",)))
    assert any(one.code == UnresolvedCode.DYNAMIC_CODE for one in analysis.unresolved)


@pytest.mark.parametrize("name", TYPESCRIPT)
def test_typescript(name: str, tmp_path: Path) -> None:
    files = TYPESCRIPT[name]
    assert is_read(granted(tmp_path, files, f"{next(iter(files))}:handler"))


@pytest.mark.parametrize("name", ELSEWHERE)
def test_computed_modules_that_are_not_found(name: str, tmp_path: Path) -> None:
    """What they ask for is not known, and that is said."""
    write(tmp_path, {"app.js": f"{USED}{ELSEWHERE[name]}"})
    analysis = analyse([tmp_path], Options(entries=("app.js:handler",)))
    assert [one.code for one in analysis.unresolved] == [UnresolvedCode.DYNAMIC_CODE]


HEADERS = {
    "r.httpRequest.headers['X-Trace'] = '1'": True,
    "r.httpRequest.headers.Trace = '1'": True,
    "r.httpRequest.headers['X-Amz-Acl'] = 'public-read'": False,
    "r.httpRequest.headers[process.env.NAME] = '1'": False,
    "r.params.Key = 'other'": False,
}


@pytest.mark.parametrize("change", HEADERS)
def test_what_listeners_set_on_requests(change: str, tmp_path: Path) -> None:
    """Version 2: a header asks for nothing unless it is one of the service's own."""
    write(tmp_path, {
        "app.js": "const AWS = require('aws-sdk');\nconst s3 = new AWS.S3();\n"
                  f"s3.customizeRequests(r => {{ r.on('build', () => {{ {change}; }}); }});\n"
                  "exports.handler = () => s3.getObject({Bucket: 'b', Key: 'k'}).promise();\n",
    })  # fmt: skip
    analysis = analyse([tmp_path], Options(entries=("app.js:handler",)))
    told = {str(one) for policy in analysis.policies for grant in policy.grants for one in grant.resources}
    assert all("b/k" in one for one in told) is HEADERS[change]


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("mapfile -C 'aws s3 ls s3://b; :' -c 1 A < f", True),
        ("readarray -tC 'aws s3 ls s3://b; :' A < f", True),
        ("mapfile -t A < f", False),
    ],
)
def test_commands_that_reading_calls(command: str, asked: bool, tmp_path: Path) -> None:
    """``mapfile -C`` runs a command for what it reads."""
    code = f"import subprocess, boto3\ndef handler(e, c):\n    subprocess.run({command!r}, shell=True)\n"
    found = granted(tmp_path, {"app.py": code}, "app.py:handler")
    assert set(found) == ({"s3:ListBucket"} if asked else set())


def test_go(tmp_path: Path) -> None:
    """What a schema gives back to the server that gets it."""
    assert is_read(granted(tmp_path, GO, "main.go:main"))


def is_read(found: dict[str, set[str]]) -> bool:
    """The one object is read, and nothing else."""
    assert set(found) == {"s3:GetObject"}
    return all(one.endswith(":::b/k") for one in found["s3:GetObject"])
