import fsspec
import s3fs
from smart_open import open as smart_open


class Store:
    def __init__(self, fs: s3fs.S3FileSystem):
        self.fs = fs

    def read(self, key):
        with self.fs.open(f"data-bucket/{key}", "rb") as stream:
            return stream.read()

    def write(self, key, data):
        with self.fs.open(f"s3://data-bucket/out/{key}.json", "w") as stream:
            stream.write(data)

    def clean(self):
        for path in self.fs.glob("data-bucket/tmp/*"):
            self.fs.rm(path)


def main(name):
    store = Store(s3fs.S3FileSystem(anon=False))
    store.write("b", store.read(f"in/{name}"))
    store.clean()
    with smart_open("s3://log-bucket/day.gz", "wb") as stream:
        stream.write(b"")
    with smart_open("local.txt") as stream:
        stream.read()
    remote = fsspec.filesystem("s3")
    if remote.exists("flag-bucket/done"):
        remote.cp("flag-bucket/done", "archive-bucket/done")
    with fsspec.open("file:///tmp/x", "w") as stream:
        stream.write("x")
