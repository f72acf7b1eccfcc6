import subprocess


def handler(event, context):
    subprocess.run(["ls", "x"])
