import boto3
from plugins import PLUGINS, load
def main():
    load()
    s = boto3.Session()
    for n, cls in sorted(PLUGINS.items()):
        cls(s).check()
main()
