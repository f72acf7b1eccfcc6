"""cfn-lint in the tests. Its rules are read once: it takes longer over them than over most templates."""

from __future__ import annotations

from functools import cache

from cfnlint.config import ConfigMixIn, ManualArgs
from cfnlint.decode.decode import decode_str
from cfnlint.rules import Rules
from cfnlint.runner import Runner
from cfnlint.runner.template.runner import run_template_by_data

_ONE_PER_PARTITION = ["us-east-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1"]
"""Regions of a partition differ in the types of resources that they have, which no policy of ours changes. For each
region cfn-lint resolves every ``${AWS::Region}`` anew: in all 46 a small template takes seconds."""
Finding = tuple[str, str]
"""A rule's id, and what it says."""


@cache
def _rules() -> Rules:
    return Runner(ConfigMixIn(regions=[])).rules


@cache
def findings(text: str, *, everywhere: bool = False) -> frozenset[Finding]:
    """What cfn-lint says of a template: the usual rules in one region, or ``everywhere`` all rules in a
    region of each partition."""
    config = (
        ConfigMixIn(**ManualArgs(include_checks=["I"], include_experimental=True, regions=_ONE_PER_PARTITION))
        if everywhere
        else ConfigMixIn(regions=["eu-west-1"])
    )
    template, broken = decode_str(text)
    found = broken or (run_template_by_data(template, config, _rules()) if template is not None else ())
    return frozenset((match.rule.id, match.message) for match in found)


def errors(text: str) -> frozenset[Finding]:
    """What is wrong with a template in some partition."""
    return frozenset(one for one in findings(text, everywhere=True) if one[0].startswith("E"))
