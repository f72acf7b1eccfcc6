"""Log lines of the last minutes."""

import time


def tail(clients, group, minutes=5):
    start = int((time.time() - 60 * minutes) * 1000)
    paginator = clients.logs.get_paginator("filter_log_events")
    for page in paginator.paginate(logGroupName=group, startTime=start):
        for event in page["events"]:
            yield event["message"]
