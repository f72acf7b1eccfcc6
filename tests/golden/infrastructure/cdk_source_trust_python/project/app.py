import aws_cdk as cdk
from aws_cdk import aws_lambda as _lambda, aws_iam as iam
app = cdk.App()
stack = cdk.Stack(app, "S")
one = iam.Role(stack, "One", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
one.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["arn:aws:s3:::one/*"]))
one.assume_role_policy.add_statements(iam.PolicyStatement(actions=["sts:AssumeRole"], principals=[iam.AccountPrincipal("111122223333")]))
two = iam.Role(stack, "Two", assumed_by=app.node.try_get_context("who"))
two.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["arn:aws:s3:::one/*"]))
_lambda.Function(stack, "F1", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.handler", code=_lambda.Code.from_asset("src"), role=one)
_lambda.Function(stack, "F2", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.handler", code=_lambda.Code.from_asset("src"), role=two)
