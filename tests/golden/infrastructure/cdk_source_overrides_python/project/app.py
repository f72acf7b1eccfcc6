from aws_cdk import App, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class Orders(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        orders = dynamodb.Table(self, "Table", partition_key=key)
        archive = dynamodb.Table(self, "Archive", partition_key=key)
        function = lambda_.Function(
            self, "Function", runtime=lambda_.Runtime.PYTHON_3_12, handler="index.handler",
            code=lambda_.Code.from_asset("fn"), environment={"TABLE": orders.table_name},
        )
        function.node.default_child.add_property_override("Environment.Variables.TABLE", archive.table_name)
        orders.grant_read_write_data(function)
        archive.grant_read_write_data(function)


app = App()
Orders(app, "Orders")
app.synth()
