import aws_cdk as cdk
from stack import S
app = cdk.App()
S(app, 'S', audit=True)
app.synth()
