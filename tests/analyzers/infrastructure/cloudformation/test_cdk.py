"""CDK: what one real ``cdk synth`` left (``cdk/``), and applications without it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.analyzers.infrastructure.cloudformation.support import policy, role, shown, workload

from policywright.analyzers.infrastructure.cdk import read as read_sources
from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.model import ProblemCode, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.readers import read_stacks as read

APPLICATION = Path(__file__).parent / "cdk"
MAIN = "cdk.out/OrdersStack.template.json"
NESTED = "cdk.out/OrdersStackReports4839B7AB.nested.template.json"


@pytest.fixture
def application(tmp_path: Path) -> Path:
    shutil.copytree(APPLICATION, tmp_path / "app")
    return tmp_path / "app"


def entries(root: Path) -> dict[str, tuple[str, ...]]:
    files = ProjectFiles.below(root)
    return {
        one.id: entry_points(one, files)[0]
        for stack in read(files)
        for one in stack.workloads
        if one.kind == "lambda"
    }


def bundle(root: Path) -> Path:
    return next(root.glob("cdk.out/asset.*/index.js"))


def stacks(root: Path) -> dict[str, Stack]:
    return {stack.name: stack for stack in read(ProjectFiles.below(root))}


def test_functions_lead_to_the_sources_of_their_assets(application: Path) -> None:
    assert entries(application) == {
        "Worker11F36D0F": ("functions/worker/app.py:handler",),
        "ApiF70053CD": ("src/api.ts:handler",),
        "Image9D742C96": ("functions/img/main.py:handler",),
        "ReportC847FC22": ("functions/nested/report.py:handler",),
    }


def test_a_source_map_tells_the_entry_of_a_minified_bundle(application: Path) -> None:
    file = bundle(application)
    file.write_text("var a=1;exports.handler=a;\n//# sourceMappingURL=index.js.map\n")
    sources = ["../../node_modules/x/index.js", "../../src/shape.ts", "../../src/api.ts"]
    (file.parent / "index.js.map").write_text(json.dumps({"version": 3, "sources": sources}))
    assert entries(application)["ApiF70053CD"] == ("src/api.ts:handler",)


def test_an_esm_bundle_ends_with_its_entry(application: Path) -> None:
    bundle(application).write_text(
        "// src/shape.ts\nvar shape = 1;\n\n// src/api.ts\nvar handler = 2;\nexport { handler };\n"
    )
    assert entries(application)["ApiF70053CD"] == ("src/api.ts:handler",)


def test_of_an_es_module_made_commonjs_the_first_that_exports_the_handler(application: Path) -> None:
    """What esbuild 0.28 writes with ``minify`` and ``sourceMap``; what is imported in a function stands before."""
    file = bundle(application)
    file.write_text("var e={};s(e,{handler:()=>d});module.exports=a(e);0&&(module.exports={handler});\n")
    (application / "src/late.ts").write_text("export const late = 1;\n")
    (application / "src/last.ts").write_text("export const handler = 1;\n")
    sources = ["../../src/late.ts", "../../src/api.ts", "../../src/shape.ts", "../../src/last.ts"]
    (file.parent / "index.js.map").write_text(json.dumps({"version": 3, "sources": sources}))
    assert entries(application)["ApiF70053CD"] == ("src/api.ts:handler",)


def test_a_copy_of_the_application_is_no_application(application: Path) -> None:
    """``Code.fromAsset(".")`` copies ``cdk.json`` as well."""
    copy = next((application / "cdk.out").glob("asset.*"))
    (copy / "cdk.json").write_text((application / "cdk.json").read_text())
    assert read_sources(ProjectFiles.below(application)) == ()


def test_without_comments_the_construct_names_the_file(application: Path) -> None:
    bundle(application).write_text("exports.handler=1;")
    assert entries(application)["ApiF70053CD"] == ("src/api.ts:handler",)


WRITTEN = {
    "beside the source": ("""new NodejsFunction(this, 'Api', {
        bundling: { minify: true, externals: ["x"] },
        entry: path.join(__dirname, '..', "functions/web/start.ts"),
    });""", True),
    "from the application": ("""new NodejsFunction(this, "Api", { entry: "functions/web/start.ts", handler: "handler" })""", True),
    "in a template": ("""new NodejsFunction(scope, `Api`, { entry: `${__dirname}/../functions/web/start.ts` })""", True),
    "put together": ("""new NodejsFunction(this, "Api", { entry: path.join(props.root, "functions/web/start.ts") })""", False),
    "of another": ("""new NodejsFunction(this, "Api", { ...defaults });
        new NodejsFunction(this, "Web", { entry: "functions/web/start.ts" })""", False),
    "of two": ("""new NodejsFunction(this, "Api", { entry: "functions/web/start.ts" });
        new NodejsFunction(this, "Api", { entry: "src/shape.ts" });""", False),
    "in a comment": ("""new NodejsFunction(this, "Api", {
        // entry: "functions/web/start.ts",
        /* entry: "functions/web/start.ts", */
        ...load("api"),
    });""", False),
    "of a property": ("""new NodejsFunction(this, "Api", { bundling: { entry: "functions/web/start.ts" } });""", False),
    "in a text": ("""new NodejsFunction(this, "Api", { description: 'entry: "functions/web/start.ts"' });""", False),
    "in a function": ("""new NodejsFunction(this, "Api", make(() => ({ entry: "functions/web/start.ts" })));""", False),
    "beside what was": ("""/* new NodejsFunction(this, "Api", { entry: "src/shape.ts" }); */
        new NodejsFunction(this, "Api", { entry: "functions/web/start.ts" });""", True),
    "after what is spread": ("""new NodejsFunction(this, "Api", { ...defaults, entry: "functions/web/start.ts" });""", True),
    "before what is spread": ("""new NodejsFunction(this, "Api", { entry: "functions/web/start.ts", ...props });""", False),
    "before what is computed": ("""new NodejsFunction(this, "Api", { entry: "functions/web/start.ts", [key]: "x" });""", False),
    "by its short name": ("""new NodejsFunction(this, "Api", { entry });""", False),
    "one of two": ("""new NodejsFunction(this, "Api", { entry: a ? "functions/web/start.ts" : "src/shape.ts" });""", False),
    "of another scope": ("""new NodejsFunction(this.inner, "Api", { entry: props.entry });
        new NodejsFunction(this, "Api", { entry: "functions/web/start.ts" });""", False),
    "quoted": ("""new NodejsFunction(this, "Api", { "entry": __dirname + "/../functions/web/start.ts" });""", True),
    "of a variable": ("""new NodejsFunction(this, "Api", { entry: `${root}/functions/web/start.ts` });""", False),
    "absolute": ("""new NodejsFunction(this, "Api", { entry: "/functions/web/start.ts" });""", False),
    "Python": ("""NodejsFunction(self, "Api", entry="functions/web/start.ts", handler="handler")""", True),
    "Python, by name": ("""NodejsFunction(self, id="Api", entry=os.path.join(os.path.dirname(__file__), "../functions/web/start.ts"))""", True),
    "Python, in a comment": ("""NodejsFunction(self, "Api",
    # entry="functions/web/start.ts",
    **load("api"))""", False),
    "Python, of an argument": ("""NodejsFunction(self, "Api", bundling=Options(entry="functions/web/start.ts"))""", False),
    "Python, beside more": ("""NodejsFunction(self, "Api", entry="functions/web/start.ts", **more)""", True),
    "Python, formatted": ("""NodejsFunction(self, "Api", entry=f"functions/{'web'}/start.ts")""", False),
}  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN)
def test_the_source_names_the_entry_of_a_minified_bundle(application: Path, form: str) -> None:
    """Where no file is called like the construct, and with no map."""
    text, named = WRITTEN[form]
    bundle(application).write_text("var a=1;exports.handler=a;")
    (application / "src/api.ts").unlink()
    (application / "functions/web").mkdir()
    (application / "functions/web/start.ts").write_text("export const handler = async () => 1;\n")
    (application / "app.js").unlink()
    (application / "infra").mkdir()
    (application / f"infra/stack.{'py' if form.startswith('Python') else 'ts'}").write_text(f"{text}\n")
    assert entries(application)["ApiF70053CD"] == (("functions/web/start.ts:handler",) if named else ())


def test_with_nothing_to_go_by_the_code_is_opaque(application: Path) -> None:
    bundle(application).write_text("exports.handler=1;")
    (application / "src/api.ts").rename(application / "src/other.ts")
    assert workload(stacks(application)[MAIN], "ApiF70053CD").code.opaque == (
        f"the project has no source of its asset {bundle(application).parent.name} (CDK brings some code itself)"
    )


def test_of_equal_handlers_the_directory_that_is_most_alike_counts(application: Path) -> None:
    other = application / "aaa"
    other.mkdir()
    shutil.copy(application / "functions/img/main.py", other / "main.py")
    assert entries(application)["Image9D742C96"] == ("functions/img/main.py:handler",)


def test_a_copy_that_git_ignores_is_no_source(application: Path) -> None:
    """An application stages its code below ``cdk/``, and that directory is as much alike, and shorter."""
    shutil.copytree(application / "functions/worker", application / "a")
    assert entries(application)["Worker11F36D0F"] == ("a/app.py:handler",)
    (application / ".gitignore").write_text("/a/\n")
    assert entries(application)["Worker11F36D0F"] == ("functions/worker/app.py:handler",)


def test_default_policies_belong_to_their_roles(application: Path) -> None:
    stack = stacks(application)[MAIN]
    worker = role(stack, str(workload(stack, "Worker11F36D0F").role))
    default = policy(worker, "WorkerServiceRoleDefaultPolicyAE71B5FA")
    assert default.statements_site is not None
    assert (default.statements_site.file, default.statements_site.path[-1]) == (MAIN, "Statement")
    assert shown(default.statements[0].resources[0]) == (
        "arn:<partition>:sqs:<region>:<account>:<reference InboxA8E05DC3>"
    )
    assert [one.kind for one in worker.policies] == ["aws-managed", "inline"]


def test_the_text_of_a_definition_is_put_together(application: Path) -> None:
    flow = workload(stacks(application)[MAIN], "FlowA74D6E88").definition
    assert flow is not None
    data = shown(flow.data)
    assert isinstance(data, dict)
    assert data["States"]["Work"]["Parameters"]["FunctionName"] == (
        "arn:<partition>:lambda:<region>:<account>:function:<reference Worker11F36D0F>"
    )


def test_a_nested_stack_sees_one_table_behind_two_parameters(application: Path) -> None:
    stack = stacks(application)[NESTED]
    report = workload(stack, "ReportC847FC22")
    table = shown(report.environment.get("TABLE"))
    assert table == "<parameter referencetoOrdersStackOrdersD9A4697FRef>"
    granted = policy(role(stack, str(report.role)), "ReportServiceRoleDefaultPolicyE28D27BB")
    assert shown(granted.statements[0].resources[0]) == (
        f"arn:<partition>:dynamodb:<region>:<account>:table/{table}"
    )


def test_templates_of_earlier_runs_are_left_alone(application: Path) -> None:
    shutil.copy(application / MAIN, application / "cdk.out/Renamed.template.json")
    assert sorted(stacks(application)) == [MAIN, NESTED]


def test_an_application_that_is_not_synthesised_says_how(application: Path) -> None:
    shutil.rmtree(application / "cdk.out")
    (stack,) = read(ProjectFiles.below(application))
    (problem,) = stack.problems
    assert problem.code is ProblemCode.NOT_SYNTHESISED
    assert problem.detail == (
        "this CDK application is not synthesised: run `npx cdk synth` and analyse again"
        "; its source is read as far as constructs are literal"
    )
    assert entries(application) == {
        "Worker": ("functions/worker/app.py:handler",),
        "Api": ("src/api.ts:handler",),
        "Image": ("functions/img/main.py:handler",),
        "Report": ("functions/nested/report.py:handler",),
    }


def test_one_of_two_applications_is_synthesised(application: Path) -> None:
    other = application.parent / "other"
    other.mkdir()
    shutil.copy(application / "cdk.json", other / "cdk.json")
    found = stacks(application.parent)
    assert list(found) == [f"app/{MAIN}", f"app/{NESTED}", "other/cdk.json"]
    assert found["other/cdk.json"].problems[0].detail == (
        "this CDK application is not synthesised: run `npx cdk synth` in other and analyse again"
    )
    assert entries(application.parent)["ApiF70053CD"] == ("app/src/api.ts:handler",)
