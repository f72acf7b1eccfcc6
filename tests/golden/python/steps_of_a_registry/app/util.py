

def logged(fn):
    def wrapper(*args, **kwargs):
        print("calling")
        return fn(*args, **kwargs)

    return wrapper
