"""Entry point of the Lambda function."""

import os

import boto3

from .rules import load_rules
from .scanner import Scanner
from .targets import build_targets

INBOX = os.environ["INBOX"]
s3 = boto3.client("s3")


def handler(event, context):
    rules = load_rules()
    targets = build_targets()
    scanner = Scanner(s3, INBOX)
    routed = 0
    for item in scanner.pending(event.get("prefix", "")):
        rule = rules.match(item.key)
        if rule is None:
            continue
        targets[rule.target].notify(rule.name, item)
        scanner.mark_done(item)
        routed += 1
    return {"routed": routed}
