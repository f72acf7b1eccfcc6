def command():
    def wrap(fn):
        return fn
    return wrap
