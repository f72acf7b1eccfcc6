import os
import shutil
import sys


def copy(path, key, quiet, profile):
    command = ["aws", "--profile", profile, "s3", "cp", path, "s3://backups/" + key]
    if quiet:
        command.append("--quiet")
    if os.environ.get("CLASS"):
        command.extend(["--storage-class", os.environ["CLASS"]])
    os.execv(shutil.which(command[0]), command)


if __name__ == "__main__":
    copy(sys.argv[1], sys.argv[2], len(sys.argv) > 3, "me")
