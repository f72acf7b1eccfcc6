import unknown_queue_library


def handler(event, context):
    unknown_queue_library.run(event)
