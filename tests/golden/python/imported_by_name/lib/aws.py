import boto3
_s3 = None
_clients: dict = {}
def s3():
    global _s3
    if _s3 is None:
        _s3 = boto3.client("s3")
    return _s3
def get(name):
    try:
        return _clients[name]
    except KeyError:
        _clients[name] = boto3.client(name)
        return _clients[name]
