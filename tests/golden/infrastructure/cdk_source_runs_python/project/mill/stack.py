import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from mill.parts import Bins, Quick


class Mill(cdk.Stack):
    def __init__(self, scope: Construct, id: str, *, stage: str) -> None:
        super().__init__(scope, id)
        self.stage = stage
        bins = Bins(self, "Bins")
        grind = Quick(self, "Grind", handler="grind", environment={"GRAIN": bins.grain.table_name})
        grind.reads(bins.grain)
        weigh = Quick(self, "Weigh", handler="weigh", environment={"FLOUR": bins.flour.table_name})
        weigh.reads(bins.flour)
        self.sack = self._sack(bins.flour)

        # One role that a loop gives several things is that role's matter alone.
        sweep = Quick(self, "Sweep", handler="sweep", environment={"GRAIN": bins.grain.table_name})
        for table in (bins.grain, bins.flour):
            table.grant_read_data(sweep)

    def _sack(self, flour: dynamodb.ITable) -> lambda_.Function:
        # Its id is computed, and nothing depends on that.
        sack = lambda_.Function(
            self,
            f"Sack-{self.stage}",
            runtime=lambda_.Runtime.PYTHON_3_12,
            code=lambda_.Code.from_asset("functions"),
            handler="mill.sack",
            environment={"FLOUR": flour.table_name},
        )
        flour.grant_read_write_data(sack)
        return sack
