import boto3, json, types, argparse
s3 = boto3.client("s3")
class C:
    k = "dev"
    def __init__(self): self.j = "dev"
def handler(event, context):
    loaded = json.loads(event["body"])
    ns = types.SimpleNamespace(k="dev"); ns.__dict__.update(loaded)
    s3.get_object(Bucket="b1", Key=ns.k)
    ns = types.SimpleNamespace(k="dev"); vars(ns).update(loaded)
    s3.get_object(Bucket="b2", Key=ns.k)
    c = C(); c.__dict__.update(loaded)
    s3.get_object(Bucket="b3", Key=c.k); s3.get_object(Bucket="b4", Key=c.j)
    c = C(); c.__dict__ = loaded
    s3.get_object(Bucket="b5", Key=c.j)
    c = C(); c.__dict__[event["x"]] = "v"
    s3.get_object(Bucket="b6", Key=c.j)
    c = C(); c.__dict__ |= loaded
    s3.get_object(Bucket="b7", Key=c.j)
    c = C(); c.__dict__.update(**loaded)
    s3.get_object(Bucket="b8", Key=c.j)
    ns = argparse.Namespace(k="dev"); ns.__dict__.update(loaded)
    s3.get_object(Bucket="b9", Key=ns.k)
    ns = types.SimpleNamespace(k="dev")
    for a, b in loaded.items(): setattr(ns, a, b)
    s3.get_object(Bucket="b10", Key=ns.k)
