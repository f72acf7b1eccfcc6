import os

os.environ["SET"] = "test"
