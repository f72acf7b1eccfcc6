from pathlib import Path

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

CODE = Path(__file__).parent.parent / "functions"


class Tickets(Construct):
    def __init__(self, scope: Construct, id: str, prices: str) -> None:
        super().__init__(scope, id)
        self.sold = dynamodb.Table(
            self,
            "Sold",
            table_name="sold",
            partition_key=dynamodb.Attribute(name="number", type=dynamodb.AttributeType.STRING),
            removal_policy=RemovalPolicy.DESTROY,
        )
        lists = s3.Bucket(self, "Lists")
        role = iam.Role(
            self,
            "Seller",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole")
            ],
        )
        sell = lambda_.Function(
            self,
            "Sell",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="sell.handler",
            code=lambda_.Code.from_asset(str(CODE / "tickets")),
            role=role,
            environment={"SOLD": self.sold.table_name, "LISTS": lists.bucket_name, "PRICES": prices},
        )
        sell.add_to_role_policy(
            iam.PolicyStatement(
                actions=["dynamodb:PutItem", "dynamodb:DeleteItem"],
                resources=[self.sold.table_arn, f"arn:aws:dynamodb:*:{Stack.of(self).account}:table/old"],
            )
        )
        lists.grant_read(role, "prices/*")
