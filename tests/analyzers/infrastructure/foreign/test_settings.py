"""Variables that say AWS and that no code reads, in a function that imports something unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers import languages
from policywright.analyzers.infrastructure.foreign import Foreign, of_libraries
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.program import Program
from policywright.analyzers.source import read_source
from policywright.knowledge.values import Const, Hole, Text, Value

JAVA = "package com.acme;\nimport org.quack.Duck;\nclass Fn { void handle() { new Duck().quack(); } }\n"
GO = 'package main\n\nimport "github.com/quack/duck"\n\nfunc main() { duck.Quack() }\n'


def said(root: Path, files: dict[str, str], *variables: str) -> list[str]:
    """``VARIABLE PACKAGE`` of what is reported of the first file's function, with variables set to 1."""
    program = Program()
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        language = languages.for_path(name)
        if language is not None:
            program.add(read_source(path, name), language)
        elif languages.auxiliary(path.name):
            program.auxiliary[name] = path.read_bytes()
    foreign = Foreign(program, ProjectFiles.below(root))
    texts = dict(one.split("=") for one in variables if "=" in one)
    values: dict[str, Value] = {name: Const("1") for name in variables if "=" not in name}
    values.update((name, Const(text)) for name, text in texts.items())
    found = of_libraries(foreign, [next(iter(files))], values)
    return [f"{one.detail.split()[0]} {one.detail.split(': ')[1].split()[0]}" for one in found]


@pytest.mark.parametrize(
    ("files", "package"),
    [
        ({"app.js": 'import { quack } from "duck";\nexport const handler = () => quack();\n'}, "duck"),
        ({"app.py": "import duck\n\ndef handler(event, context):\n    duck.quack()\n"}, "duck"),
        ({"main.go": GO}, "github.com/quack/duck"),
        ({"src/main/java/com/acme/Fn.java": JAVA}, "org.quack"),
    ],
    ids=["typescript", "python", "go", "java"],
)
def test_every_language(tmp_path: Path, files: dict[str, str], package: str) -> None:
    assert said(tmp_path, files, "DUCK_USE_BEDROCK", "PORT") == [f"DUCK_USE_BEDROCK {package}"]


def test_of_the_sdks_and_lambda(tmp_path: Path) -> None:
    names = (
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "LAMBDA_S3_HOME", "_S3_X",
        "OTEL_INSTRUMENTATION_AWS_SDK_EXPERIMENTAL_USE_PROPAGATOR_FOR_MESSAGING",
    )  # fmt: skip
    assert said(tmp_path, {"app.py": "import duck\n"}, *names) == []


def test_everything_imported_is_known(tmp_path: Path) -> None:
    code = "import json\nimport boto3\nimport requests\nfrom aws_lambda_powertools import Logger\n"
    assert said(tmp_path, {"app.py": code}, "DUCK_USE_BEDROCK") == []


@pytest.mark.parametrize(
    "reading",
    [
        'flag = os.environ["DUCK_USE_BEDROCK"]',
        "duck_use_bedrock: bool = False",
        'config.get("duck.use-bedrock")',
        "duckUseBedrock = 1",
        "use_bedrock: bool = False  # a prefix is told elsewhere",
    ],
)
def test_what_code_reads(tmp_path: Path, reading: str) -> None:
    files = {"app.py": "import duck\nimport settings\n", "settings.py": f"import os\n{reading}\n"}
    assert said(tmp_path, files, "DUCK_USE_BEDROCK") == []


@pytest.mark.parametrize(
    ("variable", "package"),
    [
        ("MORE_USE_S3=true", "duck"),
        ("MORE_USE_S3=false", None),
        ("S3_BUCKET=orders", None),
        ("GOOSE_S3_BUCKET=orders", "gray-goose/core"),
        ("SQS_URL=https://example.org", None),
    ],
)
def test_switches_and_names_of_packages(tmp_path: Path, variable: str, package: str | None) -> None:
    code = 'import "duck";\nimport "sqs-url-less";\nimport * as g from "@gray-goose/core";\n'
    found = said(tmp_path, {"app.js": code}, variable)
    assert [one.split()[1].removeprefix("@") for one in found] == ([package] if package else [])


def test_code_that_the_function_does_not_reach(tmp_path: Path) -> None:
    files = {"app.py": "import duck\n", "other.py": "DUCK_USE_BEDROCK = 1\n"}
    assert said(tmp_path, files, "DUCK_USE_BEDROCK") == ["DUCK_USE_BEDROCK duck"]


def test_the_resources_of_java(tmp_path: Path) -> None:
    files = {
        "src/main/java/com/acme/Fn.java": JAVA,
        "src/main/resources/application.yml": "orders:\n  table: ${DYNAMODB_TABLE}\n",
    }
    assert said(tmp_path, files, "DYNAMODB_TABLE", "SQS_QUEUE") == ["SQS_QUEUE org.quack"]


@pytest.mark.parametrize("variable", ["DD_API_KEY_SECRET_ARN", "DD_API_KEY_SSM_NAME", "DD_KMS_API_KEY"])
def test_quiet_packages_that_a_variable_tells(tmp_path: Path, variable: str) -> None:
    code = "from datadog_lambda.wrapper import datadog_lambda_wrapper\n"
    (found,) = {one.split()[1] for one in said(tmp_path, {"app.py": code}, variable, "DD_SITE")}
    assert found.startswith("datadog_lambda")
    assert said(tmp_path, {"app.py": code}, "DD_SITE") == []
    assert said(tmp_path, {"app.py": "import json\n"}, variable) == []


def test_a_broker_that_a_variable_names(tmp_path: Path) -> None:
    code = "import os\nfrom celery import Celery\napp = Celery(broker=os.environ['BROKER'])\n"
    assert said(tmp_path, {"app.py": code}, "BROKER=sqs://") == ["BROKER celery"]
    assert said(tmp_path, {"app.py": code}, "BROKER=redis://cache") == []
    assert said(tmp_path, {"app.py": "import json\n"}, "BROKER=sqs://") == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('import { work } from "duck";\nexport const handler = (e) => work(e);\n', True),
        (
            'import { work } from "duck";\nexport const handler = (e) => work(e, process.env.TABLE_NAME);\n',
            False,
        ),
        (
            'import { S3Client } from "@aws-sdk/client-s3";\nimport { work } from "duck";\nnew S3Client({});\n',
            False,
        ),
        ('import { readFile } from "fs";\nexport const handler = (e) => readFile(e);\n', False),
    ],
    ids=["all in the package", "read", "asks itself", "nothing unknown"],
)
def test_resources_that_only_a_package_may_read(tmp_path: Path, code: str, told: bool) -> None:
    (tmp_path / "app.js").write_text(code)
    (tmp_path / "package.json").write_text('{"dependencies": {"duck": "1", "@aws-sdk/client-s3": "3"}}')
    program = Program()
    language = languages.for_path("app.js")
    assert language is not None
    program.add(read_source(tmp_path / "app.js", "app.js"), language)
    foreign = Foreign(program, ProjectFiles.below(tmp_path))
    variables: dict[str, Value] = {
        "TABLE_NAME": Text((Hole(kind="reference", name="Table"),)),
        "MODE": Const("x"),
    }
    found = of_libraries(foreign, ["app.js:handler"], variables)
    assert [one.detail for one in found] == (
        ["TABLE_NAME names a resource, and no code here reads it: duck may"] if told else []
    )
