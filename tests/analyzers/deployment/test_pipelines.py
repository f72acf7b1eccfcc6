"""Pipelines: who has credentials, what is not known of them, and one trust policy for each role."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Deployed, Options, deploy
from policywright.analyzers.deployment.running import both_trusted, holes, trust_of
from policywright.knowledge import texts

ROLE = "arn:aws:iam::123456789012:role/ci"
_STEP = "      - uses: aws-actions/configure-aws-credentials@v4\n        with: {{ {} }}\n"
WITH_ROLE = _STEP.format(f'role-to-assume: "{ROLE}"')
WITH_KEYS = _STEP.format('aws-access-key-id: "${{ secrets.ID }}"')


def _workflow(place: Path, name: str, on: str, steps: str, **files: str) -> None:
    folder = place / ".github" / "workflows"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yml").write_text(f"on: {on}\njobs:\n  go:\n    steps:\n{steps}")
    for file, text in files.items():
        (place / file.replace("__", ".")).write_text(text)


def _said(found: Deployed) -> list[str]:
    return [one.detail for one in found.analysis.unresolved]


def _granted(found: Deployed) -> set[str]:
    return {
        f"{action} on {resource}" for action, resource in granted(found.analysis.policies, Options().place)
    }


def test_a_role_is_trusted_by_everybody_who_takes_it(tmp_path: Path) -> None:
    _workflow(tmp_path, "ship", "{push: {branches: [main]}}", WITH_ROLE)
    _workflow(tmp_path, "look", "pull_request", WITH_ROLE)
    found = deploy([tmp_path], Options())
    (trust,) = found.trust
    (statement,) = trust.document["Statement"]
    assert trust.role == ROLE
    assert sorted(statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]) == [
        "repo:OWNER/REPOSITORY:pull_request", "repo:OWNER/REPOSITORY:ref:refs/heads/main",
    ]  # fmt: skip


@pytest.mark.parametrize(("delete", "as_whole", "itself"), [
    ("sam delete --stack-name shop --no-prompts", f" --role-arn {ROLE}-cfn", False),
    ("aws cloudformation delete-stack --stack-name shop", f" --role-arn {ROLE}-cfn", False),
    ("sam delete --stack-name shop --no-prompts", "", True),
])  # fmt: skip
def test_a_stack_is_deleted_by_the_role_that_it_has(
    delete: str, as_whole: str, itself: bool, tmp_path: Path
) -> None:
    """CloudFormation goes on with the role that a stack was made with."""
    template = "Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: q}}}"
    made = f"      - run: sam deploy --stack-name shop{as_whole}\n"
    _workflow(tmp_path, "make", "push", f"{WITH_ROLE}{made}", template__yaml=template)
    _workflow(tmp_path, "unmake", "delete", f"{WITH_ROLE}      - run: {delete}\n")
    found = deploy([tmp_path], Options())
    names = {name for one in found.identities if one.purpose == "pipeline" for name in one.policies}
    deleting = [one for one in found.analysis.policies if one.name in names and "unmake" in one.name]
    actions = {grant.action for one in deleting for grant in one.grants}
    assert "cloudformation:DeleteStack" in actions
    assert ("sqs:DeleteQueue" in actions) is itself
    everything = {grant.action for one in found.analysis.policies for grant in one.grants}
    assert "sqs:DeleteQueue" in everything


def test_a_release_is_trusted_by_its_tag(tmp_path: Path) -> None:
    _workflow(tmp_path, "ship", "{release: {types: [published]}}", WITH_ROLE)
    (trust,) = deploy([tmp_path], Options()).trust
    (statement,) = trust.document["Statement"]
    assert statement["Condition"]["StringLike"] == {
        "token.actions.githubusercontent.com:sub": "repo:OWNER/REPOSITORY:ref:refs/tags/*"
    }


def test_trust_of_two_providers_stays_two_statements() -> None:
    one = trust_of("a.example", "a.example:sub", ["x"], "a.example:aud", "aud")
    other = trust_of("b.example", "b.example:sub", ["y*"], "b.example:aud", "aud")
    both = both_trusted(one, other)
    assert both is not None
    assert both["Statement"] == [*one["Statement"], *other["Statement"]]


@pytest.mark.parametrize("step", [WITH_ROLE, WITH_KEYS], ids=["role", "keys"])
def test_a_program_with_credentials_is_said(tmp_path: Path, step: str) -> None:
    code = "      - run: |\n          ls && python -m pip install -r r.txt\n          python sweep.py && ./ship\n"
    _workflow(tmp_path, "ship", "push", f"{step}{code}", ship="#!/usr/bin/env node\n")
    (said,) = _said(deploy([tmp_path], Options()))
    assert said.startswith("the job starts python sweep.py, ./ship, and what that asks AWS for is not known")


def test_what_a_program_says_of_itself_asks_nothing(tmp_path: Path) -> None:
    _workflow(
        tmp_path, "ship", "push", f"{WITH_ROLE}      - run: aws --version && eksctl version && ship -v\n"
    )
    assert not _said(deploy([tmp_path], Options()))


def test_what_make_and_npm_run_is_said_where_it_is_not_found(tmp_path: Path) -> None:
    steps = "      - run: |\n          make ship STAGE=prod\n          npm ci\n          npm run ship\n          yarn workspace web release\n"
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{steps}", package__json='{"scripts": {"build": "tsc"}}')
    (said,) = _said(deploy([tmp_path], Options()))
    assert said.startswith("the job starts make ship, npm run ship, yarn run release, and what")


def test_a_program_without_credentials_is_not(tmp_path: Path) -> None:
    _workflow(tmp_path, "test", "push", "      - run: pytest\n      - run: terraform -chdir=infra init\n")
    assert not _said(deploy([tmp_path], Options()))


def test_an_image_that_nobody_knows_is_aws_s_to_who_signs_in(tmp_path: Path) -> None:
    pull = '      - run: docker push "$IMAGE"\n'
    login = "      - run: aws ecr get-login-password\n"
    for number, (steps, asked) in enumerate((
        (pull, False),
        (login + pull, True),
        ("      - uses: aws-actions/amazon-ecr-login@v2\n" + pull, True),
        (WITH_KEYS + pull, True),
        ("      - run: docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1\n", True),
    )):  # fmt: skip
        place = tmp_path / str(number)
        _workflow(place, "ship", "push", steps)
        assert any("ecr:PutImage" in one for one in _granted(deploy([place], Options()))) is asked, steps


def test_what_a_role_is_for_is_said_beside_programs(tmp_path: Path) -> None:
    """A program that is not known does not say what the action of somebody else's does with the role."""
    steps = f"{WITH_ROLE}      - run: ./gradlew :api:ship\n      - uses: acme/upload-action@v4\n"
    _workflow(tmp_path, "ship", "push", steps, gradlew="#!/bin/sh\njava -jar wrapper.jar\n")
    said = _said(deploy([tmp_path], Options()))
    assert len(said) == 2 and any("acme/upload-action" in one for one in said)
    assert any("./gradlew" in one and "java" not in one for one in said)


def test_what_only_writes_files_asks_nothing(tmp_path: Path) -> None:
    steps = f"{WITH_ROLE}      - run: |\n          command -v rain\n          rain merge a.yaml b.yaml\n          rain deploy a.yaml\n"
    _workflow(tmp_path, "ship", "push", steps)
    assert [one.partition(" asks")[0] for one in _said(deploy([tmp_path], Options()))] == [
        "`rain deploy a.yaml`"
    ]


def test_functions_of_a_script_are_its_own(tmp_path: Path) -> None:
    script = "#!/bin/sh\nship() {\n  aws sqs list-queues\n}\nship\n"
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}      - run: ./ship.sh\n", ship__sh=script)
    found = deploy([tmp_path], Options())
    assert not _said(found)
    assert "sqs:ListQueues on *" in _granted(found)


def test_keys_are_credentials_for_a_plan(tmp_path: Path) -> None:
    queue = 'resource "aws_sqs_queue" "q" { name = "jobs" }\n'
    _workflow(tmp_path, "plan", "push", f"{WITH_KEYS}      - run: terraform plan\n", main__tf=queue)
    names = [one.name for one in deploy([tmp_path], Options()).identities]
    assert names[0] == "plan-go"


def test_kubectl_asks_for_the_cluster_once(tmp_path: Path) -> None:
    steps = (
        "      - run: |\n          aws eks update-kubeconfig --name prod\n          kubectl apply -f x.yaml\n"
    )
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{steps}")
    granted = _granted(deploy([tmp_path], Options()))
    assert "eks:DescribeCluster on arn:aws:eks:*:123456789012:cluster/prod" in granted
    assert "eks:DescribeCluster on arn:aws:eks:*:123456789012:cluster/*" not in granted


def test_a_build_s_environment_and_reports(tmp_path: Path) -> None:
    (tmp_path / "buildspec.yml").write_text(
        "version: 0.2\n"
        "env:\n"
        "  variables: { BUCKET: artefacts }\n"
        "  parameter-store: { KEY: /shop/key }\n"
        "  secrets-manager: { TOKEN: 'shop/token:value' }\n"
        "phases:\n"
        "  build: { commands: [cd out, 'aws s3 cp a.zip s3://$BUCKET/a.zip'] }\n"
        "reports:\n"
        "  unit: { files: ['*.xml'] }\n"
    )
    granted = _granted(deploy([tmp_path], Options()))
    assert {
        "ssm:GetParameters on arn:aws:ssm:*:*:parameter/shop/key",
        "secretsmanager:GetSecretValue on arn:aws:secretsmanager:*:*:secret:shop/token-??????",
        "s3:PutObject on arn:aws:s3:::artefacts/a.zip",
        "codebuild:CreateReport on arn:aws:codebuild:*:*:report-group/*-unit",
    } <= granted


def test_actions_of_the_marketplace_that_deploy(tmp_path: Path) -> None:
    steps = (
        "      - uses: aws-actions/aws-lambda-deploy@v1\n"
        "        with: { function-name: jobs, role: 'arn:aws:iam::123456789012:role/jobs', s3-bucket: code }\n"
        "      - uses: docker/login-action@v3\n"
        "        with: { registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com }\n"
        "      - run: cosign sign --key awskms:///arn:aws:kms:eu-west-1:123456789012:key/k image\n"
    )
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{steps}")
    granted = _granted(deploy([tmp_path], Options()))
    assert {
        "lambda:UpdateFunctionCode on arn:aws:lambda:*:123456789012:function:jobs",
        "iam:PassRole on arn:aws:iam::123456789012:role/jobs",
        "s3:PutObject on arn:aws:s3:::code/*",
        "ecr:GetAuthorizationToken on *",
        "kms:Sign on arn:aws:kms:eu-west-1:123456789012:key/k",
    } <= granted


def test_a_task_definition_says_its_roles(tmp_path: Path) -> None:
    steps = (
        "      - id: task\n"
        "        uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
        "        with: { task-definition: task.json, container-name: app, image: x }\n"
        "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
        "        with:\n"
        "          task-definition: ${{ steps.task.outputs.task-definition }}\n"
        "          service: jobs\n"
        "          cluster: main\n"
        "          run-task: true\n"
    )
    task = '{"family": "jobs", "executionRoleArn": "arn:aws:iam::123456789012:role/pulls", "taskRoleArn": "jobs"}'
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{steps}", task__json=task)
    granted = _granted(deploy([tmp_path], Options()))
    assert {one for one in granted if one.startswith("iam:PassRole")} == {
        "iam:PassRole on arn:aws:iam::123456789012:role/pulls", "iam:PassRole on arn:aws:iam::123456789012:role/jobs",
    }  # fmt: skip
    assert {
        "ecs:UpdateService on arn:aws:ecs:*:123456789012:service/main/jobs",
        "ecs:RunTask on arn:aws:ecs:*:123456789012:task-definition/*",
        "ecs:DescribeTasks on arn:aws:ecs:*:123456789012:task/main/*",
    } <= granted
    assert not [one for one in granted if one.startswith("codedeploy:")]


@pytest.mark.parametrize(
    "said", ["task-definition-family: jobs", "task-definition-arn: jobs", "task-definition: t.json"]
)
def test_a_task_definition_that_is_there_already_is_looked_at(said: str, tmp_path: Path) -> None:
    step = (
        "      - uses: aws-actions/amazon-ecs-render-task-definition@v1\n        with:\n          image: x\n"
    )
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{step}          {said}\n")
    looks = [one for one in _granted(deploy([tmp_path], Options())) if "DescribeTaskDefinition" in one]
    assert bool(looks) is ("json" not in said)


@pytest.mark.parametrize(("stack", "is_any"), [("$STACK", True), ("other", False)])
def test_a_stack_of_which_nothing_is_said_may_be_another_tool_s(
    stack: str, is_any: bool, tmp_path: Path
) -> None:
    (tmp_path / "serverless.yml").write_text(
        "service: shop\nprovider: {name: aws}\nresources:\n  Resources:\n"
        "    T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: t}}\n"
    )
    step = f"      - run: aws cloudformation delete-stack --stack-name {stack}\n"
    _workflow(tmp_path, "down", "push", f"{WITH_ROLE}{step}")
    policies = deploy([tmp_path], Options()).analysis.policies
    asked = {grant.action for policy in policies for grant in policy.grants if policy.name.startswith("down")}
    assert "cloudformation:DeleteStack" in asked
    assert ("sns:DeleteTopic" in asked) is is_any


def test_a_stack_is_taken_down_by_the_name_that_another_job_gives_it(tmp_path: Path) -> None:
    """Also where the template that is deployed was built by yet another job."""
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources: {Q: {Type: 'AWS::SQS::Queue'}}\n"
    )
    (tmp_path / "other.yaml").write_text("Resources: {T: {Type: 'AWS::SNS::Topic'}}\n")
    built = ".aws-sam/build/template.yaml"
    up = (
        f"      - run: sam deploy --template-file {built} --stack-name shop-$STAGE --s3-bucket b\n"
        "      - run: aws cloudformation deploy --template-file other.yaml --stack-name other\n"
    )
    _workflow(tmp_path, "up", "push", f"{WITH_ROLE}{up}")
    down = "      - run: aws cloudformation delete-stack --stack-name shop-$STAGE\n"
    _workflow(tmp_path, "down", "push", f"{WITH_ROLE}{down}")
    found = deploy([tmp_path], Options()).analysis
    asked = {
        grant.action for policy in found.policies if policy.name.startswith("down") for grant in policy.grants
    }
    assert "sqs:DeleteQueue" in asked
    assert not {one for one in asked if one.startswith("sns:")}
    assert not found.unresolved


@pytest.mark.parametrize(
    ("said", "region"),
    [("", "eu-west-1"), (" --region us-east-1", "us-east-1"), (" --region $WHERE", "*")],
)
def test_a_region_that_a_command_may_choose_is_the_default_where_it_does_not(
    said: str, region: str, tmp_path: Path
) -> None:
    (tmp_path / "serverless.yml").write_text(
        "service: shop\nprovider: {name: aws, region: \"${opt:region, 'eu-west-1'}\"}\nfunctions: {f: {handler: a.b}}\n"
    )
    step = f"      - run: serverless deploy --stage live{said}\n"
    _workflow(tmp_path, "ship", "push", f"{WITH_KEYS}{step}")
    granted = _granted(deploy([tmp_path], Options()))
    assert f"lambda:CreateFunction on arn:aws:lambda:{region}:*:function:shop-live-f" in granted


def test_blue_and_green_is_codedeploy_s(tmp_path: Path) -> None:
    steps = (
        "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
        "        with: { task-definition: t.json, service: jobs, codedeploy-appspec: a.yaml, codedeploy-application: shop }\n"
        "      - uses: aws-actions/aws-cloudformation-github-deploy@v1\n"
        "        with: { name: shop, template: t.yaml }\n"
    )
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{steps}")
    granted = _granted(deploy([tmp_path], Options()))
    assert (
        "codedeploy:CreateDeployment on arn:aws:codedeploy:*:123456789012:deploymentgroup:shop/*" in granted
    )
    assert "cloudformation:CreateStack on arn:aws:cloudformation:*:123456789012:stack/shop/*" in granted
    assert not [one for one in granted if one.startswith("ecs:UpdateService")]


@pytest.mark.parametrize(
    ("on", "refs"),
    [
        ("{push: {branches: [develop, 'release/**', '!release/old'], tags: ['v[0-9]+.*']}}",
         ["heads/develop", "heads/release/*", "tags/v*.*"]),
        ("{push: {tags: ['v*']}, workflow_dispatch: }", ["tags/v*", "heads/main"]),
        ("{push: {branches: [develop]}, schedule: [{cron: '0 5 * * *'}]}", ["heads/develop", "heads/main"]),
        ("[push, pull_request]", ["heads/main", None]),
        ("{push: {branches-ignore: [main]}}", ["heads/*"]),
    ],
)  # fmt: skip
def test_a_role_is_trusted_where_its_workflow_runs(tmp_path: Path, on: str, refs: list[str | None]) -> None:
    _workflow(tmp_path, "ship", on, WITH_ROLE)
    (trust,) = deploy([tmp_path], Options()).trust
    (statement,) = trust.document["Statement"]
    asked = {key: value for keys in statement["Condition"].values() for key, value in keys.items()}
    subjects = asked["token.actions.githubusercontent.com:sub"]
    start = "repo:OWNER/REPOSITORY"
    wanted = [f"{start}:ref:refs/{one}" if one else f"{start}:pull_request" for one in refs]
    assert ([subjects] if isinstance(subjects, str) else subjects) == wanted


_CALLED = """on:
  workflow_call: {inputs: {bucket: {type: string}}}
jobs:
  copy:
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: {role-to-assume: "arn:aws:iam::123456789012:role/shipper", aws-region: eu-west-1}
      - uses: acme/shop/.github/actions/copy@main
        with: {bucket: "${{ inputs.bucket }}"}
"""
_CALLING = """on: push
permissions: {id-token: write}
jobs:
  go:
    uses: acme/shop/.github/workflows/called.yml@main
    with: {bucket: releases}
"""
_COPIES = """inputs: {bucket: {required: true}}
runs:
  using: composite
  steps: [{run: "aws s3 cp a.zip s3://${{ inputs.bucket }}/a.zip", shell: bash}]
"""


def _calling(place: Path, remote: str) -> Deployed:
    for name, text in {
        ".github/workflows/called.yml": _CALLED,
        ".github/workflows/ship.yml": _CALLING,
        ".github/actions/copy/action.yml": _COPIES,
        **(
            {".git/config": f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {remote}\n'}
            if remote
            else {}
        ),
    }.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return deploy([place], Options())


@pytest.mark.parametrize("remote", [
    "https://github.com/acme/shop.git", "git@github.com:Acme/shop.git", "https://x:secret@github.com/acme/shop",
    "ssh://git@github.com/acme/shop",
])  # fmt: skip
def test_a_repository_that_calls_itself_by_its_name(tmp_path: Path, remote: str) -> None:
    found = _calling(tmp_path, remote)
    assert "s3:PutObject on arn:aws:s3:::releases/a.zip" in _granted(found)
    assert _said(found) == []
    (trust,) = found.trust
    assert "cme/shop:ref:refs/heads/main" in str(trust.document)


def test_a_checkout_of_nobody_knows_what_may_be_its_own(tmp_path: Path) -> None:
    """A fork, or files without Git's own: what is there under that path is read, and said to be a guess."""
    for name, remote in (("none", ""), ("fork", "https://github.com/other/shop")):
        (tmp_path / name).mkdir()
        found = _calling(tmp_path / name, remote)
        assert any("is taken for it" in one for one in _said(found)), name
        assert [one.role for one in found.trust] == ["arn:aws:iam::123456789012:role/shipper"], name


def test_another_repository_is_not_this_one(tmp_path: Path) -> None:
    found = _calling(tmp_path, "https://github.com/acme/other.git")
    assert _granted(found) == set()
    assert any("is not among these files" in one for one in _said(found))


def test_a_pipeline_of_gitlab_that_includes_its_own_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(
        '[remote "origin"]\n  url = git@gitlab.com:acme/group/shop.git\n'
    )
    (tmp_path / ".gitlab-ci.yml").write_text(
        "include: [{project: acme/group/shop, ref: main, file: /ci/ship.yml}]\n"
    )
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "ship.yml").write_text(
        "ship:\n  id_tokens: {TOKEN: {aud: https://gitlab.com}}\n  variables: {ROLE_ARN: 'arn:aws:iam::123456789012:role/s'}\n"
        "  script: [aws s3 cp a.zip s3://releases/a.zip]\n"
    )
    found = deploy([tmp_path], Options())
    assert "s3:PutObject on arn:aws:s3:::releases/a.zip" in _granted(found)
    assert "project_path:acme/group/shop:" in str(found.trust[0].document)


@pytest.mark.parametrize(("inputs", "said"), [
    ({"aws-role-arn": "${{ vars.ROLE }}", "stack-name": "x"}, True),
    ({"aws-access-key-id": "${{ secrets.KEY }}"}, True),
    ({"role-to-assume": ""}, False),
    ({"message": "done"}, False),
])  # fmt: skip
def test_an_action_that_signs_in_by_itself(inputs: dict[str, str], said: bool, tmp_path: Path) -> None:
    given = "".join(f"          {name}: {one!r}\n" for name, one in inputs.items())
    _workflow(tmp_path, "ship", "push", f"      - uses: somebody/sam/deploy-stack@v1\n        with:\n{given}")
    found = _said(deploy([tmp_path], Options()))
    assert [one for one in found if "somebody/sam/deploy-stack" in one] == found and bool(found) is said


def test_an_action_with_a_bucket_uses_what_the_job_has(tmp_path: Path) -> None:
    """Though something else that the job runs asks for something as well."""
    step = "      - run: sam validate\n      - uses: somebody/upload@v1\n        with: {artifact-bucket-name: b}\n"
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{step}")
    assert any("somebody/upload" in one for one in _said(deploy([tmp_path], Options())))


@pytest.mark.parametrize(("reference", "arns"), [
    ("db/main:SecretString:password", ["secret:db/main-??????"]),
    ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:Main:SecretString:password", ["secret:Main-??????"]),
    ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:Main-aB3dEf", ["secret:Main-aB3dEf"]),
])  # fmt: skip
def test_a_secret_by_an_arn_without_what_is_appended(reference: str, arns: list[str], tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n"
        f"      DisplayName: '{{{{resolve:secretsmanager:{reference}}}}}'\n"
    )
    found = _granted(deploy([tmp_path], Options()))
    said = [one.split(":", 6)[6] for one in found if one.startswith("secretsmanager:GetSecretValue")]
    assert said == [one for one in arns]


def test_an_action_that_runs_a_command(tmp_path: Path) -> None:
    step = (
        "      - uses: nick-fields/retry@v3\n        with: {command: aws s3 cp a.zip s3://releases/a.zip}\n"
    )
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{step}")
    found = deploy([tmp_path], Options())
    assert "s3:PutObject on arn:aws:s3:::releases/a.zip" in _granted(found) and _said(found) == []


@pytest.mark.parametrize("source", [
    "../../modules//queue",
    "${get_terragrunt_dir()}/../../modules/queue",
    "${dirname(find_in_parent_folders())}/modules//queue",
    "git::https://github.com/acme/shop.git//modules/queue?ref=v1",
    '${get_env("ENVIRONMENT") == "production" ? "git::https://github.com/acme/other//queue?ref=v${get_env("VERSION")}" : "../../modules//queue"}',
])  # fmt: skip
def test_the_module_that_terragrunt_runs(source: str, tmp_path: Path) -> None:
    for name, text in {
        ".git/config": '[remote "origin"]\n  url = https://github.com/acme/shop\n',
        "terragrunt.hcl": "",
        "live/queue/terragrunt.hcl": f'terraform {{\n  source = "{source}"\n}}\n',
        "modules/queue/main.tf": 'resource "aws_sqs_queue" "q" { name = "jobs" }\n',
        "modules/other/main.tf": 'resource "aws_sns_topic" "t" { name = "news" }\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    step = "      - run: |\n          cd live/queue\n          terragrunt apply -auto-approve\n"
    _workflow(tmp_path, "ship", "push", f"{WITH_ROLE}{step}")
    found = deploy([tmp_path], Options())
    (job,) = [one for one in found.identities if one.purpose == "pipeline"]
    mine = {
        grant.action
        for policy in found.analysis.policies
        if policy.name in job.policies
        for grant in policy.grants
    }
    assert "sqs:CreateQueue" in mine and "sns:CreateTopic" not in mine


@pytest.mark.parametrize(("text", "glob"), [
    ("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-${AWS::Region}", "arn:*:iam::*:role/cdk-*"),
    ("app-${REF//\\//-}", "app-*"),
    ("app-${STAGE:-${DEFAULT}}-x", "app-*-x"),
    ("app-$STAGE-${{ github.sha }}", "app-*-*"),
    ("app-{literal}", "app-{literal}"),
])  # fmt: skip
def test_what_is_computed_in_a_word_is_open(text: str, glob: str) -> None:
    assert texts.glob(holes(text)) == glob


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (".gitlab-ci.yml", "go:\n  script:\n    - export AWS_ROLE_ARN={}\n    - {}\n"),
        ("bitbucket-pipelines.yml", "pipelines:\n  default:\n    - step:\n        script: ['export AWS_ROLE_ARN={}', '{}']\n"),
    ],
)  # fmt: skip
def test_a_role_that_commands_set_is_the_jobs(tmp_path: Path, name: str, written: str) -> None:
    (tmp_path / name).write_text(written.format(ROLE, "aws s3 ls s3://here"), "utf-8")
    (identity,) = deploy([tmp_path], Options()).analysis.policies
    assert identity.attach_to.name == ROLE


@pytest.mark.parametrize("written", ["pipelines: 1", "jobs: []\nworkflows: {a: 1}", "- 1", "a: [b", ""])
def test_pipelines_that_say_nothing_are_none(tmp_path: Path, written: str) -> None:
    (tmp_path / ".circleci").mkdir()
    (tmp_path / ".circleci" / "config.yml").write_text(written, "utf-8")
    (tmp_path / "bitbucket-pipelines.yml").write_text(written, "utf-8")
    assert not deploy([tmp_path], Options()).analysis.policies
