"""Where results are kept: the summary in a table, the long form in a bucket."""


class Results:
    def __init__(self, table, s3, bucket):
        self._table = table
        self._s3 = s3
        self._bucket = bucket

    async def save(self, key, summary):
        await self._table.put_item(Item={"id": key, "summary": summary[:200]})
        await self._s3.put_object(Bucket=self._bucket, Key=f"summaries/{key}.txt", Body=summary.encode())

    async def load(self, key):
        item = await self._table.get_item(Key={"id": key})
        return item.get("Item")
