"""Which bare framings a recognised other system takes back: its refusals are worded as AWS's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policywright.knowledge.denials.calls import CALL
from policywright.knowledge.denials.model import NOBODY, Finding, NotDenialCode
from policywright.knowledge.denials.nearby import Nearby
from policywright.knowledge.denials.negatives import NotPolicy
from policywright.knowledge.stores_of_others import hosts, names

UNSURE = frozenset({NotDenialCode.OTHER_SYSTEM, NotDenialCode.WAF, NotDenialCode.API_KEY})
ENDPOINT = 400
"""How far from a bare framing the endpoint may stand that it came from."""


def unsilenced(flat: str, findings: Iterable[Finding], negatives: Sequence[NotPolicy]) -> Iterator[Finding]:
    """Without those bare framings that a recognised other system wrote."""
    near = Nearby(negatives, lambda negative: negative.span)
    for finding in findings:
        start, end = finding.span
        around = list(near.touching(start - ENDPOINT, end + ENDPOINT))
        if any(_elsewhere(flat, negative, finding) for negative in around) and not _at_aws(
            flat[max(0, start - ENDPOINT) : end + ENDPOINT]
        ):
            continue
        if any(negative.sure and _says(flat, negative, finding) for negative in around):
            continue
        unnamed = finding.service is None and not finding.actions and finding.principal == NOBODY
        if unnamed and any(negative.code is NotDenialCode.API_AUTHORIZER for negative in around):
            continue  # one error, of which only the authorizer's line says whose it is
        overlapping = {
            negative.code for negative in around if negative.span[0] < end and start < negative.span[1]
        }
        # What s3fs raises is called as the file system's error is.
        unsure = UNSURE | {NotDenialCode.FILE_SYSTEM} if finding.service == "s3" else UNSURE
        known = finding.strength >= CALL or (finding.service is not None and overlapping <= unsure)
        if known or not overlapping:
            yield finding


def _says(flat: str, negative: NotPolicy, finding: Finding) -> bool:
    """Whether it is the message of this framing, which may begin on the line below."""
    (begin, stop), (start, end) = negative.span, finding.span
    return start < stop and (begin < end or not flat[end:begin].strip())


_STORES = re.compile(rf"{names(clouds=False)}|{hosts(clouds=False)}|r2\b", re.IGNORECASE)
"""Stores of objects, which answer as S3 does and as no other service."""


def _elsewhere(flat: str, negative: NotPolicy, finding: Finding) -> bool:
    """Whether it may be the other system's answer."""
    if negative.code is not NotDenialCode.OTHER_CLOUD:
        return False
    return finding.service in (None, "s3") or _STORES.search(flat, *negative.span) is None


def at_s3(flat: str, findings: list[Finding], negatives: Sequence[NotPolicy]) -> list[Finding]:
    """Without what another store for objects wrote, which words its refusals, ARNs and all, as S3 does."""
    others = (negative for negative in negatives if negative.code is NotDenialCode.OTHER_CLOUD)
    near = Nearby(others, lambda negative: negative.span)

    def elsewhere(finding: Finding) -> bool:
        start, end = max(0, finding.span[0] - ENDPOINT), finding.span[1] + ENDPOINT
        named = any(near.touching(start, end)) and "amazonaws.com" not in flat[start:end]
        return named and all(action.startswith("s3:") for action in finding.actions)

    return [finding for finding in findings if not (finding.actions and elsewhere(finding))]


def _at_aws(text: str) -> bool:
    return "amazonaws.com" in text or "arn:aws" in text
