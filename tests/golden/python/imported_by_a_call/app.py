"""``__import__`` of a dotted name gives the package, unless it is told what to take of it."""


def handler(event, context):
    __import__("jobs.nightly").nightly.run()
    __import__("jobs.weekly", fromlist=["run"]).run()
