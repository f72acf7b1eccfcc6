import json, os, configparser, argparse
from dataclasses import dataclass

@dataclass
class Conf:
    bucket: str
    queue: str
    stage: str = "dev"

    @classmethod
    def from_env(cls):
        return cls(bucket=os.environ["DATA_BUCKET"], queue=os.environ["QUEUE_URL"])

    @classmethod
    def from_json(cls, path):
        with open(path) as f:
            return cls(**json.load(f))

    def key(self, *parts):
        return "/".join((self.stage, *parts))

def args():
    p = argparse.ArgumentParser()
    p.add_argument("--bucket", required=True)
    p.add_argument("--table", default="fallback")
    return p.parse_args()
