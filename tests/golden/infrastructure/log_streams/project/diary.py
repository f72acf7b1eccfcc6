def handler(event, context):
    return "written"
