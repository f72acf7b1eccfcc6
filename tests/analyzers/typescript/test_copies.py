"""Copies of objects follow what they are copied from by themselves: the call that copies does not read it."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers import ir
from policywright.analyzers.discovery import discover
from policywright.analyzers.findings import Run
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

PROGRAM = """const { SQS } = require("aws-sdk");
const sqs = new SQS();
const base = { queue: "q-0" };
const copy = Object.assign({}, base, JSON.parse(process.argv[2]));
exports.send = () => sqs.sendMessage({ QueueUrl: copy.queue, MessageBody: "x" }).promise();
exports.set = () => { base.queue = "q-1"; };
"""


def test_what_copies_reads_no_field_of_what_it_copies(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text(PROGRAM, "utf-8")
    run = Run(discover([tmp_path]), Operations(shared_store()), {}, None, None)
    basis = run.basis(0)
    evaluation = basis.evaluation(lambda _module: None)
    evaluation.begin([basis.whole])
    engine = evaluation.engine
    place = PROGRAM.index("copy = ")
    (copying,) = [
        site for site in engine.sites if isinstance(site.node, ir.Assign) and site.node.pos[0] == place
    ]
    fields = [cell for key, cell in engine.cells.items() if key[0] == "field" and key[2] == "queue"]
    assert [copying in cell.readers for cell in fields] == [False, True]  # of the copy it asks
    (call,) = evaluation.outcome().calls
    assert all(queue in repr(call.parameters) for queue in ("q-0", "q-1"))
