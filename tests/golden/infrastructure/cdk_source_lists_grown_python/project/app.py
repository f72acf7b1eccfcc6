import aws_cdk as cdk
from stack import AppStack

app = cdk.App()
AppStack(app, "App", stage=app.node.try_get_context("stage"))
app.synth()
