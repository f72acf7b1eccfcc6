def pages(method, **arguments):
    client = method.__self__
    for page in client.get_paginator(method.__name__).paginate(**arguments):
        yield from page


def again(method, **arguments):
    for _ in range(3):
        try:
            return method(**arguments)
        except Exception:
            continue
