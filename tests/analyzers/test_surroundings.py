"""A path is a place, not a root: what imports mean outside of it, and what of the rest of a project stays out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policywright.analyzers import languages, surroundings
from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.discovery import discover
from policywright.analyzers.infrastructure.foreign import Foreign
from policywright.analyzers.installations import SDK_COPIES
from policywright.analyzers.loading import lower_all
from policywright.analyzers.model import SkipCode
from policywright.analyzers.program import Program
from policywright.analyzers.surroundings import Surroundings, project_root

TABLE = 'import boto3\ntable = boto3.resource("dynamodb").Table("orders")\n'
USER = "from mypkg.db import table\n\n\ndef handler(event, context):\n    table.put_item(Item=event)\n"
SHOP = {"mypkg/__init__.py": "", "mypkg/db.py": TABLE, "mypkg/app.py": USER}
PUT = {"dynamodb:PutItem": {"app.py"}}


def write(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return directory


def granted(analysis: Analysis) -> dict[str, set[str]]:
    """Actions to the files that are known to need them; what is guessed by a name was not followed."""
    found: dict[str, set[str]] = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            for reason in grant.reasons:
                if reason.certainty == "resolved":
                    found.setdefault(grant.action, set()).add(reason.span.file)
    return found


def asked(*paths: Path, root: Path | None = None) -> dict[str, set[str]]:
    return granted(analyse(paths, Options(root=root)))


def loaded(path: Path) -> Program:
    program, found = Program(), discover([path])
    program.around = program.located = found.around
    for source, language in found.files:
        program.add(source, language)
    program.reads = languages.for_path
    lower_all(program)
    return program


# --- Python ---


@pytest.mark.parametrize(
    "manifest", ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", ".git/HEAD", None]
)
def test_a_package_as_path(tmp_path: Path, manifest: str | None) -> None:
    write(tmp_path, SHOP | ({manifest: ""} if manifest else {}))
    assert asked(tmp_path / "mypkg") == PUT
    assert asked(tmp_path) == {"dynamodb:PutItem": {"mypkg/app.py"}}


def test_a_directory_of_a_package_as_path(tmp_path: Path) -> None:
    files = {"setup.py": "", "mypkg/__init__.py": "", "mypkg/db.py": TABLE, "mypkg/api/app.py": USER}
    write(tmp_path, files)
    assert asked(tmp_path / "mypkg" / "api") == PUT


def test_a_file_as_path(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    assert asked(tmp_path / "mypkg" / "app.py") == PUT


def test_files_beside_a_file_without_a_project(tmp_path: Path) -> None:
    write(tmp_path, {"db.py": TABLE, "app.py": USER.replace("mypkg.db", "db")})
    assert asked(tmp_path / "app.py") == PUT


def test_the_src_layout(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "",
        "src/mypkg/__init__.py": "",
        "src/mypkg/db.py": TABLE,
        "scripts/app.py": USER,
    }
    write(tmp_path, files)
    assert asked(tmp_path / "scripts") == PUT


def test_the_nearest_of_several(tmp_path: Path) -> None:
    other = TABLE.replace("orders", "others")
    files = {"setup.py": "", "mypkg/db.py": other, "one/mypkg/db.py": TABLE, "one/app/app.py": USER}
    write(tmp_path, files)
    policies = analyse([tmp_path / "one" / "app"], Options()).policies
    assert [
        str(grant.resources)
        for policy in policies
        for grant in policy.grants
        if "orders" in str(grant.resources)
    ]


def test_context_starts_nothing_by_itself(tmp_path: Path) -> None:
    more = "\n\ndef drop():\n    table.delete()\n\n\nboto3.client('sqs').create_queue(QueueName='q')\n"
    write(tmp_path, SHOP | {"setup.py": "", "mypkg/db.py": TABLE + more, "api/app.py": USER})
    # What a module does when it is imported is done.
    assert asked(tmp_path / "api") == PUT | {"sqs:CreateQueue": {"../mypkg/db.py"}}


def test_with_an_entry_point(tmp_path: Path) -> None:
    write(tmp_path, SHOP | {"setup.py": ""})
    analysis = analyse([tmp_path / "mypkg"], Options(entries=("app.py:handler",)))
    assert granted(analysis) == PUT


def test_above_the_project_there_is_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "secret.py": TABLE,
            "a/setup.py": "",
            "a/app.py": "from ....secret import x\nfrom ..secret import x\n",
        },
    )
    assert set(loaded(tmp_path / "a" / "app.py").files) == {"app"}


def test_the_standard_library_and_sdks_stay_what_they_are(tmp_path: Path) -> None:
    files = {"setup.py": "", "boto3/__init__.py": "client = None\n", "one/app.py": TABLE + "table.scan()\n"}
    write(tmp_path, files)
    assert asked(tmp_path / "one") == {"dynamodb:Scan": {"app.py"}}


def test_a_copy_of_an_sdk_is_the_sdk(tmp_path: Path) -> None:
    """People unpack packages beside their functions."""
    copy = "import boto3\nboto3.client('s3').list_buckets()\n"
    copies = {name: inside for name, inside in SDK_COPIES.items() if inside.endswith(".py")}
    files = {
        f"one/{name}/{file}": copy for name, inside in copies.items() for file in (inside, "__init__.py")
    }
    write(tmp_path, {"setup.py": "", **files, "one/app.py": TABLE + "table.scan()\n"})
    assert asked(tmp_path / "one") == {"dynamodb:Scan": {"app.py"}}
    told = {one.file for one in analyse([tmp_path / "one"], Options()).skipped}
    assert told == copies.keys()


# --- what is not there for imports ---


@pytest.mark.parametrize("place", ["node_modules/mypkg", ".hidden/mypkg", "venv/mypkg", "build/mypkg"])
def test_what_a_walk_leaves_out(tmp_path: Path, place: str) -> None:
    above = place.partition("/")[0]
    use = USER.replace("mypkg.db", f"{above.strip('.')}.mypkg.db")
    write(tmp_path, {"setup.py": "", f"{place}/db.py": TABLE, "one/app.py": use})
    assert asked(tmp_path / "one") == {}


def test_ignored_files(tmp_path: Path) -> None:
    write(tmp_path, SHOP | {"setup.py": "", ".gitignore": "db.py\n", "one/app.py": USER})
    # Without a repository nobody knows whether it has them all the same.
    assert asked(tmp_path / "one") == {"dynamodb:PutItem": {"app.py"}}
    write(tmp_path, {".git/HEAD": ""})
    assert asked(tmp_path / "one") == {}


def test_tests(tmp_path: Path) -> None:
    files = {"setup.py": "", "mypkg/tests/db.py": "import pytest\n" + TABLE}
    write(tmp_path, files | {"one/app.py": USER.replace("mypkg.db", "mypkg.tests.db")})
    assert asked(tmp_path / "one") == {}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"db.py": TABLE})
    project = write(tmp_path / "project", {"setup.py": "", "one/app.py": USER, "mypkg/__init__.py": ""})
    (project / "mypkg" / "db.py").symlink_to(outside / "db.py")
    assert asked(project / "one") == {}
    (project / "mypkg" / "db.py").unlink()
    (project / "mypkg" / "__init__.py").unlink()
    (project / "mypkg").rmdir()
    (project / "mypkg").symlink_to(outside)
    assert asked(project / "one") == {}


def test_nothing_outside_of_the_root(tmp_path: Path) -> None:
    write(tmp_path, SHOP | {"setup.py": "", "one/app.py": USER, "one/setup.py": ""})
    assert asked(tmp_path / "one", root=tmp_path) == PUT
    assert asked(tmp_path / "one", root=tmp_path / "one") == {}
    assert asked(tmp_path / "one" / "app.py", root=tmp_path / "one") == {}


def test_a_broken_file_is_said_under_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "", "mypkg/db.py": TABLE + "def (:\n", "one/app.py": USER})
    analysis = analyse([tmp_path / "one"], Options())
    assert [(item.file, item.code) for item in analysis.skipped] == [
        ("../mypkg/db.py", SkipCode.SYNTAX_ERROR)
    ]


def test_more_than_can_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "MAX_CONTEXT", 1)
    files = {"setup.py": "", "mypkg/__init__.py": "", "mypkg/db.py": TABLE, "one/app.py": USER}
    analysis = analyse([write(tmp_path, files) / "one"], Options())
    assert [(item.file, item.code) for item in analysis.skipped] == [("../mypkg/db.py", SkipCode.BUDGET)]


# --- TypeScript ---

QUEUE = (
    'import { SQS } from "@aws-sdk/client-sqs";\n'
    'export const send = (body: string) => new SQS({}).sendMessage({ QueueUrl: "q", MessageBody: body });\n'
    'export const purge = () => new SQS({}).purgeQueue({ QueueUrl: "q" });\n'
)
SEND = {"sqs:SendMessage"}


def sender(specifier: str) -> str:
    return f'import {{ send }} from "{specifier}";\nexport const handler = async () => send("x");\n'


@pytest.mark.parametrize(
    ("specifier", "files"),
    [
        ("../../lib/queue", {"lib/queue.ts": QUEUE}),
        ("../../lib/queue.js", {"lib/queue.ts": QUEUE}),
        ("../../lib", {"lib/index.ts": 'export * from "./deep/queue";\n', "lib/deep/queue.ts": QUEUE}),
        (
            "@lib/queue",
            {"lib/queue.ts": QUEUE, "tsconfig.json": '{"compilerOptions":{"paths":{"@lib/*":["./lib/*"]}}}'},
        ),
        (
            "@lib/queue",
            {
                "lib/queue.ts": QUEUE,
                "apps/one/tsconfig.json": '{"extends": "../../config/base.json"}',
                "config/base.json": '{"compilerOptions":{"paths":{"@lib/*":["../lib/*"]}}}',
            },
        ),
        (
            "@shop/queue",
            {
                "package.json": '{"workspaces": ["apps/*", "packages/**"]}',
                "packages/deep/queue/package.json": '{"name": "@shop/queue", "main": "dist/index.js"}',
                "packages/deep/queue/src/index.ts": QUEUE,
            },
        ),
        (
            "@shop/queue/send",
            {
                "pnpm-workspace.yaml": "packages:\n  - 'packages/*'  # all\n",
                "packages/queue/package.json": '{"name": "@shop/queue", "exports": {"./send": "./src/queue.ts"}}',
                "packages/queue/src/queue.ts": QUEUE,
            },
        ),
        (
            "@shop/queue",
            {
                "package.json": '{"workspaces": {"packages": ["packages/queue"]}}',
                "packages/queue/package.json": '{"name": "@shop/queue"}',
                "packages/queue/tsconfig.json": '{"compilerOptions":{"paths":{"~/*":["./src/*"]}}}',
                "packages/queue/src/index.ts": 'export { send } from "~/real";\n',
                "packages/queue/src/real.ts": QUEUE,
            },
        ),
    ],
)
def test_typescript(tmp_path: Path, specifier: str, files: dict[str, str]) -> None:
    write(
        tmp_path,
        {"package.json": "{}"}
        | files
        | {"apps/one/app.ts": sender(specifier), "apps/one/package.json": "{}"},
    )
    assert asked(tmp_path / "apps" / "one").keys() == SEND
    assert asked(tmp_path / "apps" / "one" / "app.ts").keys() == SEND


def test_typescript_data(tmp_path: Path) -> None:
    queue = QUEUE.replace('"q"', "names.queue").replace(
        "export", 'import names from "./names.json";\nexport', 1
    )
    files = {
        "package.json": "{}",
        "lib/queue.ts": queue,
        "lib/names.json": '{"queue": "https://sqs.eu-west-1.amazonaws.com/1/jobs"}',
    }
    write(tmp_path, files | {"one/app.ts": sender("../lib/queue")})
    policies = analyse([tmp_path / "one"], Options()).policies
    assert "jobs" in str([grant.resources for policy in policies for grant in policy.grants])


# --- Go ---

GO_QUEUE = """package queue

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func Send(ctx context.Context, client *sqs.Client) {
	client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &url})
}

func Purge(ctx context.Context, client *sqs.Client) {
	client.PurgeQueue(ctx, &sqs.PurgeQueueInput{})
}
"""
GO_URL = 'package queue\n\nvar url = "q"\n'


def go_main(path: str) -> str:
    return f'package main\n\nimport "{path}"\n\nfunc main() {{\n\tqueue.Send(nil, nil)\n}}\n'


@pytest.mark.parametrize(
    ("path", "files"),
    [
        (
            "example.com/shop/queue",
            {"go.mod": "module example.com/shop\n", "queue/queue.go": GO_QUEUE, "queue/url.go": GO_URL},
        ),
        (
            "example.com/queue",
            {
                "go.work": "go 1.22\n\nuse (\n\t./cmd/one\n\t./queue\n)\n",
                "cmd/one/go.mod": "module example.com/one\n",
                "queue/go.mod": "module example.com/queue\n",
                "queue/queue.go": GO_QUEUE,
                "queue/url.go": GO_URL,
            },
        ),
        (
            "example.com/queue",
            {
                "cmd/one/go.mod": "module example.com/one\n\nreplace example.com/queue => ../../queue\n",
                "queue/go.mod": "module example.com/queue\n",
                "queue/queue.go": GO_QUEUE,
                "queue/url.go": GO_URL,
            },
        ),
    ],
)
def test_go(tmp_path: Path, path: str, files: dict[str, str]) -> None:
    write(tmp_path, {".git/HEAD": ""} | files | {"cmd/one/main.go": go_main(path)})
    assert asked(tmp_path / "cmd" / "one").keys() == SEND


def test_the_rest_of_a_go_package(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module example.com/queue\n", "queue.go": GO_QUEUE, "url.go": GO_URL})
    assert asked(tmp_path / "queue.go").keys() == {"sqs:SendMessage", "sqs:PurgeQueue"}
    assert asked(tmp_path / "url.go") == {}


# --- Java ---

JAVA_QUEUE = """package com.shop.queue;

import software.amazon.awssdk.services.sqs.SqsClient;

public class Queue {
    private final SqsClient client = SqsClient.create();

    public void send() {
        client.sendMessage(request -> request.queueUrl("q"));
    }

    public void purge() {
        client.purgeQueue(request -> request.queueUrl("q"));
    }
}
"""
JAVA_USER = """package com.shop.web;

import com.shop.queue.Queue;

public class Views {
    public void get() {
        new Queue().send();
    }
}
"""


@pytest.mark.parametrize("manifest", ["pom.xml", "build.gradle", "build.gradle.kts"])
def test_java(tmp_path: Path, manifest: str) -> None:
    write(tmp_path, {
        manifest: "", f"queue/{manifest}": "", f"web/{manifest}": "",
        "queue/src/main/java/com/shop/queue/Queue.java": JAVA_QUEUE,
        "web/src/main/java/com/shop/web/Views.java": JAVA_USER,
    })  # fmt: skip
    assert asked(tmp_path / "web").keys() == SEND
    assert asked(tmp_path / "web" / "src" / "main" / "java" / "com" / "shop" / "web").keys() == SEND


def test_java_packages_of_one_source_root(tmp_path: Path) -> None:
    files = {"src/com/shop/queue/Queue.java": JAVA_QUEUE, "src/com/shop/web/Views.java": JAVA_USER}
    write(tmp_path, {"pom.xml": ""} | files)
    assert asked(tmp_path / "src" / "com" / "shop" / "web" / "Views.java").keys() == SEND


def test_java_types_of_which_nothing_is_called(tmp_path: Path) -> None:
    """What an import alone names is the project's own, though nobody reads it; what it lacks is not."""
    kinds = "package com.shop.queue;\npublic enum Kind { BIG, SMALL }\n"
    user = JAVA_USER.replace(
        "package com.shop.web;",
        "package com.shop.web;\nimport com.shop.queue.Kind;\nimport com.shop.queue.Gone;",
    )
    write(tmp_path, {
        "pom.xml": "<project/>",
        "queue/pom.xml": "<project/>",
        "queue/src/main/java/com/shop/queue/Queue.java": JAVA_QUEUE,
        "queue/src/main/java/com/shop/queue/Kind.java": kinds,
        "web/pom.xml": "<project/>",
        "web/src/main/java/com/shop/web/Views.java": user,
    })  # fmt: skip
    program = loaded(tmp_path / "web")
    assert not any(name.endswith("Kind.java") for name in program.files)
    views = next(source.name for source in program.files.values() if source.name.endswith("Views.java"))
    details = [one.detail for one in Foreign(program).of([views])]
    assert [one.partition(" ")[0] for one in details] == ["com.shop.queue.Gone"]


def test_java_modules_that_only_the_settings_list(tmp_path: Path) -> None:
    write(tmp_path, {
        "settings.gradle": "include 'queue', 'web'\n", "queue/build.gradle": "", "web/build.gradle": "",
        "queue/src/main/java/com/shop/queue/Queue.java": JAVA_QUEUE,
        "web/src/main/java/com/shop/web/Views.java": JAVA_USER,
    })  # fmt: skip
    assert asked(tmp_path / "web").keys() == SEND


def test_the_rest_of_a_java_package_without_a_project(tmp_path: Path) -> None:
    package = "package com.shop.queue;\n"
    user = package + "class Views { void view() { new Queue().send(null); } }\n"
    write(tmp_path, {"com/shop/queue/Queue.java": JAVA_QUEUE, "com/shop/queue/Views.java": user})
    assert asked(tmp_path / "com" / "shop" / "queue" / "Views.java").keys() == SEND


# --- without manifests ---


def test_sources_are_below_a_project(tmp_path: Path) -> None:
    files = {"shop/src/com/shop/queue/Queue.java": JAVA_QUEUE, "shop/src/com/shop/web/Views.java": JAVA_USER}
    write(tmp_path, files)
    assert asked(tmp_path / "shop" / "src" / "com" / "shop" / "web").keys() == SEND


def test_a_path_from_where_somebody_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"mypkg/db.py": TABLE, "mypkg/web/app.py": USER})
    monkeypatch.chdir(tmp_path)
    assert asked(Path("mypkg")).keys() == asked(Path("mypkg/web")).keys() == PUT.keys()
    assert asked(Path("mypkg/web/app.py")).keys() == PUT.keys()
    # Standing elsewhere, nothing says that there is more.
    monkeypatch.chdir(tmp_path / "mypkg" / "web")
    assert asked(tmp_path / "mypkg" / "web" / "app.py") == asked(Path("app.py")) == {}


def test_a_project_is_no_part_of_where_somebody_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"mypkg/db.py": TABLE, "mypkg/web/app.py": USER, "mypkg/web/setup.py": ""})
    monkeypatch.chdir(tmp_path)
    assert asked(Path("mypkg/web")) == {}


# --- the parts ---


def test_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = write(tmp_path, {"a/b/c/x.py": "", "a/package.json": "{}", "a/b/go.mod": ""}) / "a" / "b" / "c"
    assert project_root(str(inner), None) == str(tmp_path / "a")
    assert project_root(str(inner), str(tmp_path / "a" / "b")) == str(tmp_path / "a" / "b")
    monkeypatch.setenv("HOME", str(tmp_path / "a"))
    assert project_root(str(inner), None) == str(tmp_path / "a" / "b")
    write(tmp_path, {"a/b/c/.git": "gitdir: elsewhere\n"})
    assert project_root(str(inner), None) == str(inner)


def test_what_is_asked_and_what_is_context(tmp_path: Path) -> None:
    write(tmp_path, SHOP | {"setup.py": "", "one/app.py": USER, "mypkg/unread.py": ""})
    assert [source.name for source, _ in discover([tmp_path / "one"]).files] == ["app.py"]
    program = loaded(tmp_path / "one")
    assert program.asked == {"one.app"}
    assert {name: source.name for name, source in program.files.items()} == {
        "one.app": "app.py", "mypkg": "../mypkg/__init__.py", "mypkg.db": "../mypkg/db.py",
    }  # fmt: skip


def test_a_whole_project_has_no_surroundings(tmp_path: Path) -> None:
    write(tmp_path, SHOP | {"setup.py": ""})
    assert discover([tmp_path]).around is None


def test_names(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "", "a/b/x.py": "", "a/c/y.py": ""})
    found = discover([tmp_path / "a" / "b"])
    assert isinstance(found.around, Surroundings)
    named = {
        place: found.around.name(place)
        for place in ("a/b/x.py", "a/b/d/z.py", "a/c/y.py", "top.py", "a/b.py")
    }
    assert named == {
        "a/b/x.py": "x.py", "a/b/d/z.py": "d/z.py", "a/c/y.py": "../c/y.py", "top.py": "../../top.py",
        "a/b.py": "../b.py",
    }  # fmt: skip
    assert found.around.path("a/c/y.py") == str(tmp_path / "a" / "c" / "y.py")
    assert not found.around.has("../outside.py")


@pytest.mark.parametrize("language", languages.folders())
def test_every_language_says_what_it_needs(language: str) -> None:
    assert languages.load(language).around.needed


# --- with templates ---

TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Save:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      CodeUri: src/
      Handler: app.handler
"""


def test_functions_of_a_template(tmp_path: Path) -> None:
    """Context is read for a function's code as well, and is no other code of the project."""
    more = "\n\ndef drop():\n    boto3.client('s3').delete_bucket(Bucket='b')\n"
    files = {"setup.py": "", "mypkg/__init__.py": "", "mypkg/db.py": TABLE + more}
    write(tmp_path, files | {"svc/template.yaml": TEMPLATE, "svc/src/app.py": USER})
    analysis = analyse([tmp_path / "svc"], Options())
    found = {policy.attach_to.name: {grant.action for grant in policy.grants} for policy in analysis.policies}
    assert {name: actions & {"dynamodb:PutItem", "s3:DeleteBucket"} for name, actions in found.items()} == {
        "Save": {"dynamodb:PutItem"}
    }


def test_a_layer_of_a_template_above_its_code(tmp_path: Path) -> None:
    """Directories of templates are named from where names start, and found where the project starts."""
    template = TEMPLATE + (
        "      Layers: [!Ref Shared]\n"
        "  Shared:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: layer/\n"
    )
    files = {"setup.py": "", "svc/template.yaml": template, "svc/layer/python/mypkg/db.py": TABLE}
    write(tmp_path, files | {"svc/src/app.py": USER, "other/mypkg/db.py": TABLE.replace("orders", "others")})
    policies = analyse([tmp_path / "svc"], Options()).policies
    assert "table/orders" in str(
        [g.resources for policy in policies for g in policy.grants if "Put" in g.action]
    )


def test_templates_elsewhere(tmp_path: Path) -> None:
    """Names start above the project when a template lies beside it."""
    write(tmp_path, {"infra/template.yaml": TEMPLATE.replace("src/", "../app/one/")})
    write(tmp_path / "app", {"setup.py": "", "mypkg/db.py": TABLE, "one/app.py": USER})
    analysis = analyse([tmp_path / "app" / "one"], Options(infra=(tmp_path / "infra",)))
    assert {policy.attach_to.name for policy in analysis.policies} == {"Save"}
    assert granted(analysis)["dynamodb:PutItem"] == {"app/one/app.py"}
