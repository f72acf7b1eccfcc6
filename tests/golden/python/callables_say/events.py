class Created:
    pass


class Deleted:
    pass
