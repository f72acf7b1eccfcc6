import asyncio, threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import Pool
import boto3
s3 = boto3.client("s3")
def head(key): return s3.head_object(Bucket="b", Key=key)
def tag(key, value): s3.put_object_tagging(Bucket="b", Key=key, Tagging={"TagSet": []})
class Job:
    def __init__(self, client): self.client = client
    def __call__(self, key): self.client.delete_object(Bucket="jobs", Key=key)
def main(keys):
    with ThreadPoolExecutor(max_workers=4) as pool:
        futures = {pool.submit(head, key): key for key in ["a"]}
        for future in as_completed(futures):
            future.result()["Metadata"].get("x")
        pool.map(lambda k: s3.get_object_acl(Bucket="acl", Key=k), ["k1"])
        pool.submit(Job(s3), "j")
    t = threading.Thread(target=tag, args=("t", "v"))
    t.start()
    with Pool(2) as p:
        p.starmap(tag, [("s", "v")])
async def amain():
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, head, "c")
    await asyncio.to_thread(s3.list_objects_v2, Bucket="threads")
    await asyncio.gather(work("x"), work("y"))
async def work(name): s3.get_bucket_location(Bucket=name)
