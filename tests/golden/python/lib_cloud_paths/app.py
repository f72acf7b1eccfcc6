from cloudpathlib import CloudPath
from s3path import S3Path

root = CloudPath("s3://docs/base")
logs = S3Path("/log-bucket/app")


def publish():
    for path in root.glob("*.txt"):
        print(path.read_text())
    (root / "out.json").write_text("{}")
    if (root / "old.json").exists():
        (root / "old.json").unlink()
    (logs / "today.log").write_text("done")
