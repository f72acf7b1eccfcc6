import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
from constructs import Construct


class AppStack(cdk.Stack):
    def __init__(self, scope: Construct, id: str, stage: str = "dev", **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        table = dynamodb.Table(self, "Things", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))
        statements = [iam.PolicyStatement(actions=["dynamodb:GetItem", "dynamodb:Scan"], resources=[table.table_arn])]
        if stage == "prod":
            statements += [iam.PolicyStatement(actions=["dynamodb:PutItem"], resources=[table.table_arn])]
        one = self.make("One", "gp", table)
        for s in statements:
            one.add_to_role_policy(s)
        some = ["dynamodb:GetItem", "dynamodb:PutItem"]
        some.remove("dynamodb:PutItem")
        three = self.make("Three", "gp", table)
        three.add_to_role_policy(iam.PolicyStatement(actions=some, resources=[table.table_arn]))
        actions = ["dynamodb:GetItem"]
        actions += ["dynamodb:PutItem"]
        two = self.make("Two", "gp", table)
        two.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[table.table_arn]))

    def make(self, name: str, code: str, table: dynamodb.Table) -> lambda_.Function:
        return lambda_.Function(
            self, name, runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset(code), environment={"TABLE": table.table_name},
        )
