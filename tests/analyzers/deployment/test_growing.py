"""More properties never bring about less, and phases put together need what each of them needs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policywright.analyzers.deployment.deploying import Options, deploy

FACTS = Path(__file__).parents[3] / "knowledge" / "policywright" / "knowledge" / "facts"
TYPES = {
    type: [one for one in facts.get("properties", ()) if "." not in one and one != facts.get("tags")]
    for type, facts in json.loads((FACTS / "cloudformation.json").read_text("utf-8"))["types"].items()
    if "actions" in facts
}
PROPERTIES = st.sampled_from(sorted(TYPES)).flatmap(
    lambda type: st.tuples(
        st.just(type), st.sets(st.sampled_from(TYPES[type])) if TYPES[type] else st.just(set()),
        st.sets(st.sampled_from(TYPES[type])) if TYPES[type] else st.just(set()),
    )
)  # fmt: skip
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def actions(folder: Path, type: str, properties: set[str], **options: Any) -> set[str]:
    body = {"Type": type, "Properties": {name: "something" for name in sorted(properties)}}
    (folder / "template.json").write_text(json.dumps({"Resources": {"It": body}}), encoding="utf-8")
    found = deploy([folder], Options(**options))
    execution = {name for one in found.identities if one.purpose == "execution role" for name in one.policies}
    return {
        grant.action
        for policy in found.analysis.policies
        if policy.name in execution
        for grant in policy.grants
    }


@quick
@given(PROPERTIES)
def test_more_properties_bring_about_no_less(tmp_path: Path, chosen: tuple[str, set[str], set[str]]) -> None:
    type, some, more = chosen
    assert actions(tmp_path, type, some) <= actions(tmp_path, type, some | more)


@quick
@given(PROPERTIES)
def test_all_is_what_its_phases_are(tmp_path: Path, chosen: tuple[str, set[str], set[str]]) -> None:
    type, some, _ = chosen
    parts = (actions(tmp_path, type, some, phase=phase) for phase in ("plan", "apply", "destroy"))
    assert set().union(*parts) == actions(tmp_path, type, some)
    assert actions(tmp_path, type, some) <= actions(tmp_path, type, some, include_optional=True)


KINDS = (
    "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::Events::Rule", "AWS::IAM::Role",
    "AWS::EC2::SecurityGroup", "AWS::KMS::Key", "AWS::SSM::Parameter", "AWS::ApiGateway::RestApi",
)  # fmt: skip


def test_a_hundred_resources_take_less_than_half_a_second(tmp_path: Path) -> None:
    """Of processor time, of plain Python; starting the program takes a tenth of a second more."""
    made = "".join(f"  R{number}: {{Type: {KINDS[number % len(KINDS)]}}}\n" for number in range(100))
    (tmp_path / "template.yaml").write_text(f"Resources:\n{made}", encoding="utf-8")
    taken = []
    for _ in range(2):
        start = time.process_time()
        found = deploy([tmp_path], Options())
        taken.append(time.process_time() - start)
    assert len({grant.action for policy in found.analysis.policies for grant in policy.grants}) > 60
    assert min(taken) < 0.5


def test_nested_stacks_that_multiply_are_cut_and_said(tmp_path: Path) -> None:
    """Each template has twenty of the next: all together they would be millions."""
    for level in range(5):
        below = {"TemplateURL": f"./t{level + 1}.json"}
        stacks = {f"S{one}": {"Type": "AWS::CloudFormation::Stack", "Properties": below} for one in range(20)}
        (tmp_path / f"t{level}.json").write_text(json.dumps({"Resources": stacks}))
    (tmp_path / "t5.json").write_text('{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}')
    found = deploy([tmp_path], Options())
    said = {one.detail for one in found.analysis.unresolved}
    assert any("more nested stacks than are read" in one for one in said)
    assert any(grant.action == "sqs:CreateQueue" for one in found.analysis.policies for grant in one.grants)
