import logging

import watchtower
from celery import Celery

app = Celery("jobs", broker="sqs://")
other = Celery("more", broker="redis://localhost")
logging.getLogger().addHandler(watchtower.CloudWatchLogHandler(log_group_name="jobs"))


@app.task
def work(number):
    logging.info("work %s", number)
