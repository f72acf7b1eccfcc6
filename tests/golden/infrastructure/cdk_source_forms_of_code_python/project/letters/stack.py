from pathlib import Path

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3


class Granted:
    OBJECTS = ["s3:GetObject", "s3:PutObject"]
    MORE = ["s3:GetObject"]


class LettersStack(Stack):
    def __init__(self, scope, construct_id, **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        letters = s3.Bucket(self, "LetterStore")
        common = dict(
            runtime=lambda_.Runtime.PYTHON_3_12, environment={"LETTERS": letters.bucket_name}
        )

        packed = lambda_.Function(
            self, "Packed", handler="read.handler", code=lambda_.AssetCode("src"), **common
        )
        packed.add_to_role_policy(
            iam.PolicyStatement(actions=Granted.OBJECTS, resources=[letters.arn_for_objects("*")])
        )

        with open(Path.cwd() / "src/read.py", encoding="utf8") as file:
            text = file.read()
        written = lambda_.Function(
            self, "Written", handler="index.handler", code=lambda_.InlineCode(text), **common
        )
        letters.grant_read_write(written)

        told = lambda_.Function(
            self,
            "Told",
            handler="index.handler",
            code=lambda_.Code.from_inline(Path("src/read.py").read_text()),
            **common,
        )
        letters.grant_read_write(told)

        # What a list of a class has that something is put into is not read.
        Granted.MORE.append("s3:PutObject")
        changed = lambda_.Function(
            self, "Changed", handler="read.handler", code=lambda_.Code.from_asset("src"), **common
        )
        changed.add_to_role_policy(
            iam.PolicyStatement(actions=Granted.MORE, resources=[letters.arn_for_objects("*")])
        )
