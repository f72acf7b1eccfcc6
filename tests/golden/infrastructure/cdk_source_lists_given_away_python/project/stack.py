import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
from constructs import Construct


ACTIONS = ["dynamodb:GetItem", "dynamodb:PutItem"]


class AppStack(cdk.Stack):
    def __init__(self, scope: Construct, id: str, stage: str = "dev", **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        table = dynamodb.Table(self, "Things", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))
        one = self.make("One", "get", table)
        one.add_to_role_policy(iam.PolicyStatement(actions=ACTIONS, resources=[table.table_arn]))

    def make(self, name: str, code: str, table: dynamodb.Table) -> lambda_.Function:
        return lambda_.Function(
            self, name, runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset(code), environment={"TABLE": table.table_name},
        )
