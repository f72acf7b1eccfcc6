from aws_cdk import Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class Handlers(Construct):
    def __init__(self, scope: Construct, id: str, *, notes: dynamodb.Table) -> None:
        super().__init__(scope, id)
        save = lambda_.Function(
            self,
            "Save",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="save.handler",
            code=lambda_.Code.from_asset("handlers"),
            environment={"NOTES": notes.table_name},
        )
        show = lambda_.Function(
            self,
            "Show",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="show.handler",
            code=lambda_.Code.from_asset("handlers"),
            environment={"NOTES": notes.table_name},
        )
        notes.grant_read_data(show)


class NotesStack(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        table = dynamodb.Table(
            self, "Table", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        Handlers(self, "Handlers", notes=table)
