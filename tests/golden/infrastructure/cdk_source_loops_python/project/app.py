from aws_cdk import App, Stack, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
from constructs import Construct

RIGHTS = {"weigh": ["dynamodb:GetItem", "dynamodb:Scan"], "book": ["dynamodb:PutItem"]}


class DeskStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        table = dynamodb.Table(self, "Books", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING))
        for name, actions in RIGHTS.items():
            function = lambda_.Function(
                self, f"{name}-fn",
                runtime=lambda_.Runtime.PYTHON_3_12,
                handler=f"{name}.handler",
                code=lambda_.Code.from_asset("functions"),
                environment={"TABLE": table.table_name},
            )
            function.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[table.table_arn]))
        readers = [self.reader(number, word) for number, word in enumerate(("first", "second"))]
        for function in readers:
            table.grant_read_write_data(function)
        for function in self.node.try_get_context("functions"):
            table.grant_read_data(function)

    def reader(self, number: int, word: str) -> lambda_.Function:
        return lambda_.Function(
            self, f"Reader{number}", runtime=lambda_.Runtime.PYTHON_3_12, handler=f"read.{word}",
            code=lambda_.Code.from_asset("functions"), environment={"TABLE": table_name(self)},
        )


def table_name(stack: Stack) -> str:
    return stack.node.find_child("Books").table_name


app = App()
DeskStack(app, "Desk")
app.synth()
