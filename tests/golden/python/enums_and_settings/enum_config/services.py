from enum import Enum, StrEnum

class Service(str, Enum):
    QUEUE = "sqs"
    EMAIL = "sesv2"

class Region(StrEnum):
    EU = "eu-central-1"

class Table(Enum):
    USERS = "users-v2"
    ORDERS = "orders-v2"
