"""Libraries that start programs are not the only ones that get their names: what is started is said."""

import anyio
import boto3
import delegator
import fabric
import invoke
import papermill
import pexpect
import plumbum
import sarge
import sh
import trio

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket="first", Key="a")
    pexpect.spawn("bcftools view x")
    invoke.run("tabix x")
    fabric.Connection("host").local("rclone x")
    fabric.Connection("host").run("rclone x")
    delegator.run("git clone x")
    sarge.run("samtools view x")
    sh.s3cmd("ls")
    sh.git("log")
    plumbum.local["s5cmd"]["ls"]()
    papermill.execute_notebook("a.ipynb", "b.ipynb")


async def later(event, context):
    await trio.run_process(["goofys", "x"])
    await anyio.run_process("mountpoint x")
