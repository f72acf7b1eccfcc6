import cleaning
import reports
import shipping
import strange_rpc

strange_rpc.Server(cleaning).serve()
strange_rpc.Server(**vars(reports)).serve()


def started(**jobs):
    return jobs["ship"]()


def handler(event, context):
    return started(**vars(shipping))
