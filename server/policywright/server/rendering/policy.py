"""``--format policy``: the bare IAM document, ready for ``aws iam create-policy``.

One policy is printed as an object, several as an array of them, none as an empty array.
"""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.server.published import Settings, dump, plain_document


def render(analysis: Analysis, settings: Settings) -> str:
    documents = [plain_document(policy, settings.place) for policy in analysis.policies]
    return dump(documents[0] if len(documents) == 1 else documents)
