"""Prefix rules, read from a file that is deployed with the code."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    prefix: str
    target: str
    name: str


class Rules:
    def __init__(self, rules):
        self._rules = sorted(rules, key=lambda rule: len(rule.prefix), reverse=True)

    def match(self, key):
        return next((rule for rule in self._rules if key.startswith(rule.prefix)), None)

    def get(self, name):
        return [rule for rule in self._rules if rule.name == name]


def load_rules(path=Path(__file__).parent.parent / "rules.json"):
    with path.open() as stream:
        return Rules(Rule(**entry) for entry in json.load(stream))
