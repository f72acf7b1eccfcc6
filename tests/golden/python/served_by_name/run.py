import invoke
import uvicorn

from shop import tasks


def main():
    uvicorn.run("shop.web:app", host="0.0.0.0")
    uvicorn.run("shop.factory:make()", factory=True)
    # No module of that name is here.
    uvicorn.run("s3:GetObject")
    invoke.Collection.from_module(tasks)
