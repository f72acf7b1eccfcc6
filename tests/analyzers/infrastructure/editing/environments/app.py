import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Bakery(cdk.Stack):
    """One class for several environments."""

    def __init__(self, scope: Construct, id: str, *, tasted: bool) -> None:
        super().__init__(scope, id)
        recipes = dynamodb.Table(
            self, "Recipes", partition_key=dynamodb.Attribute(name="name", type=dynamodb.AttributeType.STRING)
        )
        oven = sqs.Queue(self, "Oven")
        bake = lambda_.Function(
            self,
            "Bake",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="bakery.bake",
            code=lambda_.Code.from_asset("functions"),
            environment={"RECIPES": recipes.table_name, "OVEN": oven.queue_url},
        )
        recipes.grant_read_write_data(bake)

        # What it does hangs on the environment.
        guest = lambda_.Function(
            self,
            "Guest",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="bakery.taste" if tasted else "bakery.bake",
            code=lambda_.Code.from_asset("functions"),
            environment={"RECIPES": recipes.table_name, "OVEN": oven.queue_url},
        )
        oven.grant_send_messages(guest)


app = cdk.App()
Bakery(app, "BakeryDev", tasted=True)
Bakery(app, "BakeryProd", tasted=False)
app.synth()
