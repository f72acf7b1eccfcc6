"""Another program."""

import os

os.environ["SET"] = "other"
os.environ.update(dict(line.split("=") for line in open("settings")))
