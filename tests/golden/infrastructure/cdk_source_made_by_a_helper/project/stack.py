from aws_cdk import Stack, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_, aws_s3 as s3
from constructs import Construct


class AppStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        self.table = dynamodb.Table(
            self, "Things", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        one = self.make("One", "a")
        self.table.grant_read_write_data(one)
        two = self.make("Two", "b")
        self.table.grant_full_access(two)
        three = self.make("Three", "b")
        self.table.grant_read_data(three)

    def make(self, name, path):
        return lambda_.Function(
            self, name, runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset(path), environment={"TABLE": self.table.table_name},
        )
