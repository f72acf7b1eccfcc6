from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class Quick(lambda_.Function):
    """Is a function itself, and hands on what it is given by name."""

    def __init__(self, scope: Construct, id: str, *, handler: str, **kwargs) -> None:
        super().__init__(
            scope,
            id,
            runtime=lambda_.Runtime.PYTHON_3_12,
            code=lambda_.Code.from_asset("functions"),
            handler=f"mill.{handler}",
            **kwargs,
        )

    def reads(self, table: dynamodb.ITable) -> None:
        table.grant_read_write_data(self)


class Bins(Construct):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.grain = self._table("Grain")
        self.flour = self._table("Flour")

    def _table(self, id: str) -> dynamodb.Table:
        return dynamodb.Table(
            self, id, partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
