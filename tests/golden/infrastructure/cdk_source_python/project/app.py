import aws_cdk as cdk

from ferry.boats import Boats
from ferry.tickets import Tickets

app = cdk.App()
stack = cdk.Stack(app, "Ferry")
tickets = Tickets(stack, "Tickets", prices="prices.json")
Boats(stack, "Boats", sold=tickets.sold, machine="m5")
app.synth()
