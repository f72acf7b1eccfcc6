"""Functions at the edge: AWS asks for actions by longer names than its lists have."""

from __future__ import annotations

import json
from pathlib import Path

from policywright.analyzers.assembly import document
from policywright.analyzers.deployment.deploying import Options, deploy

TEMPLATE = """
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        DefaultCacheBehavior:
          LambdaFunctionAssociations:
          - {EventType: viewer-request, LambdaFunctionARN: "arn:aws:lambda:us-east-1:123456789012:function:e:1"}
"""


def test_replication_has_its_asterisk(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    text = json.dumps([document(policy) for policy in deploy([tmp_path], Options()).analysis.policies])
    assert '"lambda:EnableReplication*"' in text and '"lambda:DisableReplication*"' in text
    assert '"lambda:EnableReplication"' not in text
