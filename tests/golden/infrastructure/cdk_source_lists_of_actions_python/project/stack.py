from aws_cdk import Stack, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
from constructs import Construct

ALONE = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"]
UNUSED = ["sqs:SendMessage"]
COMMON = ["dynamodb:GetItem", "dynamodb:Query"]


class AppStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        table = dynamodb.Table(
            self, "Things", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        one = lambda_.Function(
            self, "One", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        one.add_to_role_policy(
            iam.PolicyStatement(
                actions=[*COMMON, "dynamodb:PutItem", "dynamodb:DeleteItem"],
                resources=[table.table_arn],
            )
        )
        two = lambda_.Function(
            self, "Two", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("two"), environment={"TABLE": table.table_name},
        )
        two.add_to_role_policy(iam.PolicyStatement(actions=COMMON, resources=[table.table_arn]))
        three = lambda_.Function(
            self, "Three", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        actions = ["dynamodb:GetItem"]
        for verb in ["Put", "Delete", "Update"]:
            actions.append(f"dynamodb:{verb}Item")
        three.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[table.table_arn]))
        four = lambda_.Function(
            self, "Four", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        four.add_to_role_policy(
            iam.PolicyStatement(actions=self.allow("Put", "Delete") + COMMON, resources=[table.table_arn])
        )
        five = lambda_.Function(
            self, "Five", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        for action in ["dynamodb:PutItem", "dynamodb:Scan", "dynamodb:GetItem"]:
            five.add_to_role_policy(iam.PolicyStatement(actions=[action], resources=[table.table_arn]))
        six = lambda_.Function(
            self, "Six", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        seven = lambda_.Function(
            self, "Seven", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("one"), environment={"TABLE": table.table_name},
        )
        seven.add_to_role_policy(iam.PolicyStatement(actions=ALONE, resources=[table.table_arn]))
        seven.add_to_role_policy(iam.PolicyStatement(actions=UNUSED, resources=["*"]))
        more = list(COMMON)
        more.extend(["dynamodb:PutItem", "dynamodb:UpdateItem"])
        six.add_to_role_policy(iam.PolicyStatement(actions=more, resources=[table.table_arn]))

    def allow(self, *verbs):
        return [f"dynamodb:{v}Item" for v in verbs]
