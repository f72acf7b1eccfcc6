"""From handler, runtime and directory to entry points."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.model import NOTHING, Code, ProblemCode, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Struct

GO = "package main\n\nfunc main() {\n}\n"


def find(
    root: Path, files: dict[str, str], code: Code, *, id: str = "Fn", environment: Struct = NOTHING
) -> tuple[tuple[str, ...], list[tuple[ProblemCode, str]]]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    workload = Workload(
        id=id, kind="lambda", name=Const("fn"), span=whole_file("t.yaml"), code=code, environment=environment
    )
    entries, problems = entry_points(workload, ProjectFiles.below(root))
    return entries, [(one.code, one.detail) for one in problems]


PYTHON, NODE, JAVA, GO_RUNTIME = "python3.12", "nodejs22.x", "java21", "provided.al2023"


@pytest.mark.parametrize(
    ("runtime", "directory", "handler", "files", "expected"),
    [
        (PYTHON, "", "app.handler", ["app.py"], "app.py:handler"),
        (PYTHON, "src", "a/b.handler", ["src/a/b.py"], "src/a/b.py:handler"),
        (PYTHON, "src", "a.b.handler", ["src/a/b.py"], "src/a/b.py:handler"),
        (PYTHON, "src", "pkg.handler", ["src/pkg/__init__.py"], "src/pkg/__init__.py:handler"),
        (PYTHON, "build/fn.zip", "app.handler", ["app.py", "build/x.txt"], "app.py:handler"),
        (PYTHON, "out/a", "app.handler", ["services/a/app.py"], "services/a/app.py:handler"),
        (PYTHON, "Src", "app.handler", ["src/app.py", "other/app.py"], "src/app.py:handler"),
        (NODE, "src", "x.handler", ["src/x.js"], "src/x.js:handler"),
        (NODE, "src", "x.handler", ["src/x.mjs"], "src/x.mjs:handler"),
        (NODE, "src", "x.handler", ["src/x.ts", "src/x.js"], "src/x.ts:handler"),
        (NODE, "", "src/a/x.handler", ["src/a/x.ts"], "src/a/x.ts:handler"),
        (NODE, "", "src/my.fn.handler", ["src/my.fn.ts"], "src/my.fn.ts:handler"),
        (NODE, "", "dist/x.handler", ["src/x.ts", "dist/x.js"], "src/x.ts:handler"),
        (NODE, "dist", "a/x.handler", ["src/a/x.ts"], "src/a/x.ts:handler"),
        (NODE, "dist", "x.handler", ["dist/x.js"], "dist/x.js:handler"),
        (JAVA, "", "com.x.App::run", ["src/main/java/com/x/App.java"], "src/main/java/com/x/App.java:run"),
        (
            JAVA, "fn/target/app.jar", "com.x.App", ["fn/src/main/java/com/x/App.java"],
            "fn/src/main/java/com/x/App.java:handleRequest",
        ),
        (JAVA, "fn", "org.lib.Handler", ["fn/src/main/java/com/x/App.java"], "fn/"),
        (None, "image", "main.handler", ["image/main.py"], "image/main.py:handler"),
        (None, "image", "main.handler", ["image/main.ts"], "image/main.ts:handler"),
    ],
)  # fmt: skip
def test_a_handler_is_found(
    tmp_path: Path, runtime: str | None, directory: str, handler: str, files: list[str], expected: str
) -> None:
    code = Code(directory=directory, handler=handler, runtime=runtime)
    entries, said = find(tmp_path, dict.fromkeys(files, "x"), code)
    assert entries == (expected,)
    there = not directory or any(file.lower().startswith(f"{directory.lower()}/") for file in files)
    guess = f"Fn: {directory} is not here; taken for its source: {files[0]}, where its handler is"
    assert said == ([] if there or runtime == JAVA else [(ProblemCode.UNKNOWN_VALUE, guess)])


@pytest.mark.parametrize(
    ("directory", "files"),
    [
        ("out", {"services/a/app.py": ""}),
        ("", {"services/a/app.py": ""}),
        ("services/out", {"services/a/app.py": "", "services/README": ""}),
        (
            "out/fn.zip",
            {"services/a/app.py": "", "package.json": '{"scripts": {"a": "run services/a/app.py"}}'},
        ),
    ],
)
def test_that_there_is_one_such_file_is_a_guess(
    directory: str, files: dict[str, str], tmp_path: Path
) -> None:
    code = Code(directory=directory, handler="app.handler", runtime=PYTHON)
    entries, said = find(tmp_path, files, code)
    assert entries == ("services/a/app.py:handler",)
    assert [one for one, _ in said] == [ProblemCode.CODE_NOT_FOUND]
    assert "guessed to be its source: services/a/app.py" in said[0][1]


@pytest.mark.parametrize(
    ("directory", "file", "build"),
    [
        ("dist", "services/a/app.py", {"Makefile": "all:\n\tmkdir dist\n\tcp services/a/*.py dist\n"}),
        ("dist", "services/a/app.py", {"build.sh": "cd services/a\ncp services/a/app.py dist/\n"}),
        (
            "dist/x.zip",
            "services/a/app.py",
            {"tools/pack.sh": "(cd ../services/a && zip -r ../../dist/x.zip .)"},
        ),
        ("dist", "jobs/app.py", {"package.json": '{"scripts": {"build": "cp -r jobs dist"}}'}),
    ],
)
def test_a_build_that_names_both_connects_them(
    directory: str, file: str, build: dict[str, str], tmp_path: Path
) -> None:
    code = Code(directory=directory, handler="app.handler", runtime=PYTHON)
    entries, said = find(tmp_path, {file: "", **build}, code)
    assert entries == (f"{file}:handler",)
    assert [one for one, _ in said] == [ProblemCode.UNKNOWN_VALUE]


@pytest.mark.parametrize("mark", ["template.yaml", "serverless.yml", "cdk.json", "main.tf"])
def test_code_of_another_application_is_not_taken(tmp_path: Path, mark: str) -> None:
    files = {f"other/{mark}": "x", "other/fn/app.py": "x", "mine/fn/README": "x"}
    entries, problems = find(tmp_path, files, Code(directory="mine/fn", handler="app.run", runtime=PYTHON))
    assert entries == ()
    assert problems == [(ProblemCode.CODE_NOT_FOUND, "Fn: no file for the handler app.run in mine/fn")]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("module.buyer__read_order.aws_lambda_function.this", "api/buyer/read_order/main.py:handler"),
        ("module.Seller-readOrder.aws_lambda_function.this", "api/seller/readOrder/main.py:handler"),
        ("module.buyers_read_order.aws_lambda_function.this", ""),
        ("module.read_order.aws_lambda_function.this", ""),
    ],
)
def test_of_several_the_one_is_meant_whose_directories_the_id_names(
    id: str, expected: str, tmp_path: Path
) -> None:
    files = {"api/buyer/read_order/main.py": "", "api/seller/readOrder/main.py": ""}
    entries, _ = find(tmp_path, files, Code(directory="", handler="main.handler", runtime=PYTHON), id=id)
    assert entries == ((expected,) if expected else ())


def test_code_beside_the_own_directory_is_not_taken(tmp_path: Path) -> None:
    """Nothing but what is in it is deployed, unless a build puts it there."""
    files = {"mine/template.yaml": "x", "mine/src/app.py": "x", "mine/fn/README": "x"}
    code = Code(directory="mine/fn", handler="app.run", runtime=PYTHON)
    missing = (ProblemCode.CODE_NOT_FOUND, "Fn: no file for the handler app.run in mine/fn")
    assert find(tmp_path, files, code) == ((), [missing])
    built = {"mine/Makefile": "build:\n\tcp src/app.py fn/\n"}
    assert find(tmp_path, built, code)[0] == ("mine/src/app.py:run",)


@pytest.mark.parametrize("ignored", ["/mine/fn/", "fn", "mine/fn"])
def test_what_git_ignores_is_made_by_a_build(ignored: str, tmp_path: Path) -> None:
    code = Code(directory="mine/fn", handler="app.run", runtime=PYTHON)
    assert find(tmp_path, {"mine/src/app.py": "x"}, code)[0] == ()
    assert find(tmp_path, {".gitignore": f"{ignored}\n"}, code)[0] == ("mine/src/app.py:run",)


def test_an_open_runtime_means_the_language_of_its_own_directory(tmp_path: Path) -> None:
    files = {"image/app.js": "x", "elsewhere/app.py": "x"}
    entries, problems = find(tmp_path, files, Code(directory="image", handler="app.run"))
    assert (entries, problems) == (("image/app.js:run",), [])


def test_the_out_directory_of_tsconfig_leads_to_the_source(tmp_path: Path) -> None:
    config = (
        '{\n  // where tsc writes\n  "compilerOptions": {"outDir": "./lib-js", "rootDir": "./code",},\n}\n'
    )
    files = {"api/tsconfig.json": config, "api/code/a/x.ts": "", "api/lib-js/a/x.js": ""}
    code = Code(directory="api/lib-js", handler="a/x.handler", runtime=NODE)
    assert find(tmp_path, files, code) == (("api/code/a/x.ts:handler",), [])


def test_layers_are_looked_in(tmp_path: Path) -> None:
    files = {"layers/common/python/shared/entry.py": "", "src/other.py": "", "x/shared/entry.py": ""}
    code = Code(directory="src", handler="shared.entry.run", runtime=PYTHON, layers=("layers/common",))
    assert find(tmp_path, files, code) == (("layers/common/python/shared/entry.py:run",), [])


def test_a_go_program_is_found_by_its_package(tmp_path: Path) -> None:
    files = {"fn/main.go": GO, "fn/store/store.go": "package store\n", "fn/main_test.go": GO}
    code = Code(directory="fn", handler="bootstrap", runtime=GO_RUNTIME)
    assert find(tmp_path, files, code) == (("fn/main.go:main",), [])


def test_of_several_go_programs_the_name_or_the_makefile_decides(tmp_path: Path) -> None:
    files = {"cmd/orders/main.go": GO, "cmd/mails/main.go": GO}
    code = Code(directory="", handler="bootstrap", runtime=GO_RUNTIME)
    assert find(tmp_path, files, code, id="OrdersFunction") == (("cmd/orders/main.go:main",), [])
    entries, problems = find(tmp_path, files, code, id="Other")
    assert entries == ()
    assert problems == [
        (
            ProblemCode.CODE_NOT_FOUND,
            "Other: no file for the handler bootstrap in .: several programs (cmd/mails/main.go, cmd/orders/main.go, ...)",
        )
    ]
    make = "build-Other:\n\tGOOS=linux go build -o $(ARTIFACTS_DIR)/bootstrap ./cmd/mails\n"
    assert find(tmp_path, {"Makefile": make}, code, id="Other") == (("cmd/mails/main.go:main",), [])


def test_files_of_a_directory_may_be_go_programs_of_their_own(tmp_path: Path) -> None:
    files = {"src/handlers/listHandler.go": GO, "src/handlers/createHandler.go": GO}
    code = Code(directory="", handler="bin/handlers/createHandler", runtime=GO_RUNTIME)
    assert find(tmp_path, files, code, id="create") == (("src/handlers/createHandler.go:main",), [])
    entries, problems = find(tmp_path, files, replace(code, handler="bootstrap"), id="Other")
    assert entries == ()
    assert [problem for problem, _ in problems] == [ProblemCode.CODE_NOT_FOUND]


def test_of_several_java_files_none_is_taken(tmp_path: Path) -> None:
    files = ["one/src/main/java/p/App.java", "two/src/main/java/p/App.java"]
    code = Code(directory="", handler="p.App::handleRequest", runtime="java21")
    entries, problems = find(tmp_path, dict.fromkeys(files, ""), code)
    assert entries == ()
    assert [problem for problem, _ in problems] == [ProblemCode.CODE_NOT_FOUND]
    one = replace(code, directory="two")
    assert find(tmp_path, {}, one) == (("two/src/main/java/p/App.java:handleRequest",), [])
    stale = replace(code, handler="p.Gone::handleRequest", directory="two")
    assert find(tmp_path, {}, stale)[0] == ()


@pytest.mark.parametrize(
    ("runtime", "handler", "files", "code", "detail"),
    [
        ("ruby3.3", "app.handler", ["app.rb"], ProblemCode.OPAQUE_CODE, "code in Ruby is not analysed"),
        ("dotnet8", "A::B", ["a.cs"], ProblemCode.OPAQUE_CODE, "code in .NET is not analysed"),
        (GO_RUNTIME, "bootstrap", ["Cargo.toml"], ProblemCode.OPAQUE_CODE, "code in Rust is not analysed"),
        (
            GO_RUNTIME, "bootstrap", ["bootstrap"], ProblemCode.OPAQUE_CODE,
            "its bootstrap is a program that is not analysed",
        ),
        (
            JAVA, "com.x.App", ["src/App.kt"], ProblemCode.OPAQUE_CODE,
            "code in Kotlin or Scala is not analysed",
        ),
        (
            PYTHON, "app.handler", ["other.py"], ProblemCode.CODE_NOT_FOUND,
            "no file for the handler app.handler in .",
        ),
        (
            PYTHON, "app.handler", ["a/app.py", "b/app.py"], ProblemCode.CODE_NOT_FOUND,
            "no file for the handler app.handler in ., and 2 others that end so (a/app.py, ...)",
        ),
        (
            NODE, "index", ["index.js"], ProblemCode.CODE_NOT_FOUND, "no file for the handler index in .",
        ),
    ],
)  # fmt: skip
def test_what_is_not_found_says_why(
    tmp_path: Path, runtime: str, handler: str, files: list[str], code: ProblemCode, detail: str
) -> None:
    found = find(tmp_path, dict.fromkeys(files, "x"), Code(directory="", handler=handler, runtime=runtime))
    assert found == ((), [(code, f"Fn: {detail}")])


def test_opaque_code_is_a_problem_and_inline_code_none(tmp_path: Path) -> None:
    opaque = Code(opaque="its code is in a container image")
    assert find(tmp_path, {}, opaque) == (
        (), [(ProblemCode.OPAQUE_CODE, "Fn: its code is in a container image")],
    )  # fmt: skip
    assert find(tmp_path, {}, Code(inline="x", handler="index.handler")) == ((), [])


def test_entries_that_the_template_names_are_taken(tmp_path: Path) -> None:
    code = Code(directory="web", handler="x.handler", runtime=NODE, entries=("web/src/x.ts:handler",))
    assert find(tmp_path, {}, code) == (("web/src/x.ts:handler",), [])


def test_a_monitoring_wrapper_hides_the_handler_in_a_variable(tmp_path: Path) -> None:
    code = Code(directory="src", handler="/opt/nodejs/node_modules/dd/handler.handler", runtime=NODE)
    environment = Struct((("DD_LAMBDA_HANDLER", Const("app.main")),))
    assert find(tmp_path, {"src/app.ts": ""}, code, environment=environment) == (("src/app.ts:main",), [])


def test_a_script_starts_a_web_application(tmp_path: Path) -> None:
    code = Code(directory="web", handler="run.sh", runtime=NODE)
    files = {"web/run.sh": "#!/bin/bash\nexec node server.js\n", "web/server.js": ""}
    assert find(tmp_path, files, code) == (("web/run.sh", "web/server.js"), [])


# --- modules of a Java application ---

POM = (
    "<project><parent><artifactId>all</artifactId></parent><artifactId>{0}</artifactId>"
    "<dependencies>{1}</dependencies></project>"
)


def modules(root: Path, *needed: str) -> ProjectFiles:
    """A function in one module of four; it depends on those that are named."""
    uses = "".join(f"<dependency><artifactId>{one}</artifactId></dependency>" for one in needed)
    texts = {
        "pom.xml": "<project><artifactId>all</artifactId><modules><module>app</module></modules></project>",
        "app/pom.xml": POM.format("shop-app", uses),
        "core/pom.xml": POM.format(
            "shop-core", "<dependency><artifactId>shop-base</artifactId></dependency>"
        ),
        "base/pom.xml": POM.format("shop-base", ""),
        "web/pom.xml": POM.format("shop-web", ""),
        "app/src/main/java/a/Send.java": "class Send implements Function<String, String> { }\n",
        "core/src/main/java/a/Warm.java": "class Warm {\n  @PostConstruct\n  void warm() { }\n}\n",
        "base/src/main/java/a/Cache.java": "class Cache {\n  @EventListener\n  void fill() { }\n}\n",
        "web/src/main/java/a/Page.java": "class Page {\n  @PostConstruct\n  void paint() { }\n}\n",
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return ProjectFiles.below(root)


def spring(files: ProjectFiles) -> tuple[str, ...]:
    handler = "org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest"
    code = Code(handler=handler, runtime="java21", directory="app/target/app.jar")
    environment = Struct((("SPRING_CLOUD_FUNCTION_DEFINITION", Const("send")),))
    one = Workload(
        id="Send",
        kind="lambda",
        name=Const("send"),
        span=whole_file("t.yaml"),
        code=code,
        environment=environment,
    )
    return entry_points(one, files)[0]


def test_what_a_container_calls_in_other_modules_counts(tmp_path: Path) -> None:
    """Hooks of the modules that the function's own depends on, also through others; of no other module."""
    assert spring(modules(tmp_path, "shop-core")) == (
        "app/src/main/java/a/Send.java:Send.apply",
        "core/src/main/java/a/Warm.java:warm",
        "base/src/main/java/a/Cache.java:fill",
        "!web/",
    )
    found = spring(modules(tmp_path))
    assert found == ("app/src/main/java/a/Send.java:Send.apply", "!base/", "!core/", "!web/")


def test_modules_that_can_not_be_told_all_count(tmp_path: Path) -> None:
    files = modules(tmp_path, "shop-${what}")
    assert {one.rpartition(":")[2] for one in spring(files)} == {"Send.apply", "warm", "fill", "paint"}


def test_beans_that_can_not_be_seen_leave_all_code(tmp_path: Path) -> None:
    modules(tmp_path, "shop-core")
    (tmp_path / "core/src/main/java/a/More.kt").write_text("class More\n")
    assert spring(ProjectFiles.below(tmp_path)) == ("app/", "core/", "base/", "!web/")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("send", ("src/a/Send.java:Send.apply", "src/a/Warm.java:warm")),
        ("other", ("src/",)),
        (None, ("src/",)),
    ],
)
def test_a_function_of_micronaut_is_known_by_its_name(
    tmp_path: Path, name: str | None, expected: tuple[str, ...]
) -> None:
    files = {
        "src/a/Send.java": '@FunctionBean("send")\nclass Send implements Function<String, String> { }\n',
        "src/a/Keep.java": '@FunctionBean("keep")\nclass Keep implements Consumer<String> { }\n',
        "src/a/Warm.java": "class Warm {\n  @PostConstruct\n  void warm() { }\n}\n",
    }
    code = Code(
        handler="io.micronaut.function.aws.MicronautRequestStreamHandler", runtime=JAVA, directory="src"
    )
    environment = Struct((("MICRONAUT_FUNCTION_NAME", Const(name)),) if name is not None else ())
    assert find(tmp_path, files, code, environment=environment)[0] == expected


def test_a_handler_may_be_the_path_of_a_program(tmp_path: Path) -> None:
    program = (
        'package main\n\nimport "github.com/aws/aws-lambda-go/lambda"\n\nfunc main() { lambda.Start(nil) }\n'
    )
    files = dict.fromkeys(("functions/orders/main.go", "functions/items/main.go"), program)
    for handler in ("functions/orders/main.go", "functions/orders"):
        code = Code(directory="", handler=handler, runtime=GO_RUNTIME)
        assert find(tmp_path, files, code) == (("functions/orders/main.go:main",), [])


def test_without_a_root_the_output_mirrors_where_all_sources_are(tmp_path: Path) -> None:
    files = {
        "tsconfig.json": '{"compilerOptions": {"outDir": "dist"}}',
        "src/functions/orders/index.ts": "export const handler = 1",
        "src/functions/items/index.ts": "export const handler = 1",
    }
    code = Code(directory="", handler="dist/orders/index.handler", runtime=NODE)
    assert find(tmp_path, files, code) == (("src/functions/orders/index.ts:handler",), [])
