"""Which files are looked at: what a file says by itself, in every language, and what its neighbours make of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from policywright.analyzers import languages
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.connections import imports_of, independent, reaching
from policywright.analyzers.discovery import discover
from policywright.analyzers.gate import (
    ANY,
    DEALS,
    NONE,
    NOTHING,
    OPENS,
    UNSET,
    distinctive,
    evidence,
    set_by_name,
    sets_variables,
)
from policywright.analyzers.languages.python.libraries import rows
from policywright.analyzers.languages.typescript.libraries import tables
from policywright.analyzers.program import Program

SAYS: tuple[tuple[str, str, int], ...] = (
    # an SDK by its name
    ("python", "import boto3", DEALS),
    ("python", "from aiobotocore.session import get_session", DEALS),
    ("typescript", 'import { S3 } from "@aws-sdk/client-s3";', DEALS),
    ("typescript", "const s3 = new AWS.S3();", DEALS),
    ("go", 'import "github.com/aws/aws-sdk-go-v2/service/s3"', DEALS),
    ("go", 'import "github.com/aws/aws-sdk-go/service/s3"', DEALS),
    ("java", "import software.amazon.awssdk.services.s3.S3Client;", DEALS),
    ("java", "import com.amazonaws.services.s3.AmazonS3;", DEALS),
    ("java", "import io.awspring.cloud.s3.S3Template;", DEALS),
    # an address, and libraries that are named in no import
    ("python", "frame.to_csv('s3://bucket/key')", DEALS),
    ("python", "DEFAULT_FILE_STORAGE = 'storages.backends.s3.S3Storage'", DEALS),
    # libraries with a table, for AWS alone or for other things as well
    ("python", "from pynamodb.models import Model", DEALS),
    ("python", "from airflow.providers.amazon.aws.hooks.s3 import S3Hook", DEALS),
    ("python", "from airflow.models import DAG", NOTHING),
    ("python", "from celery import Celery", OPENS),
    ("python", "from . import celery", NOTHING),
    ("python", "import requests", NOTHING),
    ("typescript", 'import { Producer } from "sqs-producer";', DEALS),
    ("typescript", 'const mailer = require("nodemailer");', OPENS),
    ("typescript", 'import middy from "@middy/core";', NOTHING),
    ("typescript", 'import { verify } from "aws-jwt-verify";', NOTHING),
    # a method with an input member: capitalised as hardly anything else, or not
    ("python", "queue.send_message(QueueUrl=url, MessageBody=body)", DEALS),
    ("python", "queue.publish(TopicArn=topic)", DEALS),
    ("python", "logs.start_query(logGroupName=group)", DEALS),
    ("python", "fis.get_experiment(id=one)", OPENS),
    ("python", "page.get_experiment(name=one)", NOTHING),
    ("python", "mqtt.publish(topic=topic, payload=text)", NOTHING),
    ("python", "frame.send_message(QueueUrl == url)", NOTHING),
    ("typescript", "queue.sendMessage({ QueueUrl: url, MessageBody: body })", DEALS),
    ("typescript", "table.query({\n  TableName,\n})", DEALS),
    ("typescript", "logs.startQuery({ logGroupName: group })", OPENS),
    ("typescript", "table.query({ name })", NOTHING),
    ("typescript", "search.updateDataSource({ Id: one })", DEALS),
    ("typescript", "redux.updateDataSource({ id: one })", NOTHING),
    ("typescript", "page.render({ Component: Page })", NOTHING),
    ("go", "in := &api.SendMessageInput{QueueUrl: url}", OPENS),
    ("go", "in := &model.CreateUserInput{Mail: address}", NOTHING),
    ("java", "mail.sendEmail(b -> b.source(from));", OPENS),
    ("java", "users.createUser(user -> user.mail(address));", NOTHING),
    ("java", "names.stream().map(name -> name.trim());", NOTHING),
    # a method that can hardly be anything else
    ("python", "self.client.batch_get_secret_value(**given)", OPENS),
    ("python", "retry(client.batch_get_secret_value)", OPENS),
    ("python", "paged(client, 'list_multi_region_access_points')", OPENS),
    ("python", "self.users.get_current_user()", NOTHING),
    ("python", "self.client.batch_get_some_other_thing()", NOTHING),
    ("typescript", "this.client.batchGetSecretValue(given)", OPENS),
    ("go", "s.client.BatchGetSecretValueWithContext(ctx, in)", OPENS),
    ("java", "clients.secrets().batchGetSecretValue(request);", OPENS),
    ("java", "clients.map(SecretsClient::batchGetSecretValue);", OPENS),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text", "level"), SAYS, ids=[text for _, text, _ in SAYS])
def test_what_a_file_says(language: str, text: str, level: int) -> None:
    front, data = languages.load(language), text.encode()
    assert evidence(languages.load(language).gate, data, lambda: front.lower(data, "m").imports) == level


@pytest.mark.parametrize("language", languages.folders())
def test_every_language_has_a_gate(language: str) -> None:
    assert languages.load(language).gate.sdk


@pytest.mark.parametrize("package", sorted(one for one in rows.files() if not one.startswith("_")))
def test_python_libraries_with_a_table_open(package: str) -> None:
    assert rows.reach(f"{package}.part") in (OPENS, DEALS)


def test_unmodelled_python_libraries_open() -> None:
    assert {rows.reach(path) for path in rows.load("_unmodelled", None).rows} == {DEALS}


def test_npm_libraries_with_requests_open() -> None:
    making = {
        name for name, table in tables.packages().items()
        if any(row.requests or row.signed for row in table.values())
    }  # fmt: skip
    assert {name for name in tables.packages() if tables.reach(name) != NOTHING} >= making


def test_general_libraries_are_known_as_such() -> None:
    """What is used without AWS says too little for guesses from names."""
    assert rows.reach("celery") == rows.reach("litellm") == tables.reach("nodemailer") == OPENS


def test_distinctive_names_have_four_words() -> None:
    assert distinctive("batch_get_secret_value")
    assert distinctive("batchGetSecretValue")
    assert distinctive("BatchGetSecretValue")
    assert not distinctive("get_current_user")
    assert not distinctive("getHTTPClient")


# --- files together ---


def loaded(directory: Path, files: dict[str, str]) -> Program:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    program = Program()
    found = discover([directory])
    for source, language in found.files:
        program.add(source, language)
    return program


def looked_at(program: Program) -> set[str]:
    return set(reaching(program, imports_of(program)))


def test_whoever_imports_the_registry_is_looked_at(tmp_path: Path) -> None:
    files = {
        "core/registry.py": "services = object()\n",
        "core/apps.py": "import boto3\nfrom core.registry import services\n",
        "shop/views.py": "from core.registry import services\n",
        "shop/urls.py": "from shop import views\n",
        "other/alone.py": "def f(): pass\n",
    }
    assert looked_at(loaded(tmp_path, files)) == {"core.registry", "core.apps", "shop.views", "shop.urls"}


def test_a_file_that_loads_by_name_may_load_any(tmp_path: Path) -> None:
    files = {
        "main.py": "import boto3, importlib\nimportlib.import_module(name).run(boto3.client('s3'))\n",
        "plugins/one.py": "def run(client): return client.list_buckets()\n",
        "web/app.ts": "export const x = 1;\n",
    }
    program = loaded(tmp_path, files)
    assert looked_at(program) == {"main", "plugins.one"}
    assert independent(program, ("main", "plugins.one"), imports_of(program)) == (("main", "plugins.one"),)


def test_without_aws_nothing_is_loaded(tmp_path: Path) -> None:
    files = {"main.py": "import importlib\nimportlib.import_module(name)\n", "other.py": "x = 1\n"}
    assert looked_at(loaded(tmp_path, files)) == set()


def test_injected_beans_are_connected(tmp_path: Path) -> None:
    files = {
        "Config.java": "import org.springframework.context.annotation.Bean;\n"
        "import software.amazon.awssdk.services.s3.S3Client;\n"
        "class Config { @Bean S3Client s3() { return S3Client.create(); } }\n",
        "Views.java": "import org.springframework.stereotype.Service;\n@Service class Views { }\n",
        "Alone.java": "class Alone { }\n",
    }
    assert looked_at(loaded(tmp_path, files)) == {"Config.java", "Views.java"}


def test_one_file_with_a_library_alone(tmp_path: Path) -> None:
    path = tmp_path / "queue.ts"
    path.write_text(
        'import { Producer } from "sqs-producer";\n'
        "export const send = () => Producer.create({ queueUrl: process.env.URL! }).send(['x']);\n"
    )
    policies = analyse([path], Options()).policies
    assert [grant.action for policy in policies for grant in policy.grants] == ["sqs:SendMessage"]


@pytest.mark.parametrize(
    "text",
    [
        'os.environ["A"] = "b"', 'os.environ[event["k"]] = "write"', 'environ.pop("A")', 'del os.environ["M"]',
        "e = os.environ\n", 'e = os.environ; e["M"] = 1', "env: dict = os.environ\n", "setup(os.environ)",
        "setup(1, environ)", 'mock.patch.dict(os.environ, {"A": "b"})', 'process.env.A = "x"',
        "delete process.env.MODE;", "const env = process.env; env.M = 1", "const e: any = process.env\n",
        'os.putenv("A", "b")', 'os.Setenv("A", "b")', 'os.Unsetenv("A")',
        'require("dotenv").config({ override: true })', "load_dotenv(override=True)", "godotenv.Overload()",
        'import * as dotenv from "dotenv"; dotenv.config(options)', "load_dotenv(**options)", "load_dotenv(find_dotenv(), None, True, True)",
        'dotenvExpand.expand(dotenv.config())', "dotenv.config({ path: '.env', ...options })",
        "from dotenv import load_dotenv as load\nload(**O)", "load = partial(dotenv.load_dotenv, **O)", "load_dotenv(*ARGS)",
        "load = load_dotenv\ndef go():\n    load(**O)", "env.load_dotenv(override=True)", "from dotenv import *", "import dotenv as d",
        "load_dotenv(None, None, False, 1)", "load_dotenv(path, override=settings.FLAG)", "load_dotenv('a)', **O)",
        "def load_dotenv(path):\n    pass", "from envs import load_dotenv\nload_dotenv('.env')", "load_dotenv(load_dotenv(**O))",
        "load_dotenv(p  # '\n, **O)  # '", "(load_dotenv() or load_dotenv)(**O)", 'DotEnv(".env", **O).set_as_dotenv()',
        'const { config: load } = require("dotenv"); load(options)', "dotenv.config(options())", "dotenv.config(a ? b : c)",
        "dotenv.config(options[process.env.T])", "dotenv.config(options.o || {})", "dotenv.configDotenv(options)",
        'import { config } from "dotenv"; config(options);', 'import { config } from "dotenv"; export { config };',
        'import { config as load } from "dotenv"; load(o)', 'export * from "dotenv"', 'module.exports = require("dotenv")',
        'export { config } from "dotenv"', 'export import dotenv = require("dotenv")', 'import dotenv, { config as c } from "dotenv"; c(o)',
        "dotenv.config({ path: x /* ' */, override: true /* ' */ })", "dotenv.config({ path: load(dotenv.config(o)) })",
        'dotenv.config({ path, ["over" + "ride"]: true })', "#load = dotenv.config;", 'require("dotenv-flow").config()',
        'const env = require("dotenv"); env.config(o)', 'spawn("node", ["-r", "dotenv/config", "dotenv_config_override=true"])',
        "var load = godotenv.Overload", "load := godotenv.Load", 'env "github.com/joho/godotenv"', 'godotenv.Exec(f, "x", nil, true)',
        "#\nfrom dotenv import load_dotenv as load\nload(**O)", '//\nexport * from "dotenv"', 'gotenv.OverLoad(".env")', "Env().read_env(find(1), override=True)", "env.read_env(**options)", "Env.read_env(F, overwrite=O)",
        "Object.assign(process.env, x)", "setup(process.env)", "a.init(b(1), process.env);", "new Config(process.env)",
    ],
)  # fmt: skip
def test_what_may_set_a_variable(text: str) -> None:
    assert sets_variables(text.encode()) == ANY


@pytest.mark.parametrize(
    "text",
    [
        'require("dotenv").config()', 'import "dotenv/config";', 'dotenv.config({ path: "./.env" });',
        "from dotenv import load_dotenv\nload_dotenv(verbose=True)", '_ = godotenv.Load(".env")',
        "from dotenv import find_dotenv, load_dotenv  # Files\nif load_dotenv(find_dotenv(usecwd=True)):\n    pass",
        "import dotenv\n# What dotenv says\ndotenv.load_dotenv(dotenv_path=ROOT / '.env', override=False,)\n",
        "from dotenv import (\n    load_dotenv,\n)\nload_dotenv(os.path.join(os.path.dirname(os.path.abspath(__file__)), '.env'))",
        'load_dotenv("x=1, **.env", verbose=True)', "values = dotenv_values(f'.{stage}', encoding='utf-8')",
        'import * as dotenv from "dotenv";\nconst { parsed } = dotenv.config({ path: path.resolve(__dirname, "../.env"), quiet: true });',
        'import dotenv from \'dotenv\'; dotenv.config({path, override: false})', 'const dotenv = require("dotenv");\ndotenv.config({});',
        'import { config } from "dotenv";\nconfig();\nconfig({ path: `.env.${stage}` });', "node.run('dotenv/config')",
        'import (\n\t"os"\n\t"github.com/joho/godotenv"\n)\nif err := godotenv.Load(".env", files...); err != nil {}',
        'import _ "github.com/joho/godotenv/autoload"',
    ],
)  # fmt: skip
def test_what_may_set_one_that_is_not_set(text: str) -> None:
    assert sets_variables(text.encode()) == UNSET


@pytest.mark.parametrize(
    "text",
    [
        'gotenv.Load(".env")', "env.read_env(recurse=False)", 't = os.environ["A"]', "dict(os.environ)", "run(c, env=os.environ)", '{**os.environ, "A": 1}',
        "for k in os.environ:", '"A" in os.environ', "from os import environ\n", 'os.environ.get("A")',
        "x = os.environ.copy()", "run(c,\n  env=os.environ\n)", 'if os.environ["A"] == "b":', "len(os.environ)",
        "const { A } = process.env;", "const a = process.env.A;", 'process.env.A === "x"',
        'const a = process.env.A ?? "b"', "schema.parse(process.env)", "Object.keys(process.env)", "x = (process.env)",
        "cleanEnv(process.env, {})", "Object.assign({}, process.env)", 'spawn("x", { env: process.env })', "f(process.env.A)",
        "if (process.env) {", '_.pick(process.env, ["A"])', "f({ ...process.env })", "console.log(process.env)",
    ],
)  # fmt: skip
def test_what_only_reads_them(text: str) -> None:
    assert sets_variables(text.encode()) == NONE


@pytest.mark.parametrize(
    ("text", "level", "names"),
    [
        ('os.environ["A"] = "b"', NONE, {"A"}), ("os.environ.setdefault('A', x)\ndel os.environ['B']", NONE, {"A", "B"}),
        ("process.env.A ||= 'x'; delete process.env.B;", NONE, {"A", "B"}), ('os.Setenv("A", x)', NONE, {"A"}),
        ('os.environ["A"] = os.environ\n', ANY, {"A"}), ('os.environ["A"] = 1\nos.environ[k] = 2', ANY, {"A"}),
        ("process.env.A = 'x'; dotenv.config({ override: true })", ANY, {"A"}), ('os.Setenv("A" + b, x)', ANY, set()),
        ('os.environ["A"] == "b"', NONE, set()), ('os.environ["A"] = 1\nimport dotenv\ndotenv.load_dotenv()', UNSET, {"A"}),
    ],
)  # fmt: skip
def test_what_is_set_by_name(text: str, level: int, names: set[str]) -> None:
    assert set_by_name(text.encode()) == (level, names)


@pytest.mark.parametrize("option", ["OTHER", "DOTENV_CONFIG_OVERRIDE"])
def test_variables_may_tell_loaders_of_files_to_override(tmp_path: Path, option: str) -> None:
    (tmp_path / "app.js").write_text(
        'require("dotenv/config");\nconst { S3 } = require("@aws-sdk/client-s3");\nexports.handler = async () => {\n'
        '  if (process.env.MODE === "a") await new S3({}).putObject({ Bucket: "a", Key: "k" });\n'
        '  else await new S3({}).deleteObject({ Bucket: "b", Key: "k" });\n};\n',
        "utf-8",
    )
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Function:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      CodeUri: .\n      Handler: app.handler\n      Runtime: nodejs20.x\n"
        f"      Environment: {{Variables: {{MODE: a, {option}: 'true'}}}}\n",
        "utf-8",
    )
    actions = {grant.action for one in analyse([tmp_path], Options()).policies for grant in one.grants}
    assert ("s3:DeleteObject" in actions) is (option != "OTHER")


@pytest.mark.parametrize("text", ["\n" + " \n" * 20_000, " " * 40_000, "load_dotenv(" * 5_000, "config({ path: ((" * 2_000, "'\\'" * 9_999])  # fmt: skip
def test_texts_about_files_are_looked_through_once(text: str) -> None:
    start = time.process_time()
    assert sets_variables(f"#dotenv{text}".encode()) == ANY
    assert time.process_time() - start < 2
