"""What cdk.out was made from, by ``pip install aws-cdk-lib`` and ``CDK_OUTDIR=cdk.out python3 app.py``."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Shop(cdk.Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        orders = dynamodb.Table(
            self, "Orders", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        packing = sqs.Queue(self, "Packing")

        # Takes orders, and tells those who pack.
        take = lambda_.Function(
            self,
            "Take",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="orders.take",
            code=lambda_.Code.from_asset("functions"),
            environment={"ORDERS": orders.table_name, "PACKING": packing.queue_url},
        )
        orders.grant(take, "dynamodb:PutItem")


app = cdk.App()
Shop(app, "Shop")
app.synth()
