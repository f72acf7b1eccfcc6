from core.registry import services


def confirm(order):
    services.ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [order["email"]]},
        Message=order["message"],
    )
