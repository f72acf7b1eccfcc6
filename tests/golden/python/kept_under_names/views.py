from flask import current_app

import shop


def basket(request, response):
    # The calls say by nothing but their receiver what they are.
    request.store.upload_file("a", "baskets", "a.txt")
    request.user.upload_file("a", "users", "a.txt")
    response.store.get("a", "no-method-of-a-client")


def archive():
    current_app.extensions["archive"].upload_file("b", "archive", "b.txt")
    current_app.pictures.save("c")


async def upload(request):
    client = request.app["uploads"]
    client.upload_file("d", "uploads", "d.txt")
    request.app.clients["reports"].upload_file("e", "reports", "e.txt")
    request.app.registry.get("logs").upload_file("f", "logs", "f.txt")


__all__ = ["shop"]
