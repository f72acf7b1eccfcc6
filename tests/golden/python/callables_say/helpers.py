import functools
import inspect


def sibling(method, other, **kwargs):
    return getattr(method.__self__, other)(**kwargs)


def pages(method, key, **kwargs):
    client = method.__self__
    for page in client.get_paginator(method.__name__).paginate(**kwargs):
        yield from page[key]


def again(call: functools.partial):
    return call.func(*call.args, **call.keywords)


def checked(function, *args, **kwargs):
    bound = inspect.signature(function).bind_partial(*args, **kwargs)
    bound.apply_defaults()
    return function(*bound.args, **bound.kwargs)
