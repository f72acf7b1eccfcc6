"""Who gets a member by a computed name may call it: a library, a pool, or a library that a function gives it back to."""

from concurrent.futures import ThreadPoolExecutor

import flowlib
import jobs


def submitted(event, context):
    with ThreadPoolExecutor() as pool:
        pool.submit(getattr(jobs, event["job"]), event)
        pool.submit(getattr(jobs.sqs, event["operation"]), QueueUrl="q")


def given_back(event, context):
    flowlib.steps(lambda name: getattr(jobs.Desk(), name))
