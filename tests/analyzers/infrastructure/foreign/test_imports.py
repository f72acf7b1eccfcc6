"""Which imports keep a role from being called complete, language by language."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from policywright.analyzers import languages
from policywright.analyzers.infrastructure.foreign import Foreign
from policywright.analyzers.infrastructure.foreign.tables import sounds_like_aws, tables
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.program import Program
from policywright.analyzers.source import read_source


def opaque(root: Path, files: dict[str, str], *entries: str) -> list[str]:
    """``FILE:LINE CODE PACKAGE`` of what is reported behind the entries."""
    program = Program()
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
        language = languages.for_path(name)
        if language is not None:
            program.add(read_source(path, name), language)
        elif languages.auxiliary(path.name):
            program.auxiliary[name] = path.read_bytes()
    found = Foreign(program, ProjectFiles.below(root)).of(entries)
    return [f"{one.span.file}:{one.span.line} {one.code.value} {one.detail.split()[0]}" for one in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import json, os.path", None),
        ("import boto3, botocore.config", None),
        ("from aws_lambda_powertools import Logger", None),
        ("import mypy_boto3_s3", None),
        ("import requests", None),
        ("from google.cloud import storage", None),
        ("import declared_thing", None),
        ("import acme_aws.clients", "unmodelled-library acme_aws"),
        ("import dynamorm", "unmodelled-library dynamorm"),
        ("import aiodynamo", "unmodelled-library aiodynamo"),
        ("from pydynox import DynamoDBClient", "unmodelled-library pydynox"),
        ("from langchain import chains", "unmodelled-library langchain"),
        ("import own_helpers", "unmodelled-library own_helpers"),
        ("import elsewhere", "missing-module elsewhere"),
        ("from . import gone", "missing-module .gone"),
        ("if TYPE_CHECKING:\n    from . import gone\n    from .types import T\nx = 1", None),
        ("from . import orders_pb2", None),
        ("from .orders_pb2_grpc import OrdersStub", None),
        ("from .gone import x", "missing-module .gone"),
        ("from here import there", None),
        ("from here import not_there", "missing-module here.not_there"),
        ("from starred import anything", None),
        ("import mine.gone", "missing-module mine.gone"),
        ("from mine.gone import x", "missing-module mine.gone"),
        ("from mine import part", None),
        ("from mine import not_there", "missing-module mine.not_there"),
        ("from declared_thing import Class", None),
        ("from undeclared import Class", "missing-module undeclared"),
    ],
)
def test_python(tmp_path: Path, line: str, expected: str | None) -> None:
    files = {
        "requirements.txt": "declared-thing\ndynamorm\nacme-aws\nlangchain\ngit+ssh://git@x/own-helpers.git\n",
        "src/app.py": f"{line}\n\ndef handler(event, context): ...\n",
        "src/here.py": "there = 1\n",
        "src/starred.py": "from elsewhere_again import *\n",
        "src/mine/__init__.py": "from mine import part, sub\nimport mine\n",
        "src/mine/part.py": "import mine.part as me\nfrom mine.sub import undeclared\n",
        "src/mine/sub/__init__.py": "from mine.sub import undeclared\nfrom mine import sub\n",
        # Named like libraries: what imports those by absolute names does not mean these.
        "src/mine/sub/undeclared.py": "",
        "src/mine/sub/declared_thing.py": "",
    }
    found = opaque(tmp_path, files, "src/app.py:handler")
    assert [one for one in found if one.startswith("src/app.py")] == (
        [f"src/app.py:1 {expected}"] if expected else []
    )


@pytest.mark.parametrize(
    "after",
    ["from . import gone", "else:\n    from . import gone", "def lazy():\n    from .gone import x", "x = 1; import undeclared"],
)  # fmt: skip
def test_what_type_checkers_read_may_be_imported_beside_it(tmp_path: Path, after: str) -> None:
    text = f"if TYPE_CHECKING:\n    from . import gone\n    from .gone import x\n    import undeclared\n{after}\n"
    found = opaque(tmp_path, {"requirements.txt": "", "src/app.py": text}, "src/app.py")
    assert [one.split(" ", 1)[1] for one in found] == [
        f"missing-module {'undeclared' if 'undeclared' in after else '.gone'}"
    ]


@pytest.mark.parametrize(("file", "said"), [("x.json", False), ("sub/x.txt", False), ("x.so", True)])
def test_a_directory_of_data_calls_nothing(tmp_path: Path, file: str, said: bool) -> None:
    files = {"requirements.txt": "", "src/app.py": "from . import data\n", f"src/data/{file}": "{}"}
    assert opaque(tmp_path, files, "src/app.py") == ["src/app.py:1 missing-module .data"] * said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('import fs from "node:fs/promises"', None),
        ('import { S3 } from "@aws-sdk/client-s3"', None),
        ('const AWS = require("aws-sdk/clients/s3")', None),
        ('import { z } from "zod"', None),
        ('import type { Handler } from "aws-lambda"', None),
        ('import { ssm } from "@middy/ssm"', None),
        ('import data from "./data.json"', None),
        ('import type { X } from "./types"', None),
        # A compiler leaves out what no value is taken of.
        ('import y from "./gone"; const z = 1 as y', None),
        ('import { a } from "./a.js"', None),
        ('import x from "declared"', None),
        ('import x from "aws-helper"', "unmodelled-library aws-helper"),
        ('import x from "deep"', "unmodelled-library deep"),
        ('import x from "linked"', "unmodelled-library linked"),
        ('import x from "@acme/core"', "unmodelled-library @acme/core"),
        ('import x from "undeclared"', "missing-module undeclared"),
        ('import x from "./gone"', "missing-module ./gone"),
        ('const x = require("/opt/nodejs/gone")', "missing-module /opt/nodejs/gone"),
        ('module.exports = [{ resolve: "aws-helper" }]', "unmodelled-library aws-helper"),
        ('module.exports = [{ resolve: "declared" }, { resolve: "aws-something" }]', None),
    ],
)
def test_javascript(tmp_path: Path, line: str, expected: str | None) -> None:
    files = {
        "package.json": '{"name": "@acme/app", "dependencies": {"declared": "1", "aws-helper": "1", "deep": "1", '
        '"linked": "file:../linked", "@acme/core": "1"}}',
        "package-lock.json": '{"packages": {"node_modules/deep": {"dependencies": {"@aws-sdk/client-sqs": "3"}}}}',
        "src/app.ts": f"{line};\nexport const handler = () => x;\n",
        "src/a.ts": "export const a = 1;\n",
        "src/types.d.ts": "export type X = string;\n",
        "src/data.json": "{}",
    }
    found = opaque(tmp_path, files, "src/app.ts:handler")
    assert found == ([f"src/app.ts:1 {expected}"] if expected else [])


VERBATIM = '{"compilerOptions": {"verbatimModuleSyntax": true}}'


@pytest.mark.parametrize(
    ("configurations", "kept"),
    [
        ({}, False),
        ({"tsconfig.json": '{"compilerOptions": {"isolatedModules": true}}'}, False),
        ({"tsconfig.json": VERBATIM}, True),
        ({"tsconfig.json": '{"compilerOptions": {"importsNotUsedAsValues": "error"}}'}, True),
        ({"tsconfig.json": '{"compilerOptions": {"importsNotUsedAsValues": "remove"}}'}, False),
        ({"tsconfig.json": '{"compilerOptions": {"preserveValueImports": true}} // so'}, True),
        ({"tsconfig.json": '{"extends": "./base"}', "base.json": VERBATIM}, True),
        ({"tsconfig.json": '{"extends": "./tsconfig.base"}', "tsconfig.base.json": VERBATIM}, True),
        ({"tsconfig.json": '{"extends": ["./tsconfig.gone.json"]}'}, True),
        ({"tsconfig.json": '{"extends": "@acme/tsconfig"}'}, True),
        ({"tsconfig.json": '{"extends": "@tsconfig/node22/tsconfig.json"}'}, False),
        ({"tsconfig.json": '{"extends": "@tsconfig/node-ts/tsconfig.json"}'}, True),
        (
            {
                "tsconfig.json": '{"extends": "@acme/tsconfig", "compilerOptions": {"verbatimModuleSyntax": false}}'
            },
            False,
        ),
        ({"tsconfig.json": "{"}, True),
        ({"tsconfig.json": VERBATIM, "src/tsconfig.json": "{}"}, False),
        ({"src/tsconfig.build.json": "{}", "tsconfig.json": VERBATIM}, True),
        ({"src/tsconfig.build.json": VERBATIM, "src/tsconfig.json": "{}"}, True),
    ],
)
def test_imports_of_types_that_a_compiler_leaves_in(
    tmp_path: Path, configurations: dict[str, str], kept: bool
) -> None:
    files = {
        **configurations,
        "src/app.ts": """\
            import { A } from "aws-helper";
            import { type B } from "aws-other";
            import type { C } from "aws-third";
            export const handler = (a: A, b: B, c: C) => 1;
        """,
    }
    found = opaque(tmp_path, files, "src/app.ts:handler")
    expected = ["src/app.ts:1 unmodelled-library aws-helper", "src/app.ts:2 unmodelled-library aws-other"]
    assert found == (expected if kept else [])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("net/http", None),
        ("github.com/aws/aws-sdk-go-v2/service/s3", None),
        ("github.com/sirupsen/logrus", None),
        ("github.com/acme/app/store", None),
        ("github.com/public/thing/part", None),
        ("github.com/guregu/dynamo", None),
        ("github.com/who/dynamo", "unmodelled-library github.com/who/dynamo"),
        ("github.com/acme/shared/queue", "unmodelled-library github.com/acme/shared"),
        ("github.com/who/knows", "missing-module github.com/who/knows"),
    ],
)
def test_go(tmp_path: Path, path: str, expected: str | None) -> None:
    files = {
        "go.mod": "module github.com/acme/app\n\nrequire (\n\tgithub.com/public/thing v1.0.0\n"
        "\tgithub.com/who/dynamo v1.0.0\n\tgithub.com/acme/shared v1.0.0\n)\n",
        "cmd/main.go": f'package main\n\nimport "{path}"\n\nfunc main() {{}}\n',
        "store/store.go": "package store\n",
    }
    found = opaque(tmp_path, files, "cmd/main.go")
    assert found == ([f"cmd/main.go:3 {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("java.util.List", None),
        ("software.amazon.awssdk.services.s3.S3Client", None),
        ("com.fasterxml.jackson.databind.*", None),
        ("com.acme.app.Store", None),
        ("com.acme.app.Store.Item", None),
        ("org.unheard.of.Thing", "missing-module org.unheard.of"),
        ("org.heard.of.Thing", None),
        ("fine.art.Thing", None),
        ("org.listed.Thing", None),
        ("org.unheard.dynamodb.Mapper", "unmodelled-library org.unheard.dynamodb"),
        ("com.acme.shared.Queue", "missing-module com.acme.shared.Queue"),
    ],
)
def test_java(tmp_path: Path, name: str, expected: str | None) -> None:
    files = {
        "pom.xml": "<dependency><groupId>org.heard</groupId><artifactId>of</artifactId></dependency>",
        "build.gradle.kts": 'dependencies { implementation("com.elsewhere:fine-core:1.0") }',
        "gradle/libs.versions.toml": '[libraries]\nlisted = { module = "org.listed:part", version = "1" }',
        "src/main/java/com/acme/app/Handler.java": f"package com.acme.app;\nimport {name};\nclass Handler {{}}\n",
        "src/main/java/com/acme/app/Store.java": "package com.acme.app;\nclass Store { static class Item {} }\n",
    }
    found = opaque(tmp_path, files, "src/main/java/com/acme/app/Handler.java")
    assert found == ([f"src/main/java/com/acme/app/Handler.java:2 {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("deep-promisified", "unmodelled-library"), ("deeper", None), ("flat-promisified", None)],
)
def test_an_addition_uses_what_it_is_made_for(tmp_path: Path, name: str, expected: str | None) -> None:
    """``X-promisified`` asks for ``X`` beside it, which no lock file says, and ``X`` has an SDK below it."""
    files = {
        "package.json": f'{{"dependencies": {{"deep": "1", "flat": "1", "{name}": "1"}}}}',
        "package-lock.json": '{"packages": {"node_modules/deep": {"dependencies": {"@aws-sdk/client-sqs": "3"}}}}',
        "app.ts": f'import x from "{name}";\nexport const handler = () => x();\n',
    }
    assert opaque(tmp_path, files, "app.ts:handler") == ([f"app.ts:1 {expected} {name}"] if expected else [])


def test_only_what_an_entry_reaches_counts_and_once(tmp_path: Path) -> None:
    files = {
        "one.py": "import shared\nimport acme_aws\n",
        "two.py": "import other_aws\n",
        "shared.py": "import acme_aws\nfrom acme_aws import more\n",
    }
    assert opaque(tmp_path, files, "one.py:handler") == ["one.py:2 unmodelled-library acme_aws"]


def test_without_any_manifest_an_unknown_package_is_not_declared(tmp_path: Path) -> None:
    assert opaque(tmp_path, {"app.py": "import thing\n"}, "app.py") == ["app.py:1 missing-module thing"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aws-signed-axios", True), ("s3_helper", True), ("@dazn/lambda-powertools-sqs-client", True),
        ("dynamoose", True), ("MyDynamoDBThing", True), ("laws", False), ("kissing", False), ("classmate", False),
        ("processes", False), ("jaws", False), ("google.cloud.iam", False), ("huaweicloud-sdk-ecs", False),
        ("azure-s3-sync", True), ("cluster-iam", True),
    ],
)  # fmt: skip
def test_names_that_sound_like_aws(name: str, expected: bool) -> None:
    assert sounds_like_aws(name) is expected


def test_nothing_is_both_quiet_and_reaching() -> None:
    for table in tables().values():
        assert not table.quiet.exact & table.reaching.exact


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from cohere import BedrockClientV2\n", "cohere.BedrockClientV2"),
        ("import cohere\nclient = cohere.SagemakerClient()\n", "cohere.SagemakerClient"),
        ("from pydantic_settings import AWSSecretsManagerSettingsSource\n", "pydantic_settings.AWSSecretsManagerSettingsSource"),
        ("from pydantic import S3Dsn\n", "pydantic.S3Dsn"),
        ("import cohere\nclient = cohere.Client()\n", None),
        ("from sympy import Lambda\n", None),
        ("from pydantic_settings import BaseSettings\n", None),
    ],
)  # fmt: skip
def test_classes_for_aws_of_quiet_packages(tmp_path: Path, code: str, expected: str | None) -> None:
    found = [one.split()[-1] for one in opaque(tmp_path, {"app.py": code}, "app.py")]
    assert found == ([expected] if expected is not None else [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('import { Client, BedrockClient as C } from "cohere-ai";\n', "cohere-ai/BedrockClient"),
        ('const { BedrockClient } = require("cohere-ai");\n', "cohere-ai/BedrockClient"),
        ('import { CohereClient } from "cohere-ai";\n', None),
        ('import { Lambda } from "lodash";\n', None),
    ],
)
def test_classes_for_aws_of_quiet_packages_of_npm(tmp_path: Path, code: str, expected: str | None) -> None:
    found = [one.split()[-1] for one in opaque(tmp_path, {"app.js": code}, "app.js")]
    assert found == ([expected] if expected is not None else [])


def test_modules_that_are_loaded_by_name_import_as_well(tmp_path: Path) -> None:
    files = {
        "app.py": 'import importlib\nm = importlib.import_module("plugs.first")\n',
        "plugs/__init__.py": "",
        "plugs/first.py": "import acme_aws\n",
        "plugs/other/far.py": "",
        "unrelated.py": "import another_aws\n",
        "by_setting.py": "from django.utils.module_loading import import_string\nimport_string(NAME)\n",
        "conf.py": 'NAME = "plugs.first.go"\n',
        "started.py": 'import subprocess\nsubprocess.run(["python", "-m", "plugs.first"])\n',
        "page.js": "require(`./plugs/${name}`);\n",
        "plugs/first.js": 'require("acme-aws");\n',
    }
    said = ["plugs/first.py:1 unmodelled-library acme_aws"]
    for entry in ("app.py", "by_setting.py", "started.py"):
        assert opaque(tmp_path, files, entry) == said, entry
    assert opaque(tmp_path, files, "page.js") == ["plugs/first.js:1 unmodelled-library acme-aws"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('EMAIL_BACKEND = "django_aws_mail.Backend"', "unmodelled-library django_aws_mail"),
        ('CACHES = {"default": {"BACKEND": "dynamo_cache.Cache"}}', "unmodelled-library dynamo_cache"),
        ('INSTALLED_APPS = ["zappa.apps.Django"]', "unmodelled-library zappa"),
        ('EMAIL_BACKEND = "django_ses.SESBackend"', None),  # has a row
        ('EMAIL_BACKEND = "mine.aws.Backend"', None),
        ('EMAIL_BACKEND = "space.aws.Backend"', None),
        ('EMAIL_BACKEND = "nobody.knows.Backend"', None),
        ('EMAIL_BACKEND = None; HOST = "s3.amazonaws.com"', None),
        ('# EMAIL_BACKEND = "django_aws_mail.Backend"', None),
        ('LOGGING = {"loggers": {"botocore.credentials": {}}}', None),
        ('OTHER = "django_aws_mail.Backend"', None),
    ],
)
def test_names_in_settings(tmp_path: Path, line: str, expected: str | None) -> None:
    files = {"settings.py": f"{line}\n", "mine/__init__.py": "", "space/aws.py": ""}
    assert opaque(tmp_path, files, "settings.py") == ([f"settings.py:1 {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"h.js": "const m = require('./m');\nm.gone();\n", "m.js": "exports.a = 1;\n"}, "missing-module gone"),
        ({"h.js": "const m = require('./m');\nm.hasOwnProperty('a'); m.toString();\n", "m.js": "exports.a = 1;\n"}, None),
        (
            {
                "h.js": "require('./set');\nconst m = require('./m');\nm.extra();\n", "m.js": "exports.a = 1;\n",
                "set.js": "const m = require('./m');\nm.extra = () => m.a;\n",
            },
            None,
        ),
        (
            {
                "h.js": "const m = require('./m');\nm.save();\n", "n.js": "exports.save = () => 1;\n",
                "m.js": "const n = require('./n');\nconst out = module.exports;\nfor (const k in n) out[k] = n[k];\n",
            },
            None,
        ),
        ({"h.py": "import m\nm.gone()\n", "m.py": "a = 1\n"}, "missing-module gone"),
        ({"h.py": "import m\nm.__repr__()\n", "m.py": "a = 1\n"}, None),
        ({"h.py": "import s\nimport m\nm.extra()\n", "m.py": "a = 1\n", "s.py": "import m\nm.extra = print\n"}, None),
        ({"h.py": "import m\nm.extra()\n", "m.py": "for n in 'ab':\n    locals()[n] = print\n"}, None),
    ],
)  # fmt: skip
def test_what_a_module_lacks_nobody_else_gives_it(
    files: dict[str, str], expected: str | None, tmp_path: Path
) -> None:
    found = opaque(tmp_path, files, "h.js" if "h.js" in files else "h.py")
    assert [one.partition(" ")[2] for one in found] == ([expected] if expected is not None else [])
