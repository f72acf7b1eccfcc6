"""Everything that an analysis does grows with the program: what is asked when nothing changes any more, too.

``test_growth`` counts updates, which the solver makes. Here it is the calls of functions of ours, from
the files to the policies, of programs each of which is four times the one before: a pass over all pairs of
something makes sixteen times as many, whatever it is a pass of.
"""

from __future__ import annotations

import cProfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.shares import long_unless

from policywright.analyzers.api import Options, analyse

SMALL = 30
LARGE = 4 * SMALL
RATIO = 5.5
"""Growth of all calls when a program has four times as many of something: a pass of pairs outgrows that."""

Files = Mapping[str, str]


def _statics_of_a_class(count: int) -> Files:
    """A class with objects of its own in its fields, as tables of models and regions are written."""
    typescript = "\n".join(f"  static readonly M{n} = new Model('m-{n}', {n});" for n in range(count))
    java = "\n".join(f'  public static final Model M{n} = new Model("m-{n}");' for n in range(count))
    python = "\n".join(f"Model.M{n} = Model('m-{n}')" for n in range(count))
    fields = "\n".join(f"    M{n} = None" for n in range(count))
    return {
        "model.ts": (
            "import { S3 } from '@aws-sdk/client-s3';\nimport { Base } from 'somewhere';\n"
            f"export class Model extends Base {{\n{typescript}\n  constructor(readonly id: string, n: number) "
            "{ super(n); }\n  fetch() { return new S3({}).listBuckets({}); }\n}\n"
        ),
        "Model.java": (
            "import software.amazon.awssdk.services.s3.S3Client;\nimport somewhere.Base;\n"
            f"public class Model extends Base {{\n{java}\n  private final String id;\n"
            "  public Model(String id) { this.id = id; }\n"
            "  public Object fetch() { return S3Client.create().listBuckets(); }\n}\n"
        ),
        "model.py": (
            f"import boto3\nfrom somewhere import Base\n\n\nclass Model(Base):\n{fields}\n"
            "    def __init__(self, id):\n        self.id = id\n\n"
            f"    def fetch(self):\n        return boto3.client('s3').list_buckets()\n\n\n{python}\n"
        ),
    }


def _objects_of_strangers(count: int) -> Files:
    """Libraries that nothing is known of, each of which gets a client and gives something to the next."""
    python = "\n".join(
        f"import library{n}\nlibrary{n}.use(client, name={f'library{n - 1}.given' if n else 'None'})"
        for n in range(count)
    )
    typescript = "\n".join(
        f"import * as l{n} from 'library{n}';\nl{n}.use(client, {f'l{n - 1}.given' if n else 'null'});"
        for n in range(count)
    )
    return {
        "app.py": f"import boto3\nclient = boto3.client('s3')\nclient.list_buckets()\n{python}\n",
        "app.ts": f"import {{ S3 }} from '@aws-sdk/client-s3';\nconst client = new S3({{}});\n{typescript}\n",
    }


def _objects_handed_over(count: int) -> Files:
    """Classes of which a library gets an object each, with a client in a field."""
    python = "\n\n".join(
        f"class Job{n}:\n    def __init__(self):\n        self.client{n} = boto3.client('s3')\n\n"
        f"    def run(self):\n        return self.client{n}.list_buckets()\n\n\nrunner.add(Job{n}())"
        for n in range(count)
    )
    go = "\n".join(
        f"type Job{n} struct {{ client *s3.Client }}\n"
        f"func (j *Job{n}) Run(ctx context.Context) {{ j.client.ListBuckets(ctx, &s3.ListBucketsInput{{}}) }}\n"
        f"func init() {{ cfg, _ := config.LoadDefaultConfig(context.TODO()); "
        f"runner.Add(&Job{n}{{client: s3.NewFromConfig(cfg)}}) }}"
        for n in range(count)
    )
    return {
        "app.py": f"import boto3\nfrom somewhere import runner\n\n\n{python}\n",
        "go.mod": "module example.com/app\n\ngo 1.22\n",
        "main.go": (
            'package main\nimport ("context"; "github.com/aws/aws-sdk-go-v2/config"; '
            '"github.com/aws/aws-sdk-go-v2/service/s3"; "somewhere.example/runner")\n'
            f"{go}\nfunc main() {{ runner.Run() }}\n"
        ),
    }


def _files_that_import_each_other(count: int) -> Files:
    chain = {
        f"shop/step{n}.py": (
            f"from shop import step{n - 1 if n else count - 1} as before\n\n\n"
            f"def run(client):\n    client.put_item(TableName='t{n}', Item={{}})\n    return before\n"
        )
        for n in range(count)
    }
    calls = "\n".join(f"    shop.step{n}.run(client)" for n in range(count))
    imports = "\n".join(f"import shop.step{n}" for n in range(count))
    return {
        **chain,
        "shop/__init__.py": "",
        "app.py": f"import boto3\n{imports}\n\n\ndef main():\n    client = boto3.client('dynamodb')\n{calls}\n",
    }


def _functions_of_one_role(count: int) -> Files:
    """A module with very many instances of one function, whose code asks for each one's own."""
    return {
        "main.tf": 'module "jobs" {\n  source = "./jobs"\n}\n',
        "jobs/main.tf": (
            f'resource "aws_lambda_function" "job" {{\n  count = {count}\n'
            '  function_name = "job-${count.index}"\n  handler = "app.handler"\n  runtime = "python3.12"\n'
            '  filename = "${path.module}/app.py"\n  role = aws_iam_role.job.arn\n'
            '  environment {\n    variables = { TABLE = "t-${count.index}" }\n  }\n}\n'
            'resource "aws_iam_role" "job" {\n  name = "job"\n  assume_role_policy = jsonencode({ Statement = [{ '
            'Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })\n}\n'
        ),
        "jobs/app.py": (
            "import os\nimport boto3\n\n\ndef handler(event, context):\n"
            "    boto3.resource('dynamodb').Table(os.environ['TABLE']).put_item(Item={})\n"
        ),
    }


def _functions_of_a_template(count: int) -> Files:
    """Functions of a SAM template, each with code, a table and a policy of its own."""
    resources = "\n".join(
        f"  F{n}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/f{n}\n"
        f"      Handler: app.handler\n      Runtime: python3.12\n      Environment:\n        Variables:\n"
        f"          TABLE: !Ref T{n}\n      Policies:\n        - DynamoDBCrudPolicy:\n            TableName: !Ref T{n}\n"
        f"  T{n}:\n    Type: AWS::Serverless::SimpleTable"
        for n in range(count)
    )
    code = (
        "import os\nimport boto3\n\n\ndef handler(event, context):\n"
        "    boto3.resource('dynamodb').Table(os.environ['TABLE']).put_item(Item={})\n"
    )
    return {
        "template.yaml": f"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}\n",
        **{f"src/f{n}/app.py": code for n in range(count)},
    }


def _statements_of_a_role(count: int) -> Files:
    statements = "\n".join(
        "            - Effect: Allow\n              Action: [dynamodb:PutItem, dynamodb:GetItem]\n"
        f"              Resource: arn:aws:dynamodb:eu-west-1:111122223333:table/t{n}"
        for n in range(count)
    )
    puts = "\n".join(
        f"    boto3.resource('dynamodb').Table('t{n}').put_item(Item={{}})" for n in range(count)
    )
    return {
        "template.yaml": (
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"
            "    Properties:\n      CodeUri: src/\n      Handler: app.handler\n      Runtime: python3.12\n"
            f"      Policies:\n        - Version: '2012-10-17'\n          Statement:\n{statements}\n"
        ),
        "src/app.py": f"import boto3\n\n\ndef handler(event, context):\n{puts}\n",
    }


def _calls_of_a_module(count: int) -> Files:
    return {
        **_functions_of_one_role(1),
        "main.tf": "\n".join(f'module "m{n}" {{\n  source = "./jobs"\n}}' for n in range(count)),
    }


def _routes_and_registries(count: int) -> Files:
    """What libraries and decorators of the program's own keep of it."""
    routes = "\n".join(
        f"@app.route('/r{n}')\ndef route{n}():\n    return s3.get_object(Bucket='b{n}', Key='k')\n"
        for n in range(count)
    )
    steps = "\n".join(
        f"@step('s{n}')\ndef step{n}():\n    return s3.get_object(Bucket='c{n}', Key='k')\n"
        for n in range(count)
    )
    express = "\n".join(
        f"app.get('/r{n}', async (q, r) => r.json(await s3.getObject({{ Bucket: 'd{n}', Key: 'k' }})));"
        for n in range(count)
    )
    return {
        "app.py": (
            "import boto3\nfrom flask import Flask\n\napp, s3, STEPS = Flask(__name__), boto3.client('s3'), {}\n\n\n"
            "def step(name):\n    def keep(function):\n        STEPS[name] = function\n        return function\n"
            f"    return keep\n\n\n{routes}\n{steps}\n\ndef main(name):\n    return STEPS[name]()\n"
        ),
        "web.ts": (
            "import express from 'express';\nimport { S3 } from '@aws-sdk/client-s3';\n"
            f"const app = express(), s3 = new S3({{}});\n{express}\n"
        ),
    }


def _types_with_one_method(count: int) -> Files:
    """Types of one interface, called through it."""
    go = "\n".join(
        f"type R{n} struct {{ c *sqs.Client }}\n"
        f"func (r R{n}) Run(ctx context.Context) {{ r.c.SendMessage(ctx, &sqs.SendMessageInput{{}}) }}"
        for n in range(count)
    )
    made = ", ".join(f"R{n}{{c}}" for n in range(count))
    java = {
        f"src/main/java/a/C{n}.java": (
            "package a;\nimport software.amazon.awssdk.services.s3.S3Client;\n"
            f"public class C{n} implements Step {{\n  private final S3Client s3 = S3Client.create();\n"
            f'  public void run() {{ s3.getObject(b -> b.bucket("b{n}").key("k")); }}\n}}\n'
        )
        for n in range(count)
    }
    steps = ", ".join(f"new C{n}()" for n in range(count))
    return {
        "go.mod": "module example.com/app\n\ngo 1.22\n",
        "main.go": (
            'package main\nimport ("context"; "github.com/aws/aws-sdk-go-v2/config"; '
            '"github.com/aws/aws-sdk-go-v2/service/sqs")\n'
            f"type Runner interface {{ Run(ctx context.Context) }}\n{go}\n"
            "func main() { cfg, _ := config.LoadDefaultConfig(context.TODO()); c := sqs.NewFromConfig(cfg)\n"
            f"  for _, r := range []Runner{{{made}}} {{ r.Run(context.TODO()) }} }}\n"
        ),
        **java,
        "src/main/java/a/Step.java": "package a;\npublic interface Step { void run(); }\n",
        "src/main/java/a/Main.java": (
            "package a;\nimport java.util.List;\npublic class Main {\n  public static void main(String[] args) {\n"
            f"    for (Step step : List.<Step>of({steps})) step.run();\n  }}\n}}\n"
        ),
    }


def _keywords_of_strangers(count: int) -> Files:
    """Libraries that nothing is known of, each called with all that a mapping has: the same few values."""
    python = "\n".join(f"import library{n}\nlibrary{n}.run(**GIVEN)" for n in range(count))
    given = "\n".join(f"GIVEN['k{n}'] = one" for n in range(count))
    return {
        "app.py": (
            "import boto3\none = boto3.client('s3')\none.list_buckets()\n"
            "for name in ('sns', 'sqs', 'ec2', 'iam', 'ssm', 'rds', 'kms', 'sts', 'ecs', 'eks'):\n"
            "    one = boto3.client(name) if one else one\n"
            f"GIVEN = {{}}\n{given}\n{python}\n"
        ),
    }


def _names_of_the_cdk(count: int) -> Files:
    """What a package that writes templates has, all in one list, and what members of it are passed."""
    kinds = "\n".join(f"KINDS.append(aws_ec2.Kind{n}.DEFAULT)" for n in range(count))
    uses = "\n".join(f"    one.networking.zone{n}.get(one.size{n}.value)" for n in range(8))
    return {
        "app.py": (
            "import boto3\nfrom aws_cdk import aws_ec2\nboto3.client('s3').list_buckets()\nKINDS = []\n"
            f"{kinds}\nfor one in KINDS:\n{uses}\n"
        ),
    }


def _child(number: int) -> str:
    return f"(R{number - 1}, 'r{number - 1}')," if number else ""


def _records_that_count(count: int) -> Files:
    """Records that hold records, and count in themselves how many of each kind these are."""
    kinds = "\n\n\n".join(
        f"class R{n}(Composite):\n    children = ({_child(n)})\n\n"
        f"    def fetch(self):\n        for raw in self.facade.read('t{n}')['Items']:\n"
        f"            self[raw['id']] = {{'k{n}': raw, 'n{n}': raw['name'], **raw}}\n"
        f"        for key in self:\n"
        f"            self.fetch_children(self[key], {{'s{n}': key, 'u{n}': self[key]}})"
        for n in range(count)
    )
    return {
        "app.py": (
            "import boto3\n\n\nclass Facade:\n    client = boto3.client('dynamodb')\n\n"
            "    def read(self, name):\n        return self.client.scan(TableName=name)\n\n\n"
            "class Composite(dict):\n    children = ()\n\n"
            "    def __init__(self, facade, **scope):\n        self.facade, self.scope = facade, scope\n\n"
            "    def fetch_children(self, parent, scope):\n        for kind, name in self.children:\n"
            "            child = kind(self.facade, **scope)\n            child.fetch()\n"
            "            if parent.get(name) is None:\n                parent[name] = {}\n"
            "                parent[name + '_count'] = 0\n            parent[name].update(child)\n"
            f"            parent[name + '_count'] += len(child)\n\n\n{kinds}\n\n\nR{count - 1}(Facade()).fetch()\n"
        ),
    }


def _keywords_of_anything(count: int) -> Files:
    """Tasks in records of a registry, each called with a keyword of its own and passing on all that it gets."""
    tasks = "\n\n\n".join(
        f"def task{n}(job, k{n}=None, **scope):\n    client.get_object(Bucket=job, Key=k{n})\n"
        f"    return step(job, **scope)"
        for n in range(count)
    )
    records = "\n".join(f"TASKS.append({{'run': task{n}, 'name': 'n{n}'}})" for n in range(count))
    calls = "\n".join(f"    find(which)['run'](which, k{n}='v{n}')" for n in range(count))
    return {
        "app.py": (
            "import boto3\nclient = boto3.client('s3')\nTASKS = []\n\n\n"
            "def step(job, **scope):\n    return find(job)['run'](job, **scope)\n\n\n"
            "def find(name):\n    return [one for one in TASKS if one['name'] == name][0]\n\n\n"
            f"{tasks}\n\n\n{records}\n\n\ndef main(which):\n{calls}\n"
        ),
    }


def _members_of_anything(count: int) -> Files:
    """Objects of as many classes in records of a registry, and as many methods asked of whatever is in one."""
    classes = "\n\n\n".join(
        f"class Task{n}:\n    def act{n}(self, *parts):\n        client.get_object(Bucket='bucket{n}', Key='k')\n"
        f"        return self.done{n}"
        for n in range(count)
    )
    records = "\n".join(f"TASKS.append({{'run': Task{n}(), 'name': 'n{n}'}})" for n in range(count))
    calls = "\n".join(
        f"    found.act{n}(" + ", ".join(f"found.part{n}_{each}" for each in range(16)) + ")"
        for n in range(count)
    )
    return {
        "app.py": (
            "import boto3\nclient = boto3.client('s3')\nTASKS = []\n\n\n"
            "def find(name):\n    return [one for one in TASKS if one['name'] == name][0]\n\n\n"
            f"{classes}\n\n\n{records}\n\n\ndef main(which):\n    found = find(which)['run']\n{calls}\n"
        ),
    }


SHAPES: tuple[Callable[[int], Files], ...] = (
    _statics_of_a_class, _objects_of_strangers, _objects_handed_over, _files_that_import_each_other,
    _functions_of_one_role, _functions_of_a_template, _statements_of_a_role, _calls_of_a_module,
    _routes_and_registries, _types_with_one_method, _keywords_of_strangers,
    _names_of_the_cdk, _keywords_of_anything, _members_of_anything,
)  # fmt: skip


def calls_made(files: Files, root: Path) -> int:
    """How many calls of Python functions the analysis of some files makes."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    # Counted in C: a function that is told of each call takes longer than what it counts.
    counting = cProfile.Profile(subcalls=False, builtins=False)
    with counting:
        found = analyse([root], Options(root=root, infrastructure=True))
    assert found.policies
    return sum(one.callcount for one in counting.getstats())


@pytest.mark.plain
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(shape, id=shape.__name__.strip("_"), marks=long_unless(number % 2 == 0))
        for number, shape in enumerate(SHAPES)
    ],
)
def test_all_that_is_done_grows_linearly(shape: Callable[[int], Files], tmp_path: Path) -> None:
    # What is done once for a process is no part of it.
    calls_made(shape(SMALL), tmp_path / "first")
    small, large = (calls_made(shape(size), tmp_path / str(size)) for size in (SMALL, LARGE))
    assert large <= RATIO * small, (small, large, large / small)


@pytest.mark.long
@pytest.mark.plain
def test_what_records_of_records_count_grows_linearly(tmp_path: Path) -> None:
    # Fewer records than a place keeps apart are another matter, and cost less.
    small, large = (calls_made(_records_that_count(size), tmp_path / str(size)) for size in (16, 64))
    assert large <= RATIO * small, (small, large, large / small)
