import os
import subprocess
import sys
from pathlib import Path


def by_name(event):
    subprocess.run(["python", "named.py", event["day"]], check=True)


def by_module():
    subprocess.Popen([sys.executable, "-m", "jobs.nightly"])


def by_place():
    subprocess.check_call([sys.executable, str(Path(__file__).parent / "jobs" / "placed.py")])


def by_shell():
    os.system("python3 ./shelled.py --fast > /tmp/log")


def otherwise(event):
    subprocess.run(["python", "under.py"], env={**os.environ, "BUCKET": event["bucket"]})


def untold(event):
    subprocess.run(["python", event["script"]])


def never():
    subprocess.run(["python", "-c", "import never; never.main()"])
