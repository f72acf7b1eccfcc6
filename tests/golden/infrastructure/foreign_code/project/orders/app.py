import requests
from innocent_lib import tidy


def handler(event, context):
    return requests.post("https://example.com", json=tidy(event)).json()
