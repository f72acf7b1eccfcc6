"""Scripts of pipelines as commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.assembly import text
from policywright.analyzers.deployment.pipelines import jobs_of
from policywright.analyzers.deployment.scripts import commands_of
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, alternatives


def commands(text: str, root: Path, **files: str) -> list[tuple[str, str]]:
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_json", ".json").replace("_sh", ".sh")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    found = commands_of(text, "", ProjectFiles.below(root))
    return [(" ".join(one.words), one.directory) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terraform init && terraform apply", [("terraform init", ""), ("terraform apply", "")]),
        ("cd infra; terraform apply", [("terraform apply", "infra")]),
        ("terraform -chdir=infra/prod plan", [("terraform plan", "infra/prod")]),
        ("AWS_PROFILE=x sudo sam deploy", [("sam deploy", "")]),
        ("aws-vault exec prod -- cdk deploy", [("cdk deploy", "")]),
        ("npx cdk deploy | tee log", [("cdk deploy", ""), ("tee log", "")]),
        ("sam deploy \\\n  --role-arn arn", [("sam deploy --role-arn arn", "")]),
        ("if true; then sls deploy; fi", [("true", ""), ("sls deploy", "")]),
        ("echo 'terraform apply'", [("echo terraform apply", "")]),
        ("cd ../../elsewhere && terraform plan", [("terraform plan", "")]),
        ("# terraform destroy\nterraform plan", [("terraform plan", "")]),
    ],
)
def test_commands(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert commands(text, tmp_path) == expected


def test_what_scripts_call(tmp_path: Path) -> None:
    found = commands(
        "make -C infra deploy\nnpm run ship\n./tools/push.sh\nbash tools/push.sh",
        tmp_path,
        infra__Makefile="deploy: init\n\tterraform apply\ninit:\n\tterraform init\n",
        package_json='{"scripts": {"ship": "cdk deploy --all"}}',
        tools__push_sh="#!/bin/sh\ndocker push x\n",
    )
    assert found == [
        ("terraform init", "infra"),
        ("terraform apply", "infra"),
        ("cdk deploy --all", ""),
        ("docker push x", ""),
        ("docker push x", ""),
    ]


def test_scripts_that_call_each_other_end(tmp_path: Path) -> None:
    found = commands("make all", tmp_path, Makefile="all:\n\tmake all\n\tterraform plan\n")
    assert found and all(words in ("make all", "terraform plan") for words, _ in found)


@given(st.text(alphabet="ab cd;&|()'\"\\\n$={}<>#-/", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in commands_of(text, "", ProjectFiles(root=Path("/nowhere"), names=())):
        assert one.words and all(isinstance(word, str) for word in one.words)


def test_a_job_without_a_role_keeps_what_is_not_known(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "ship.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("jobs:\n  ship:\n    steps:\n      - run: aws frobnicate all\n", encoding="utf-8")
    (job,) = jobs_of(ProjectFiles.below(tmp_path), Authorizer(shared_store()))
    assert job.role is None and job.trust is None
    (one,) = job.unresolved
    assert one.detail == "the AWS CLI is started for a service that is not known (frobnicate)"


def test_command_lines_of_the_aws_cli(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "ship.yml"
    workflow.parent.mkdir(parents=True)
    run = "aws s3 sync dist s3://site-${{ vars.STAGE }} --delete && aws cloudfront create-invalidation --distribution-id E1 --paths '/*'"
    workflow.write_text(f"jobs:\n  ship:\n    steps:\n      - run: {run}\n", encoding="utf-8")
    (job,) = jobs_of(ProjectFiles.below(tmp_path), Authorizer(shared_store()))
    found = {one.actions: tuple(map(text, one.resources)) for one in job.asked if not one.optional}
    assert found == {
        ("s3:ListBucket",): ("arn:aws:s3:::site-*",),
        ("s3:PutObject",): ("arn:aws:s3:::site-*/*",),
        ("s3:DeleteObject",): ("arn:aws:s3:::site-*/*",),
        ("cloudfront:CreateInvalidation",): ("arn:aws:cloudfront::*:distribution/E1",),
    }
    assert not job.unresolved


def test_what_make_computes_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(
        "NAMES := $(foreach one,a b,$(call f,$(one)))\n"
        "all:\n"
        "\tdocker build $(if $(X),--label $(or $(Y),$(Z))) -t $(patsubst v%,%,$(V)) .\n"
        "\t$(info building $(notdir $(CURDIR)))\n"
        "\taws s3 cp $(shell basename $(V)) s3://$(BUCKET)/$(firstword $(NAMES))\n",
        encoding="utf-8",
    )
    found = [one.words for one in commands_of("make", "", ProjectFiles.below(tmp_path))]
    assert {words[0] for words in found} == {"docker", "aws", "basename"}
    assert ("aws", "s3", "cp", "$UNKNOWN", "s3://$BUCKET/$UNKNOWN") in found


def test_an_assignment_of_two_substitutions_is_one(tmp_path: Path) -> None:
    text = "NAME=`basename $A`-`date '+%F'`.zip\naws s3 cp $NAME s3://bucket/$NAME\n"
    found = [one.words for one in commands_of(text, "", ProjectFiles.below(tmp_path))]
    assert [words[0] for words in found] == ["basename", "date", "aws"]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        # Nothing calls it; called, also by a function that is; named to what starts it; by a name that is not known.
        ("push() { sam deploy; }\nsls deploy", ["sls deploy"]),
        ("push() { sam deploy; }\nall() { push; }\nall", ["all", "push", "sam deploy"]),
        ("push() { sam deploy; }\nretry push", ["retry push", "sam deploy"]),
        ('push() { sam deploy; }\n"$1"', ["$UNKNOWN", "sam deploy"]),
        # One that is sourced is known by who sources it.
        ("source tools/lib.sh\nship", ["cdk deploy", "ship"]),
        ("source tools/lib.sh\nsls deploy", ["sls deploy"]),
    ],
)
def test_functions_do_something_where_they_are_called(text: str, run: list[str], tmp_path: Path) -> None:
    library = "ship() {\n  cdk deploy\n}\n"
    assert sorted(words for words, _ in commands(text, tmp_path, tools__lib_sh=library)) == run


def test_a_variable_that_is_made_of_itself(tmp_path: Path) -> None:
    script = 'NAME=shop\nif arm; then NAME="${NAME}-arm64"; fi\nsam delete --stack-name "$NAME"'
    *_, last = commands_of(script, "", ProjectFiles.below(tmp_path))
    assert {*alternatives(last.values[-1])} == {Const("shop"), Const("shop-arm64")}


def test_quotes_keep_no_expression_from_being_filled_in(tmp_path: Path) -> None:
    script = "aws lambda get-layer-version --layer-name x --version-number '${{ inputs.version }}'"
    (one,) = commands_of(script, "", ProjectFiles.below(tmp_path))
    assert not isinstance(one.values[-1], Const)
