import aws_cdk as cdk
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_config as config
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager


class Constructs(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        code = lambda_.Code.from_asset("src")
        runtime = lambda_.Runtime.PYTHON_3_13
        rule = lambda_.Function(self, "RuleFunction", runtime=runtime, code=code, handler="app.rule")
        config.CustomRule(self, "Rule", lambda_function=rule, periodic=True)
        rotation = lambda_.Function(self, "Rotation", runtime=runtime, code=code, handler="app.rotation")
        secret = secretsmanager.Secret(self, "Secret")
        secret.add_rotation_schedule("Schedule", rotation_lambda=rotation)
        hook = lambda_.Function(self, "Hook", runtime=runtime, code=code, handler="app.hook")
        deployed = lambda_.Function(self, "Deployed", runtime=runtime, code=code, handler="app.nothing")
        codedeploy.LambdaDeploymentGroup(self, "Group", alias=deployed.add_alias("live"), pre_hook=hook)


app = cdk.App()
Constructs(app, "Constructs")
