import json

import requests
from billing_core.ledger import Ledger
from billing_core.ledger import entries


def handler(event, context):
    Ledger(entries(json.loads(event["body"]))).store()
    requests.get("https://example.com")
