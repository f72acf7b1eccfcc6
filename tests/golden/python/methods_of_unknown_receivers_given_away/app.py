"""The file names nothing of AWS: the members that follow a method say what it is."""

import functools
from concurrent.futures import ThreadPoolExecutor

import unheard_of

POOL = ThreadPoolExecutor()


def each(queue, topics, table, pool, url):
    POOL.submit(queue.send_message, QueueUrl=url, MessageBody="x")
    pool.submit(topics.publish, TopicArn="arn:aws:sns:eu-west-1:123456789012:done", Message="x")
    unheard_of.retry(table.put_item, TableName="orders", Item={})
    later = functools.partial(queue.delete_message, QueueUrl=url)
    pool.submit(later, ReceiptHandle="r")


def others(chat, pool, url):
    pool.submit(chat.send_message, "hello")
    unheard_of.retry(chat.publish, topic="news")
