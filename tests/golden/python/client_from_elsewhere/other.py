def post(queue, url, body):
    queue.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="1")
    queue.get_item(key=1)
