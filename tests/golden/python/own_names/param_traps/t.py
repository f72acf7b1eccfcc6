import boto3
from sqlalchemy.orm import Session
import gitlab, jira

def sync(gl, api, db: Session, cache, es, table, conn, channel, slack, repo, k8s):
    gl.create_project(name="x")
    gl.list_users()
    api.list_services()
    api.get_user(username="bob")
    db.query(object).filter_by(id=1).delete()
    db.execute("select 1")
    cache.get_object("key")
    cache.put_item({"a": 1})
    es.create_index(index="x")
    table.insert({"x": 1}); table.update({"x": 2}); table.delete()
    conn.create_table("x")
    channel.send_message("hi")
    slack.send_message(channel="#x", text="y")
    repo.get_branch("main")
    repo.create_pull_request(title="x", base="y", head="z")
    k8s.create_namespace("x"); k8s.list_nodes()
    return boto3.client("codecommit").get_branch(repositoryName="r", branchName="b")
