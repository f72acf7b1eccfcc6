from crhelper import CfnResource

helper = CfnResource()


@helper.poll_create
def ready(event, context):
    return True


def handler(event, context):
    helper(event, context)
