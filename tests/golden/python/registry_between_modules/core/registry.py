class Services:
    """What the application's parts share."""


services = Services()
