from enum import Enum
from os import environ

STAGE_VARIABLE = "ORDERS_STAGE"


class Name(Enum):
    STORE = "orders-store"
    QUEUE = "orders-queue"

    @property
    def full(self) -> str:
        stage = environ.get(STAGE_VARIABLE, "prod")
        return self.value if stage == "prod" else f"{stage}-{self.value}"
