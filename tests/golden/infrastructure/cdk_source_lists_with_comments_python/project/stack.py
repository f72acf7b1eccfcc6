import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
from constructs import Construct


class AppStack(cdk.Stack):
    def __init__(self, scope: Construct, id: str, stage: str = "dev", **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        table = dynamodb.Table(self, "Things", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))
        statements = [
            iam.PolicyStatement(
                # reads and writes
                actions=[
                    "dynamodb:GetItem",  # read
                    "dynamodb:PutItem",  # write
                ],
                resources=[table.table_arn],
            ),
            # tables are described
            iam.PolicyStatement(actions=["dynamodb:DescribeTable"], resources=["*"]),
        ]
        one = lambda_.Function(
            self, "One", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("get"), environment={"TABLE": table.table_name}, initial_policy=statements,
        )
