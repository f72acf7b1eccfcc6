from paging import again, pages


class Directory:
    def __init__(self, session=None, client=None):
        self.client = session.client("organizations") if not client else client

    def children(self, parent):
        return pages(self.client.list_accounts_for_parent, ParentId=parent)

    def each(self, parent):
        for child in self.children(parent):
            print(child)


class Tables:
    """Nobody says which client it gets."""

    def __init__(self, client):
        self.client = client

    def backups(self, table):
        return again(self.client.describe_continuous_backups, TableName=table)

    def exports(self):
        for one in pages(self.client.list_exports):
            print(one)

    def copied(self, rows):
        # No method of an API.
        return again(rows.copy)
