"""CDK applications: calls are added to the source that makes a role, and what gives too much is said in
another way; nothing else changes.
"""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import pytest
from tests.analyzers.infrastructure.editing.support import NOWHERE, edit, statements, table
from tests.analyzers.infrastructure.editing.support import stack as any_stack
from tests.patches import assert_applies

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure.changes import Edit, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.editing.cdk_values import Scope, Style, resource_texts
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role, Site, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const


def stack() -> Stack:
    return any_stack(synthesised=True)


TEMPLATE = "cdk.out/Shop.template.json"
NEW = statements()
APP = """import aws_cdk as cdk
from shop.stack import ShopStack

app = cdk.App()
ShopStack(app, "Shop")
ShopStack(app, 'Other')
app.synth()
"""
STACK = '''"""The shop."""
from aws_cdk import Stack, aws_dynamodb as ddb
from aws_cdk import aws_lambda as _lambda
from constructs import Construct


class ShopStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)

        # The function.
        fn = _lambda.Function(
            self,
            "Fn",
            runtime=_lambda.Runtime.PYTHON_3_13,
            handler="app.handler",
            code=_lambda.Code.from_asset("src"),
        )  # one

        self.orders = ddb.Table(self, "Orders", partition_key=ddb.Attribute(name="id", type=ddb.AttributeType.STRING))
        fn.add_environment("TABLE", self.orders.table_name)


class Unrelated(Stack):
    def more(self) -> None:
        fn = _lambda.Function(self, "Fn", code=None)
'''


def project(root: Path, source: str = STACK, **paths: str) -> ProjectFiles:
    resources = {
        id: {"Type": "x", "Metadata": {"aws:cdk:path": path}}
        for id, path in {
            "FnServiceRole1": "Shop/Fn/ServiceRole/Resource",
            "Orders": "Shop/Orders/Resource",
            "Inbox": "Shop/Inbox/Resource",
            **paths,
        }.items()
    }
    texts = {
        "cdk.json": '{"app": "python3 app.py"}',
        "app.py": APP,
        "shop/stack.py": source,
        "cdk.out/cdk.out": "{}",
        "cdk.out/manifest.json": "{}",
        TEMPLATE: json.dumps({"Resources": resources}),
        "cdk.out/asset.1/stack.py": source,
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    return ProjectFiles.below(root)


def create(id: str, *new: NewStatement) -> Edit:
    return edit("create", TEMPLATE, ("Resources", id), *new, name="policywright")


def only(patches: tuple[FilePatch, ...]) -> FilePatch:
    (found,) = patches
    if found.after != found.before:
        assert_applies(found.diff(), {found.file: found.before}, {found.file: found.after})
    return found


def test_function(tmp_path: Path) -> None:
    """Behind the later of the function and the table it names; only in the class that is the stack."""
    found = only(apply(project(tmp_path), stack(), [create("FnServiceRole1", NEW["read"], NEW["get"])]))

    anchor = "type=ddb.AttributeType.STRING))\n"
    calls = "        self.orders.grant_read_data(fn)\n"
    text = STACK.replace(anchor, anchor + calls)
    text = text.replace(
        "        )  # one\n",
        """        )  # one
        fn.add_to_role_policy(
            iam.PolicyStatement(
                sid="GetObjects",
                actions=["s3:GetObject"],
                resources=[f"arn:{self.partition}:s3:::*/${{aws:username}}/*"],
            )
        )
""",
    )
    text = text.replace(
        "from aws_cdk import aws_lambda as _lambda\n",
        "from aws_cdk import aws_iam as iam\nfrom aws_cdk import aws_lambda as _lambda\n",
    )
    assert found.file == "shop/stack.py"
    assert found.refused == ()
    assert found.after == text
    ast.parse(found.after)


def test_twice_is_once(tmp_path: Path) -> None:
    edits = [create("FnServiceRole1", NEW["read"], NEW["pass"])]
    once = only(apply(project(tmp_path), stack(), edits)).after
    assert once.count("add_to_role_policy") == once.count("grant_read_data") == 1
    again = only(apply(project(tmp_path, once), stack(), edits))
    assert again.after == again.before == once
    assert again.diff() == ""


def test_conditions_and_windows_lines(tmp_path: Path) -> None:
    source = STACK.replace("\n", "\r\n")
    found = only(apply(project(tmp_path, source), stack(), [create("FnServiceRole1", NEW["pass"])]))
    assert "\n" not in found.after.replace("\r\n", "")
    assert (
        '                conditions={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},\r\n'
        in found.after
    )


ROLES = """from aws_cdk import Stack
from aws_cdk import aws_iam
from aws_cdk.aws_ecs import FargateTaskDefinition
from aws_cdk.aws_sns import Topic

class ShopStack(Stack):
    def make(self):
        self.role = aws_iam.Role(self, "Role", assumed_by=aws_iam.ServicePrincipal("lambda.amazonaws.com"))
        if self.big:
            task: FargateTaskDefinition = FargateTaskDefinition(self, "Task")
        FargateTaskDefinition(self, "Nameless")
        for name in ("a", "b"):
            aws_iam.Role(self, f"Role{name}", assumed_by=None)
        aws_iam.Role(self, "Twice", assumed_by=None)
        aws_iam.Role(self, "Twice", assumed_by=None)
"""


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("Shop/Role/Resource", "        self.role.add_to_policy(\n            aws_iam.PolicyStatement(\n"),
        (
            "Shop/Task/TaskRole/Resource",
            "            task.add_to_task_role_policy(\n                aws_iam.PolicyStatement(\n",
        ),
    ],
)
def test_other_constructs(tmp_path: Path, path: str, call: str) -> None:
    found = only(apply(project(tmp_path, ROLES, Role=path), stack(), [create("Role", NEW["any"])]))
    assert found.refused == ()
    assert call in found.after
    assert "import aws_iam as iam" not in found.after


METHODS = """from aws_cdk import Stack, aws_iam as iam, aws_dynamodb as ddb, aws_lambda

class ShopStack(Stack):
    def __init__(self, scope, id):
        local = ddb.Table(self, "Local")
        self.orders = ddb.CfnTable(self, "Orders")
        self._functions()

    def _functions(self):
        self.fn = aws_lambda.Function(self, "Fn")
"""


def test_fields_of_the_class_and_low_level_constructs(tmp_path: Path) -> None:
    found = only(apply(project(tmp_path, METHODS), stack(), [create("FnServiceRole1", NEW["read"])]))
    assert (
        found.after
        == METHODS
        + """        self.fn.add_to_role_policy(
            iam.PolicyStatement(
                sid="ReadOrders",
                actions=["dynamodb:GetItem", "dynamodb:Query"],
                resources=[self.orders.attr_arn, f"{self.orders.attr_arn}/index/*"],
            )
        )
"""
    )


def test_what_the_place_cannot_name_is_a_pattern(tmp_path: Path) -> None:
    """A local variable of another method: the table's name is a wildcard, its place is the stack's."""
    source = METHODS.replace("self.orders = ", "orders = ")
    found = only(apply(project(tmp_path, source), stack(), [create("FnServiceRole1", NEW["read"])]))
    place = "dynamodb:{self.region}:{self.account}"
    assert f'f"arn:{{self.partition}}:{place}:table/*",' in found.after
    assert "orders." not in found.after


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (
            "Shop/Twice/Resource",
            "several constructs of the application are called Twice (shop/stack.py:14, shop/stack.py:15)",
        ),
        (
            "Shop/Rolea/Resource",
            "no source makes Rolea/Resource under that literal id: it is made for Shop (app.py:5)",
        ),
    ],
)
def test_refusals(tmp_path: Path, path: str, reason: str) -> None:
    found = only(apply(project(tmp_path, ROLES, Role=path), stack(), [create("Role", NEW["any"])]))
    assert found.before == found.after
    assert found.refused == (f"{TEMPLATE}: Role: nothing is changed: {reason}",)


def test_what_is_kept_in_no_variable_gets_one(tmp_path: Path) -> None:
    path = "Shop/Nameless/TaskRole/Resource"
    found = only(apply(project(tmp_path, ROLES, Role=path), stack(), [create("Role", NEW["any"])]))
    assert found.refused == ()
    assert (
        """        nameless = FargateTaskDefinition(self, "Nameless")
        nameless.add_to_task_role_policy(
            aws_iam.PolicyStatement(
"""
        in found.after
    )


def test_what_makes_a_statement_and_is_not_seen_is_said(tmp_path: Path) -> None:
    gone = edit("delete", TEMPLATE, ("Resources", "FnServiceRole1", "Properties", "Policies", 0))
    found = only(apply(project(tmp_path), stack(), [gone]))
    assert found.file == TEMPLATE
    assert found.before == found.after
    assert found.refused == (
        f"{TEMPLATE}: FnServiceRole1: Resources.FnServiceRole1.Properties.Policies.0: what made this statement "
        "is not known; take it out",
    )


def test_other_languages_are_shown(tmp_path: Path) -> None:
    project(tmp_path)
    for name in ("app.py", "shop/stack.py"):
        (tmp_path / name).unlink()
    (tmp_path / "Shop.java").write_text(
        'class Shop {\n    Function fn = new Function(this, "Fn", props);\n}\n'
    )
    found = only(apply(ProjectFiles.below(tmp_path), stack(), [create("FnServiceRole1", NEW["any"])]))
    assert found.refused == (
        f"{TEMPLATE}: FnServiceRole1: nothing is changed: only Python and TypeScript are rewritten; "
        "Fn is made at Shop.java:2",
    )


# --- what is there already ---

GRANTS = """import {{ Stack }} from 'aws-cdk-lib';
import {{ Table }} from 'aws-cdk-lib/aws-dynamodb';
import {{ Function }} from 'aws-cdk-lib/aws-lambda';

export class ShopStack extends Stack {{
  constructor(scope, id, props) {{
    super(scope, id, props);
    const orders = new Table(this, 'Orders', {{}});
    const fn = new Function(this, 'Fn', {{}});
{0}
  }}
}}
"""
ALL = ("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
       "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
       "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem")  # fmt: skip
"""What ``grantReadWriteData`` gives."""


def narrowed(root: Path, calls: str, *left: str) -> tuple[FilePatch, ...]:
    """The patches where all of ``ALL`` is held on the table, and what is left of it is needed."""
    site = Site(file=TEMPLATE, dialect="cloudformation", path=("Resources", "P", "Statement", 0))
    statement = HeldStatement(
        effect="Allow", actions=tuple(map(Const, ALL)), resources=(table("Orders"),), span=NOWHERE, site=site
    )
    policy = HeldPolicy(name="P", kind="inline", statements=(statement,), span=NOWHERE, site=site)
    role = Role(id="FnServiceRole1", name=Const("x"), span=NOWHERE, policies=(policy,))
    files = project(root)
    for name in ("app.py", "shop/stack.py"):
        (root / name).unlink()
    (root / "stack.ts").write_text(GRANTS.format(calls))
    (root / "app.ts").write_text("import 'aws-cdk-lib';\nnew ShopStack(app, 'Shop');\n")
    files = ProjectFiles.below(root)
    new = NewStatement(sid="", actions=left, resources=(table("Orders"),))
    wanted = edit("replace", TEMPLATE, site.path, *([new] if left else []), role=role.id)
    return apply(files, any_stack(synthesised=True, roles=(role,)), [wanted])


@pytest.mark.parametrize(
    ("before", "left", "after"),
    [
        ("    orders.grantReadWriteData(fn);", ("dynamodb:PutItem",), "    orders.grantWriteData(fn);"),
        ("    orders.grantReadWriteData(fn); // x", ("dynamodb:Scan",), "    orders.grantReadData(fn); // x"),
        (
            "    orders.grantReadWriteData(fn.role!);",
            ("dynamodb:Scan",),
            "    orders.grantReadData(fn.role!);",
        ),
        (
            "    orders.grantReadData(fn);\n    orders.grantWriteData(fn);",
            ("dynamodb:Scan",),
            "    orders.grantReadData(fn);",
        ),
        (
            "    orders.grantReadWriteData(fn);",
            ("dynamodb:DescribeTable",),
            "    orders.grantReadData(fn);",
        ),
        (
            "    if (props.big) {\n      orders.grantReadWriteData(fn);\n    }",
            ("dynamodb:Scan",),
            "    if (props.big) {\n      orders.grantReadData(fn);\n    }",
        ),
    ],
)
def test_grants(tmp_path: Path, before: str, left: tuple[str, ...], after: str) -> None:
    found = only(narrowed(tmp_path, before, *left))
    assert found.after == GRANTS.format(after)
    assert found.said


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        # In a run with another setting it is the other one that gives it.
        (
            "    if (props.big) {\n      orders.grantReadWriteData(fn);\n    } else {\n"
            "      orders.grantReadData(fn);\n    }",
            "what each is for can't be told; only dynamodb:Scan is needed",
        ),
        (
            "    for (const one of [fn, other]) {\n      orders.grantReadWriteData(one);\n    }",
            "no call of the source is seen to give it; perhaps stack.ts:11; only dynamodb:Scan is needed",
        ),
        (
            "    props.tables.forEach((orders) => orders.grantReadWriteData(fn));",
            "is in a loop or a callback",
        ),
        (
            "    let fn2 = fn;\n    orders.grantReadWriteData(fn2);",
            "no call of the source is seen to give it; perhaps stack.ts:11; only dynamodb:Scan is needed",
        ),
    ],
)
def test_what_can_not_be_told_is_left(tmp_path: Path, calls: str, said: str) -> None:
    patches = narrowed(tmp_path, calls, "dynamodb:Scan")
    assert all(patch.after == patch.before for patch in patches)
    (line,) = [line for patch in patches for line in patch.refused]
    assert said in line


# --- several stacks of one class ---


def in_two_stacks(root: Path, ours: list[Edit], theirs: list[Edit]) -> tuple[FilePatch, ...]:
    """The patches of the first stack, then of the second on what the first ones made."""
    project(root)
    other = "cdk.out/Other.template.json"
    text = (root / TEMPLATE).read_text()
    (root / other).write_text(text.replace("Shop/", "Other/"))
    artifacts = {
        name: {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{name}.template.json"}}
        for name in ("Shop", "Other")
    }
    (root / "cdk.out/manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    files = ProjectFiles.below(root).overlaid()
    first = apply(files, stack(), ours, theirs)
    for patch in first:
        files.put(patch.file, patch.after)
    return first + (apply(files, any_stack(synthesised=True), theirs, ours) if theirs else ())


def created(template: str, *new: NewStatement) -> Edit:
    path = ("Resources", "FnServiceRole1")
    return edit("create", template, path, *new, name="policywright", role="FnServiceRole1")


def test_stacks_of_one_class_that_need_the_same_are_edited_once(tmp_path: Path) -> None:
    ours, theirs = (created(f"cdk.out/{name}.template.json", NEW["read"]) for name in ("Shop", "Other"))
    found = only(in_two_stacks(tmp_path, [ours], [theirs]))
    assert found.refused == ()
    assert found.after.count("self.orders.grant_read_data(fn)") == 1


@pytest.mark.parametrize("theirs", [(), ("get",), ("read", "get")])
def test_what_not_all_stacks_of_a_class_need_is_left(tmp_path: Path, theirs: tuple[str, ...]) -> None:
    other = created("cdk.out/Other.template.json", *(NEW[name] for name in theirs))
    patches = in_two_stacks(tmp_path, [created(TEMPLATE, NEW["read"])], [other] if theirs else [])
    assert all(patch.after == patch.before for patch in patches)
    assert patches[0].refused == (
        f"{TEMPLATE}: FnServiceRole1: shop/stack.py:12 makes 2 constructs of the application, which do not all ask "
        "for the same: nothing is changed; dynamodb:GetItem, dynamodb:Query would be added",
    )


@pytest.mark.parametrize("with_paths", [True, False])
def test_what_two_environments_of_one_class_have_in_common_is_edited(
    tmp_path: Path, *, with_paths: bool
) -> None:
    """``environments`` is what the CDK made; without paths in its templates, its manifest has them."""
    root = tmp_path / "environments"
    shutil.copytree(Path(__file__).parent / "environments", root)
    if not with_paths:
        _with_paths_in_the_manifest(root / "cdk.out")
    infrastructure = analyse([root], Options()).infrastructure
    assert infrastructure is not None
    source, *left = infrastructure.patches
    assert source.after == source.before.replace(
        "        recipes.grant_read_write_data(bake)\n",
        "        oven.grant_send_messages(bake)\n        recipes.grant_read_data(bake)\n",
    )
    assert [line.partition("makes")[2] for patch in left for line in patch.refused] == [
        f" 2 constructs of the application, which do not all ask for the same: nothing is changed; {what}"
        for what in (
            "dynamodb:Scan would be added, some of what it has would go",
            "dynamodb:GetItem would be added",
        )
    ]


def _with_paths_in_the_manifest(output: Path) -> None:
    manifest = json.loads((output / "manifest.json").read_text())
    for one in manifest["artifacts"].values():
        file = output / one["properties"]["templateFile"]
        template = json.loads(file.read_text())
        one["metadata"] = {
            f"/{resource.pop('Metadata')['aws:cdk:path']}": [{"type": "aws:cdk:logicalId", "data": id}]
            for id, resource in template["Resources"].items()
        }
        file.write_text(json.dumps(template))
    (output / "manifest.json").write_text(json.dumps(manifest))


def test_what_cannot_be_named_is_written_without_what_it_may_be() -> None:
    """A secret that a parameter names is any secret there; one beside it would say nothing."""
    place = Scope(
        stack=any_stack(), style=Style(python=True), iam="PolicyStatement", place="self", of_stack=False,
        variables={},
    )  # fmt: skip
    secrets = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"
    named = [Const(f"{secrets}{one}") for one in ("prod/mail-??????", "*-??????", "PROD/mail")]
    written = [one.rpartition("secret:")[2] for one in resource_texts(named, place)]
    assert written == ['*-??????"', 'PROD/mail"']
    lower = [Const("arn:aws:s3:::prod/*"), Const("arn:aws:s3:::PROD/x")]
    assert len(resource_texts(lower, place)) == 2
