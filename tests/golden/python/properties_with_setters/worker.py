"""types only: mypy_boto3/types_boto3 annotations everywhere, no client made here."""

from __future__ import annotations
from typing import TYPE_CHECKING, Optional, Annotated
from dataclasses import dataclass, field

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    import mypy_boto3_dynamodb.service_resource as ddb


@dataclass(slots=True)
class Deps:
    sqs: SQSClient
    table: Optional[ddb.Table] = None


class Worker:
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    def poll(self, url: str) -> None:
        for m in self.deps.sqs.receive_message(QueueUrl=url).get("Messages", []):
            if self.deps.table is not None:
                self.deps.table.put_item(Item=m)
            self.deps.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
