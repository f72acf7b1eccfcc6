import asyncio
import os
import subprocess

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket="first", Key="a")
    name = event["name"]
    subprocess.run(["bcftools", "view", name])
    arguments = ["tabix"]
    arguments.append(name)
    subprocess.Popen(arguments, stdout=subprocess.PIPE)
    subprocess.check_output(f"cat {name} | samtools view - > /tmp/x && ls", shell=True)
    subprocess.run(args=["git", "clone", name])
    subprocess.run(["bash", "-c", f"tar xf {name}"])
    os.system("aws s3 cp " + name + " /tmp/x")
    subprocess.run(event["command"])
    os.execvp("ls", ["ls"])
    eval("1 + 1")
    eval(name)


async def other(name):
    await asyncio.create_subprocess_exec("rclone", name)


def tasks(event, context):
    s3.put_object(Bucket="second", Key="a")
    subprocess.run(["make", "deploy"])
    subprocess.run(["npm", "ci"])
    subprocess.run(["npm", "run", "release"])
