"""Where every class meets every other one, a function's contexts are bounded, and everything is still found.

The registry hands each check and each executor to one function, which makes the one by the other: in a real
project of 128 checks that were fourteen thousand contexts.
"""

from __future__ import annotations

from pathlib import Path

from tests.invariants.adapter import analyse_shuffled

from policywright.analyzers.engine.dispatch import MAX_PRODUCT

MANY = int(MAX_PRODUCT**0.5) + 3
"""Of two things that tell a function apart, each: their product is more than is kept."""
PROGRAM = """
import boto3

class Check: pass
class Runner: pass
%(classes)s

class Registry:
    def __init__(self):
        self.checks, self.runners = {}, {}
    def register(self, name, one, other):
        self.checks[name] = one
        self.runners[name] = other
    @staticmethod
    def execute(check, runner, topic):
        return runner().run(check(), topic)
    def run(self):
        for name in input().split():
            self.execute(self.checks[name], self.runners[name], "arn:aws:sns:eu-west-1:123456789012:own")

registry = Registry()
%(registered)s
registry.run()
registry.execute(Check0, Runner0, "arn:aws:sns:eu-west-1:123456789012:first")
"""
CHECK = """
class Check{i}(Check):
    def ask(self, topic): boto3.client("sns").{method}(TopicArn=topic)
class Runner{i}(Runner):
    def run(self, check, topic):
        check.ask(topic)
        boto3.client("sqs").purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/q{i}")
"""


def test_very_many_contexts_are_one_for_each_class(tmp_path: Path) -> None:
    classes = "".join(
        CHECK.format(i=i, method="publish" if i else "get_topic_attributes") for i in range(MANY)
    )
    registered = "\n".join(f'registry.register("c{i}", Check{i}, Runner{i})' for i in range(MANY))
    (tmp_path / "app.py").write_text(PROGRAM % {"classes": classes, "registered": registered})
    runs = [analyse_shuffled(tmp_path, seed) for seed in (1, 2)]
    found = [run.code.calls for run in runs]
    assert max(run.counters.updates for run in runs) < MANY * MANY
    for calls in found:
        asked = {call.operation for call in calls}
        assert asked == {"Publish", "GetTopicAttributes", "PurgeQueue"}
        queues = [repr(call.parameters) for call in calls if call.operation == "PurgeQueue"]
        assert len(queues) == MANY
        assert all(f"/q{i}'" in "".join(queues) for i in range(MANY))
    assert sorted(map(repr, found[0])) == sorted(map(repr, found[1]))
