import os

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_lambda_python_alpha import PythonFunction
from constructs import Construct

HERE = os.path.dirname(__file__)


class Boats(Construct):
    def __init__(self, scope: Construct, id: str, *, sold: dynamodb.ITable, machine: str) -> None:
        super().__init__(scope, id)
        fill = PythonFunction(
            self,
            "Fill",
            entry=os.path.join(HERE, "..", "functions", "boats"),
            index="fill.py",
            runtime=lambda_.Runtime.PYTHON_3_12,
        )
        fill.add_environment("SOLD", sold.table_name)
        sold.grant_read_write_data(fill)

        # Its image is built from a directory that says what runs.
        lambda_.DockerImageFunction(
            self, "Paint", code=lambda_.DockerImageCode.from_image_asset(os.path.join(HERE, "../functions/boats"))
        )
