import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as _lambda
from constructs import Construct


class PressStack(cdk.Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        table = dynamodb.Table(
            self, "Sheets",
            partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
        )

        fewer = self.made("Fewer", table)
        fewer_role = iam.Role(self, "FewerRole", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        later = iam.PolicyStatement(effect=iam.Effect.ALLOW)
        later.add_actions("dynamodb:GetItem", "dynamodb:PutItem")
        later.add_resources(table.table_arn)
        fewer.add_to_role_policy(later)

        # A policy that is attached in place, and one that is made before.
        attached = self.made("Attached", table)
        attached.role.attach_inline_policy(
            iam.Policy(
                self, "Reading",
                statements=[iam.PolicyStatement(actions=["dynamodb:GetItem", "dynamodb:Scan"], resources=[table.table_arn])],
            )
        )
        attached.role.add_to_principal_policy(
            iam.PolicyStatement(actions=["dynamodb:Query"], resources=[table.table_arn])
        )

        # A statement that a method puts together, for a role of its own.
        role = fewer_role
        role.add_managed_policy(
            iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole")
        )
        role.add_to_policy(self.reading(table))
        _lambda.Function(
            self, "Own",
            runtime=_lambda.Runtime.PYTHON_3_12,
            handler="read.handler",
            code=_lambda.Code.from_asset("functions"),
            environment={"TABLE": table.table_name},
            role=role,
        )

        granted = self.made("Granted", table)
        iam.Grant.add_to_principal(
            grantee=granted,
            actions=["dynamodb:GetItem", "dynamodb:BatchGetItem"],
            resource_arns=[table.table_arn],
        )

        # What is put in is not known.
        open_ = self.made("Open", table)
        unknown = iam.PolicyStatement()
        unknown.add_actions(*self.node.try_get_context("actions"))
        unknown.add_resources(table.table_arn)
        open_.add_to_role_policy(unknown)

    def made(self, id: str, table: dynamodb.Table) -> _lambda.Function:
        return _lambda.Function(
            self, id,
            runtime=_lambda.Runtime.PYTHON_3_12,
            handler="read.handler",
            code=_lambda.Code.from_asset("functions"),
            environment={"TABLE": table.table_name},
        )

    def reading(self, table: dynamodb.Table) -> iam.PolicyStatement:
        statement = iam.PolicyStatement()
        statement.add_actions("dynamodb:GetItem")
        statement.add_actions("dynamodb:Query")
        statement.add_resources(table.table_arn)
        return statement


app = cdk.App()
PressStack(app, "Press")
app.synth()
