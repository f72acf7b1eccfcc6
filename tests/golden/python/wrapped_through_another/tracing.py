def around(fn, before):
    def wrapped(*args, **kwargs):
        before(args)
        return fn(*args, **kwargs)

    return wrapped


class Tracer:
    name = "app"

    def wrap(self, fn):
        return around(fn, lambda args: print(self.name, args))


tracer = Tracer()
