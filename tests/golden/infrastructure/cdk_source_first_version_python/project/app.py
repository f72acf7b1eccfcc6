from aws_cdk import core

from reports import Reports
from shipping import Shipping

app = core.App()
stack = core.Stack(app, "Shop")
Reports(stack, "Reports")
Shipping(stack, "Shipping")
app.synth()
