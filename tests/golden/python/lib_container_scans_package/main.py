"""A container is given a package: what its modules define is found without anybody's importing them."""
import wireup
from flask import Flask
from wireup import Injected

import shop
from shop.orders import Orders

app = Flask(__name__)


@app.get("/x")
def view(key: str, orders: Injected[Orders]):
    return orders.find(key)


def handler(event, context):
    wireup.create_sync_container(service_modules=[shop])
    return app
